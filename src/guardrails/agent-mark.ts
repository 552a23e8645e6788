import type { MarkedCalls } from './calls-via-servers';
import { callsViaServers } from './calls-via-servers';
import { PrincipalFilter } from './principal-filter';
import type { McpServer } from '../mcp/mcp-server';
import { checked, has, listOf, SERVERS, STRING, STRINGS } from '../private/validator';

/** The session tag that AWS advises for agents. */
export const AGENT_TAG = { key: 'PrincipalType', value: 'Agent' } as const;

const MARKS = listOf(has('_calls', 'function'), 'AgentMark, such as [AgentMark.viaAnyServer(), AgentMark.sessionTag()]');

/**
 * Who is an agent: what tells the calls of agents from those of people. Guardrails take it as `agents`, and hold for each mark in a statement of
 * its own, because IAM can't OR the conditions of one.
 *
 * An agent that comes through no managed MCP server carries no MCP key: a local MCP server, a command line in an agent's shell, a function or a runtime of
 * its own. Its sessions are marked instead. A principal that lacks the tag, or is under no such path, is no agent; the guardrail keeps agents
 * from changing the tag.
 *
 * @example
 * const agents = AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag());
 * const guardrail = McpGuardrail.denyDestructiveViaMcp({ agents, services: ['s3', 'rds'] });
 */
export class AgentMark {
  /** Calls through any managed MCP server, those to come included: what guardrails are about if nothing is said. */
  public static viaAnyServer(): AgentMark {
    return new AgentMark('any', []);
  }

  /**
   * Calls through one of the given servers.
   *
   * @throws if there is none, or one is not an `McpServer`.
   */
  public static via(...servers: McpServer[]): AgentMark {
    checked('AgentMark.via()', 'what is passed', servers, SERVERS);
    if (servers.length === 0) {
      throw new Error('AgentMark.via() needs at least one server: use AgentMark.viaAnyServer() for any');
    }
    return new AgentMark(servers, []);
  }

  /**
   * Calls by a session with a tag, directly or through anything (`aws:PrincipalTag/…`). The tag may be the session's, or that of the role or user, which
   * a session tag of the same key overrides. What AWS services call on with the session's credentials is meant, too.
   *
   * @param key the tag's key; `PrincipalType` unless given, as AWS advises
   * @param values the values it may have, any of them, with `*` and `?` as wildcards; of `PrincipalType` it is `Agent` unless given
   * @see https://aws.amazon.com/blogs/security/secure-ai-agent-access-patterns-to-aws-resources-using-model-context-protocol/
   * @throws if the key or a value is none of a tag, or there is a key and no value.
   */
  public static sessionTag(key: string = AGENT_TAG.key, values?: string[]): AgentMark {
    checked('AgentMark.sessionTag()', 'key', key, STRING);
    const given = checked('AgentMark.sessionTag()', 'values', values ?? (key === AGENT_TAG.key ? [AGENT_TAG.value] : []), STRINGS);
    return new AgentMark(undefined, [PrincipalFilter.tag(key, ...given)]);
  }

  /**
   * Calls by roles under the given paths, such as `/agents/`, directly or through anything (`aws:PrincipalArn`). Whoever may make roles can make one
   * elsewhere: it is a mark of roles that only the platform team makes.
   *
   * @throws if there is none, or one is not a path.
   */
  public static rolePaths(...paths: string[]): AgentMark {
    return new AgentMark(undefined, [PrincipalFilter.rolePaths(...paths)]);
  }

  /**
   * Calls with any of the marks.
   *
   * @throws if there is none, or one is not an `AgentMark`.
   */
  public static anyOf(...marks: AgentMark[]): AgentMark {
    checked('AgentMark.anyOf()', 'what is passed', marks, MARKS);
    if (marks.length === 0) {
      throw new Error('AgentMark.anyOf() needs at least one mark, such as AgentMark.viaAnyServer()');
    }
    const servers = marks.flatMap(({ servers: each }): Array<'any' | McpServer> => (each === 'any' ? [each] : each ?? []));
    return new AgentMark(servers.includes('any') ? 'any' : servers.length > 0 ? servers as McpServer[] : undefined,
      marks.flatMap(({ _filters }) => _filters));
  }

  private constructor(
    private readonly servers: 'any' | McpServer[] | undefined,
    /**
     * Whose sessions are marked.
     *
     * @internal
     */
    public readonly _filters: PrincipalFilter[],
  ) {}

  /**
   * The calls meant, one for each statement.
   *
   * @internal
   */
  public _calls(): MarkedCalls[] {
    const viaServers = this.servers === undefined ? [] : [callsViaServers(this.servers === 'any' ? undefined : this.servers)];
    return [...viaServers, ...PrincipalFilter._anyOf(this._filters).map((condition) => ({ condition, anywhere: condition, bySession: true }))];
  }
}
