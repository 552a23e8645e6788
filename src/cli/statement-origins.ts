import { testsOf } from '../analysis/rules/conditions';
import { knownTexts } from '../analysis/rules/elements';
import { namedServers, serverNamed } from '../analysis/rules/servers';
import type { Json } from '../iam/policy';
import type { ConditionEvaluation } from '../mcp/mcp-condition';
import { ConditionMatch, McpCondition } from '../mcp/mcp-condition';
import { McpContextKey } from '../mcp/mcp-context-key';
import { McpServer } from '../mcp/mcp-server';
import { RequestOrigin } from '../mcp/request-origin';

/** Whether a statement applies to the requests of an origin. */
export interface OriginOutcome extends ConditionEvaluation {
  readonly origin: string;
}

/** Whether a statement applies, by where a request comes from. */
export interface StatementOrigins {
  readonly direct: readonly OriginOutcome[];
  /** By service principal; the last one stands for any other. */
  readonly servers: readonly OriginOutcome[];
  /** What an AWS service calls with the caller's credentials: for a direct call, for an agent with the MCP keys kept and lost. */
  readonly services: readonly [direct: OriginOutcome, keysKept: OriginOutcome, keysLost: OriginOutcome];
  /** Whether a service's call for an agent, with the keys kept, is judged as the agent's own. */
  readonly servicesLikeServers: boolean;
  /** Connecting to a server, if the condition tells it from other calls. */
  readonly connecting: readonly OriginOutcome[];
}

export const ANY_OTHER_SERVER = 'any other server';
const UNLISTED = McpServer._other();
const NOT_BY_SERVICE = { [McpContextKey.VIA_AWS_SERVICE]: ['false'] };

/**
 * What a statement's condition says of every origin.
 *
 * @throws if the condition is malformed
 */
export function statementOrigins(statement: Json): StatementOrigins {
  const condition = statement.Condition ?? {};
  const context = { [McpContextKey.IS_MCP_SERVICE_ACTION]: [String(isAboutConnecting(statement))] };
  const evaluate = (origin: string, request: RequestOrigin, further: { [key: string]: string[] }): OriginOutcome =>
    ({ origin, ...McpCondition.evaluate(condition, request, { ...context, ...further }) });
  const named = namedServers(testsOf(condition)).map(serverNamed).filter((server) => server !== undefined);
  const servers = [...new Map([...McpServer._all(), ...named].map((server) => [server.servicePrincipal, server])).values()];
  const keysKept = [...servers, UNLISTED].map((server) =>
    evaluate('', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(server), mcpKeysForwarded: true }), {}));
  const viaServers = [
    ...servers.map((server) => evaluate(server.servicePrincipal, RequestOrigin.via(server), NOT_BY_SERVICE)),
    evaluate(ANY_OTHER_SERVER, RequestOrigin.via(UNLISTED), NOT_BY_SERVICE),
  ];
  return {
    direct: [
      evaluate(`direct calls without ${McpContextKey.VIA_AWS_MCP_SERVICE}`, RequestOrigin.directKeyAbsent(), NOT_BY_SERVICE),
      evaluate(`direct calls with ${McpContextKey.VIA_AWS_MCP_SERVICE} = false`, RequestOrigin.directKeyFalse(), NOT_BY_SERVICE),
    ],
    servers: viaServers,
    services: [
      evaluate('AWS services for direct calls', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }), {}),
      { ...together(keysKept), origin: 'AWS services for agents, MCP keys kept' },
      evaluate('AWS services for agents, MCP keys lost',
        RequestOrigin.viaAwsService({ startedBy: RequestOrigin.viaAnyServer(), mcpKeysForwarded: false }), {}),
    ],
    servicesLikeServers: keysKept.every(({ match }, i) => match === viaServers[i].match),
    connecting: testsOf(condition).some(({ key }) => key.toLowerCase() === McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase())
      && !isAboutConnecting(statement)
      ? [evaluate('connecting to a server', RequestOrigin.direct(), { ...NOT_BY_SERVICE, [McpContextKey.IS_MCP_SERVICE_ACTION]: ['true'] })] : [],
  };
}

/** Every origin, one after another. */
export function allOrigins({ direct, servers, services, connecting }: StatementOrigins): OriginOutcome[] {
  return [...direct, ...servers, ...services, ...connecting];
}

/** Whom the statement hits, as far as the condition can match. */
export function whom({ direct, servers }: StatementOrigins): 'people and agents' | 'people' | 'agents' | 'nobody' {
  const [people, agents] = [direct, servers].map((outcomes) => outcomes.some(({ match }) => match !== ConditionMatch.NEVER));
  return people ? agents ? 'people and agents' : 'people' : agents ? 'agents' : 'nobody';
}

function isAboutConnecting({ Action }: Json): boolean {
  const actions = knownTexts(Action);
  return actions.length > 0 && actions.every((action) => /^(eks|ecs)-mcp:/i.test(action));
}

/** What holds for all of them. */
function together(outcomes: readonly ConditionEvaluation[]): ConditionEvaluation {
  const keys = new Set(outcomes.flatMap(({ dependsOn }) => dependsOn));
  return outcomes.every(({ match }) => match === outcomes[0].match) ? { match: outcomes[0].match, dependsOn: [...keys] }
    : { match: ConditionMatch.DEPENDS, dependsOn: [...keys.add(McpContextKey.CALLED_VIA_AWS_MCP)] };
}
