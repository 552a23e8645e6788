import { SERVER } from './event-origin';
import { arnParts } from '../iam/arn';
import type { ConditionTest } from '../iam/condition';
import { OF_FORWARD_ACCESS_SESSIONS, OF_SERVICES } from '../iam/known-keys';
import type { Outcome } from '../iam/three-valued';
import { hasUnknownPart } from '../iam/unknown-text';
import type { Comparison } from '../iam/value-comparison';
import { McpContextKey } from '../mcp/mcp-context-key';
import { McpServer } from '../mcp/mcp-server';
import { namedServers, serverNamed } from '../mcp/named-servers';
import { OriginContexts, originKeysIn } from '../mcp/origin-contexts';
import { RequestOrigin } from '../mcp/request-origin';

/** Where a call came from, as a query tells it: a server by its service principal, any other server, a service, or neither. */
export const [DIRECT, SERVICE, OTHER_SERVER] = ['DIRECT', 'SERVICE', 'OTHER SERVER'];
/** What a query calls what it reads of an event. */
export const COLUMNS = { by: 'calledby', origin: 'origin', caller: 'callerarn', region: 'calledregion', isKnown: 'callerisknown' };

const CALLED_VIA = McpContextKey.CALLED_VIA_AWS_MCP.toLowerCase();

/** A string of SQL. */
export function quoted(text: string): string {
  return `'${text.replace(/'/g, '\'\'')}'`;
}

/** A boolean of SQL, whose logic has three values, too. */
export function literalOf(outcome: Outcome): string {
  return outcome === undefined ? 'NULL' : outcome ? 'TRUE' : 'FALSE';
}

/** The servers that a query tells apart: those that are known, and those that the tests name. What else they name, an event calls a service. */
export function toldServers(tests: readonly ConditionTest[]): string[] {
  const named = namedServers(tests).filter((name) => SERVER.test(name) && serverNamed(name) !== undefined);
  return [...new Set([...McpServer._all().map(({ servicePrincipal }) => servicePrincipal), ...named])].sort();
}

/** A test of a condition as a condition of SQL: `NULL` for what a query does not tell. */
export function sqlTest(test: ConditionTest, servers: readonly string[]): string {
  if (!test.operator || test.expected.variables.length > 0 || test.values.some((value) => value === undefined || hasUnknownPart(value))) {
    return 'NULL';
  }
  if (originKeysIn([test.name]) > 0 && ![...OF_FORWARD_ACCESS_SESSIONS, ...OF_SERVICES].includes(test.name)) {
    return byOrigin(test, servers);
  }
  switch (test.name) {
    case 'aws:principalarn': return byText(test, COLUMNS.caller);
    case 'aws:requestedregion': return byText(test, COLUMNS.region);
    // Policies of an organization do not reach services, and all others have the key.
    case 'aws:principalisawsservice': return `CASE WHEN ${COLUMNS.isKnown} THEN ${literalOf(test.matches(new Map([[test.name, ['false']]])))} END`;
    default: return 'NULL';
  }
}

/** What a test of where a call came from says, for each origin. */
function byOrigin(test: ConditionTest, servers: readonly string[]): string {
  const origins: Array<readonly [name: string, origin: RequestOrigin]> = [
    [DIRECT, RequestOrigin.direct()],
    [SERVICE, RequestOrigin.viaAwsService()],
    ...servers.map((name) => [name, RequestOrigin.via(serverNamed(name)!)] as const),
  ];
  const outcomes = origins.map(([name, origin]) => [name, outcomeOf(test, origin)] as const);
  // One that nobody named is told by its own name.
  const other = test.name === CALLED_VIA ? byText(test, COLUMNS.by) : literalOf(outcomeOf(test, RequestOrigin.viaAnyServer()));
  const of = (wanted: Outcome) => outcomes.filter(([, outcome]) => outcome === wanted).map(([name]) => quoted(name));
  const cases = [true, false].flatMap((wanted) => (of(wanted).length === 0 ? [] : [`WHEN ${COLUMNS.origin} IN (${of(wanted).join(', ')}) THEN ${literalOf(wanted)}`]));
  return `CASE ${cases.join(' ')} WHEN ${COLUMNS.origin} = ${quoted(OTHER_SERVER)} THEN ${other} END`;
}

/** The same in all contexts that a call from there may have, or not known. */
function outcomeOf(test: ConditionTest, origin: RequestOrigin): Outcome {
  const contexts = OriginContexts.of(origin, false, undefined).differingIn(originKeysIn([test.name]));
  const outcomes = new Set(contexts.map((context) => test.matches(context)));
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

function byText({ operator, values }: ConditionTest, column: string): string {
  const { takes = 'plain value', kind, ignoresCase }: Partial<Comparison> = operator!.comparison ?? {};
  const patterns = takes === 'plain value' || ignoresCase || operator!.qualifier !== '' ? [undefined] : values.map((value) => (
    value!.includes('${') ? undefined : kind === 'arn' ? arnPattern(value!) : asPattern(value!, takes === 'wildcards' ? '.' : undefined)));
  if (patterns.includes(undefined)) {
    return 'NULL';
  }
  return `${operator!.negated ? 'NOT ' : ''}regexp_like(${column}, ${quoted(`^(${patterns.join('|')})$`)})`;
}

/** `undefined` for what is no ARN: what AWS makes of that, it does not say. */
function arnPattern(value: string): string | undefined {
  return arnParts(value)?.map((part, i) => asPattern(part, i < 5 ? '[^:]' : '.')).join(':');
}

/** @param any what a wildcard stands for; without it there are none */
function asPattern(text: string, any?: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, (character) => (any !== undefined && character === '*' ? `${any}*` : any !== undefined && character === '?' ? any : `\\${character}`));
}
