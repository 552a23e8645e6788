import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import { dividedByKms, kmsDirectly } from './kms-directly';
import type { ActionSet } from '../actions/action-set';
import { derivedFrom } from '../private/cache';

/** Options of the guardrails that deny a ready set of actions to agents. */
export interface DenySetViaMcpOptions extends McpGuardrailScope {
  /**
   * The prefixes of the services whose actions are denied, such as `s3`.
   *
   * @default - all services
   */
  readonly services?: string[];
}

/** Most guardrails of an app are about the same sets. */
const divided = derivedFrom(dividedByKms);

/**
 * Denies a ready set of actions to calls that come through a managed MCP server. What the set has of KMS that services call for the agent
 * is a statement of its own.
 */
export function denySetViaMcp(defaultSid: string, options: DenySetViaMcpOptions, set: (...services: string[]) => ActionSet): Denials {
  const sid = options.sid ?? defaultSid;
  if (options.services?.length === 0) {
    throw new Error(`${sid}: services is empty, so that nothing would be denied: leave it out for all services`);
  }
  const { rest, ofServices } = divided(set(...options.services ?? []));
  const condition = viaMcp(sid, options.servers);
  const resources = guardrailResources(sid, options.resources);
  return denyStatements(sid, options, [
    { actions: rest, resources, condition, mayBeEmpty: true },
    { actions: ofServices, resources, condition: kmsDirectly(sid, condition, options.servers), mayBeEmpty: true },
  ]);
}
