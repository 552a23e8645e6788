import type { AgentMark } from './agent-mark';
import type { Denials, Denial, McpGuardrailOptions } from './deny-statements';
import { denyStatements } from './deny-statements';
import { markedCalls, sidOf } from './marked-calls';
import type { PrincipalFilter } from './principal-filter';
import type { ConditionBlock } from '../iam/combine-conditions';
import type { McpServer } from '../mcp/mcp-server';

/** Options of `McpGuardrail.denyLeavingOrganization()`, and what the guardrails that hold for everybody but administrators take. */
export interface ExceptAdministratorsOptions extends McpGuardrailOptions {
  /** Who may still do it; at least one filter. */
  readonly administrators: PrincipalFilter[];

  /**
   * Deny it only to calls through these managed MCP servers.
   *
   * @default - it is denied to direct calls too, and through any server
   */
  readonly servers?: McpServer[];

  /**
   * Deny it only to agents: to calls that have the mark. Instead of `servers`.
   *
   * @default - it is denied to people, too
   */
  readonly agents?: AgentMark;
}

/** Denies something to everybody but the administrators, through MCP or not. */
export function exceptAdministrators(
  defaultSid: string, options: ExceptAdministratorsOptions, denials: (sid: string, condition: ConditionBlock, exempt: PrincipalFilter[]) => Denial[],
): Denials {
  const sid = sidOf(options, defaultSid);
  if (options.administrators.length === 0) {
    throw new Error(`${sid}: administrators is empty, so that nobody could do it any more: name who may, such as [PrincipalFilter.roleNames('CloudTeam')]`);
  }
  const exempt = [...options.administrators, ...options.exempt ?? []];
  const conditions: ConditionBlock[] = options.servers || options.agents ? markedCalls(sid, options).map(({ condition }) => condition) : [{}];
  // Administrators who are known by a tag are the only ones to give it.
  return denyStatements(sid, { ...options, exempt }, conditions.flatMap((condition) => denials(sid, condition, exempt)), { conditions, exempt });
}
