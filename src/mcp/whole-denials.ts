import { ConditionMatch, matchOfEach } from './evaluate-condition';
import { isAboutEverything } from './lock-out';
import { McpServer } from './mcp-server';
import { mcpTests, ORDINARY_CALL } from './mcp-tests';
import { namedServers, serverNamed } from './named-servers';
import { ownActions } from './own-actions';
import { RequestOrigin } from './request-origin';
import type { Condition } from '../iam/condition';
import type { Statement } from '../iam/statement';
import { Cache } from '../private/cache';

/** A statement, and what errors call it. */
export interface NamedStatement {
  readonly name: string;
  readonly statement: Statement;
}

const SIGNS_IN_OR_MCP = /^(signin:\w*oauth2\w*|[a-z0-9-]+-mcp:.+)$/i;

/** Whether it is what one signs an agent in with, or connects to a server: a Deny of all but these leaves nothing else. */
function connects(action: string): boolean {
  return SIGNS_IN_OR_MCP.test(action) || ownActions().has(action.toLowerCase());
}

/** Statements that deny all actions on all resources to everybody, by where calls come from. */
export class WholeDenials {
  private readonly statements: readonly NamedStatement[];

  /** @param statements of which others, such as those about some principals, are left out */
  public constructor(statements: readonly NamedStatement[]) {
    this.statements = statements.filter(({ statement }) => statement.effect === 'Deny' && !statement.principal && isAboutEverything(statement) && !statement.resource!.negated
      && (!statement.action!.negated || statement.action!.texts.every((text) => text !== undefined && connects(text))));
  }

  /** What they are called that deny all calls from the origin; empty if none does. */
  public denying(origin: RequestOrigin): string[] {
    return this.statements.filter(({ statement: { condition } }) => matches(condition, origin)).map(({ name }) => name);
  }

  /** Direct calls, and calls through any server that is known, that is not, or that a condition names. */
  public origins(...others: Condition[]): { direct: RequestOrigin; servers: RequestOrigin[] } {
    const named = [...this.statements.map(({ statement }) => statement.condition), ...others]
      .flatMap((condition) => namedServers(mcpTests(condition)));
    const servers = [...McpServer._all(), McpServer._other(named), ...named.map(serverNamed)].filter((server) => server !== undefined);
    return {
      direct: RequestOrigin.direct(),
      servers: [...new Map(servers.map((server) => [server.servicePrincipal, RequestOrigin.via(server)])).values()],
    };
  }
}

/** By the origin and the tests: policies repeat their conditions. */
const MATCHES = new Cache<boolean>();

/** Whether a condition matches every call from an origin that an agent or a person makes. */
function matches({ tests }: Condition, origin: RequestOrigin): boolean {
  const key = [origin.description, ...tests.map(({ likeness }) => likeness)].join();
  return MATCHES.get(key, () => matchOfEach(tests, origin, ORDINARY_CALL) === ConditionMatch.ALWAYS);
}

/** Whether a condition can match such a call. */
export function mayMatch({ tests }: Condition, origin: RequestOrigin): boolean {
  return matchOfEach(tests, origin, ORDINARY_CALL) !== ConditionMatch.NEVER;
}
