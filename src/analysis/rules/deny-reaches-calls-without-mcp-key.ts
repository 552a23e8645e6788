import { withTest } from './change-condition';
import { asBool, booleanMeaning } from './mcp-operators';
import type { Rule } from './rule';
import { ConditionMatch } from '../../mcp/evaluate-condition';
import { leavesOutOrdinaryCalls, matchedOrigins, serversThat } from '../../mcp/matched-origins';
import { formatTests, mcpTests } from '../../mcp/mcp-tests';

export const DENY_REACHES_CALLS_WITHOUT_MCP_KEY: Rule = {
  id: 'DenyReachesCallsWithoutMcpKey',
  severity: 'error',
  explanation: 'A Deny of calls through MCP also matches direct calls that lack aws:ViaAWSMCPService: it hits people and programs, but not all of them.',
  fix: 'Use Bool aws:ViaAWSMCPService = "true", without IfExists, which a missing key does not match.',

  checkStatement(statement) {
    const origins = statement.effect === 'Deny' ? matchedOrigins(statement.condition) : undefined;
    if (!origins || origins.keyAbsent !== ConditionMatch.ALWAYS || origins.keyFalse !== ConditionMatch.NEVER
      || serversThat(ConditionMatch.ALWAYS, origins).length === 0 || leavesOutOrdinaryCalls(statement.condition)) {
      return [];
    }
    return [`${formatTests(mcpTests(statement.condition))} also matches direct calls that lack the key: the Deny of ${statement.action} `
      + 'hits people and programs, too'];
  },

  repair({ json, condition }) {
    const [test, ...others] = mcpTests(condition).filter((each) => booleanMeaning(each)?.matchesMissing === true);
    const meaning = test && others.length === 0 ? booleanMeaning(test)! : undefined;
    const repaired = meaning?.value ? withTest(json, test, asBool({ ...meaning, matchesMissing: false })) : undefined;
    return repaired && [repaired];
  },
};
