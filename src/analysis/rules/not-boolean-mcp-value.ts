import { isBooleanKey } from './mcp-operators';
import type { Rule } from './rule';
import { formatTests, testsOfMcpKeys } from '../../mcp/mcp-tests';
import { formatValue } from '../../private/format';

export const NOT_BOOLEAN_MCP_VALUE: Rule = {
  id: 'NotBooleanMcpValue',
  severity: 'error',
  explanation: 'Bool and Null compare with "true" or "false". What IAM does with any other word is not documented.',
  fix: 'Use "true" or "false".',

  checkStatement(statement) {
    return testsOfMcpKeys(statement.condition)
      .filter((test) => (test.operator?.name === 'Bool' && isBooleanKey(test)) || test.operator?.name === 'Null')
      .flatMap((test) => test.literals.filter((value) => !/^(true|false)$/i.test(value))
        .map((value) => `${formatTests([test])}: ${formatValue(value)} is neither "true" nor "false"`));
  },
};
