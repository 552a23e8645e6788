import type { GlobSet } from './glob';
import type { GlobState } from './glob-automaton';
import { GlobAutomaton } from './glob-automaton';
import { characters } from '../iam/unknown-text';

/** Strings that all sets of globs take alike, by one of them. */
export interface StringCell {
  readonly example: string;
  /** Which of the sets mean it. */
  readonly meant: readonly boolean[];
}

export interface StringCells {
  readonly cells: readonly StringCell[];
  /** Whether every string is like one of them: not if there were too many to look at. */
  readonly complete: boolean;
}

/** How many states are looked at: more than the policies of a principal have. */
const MOST_STATES = 40_000;
/** How much is looked at for one of them at most, on average: a list of many values costs as much in each state. */
const MOST_PER_STATE = 600;
/** What stands for a character that no glob names there, in the order in which they look natural. */
const OTHERS = [...'xyzabcdefghijklmnopqrstuvw0123456789XYZABCDEFGHIJKLMNOPQRSTUVW-_.~', '\u{F8FF}'];

interface State {
  /** Of each set: `undefined` if it means nothing that begins so. */
  readonly states: ReadonlyArray<GlobState | undefined>;
  readonly text: string;
}

/**
 * Divides strings by which of the sets of globs mean them. Runs through all at once, as a deterministic automaton does, breadth first: so it
 * finds each combination that there is, with one of its shortest strings.
 *
 * @param within of how many of them, from the first on, only what all mean is looked at
 * @param beginning of all the strings; behind it they have no part known only at deployment
 */
export function stringCells(sets: readonly GlobSet[], within = 0, most = MOST_STATES, beginning = ''): StringCells {
  const automata = sets.map((set) => GlobAutomaton.of(set));
  const found = new Map<string, StringCell>();
  const seen = new Set<string>();
  let level: State[] = [];
  let looked = 0;
  const reach = (states: ReadonlyArray<GlobState | undefined>, text: string, into: State[]): void => {
    let key = '';
    for (let i = 0; i < states.length; i++) {
      if (!states[i] && i < within) {
        return;
      }
      looked += 1 + (states[i]?.size ?? 0);
      key += states[i] ? `${states[i]!.id},` : ',';
    }
    if (seen.has(key)) {
      return;
    }
    seen.add(key);
    into.push({ states, text });
    const meant = states.map((state) => state?.accepted === true);
    const signature = signatureOf(meant);
    if (!found.has(signature) && !meant.slice(0, within).includes(false)) {
      found.set(signature, { example: text, meant });
    }
  };
  reach(automata.map((automaton) => stateAfter(automaton, beginning)), beginning, level);
  while (level.length > 0) {
    const next: State[] = [];
    for (const { states, text } of level) {
      for (const character of differentCharacters(states)) {
        reach(states.map((state, i) => state && automata[i].next(state, character)), text + character, next);
        if (seen.size > most || looked > most * MOST_PER_STATE) {
          return { cells: [...found.values()], complete: false };
        }
      }
    }
    level = next;
  }
  return { cells: [...found.values()], complete: true };
}

/** Which of the sets of globs mean a string. */
export function meaning(sets: readonly GlobSet[], text: string): boolean[] {
  return sets.map((set) => stateAfter(GlobAutomaton.of(set), text)?.accepted === true);
}

function stateAfter(automaton: GlobAutomaton, text: string): GlobState | undefined {
  let state: GlobState | undefined = automaton.start;
  for (const character of characters(text)) {
    state = state && automaton.next(state, character);
  }
  return state;
}

/** Equal for strings that all take alike. */
export function signatureOf(meant: readonly boolean[]): string {
  let signature = '';
  for (const each of meant) {
    signature += each ? '1' : '0';
  }
  return signature;
}

/** All characters that make a difference in a state, and one that is none of them. */
function differentCharacters(states: ReadonlyArray<GlobState | undefined>): string[] {
  const named = new Set<string>();
  for (const state of states) {
    state?.named.forEach((character) => named.add(character));
  }
  return [...named, OTHERS.find((other) => !named.has(other))!];
}
