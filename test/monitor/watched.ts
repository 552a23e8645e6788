import { McpActivityOptions, McpServer, PrincipalFilter } from '../../src';

/** What the labeled events are held against. */
export const MONITOR_OPTIONS: McpActivityOptions = {
  servers: [McpServer.AWS, McpServer.EKS],
  agents: [PrincipalFilter.rolePaths('/agents/')],
  exempt: [PrincipalFilter.roleNames('BreakGlass')],
  guardrailResources: ['arn:aws:iam::*:role/agents/central/Inspector', 'arn:aws:iam::*:policy/agents/central/*'],
  administrators: [PrincipalFilter.roleNames('Pipeline')],
};
