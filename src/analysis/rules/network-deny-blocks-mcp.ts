import { operatorName, shownTests, testsOf } from './conditions';
import { shownActions } from './elements';
import { leavesOutOrdinaryCalls, matchedOrigins, serversThat } from './origins';
import type { Rule } from './rule';
import { isNetworkKey } from '../../iam/network-keys';
import { PolicyKind } from '../../iam/policy';
import { ConditionMatch, McpCondition } from '../../mcp/mcp-condition';
import { RequestOrigin } from '../../mcp/request-origin';

export const NETWORK_DENY_BLOCKS_MCP: Rule = {
  id: 'NetworkDenyBlocksMcp',
  severity: 'warning',
  explanation: 'A call through an MCP server comes from the server\'s network, not the caller\'s. A Deny of calls from outside a network blocks all of them.',
  fix: 'If agents are to work, add BoolIfExists aws:ViaAWSMCPService = "false", and limit what they may do by guardrails.',

  checkStatement(statement, policy) {
    // A call that comes through an endpoint does not come through a server.
    const tests = statement.Effect === 'Deny' && policy.kind !== PolicyKind.VPC_ENDPOINT
      ? testsOf(statement.Condition).filter(({ key, operator }) => isNetworkKey(key) && operator !== undefined) : [];
    const origins = matchedOrigins(statement.Condition);
    if (tests.length === 0 || (origins && serversThat(ConditionMatch.NEVER, origins).length > 0) || leavesOutAgents(statement.Condition)) {
      return [];
    }
    const matchesWithoutKey = tests.every((test) => McpCondition.evaluate(
      { [operatorName(test)]: { [test.key]: test.values } }, RequestOrigin.direct(), { [test.key]: [] }).match === ConditionMatch.ALWAYS);
    return matchesWithoutKey
      ? [`${shownTests(tests)} matches every call through an MCP server, which does not come from the caller's network: the Deny blocks ${shownActions(statement)} `
        + 'for agents']
      : [];
  },
};

/** Whether it is about calls that an AWS service makes only. */
function leavesOutAgents(condition: unknown): boolean {
  return leavesOutOrdinaryCalls(condition) || testsOf(condition).some(({ key, operator, values }) =>
    key.toLowerCase() === 'aws:principalisawsservice' && operator === 'Bool' && values.every((value) => String(value).toLowerCase() === 'true'));
}
