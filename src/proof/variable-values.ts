import type { Budget } from './budget';
import type { Pattern } from '../iam/pattern';
import { ANY_ONE, ANY_RUN, wildcards } from '../iam/pattern';
import type { Statement } from '../iam/statement';
import { characters } from '../iam/unknown-text';
import { derivedFrom } from '../private/cache';

/** How many are tried. */
const MOST = 40;

/**
 * Values that a policy variable may have so that what it stands in is like what it is compared with: what stands in its place there. To try them: they
 * are not all that there are.
 *
 * @param known strings that it may be compared with
 */
export function valuesOfVariable(key: string, statements: readonly Statement[], known: readonly string[], budget: Budget): string[] {
  const { places, literals: written } = textsOf(statements);
  const literals = new Map([...known.filter((text) => !text.includes('${')).map((text) => [text, characters(text)] as const), ...written]);
  const found = new Set<string>();
  for (const texts of places.get(key) ?? []) {
    const [before, after] = texts.map(asPattern);
    for (const literal of found.size < MOST ? literals.values() : []) {
      budget.take((1 + before.length + after.length) * (1 + literal.length));
      const value = valueBetween(before, after, literal);
      if (value !== undefined) {
        found.add(value);
      }
    }
  }
  return [...found, 'example', 'another'].slice(0, MOST);
}

/** Of all strings in statements: what stands before and behind each policy variable, by its key; and those without any, each with its characters. */
const textsOf = derivedFrom((statements: readonly Statement[]) => {
  const texts = statements.flatMap(({ resource, condition }) => [...resource?.texts ?? [], ...condition.tests.flatMap(({ values }) => values)])
    .filter((text) => text !== undefined);
  const places = new Map<string, string[][]>();
  for (const text of texts) {
    for (const [whole, name] of text.matchAll(/\$\{([^},]*)[^}]*\}/g)) {
      const [key, start] = [name.trim().toLowerCase(), text.indexOf(whole)];
      const known = places.get(key) ?? [];
      places.set(key, known);
      known.push([text.slice(0, start), text.slice(start + whole.length)]);
    }
  }
  const plain = texts.map((text) => text.replace(/[*?]/g, '')).filter((text) => !text.includes('${'));
  return { places, literals: plain.map((text) => [text, characters(text)] as const) };
});

/** Every other variable stands for anything. */
function asPattern(text: string): Pattern {
  return wildcards(text.replace(/\$\{[^}]*\}/g, '*'));
}

/** The shortest part of a segment, behind as much as there may be. */
function valueBetween(before: Pattern, after: Pattern, literal: readonly string[]): string | undefined {
  const starts = endsOf(before, literal);
  if (!starts.includes(true)) {
    return undefined;
  }
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
    let [isReached, isAny] = [false, false];
    ends = ends.map((_, i) => {
      isReached = item === ANY_RUN ? isReached || ends[i] : i > 0 && ends[i - 1] && (item === ANY_ONE || item === literal[i - 1]);
      isAny ||= isReached;
      return isReached;
    });
    if (!isAny) {
      break;
    }
  }
  return ends;
}
