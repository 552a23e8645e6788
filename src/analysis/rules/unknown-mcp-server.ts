import type { Rule } from './rule';
import { serverNameProblems } from '../../actions/server-names';
import { matchedOrigins, matchesNone } from '../../mcp/matched-origins';
import { mcpTests } from '../../mcp/mcp-tests';
import { namedServers, serverMeant, serverNamed } from '../../mcp/named-servers';
import { formatValue } from '../../private/format';

export const UNKNOWN_MCP_SERVER: Rule = {
  id: 'UnknownMcpServer',
  severity: 'error',
  explanation: 'aws:CalledViaAWSMCP holds the service principal of a server, in lower case. No call has any other value.',
  fix: 'Use the service principal, such as "aws-mcp.amazonaws.com"; for patterns StringLike.',

  checkStatement(statement) {
    const origins = matchedOrigins(statement.condition);
    // Where nothing matches and no server was nearly named, that is what there is to say.
    const nothing = origins !== undefined && matchesNone(origins);
    return namedServers(mcpTests(statement.condition)).filter((value) => !serverNamed(value)).flatMap((value) => {
      const meant = serverMeant(value);
      return meant === undefined && nothing ? []
        : [`${formatValue(value)} is not the service principal of an MCP server${meant === undefined ? '' : `: did you mean "${meant}"?`}`];
    }).concat(serverNameProblems(statement.condition).filter(({ kind }) => kind === 'none').map(({ message }) => message));
  },
};
