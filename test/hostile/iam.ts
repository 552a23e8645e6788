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
  const known = compiled[kind].get(pattern) ?? make();
  compiled[kind].set(pattern, known);
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

/** Whether a condition block matches. */
export function conditionMatches(block: Json | undefined, request: Request): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) => Object.entries(keys as Json).every(([key, expected]) => {
    const values = request.context[key.toLowerCase()] ?? [];
    if (operator === 'Null') {
      return listOf(expected).some((text) => (values.length === 0) === (text.toLowerCase() === 'true'));
    }
    const [, qualifier, name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.+?)(IfExists)?$/.exec(operator)!;
    const negated = Object.hasOwn(NEGATED, name);
    const compare = OPERATORS[negated ? NEGATED[name] : name];
    if (!compare) {
      throw new Error(`these tests don't know the operator ${operator}`);
    }
    if (values.length === 0) {
      return ifExists !== undefined || qualifier === 'ForAllValues:' || (negated && qualifier === undefined);
    }
    const texts = listOf(expected).map((text) => withVariables(text, request));
    const each = values.map((value) => texts.some((text) => text !== undefined && compare(value, text)) !== negated);
    return qualifier === 'ForAnyValue:' ? each.some(Boolean) : each.every(Boolean);
  }));
}

/** Whether a statement is about the action. */
export function isAbout(statement: Json, action: string): boolean {
  return statement.Action !== undefined ? listOf(statement.Action).some((pattern) => like(pattern, action, true))
    : !listOf(statement.NotAction).some((pattern) => like(pattern, action, true));
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
