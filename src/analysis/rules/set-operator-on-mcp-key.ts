import type { Rule } from './rule';
import { formatTests, testsOfMcpKeys } from '../../mcp/mcp-tests';

export const SET_OPERATOR_ON_MCP_KEY: Rule = {
  id: 'SetOperatorOnMcpKey',
  severity: 'warning',
  explanation: 'The MCP keys have one value. ForAllValues: and ForAnyValue: are for keys with several, and change what a missing key does.',
  fix: 'Leave ForAllValues: or ForAnyValue: out; a list of values is ORed without it.',
  yieldsTo: [
    'AllowReachesDirectCalls', 'DenyReachesDirectCalls', 'DenyReachesCallsWithoutMcpKey', 'McpConditionAlwaysMatches',
    'McpConditionDependsOnMissingKey', 'McpConditionNeverMatches', 'WrongOperatorForMcpKey',
  ],

  checkStatement(statement) {
    return testsOfMcpKeys(statement.condition).filter(({ operator }) => operator !== undefined && operator.qualifier !== '')
      .map((test) => `${formatTests([test])}: ${test.key} has one value, so that ${test.operator!.qualifier} only changes what a missing key does`);
  },
};
