import { documentAt } from './find-documents';
import type { MadeInput } from './made-template';
import { MadeTemplate } from './made-template';
import type { Json } from '../iam/value';
import { isObject } from '../iam/value';

/**
 * Permission sets: of one, what `aws sso-admin` prints of it put into one object, `{ "PermissionSet", "InlinePolicy", "AttachedManagedPolicies",
 * "CustomerManagedPolicyReferences", "PermissionsBoundary" }`; of several, a list. `undefined` if it is nothing of the kind.
 *
 * @throws if a document in it is malformed
 * @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_GetInlinePolicyForPermissionSet.html
 */
export function permissionSets(value: unknown): MadeInput | undefined {
  const all = Array.isArray(value) ? value : [value];
  if (all.length === 0 || !all.every((each) => isObject(each) && isObject(each.PermissionSet) && typeof each.PermissionSet.Name === 'string')) {
    return undefined;
  }
  const made = new MadeTemplate();
  all.forEach((each, i) => addPermissionSet(made, each, Array.isArray(value) ? [String(i)] : []));
  const isTruncated = all.some(({ NextToken }) => typeof NextToken === 'string');
  return { made, ...(isTruncated && { incomplete: ['not all of a permission set: it says that there is more', 'Print it without --max-items.'] }) };
}

function addPermissionSet(made: MadeTemplate, all: Json, path: readonly string[]): void {
  const { PermissionSet, InlinePolicy, AttachedManagedPolicies, CustomerManagedPolicyReferences, PermissionsBoundary } = all;
  const { Name, PermissionSetArn } = PermissionSet;
  made.add(`permission set ${Name}`, 'AWS::SSO::PermissionSet', {
    Name,
    PermissionSetArn,
    // One without is an empty string.
    ...(typeof InlinePolicy === 'string' && InlinePolicy !== '' && { InlinePolicy: documentAt({ InlinePolicy }, ['InlinePolicy'])?.document ?? InlinePolicy }),
    ...(isObject(InlinePolicy) && { InlinePolicy }),
    ManagedPolicies: (Array.isArray(AttachedManagedPolicies) ? AttachedManagedPolicies : []).map(({ Arn }) => Arn),
    CustomerManagedPolicyReferences,
    PermissionsBoundary,
  }, path, { 'Properties/InlinePolicy': [...path, 'InlinePolicy'] });
}
