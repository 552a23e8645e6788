import { mcpTests } from './mcp-tests';
import type { Rule } from './rule';
import { namedServers, serverNamed, undocumentedServer } from './servers';
import { Catalog } from '../../actions/catalog';
import { McpServer } from '../../mcp/mcp-server';
import { editDistance } from '../../private/edit-distance';

export const MISSPELLED_MCP_SERVER: Rule = {
  id: 'MisspelledMcpServer',
  severity: 'warning',
  explanation: 'A value of aws:CalledViaAWSMCP is nearly the service principal of a known server, or that of a service; or aws:CalledVia is to hold that of a '
    + 'server. If it is a slip, no call has that value.',
  fix: 'Correct it. If AWS has a server of that name, acknowledge the finding.',

  checkStatement(statement) {
    const named = namedServers(mcpTests(statement.condition))
      .filter((value) => serverNamed(value) && !isOfService(value) && !undocumentedServer(value));
    return named.flatMap((value) => {
      const meant = principals().find((principal) => principal !== value && editDistance(value, principal) === 1);
      if (meant !== undefined) {
        return [`"${value}" is no known MCP server: did you mean "${meant}"?`];
      }
      // AWS calls its servers so.
      return value.includes('-mcp.') || principals().includes(value) ? [] : [`"${value}" is a service, and no MCP server${serverMeantBy(value)}`];
    }).concat(statement.condition.tests.filter(({ key }) => /^aws:CalledVia(First|Last)?$/i.test(key))
      .flatMap((test) => test.literals.filter((value) => /-mcp\./.test(value) || principals().includes(value))
        .map((value) => `${test.key} holds services that call on for somebody, not the MCP server "${value}": did you mean aws:CalledViaAWSMCP?`)));
  },
};

function principals(): string[] {
  return McpServer._all().map((server) => server.servicePrincipal);
}

function serverMeantBy(value: string): string {
  const meant = principals().find((principal) => principal.startsWith(`${value.split('.')[0]}-mcp.`));
  return meant === undefined ? '' : `: did you mean "${meant}"?`;
}

/** Whether it is named after a service that there is, such as `ec2-mcp.amazonaws.com`, one letter from `ecs-mcp`. */
function isOfService(principal: string): boolean {
  const [, service] = /^([a-z0-9-]+)-mcp\./.exec(principal) ?? [];
  return service !== undefined && Catalog.get().services.includes(service);
}
