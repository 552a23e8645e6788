import { McpActivityOptions, McpServer, PrincipalFilter } from '../../src';

/** What the labeled events are held against. */
export const MONITOR_OPTIONS: McpActivityOptions = {
  servers: [McpServer.AWS, McpServer.EKS],
  agents: [PrincipalFilter.rolePaths('/agents/')],
  exempt: [PrincipalFilter.roleNames('BreakGlass')],
  guardrailResources: [
    'arn:aws:iam::*:role/agents/central/Inspector', 'arn:aws:iam::*:policy/agents/central/*', 'arn:aws:s3:::payroll', 'arn:aws:logs:*:*:log-group:mcp-activity:*',
  ],
  administrators: [PrincipalFilter.roleNames('Pipeline')],
};

/** As a golden snapshot: JSON, in which the quotes of patterns and queries can be read back. */
export function golden(resources: object): string {
  return JSON.stringify(resources, undefined, 1);
}
