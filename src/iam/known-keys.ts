import { unknownPart } from './unknown-text';

/**
 * Condition keys that AWS says are in every request. What they hold is not known.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const IN_EVERY_REQUEST: ReadonlyArray<readonly [key: string, values: readonly string[]]> = [
  'aws:currenttime', 'aws:epochtime', 'aws:securetransport', 'aws:requestedregion', 'aws:useragent',
].map((key) => [key, [unknownPart(key)]]);

/** Which service calls AWS KMS with the caller's credentials. */
export const KMS_VIA_SERVICE = 'kms:viaservice';

/**
 * Condition keys that are absent unless an AWS service calls on with the caller's credentials.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export const OF_FORWARD_ACCESS_SESSIONS: readonly string[] = ['aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', KMS_VIA_SERVICE];

/**
 * Condition keys that are absent when a person or program calls directly: they tell for which resource an AWS service calls.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export const OF_SERVICES: readonly string[] = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths'];

/** The actions of AWS Sign-In that a program gets tokens with: of the principal, they carry `aws:PrincipalArn` and `aws:PrincipalAccount`. */
const OAUTH_ACTIONS = ['authorizeoauth2access', 'createoauth2token'];

/**
 * Whether requests of the action, in a policy of AWS Sign-In or a resource control policy, tell nothing of the principal by the key.
 *
 * @see https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html#reference-signin-condition-keys-identity
 *
 * @param action in lower case
 * @param key in lower case
 */
export function hidesPrincipal(action: string, key: string): boolean {
  const [service, name] = action.split(':');
  return service === 'signin' && OAUTH_ACTIONS.includes(name) && /^aws:principal(tag\/|org)/.test(key);
}
