import type { Budget } from './budget';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE, ANY_RUN, wildcards } from '../iam/pattern';
import type { Statement } from '../iam/statement';
import { characters } from '../iam/unknown-text';

/** How many are tried. */
const MOST = 40;

/**
 * Values that a policy variable may have so that what it stands in is like what it is compared with: what stands in its place there. To try them: they
 * are not all that there are.
 *
 * @param known strings that it may be compared with
 */
export function valuesOfVariable(key: string, statements: readonly Statement[], known: readonly string[], budget: Budget): string[] {
  const texts = statements.flatMap(({ resource, condition }) => [...resource?.texts ?? [], ...condition.tests.flatMap(({ values }) => values)])
    .filter((text) => text !== undefined);
  const literals = [...new Set([...known, ...texts.map((text) => text.replace(/[*?]/g, ''))])].filter((text) => !text.includes('${')).map(characters);
  const found = new Set<string>();
  for (const text of texts) {
    for (const [whole, name] of text.matchAll(/\$\{([^},]*)[^}]*\}/g)) {
      if (name.trim().toLowerCase() === key) {
        const [before, after] = [text.slice(0, text.indexOf(whole)), text.slice(text.indexOf(whole) + whole.length)].map(asPattern);
        for (const literal of found.size < MOST ? literals : []) {
          budget.take((1 + before.length + after.length) * (1 + literal.length));
          const value = valueBetween(before, after, literal);
          if (value !== undefined) {
            found.add(value);
          }
        }
      }
    }
  }
  return [...found, 'example', 'another'].slice(0, MOST);
}

/** Every other variable stands for anything. */
function asPattern(text: string): Pattern {
  return wildcards(text.replace(/\$\{[^}]*\}/g, '*'));
}

/** The shortest part of a segment, behind as much as there may be. */
function valueBetween(before: Pattern, after: Pattern, literal: readonly string[]): string | undefined {
  const starts = endsOf(before, literal);
  const ends = endsOf([...after].reverse(), [...literal].reverse());
  let end: number | undefined;
  for (let start = literal.length - 1; start >= 0; start--) {
    end = /[:/]/.test(literal[start]) ? undefined : ends[literal.length - start - 1] ? start + 1 : end;
    if (starts[start] && end !== undefined) {
      return literal.slice(start, end).join('');
    }
  }
  return undefined;
}

/** After how many of the characters a pattern may have ended. */
function endsOf(pattern: Pattern, literal: readonly string[]): boolean[] {
  let ends = [true, ...literal.map(() => false)];
  for (const item of pattern) {
    let isReached = false;
    ends = ends.map((_, i) => {
      isReached = item === ANY_RUN ? isReached || ends[i] : i > 0 && ends[i - 1] && (item === ANY_ONE || item === literal[i - 1]);
      return isReached;
    });
  }
  return ends;
}
