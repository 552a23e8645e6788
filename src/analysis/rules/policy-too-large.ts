import type { Rule } from './rule';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { PolicyType } from '../../iam/policy-kinds';
import { POLICY_TYPES, RESOURCE_POLICY_TYPES } from '../../iam/policy-kinds';
import { policySize, thousands } from '../../iam/policy-size';
import { characters, hasUnknownPart, isUnknownPart } from '../../iam/unknown-text';
import type { TemplatePolicies, TemplatePrincipal } from '../template/template-policies';

export const POLICY_TOO_LARGE: Rule = {
  id: 'PolicyTooLarge',
  severity: 'error',
  explanation: 'AWS does not take a policy over the limit of its type, or inline policies that are together over that of their principal.',
  fix: 'Use whole-verb wildcards such as s3:Delete*, or divide it: McpServiceControlPolicy does. Move inline permissions to managed policies.',

  checkPolicy(policy) {
    const type = typeOf(policy);
    const problem = type && tooLarge(type, [policy]);
    return problem === undefined ? [] : [{ message: `the ${problem}` }];
  },

  checkPrincipal(principal, policies) {
    const type = INLINE[principal.kind];
    const inline = type ? inlinePoliciesOf(principal, policies) : [];
    const problem = type && tooLarge(type, inline);
    // Of what is too large by itself enough is said.
    return problem === undefined || inline.some((policy) => tooLarge(typeOf(policy)!, [policy])) ? []
      : [{ policy: inline[0], message: `${principal.logicalId}: together the ${problem}` }];
  },
};

const INLINE: { [kind in TemplatePrincipal['kind']]?: PolicyType } = {
  role: POLICY_TYPES.ROLE_INLINE_POLICIES,
  user: POLICY_TYPES.USER_INLINE_POLICIES,
  group: POLICY_TYPES.GROUP_INLINE_POLICIES,
};
const BY_KIND: { [kind in PolicyKind]?: PolicyType } = {
  [PolicyKind.PERMISSIONS_BOUNDARY]: POLICY_TYPES.MANAGED_POLICY,
  [PolicyKind.SERVICE_CONTROL]: POLICY_TYPES.SERVICE_CONTROL_POLICY,
  [PolicyKind.RESOURCE_CONTROL]: POLICY_TYPES.RESOURCE_CONTROL_POLICY,
  [PolicyKind.TRUST]: POLICY_TYPES.TRUST_POLICY,
  [PolicyKind.VPC_ENDPOINT]: POLICY_TYPES.VPC_ENDPOINT_POLICY,
};

/** The type of the document; of an inline policy that may be of any principal, the one with the highest limit. */
function typeOf({ kind, resourceType = '' }: LocatedPolicy): PolicyType | undefined {
  if (kind === PolicyKind.RESOURCE) {
    return Object.hasOwn(RESOURCE_POLICY_TYPES, resourceType) ? RESOURCE_POLICY_TYPES[resourceType] : undefined;
  }
  if (kind === PolicyKind.SESSION) {
    // Services that make sessions have limits of their own.
    return resourceType === '' ? POLICY_TYPES.SESSION_POLICY : undefined;
  }
  return BY_KIND[kind] ?? (resourceType === 'AWS::IAM::ManagedPolicy' ? POLICY_TYPES.MANAGED_POLICY
    : resourceType === 'AWS::SSO::PermissionSet' ? POLICY_TYPES.PERMISSION_SET_INLINE_POLICY : POLICY_TYPES.ROLE_INLINE_POLICIES);
}

/** How much is known of it: what is known only at deployment counts nothing. */
function sizeOf(document: unknown, type: PolicyType): number {
  return typeof document === 'object' && document !== null ? policySize(withoutUnknownParts(document), type.ignoresWhitespace) : 0;
}

function withoutUnknownParts(value: unknown): unknown {
  if (typeof value === 'string') {
    return !hasUnknownPart(value) ? value : characters(value).filter((item) => !isUnknownPart(item)).join('');
  }
  if (Array.isArray(value)) {
    return value.map(withoutUnknownParts);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutUnknownParts(item)])) : value;
}

/** By how much the policies are together over the limit; `undefined` if they are not. */
function tooLarge(type: PolicyType, policies: LocatedPolicy[]): string | undefined {
  // Most are far from it, also with all that does not count.
  if (policies.reduce((sum, { document }) => sum + lengthOf(document), 0) <= type.maxSize) {
    return undefined;
  }
  const size = policies.reduce((sum, { document }) => sum + sizeOf(document, type), 0);
  return size <= type.maxSize ? undefined
    : `${type.name} ${type.name.endsWith('policies') ? 'have' : 'has'} ${thousands(size)} characters, ${thousands(size - type.maxSize)} over the limit of ${thousands(type.maxSize)}`;
}

const lengths = new WeakMap<object, number>();

/** How long the text of a document is, which is asked of an inline policy by itself and with the others. */
function lengthOf(document: unknown): number {
  if (typeof document !== 'object' || document === null) {
    return JSON.stringify(document)?.length ?? 0;
  }
  let length = lengths.get(document);
  if (length === undefined) {
    ({ length } = JSON.stringify(document));
    lengths.set(document, length);
  }
  return length;
}

/** Of a user, those of its groups are not its own. */
function inlinePoliciesOf(principal: TemplatePrincipal, policies: TemplatePolicies): LocatedPolicy[] {
  const ofGroups = principal.kind === 'user' ? groupPolicies(policies) : undefined;
  return principal.identityPolicies.filter((policy) => policy.resourceType !== 'AWS::IAM::ManagedPolicy' && !ofGroups?.has(policy));
}

const groupPoliciesOf = new WeakMap<TemplatePolicies, ReadonlySet<LocatedPolicy>>();

function groupPolicies(policies: TemplatePolicies): ReadonlySet<LocatedPolicy> {
  let found = groupPoliciesOf.get(policies);
  if (!found) {
    found = new Set(policies.principals.filter(({ kind }) => kind === 'group').flatMap(({ identityPolicies }) => identityPolicies));
    groupPoliciesOf.set(policies, found);
  }
  return found;
}
