import { isIntrinsic } from './combine-conditions';
import type { PolicyText } from './policy-text';
import { policyText } from './policy-text';
import type { Outcome } from './three-valued';
import { all, any, not } from './three-valued';
import type { Comparison } from './value-comparison';
import { COMPARISONS, NEGATED, sameBoolean } from './value-comparison';
import type { RequestContext } from '../mcp/request-context';
import { isToken } from '../private/tokens';

/** One key of a condition block, with its operator and values. */
export interface ConditionTest {
  /** The key as the block spells it. */
  readonly key: string;

  /** The names of all keys it reads, in lower case: its own and those of policy variables. */
  readonly reads: readonly string[];

  /** Whether it matches. Unknown if the request does not tell, or a value is known only at deployment. */
  matches(request: RequestContext): Outcome;
}

/**
 * Reads a condition block: it matches where all its tests do.
 *
 * @param variables whether values may hold policy variables, as they may since version 2012-10-17
 * @throws if an operator is not one of IAM's, or has no keys
 */
export function conditionTests(conditions: { [operator: string]: any }, variables = true): ConditionTest[] {
  if (isToken(conditions) || isIntrinsic(conditions)) {
    return [unknownTest('Condition')];
  }
  return Object.entries(conditions).flatMap(([operator, keys]) => {
    if (isToken(operator) || isToken(keys) || isIntrinsic(keys)) {
      return [unknownTest(operator)];
    }
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys) || Object.keys(keys).length === 0) {
      throw new Error(`the condition operator "${operator}" needs condition keys with their values, got ${JSON.stringify(keys)}`);
    }
    const { comparison, matches } = parseOperator(operator);
    return Object.entries(keys).map(([key, expected]): ConditionTest => {
      const name = key.toLowerCase();
      const list = (Array.isArray(expected) && !isToken(expected) ? expected : [expected])
        .map((value) => literal(value, comparison, variables));
      return {
        key,
        reads: [name, ...list.flatMap((value) => value?.variables ?? [])],
        matches: (request) => {
          const values = request.get(name);
          return values === undefined ? undefined : matches(values, list, request);
        },
      };
    });
  });
}

function unknownTest(key: string): ConditionTest {
  return { key, reads: [], matches: () => undefined };
}

/** A value of the policy; `undefined` if it is only known at deployment. */
function literal(value: unknown, comparison: Comparison | undefined, variables: boolean): PolicyText | undefined {
  if (typeof value === 'object' || isToken(value)) {
    return undefined;
  }
  return policyText(String(value), {
    variables: variables && comparison !== undefined && comparison.takes !== 'plain value',
    wildcards: comparison?.takes === 'wildcards',
  });
}

type Matcher = (values: readonly string[], expected: ReadonlyArray<PolicyText | undefined>, request: RequestContext) => Outcome;

/** What an operator does with the values of a key, of which there are none when the key is absent. */
function parseOperator(operator: string): { comparison?: Comparison; matches: Matcher } {
  if (operator === 'Null') {
    return {
      matches: (values, expected) => any(expected.map((text) =>
        text === undefined ? undefined : sameBoolean(String(values.length === 0), text.source))),
    };
  }
  const [, qualifier, name, ifExists] = /^(ForAllValues:|ForAnyValue:)?(.+?)(IfExists)?$/.exec(operator) ?? [];
  const negated = NEGATED.has(name);
  const comparison = COMPARISONS.get(NEGATED.get(name) ?? name);
  if (!comparison) {
    throw new Error(`"${operator}" is not an IAM condition operator`);
  }
  const matchesOne = (value: string, expected: ReadonlyArray<PolicyText | undefined>, request: RequestContext): Outcome =>
    any(expected.map((text) => {
      if (text === undefined || isToken(value)) {
        return undefined;
      }
      const pattern = text.resolve(request);
      return pattern ? comparison.compare(value, pattern, text.source) : pattern === null ? false : undefined;
    }));

  return {
    comparison,
    matches: (values, expected, request) => {
      if (values.length === 0) {
        if (ifExists !== undefined && qualifier === 'ForAnyValue:') {
          // AWS does not say which of the two counts.
          return undefined;
        }
        return ifExists !== undefined || qualifier === 'ForAllValues:' || (negated && qualifier === undefined);
      }
      if (values.length === 1) {
        const match = matchesOne(values[0], expected, request);
        return negated ? not(match) : match;
      }
      const each = values.map((value) => matchesOne(value, expected, request));
      switch (qualifier) {
        case 'ForAllValues:': return all(negated ? each.map(not) : each);
        case 'ForAnyValue:': return any(negated ? each.map(not) : each);
        default: return negated ? not(any(each)) : any(each);
      }
    },
  };
}
