import type { MarkedCalls } from './calls-via-servers';
import type { Denial, McpGuardrailScope } from './deny-statements';
import { ActionSet } from '../actions/action-set';
import { patternsOf } from '../actions/listed';
import { WRITES_OF_SERVERS } from '../actions/read-only';

/**
 * Denies what the servers do by themselves, without a condition: these actions are called directly. Nothing if the guardrail is about some resources,
 * for they have none of them.
 *
 * @param but what is not denied
 */
export function writesOfServers({ resources }: McpGuardrailScope, { servers, bySession }: MarkedCalls, but?: ActionSet): Denial[] {
  const meant = patternsOf(WRITES_OF_SERVERS).filter((action) => !servers
    || servers.some(({ connectActions }) => connectActions.some((each) => each.split(':')[0] === action.split(':')[0])));
  // What tells an agent by its session is about its direct calls already.
  if (meant.length === 0 || resources || bySession) {
    return [];
  }
  const actions = ActionSet.of(...meant);
  return [{ actions: but ? actions.without(but) : actions, resources: ['*'], condition: {}, mayBeEmpty: true }];
}

/** Whether an action is one with which a server itself writes. */
export function isWriteOfServer(action: string): boolean {
  return patternsOf(WRITES_OF_SERVERS).some((pattern) => pattern === action || (pattern.endsWith('*') && action.startsWith(pattern.slice(0, -1))));
}
