import type { PolicyLayers } from '../../iam/policy-layers';
import type { RequestPrincipal } from '../../iam/request-principal';

/** Where a simulator has the policies from. */
export interface PolicySource {
  /**
   * The policies that judge a request.
   *
   * @param principal as the request names it
   * @param action in lower case
   * @param resourceAccount the account of the resource, if that is told
   * @throws if the principal is not known
   */
  policiesFor(principal: string | undefined, action: string, resource: string | undefined, resourceAccount?: string): ApplicablePolicies;

  /**
   * A resource with the references of a template resolved.
   *
   * @throws if what it refers to is not there
   */
  resolve(resource: string): string;
}

export interface ApplicablePolicies {
  readonly principal: RequestPrincipal | undefined;
  readonly layers: PolicyLayers;
  /** The account of the resource, as far as the source knows it. */
  readonly resourceAccount?: string;
}

/** By what is kept what was found of a principal, or of none. One of an empty name, which there is not, is not taken for none. */
export function keyOfPrincipal(principal: string | undefined): string {
  return principal === undefined ? '' : principal || ' ';
}

/**
 * The actions of AWS KMS that are about no key, and so not about a key policy.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
const KMS_WITHOUT_KEY = ['createkey', 'listkeys', 'listaliases', 'generaterandom', 'createcustomkeystore', 'connectcustomkeystore',
  'deletecustomkeystore', 'listretirablegrants', 'describecustomkeystores', 'disconnectcustomkeystore', 'updatecustomkeystore'];

/**
 * Whether the action needs an Allow of the resource's own policy even in the same account: every key has a policy, every role a
 * trust policy, and without them the principal's policies don't count.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export function needsResourcePolicy(action: string, resource: string | undefined): boolean {
  return action.startsWith('sts:assumerole') || action === 'sts:tagsession' || action === 'sts:setsourceidentity'
    || (action.startsWith('kms:') && !KMS_WITHOUT_KEY.includes(action.slice('kms:'.length)) && !resource?.includes(':alias/'));
}
