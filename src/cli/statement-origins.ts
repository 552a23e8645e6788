import { meansMcpServiceActions } from '../actions/mcp-service-action';
import type { Condition } from '../iam/condition';
import type { Statement } from '../iam/statement';
import { agentSessionsIn } from '../mcp/agent-sessions';
import type { ConditionEvaluation } from '../mcp/evaluate-condition';
import { ConditionMatch, evaluateTests } from '../mcp/evaluate-condition';
import { McpContextKey } from '../mcp/mcp-context-key';
import { McpServer } from '../mcp/mcp-server';
import { namedServers, serverNamed } from '../mcp/named-servers';
import { RequestOrigin } from '../mcp/request-origin';
import { Cache } from '../private/cache';

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
  /** Sessions that the condition tells by a tag, as those of agents are marked. */
  readonly sessions: readonly OriginOutcome[];
  /** Connecting to a server, if the condition tells it from other calls and the statement is about both, or may be. */
  readonly connecting: readonly OriginOutcome[];
}

export const ANY_OTHER_SERVER = 'any other server';
const OTHER = McpServer._other();
const { IS_MCP_SERVICE_ACTION } = McpContextKey;
/** A server's own action is called, and another one: AWS leaves the key out then, or says false. */
const OWN = [{ [IS_MCP_SERVICE_ACTION]: ['true'] }];
const NOT_OWN = [{ [IS_MCP_SERVICE_ACTION]: ['false'] }, { [IS_MCP_SERVICE_ACTION]: [] }];

const known = new Cache<StatementOrigins>();

/**
 * What a statement's condition says of every origin. Of an account most statements have one of few conditions.
 */
export function statementOrigins(statement: Statement): StatementOrigins {
  const { own, other } = meantActions(statement);
  const key = JSON.stringify([own, other, statement.condition.tests.map(({ likeness, key: written }) => [likeness, written])]);
  return known.get(key, () => conditionOrigins(statement.condition, own, other));
}

function conditionOrigins(condition: Condition, own: boolean, other: boolean): StatementOrigins {
  const asksForOwn = condition.testsOf(IS_MCP_SERVICE_ACTION).length > 0;
  const evaluate = (origin: string, request: RequestOrigin, contexts = !asksForOwn ? [{}] : other ? NOT_OWN : OWN): OriginOutcome =>
    ({ origin, ...together(contexts.map((context) => evaluateTests(condition, request, context)), IS_MCP_SERVICE_ACTION) });
  const named = namedServers(condition.tests).map(serverNamed).filter((server) => server !== undefined);
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
    sessions: agentSessionsIn(condition).map(({ mark, origin }) => evaluate(`agents' sessions (${mark})`, origin)),
    connecting: asksForOwn && own && other ? [evaluate('connecting to a server', RequestOrigin.direct(), OWN)] : [],
  };
}

/** Every origin, one after another. */
export function allOrigins({ direct, sessions, servers, services, connecting }: StatementOrigins): OriginOutcome[] {
  return [...direct, ...sessions, ...servers, ...services, ...connecting];
}

/** Whether the statement is about servers' own actions, and about others, or may be. */
function meantActions({ action }: Statement): { own: boolean; other: boolean } {
  if (!action || action.negated || action.literals.length === 0 || action.literals.length < action.items.length) {
    return { own: true, other: true };
  }
  const meant = action.literals.map(meansMcpServiceActions);
  return { own: meant.some(({ own }) => own), other: meant.some(({ other }) => other) };
}

/** What holds for all of them; the key decides where they differ. */
function together(outcomes: readonly ConditionEvaluation[], key: string): ConditionEvaluation {
  const keys = new Set(outcomes.flatMap(({ dependsOn }) => dependsOn));
  return outcomes.every(({ match }) => match === outcomes[0].match) ? { match: outcomes[0].match, dependsOn: [...keys] }
    : { match: ConditionMatch.DEPENDS, dependsOn: [...keys.add(key)] };
}
