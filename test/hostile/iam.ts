import { derivedFrom } from '../../src/private/cache';

/**
 * IAM's rules as AWS documents them, written anew for these tests, so that no mistake of the library hides itself. Of a request
 * everything is known: the answer is yes or no.
 */
export type Json = { [name: string]: any };

export interface Request {
  readonly action: string;
  readonly resource: string;
  /** By lower-case key. A key that is not there is absent. */
  readonly context: { readonly [key: string]: readonly string[] };
}

const compiled = { like: new Map<string, RegExp>(), likeInAnyCase: new Map<string, RegExp>(), arnLike: new Map<string, RegExp>() };

function form(kind: keyof typeof compiled, pattern: string, make: () => RegExp): RegExp {
  let known = compiled[kind].get(pattern);
  if (!known) {
    compiled[kind].set(pattern, known = make());
  }
  return known;
}

const source = (pattern: string, any: string) =>
  pattern.replace(/\*+/g, '*').replace(/[.+^${}()|[\]\\/-]/g, '\\$&').replace(/[*?]/g, (wildcard) => (wildcard === '*' ? `${any}*` : any));

/** `*` is any run of characters and `?` one. */
export function like(pattern: string, text: string, inAnyCase = false): boolean {
  return form(inAnyCase ? 'likeInAnyCase' : 'like', pattern, () => new RegExp(`^${source(pattern, '[^]')}$`, inAnyCase ? 'i' : '')).test(text);
}

/** Each of the six parts by itself. */
export function arnLike(pattern: string, arn: string): boolean {
  return form('arnLike', pattern, () => {
    const parts = pattern.split(':');
    return new RegExp(`^${[...parts.slice(0, 5).map((part) => source(part, '[^:]')), source(parts.slice(5).join(':'), '[^]')].join(':')}$`);
  }).test(arn);
}

/** With policy variables replaced; `undefined` if one is of a key that is absent, so that nothing matches. */
export function withVariables(text: string, { context }: Request): string | undefined {
  if (!text.includes('${')) {
    return text;
  }
  let missing = false;
  const replaced = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (/^[*?$]$/.test(name)) {
      return name; // The character itself: the requests of these tests have none.
    }
    const [key, fallback] = name.split(/,\s*/);
    const values = context[key.toLowerCase()];
    missing ||= values?.length !== 1 && fallback === undefined;
    return values?.length === 1 ? values[0] : (fallback ?? '').replace(/^'|'$/g, '');
  });
  return missing ? undefined : replaced;
}

type Compare = (value: string, expected: string) => boolean;
const OPERATORS: { [name: string]: Compare } = {
  StringEquals: (value, expected) => value === expected,
  StringEqualsIgnoreCase: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  StringLike: (value, expected) => like(expected, value),
  ArnLike: (value, expected) => arnLike(expected, value),
  ArnEquals: (value, expected) => arnLike(expected, value),
  Bool: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  // Addresses are compared only with themselves in these tests.
  IpAddress: (value, expected) => value === expected.replace(/\/32$/, ''),
};
const NEGATED: { [name: string]: string } = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotLike: 'ArnLike',
  ArnNotEquals: 'ArnEquals',
  NotIpAddress: 'IpAddress',
};

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** A condition block as a list: what is compared, of which key, with what. */
interface Test {
  readonly operator: string;
  readonly key: string;
  readonly expected: readonly string[];
  readonly compare: Compare | undefined;
  readonly negated: boolean;
  readonly qualifier: string | undefined;
  readonly ifExists: boolean;
}

function testsOf(block: Json): Test[] {
  return Object.entries(block).flatMap(([operator, keys]) => Object.entries(keys as Json).map(([key, expected]): Test => {
    const [, qualifier, name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.+?)(IfExists)?$/.exec(operator)!;
    const negated = Object.hasOwn(NEGATED, name);
    const compare = OPERATORS[negated ? NEGATED[name] : name];
    return { operator, key: key.toLowerCase(), expected: listOf(expected), compare, negated, qualifier, ifExists: ifExists !== undefined };
  }));
}

/** The same statement is asked about thousands of requests, and never changed. */
const knownTests = derivedFrom(testsOf);
const knownActions = derivedFrom((_: Json) => new Map<string, boolean>());

/** Whether a condition block matches. */
export function conditionMatches(block: Json | undefined, request: Request): boolean {
  return block === undefined || knownTests(block).every((test) => testMatches(test, request));
}

function testMatches({ operator, key, expected, compare, negated, qualifier, ifExists }: Test, request: Request): boolean {
  const values = request.context[key] ?? [];
  if (operator === 'Null') {
    return expected.some((text) => (values.length === 0) === (text.toLowerCase() === 'true'));
  }
  if (!compare) {
    throw new Error(`these tests don't know the operator ${operator}`);
  }
  if (values.length === 0) {
    return ifExists || qualifier === 'ForAllValues:' || (negated && qualifier === undefined);
  }
  const holds = (value: string) => expected.some((each) => {
    const text = withVariables(each, request);
    return text !== undefined && compare(value, text);
  }) !== negated;
  return qualifier === 'ForAnyValue:' ? values.some(holds) : values.every(holds);
}

/** Whether a statement is about the action. */
export function isAbout(statement: Json, action: string): boolean {
  const known = knownActions(statement);
  let answer = known.get(action);
  if (answer === undefined) {
    const covers = (patterns: unknown) => listOf(patterns).some((pattern) => like(pattern, action, true));
    known.set(action, answer = statement.Action !== undefined ? covers(statement.Action) : !covers(statement.NotAction));
  }
  return answer;
}

function isOn(statement: Json, request: Request): boolean {
  const covers = (patterns: unknown) => listOf(patterns).some((pattern) => {
    const text = withVariables(pattern, request);
    return text !== undefined && like(text, request.resource);
  });
  return statement.Resource !== undefined ? covers(statement.Resource)
    : statement.NotResource === undefined || !covers(statement.NotResource);
}

/** Whether a statement, of an Effect as asked, matches the request. */
export function matches(statement: Json, request: Request): boolean {
  return isAbout(statement, request.action) && isOn(statement, request) && conditionMatches(statement.Condition, request);
}
