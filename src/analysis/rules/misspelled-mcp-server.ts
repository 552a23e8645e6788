import type { Rule } from './rule';
import { serverNameProblems } from '../../actions/server-names';
import { McpServer } from '../../mcp/mcp-server';
import { formatValue } from '../../private/format';

export const MISSPELLED_MCP_SERVER: Rule = {
  id: 'MisspelledMcpServer',
  severity: 'warning',
  explanation: 'A value of aws:CalledViaAWSMCP is nearly the service principal of a known server, or that of a service; or aws:CalledVia is to hold that of a '
    + 'server. If it is a slip, no call has that value.',
  fix: 'Correct it. If AWS has a server of that name, acknowledge the finding.',

  checkStatement({ condition }) {
    const principals = McpServer._all().map((server) => server.servicePrincipal);
    return serverNameProblems(condition).filter(({ kind }) => kind === 'misspelled').map(({ message }) => message).concat(condition.tests.filter(({ key }) => /^aws:CalledVia(First|Last)?$/i.test(key))
      .flatMap((test) => test.literals.filter((value) => /-mcp\./.test(value) || principals.includes(value))
        .map((value) => `${test.key} holds services that call on for somebody, not the MCP server ${formatValue(value)}: did you mean aws:CalledViaAWSMCP?`)));
  },
};
