import { withAnotherTest, withoutSetOperator } from './change-condition';
import { booleanMeaning } from './mcp-operators';
import type { Rule } from './rule';
import { McpContextKey } from '../../mcp/mcp-context-key';
import { formatTests, MCP_KEYS, mcpTests, testsOfMcpKeys } from '../../mcp/mcp-tests';

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

  repair(statement) {
    const unqualified = withoutSetOperator(statement, MCP_KEYS);
    const tests = mcpTests(statement.condition);
    const [anyOther] = tests.filter(({ operator }) => operator?.qualifier === 'ForAnyValue:' && operator.negated);
    if (!anyOther || !unqualified) {
      return unqualified && [unqualified];
    }
    // It does not match a missing key, as the operator without it does.
    const [via, ...others] = tests.filter((test) => test !== anyOther).map(booleanMeaning);
    if (via) {
      return others.length === 0 && via.value && !via.matchesMissing ? [unqualified] : undefined;
    }
    const repaired = tests.length === 1 ? withAnotherTest(unqualified, 'Bool', McpContextKey.VIA_AWS_MCP_SERVICE, 'true') : undefined;
    return repaired && [repaired];
  },
};
