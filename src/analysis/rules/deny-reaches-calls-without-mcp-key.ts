import { mcpTests, shownTests } from './conditions';
import { shownActions } from './elements';
import { leavesOutOrdinaryCalls, matchedOrigins, serversThat } from './origins';
import type { Rule } from './rule';
import { ConditionMatch } from '../../mcp/mcp-condition';

export const DENY_REACHES_CALLS_WITHOUT_MCP_KEY: Rule = {
  id: 'DenyReachesCallsWithoutMcpKey',
  severity: 'error',
  explanation: 'A Deny of calls through MCP also matches direct calls that lack aws:ViaAWSMCPService: it hits people and programs, but not all of them.',
  fix: 'Use Bool aws:ViaAWSMCPService = "true", without IfExists, which a missing key does not match.',

  checkStatement(statement) {
    const origins = statement.Effect === 'Deny' ? matchedOrigins(statement.Condition) : undefined;
    if (!origins || origins.keyAbsent !== ConditionMatch.ALWAYS || origins.keyFalse !== ConditionMatch.NEVER
      || serversThat(ConditionMatch.ALWAYS, origins).length === 0 || leavesOutOrdinaryCalls(statement.Condition)) {
      return [];
    }
    return [`${shownTests(mcpTests(statement.Condition))} also matches direct calls that lack the key: the Deny of ${shownActions(statement)} `
      + 'hits people and programs, too'];
  },
};
