import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import type { ConditionBlock } from '../iam/combine-conditions';
import { McpCondition } from '../mcp/mcp-condition';
import type { McpServer } from '../mcp/mcp-server';

/** Options of `McpGuardrail.denyViaMcp()`. */
export interface DenyViaMcpOptions extends McpGuardrailScope {
  /**
   * What is denied.
   *
   * @default ActionSet.ALL
   */
  readonly actions?: ActionSet;
}

/** Denies actions to calls that come through a managed MCP server. */
export function denyViaMcp(options: DenyViaMcpOptions): Denials {
  const sid = options.sid ?? 'DenyViaMcp';
  return denyStatements(sid, options, [{
    actions: options.actions ?? ActionSet.ALL,
    condition: viaMcp(sid, options.servers),
    resources: guardrailResources(sid, options.resources),
  }]);
}

/** The condition for calls through the given servers, or through any. */
export function viaMcp(sid: string, servers: McpServer[] | undefined): ConditionBlock {
  if (servers?.length === 0) {
    throw new Error(`${sid}: servers is empty, so that nothing would be denied: leave it out for any server`);
  }
  return (servers ? McpCondition.via(...servers) : McpCondition.viaAnyServer()).toConditions();
}
