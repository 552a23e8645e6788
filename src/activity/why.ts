import type { Denial, DenyingPolicy, ToldOrigin } from './denial';
import { besidesOrigin, ofDirectCall } from './denial-context';
import type { GuardrailAdvice } from '../analysis/guardrail-advice';
import { guardrailAdvice } from '../analysis/guardrail-advice';
import { checkStatement } from '../analysis/rules/check';
import type { Finding } from '../analysis/rules/rule';
import type { DecidingStatement } from '../analysis/simulation/simulated-statement';
import { describedStatement } from '../analysis/simulation/simulated-statement';
import type { SimulationResult } from '../analysis/simulation/simulation-result';
import { SimulationDecision } from '../analysis/simulation/simulation-result';
import type { McpSimulator } from '../analysis/simulator';
import { arnParts } from '../iam/arn';
import type { PolicyKind } from '../iam/policy';
import { attachedTo } from '../iam/policy-type-lookup';
import type { Statement } from '../iam/statement';
import { wildcardMatcher } from '../iam/wildcard';
import type { ConditionEvaluation } from '../mcp/evaluate-condition';
import { ConditionMatch, evaluateTests } from '../mcp/evaluate-condition';
import { RequestOrigin } from '../mcp/request-origin';

/** Whether policies explain a denial. */
export enum Verdict {
  /** What denied the call is among them. */
  FOUND = 'FOUND',
  /** It may be: that hangs on what is not known. */
  PERHAPS = 'PERHAPS',
  /** It is not: what denied the call was not given, or is not what it was then. */
  NOT_FOUND = 'NOT_FOUND',
}

/** The call as it may have come, and how the policies judge it. */
export interface JudgedCall {
  readonly origin: string;
  readonly result: SimulationResult;
}

/** A Deny that stopped the call, or may have. */
export interface StoppingStatement {
  readonly statement: Statement;
  readonly described: DecidingStatement;
  /** Whether its condition matches the call, of what is known of it. */
  readonly call: ConditionEvaluation;
  /** Whether it matches the same call made directly. */
  readonly direct: ConditionEvaluation;
  /** If it is one of the library's. */
  readonly advice?: GuardrailAdvice;
  /** Mistakes in it, by which it hits others than it is to hit. */
  readonly mistakes: readonly Finding[];
}

/** Why a call was denied, as policies tell. */
export interface Reason {
  readonly verdict: Verdict;
  readonly calls: readonly JudgedCall[];
  /** The same call, made directly. */
  readonly direct: SimulationResult;
  readonly stopping: readonly StoppingStatement[];
  /** Denies of other kinds of policies than the one that is told: they would stop it as well. */
  readonly others: readonly StoppingStatement[];
  /** Whether the denial tells of one policy, and the stopping statements are of several that it may be. */
  readonly isOneOfSeveral: boolean;
  /** What lacks an Allow, each with the kinds of its policies: none of what a service decides. */
  readonly missing: ReadonlyMap<string, readonly PolicyKind[]>;
}

/** What else is known of a call. */
export interface WhyOptions {
  /** As the simulator knows it. */
  readonly principal?: string;
  readonly context: { readonly [key: string]: string[] };
  /** Where it may have come from, if that is not told. */
  readonly origins: ReadonlyArray<Pick<ToldOrigin, 'name' | 'origin'>>;
}

/**
 * Judges a denied call by policies.
 *
 * @throws if the principal is not one that the policies know, or the context contradicts itself
 */
export function whyDenied(denial: Denial & { readonly action: string }, simulator: McpSimulator, options: WhyOptions): Reason {
  const { action, resource, resourceAccount } = denial;
  const context = { ...besidesOrigin(denial.context), ...options.context };
  const judge = (origin: RequestOrigin, its = context) => simulator.simulate({
    principal: options.principal ?? denial.principal,
    action,
    ...(resource !== undefined && (resource === '*' || (arnParts(resource)?.[5] ?? '') !== '') && { resource }),
    ...(resourceAccount !== undefined && { resourceAccount }),
    origin,
    context: its,
    unlistedAction: true,
  });
  const origins = denial.origin ? [denial.origin] : options.origins;
  const calls = origins.map(({ name, origin }): JudgedCall => ({ origin: name, result: judge(origin) }));
  const stopping = denial.effect === 'implicit' ? [] : stoppingIn(calls, origins, context);
  const meant = denial.policies.map((policy) => meantBy(policy, stopping));
  const told = denial.policies.length === 0 ? stopping : stopping.filter((each) => meant.some((one) => one.includes(each)));
  const missing = new Map(calls.flatMap(({ result }) => [...result._missing]));
  return {
    verdict: verdictOf(denial, calls, told, [...missing.values()].flat()),
    calls,
    direct: judge(RequestOrigin.direct(), ofDirectCall(context)),
    stopping: told,
    others: stopping.filter((each) => !told.includes(each)),
    isOneOfSeveral: denial.policies.some(({ kind, arn }, i) => (kind !== undefined || arn !== undefined)
      && new Set(meant[i].map(({ statement }) => statement.policy)).size > 1),
    missing,
  };
}

/** The Denies that apply to the call, or may, whichever way it came. */
function stoppingIn(calls: readonly JudgedCall[], origins: WhyOptions['origins'], context: { [key: string]: string[] }): StoppingStatement[] {
  const statements = new Set(calls.flatMap(({ result }) => result._deciding).filter(({ effect }) => effect === 'Deny'));
  return [...statements].map((statement) => {
    const of = (origin: RequestOrigin) => evaluateTests(statement.condition, origin, context);
    const call = together(origins.map(({ origin }) => of(origin)));
    const mistakes = checkStatement(statement, statement.policy!).filter(({ rule }) => TOO_WIDE.includes(rule.id));
    return {
      statement,
      described: describedStatement(statement),
      call,
      direct: evaluateTests(statement.condition, RequestOrigin.direct(), ofDirectCall(context)),
      advice: guardrailAdvice(statement.effect, statement.sid),
      mistakes,
    };
  });
}

/** Rules on a Deny that hits calls that it seems not to mean: their fix narrows it to what it means. */
const TOO_WIDE: readonly string[] = ['DenyReachesDirectCalls', 'DenyReachesCallsWithoutMcpKey', 'NetworkDenyBlocksMcp', 'SetOperatorOnMcpKey', 'DenyLocksEverybodyOut',
  'McpConditionAlwaysMatches'];

/** Those that may be of a policy that is told: by its ARN, where the input knows whose that is, no other can be meant. */
function meantBy({ kind, arn, statements }: DenyingPolicy, stopping: readonly StoppingStatement[]): readonly StoppingStatement[] {
  const alike = stopping.filter(({ statement: { sid, policy } }) => (
    kind === undefined || kind === policy!.kind || areOfResource(kind, policy!.kind)) && (statements.length === 0 || statements.includes(sid)));
  if (arn === undefined) {
    return alike;
  }
  const isIt = ({ statement: { policy } }: StoppingStatement) => (policy!.arn === undefined ? undefined : wildcardMatcher(policy!.arn)(arn));
  const certain = alike.filter((each) => isIt(each) === true);
  return certain.length > 0 ? certain : alike.filter((each) => isIt(each) !== false);
}

/** Whether both are of resources: a trust policy is given as the policy of one. */
function areOfResource(a: PolicyKind, b: PolicyKind): boolean {
  return [a, b].every((kind) => attachedTo(kind) === 'resource');
}

function verdictOf(
  { effect, policies }: Denial, calls: readonly JudgedCall[], told: readonly StoppingStatement[], missing: readonly PolicyKind[],
): Verdict {
  const decisions = calls.map(({ result }) => result.decision);
  const all = (decision: SimulationDecision) => decisions.every((each) => each === decision);
  if (effect === 'implicit') {
    const kinds = policies.flatMap(({ kind }) => (kind === undefined ? [] : [kind]));
    const fits = kinds.length === 0 || missing.some((each) => kinds.some((kind) => each === kind || areOfResource(each, kind)));
    return all(SimulationDecision.IMPLICITLY_DENIED) && fits ? Verdict.FOUND
      : decisions.some((each) => each === SimulationDecision.CONDITIONAL) || (fits && missing.length > 0) ? Verdict.PERHAPS : Verdict.NOT_FOUND;
  }
  if (told.some(({ call }) => call.match === ConditionMatch.ALWAYS) && all(SimulationDecision.EXPLICITLY_DENIED)) {
    return Verdict.FOUND;
  }
  return told.length > 0 ? Verdict.PERHAPS
    : effect === undefined && all(SimulationDecision.IMPLICITLY_DENIED) ? Verdict.FOUND
      : effect === undefined && !all(SimulationDecision.ALLOWED) ? Verdict.PERHAPS : Verdict.NOT_FOUND;
}

function together(outcomes: readonly ConditionEvaluation[]): ConditionEvaluation {
  const [{ match }] = outcomes;
  const dependsOn = [...new Set(outcomes.flatMap((each) => each.dependsOn))];
  return outcomes.every((each) => each.match === match) ? { match, dependsOn }
    : { match: ConditionMatch.DEPENDS, dependsOn: ['where the call came from', ...dependsOn] };
}
