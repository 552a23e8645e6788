import { ConditionMatch, matchOfEach } from './evaluate-condition';
import { McpContextKey } from './mcp-context-key';
import { McpServer } from './mcp-server';
import { mcpTests, ORDINARY_CALL } from './mcp-tests';
import { isPattern, namedServers, serverNamed } from './named-servers';
import { RequestOrigin } from './request-origin';
import type { Condition, ConditionTest } from '../iam/condition';
import { Cache, derivedFrom } from '../private/cache';

/** What the MCP tests of a condition block, judged by themselves, say of each origin of a call. */
export interface MatchedOrigins {
  /** Direct calls without `aws:ViaAWSMCPService`. */
  readonly keyAbsent: ConditionMatch;
  /** Direct calls in which it is `false`. */
  readonly keyFalse: ConditionMatch;
  /** Calls through a server, by its service principal: all known ones, an unlisted one, and those that the block names. */
  readonly servers: ReadonlyMap<string, ConditionMatch>;
}

const { ALWAYS, NEVER } = ConditionMatch;
const CALLED_VIA = McpContextKey.CALLED_VIA_AWS_MCP.toLowerCase();

/** Several rules ask for the same block, and templates repeat theirs. */
const judgedAlike = new Cache<{ readonly origins: MatchedOrigins | undefined }>();

/** The origins that the MCP tests of a block match; `undefined` if it has none, or one with an operator that IAM has not. */
export const matchedOrigins = derivedFrom((condition: Condition): MatchedOrigins | undefined => {
  const tests = mcpTests(condition);
  const key = tests.map(({ likeness }) => likeness).join();
  return tests.length === 0 ? undefined : judgedAlike.get(key, () => ({ origins: originsMatchedBy(tests) })).origins;
});

/** The same for tests of the two keys. */
export function originsMatchedBy(tests: readonly ConditionTest[]): MatchedOrigins | undefined {
  if (tests.some((test) => test.operator === undefined)) {
    return undefined;
  }
  const servers = new Map([...McpServer._all(), McpServer._other(), ...serversIn(tests)].map((server) => [server.servicePrincipal, server]));
  return {
    keyAbsent: matchOfEach(tests, RequestOrigin.directKeyAbsent(), ORDINARY_CALL),
    keyFalse: matchOfEach(tests, RequestOrigin.directKeyFalse(), ORDINARY_CALL),
    servers: new Map([...servers].map(([principal, server]) => [principal, matchOfEach(tests, RequestOrigin.via(server), ORDINARY_CALL)])),
  };
}

/** Servers that the tests name, or that a pattern of theirs may mean. */
function serversIn(tests: readonly ConditionTest[]): McpServer[] {
  const patterns = tests.filter((test) => test.name === CALLED_VIA)
    .flatMap((test) => test.literals.filter((value) => isPattern(test, value)));
  const meant = patterns.flatMap((pattern) => ['', 'x', 'amazonaws.com', 'x-mcp.amazonaws.com']
    .map((filling) => pattern.replaceAll('*', filling).replaceAll('?', 'x')));
  return [...namedServers(tests), ...meant].map(serverNamed).filter((server) => server !== undefined);
}

export function matchesNone({ keyAbsent, keyFalse, servers }: MatchedOrigins): boolean {
  return [keyAbsent, keyFalse, ...servers.values()].every((match) => match === NEVER);
}

export function matchesAll({ keyAbsent, keyFalse, servers }: MatchedOrigins): boolean {
  return [keyAbsent, keyFalse, ...servers.values()].every((match) => match === ALWAYS);
}

/** Whether it matches direct calls, with the key and without. */
export function matchesDirectCalls({ keyAbsent, keyFalse }: MatchedOrigins): boolean {
  return keyAbsent === ALWAYS && keyFalse === ALWAYS;
}

/** Whether one of the two forms of a direct call is matched and the other is not. */
export function dependsOnKeyBeingThere({ keyAbsent, keyFalse }: MatchedOrigins): boolean {
  return (keyAbsent === ALWAYS && keyFalse === NEVER) || (keyAbsent === NEVER && keyFalse === ALWAYS);
}

export function serversThat(match: ConditionMatch, { servers }: MatchedOrigins): string[] {
  return [...servers].filter(([, each]) => each === match).map(([principal]) => principal);
}

/** Whether no direct call is matched, but calls through some server are. */
export function matchesOnlyViaMcp(origins: MatchedOrigins): boolean {
  return origins.keyAbsent === NEVER && origins.keyFalse === NEVER && [...origins.servers.values()].includes(ALWAYS);
}

/** Whether tests of the other keys of an origin leave out the calls that people and programs make themselves. */
export function leavesOutOrdinaryCalls(condition: Condition): boolean {
  return matchOfEach(condition.testsOf(...Object.keys(ORDINARY_CALL)), RequestOrigin.directKeyAbsent(), ORDINARY_CALL) === NEVER;
}
