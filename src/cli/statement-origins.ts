import { meansMcpServiceActions } from '../actions/mcp-service-action';
import { testsOf } from '../analysis/rules/conditions';
import { has, knownTexts, listOf } from '../analysis/rules/elements';
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
  /** Connecting to a server, if the condition tells it from other calls and the statement is about both, or may be. */
  readonly connecting: readonly OriginOutcome[];
}

export const ANY_OTHER_SERVER = 'any other server';
const OTHER = McpServer._other();
const { IS_MCP_SERVICE_ACTION } = McpContextKey;
/** A server's own action is called, and another one: AWS leaves the key out then, or says false. */
const OWN = [{ [IS_MCP_SERVICE_ACTION]: ['true'] }];
const NOT_OWN = [{ [IS_MCP_SERVICE_ACTION]: ['false'] }, { [IS_MCP_SERVICE_ACTION]: [] }];

/**
 * What a statement's condition says of every origin.
 *
 * @throws if the condition is malformed
 */
export function statementOrigins(statement: Json): StatementOrigins {
  const condition = statement.Condition ?? {};
  const { own, other } = meantActions(statement);
  const asksForOwn = testsOf(condition).some(({ key }) => key.toLowerCase() === IS_MCP_SERVICE_ACTION.toLowerCase());
  const evaluate = (origin: string, request: RequestOrigin, contexts = !asksForOwn ? [{}] : other ? NOT_OWN : OWN): OriginOutcome =>
    ({ origin, ...together(contexts.map((context) => McpCondition.evaluate(condition, request, context)), IS_MCP_SERVICE_ACTION) });
  const named = namedServers(testsOf(condition)).map(serverNamed).filter((server) => server !== undefined);
  const servers = [...new Map([...McpServer._all(), ...named].map((server) => [server.servicePrincipal, server])).values()];
  const keysKept = [...servers, OTHER].map((server) =>
    evaluate('', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.via(server), mcpKeysForwarded: true })));
  const viaServers = [
    ...servers.map((server) => evaluate(server.servicePrincipal, RequestOrigin.via(server))),
    evaluate(ANY_OTHER_SERVER, RequestOrigin.via(OTHER)),
  ];
  return {
    direct: [
      evaluate(`direct calls without ${McpContextKey.VIA_AWS_MCP_SERVICE}`, RequestOrigin.directKeyAbsent()),
      evaluate(`direct calls with ${McpContextKey.VIA_AWS_MCP_SERVICE} = false`, RequestOrigin.directKeyFalse()),
    ],
    servers: viaServers,
    services: [
      evaluate('AWS services for direct calls', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() })),
      { ...together(keysKept, McpContextKey.CALLED_VIA_AWS_MCP), origin: 'AWS services for agents, MCP keys kept' },
      evaluate('AWS services for agents, MCP keys lost', RequestOrigin.viaAwsService({ startedBy: RequestOrigin.viaAnyServer(), mcpKeysForwarded: false })),
    ],
    servicesLikeServers: keysKept.every(({ match }, i) => match === viaServers[i].match),
    connecting: asksForOwn && own && other ? [evaluate('connecting to a server', RequestOrigin.direct(), OWN)] : [],
  };
}

/** Every origin, one after another. */
export function allOrigins({ direct, servers, services, connecting }: StatementOrigins): OriginOutcome[] {
  return [...direct, ...servers, ...services, ...connecting];
}

/** Whether the statement is about servers' own actions, and about others, or may be. */
function meantActions(statement: Json): { own: boolean; other: boolean } {
  const actions = knownTexts(statement.Action);
  if (has(statement, 'NotAction') || actions.length === 0 || actions.length < listOf(statement.Action).length) {
    return { own: true, other: true };
  }
  const meant = actions.map(meansMcpServiceActions);
  return { own: meant.some(({ own }) => own), other: meant.some(({ other }) => other) };
}

/** What holds for all of them; the key decides where they differ. */
function together(outcomes: readonly ConditionEvaluation[], key: string): ConditionEvaluation {
  const keys = new Set(outcomes.flatMap(({ dependsOn }) => dependsOn));
  return outcomes.every(({ match }) => match === outcomes[0].match) ? { match: outcomes[0].match, dependsOn: [...keys] }
    : { match: ConditionMatch.DEPENDS, dependsOn: [...keys.add(key)] };
}
