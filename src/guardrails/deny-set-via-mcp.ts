import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyViaMcp } from './deny-via-mcp';
import type { ActionSet } from '../actions/action-set';
import type { McpServer } from '../mcp-server';

/** Options of the guardrails that deny a ready set of actions to agents. */
export interface DenySetViaMcpOptions extends McpGuardrailOptions {
  /**
   * The prefixes of the services whose actions are denied, such as `s3`.
   *
   * @default - all services
   */
  readonly services?: string[];

  /**
   * The ARNs of the resources on which they are denied, with `*` and `?` as wildcards.
   *
   * @default - `*`, all resources
   */
  readonly resources?: string[];

  /**
   * The servers through which they are denied.
   *
   * @default - any managed MCP server, those to come included
   */
  readonly servers?: McpServer[];
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
