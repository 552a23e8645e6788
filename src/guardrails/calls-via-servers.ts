import type { ConditionBlock } from '../iam/combine-conditions';
import { McpCondition } from '../mcp/mcp-condition';
import type { McpServer } from '../mcp/mcp-server';

/** The calls that one mark tells to be an agent's. */
export interface MarkedCalls {
  readonly condition: ConditionBlock;
  /** The same, through any server where some are named: for what keeps the mark, which no other server may take away. */
  readonly anywhere: ConditionBlock;
  /** The servers that are named, if some are. */
  readonly servers?: McpServer[];
  /** Whether they are told by who calls, so that also direct calls are among them. */
  readonly bySession: boolean;
}

/** Calls through the servers, or through any. */
export function callsViaServers(servers: McpServer[] | undefined): MarkedCalls {
  const anywhere = McpCondition.viaAnyServer().toConditions();
  const condition = servers ? McpCondition.via(...servers).toConditions() : anywhere;
  return { condition, anywhere, servers, bySession: false };
}
