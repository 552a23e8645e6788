import { formatTests } from './mcp-tests';
import { leavesOutOrdinaryCalls, matchedOrigins, serversThat } from './origins';
import type { Rule } from './rule';
import type { Condition } from '../../iam/condition';
import { isNetworkKey } from '../../iam/network-keys';
import { PolicyKind } from '../../iam/policy';
import { ConditionMatch, evaluateTests } from '../../mcp/evaluate-condition';
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
    if (tests.length === 0 || (origins && serversThat(ConditionMatch.NEVER, origins).length > 0) || leavesOutAgents(statement.condition)) {
      return [];
    }
    const matchesWithoutKey = tests.every((test) =>
      evaluateTests({ tests: [test] }, RequestOrigin.direct(), { [test.key]: [] }).match === ConditionMatch.ALWAYS);
    return matchesWithoutKey
      ? [`${formatTests(tests)} matches every call through an MCP server, which does not come from the caller's network: the Deny blocks ${statement.action} `
        + 'for agents']
      : [];
  },
};

/** Whether it is about calls that an AWS service makes only. */
function leavesOutAgents(condition: Condition): boolean {
  return leavesOutOrdinaryCalls(condition) || condition.testsOf('aws:PrincipalIsAWSService').some(({ operator, values }) =>
    String(operator) === 'Bool' && values.every((value) => String(value).toLowerCase() === 'true'));
}
