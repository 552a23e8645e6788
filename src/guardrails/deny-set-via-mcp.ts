import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyViaMcp } from './deny-via-mcp';
import type { ActionSet } from '../actions/action-set';

/** Options of the guardrails that deny a ready set of actions to agents. */
export interface DenySetViaMcpOptions extends McpGuardrailScope {
  /**
   * The prefixes of the services whose actions are denied, such as `s3`.
   *
   * @default - all services
   */
  readonly services?: string[];
}

/** Denies a ready set of actions to calls that come through a managed MCP server. */
export function denySetViaMcp(sid: string, options: DenySetViaMcpOptions, set: (...services: string[]) => ActionSet): Denials {
  return denyViaMcp({ ...options, sid: options.sid ?? sid, actions: set(...servicesOf(sid, options)) });
}

/** The services asked for; none stands for all. */
export function servicesOf(sid: string, options: { readonly sid?: string; readonly services?: string[] }): string[] {
  if (options.services?.length === 0) {
    throw new Error(`${options.sid ?? sid}: services is empty, so that nothing would be denied: leave it out for all services`);
  }
  return options.services ?? [];
}
