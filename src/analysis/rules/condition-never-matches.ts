import type { Rule } from './rule';
import { matchedOrigins, matchesNone } from '../../mcp/matched-origins';
import { formatTests, mcpTests } from '../../mcp/mcp-tests';

export const CONDITION_NEVER_MATCHES: Rule = {
  id: 'McpConditionNeverMatches',
  severity: 'error',
  explanation: 'The tests of the MCP keys match no call, direct or through any server: a Deny blocks nothing, an Allow allows nothing.',
  fix: 'Test aws:ViaAWSMCPService with Bool for calls through any server, or aws:CalledViaAWSMCP for the service principals of some, such as '
    + '"aws-mcp.amazonaws.com"; tests in one statement are ANDed.',
  yieldsTo: ['UnknownMcpServer', 'MisspelledMcpServer'],

  checkStatement(statement) {
    const origins = matchedOrigins(statement.condition);
    return origins && matchesNone(origins)
      ? [`${formatTests(mcpTests(statement.condition))} matches no call, direct or through any server, so that the ${statement.effect} never applies`]
      : [];
  },
};
