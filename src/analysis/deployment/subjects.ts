import type { Denial, Denials } from './denials';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import { attachedTo, policyTypeOf } from '../../iam/policy-type-lookup';
import { matchesAnyhow } from '../../iam/principal-element';
import { PRINCIPAL_TYPES } from '../../iam/principal-types';
import { requestPrincipal } from '../../iam/request-principal';
import type { Statement } from '../../iam/statement';
import { readable } from '../../iam/unknown-text';
import type { ActionBits } from '../access-report/action-bits';
import type { TemplatePolicies, TemplatePrincipal, TemplateResource } from '../template/template-policies';

/** A resource of one of the stacks. */
export interface ResourcePlace {
  readonly file?: string;
  readonly logicalId: string;
}

/** Whom or what policies are about, at one moment. */
export interface Subject {
  readonly title: string;
  /** Whether it is part of the stacks itself, so that before and after nobody may do anything there. */
  readonly isPrincipal: boolean;
  /** The resources that make it what it is. */
  readonly places: readonly ResourcePlace[];
  /** Those of which a policy may allow something to a principal. */
  readonly allowing: readonly ResourcePlace[];
  readonly denials: readonly Denial[];
  /** Of a principal: the actions that something may allow it. */
  readonly mayAllow: () => ActionBits;
  readonly attached?: Attached;
}

/** How many policies are attached, of how many may be. */
export interface Attached {
  readonly count: number;
  readonly most: number;
  /** What is attached, such as `service control policy`. */
  readonly of: string;
}

/** The policies of templates by whom or what they are about. */
export function subjectsOf(policies: TemplatePolicies, denials: Denials): ReadonlyMap<string, Subject> {
  return new Map([
    ...policies.principals.map((principal) => [`principal ${principal.file ?? ''} ${principal.logicalId}`, ofPrincipal(principal, policies, denials)] as const),
    ...ofTargets(policies, denials),
    ...ofResources(policies, denials),
    ...policies.policies.filter(({ kind }) => ['endpoint', 'session'].includes(attachedTo(kind))).map((policy) =>
      [`limit ${policy.place.file ?? ''} ${policy.place.logicalId}`, ofLimited(policy, denials)] as const),
  ]);
}

function ofPrincipal(principal: TemplatePrincipal, all: TemplatePolicies, denials: Denials): Subject {
  const { kind, logicalId, file, constructPath, identityPolicies, otherManagedPolicies, otherGroups = [], policiesMadeLater = [] } = principal;
  const { permissionsBoundary, otherPermissionsBoundary } = principal;
  const known = otherManagedPolicies.flatMap((arn) => all.managedPolicy(arn) ?? []);
  const unknown = [
    ...otherManagedPolicies.filter((arn) => !all.managedPolicy(arn)), ...policiesMadeLater.map((which) => `the policies ${which}`), ...otherGroups.map((group) => `group ${group}`),
  ];
  const boundary = permissionsBoundary ?? (otherPermissionsBoundary === undefined ? undefined : all.managedPolicy(otherPermissionsBoundary));
  const own = [...identityPolicies, ...known];
  const limiting = boundary ? [...denials.of([boundary]), ...denials.ofLimit(boundary)]
    : otherPermissionsBoundary === undefined ? [] : [denials.unknown(otherPermissionsBoundary)];
  const isAllowed = mayBeAbout(principal, new Set(own));
  const others = [...all.resources.flatMap(({ policies }) => policies), ...trustPolicies(all)];
  return {
    title: `${kind} ${constructPath?.replace(/\/Resource$/, '') ?? logicalId}`,
    isPrincipal: true,
    places: [{ file, logicalId }, ...placesOf([...identityPolicies, ...permissionsBoundary ? [permissionsBoundary] : []])],
    allowing: placesOf(others.filter((policy) => PolicyDocument.of(policy).statements.some((statement) => statement.effect !== 'Deny' && isAllowed(statement)))),
    denials: [...denials.of(own), ...limiting, ...unknown.map((each) => denials.unknown(each))],
    mayAllow: () => (unknown.length > 0 ? denials.table.everything
      : denials.allowedBy([...own, ...others], isAllowed)),
    attached: { count: principal.managedPolicies, most: PRINCIPAL_TYPES[kind].managedPolicies.byDefault, of: `managed policy of a ${kind}` },
  };
}

function trustPolicies({ principals }: TemplatePolicies): LocatedPolicy[] {
  return principals.flatMap(({ trustPolicy }) => trustPolicy ?? []);
}

/** Whether a statement is of the principal's own policies, or of those of a resource and may be about it. */
function mayBeAbout({ arn, kind }: TemplatePrincipal, own: ReadonlySet<LocatedPolicy>): (statement: Statement) => boolean {
  let requester: ReturnType<typeof requestPrincipal> | undefined;
  try {
    requester = kind === 'role' || kind === 'user' ? requestPrincipal(arn) : undefined;
  } catch {
    // Nothing is known of it.
  }
  return (statement) => own.has(statement.policy!) || (requester !== undefined && statement.principal !== undefined
    && matchesAnyhow(statement.principal.matches(requester, undefined)) !== false);
}

function ofTargets({ controlPolicies }: TemplatePolicies, denials: Denials): Array<readonly [string, Subject]> {
  const targets = new Map<string, { readonly kind: PolicyKind; readonly target: string; readonly policies: LocatedPolicy[] }>();
  for (const { policy, targets: of } of controlPolicies) {
    for (const target of of) {
      const key = `${policy.kind} ${target}`;
      const found = targets.get(key) ?? { kind: policy.kind, target, policies: [] };
      targets.set(key, found);
      found.policies.push(policy);
    }
  }
  return [...targets].map(([key, { kind, target, policies }]) => [key, {
    title: `${plural(kind)} of ${readable(target)}`,
    isPrincipal: false,
    places: placesOf(policies),
    allowing: [],
    denials: denials.of(policies),
    mayAllow: () => denials.table.everything,
    attached: attachedOf(kind, policies.length),
  }]);
}

function attachedOf(kind: PolicyKind, count: number): Attached | undefined {
  const { maxAttached } = policyTypeOf({ kind });
  return maxAttached === undefined ? undefined : { count, most: maxAttached, of: kind };
}

function ofResources({ resources }: TemplatePolicies, denials: Denials): Array<readonly [string, Subject]> {
  const byArn = new Map<string, TemplateResource[]>();
  for (const resource of resources) {
    const keys = resource.arns.length > 0 ? resource.arns : [resource.policies.map(({ place }) => `${place.file} ${place.logicalId} ${place.path}`).join(' ')];
    for (const key of new Set(keys)) {
      byArn.set(key, [...byArn.get(key) ?? [], resource]);
    }
  }
  return [...byArn].map(([key, found]) => {
    const policies = found.flatMap((each) => each.policies);
    const [{ arns, logicalId }] = found;
    return [`resource ${key}`, {
      title: `policy of ${arns.length > 0 ? readable(key) : logicalId}`,
      isPrincipal: false,
      places: placesOf(policies),
      allowing: [],
      denials: denials.of(policies),
      mayAllow: () => denials.table.everything,
    }];
  });
}

function ofLimited(policy: LocatedPolicy, denials: Denials): Subject {
  return {
    title: `${policy.kind} of ${policy.place.constructPath?.replace(/\/Resource$/, '') ?? policy.place.logicalId}`,
    isPrincipal: false,
    places: placesOf([policy]),
    allowing: [],
    denials: [...denials.of([policy]), ...denials.ofLimit(policy)],
    mayAllow: () => denials.table.everything,
  };
}

function placesOf(policies: readonly LocatedPolicy[]): ResourcePlace[] {
  return policies.flatMap(({ place: { file, logicalId } }) => (logicalId === undefined ? [] : [{ file, logicalId }]));
}

function plural(kind: string): string {
  return kind.replace(/y$/, 'ies');
}
