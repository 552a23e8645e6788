import { mayMeanOne } from './action-pattern';
import { knownManagedPolicies } from './managed-policies';
import type { Rule } from './rule';
import { PolicyDocument } from '../../iam/document';
import type { LocatedPolicy } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { leavesOutOrdinaryCalls, matchedOrigins, matchesDirectCalls, matchesOnlyViaMcp } from '../../mcp/matched-origins';
import { McpContextKey } from '../../mcp/mcp-context-key';

const ORIGIN_KEYS = [
  McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP, McpContextKey.VIA_AWS_SERVICE, McpContextKey.IS_MCP_SERVICE_ACTION,
].map((key) => key.toLowerCase());

export const SERVICE_CALLS_DENIED: Rule = {
  id: 'ServiceCallsDenied',
  severity: 'warning',
  explanation: 'What an AWS service does with a role, and the code that it runs with it, come through no MCP server: a Deny of everything outside MCP takes from '
    + 'them all that the role is allowed, logs and models included.',
  fix: 'For the code of an agent, or an MCP server of one\'s own: AgentRuntimeRole. Else name in NotAction of the Deny what the code calls by itself, which '
    + 'allowDirectly does, or give agents a role of their own.',

  checkPrincipal(principal, templates) {
    const { kind, logicalId, identityPolicies, permissionsBoundary, trustPolicy, otherManagedPolicies, policiesMadeLater = [] } = principal;
    const services = trustPolicy ? servicesIn(trustPolicy) : [];
    if (kind !== 'role' || services.length === 0) {
      return [];
    }
    const allows = [...identityPolicies, ...knownManagedPolicies(principal, templates)].flatMap((policy) => PolicyDocument.of(policy).knownStatements)
      .filter((statement) => statement.effect === 'Allow' && !isForMcp(statement));
    const own = [...identityPolicies, ...permissionsBoundary ? [permissionsBoundary] : []]
      .flatMap((policy) => PolicyDocument.of(policy).knownStatements.map((statement) => ({ policy, statement })));
    const isPartlyKnown = policiesMadeLater.length > 0 || otherManagedPolicies.some((arn) => templates.managedPolicy(arn) === undefined);
    const denial = allows.length + otherManagedPolicies.length + policiesMadeLater.length === 0 ? undefined
      : own.find(({ statement }) => isOfDirectCalls(statement) && !maySpare(statement, allows, isPartlyKnown));
    return denial ? [{
      policy: denial.policy,
      statement: denial.statement.path,
      message: `denies to ${services.join(' and ')}, which assumes the role ${logicalId}, and to the code that it runs all that the role is allowed: `
        + 'these are direct calls',
    }] : [];
  },
};

function servicesIn(trust: LocatedPolicy): string[] {
  const entries = PolicyDocument.of(trust).knownStatements.filter(({ effect }) => effect === 'Allow')
    .flatMap(({ principal }) => (principal?.negated ? [] : principal?.entries ?? []));
  return [...new Set(entries.flatMap(([type, value]) => (type === 'Service' && value !== undefined ? [value] : [])))];
}

/** Whether it denies all actions, or all but some, to every direct call, whoever makes it. */
function isOfDirectCalls(statement: Statement): boolean {
  const { effect, condition, resource } = statement;
  const origins = effect === 'Deny' && (statement.isAboutAllActions || statement.has('NotAction')) && resource?.negated === false && resource.hasStar
    && condition.tests.every(({ name }) => ORIGIN_KEYS.includes(name)) ? matchedOrigins(condition) : undefined;
  return origins !== undefined && matchesDirectCalls(origins) && !leavesOutOrdinaryCalls(condition);
}

/** Whether it leaves something that the role is allowed, or may be by policies that are not known; signing in is for agents. */
function maySpare(denial: Statement, allows: readonly Statement[], isPartlyKnown: boolean): boolean {
  const spared = denial.has('NotAction') ? (denial.action?.literals ?? []).filter((pattern) => !/^signin:/i.test(pattern)) : [];
  return spared.some((pattern) => isPartlyKnown || allows.some((statement) => statement.has('NotAction') || statement.isAboutAllActions
    || (statement.action?.literals ?? []).some((allowed) => mayMeanOne(allowed, pattern))));
}

/** Whether an Allow is for calls through MCP. */
function isForMcp({ condition }: Statement): boolean {
  const origins = matchedOrigins(condition);
  return origins !== undefined && matchesOnlyViaMcp(origins);
}
