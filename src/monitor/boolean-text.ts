import type { EventTest, FieldTest } from './event-test';
import { commonEnds } from './event-test';

/** Text of conditions, and what it has outside of parentheses. */
export interface BooleanText {
  readonly text: string;
  readonly has?: 'and' | 'or';
}

/** How a language joins conditions, such as `&&` and `||`. */
export interface Operators {
  readonly and: string;
  readonly or: string;
}

export function all(texts: readonly BooleanText[], { and }: Operators): BooleanText {
  return joined(texts, and, 'and', 'or');
}

export function any(texts: readonly BooleanText[], { or }: Operators): BooleanText {
  return joined(texts, or, 'or', 'and');
}

function joined(texts: readonly BooleanText[], operator: string, has: 'and' | 'or', other: 'and' | 'or'): BooleanText {
  return texts.length === 1 ? texts[0] : { text: texts.map((each) => (each.has === other ? `(${each.text})` : each.text)).join(` ${operator} `), has };
}

/**
 * The test in a language: what several alternatives have in common at their ends is said once, since filters and queries may only be so long. A test of
 * many changes, by anybody but some, is "(these or those) and (nobody or somebody else)".
 */
export function booleanText(test: EventTest, condition: (test: FieldTest) => BooleanText, operators: Operators): BooleanText {
  const text = (tests: EventTest): BooleanText => {
    if (tests.length === 1) {
      return all(tests[0].map(condition), operators);
    }
    return any(commonEnds(tests).map(({ heads, ends }) => {
      const last = any(ends.map(condition), operators);
      return heads.some(({ length }) => length === 0) ? last : all([text(heads), last], operators);
    }), operators);
  };
  return text(test);
}
