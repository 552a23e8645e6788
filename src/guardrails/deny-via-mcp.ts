import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { markedCalls, sidOf } from './marked-calls';
import { ActionSet } from '../actions/action-set';

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
  const sid = sidOf(options, 'DenyViaMcp');
  return denyStatements(sid, options, markedCalls(sid, options).map(({ condition }) => ({
    actions: options.actions ?? ActionSet.ALL,
    condition,
    resources: guardrailResources(sid, options.resources),
  })));
}
