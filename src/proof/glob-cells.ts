import type { Glob, GlobItem } from './glob';
import { ONE_WITHIN, RUN_WITHIN } from './glob';
import { ANY_ONE, ANY_RUN } from '../iam/pattern';
import { characters } from '../iam/unknown-text';

/** Strings that all globs take alike, by one of them. */
export interface StringCell {
  readonly example: string;
  /** Which of the globs mean it. */
  readonly meant: readonly boolean[];
}

export interface StringCells {
  readonly cells: readonly StringCell[];
  /** Whether every string is like one of them: not if there were too many to look at. */
  readonly complete: boolean;
}

/** How many states are looked at: more than the policies of a principal have. */
const MOST_STATES = 20_000;
/** What stands for a character that no glob names there, in the order in which they look natural. */
const OTHERS = [...'xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_.~', '\u{F8FF}'];
/** Characters other than the two cases whose lower case is a letter: the signs of Kelvin, Angstrom and Ohm. */
const FOLDED = new Map([['k', '\u212A'], ['\u00E5', '\u212B'], ['\u03C9', '\u2126']]);

/** Where in a glob a string may be. */
interface Place {
  readonly glob: number;
  readonly places: readonly number[];
}

interface State {
  /** In all globs that may still mean it. */
  readonly live: readonly Place[];
  readonly text: string;
}

/**
 * Divides all strings by which of the globs mean them. Runs through all globs at once, as a deterministic automaton does, breadth first: so each
 * combination that there is is found, with one of its shortest strings.
 */
export function stringCells(globs: readonly Glob[], most = MOST_STATES): StringCells {
  const found = new Map<string, StringCell>();
  const seen = new Set<string>();
  let states: State[] = [];
  const reach = (live: readonly Place[], text: string, into: State[]): void => {
    const key = live.map(({ glob, places }) => `${glob},${places.join()}`).join(';');
    if (!seen.has(key)) {
      seen.add(key);
      into.push({ live, text });
      const accepted = acceptedBy(globs, live);
      const signature = accepted.join();
      if (!found.has(signature)) {
        const meant = new Array<boolean>(globs.length).fill(false);
        accepted.forEach((i) => (meant[i] = true));
        found.set(signature, { example: text, meant });
      }
    }
  };
  reach(start(globs), '', states);
  while (states.length > 0) {
    const next: State[] = [];
    for (const { live, text } of states) {
      for (const character of differentCharacters(globs, live)) {
        reach(step(globs, live, character), text + character, next);
        if (seen.size > most) {
          return { cells: [...found.values()], complete: false };
        }
      }
    }
    states = next;
  }
  return { cells: [...found.values()], complete: true };
}

/** Which of the globs mean a string. */
export function meaning(globs: readonly Glob[], text: string): boolean[] {
  let live = start(globs);
  for (const character of characters(text)) {
    live = step(globs, live, character);
  }
  const accepted = new Set(acceptedBy(globs, live));
  return globs.map((_, i) => accepted.has(i));
}

function start(globs: readonly Glob[]): readonly Place[] {
  return globs.map((glob, i) => ({ glob: i, places: closed(glob, [0]) }));
}

function acceptedBy(globs: readonly Glob[], live: readonly Place[]): number[] {
  return live.filter(({ glob, places }) => places.includes(globs[glob].items.length)).map(({ glob }) => glob);
}

/** All characters that make a difference in a state, and one that is none of them. */
function differentCharacters(globs: readonly Glob[], live: readonly Place[]): string[] {
  const named = new Set<string>();
  for (const { glob, places } of live) {
    const { items, foldsCase } = globs[glob];
    for (const place of places) {
      const item = items[place];
      if (typeof item === 'string') {
        spellings(item, foldsCase).forEach((character) => named.add(character));
      } else if (item === ONE_WITHIN || item === RUN_WITHIN) {
        named.add(':');
      }
    }
  }
  return [...named, OTHERS.find((other) => !named.has(other))!];
}

function spellings(character: string, foldsCase: boolean): string[] {
  if (!foldsCase) {
    return [character];
  }
  const lower = character.toLowerCase();
  const upper = lower.toUpperCase();
  return [lower, ...[...upper].length === 1 ? [upper] : [], ...FOLDED.has(lower) ? [FOLDED.get(lower)!] : []];
}

function step(globs: readonly Glob[], live: readonly Place[], character: string): readonly Place[] {
  const next: Place[] = [];
  for (const { glob, places: before } of live) {
    const { items, foldsCase } = globs[glob];
    const places: number[] = [];
    for (const place of before) {
      const item = items[place];
      if (item === ANY_RUN || (item === RUN_WITHIN && character !== ':')) {
        places.push(place);
      } else if (takes(item, character, foldsCase)) {
        places.push(place + 1);
      }
    }
    if (places.length > 0) {
      next.push({ glob, places: closed(globs[glob], places) });
    }
  }
  return next;
}

function takes(item: GlobItem | undefined, character: string, foldsCase: boolean): boolean {
  return typeof item === 'string' ? item === character || (foldsCase && item.toLowerCase() === character.toLowerCase())
    : item === ANY_ONE || (item === ONE_WITHIN && character !== ':');
}

/** With where one is without a further character. What lies before a `*` is left out: behind it stands all that may follow there. */
function closed({ items }: Glob, places: readonly number[]): readonly number[] {
  const all = new Set(places);
  let last = -1;
  for (const place of all) {
    const item = items[place];
    if (item === ANY_RUN || item === RUN_WITHIN) {
      all.add(place + 1);
    }
    last = item === ANY_RUN ? Math.max(last, place) : last;
  }
  return [...all].filter((place) => place >= last).sort((a, b) => a - b);
}
