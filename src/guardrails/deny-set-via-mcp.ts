import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import { kmsDirectly } from './kms-directly';
import { ActionSet } from '../actions/action-set';
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

const KMS = ActionSet.of('kms:*');
const ALL_BUT_KMS = ActionSet.ALL.without(KMS);

/** What a set has of KMS, and the rest of it. Most guardrails of an app are about the same sets. */
const divided = derivedFrom((set: ActionSet) => ({ rest: set.without(KMS), ofKms: set.without(ALL_BUT_KMS) }));

/** Denies a ready set of actions to calls that come through a managed MCP server. What the set has of KMS is a statement of its own. */
export function denySetViaMcp(defaultSid: string, options: DenySetViaMcpOptions, set: (...services: string[]) => ActionSet): Denials {
  const sid = options.sid ?? defaultSid;
  if (options.services?.length === 0) {
    throw new Error(`${sid}: services is empty, so that nothing would be denied: leave it out for all services`);
  }
  const actions = divided(set(...options.services ?? []));
  const condition = viaMcp(sid, options.servers);
  const resources = guardrailResources(sid, options.resources);
  return denyStatements(sid, options, [
    { actions: actions.rest, resources, condition, mayBeEmpty: true },
    { actions: actions.ofKms, resources, condition: kmsDirectly(sid, condition), mayBeEmpty: true },
  ]);
}
