import { Token } from 'aws-cdk-lib';
import { McpContextKey } from './mcp-context-key';
import type { McpServer } from './mcp-server';
import { servicePrincipalOf } from './private/service-principal';
import type { Outcome } from './private/three-valued';
import { all, any, not } from './private/three-valued';
import type { RequestContext, RequestOrigin } from './request-origin';

/** Whether a condition block matches the requests of an origin. */
export enum ConditionMatch {
  /** It matches every such request. */
  ALWAYS = 'ALWAYS',
  /** It matches no such request. */
  NEVER = 'NEVER',
  /** It matches some: that depends on the keys named in `ConditionEvaluation.dependsOn`. */
  DEPENDS = 'DEPENDS',
}

/** What `McpCondition.evaluate()` found. */
export interface ConditionEvaluation {
  /** Whether the condition block matches. */
  readonly match: ConditionMatch;

  /** The condition keys, as the block spells them, on which a `DEPENDS` hangs; empty for the other two. */
  readonly dependsOn: string[];
}

/** Which requests `McpCondition.outsideMcp()` leaves out besides those that came through a managed MCP server. */
export interface OutsideMcpConditionOptions {
  /**
   * Don't match forward access sessions: calls an AWS service makes with the caller's credentials.
   *
   * @default false
   */
  readonly exceptForwardAccessSessions?: boolean;

  /**
   * Don't match calls of the MCP servers' own actions, such as `eks-mcp:InvokeMcp`, with which an agent connects.
   *
   * @default false
   */
  readonly exceptMcpServiceActions?: boolean;
}

/**
 * An IAM condition on where a request came from, that holds whether or not a direct call carries the MCP keys.
 *
 * Use it in any policy statement; the guardrails are made of it. `McpCondition.evaluate()` tells what a condition block,
 * this library's or anybody's, matches.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 *
 * @example
 * const statement = new iam.PolicyStatement({
 *   actions: ['s3:GetObject'],
 *   resources: ['arn:aws:s3:::reports/*'],
 *   conditions: McpCondition.via(McpServer.AWS).toConditions(),
 * });
 */
export class McpCondition {
  /** Calls that came through any managed MCP server: `Bool aws:ViaAWSMCPService = true`. */
  public static viaAnyServer(): McpCondition {
    return new McpCondition({ Bool: { [McpContextKey.VIA_AWS_MCP_SERVICE]: 'true' } });
  }

  /**
   * Calls that came through one of the given servers: `StringEquals aws:CalledViaAWSMCP`.
   *
   * @throws if no server is given, or one is not an `McpServer`.
   */
  public static via(...servers: McpServer[]): McpCondition {
    return new McpCondition({ StringEquals: { [McpContextKey.CALLED_VIA_AWS_MCP]: servicePrincipals('via', servers) } });
  }

  /**
   * Calls that came through a managed MCP server other than the given ones.
   *
   * Both keys are tested: `StringNotEquals aws:CalledViaAWSMCP` alone also matches direct calls, which lack the key.
   *
   * @throws if no server is given, or one is not an `McpServer`.
   */
  public static viaAnyServerExcept(...servers: McpServer[]): McpCondition {
    return new McpCondition({
      Bool: { [McpContextKey.VIA_AWS_MCP_SERVICE]: 'true' },
      StringNotEquals: { [McpContextKey.CALLED_VIA_AWS_MCP]: servicePrincipals('viaAnyServerExcept', servers) },
    });
  }

  /**
   * Every call that did not come through one of the given servers, direct calls included: `StringNotEquals aws:CalledViaAWSMCP`.
   *
   * @throws if no server is given, or one is not an `McpServer`.
   */
  public static notVia(...servers: McpServer[]): McpCondition {
    return new McpCondition({ StringNotEquals: { [McpContextKey.CALLED_VIA_AWS_MCP]: servicePrincipals('notVia', servers) } });
  }

  /**
   * Calls that did not come through a managed MCP server: `BoolIfExists aws:ViaAWSMCPService = false`, which matches a
   * direct call whether it carries the key or not. (`Bool` alone misses those without the key.)
   */
  public static outsideMcp(options: OutsideMcpConditionOptions = {}): McpCondition {
    return new McpCondition({
      BoolIfExists: {
        [McpContextKey.VIA_AWS_MCP_SERVICE]: 'false',
        ...(options.exceptMcpServiceActions && { [McpContextKey.IS_MCP_SERVICE_ACTION]: 'false' }),
        ...(options.exceptForwardAccessSessions && { [McpContextKey.VIA_AWS_SERVICE]: 'false' }),
      },
    });
  }

  /**
   * Which requests of an origin a condition block matches: all, none, or some.
   *
   * The block may be any, in the form a policy document has: operators, each with keys and one value or a list of them.
   * Keys are known in any case. Known operators are compared: `String…`, `Bool`, `Arn…` and `Null`, with `IfExists`,
   * `ForAllValues:` and `ForAnyValue:`. Of `Numeric…`, `Date…`, `IpAddress` and `BinaryEquals` only what a missing key does is
   * known here. What can't be known (a key that neither the origin nor the context tells, a policy variable, an
   * unresolved token or an intrinsic function as the value) makes the answer `DEPENDS`, never a guess.
   *
   * @param conditions the `Condition` element of a statement; an empty one always matches.
   * @param origin where the request came from.
   * @param context further keys of the request, each with its list of values; an empty list says that the key is absent.
   * @throws if an operator is not one of IAM's or has no keys, or the context contradicts the origin.
   *
   * @example
   * const deny = McpCondition.outsideMcp({ exceptForwardAccessSessions: true }).toConditions();
   * McpCondition.evaluate(deny, RequestOrigin.direct()).match; // ALWAYS
   * McpCondition.evaluate(deny, RequestOrigin.via(McpServer.EKS)).match; // NEVER
   */
  public static evaluate(
    conditions: { [operator: string]: any }, origin: RequestOrigin, context: { [key: string]: string[] } = {},
  ): ConditionEvaluation {
    const tests = parse(conditions);
    const contexts = withContext(origin, context);
    const outcomes = contexts.map((request) => tests.map((test) => test.matches(request)));
    const results = outcomes.map(all);
    if (results.every((result) => result === true)) {
      return { match: ConditionMatch.ALWAYS, dependsOn: [] };
    }
    if (results.every((result) => result === false)) {
      return { match: ConditionMatch.NEVER, dependsOn: [] };
    }
    const open = tests.filter((_, i) => outcomes.some((row) => row[i] === undefined || row[i] !== outcomes[0][i]));
    return { match: ConditionMatch.DEPENDS, dependsOn: [...new Set(open.map((test) => test.key))] };
  }

  private constructor(private readonly conditions: { [operator: string]: { [key: string]: string | string[] } }) {}

  /** The condition block, as `PolicyStatement.addConditions()` and a policy document take it. */
  public toConditions(): { [operator: string]: any } {
    return structuredClone(this.conditions);
  }
}

function servicePrincipals(factory: string, servers: McpServer[]): string | string[] {
  if (servers.length === 0) {
    throw new Error(`McpCondition.${factory}() needs at least one server`);
  }
  const principals = [...new Set(servers.map((server) => servicePrincipalOf(`McpCondition.${factory}()`, server)))];
  return principals.length === 1 ? principals[0] : principals;
}

interface ConditionTest {
  readonly key: string;
  matches(request: RequestContext): Outcome;
}

/** Operators whose values are not compared here, for nothing tells origins apart by them: only what a missing key does is known. */
const NOT_COMPARED = [
  'NumericEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'DateEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'IpAddress', 'BinaryEquals',
];
const COMPARE = new Map<string, (value: string, expected: string) => Outcome>([
  ['StringEquals', (value, expected) => value === unescape(expected)],
  ['StringEqualsIgnoreCase', (value, expected) => value.toLowerCase() === unescape(expected).toLowerCase()],
  ['StringLike', like],
  ['Bool', sameBoolean],
  ['ArnEquals', arnLike],
  ['ArnLike', arnLike],
  ...NOT_COMPARED.map((operator) => [operator, unknown] as const),
]);
/** The negated operators, each with the one it negates. */
const NEGATED = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
  ['NotIpAddress', 'IpAddress'],
]);

function parse(conditions: { [operator: string]: any }): ConditionTest[] {
  if (Token.isUnresolved(conditions)) {
    return [{ key: 'Condition', matches: unknown }];
  }
  return Object.entries(conditions).flatMap(([operator, keys]) => {
    if (Token.isUnresolved(operator) || Token.isUnresolved(keys)) {
      return [{ key: operator, matches: unknown }];
    }
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) {
      throw new Error(`the condition operator "${operator}" needs condition keys with their values, got ${JSON.stringify(keys)}`);
    }
    const matcher = operatorMatcher(operator);
    return Object.entries(keys).map(([key, expected]): ConditionTest => {
      const name = key.toLowerCase();
      const list = Array.isArray(expected) && !Token.isUnresolved(expected) ? expected.map(literal) : [literal(expected)];
      return {
        key,
        matches: (request) => {
          const values = request.get(name);
          return values === undefined ? undefined : matcher(values, list);
        },
      };
    });
  });
}

/** A value as the request context would hold it; `undefined` if that is only known at deployment or at the request. */
function literal(value: unknown): string | undefined {
  if (typeof value === 'object' || Token.isUnresolved(value)) {
    return undefined;
  }
  const text = String(value);
  return unescape(text).includes('${') ? undefined : text;
}

function unescape(text: string): string {
  return text.replace(/\$\{([*?$])\}/g, '$1');
}

type Matcher = (values: readonly string[], expected: ReadonlyArray<string | undefined>) => Outcome;

/** What an operator does with the values of a key, of which there are none when the key is absent. */
function operatorMatcher(operator: string): Matcher {
  if (operator === 'Null') {
    return (values, expected) => any(expected.map((text) =>
      text === undefined ? undefined : sameBoolean(String(values.length === 0), text)));
  }
  const [, qualifier, name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.+?)(IfExists)?$/.exec(operator) ?? [];
  const negated = NEGATED.has(name);
  const compare = COMPARE.get(NEGATED.get(name) ?? name);
  if (!compare) {
    throw new Error(`"${operator}" is not an IAM condition operator`);
  }
  const matchesOne = (value: string, expected: ReadonlyArray<string | undefined>): Outcome => any(expected.map((text) =>
    text === undefined || Token.isUnresolved(value) ? undefined : compare(value, text)));

  return (values, expected) => {
    if (values.length === 0) {
      return ifExists !== undefined || qualifier === 'ForAllValues:' || (negated && qualifier === undefined);
    }
    const each = values.map((value) => matchesOne(value, expected));
    switch (qualifier) {
      case 'ForAllValues:': return all(negated ? each.map(not) : each);
      case 'ForAnyValue:': return any(negated ? each.map(not) : each);
      default: return negated ? not(any(each)) : any(each);
    }
  };
}

/** The contexts of an origin that agree with what the caller knows of the request. */
function withContext(origin: RequestOrigin, context: { [key: string]: string[] }): RequestContext[] {
  const given = Object.entries(context).map(([key, values]) => [key.toLowerCase(), values] as const);
  const agreeing = origin._contexts().filter((request) => given.every(([key, values]) => {
    const fixed = request.get(key);
    return fixed === undefined || (fixed.length === values.length && fixed.every((value) => values.includes(value)));
  }));
  if (agreeing.length === 0) {
    throw new Error(`no request of the origin "${origin.description}" has the context ${JSON.stringify(context)}`);
  }
  return agreeing.map((request) => new Map([...request, ...given]));
}

function unknown(): undefined {
  return undefined;
}

function sameBoolean(value: string, expected: string): Outcome {
  const [a, b] = [value.toLowerCase(), expected.toLowerCase()];
  // What IAM does with a word that is neither is not documented.
  return [a, b].every((word) => word === 'true' || word === 'false') ? a === b : undefined;
}

/** `*` stands for any run of characters, `?` for one; `${*}`, `${?}` and `${$}` are the characters themselves. */
function like(value: string, pattern: string): boolean {
  const source = pattern.replace(/\$\{([*?$])\}|[\\^$.*+?()[\]{}|]/g, (match, escaped?: string) =>
    escaped ? `\\${escaped}` : match === '*' ? '[^]*' : match === '?' ? '[^]' : `\\${match}`);
  return new RegExp(`^${source}$`).test(value);
}

/** Each of the six parts of an ARN is compared by itself, so that no `*` reaches into the next part. */
function arnLike(value: string, pattern: string): Outcome {
  const [parts, patterns] = [value, pattern].map((arn) => /^(arn):([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(arn)?.slice(1));
  // What IAM does with a value or a pattern that is no ARN is not documented.
  return parts && patterns && patterns.every((part, i) => like(parts[i], part));
}
