import { withoutSetOperator } from './change-condition';
import type { Rule } from './rule';
import { ConditionMatch } from '../../mcp/evaluate-condition';
import { matchedOrigins, matchesAll, matchesDirectCalls, originsMatchedBy } from '../../mcp/matched-origins';
import { formatTests, MCP_KEYS, mcpTests } from '../../mcp/mcp-tests';

export const ALLOW_REACHES_DIRECT_CALLS: Rule = {
  id: 'AllowReachesDirectCalls',
  severity: 'error',
  explanation: 'ForAllValues: matches where the key is missing, as there is no value that differs. On an MCP key it so allows direct calls.',
  fix: 'Leave ForAllValues: out: the MCP keys have one value.',

  checkStatement(statement) {
    const tests = statement.effect === 'Allow' ? mcpTests(statement.condition) : [];
    if (!tests.some(({ operator }) => operator?.qualifier === 'ForAllValues:')) {
      return [];
    }
    const origins = matchedOrigins(statement.condition);
    const without = originsMatchedBy(tests.map((test) => (test.operator ? test.with(test.operator.unqualified()) : test)));
    return origins && without && matchesDirectCalls(origins) && !matchesAll(origins) && without.keyAbsent === ConditionMatch.NEVER
      ? [`${formatTests(tests)} also matches direct calls, which lack the key: the Allow of ${statement.action} is not for agents only`]
      : [];
  },

  repair(statement) {
    const repaired = withoutSetOperator(statement, MCP_KEYS);
    return repaired && [repaired];
  },
};
