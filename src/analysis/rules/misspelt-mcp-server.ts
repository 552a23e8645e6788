import { mcpTests } from './conditions';
import type { Rule } from './rule';
import { knownServers, namedServers, serverNamed } from './servers';
import { slips } from './spelling';
import { Catalog } from '../../actions/catalog';

export const MISSPELT_MCP_SERVER: Rule = {
  id: 'MisspeltMcpServer',
  severity: 'warning',
  explanation: 'A value of aws:CalledViaAWSMCP is nearly the service principal of a known server. If it is a slip, no call has that value.',
  fix: 'Correct it. If AWS has a server of that name, acknowledge the finding.',

  checkStatement(statement) {
    return namedServers(mcpTests(statement.Condition)).filter((value) => serverNamed(value) && !isOfService(value)).flatMap((value) => {
      const meant = knownServers().map((server) => server.servicePrincipal).find((principal) => principal !== value && slips(value, principal) === 1);
      return meant === undefined ? [] : [`"${value}" is no known MCP server: did you mean "${meant}"?`];
    });
  },
};

/** Whether it is named after a service that there is, such as `ec2-mcp.amazonaws.com`, one letter from `ecs-mcp`. */
function isOfService(principal: string): boolean {
  const [, service] = /^([a-z0-9-]+)-mcp\./.exec(principal) ?? [];
  return service !== undefined && Catalog.get().services.includes(service);
}
