import type { Outcome } from './three-valued';
import { characters, hasUnknownPart, isGeneratedName, isUnknownPart } from './unknown-text';

/** Any run of characters: `*`. */
export const ANY_RUN: unique symbol = Symbol('*');
/** One character: `?`. */
export const ANY_ONE: unique symbol = Symbol('?');

/** A pattern as its characters, its parts known only at deployment, and its wildcards. */
export type Pattern = ReadonlyArray<string | typeof ANY_RUN | typeof ANY_ONE>;

/**
 * Whether a text is of the form; unknown where a part known only at deployment decides.
 *
 * @param literal that the text has no such part, if the caller knows
 */
export type TextMatcher = (text: string, literal?: boolean) => Outcome;

/** Reads `*` and `?` as wildcards. */
export function wildcards(text: string): Pattern {
  return characters(text).map((item) => (item === '*' ? ANY_RUN : item === '?' ? ANY_ONE : item));
}

/**
 * Prepares the match of a text with `*` for any run of characters and `?` for one. The answer is unknown where a part known
 * only at deployment decides.
 */
export function wildcardMatcher(pattern: string): TextMatcher {
  if (pattern === '*') {
    return () => true;
  }
  if (!hasUnknownPart(pattern)) {
    const first = pattern.search(/[*?]/);
    const slow = (text: string) => patternMatches(wildcards(pattern), text);
    if (first === -1) {
      return (text, literal) => text === pattern || (literal || !hasUnknownPart(text) ? false : slow(text));
    }
    if (first === pattern.length - 1 && pattern.endsWith('*')) {
      const start = pattern.slice(0, -1);
      return (text, literal) => text.startsWith(start) || (literal || !hasUnknownPart(text) ? false : slow(text));
    }
  }
  const prepared = wildcards(pattern);
  return (text) => patternMatches(prepared, text);
}

/** Whether the pattern means the text. */
export function patternMatches(pattern: Pattern, text: string): Outcome {
  const items = hasUnknownPart(text) ? characters(text) : text;
  if (surelyMatches(pattern, items)) {
    return true;
  }
  const open = (item: Pattern[number]) => typeof item === 'string' && isUnknownPart(item);
  return (pattern.some(open) || typeof items !== 'string') && mayMatch(pattern, items) ? undefined : false;
}

/** The items of a text; a text without unknown parts is its own. */
type Items = string | string[];

/** Whatever the unknown parts are: each is one item, alike only to itself. Steps back to the last `*` only: never exponential. */
function surelyMatches(pattern: Pattern, items: Items): boolean {
  let [p, i, star, resume] = [0, 0, -1, 0];
  while (i < items.length) {
    if (p < pattern.length && (pattern[p] === items[i] || (pattern[p] === ANY_ONE && !isUnknownPart(items[i])))) {
      p++;
      i++;
    } else if (pattern[p] === ANY_RUN) {
      star = p++;
      resume = i;
    } else if (star !== -1) {
      p = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === ANY_RUN) {
    p++;
  }
  return p === pattern.length;
}

/** Any run of characters; of a generated name, the run after its first character. */
interface Run {
  readonly generated?: string;
}
type Item = string | typeof ANY_ONE | Run;

/** Whether there are values of the unknown parts with which it matches: whether some text is of both forms. */
function mayMatch(pattern: Pattern, text: Items): boolean {
  const [a, b] = [pattern, typeof text === 'string' ? text.split('') : text].map((items) => (items as Pattern).flatMap(asItems));
  if (endsDiffer(a, b, (items, i) => items[i]) || endsDiffer(a, b, (items, i) => items[items.length - 1 - i])) {
    return false;
  }
  let reachable = new Array<boolean>(b.length + 1).fill(false);
  reachable[0] = true;
  for (let i = 0; i <= a.length; i++) {
    const next = new Array<boolean>(b.length + 1).fill(false);
    for (let j = 0; j <= b.length; j++) {
      if (!reachable[j]) {
        continue;
      }
      const x: Item = a[i];
      const y: Item = b[j];
      next[j] ||= i < a.length && (isRun(x) || (isRun(y) && mayHold(y, x)));
      reachable[j + 1] ||= j < b.length && (isRun(y) || (isRun(x) && mayHold(x, y)));
      next[j + 1] ||= i < a.length && j < b.length && !isRun(x) && !isRun(y) && mayBeEqual(x, y);
    }
    if (i < a.length) {
      reachable = next;
    }
  }
  return reachable[b.length];
}

/** Whether the items from one end on, up to the first run, can't be alike: what most texts differ in is found at once. */
function endsDiffer(a: Item[], b: Item[], at: (items: Item[], i: number) => Item): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = at(a, i);
    const y = at(b, i);
    if (isRun(x) || isRun(y)) {
      return false;
    }
    if (!mayBeEqual(x, y)) {
      return true;
    }
  }
  return false;
}

function asItems(item: Pattern[number]): Item[] {
  if (item === ANY_RUN || (typeof item === 'string' && isUnknownPart(item) && !isGeneratedName(item))) {
    return [{}];
  }
  // A generated name has at least one character.
  return typeof item === 'string' && isUnknownPart(item) ? [item, { generated: item }] : [item as Item];
}

function isRun(item: Item): item is Run {
  return typeof item === 'object';
}

function mayHold({ generated }: Run, item: Item): boolean {
  return generated === undefined || isRun(item) || mayBeEqual(generated, item);
}

function mayBeEqual(x: string | typeof ANY_ONE, y: string | typeof ANY_ONE): boolean {
  if (x === y || x === ANY_ONE || y === ANY_ONE) {
    return true;
  }
  const [name, other] = isUnknownPart(x) ? [x, y] : [y, x];
  return isUnknownPart(name) && !isUnknownPart(other) && other !== '/' && other !== ':';
}
