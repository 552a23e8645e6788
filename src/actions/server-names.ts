import { Catalog } from './catalog';
import type { Condition } from '../iam/condition';
import { mcpTests } from '../mcp/mcp-tests';
import { namedServers } from '../mcp/named-servers';
import type { ServerNameProblem } from '../mcp/server-name';
import { serverNameProblem } from '../mcp/server-name';

/** What is wrong with the names of servers in a condition. */
export function serverNameProblems(condition: Condition): ServerNameProblem[] {
  return namedServers(mcpTests(condition)).flatMap((name) => serverNameProblem(name, (prefix) => Catalog.get().services.includes(prefix)) ?? []);
}
