import type { Reading } from './policy-reader';
import type { ManagedReference, Principal } from './principals';
import type { TemplatePrincipal } from './template-policies';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import { derivedFrom } from '../../private/cache';

/** The groups that a principal is in, and the names of those that are not in the templates. */
export interface Memberships {
  readonly groups: ReadonlyArray<{ readonly group: Principal; readonly conditional: boolean }>;
  readonly others: string[];
}

export const IN_NO_GROUP: Memberships = { groups: [], others: [] };

/** Of each principal, the managed policies that are not in the templates. */
export type ManagedElsewhere = ReadonlyMap<Principal, readonly ManagedReference[]>;

interface OtherManaged {
  readonly policies: readonly string[];
  readonly conditional: readonly string[];
  /** Those that are made only at deployment. */
  readonly madeLater: readonly string[];
  /** How many are attached to itself. */
  readonly own: number;
}

const NO_OTHERS: OtherManaged = { policies: [], conditional: [], madeLater: [], own: 0 };

/**
 * A principal with all that is attached to it and to its groups.
 *
 * @param boundary if it is in the templates
 * @param conditional the condition under which it exists
 */
export function finishedPrincipal(
  principal: Principal, { groups, others: otherGroups }: Memberships, elsewhere: ManagedElsewhere, boundary: LocatedPolicy | undefined,
  conditional: string | undefined,
): TemplatePrincipal {
  const { entry, kind, name, arn, trust, tags } = principal;
  const all = groups.length === 0 ? joined(principal.inline, principal.attached) : [
    ...principal.inline, ...principal.attached,
    ...groups.flatMap(({ group, conditional: isUnsure }) => [...group.inline, ...group.attached]
      .map((each) => ({ policy: each.policy, conditional: each.conditional || isUnsure }))),
  ];
  const policies = unique(all.map(({ policy }) => policy));
  const conditionalPolicies = conditionalOf(all, policies);
  const own = elsewhere.get(principal)!;
  // Most have none.
  const managed = own.length + groups.length === 0 ? NO_OTHERS : otherManaged(own, groups.flatMap(({ group, conditional: isUnsure }) => (
    elsewhere.get(group)!.map((each) => ({ ...each, conditional: each.conditional || isUnsure })))));
  const attached = principal.attached.map(({ policy }) => policy).filter(({ resourceType }) => resourceType === 'AWS::IAM::ManagedPolicy');
  const finished: Reading<TemplatePrincipal> = {
    kind,
    logicalId: entry.logicalId,
    name,
    arn,
    identityPolicies: policies,
    otherManagedPolicies: managed.policies,
    managedPolicies: unique(attached).length + managed.own,
    tags,
  };
  if (conditional !== undefined) {
    finished.conditional = conditional;
  }
  // An object literal with a spread for each of these takes five times as long, and an app has thousands of principals.
  if (entry.template.file !== undefined) {
    finished.file = entry.template.file;
  }
  if (entry.constructPath !== undefined) {
    finished.constructPath = entry.constructPath;
  }
  if (managed.madeLater.length > 0) {
    finished.policiesMadeLater = managed.madeLater;
  }
  if (managed.conditional.length > 0) {
    finished.conditionalManagedPolicies = managed.conditional;
  }
  if (otherGroups.length > 0) {
    finished.otherGroups = otherGroups;
  }
  if (boundary) {
    finished.permissionsBoundary = asBoundary(boundary);
  } else if (principal.boundary !== undefined) {
    finished.otherPermissionsBoundary = principal.boundary;
  }
  if (trust) {
    finished.trustPolicy = trust;
  }
  if (conditionalPolicies.length > 0) {
    finished.conditionalPolicies = conditionalPolicies;
  }
  return finished;
}

/** @param ofGroups what the groups that it is in have */
function otherManaged(own: readonly ManagedReference[], ofGroups: readonly ManagedReference[]): OtherManaged {
  const [later, others] = [true, false].map((isLater) => [...own, ...ofGroups].filter(({ isMadeLater = false }) => isMadeLater === isLater)
    .map(({ text: policy, conditional }) => ({ policy, conditional })));
  const policies = unique(others.map(({ policy }) => policy));
  return {
    policies,
    conditional: conditionalOf([...later, ...others], policies),
    madeLater: unique(later.map(({ policy }) => policy)),
    own: unique(own.filter(({ isMadeLater }) => !isMadeLater).map(({ text }) => text)).length,
  };
}

/** Both lists; one of them if the other is empty, as it is for most. */
function joined<T>(one: readonly T[], other: readonly T[]): readonly T[] {
  return other.length === 0 ? one : one.length === 0 ? other : [...one, ...other];
}

/** The policy itself, unless it is also attached to somebody. */
const asBoundary = derivedFrom((policy: LocatedPolicy): LocatedPolicy => (
  policy.kind === PolicyKind.PERMISSIONS_BOUNDARY ? policy : { ...policy, document: policy.document, kind: PolicyKind.PERMISSIONS_BOUNDARY }));

/** Those of the policies that are conditional wherever they come from. */
function conditionalOf<T>(all: ReadonlyArray<{ readonly policy: T; readonly conditional: boolean }>, policies: T[]): T[] {
  if (!all.some(({ conditional }) => conditional)) {
    return [];
  }
  const certain = new Set(all.filter(({ conditional }) => !conditional).map(({ policy }) => policy));
  return policies.filter((policy) => !certain.has(policy));
}

function unique<T>(items: T[]): T[] {
  return items.length < 2 ? items : [...new Set(items)];
}
