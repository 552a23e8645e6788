import type { Pattern } from './pattern';
import { wildcards } from './pattern';
import type { RequestContext } from './request-context';
import { characters, hasUnknownPart } from './unknown-text';

/** A string of a policy: a value of a condition, or a resource. */
export interface PolicyText {
  /** As it is written. */
  readonly source: string;

  /** The condition keys of its policy variables, in lower case. */
  readonly variables: readonly string[];

  /** Whether it stands for just what is written: it has neither wildcards, nor policy variables, nor parts known only at deployment. */
  readonly isLiteral: boolean;

  /**
   * The text for a request; `null` if the key of a policy variable is absent and there is no default: then no value is alike.
   * `undefined` if the key is unknown, or has several values, of which AWS documents only that they can't be used.
   */
  resolve(request: RequestContext): Pattern | null | undefined;
}

export interface PolicyTextOptions {
  /** Whether `${key}` and `${key, 'default'}` are policy variables, and `${*}`, `${?}` and `${$}` those characters. */
  readonly variables: boolean;
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
}

interface Variable {
  readonly key: string;
  readonly fallback?: string;
}

/**
 * Reads policy variables and wildcards.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function policyText(source: string, options: PolicyTextOptions): PolicyText {
  const read = options.wildcards ? wildcards : characters;
  if (!options.variables || !source.includes('${')) {
    let pattern: Pattern | undefined;
    return {
      source,
      variables: [],
      isLiteral: !(options.wildcards && /[*?]/.test(source)) && !hasUnknownPart(source),
      resolve: () => pattern ??= read(source),
    };
  }
  // Odd items are what stands between the braces.
  const parts = splitVariables(source).map((text, i) => (i % 2 === 0 ? read(text) : variable(text)));
  const variables = parts.filter(isVariable);
  return {
    source,
    variables: variables.map(({ key }) => key),
    isLiteral: false,
    resolve: (request) => {
      const resolved: Array<Pattern[number]> = [];
      let isKnown = true;
      for (const part of parts) {
        const items = isVariable(part) ? valueOf(part, request) : part;
        if (items === null) {
          return null;
        }
        isKnown &&= items !== undefined;
        for (let i = 0; isKnown && i < items!.length; i++) {
          resolved.push(items![i]);
        }
      }
      return isKnown ? resolved : undefined;
    },
  };
}

/**
 * What is wrong with the policy variables of a string; `undefined` if nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function variableProblem(source: string): string | undefined {
  const parts = splitVariables(source);
  if (parts[parts.length - 1].includes('${')) {
    return 'has a policy variable that is not closed: expected "}" behind its name';
  }
  const wrong = parts.find((part, i) => i % 2 === 1 && !/^([*?$]|\s*[^\s,{}'"]+\s*(,\s*'[^']*'\s*)?)$/.test(part));
  return wrong === undefined ? undefined
    : `has the policy variable "\${${wrong}}": expected the name of a condition key without spaces, such as "\${aws:username}", with a default in single quotation marks or without`;
}

/** What stands outside braces, and, as every other item, within `${` and `}`. */
function splitVariables(source: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let start = source.indexOf('${'); start !== -1; start = source.indexOf('${', from)) {
    const end = source.indexOf('}', start);
    if (end === -1) {
      break;
    }
    parts.push(source.slice(from, start), source.slice(start + 2, end));
    from = end + 1;
  }
  return [...parts, source.slice(from)];
}

function isVariable(part: Pattern | Variable): part is Variable {
  return !Array.isArray(part);
}

function variable(text: string): Variable | Pattern {
  if (text === '*' || text === '?' || text === '$') {
    return [text];
  }
  const comma = text.indexOf(',');
  const fallback = comma === -1 ? undefined : /^'([^']*)'$/.exec(text.slice(comma + 1).trim())?.[1];
  return { key: (fallback === undefined ? text : text.slice(0, comma)).trim().toLowerCase(), fallback };
}

/** The value's own `*` and `?` are characters like others. */
function valueOf({ key, fallback }: Variable, request: RequestContext): Pattern | null | undefined {
  const values = request.get(key);
  if (values?.length === 0) {
    return fallback === undefined ? null : characters(fallback);
  }
  return values?.length === 1 ? characters(values[0]) : undefined;
}
