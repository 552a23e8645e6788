import { actionMatcher } from './action-pattern';
import { knownManagedPolicies, mayHaveOtherDenies } from './managed-policies';
import type { ProblemTogether, Rule } from './rule';
import { ActionSet } from '../../actions/action-set';
import { DELEGATION } from '../../actions/delegation';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import { PolicyKind } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { ConditionMatch } from '../../mcp/evaluate-condition';
import { matchedOrigins, matchesOnlyViaMcp, serversThat } from '../../mcp/matched-origins';
import type { MatchedOrigins } from '../../mcp/matched-origins';

export const DELEGATION_NOT_DENIED: Rule = {
  id: 'DelegationNotDenied',
  severity: 'warning',
  explanation: 'A Deny of calls through MCP does not reach what an agent has done by another principal, such as a function it may invoke or a role it '
    + 'may pass: those calls lack the MCP keys.',
  fix: 'Deny delegation too: McpGuardrail.denyDelegationViaMcp(). If it is wanted, scope what the others may do.',

  checkPrincipal(principal, templates) {
    const { kind, logicalId, identityPolicies, permissionsBoundary } = principal;
    return mayHaveOtherDenies(principal, templates) ? []
      : undeniedDelegation(identityPolicies, permissionsBoundary, () => knownManagedPolicies(principal, templates), `the ${kind} ${logicalId} is allowed`);
  },

  checkLoneDocument: (policy) => (policy.kind === PolicyKind.IDENTITY ? undeniedDelegation([policy], undefined, () => [], 'the same policy allows') : []),
};

/** @param otherPolicies further identity policies, which are not among those that are judged */
function undeniedDelegation(
  judged: readonly LocatedPolicy[], boundary: LocatedPolicy | undefined, otherPolicies: () => LocatedPolicy[], isAllowed: string,
): ProblemTogether[] {
  const first = [...judged, ...boundary ? [boundary] : []].flatMap(denialsViaMcp)
    .find(({ origins, statement }) => origins && matchesOnlyViaMcp(origins) && !statement.isAboutAllActions);
  const identityPolicies = first ? [...judged, ...otherPolicies()] : [];
  if (!first || !identityPolicies.some(allowsDelegation)) {
    return [];
  }
  const denies = [...identityPolicies, ...boundary ? [boundary] : []].flatMap(denialsViaMcp);
  const open = serversThat(ConditionMatch.ALWAYS, first.origins!).map((server) => {
    const actions = allowedThrough(server, identityPolicies, boundary);
    const denied = new Set(actions.size === 0 ? [] : denies.filter(({ origins }) => matchesThrough(server, origins))
      .flatMap(({ statement }) => delegationIn(statement)));
    return [...actions].filter((action) => !denied.has(action)).sort();
  }).find((actions) => actions.length > 0);
  return open ? [{
    policy: first.policy,
    statement: first.statement.path,
    message: `agents get around the Deny by ${open.slice(0, 3).join(', ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}, which ${isAllowed} `
      + 'through MCP: what it sets to work acts as another principal, without the MCP keys',
  }] : [];
}

interface Denial {
  readonly policy: LocatedPolicy;
  readonly statement: Statement;
  readonly origins: MatchedOrigins | undefined;
}

function denialsViaMcp(policy: LocatedPolicy): Denial[] {
  return PolicyDocument.of(policy).knownStatements.filter(({ effect }) => effect === 'Deny')
    .map((statement) => ({ policy, statement, origins: matchedOrigins(statement.condition) }));
}

/** Whether a statement with these origins may be about calls through the server. Without MCP tests it is about all. */
function matchesThrough(server: string, origins: MatchedOrigins | undefined): boolean {
  return origins?.servers.get(server) !== ConditionMatch.NEVER;
}

/** Whether it allows some, through whatever. Most policies don't. */
function allowsDelegation(policy: LocatedPolicy): boolean {
  return PolicyDocument.of(policy).knownStatements.some((statement) => statement.effect === 'Allow' && delegationIn(statement).length > 0);
}

/** The delegation that the policies allow through the server. */
function allowedThrough(server: string, policies: readonly LocatedPolicy[], boundary: LocatedPolicy | undefined): Set<string> {
  const allowed = (policy: LocatedPolicy) => PolicyDocument.of(policy).knownStatements
    .filter((statement) => statement.effect === 'Allow' && matchesThrough(server, matchedOrigins(statement.condition)))
    .flatMap(delegationIn);
  const granted = policies.flatMap(allowed);
  const limits = boundary && new Set(allowed(boundary));
  return new Set(limits ? granted.filter((action) => limits.has(action)) : granted);
}

/** The delegation that a statement is about. */
function delegationIn(statement: Statement): string[] {
  const named = new Set((statement.action?.literals ?? []).flatMap(delegationMeantBy));
  return statement.has('NotAction') ? delegation('*').filter((action) => !named.has(action)) : [...named];
}

/** All delegation of the services of the pattern; those that the filter leaves out may be. */
function delegation(pattern: string, filter = (_service: string) => true): string[] {
  const services = Object.keys(DELEGATION.also!).filter(actionMatcher(pattern)).filter(filter);
  return services.length === 0 ? [] : ActionSet.delegation(...services).listActions();
}

/** Whether an action may be of both patterns, as far as they go without a wildcard: to say no, the table of actions need not be read. */
function mayOverlap(a: string, b: string): boolean {
  const [[x], [y]] = [a, b].map((pattern) => pattern.toLowerCase().split(/[*?]/));
  return x.startsWith(y) || y.startsWith(x);
}

const meantBy = new Map<string, string[]>();

/** The delegation that a pattern means; templates repeat their patterns. */
function delegationMeantBy(pattern: string): string[] {
  let actions = meantBy.get(pattern);
  if (!actions) {
    actions = delegation(pattern.split(':')[0], (service) => DELEGATION.also![service].split(' ').some((name) => mayOverlap(pattern, `${service}:${name}`)))
      .filter(actionMatcher(pattern));
    meantBy.set(pattern, actions);
  }
  return actions;
}
