import type { AgentMark } from './agent-mark';
import type { MarkedCalls } from './calls-via-servers';
import { callsViaServers } from './calls-via-servers';
import { isWriteOfServer } from './writes-of-servers';
import { McpServer } from '../mcp/mcp-server';

/** Whom a guardrail is about, in its options. */
export interface WhoIsMeant {
  readonly sid?: string;
  readonly servers?: McpServer[];
  readonly agents?: AgentMark;
}

/** The Sid of a guardrail's first statement: `DenyViaMcp` is `DenyByAgents` where agents are told by their sessions, too. */
export function sidOf({ sid, agents }: WhoIsMeant, defaultSid: string): string {
  return sid ?? (agents?._calls().some(({ bySession }) => bySession) ? defaultSid.replace('ViaMcp', 'ByAgents') : defaultSid);
}

/**
 * The calls that a guardrail is about: through the given servers, or through any, or with the mark of an agent.
 *
 * @throws if there is no server, or servers and a mark are given both.
 */
export function markedCalls(sid: string, { servers, agents }: WhoIsMeant): MarkedCalls[] {
  if (servers?.length === 0) {
    throw new Error(`${sid}: servers is empty, so that nothing would be denied: leave it out for any server`);
  }
  if (servers && agents) {
    throw new Error(`${sid}: servers and agents are both given: say agents: AgentMark.anyOf(AgentMark.via(…), …) instead`);
  }
  return agents ? agents._calls() : [callsViaServers(servers)];
}

/**
 * What agents connect to servers with, where a guardrail would hit it: they connect directly, which is an agent's call where sessions are
 * marked. What servers do by themselves is not among them.
 */
export function connecting({ bySession }: MarkedCalls): string[] {
  return bySession ? connectActionsOf(McpServer._all()).filter((action) => !isWriteOfServer(action)) : [];
}

/** What connects to servers, each once. */
export function connectActionsOf(servers: readonly McpServer[]): string[] {
  return [...new Set(servers.flatMap(({ connectActions }) => connectActions))];
}
