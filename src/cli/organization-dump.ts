import { documentAt } from './find-documents';
import type { MadeInput } from './made-template';
import { MadeTemplate } from './made-template';
import type { Json } from '../iam/value';
import { isObject, itemsOf } from '../iam/value';

/**
 * What AWS attaches everywhere by default.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html
 */
const FULL_ACCESS: { readonly [id: string]: Json } = {
  'p-FullAWSAccess': { Type: 'SERVICE_CONTROL_POLICY', Content: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
  'p-RCPFullAWSAccess': {
    Type: 'RESOURCE_CONTROL_POLICY', Content: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
  },
};

/** What the tree has below a root or an organizational unit. */
const BELOW: ReadonlyArray<readonly [list: string, type: string, id: string, parent: string]> = [
  ['OrganizationalUnits', 'AWS::Organizations::OrganizationalUnit', 'Id', 'ParentId'],
  ['Accounts', 'AWS::Organizations::Account', 'AccountId', 'ParentIds'],
];

/**
 * An organization's tree, `{ "Organization", "Roots": [{ "Id", "Policies", "OrganizationalUnits", "Accounts" }], "Policies" }`, the units nested: what
 * `aws organizations` prints of each, put into one another. `Policies` of a root, unit or account are those attached to it, each as its id or as
 * `list-policies-for-target` prints it; those of the whole are documents, as `describe-policy` prints them.
 *
 * @throws if something in it has no id
 */
export function organizationTree(value: unknown): MadeInput | undefined {
  if (!isObject(value) || !Array.isArray(value.Roots)) {
    return undefined;
  }
  const made = new MadeTemplate();
  const { Organization } = value;
  if (isObject(Organization)) {
    made.add('organization', 'AWS::Organizations::Organization', { ManagementAccountId: Organization.MasterAccountId ?? Organization.ManagementAccountId }, ['Organization']);
  }
  const attached = new Map<string, { readonly type: unknown; readonly targets: string[]; readonly path: readonly string[] }>();
  const visit = (unit: unknown, path: readonly string[]) => {
    const id = idOf(unit, path);
    const lists = isObject(unit) ? unit : {};
    itemsOf(lists.Policies).forEach((policy, i) => {
      const [at, policyId] = [[...path, 'Policies', String(i)], idOf(policy, [...path, 'Policies', String(i)])];
      const known = attached.get(policyId) ?? { type: isObject(policy) ? policy.Type : undefined, targets: [] as string[], path: at };
      known.targets.push(id);
      attached.set(policyId, known);
    });
    for (const [list, type, idProperty, parentProperty] of BELOW) {
      itemsOf(lists[list]).forEach((each, i) => {
        const at = [...path, list, String(i)];
        const below = idOf(each, at);
        made.add(below, type, { [idProperty]: below, [parentProperty]: list === 'Accounts' ? [id] : id }, at);
        visit(each, at);
      });
    }
  };
  value.Roots.forEach((root: unknown, i: number) => visit(root, ['Roots', String(i)]));
  const given = itemsOf(value.Policies).map((policy, i) => addPolicy(made, policy, ['Policies', String(i)]));
  for (const [id, { targets, path }] of attached) {
    if (Object.hasOwn(FULL_ACCESS, id) && !given.includes(id)) {
      made.add(id, 'AWS::Organizations::Policy', { Id: id, ...FULL_ACCESS[id] }, path);
    }
    // Whoever writes down none of what AWS attaches may have left it out.
    made.add(`${id} attached`, 'ControlPolicyAttachment', { PolicyId: id, TargetIds: targets, IsAllTold: attached.has('p-FullAWSAccess') }, path);
  }
  return { made, attached: new Map([...attached].map(([id, { type }]) => [id, type])) };
}

/** What `aws organizations describe-policy` prints, or a list of it; `undefined` if it is nothing of the kind. */
export function organizationPolicies(value: unknown): MadeInput | undefined {
  const all = Array.isArray(value) ? value : [value];
  if (all.length === 0 || !all.every((each) => isObject(each) && isObject(each.Policy) && isObject(each.Policy.PolicySummary) && typeof each.Policy.PolicySummary.Id === 'string')) {
    return undefined;
  }
  const made = new MadeTemplate();
  all.forEach((each, i) => addPolicy(made, each.Policy, [...Array.isArray(value) ? [String(i)] : [], 'Policy']));
  return { made };
}

/** Returns its id. */
function addPolicy(made: MadeTemplate, policy: unknown, path: readonly string[]): string {
  const { PolicySummary, Content } = isObject(policy) ? isObject(policy.Policy) ? policy.Policy : policy : {} as Json;
  const at = isObject(policy) && isObject(policy.Policy) ? [...path, 'Policy'] : path;
  if (!isObject(PolicySummary)) {
    throw new Error(`${path.join('/')}: expected what aws organizations describe-policy prints, with "PolicySummary" and "Content"`);
  }
  const id = idOf(PolicySummary, [...at, 'PolicySummary']);
  made.add(id, 'AWS::Organizations::Policy', {
    Id: id, Type: PolicySummary.Type, Name: PolicySummary.Name, Content: documentAt({ Content }, ['Content'])?.document ?? Content,
  }, at, { 'Properties/Content': [...at, 'Content'] }, typeof PolicySummary.Name === 'string' ? PolicySummary.Name : undefined);
  return id;
}

function idOf(value: unknown, path: readonly string[]): string {
  const id: unknown = isObject(value) ? value.Id ?? value.Arn : value;
  if (typeof id !== 'string') {
    throw new Error(`${path.join('/')}: has no "Id"`);
  }
  return id.slice(id.lastIndexOf('/') + 1);
}
