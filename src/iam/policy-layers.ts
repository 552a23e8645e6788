import { PolicyDocument } from './document';
import type { LocatedPolicy } from './policy';
import { PolicyKind } from './policy';
import { policyTypeOf } from './policy-type-lookup';
import { refusal } from './problems/document-problems';
import type { PolicyProblem } from './problems/problem';
import type { Statement } from './statement';
import { readable } from './unknown-text';
import { isIntrinsic } from './value';
import { formatValue } from '../private/format';

/** The statements of policies that act together: a request needs an Allow of one of them. */
export interface Layer {
  readonly kind: PolicyKind;
  /** Where its policies are attached, if several layers have the kind: the id of an organizational unit, or `level 0`. */
  readonly at?: string;
  readonly statements: readonly Statement[];
  /** Whether everything is allowed besides, as by FullAWSAccess. */
  readonly allowsEverything?: boolean;
  /** Policies that act in it and whose statements are not known: they may allow or deny. */
  readonly unknownPolicies?: readonly string[];
  /** Policies of which it is not known whether they act in it: that hangs on a condition or a name known at deployment. */
  readonly uncertain?: ReadonlySet<LocatedPolicy>;
  /** Whether it may not be there at all. */
  readonly mayBeAbsent?: boolean;
  /** Of a principal or a resource: a policy that is taken not to be there, unless an Allow of it is needed. */
  readonly presumedAbsent?: string;
  /** Whether nobody said that there is none, and it is taken so. */
  readonly isTakenAsNone?: boolean;
}

/** What an explanation calls a layer. */
export function nameOfLayer({ kind, at }: Layer): string {
  return at === undefined ? kind : `${kind} of ${at}`;
}

/** All policies that judge a request, by where they act. */
export interface PolicyLayers {
  readonly identity: Layer;
  readonly permissionsBoundary?: Layer;
  readonly session?: Layer;
  /** From the root of the organization down: each must allow. */
  readonly serviceControl: readonly Layer[];
  readonly resourceControl: readonly Layer[];
  readonly vpcEndpoint?: Layer;
  /** The policy of the resource. */
  readonly resource?: Layer;
}

/** Those that judge a request without credentials, where resource control policies are not given: whoever makes it, they may deny it. */
export function withUnknownResourceControl(layers: PolicyLayers): PolicyLayers {
  return {
    ...layers, resourceControl: [{ kind: PolicyKind.RESOURCE_CONTROL, statements: [], unknownPolicies: ['resource control policies, which are not given'] }],
  };
}

/**
 * The statements of policies.
 *
 * @param isTaken whether something is read although AWS would not take it
 * @throws if AWS would refuse one of the documents, with the place: of such, nothing can be said.
 */
export function statementsOf(policies: readonly LocatedPolicy[], isTaken?: (problem: PolicyProblem) => boolean): Statement[] {
  return policies.flatMap((policy) => statementsIn(PolicyDocument.of(policy), policy, isTaken));
}

/** The same, of a policy whose document was read. */
export function statementsIn(document: PolicyDocument, policy: LocatedPolicy, isTaken?: (problem: PolicyProblem) => boolean): readonly Statement[] {
  if (!document.isKnown && !isIntrinsic(document.written)) {
    throw new Error(`${placeOf(policy, '')}: not a policy document: expected an object with "Statement", got ${formatValue(document.written)}`);
  }
  const problem = refusal(document, policyTypeOf(policy), isTaken);
  if (problem) {
    throw new Error(`${placeOf(policy, problem.path ?? '')}: ${readable(problem.message)}`);
  }
  return document.statements;
}

/** Where a statement is, for a person to find it. */
export function placeOf({ place }: LocatedPolicy, path: string): string {
  return [place.file, place.logicalId, [place.path, path].filter(Boolean).join('/')].filter(Boolean).join(' ');
}
