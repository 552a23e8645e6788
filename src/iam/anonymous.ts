import type { RequestContext } from './request-context';
import type { Outcome } from './three-valued';

/** What a request without credentials is by: so its context names it. */
export const ANONYMOUS = 'anonymous';

/** Keys that only sessions carry, or principals that are known. */
const OF_CREDENTIALS = new RegExp('^(aws:(principal(arn|org|tag/|isawsservice|servicename)|username|assumedroot|federatedprovider|tokenissuetime|signinsessionarn'
  + '|multifactorauth|chatbotsourcearn|ec2instancesource|sourceidentity|viacustomerdomain)|ec2:(roledelivery|sourceinstancearn)|glue:(roleassumedby|credentialissuingservice)'
  + '|codebuild:(build|project)arn|lambda:sourcefunctionarn|ssm:sourceinstancearn|identitystore:userid)');
const TOLD = new Map([['aws:principalaccount', [ANONYMOUS]], ['aws:principaltype', ['Anonymous']], ['aws:userid', [ANONYMOUS]]]);

/**
 * What the context of such a request says of who makes it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export const ANONYMOUS_CONTEXT: RequestContext = { get: (key) => TOLD.get(key) ?? (OF_CREDENTIALS.test(key) ? [] : undefined) };

/**
 * Whether a service takes requests without credentials. AWS names three that do for certain.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
export function takesAnonymous(action: string): Outcome {
  const service = action.slice(0, action.indexOf(':'));
  return ['s3', 'sns', 'sqs'].includes(service) || (service === 'sts' && !/:assumerolewith/.test(action) ? false : undefined);
}

const BY_ACCESS_CONTROL_LIST = /^s3:(list(bucket(versions|multipartuploads)?)|(get|put)(bucket|object(version)?)acl|getobject(version)?|putobject)$/;

/**
 * Whether an access control list may allow it to everybody, without a policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export function isByAccessControlList(action: string): boolean {
  return BY_ACCESS_CONTROL_LIST.test(action);
}
