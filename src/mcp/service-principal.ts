import type { McpServer } from './mcp-server';
import { formatValue } from '../private/format';

/**
 * The service principal of what should be a server; `where` begins the error. A misspelled constant or, in JavaScript, a string would
 * otherwise become a condition without a value, which is left out of the policy.
 */
export function servicePrincipalOf(where: string, server: McpServer): string {
  // Not instanceof, which fails for a class that was loaded twice.
  if (typeof (server as McpServer | undefined)?.servicePrincipal !== 'string') {
    throw new Error(`${where}: ${formatValue(server)} is not an McpServer: expected one such as McpServer.AWS, `
      + 'or McpServer.of(\'aws-mcp.amazonaws.com\')');
  }
  return server.servicePrincipal;
}
