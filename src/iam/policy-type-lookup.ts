import type { LocatedPolicy } from './policy';
import { PolicyKind } from './policy';
import { inlineOrManaged, isHeldBy, POLICY_TYPES } from './policy-kinds';
import type { AttachedTo, PolicyType } from './policy-type';
import { RESOURCE_POLICY_TYPES, resourcePolicyTypeOf } from './resource-policy-kinds';

const TYPES: readonly PolicyType[] = Object.values(POLICY_TYPES);

/** A policy of a resource whose service may read a language of its own. */
const OTHER: PolicyType = { ...POLICY_TYPES.RESOURCE_POLICY, dialect: true };

/** The row of a policy, by where it acts and the type of the resource that holds it; of an inline policy of unknown principals, that of a role. */
export function policyTypeOf({ kind, resourceType, service }: Pick<LocatedPolicy, 'kind' | 'resourceType' | 'service'>): PolicyType {
  switch (kind) {
    case PolicyKind.RESOURCE:
      return resourceType === undefined ? resourcePolicyTypeOf(service) ?? POLICY_TYPES.RESOURCE_POLICY
        : Object.hasOwn(RESOURCE_POLICY_TYPES, resourceType) ? RESOURCE_POLICY_TYPES[resourceType] : OTHER;
    case PolicyKind.SESSION:
      return resourceType === undefined ? POLICY_TYPES.SESSION_POLICY : POLICY_TYPES.SERVICE_SESSION_POLICY;
    case PolicyKind.IDENTITY:
      return inlineOrManaged(resourceType) ?? POLICY_TYPES.IDENTITY_POLICY;
    default:
      return TYPES.find((type) => type.kind === kind)!;
  }
}

/** What policies that act so are attached to. */
export function attachedTo(kind: PolicyKind): AttachedTo {
  return TYPES.find((type) => type.kind === kind)!.attachedTo;
}

/** The properties of a resource of the type that hold policies of principals, trust, endpoints or organizations; each once. */
export function policyProperties(resourceType: string): string[] {
  return [...new Set(TYPES.filter((type) => isHeldBy(type, resourceType)).map(({ heldBy }) => heldBy![resourceType]))];
}

/** The kind of control policy that AWS Organizations calls so. */
export function controlPolicyKind(organizationsType: unknown): PolicyKind | undefined {
  return organizationsType === undefined ? undefined : TYPES.find((type) => type.organizationsType === organizationsType)?.kind;
}
