import type { Rule } from './rule';
import { matchedOrigins, matchesAll } from '../../mcp/matched-origins';
import { formatTests, mcpTests } from '../../mcp/mcp-tests';

export const CONDITION_ALWAYS_MATCHES: Rule = {
  id: 'McpConditionAlwaysMatches',
  severity: 'warning',
  explanation: 'The tests of the MCP keys match every call, direct or through any server: the statement means the same without them.',
  fix: 'Leave the tests out, or say which calls are meant: Bool aws:ViaAWSMCPService = "true" for those through MCP, '
    + 'BoolIfExists aws:ViaAWSMCPService = "false" for all others.',
  yieldsTo: ['UnknownMcpServer', 'MisspelledMcpServer'],

  checkStatement(statement) {
    const origins = matchedOrigins(statement.condition);
    return origins && matchesAll(origins)
      ? [`${formatTests(mcpTests(statement.condition))} matches every call, direct or through any server, so that it does nothing`]
      : [];
  },
};
