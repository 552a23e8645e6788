import type { Denials, McpGuardrailOptions } from './deny-statements';
import { denyStatements } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import { ActionSet } from '../actions/action-set';
import type { McpServer } from '../mcp-server';

/** Options of `McpGuardrail.readOnlyViaMcp()`. */
export interface ReadOnlyViaMcpOptions extends McpGuardrailOptions {
  /** The prefixes of the services that agents may read, such as `s3`; at least one. */
  readonly services: string[];

  /**
   * The servers this is about.
   *
   * @default - any managed MCP server, those to come included
   */
  readonly servers?: McpServer[];
}

/** Denies everything but reads of the given services to calls that come through a managed MCP server. */
export function readOnly(options: ReadOnlyViaMcpOptions): Denials {
  const sid = options.sid ?? 'ReadOnlyViaMcp';
  if (options.services.length === 0) {
    throw new Error(`${sid}: services is empty, so that everything would be denied: use McpGuardrail.denyViaMcp() for that`);
  }
  return denyStatements(sid, options, [{
    actions: ActionSet.ALL.without(ActionSet.readsOf(...options.services).without(ActionSet.secretReads())),
    resources: ['*'],
    condition: viaMcp(sid, options.servers),
  }]);
}
