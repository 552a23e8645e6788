import { formatValue } from '../private/format';

/** What a field of a CloudTrail event has to be, so that the event is looked for. */
export type FieldTest =
  /** It matches one of the patterns, in which `*` is any run of characters. */
  | { readonly field: string; readonly like: readonly string[] }
  /** It is there, and matches none of the patterns. Only beside a test that finds it there: what a missing one does is not documented everywhere. */
  | { readonly field: string; readonly unlike: readonly string[] }
  | { readonly field: string; readonly missing: true };

/** Of an event: one of the alternatives, all tests of which it passes. */
export type EventTest = readonly Alternative[];
export type Alternative = readonly FieldTest[];

export function like(field: string, ...patterns: readonly string[]): EventTest {
  return patterns.length === 0 ? NEVER : [[{ field, like: [...new Set(patterns)] }]];
}

export function unlike(field: string, ...patterns: readonly string[]): EventTest {
  return patterns.length === 0 ? ALWAYS : [[{ field, unlike: [...new Set(patterns)] }]];
}

export function missing(field: string): EventTest {
  return [[{ field, missing: true }]];
}

export function anyOf(...tests: readonly EventTest[]): EventTest {
  return tests.flat();
}

export function allOf(...tests: readonly EventTest[]): EventTest {
  return tests.reduce((all, test) => all.flatMap((left) => test.map((right) => [...left, ...right])), ALWAYS);
}

const ALWAYS: EventTest = [[]];
/** What no event is. */
export const NEVER: EventTest = [];

/**
 * The alternatives in as few groups as can be, so that each group, rendered, has at most so many characters. One that is too long by itself is
 * divided at its longest list of patterns.
 *
 * @throws if one can't be divided any more; `where` begins the error.
 */
export function divided(where: string, test: EventTest, render: (test: EventTest) => string, max: number): EventTest[] {
  const pieces = test.flatMap((alternative) => fitting(where, alternative, render, max));
  const groups: Alternative[][] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (last && render([...last, piece]).length <= max) {
      last.push(piece);
    } else {
      groups.push([piece]);
    }
  }
  return groups;
}

function fitting(where: string, alternative: Alternative, render: (test: EventTest) => string, max: number): Alternative[] {
  const size = render([alternative]).length;
  if (size <= max) {
    return [alternative];
  }
  const lists = alternative.flatMap((test) => ('like' in test && test.like.length > 1 ? [test] : []));
  if (lists.length === 0) {
    const patterns = alternative.flatMap((test) => ('missing' in test ? [] : 'like' in test ? test.like : test.unlike));
    throw new Error(`${where} has ${size} characters with ${formatValue(patterns[patterns.length - 1])} and ${patterns.length - 1} other patterns, over the limit of ${max}: `
      + 'give fewer servers or administrators, or a pattern with * that means several of them, such as PrincipalFilter.rolePaths(\'/platform/\')');
  }
  const longest = lists.reduce((a, b) => (b.like.join().length > a.like.join().length ? b : a));
  const middle = Math.ceil(longest.like.length / 2);
  return [longest.like.slice(0, middle), longest.like.slice(middle)]
    .map((patterns) => alternative.map((test) => (test === longest ? { field: longest.field, like: patterns } : test)))
    .flatMap((half) => fitting(where, half, render, max));
}

/** Alternatives that have the same before their last tests, which are the ends. */
export interface CommonEnds {
  readonly heads: Alternative[];
  readonly ends: FieldTest[];
}

/** The alternatives by their last tests; those that have the same before are one, so that it is said once. */
export function commonEnds(tests: EventTest): CommonEnds[] {
  const byEnd = grouped(tests, (each) => each[each.length - 1]).map((group) => ({
    heads: group.map((each) => each.slice(0, -1)), ends: [group[0][group[0].length - 1]],
  }));
  return grouped(byEnd, ({ heads }) => heads).map((group) => ({ heads: group[0].heads, ends: group.flatMap(({ ends }) => ends) }));
}

/** The items that have the same key, in the order of the first of each group. */
export function grouped<T>(items: readonly T[], key: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = JSON.stringify(key(item));
    groups.set(name, [...groups.get(name) ?? [], item]);
  }
  return [...groups.values()];
}
