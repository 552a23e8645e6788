import type { Rule } from './rule';
import type { Condition, ConditionTest } from '../../iam/condition';
import { OF_FORWARD_ACCESS_SESSIONS, OF_SERVICES } from '../../iam/known-keys';
import { isNetworkKey } from '../../iam/network-keys';
import { PolicyKind } from '../../iam/policy';
import type { Statement } from '../../iam/statement';
import { unknownPart } from '../../iam/unknown-text';
import { ConditionMatch, evaluateTests, matchOfEach } from '../../mcp/evaluate-condition';
import { leavesOutOrdinaryCalls, matchedOrigins, serversThat } from '../../mcp/matched-origins';
import { formatTests } from '../../mcp/mcp-tests';
import { isNeverCalledByServers } from '../../mcp/outside-servers';
import { RequestOrigin } from '../../mcp/request-origin';

export const NETWORK_DENY_BLOCKS_MCP: Rule = {
  id: 'NetworkDenyBlocksMcp',
  severity: 'warning',
  explanation: 'A call through an MCP server comes from the server\'s network, not the caller\'s. A Deny of calls from outside a network blocks all of them.',
  fix: 'If agents are to work, add BoolIfExists aws:ViaAWSMCPService = "false", and limit what they may do by guardrails.',

  checkStatement(statement, policy) {
    // A call that comes through an endpoint does not come through a server.
    const tests = statement.effect === 'Deny' && policy.kind !== PolicyKind.VPC_ENDPOINT
      ? statement.condition.tests.filter(({ key, operator }) => isNetworkKey(key) && operator !== undefined) : [];
    const origins = matchedOrigins(statement.condition);
    if (tests.length === 0 || isAboutOtherCalls(statement) || (origins && serversThat(ConditionMatch.NEVER, origins).length > 0)
      || leavesOutAgents(statement.condition)) {
      return [];
    }
    return tests.every(matchesOtherNetworks)
      ? [`${formatTests(tests)} matches every call through an MCP server, which does not come from the caller's network: the Deny blocks ${statement.action} `
        + 'for agents']
      : [];
  },
};

/** Whether no server makes the calls that it denies. */
function isAboutOtherCalls({ action }: Statement): boolean {
  return action !== undefined && !action.negated && action.literals.length === action.items.length && action.literals.every(isNeverCalledByServers);
}

/** Addresses of several networks: ranges that have all of them leave no network out. */
const ADDRESSES = ['1.1.1.1', '100.64.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '2600::1'];

/** Whether it matches a call that has no such key, and, if that is about addresses, one from some network. */
function matchesOtherNetworks(test: ConditionTest): boolean {
  const matchOf = (...values: string[]) => evaluateTests({ tests: [test] }, RequestOrigin.direct(), { [test.key]: values }).match;
  return matchOf() === ConditionMatch.ALWAYS
    && (test.operator?.name !== 'NotIpAddress' || ADDRESSES.some((address) => matchOf(address) !== ConditionMatch.NEVER));
}

/**
 * What a call that a server makes for a role or a user carries: never what tells of an AWS service that calls. Nobody gives agents the
 * credentials of an account's root.
 */
const OF_AGENTS = ['role', 'user'].map((kind) => ({
  'aws:PrincipalArn': [`arn:aws:iam::${unknownPart('account')}:${kind}/${unknownPart('name')}`],
  'aws:PrincipalIsAWSService': ['false'],
  ...Object.fromEntries(
    ['aws:PrincipalServiceName', 'aws:PrincipalServiceNamesList', ...OF_SERVICES, ...OF_FORWARD_ACCESS_SESSIONS].map((key) => [key, []])),
}));

/** Whether the tests of other keys match no call that an agent makes for a role or a user. */
function leavesOutAgents(condition: Condition): boolean {
  const tests = condition.tests.filter(({ name, operator }) => operator !== undefined && !isNetworkKey(name));
  return leavesOutOrdinaryCalls(condition)
    || OF_AGENTS.every((context) => matchOfEach(tests, RequestOrigin.viaAnyServer(), context) === ConditionMatch.NEVER);
}
