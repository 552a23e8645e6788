import { actionsOverlap } from './action-pattern';
import { withAnotherTest } from './change-condition';
import type { Rule } from './rule';
import type { Condition, ConditionTest } from '../../iam/condition';
import { PolicyDocument } from '../../iam/document';
import { isNetworkKey } from '../../iam/network-keys';
import type { LocatedPolicy } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { ConditionMatch } from '../../mcp/evaluate-condition';
import { leavesOutOrdinaryCalls, matchedOrigins, matchesDirectCalls, matchesOnlyViaMcp, serversThat } from '../../mcp/matched-origins';
import type { MatchedOrigins } from '../../mcp/matched-origins';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { formatTests, mcpTests } from '../../mcp/mcp-tests';

/** The Sid of `McpGuardrail.allowOnlyServers()`, which has an option for it: `DirectCalls.DENIED`. */
const MEANT = /^DenyOtherMcpServers/;

export const DENY_REACHES_DIRECT_CALLS: Rule = {
  id: 'DenyReachesDirectCalls',
  // It locks people out of what they work with, and looks in review as if it were about agents only.
  severity: 'error',
  explanation: 'A Deny about some MCP servers also matches direct calls, which lack aws:CalledViaAWSMCP: it hits people, pipelines and services.',
  fix: 'Add Bool aws:ViaAWSMCPService = "true", which direct calls don\'t match. If they are to be denied too, say so with StringNotEqualsIfExists.',

  looksFurther: (statement) => originsOfDeny(statement) !== undefined,

  checkStatement(statement, policy) {
    const origins = originsOfDeny(statement);
    if (!origins || leavesOutOrdinaryCalls(statement.condition)) {
      return [];
    }
    const spared = serversThat(ConditionMatch.NEVER, origins);
    const denied = serversThat(ConditionMatch.ALWAYS, origins);
    const tests = mcpTests(statement.condition);
    if (spared.length === 0 || denied.length === 0 || MEANT.test(statement.sid ?? '') || saysThatMissingKeyIsMeant(tests)
      || isAboutSomeDirectCalls(statement.condition) || isAllowedOnlyThrough(spared, statement, policy)) {
      return [];
    }
    return [`${formatTests(tests)} also matches direct calls, which lack the key: the Deny of ${statement.action} hits people and programs, `
      + `and not only calls through ${denied.length < spared.length ? denied.join(', ') : `servers other than ${spared.join(', ')}`}`];
  },

  repair({ json, condition }) {
    const repaired = condition.testsOf(McpContextKey.VIA_AWS_MCP_SERVICE).length > 0 ? undefined
      : withAnotherTest(json, 'Bool', McpContextKey.VIA_AWS_MCP_SERVICE, 'true');
    return repaired && [repaired];
  },
};

/** What it matches, if that is direct calls. */
function originsOfDeny(statement: Statement): MatchedOrigins | undefined {
  const origins = statement.effect === 'Deny' ? matchedOrigins(statement.condition) : undefined;
  return origins && matchesDirectCalls(origins) ? origins : undefined;
}

/**
 * Whether it is a network perimeter that makes an exception for servers, or about principals that it names: then direct calls are
 * what it is about.
 */
function isAboutSomeDirectCalls(condition: Condition): boolean {
  return condition.tests.some(({ key, operator }) => isNetworkKey(key)
    || (operator?.comparison !== undefined && !operator.negated && /^aws:Principal(Arn|Tag\/.*|Account|OrgPaths)$/i.test(key)));
}

/** Whether the negated operators have `IfExists`, which changes nothing: they match a missing key anyway. */
function saysThatMissingKeyIsMeant(tests: readonly ConditionTest[]): boolean {
  const negated = tests.filter((test) => test.operator?.negated);
  return negated.length > 0 && negated.every((test) => test.operator!.ifExists);
}

/** Whether the same document allows the actions, and only through the servers: then direct calls have nothing to lose. */
function isAllowedOnlyThrough(servers: string[], deny: Statement, policy: LocatedPolicy): boolean {
  const allows = PolicyDocument.of(policy).knownStatements
    .filter((statement) => statement.effect === 'Allow' && actionsOverlap(statement, deny));
  return allows.length > 0 && allows.every((allow) => {
    const origins = matchedOrigins(allow.condition);
    return origins !== undefined && matchesOnlyViaMcp(origins)
      && [...origins.servers].every(([server, match]) => match === ConditionMatch.NEVER || servers.includes(server));
  });
}
