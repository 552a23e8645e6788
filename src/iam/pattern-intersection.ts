import type { Pattern } from './pattern';
import { ANY_ONE, ANY_RUN, wildcards } from './pattern';
import { characters, hasUnknownPart } from './unknown-text';
import { surelyMatches, withOpenWildcards } from './wildcard';

/**
 * Patterns that together mean what two mean both; `undefined` if that can't be said in patterns. Wildcards are `*` only.
 *
 * @param wanted one without `*`, one that ends in its only `*`, or one that means all that the other means
 */
export function intersection(wanted: string, other: string): string[] | undefined {
  if ([wanted, other].some((text) => /\?|\$\{/.test(text) || hasUnknownPart(text))) {
    return undefined;
  }
  if (surelyMatches(wildcards(wanted), characters(withOpenWildcards(other)))) {
    return [other];
  }
  if (!wanted.includes('*')) {
    return surelyMatches(wildcards(other), characters(wanted)) ? [wanted] : [];
  }
  return wanted.indexOf('*') !== wanted.length - 1 ? undefined
    : continuations(wildcards(other), characters(wanted.slice(0, -1))).map((rest) => wanted.slice(0, -1) + rest);
}

/** What may stand behind a start, in strings that the pattern means. */
function continuations(pattern: Pattern, start: readonly string[]): string[] {
  let places = new Set([0]);
  for (const character of start) {
    const next = new Set<number>();
    places.forEach((place) => {
      let at = place;
      for (; pattern[at] === ANY_RUN; at++) {
        next.add(at);
      }
      if (pattern[at] === character) {
        next.add(at + 1);
      }
    });
    places = next;
  }
  return [...places].map((place) => pattern.slice(place).map((item) => (item === ANY_RUN ? '*' : item === ANY_ONE ? '?' : item)).join(''));
}
