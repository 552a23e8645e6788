import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import { McpCondition } from '../mcp/mcp-condition';
import type { McpServer } from '../mcp/mcp-server';

/** What `McpGuardrail.allowOnlyServers()` does to direct calls. */
export enum DirectCalls {
  /** Direct calls are not touched: only other MCP servers are denied. */
  UNAFFECTED = 'UNAFFECTED',

  /**
   * Direct calls are denied too. People and programs can no longer use the actions, nor can an AWS service that calls on
   * with the caller's credentials, unless AWS passes the MCP keys on (which it does not document).
   */
  DENIED = 'DENIED',
}

/** Options of `McpGuardrail.allowOnlyServers()`. */
export interface AllowOnlyServersOptions extends McpGuardrailOptions {
  /** The servers through which the actions may be called; at least one. */
  readonly servers: McpServer[];

  /**
   * The actions that no other server may call.
   *
   * @default ActionSet.ALL
   */
  readonly actions?: ActionSet;

  /**
   * The ARNs of the resources this is about, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];

  /**
   * What happens to direct calls.
   *
   * @default DirectCalls.UNAFFECTED
   */
  readonly directCalls?: DirectCalls;
}

/** Denies actions to calls that come through any other managed MCP server. */
export function allowOnlyServers(options: AllowOnlyServersOptions): Denials {
  const sid = options.sid ?? 'DenyOtherMcpServers';
  if (options.servers.length === 0) {
    throw new Error(`${sid}: servers is empty: name the servers that may be used, or deny them all with McpGuardrail.denyViaMcp()`);
  }
  const condition = options.directCalls === DirectCalls.DENIED
    ? McpCondition._notVia(...options.servers)
    : McpCondition.viaAnyServerExcept(...options.servers);
  return denyStatements(sid, options, [{
    actions: options.actions ?? ActionSet.ALL,
    condition: condition.toConditions(),
    resources: guardrailResources(sid, options.resources),
  }]);
}
