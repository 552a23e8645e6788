import { mcpTests, shownTests } from './conditions';
import { shownActions } from './elements';
import { matchedOrigins, matchesAll, matchesDirectCalls, originsMatchedBy } from './origins';
import type { Rule } from './rule';
import { ConditionMatch } from '../../mcp/mcp-condition';

export const ALLOW_REACHES_DIRECT_CALLS: Rule = {
  id: 'AllowReachesDirectCalls',
  severity: 'error',
  explanation: 'ForAllValues: matches where the key is missing, as there is no value that differs. On an MCP key it so allows direct calls.',
  fix: 'Leave ForAllValues: out: the MCP keys have one value.',

  checkStatement(statement) {
    const tests = statement.Effect === 'Allow' ? mcpTests(statement.Condition) : [];
    if (!tests.some(({ qualifier }) => qualifier === 'ForAllValues:')) {
      return [];
    }
    const origins = matchedOrigins(statement.Condition);
    const without = originsMatchedBy(tests.map((test) => ({ ...test, qualifier: '' })));
    return origins && without && matchesDirectCalls(origins) && !matchesAll(origins) && without.keyAbsent === ConditionMatch.NEVER
      ? [`${shownTests(tests)} also matches direct calls, which lack the key: the Allow of ${shownActions(statement)} is not for agents only`]
      : [];
  },
};
