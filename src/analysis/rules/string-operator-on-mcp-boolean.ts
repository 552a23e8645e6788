import { wrongOperator, OperatorFit, operatorFit, repairOperator } from './mcp-operators';
import type { Rule } from './rule';
import { testsOfMcpKeys } from '../../mcp/mcp-tests';

export const STRING_OPERATOR_ON_MCP_BOOLEAN: Rule = {
  id: 'StringOperatorOnMcpBoolean',
  severity: 'warning',
  explanation: 'The key is Boolean and compared as text: "True" does not match, and a negated operator matches where the key is missing.',
  fix: 'Use Bool, or BoolIfExists for calls outside MCP.',
  yieldsTo: [
    'DenyReachesDirectCalls', 'DenyReachesCallsWithoutMcpKey', 'McpConditionAlwaysMatches', 'McpConditionDependsOnMissingKey',
    'McpConditionNeverMatches', 'AllowReachesDirectCalls',
  ],

  checkStatement(statement) {
    return testsOfMcpKeys(statement.condition).filter((test) => operatorFit(test) === OperatorFit.TEXT_OF_BOOLEAN).map(wrongOperator);
  },

  repair: (statement) => repairOperator(statement, OperatorFit.TEXT_OF_BOOLEAN),
};
