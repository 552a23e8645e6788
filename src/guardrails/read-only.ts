import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import { dividedByKms, kmsDirectly } from './kms-directly';
import { ActionSet } from '../actions/action-set';

/** Options of `McpGuardrail.readOnlyViaMcp()`. */
export interface ReadOnlyViaMcpOptions extends McpGuardrailScope {
  /** The prefixes of the services that agents may read, such as `s3`; at least one. */
  readonly services: string[];
}

/** Denies everything but reads of the given services to calls that come through a managed MCP server. */
export function readOnly(options: ReadOnlyViaMcpOptions): Denials {
  const sid = options.sid ?? 'ReadOnlyViaMcp';
  if (options.services.length === 0) {
    throw new Error(`${sid}: services is empty, so that everything would be denied: use McpGuardrail.denyViaMcp() for that`);
  }
  // AWS has some calls of agents and endpoints as reads.
  const reads = ActionSet.readsOf(...options.services).without(ActionSet.secretReads()).without(ActionSet.delegation());
  const { rest, ofServices } = dividedByKms(ActionSet.ALL.without(reads));
  const condition = viaMcp(sid, options.servers);
  const resources = guardrailResources(sid, options.resources);
  return denyStatements(sid, options, [
    { actions: rest, resources, condition },
    { actions: ofServices, resources, condition: kmsDirectly(sid, condition, options.servers) },
  ]);
}
