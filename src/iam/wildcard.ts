import type { Items, Pattern } from './pattern';
import { ANY_ONE, ANY_RUN, wildcards } from './pattern';
import { findPiece } from './piece-search';
import type { Outcome } from './three-valued';
import { characters, hasUnknownPart, isGeneratedName, isUnknownPart, unknownPart } from './unknown-text';

/**
 * Whether a string is of the form; unknown where a part known only at deployment decides.
 *
 * @param alike if the caller knows that the text has no such part: how many of its first characters are known to be those of the pattern
 */
export type TextMatcher = (text: string, alike?: number) => Outcome;

/**
 * Prepares the match of a string with `*` for any run of characters and `?` for one. The answer is unknown where a part known
 * only at deployment decides.
 */
export function wildcardMatcher(pattern: string): TextMatcher {
  if (pattern === '*') {
    return () => true;
  }
  if (!hasUnknownPart(pattern)) {
    const first = pattern.search(/[*?]/);
    const otherwise = (text: string, alike?: number) => (
      alike === undefined && hasUnknownPart(text) ? patternMatches(wildcards(pattern), text) : false);
    if (first === -1) {
      return (text, alike) => (text.length === pattern.length && beginsWith(text, pattern, alike)) || otherwise(text, alike);
    }
    if (first === pattern.length - 1 && pattern.endsWith('*')) {
      const start = pattern.slice(0, -1);
      return (text, alike) => beginsWith(text, start, alike) || otherwise(text, alike);
    }
  }
  const prepared = wildcards(pattern);
  return (text) => patternMatches(prepared, text);
}

/** As `startsWith()`, from the end on: most differ where the patterns of a policy do, in the last characters. So many of the first are known to be alike. */
export function beginsWith(text: string, start: string, alike = 0): boolean {
  for (let i = start.length - 1; i >= alike; i--) {
    if (text.charCodeAt(i) !== start.charCodeAt(i)) {
      return false;
    }
  }
  return true;
}

/** The text in which each wildcard stands for what is not known; `${*}` is the character. */
export function withOpenWildcards(text: string): string {
  return !/[*?]/.test(text) ? text : text.replace(/\$\{([*?])\}|[*?]/g, (wildcard, character?: string) => character ?? unknownPart(wildcard));
}

/** Whether the pattern means the text. */
export function patternMatches(pattern: Pattern, text: string): Outcome {
  // Most strings are their own items: they have neither unknown parts nor code points that are two units of UTF-16.
  const items = /[\uD800-\uE000]/.test(text) ? characters(text) : text;
  if (surelyMatches(pattern, items)) {
    return true;
  }
  const isOpen = pattern.some(isOpenItem) || (typeof items !== 'string' && items.some(isOpenItem));
  return isOpen && mayMatch(pattern, items) ? undefined : false;
}

function isOpenItem(item: Pattern[number]): boolean {
  return typeof item === 'string' && isUnknownPart(item);
}

/** Whether it matches whatever the unknown parts are: each is one item, alike only to itself. Steps back to the last `*` only, and not for ever. */
export function surelyMatches(pattern: Pattern, items: Items): boolean {
  let [p, i, star, resume] = [0, 0, -1, 0];
  for (let left = 4 * items.length + 4_096; i < items.length; left--) {
    if (p < pattern.length && (pattern[p] === items[i] || (pattern[p] === ANY_ONE && !isUnknownPart(items[i])))) {
      p++;
      i++;
    } else if (pattern[p] === ANY_RUN) {
      star = p++;
      resume = i;
    } else if (star === -1) {
      return false;
    } else if (left < 0) {
      return piecesMatch(pattern.slice(star + 1), items, resume);
    } else {
      p = star + 1;
      i = ++resume;
    }
  }
  while (pattern[p] === ANY_RUN) {
    p++;
  }
  return p === pattern.length;
}

/** As the above after a `*`: what stands between two of them is searched once. */
function piecesMatch(pattern: Pattern, items: Items, from: number): boolean {
  let [start, at] = [0, from];
  for (let star = pattern.indexOf(ANY_RUN); star !== -1; star = pattern.indexOf(ANY_RUN, start)) {
    const found = findPiece(pattern.slice(start, star), items, at);
    if (found === -1) {
      return false;
    }
    at = found + star - start;
    start = star + 1;
  }
  const end = items.length - (pattern.length - start);
  return end >= at && findPiece(pattern.slice(start), items, end) === end;
}

/** Any run of characters; of a generated name, the run after its first character. */
interface Run {
  readonly generated?: string;
}
type Item = string | typeof ANY_ONE | Run;

/** How many pairs of items are looked at: more than two ARNs have, of at most 2,048 characters. */
const PAIRS = 5_000_000;

/** Whether there are values of the unknown parts with which it matches: whether some text is of both forms. Of longer ones, it may be. */
function mayMatch(pattern: Pattern, text: Items): boolean {
  if (beginDifferently(pattern, text)) {
    return false;
  }
  const [a, b] = [pattern, typeof text === 'string' ? text.split('') : text].map((items) => (items as Pattern).flatMap(asItems));
  if (endsDiffer(a, b, (items, i) => items[i]) || endsDiffer(a, b, (items, i) => items[items.length - 1 - i])) {
    return false;
  }
  if (a.length * b.length > PAIRS) {
    return true;
  }
  let [reachable, next] = [new Uint8Array(b.length + 1), new Uint8Array(b.length + 1)];
  reachable[0] = 1;
  for (let i = 0; i <= a.length; i++) {
    const x: Item | undefined = a[i];
    const isRunOfA = x !== undefined && isRun(x);
    const first = reachable.indexOf(1);
    if (first === -1) {
      return false;
    }
    next.fill(0);
    for (let j = first; j <= b.length; j++) {
      if (reachable[j] === 0) {
        continue;
      }
      const y: Item | undefined = b[j];
      const isRunOfB = y !== undefined && isRun(y);
      if (x !== undefined && (isRunOfA || (isRunOfB && mayHold(y, x)))) {
        next[j] = 1;
      }
      if (y !== undefined && (isRunOfB || (isRunOfA && mayHold(x, y)))) {
        reachable[j + 1] = 1;
      }
      if (x !== undefined && y !== undefined && !isRunOfA && !isRunOfB && mayBeEqual(x, y)) {
        next[j + 1] = 1;
      }
    }
    if (i < a.length) {
      [reachable, next] = [next, reachable];
    }
  }
  return reachable[b.length] === 1;
}

/** Whether the items from one end on, up to the first run, can't be alike: what most strings differ in is found at once. */
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

/** The same of the characters at the beginning, before anything is made of them. */
function beginDifferently(pattern: Pattern, text: Items): boolean {
  for (let i = 0; i < Math.min(pattern.length, text.length); i++) {
    const [x, y] = [pattern[i], text[i]];
    if (x === ANY_RUN || (typeof x === 'string' && isUnknownPart(x)) || isUnknownPart(y)) {
      return false;
    }
    if (x !== ANY_ONE && x !== y) {
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
