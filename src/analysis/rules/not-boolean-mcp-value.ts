import { literals, shownTests, testsOfMcpKeys } from './conditions';
import { isBooleanKey } from './mcp-operators';
import type { Rule } from './rule';

export const NOT_BOOLEAN_MCP_VALUE: Rule = {
  id: 'NotBooleanMcpValue',
  severity: 'error',
  explanation: 'Bool and Null compare with "true" or "false". What IAM does with any other word is not documented.',
  fix: 'Use "true" or "false".',

  checkStatement(statement) {
    return testsOfMcpKeys(statement.Condition)
      .filter((test) => (test.operator === 'Bool' && isBooleanKey(test)) || test.operator === 'Null')
      .flatMap((test) => literals(test).filter((value) => !/^(true|false)$/i.test(value))
        .map((value) => `${shownTests([test])}: "${value}" is neither "true" nor "false"`));
  },
};
