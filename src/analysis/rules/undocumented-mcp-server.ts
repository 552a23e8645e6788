import { mcpTests } from './mcp-tests';
import type { Rule } from './rule';
import { namedServers, serverNamed, undocumentedServer } from './servers';

export const UNDOCUMENTED_MCP_SERVER: Rule = {
  id: 'UndocumentedMcpServer',
  severity: 'warning',
  explanation: 'AWS does not document the service principal of the server, so that nobody knows what aws:CalledViaAWSMCP holds for it, or whether it is set '
    + 'at all. A Deny on a guess may block nothing.',
  fix: 'Test aws:ViaAWSMCPService, which is true for any managed server, or deny the actions with which one connects. If CloudTrail shows the name in '
    + 'userIdentity.invokedBy, acknowledge the finding.',

  checkStatement(statement) {
    return namedServers(mcpTests(statement.condition)).filter(serverNamed).flatMap((value) => {
      const server = undocumentedServer(value);
      return server ? [server.authentication === 'none' ? `the ${server.name} asks for no credentials: no call that IAM judges comes through it`
        : `AWS does not document the service principal of the ${server.name}: whether any call has "${value}" is not known`] : [];
    });
  },
};
