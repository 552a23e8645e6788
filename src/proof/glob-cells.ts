import type { Budget } from './budget';
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
  /** How many it took. */
  readonly steps: number;
}

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
export function stringCells(sets: readonly GlobSet[], within: number, budget: Budget, beginning = ''): StringCells {
  const automata = sets.map((set) => GlobAutomaton.of(set));
  const found = new Map<string, StringCell>();
  const seen = new Set<string>();
  let level: State[] = [];
  let steps = 0;
  let complete = true;
  const take = (more: number): boolean => {
    steps += more;
    return complete = budget.takes(more) && complete;
  };
  const ids: number[] = [];
  const reach = (states: ReadonlyArray<GlobState | undefined>, text: string, into: State[]): void => {
    let size = states.length;
    for (let i = 0; i < states.length; i++) {
      const state = states[i];
      if (!state && i < within) {
        take(size);
        return;
      }
      size += state?.size ?? 0;
      ids[i] = state ? state.id : -1;
    }
    const key = take(size) ? ids.join() : '';
    if (!complete || seen.has(key)) {
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
  reach(automata.map((automaton) => stateAfter(automaton, characters(beginning), budget)), beginning, level);
  while (level.length > 0) {
    const next: State[] = [];
    for (const { states, text } of level) {
      // To tell the characters apart, and then for each of them.
      take(sizeOf(states));
      for (const character of complete ? differentCharacters(automata, states) : []) {
        reach(states.map((state, i) => state && automata[i].next(state, character)), text + character, next);
        if (!complete) {
          return { cells: [...found.values()], complete, steps };
        }
      }
    }
    level = next;
  }
  return { cells: [...found.values()], complete, steps };
}

function sizeOf(states: ReadonlyArray<GlobState | undefined>): number {
  let size = states.length;
  for (const state of states) {
    size += state?.size ?? 0;
  }
  return size;
}

/** Which of the sets of globs mean a string. */
export function meaning(sets: readonly GlobSet[], text: string, budget: Budget): boolean[] {
  const read = characters(text);
  return sets.map((set) => stateAfter(GlobAutomaton.of(set), read, budget)?.accepted === true);
}

function stateAfter(automaton: GlobAutomaton, text: readonly string[], budget: Budget): GlobState | undefined {
  let state: GlobState | undefined = automaton.start;
  let steps = 1;
  for (const character of text) {
    state = state && automaton.next(state, character);
    steps += state?.size ?? 0;
  }
  budget.take(steps);
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
function differentCharacters(automata: readonly GlobAutomaton[], states: ReadonlyArray<GlobState | undefined>): string[] {
  const named = new Set<string>();
  for (let i = 0; i < states.length; i++) {
    for (const character of states[i] ? automata[i].named(states[i]!) : []) {
      named.add(character);
    }
  }
  return [...named, OTHERS.find((other) => !named.has(other)) ?? otherThan(named)];
}

function otherThan(named: ReadonlySet<string>): string {
  let code = 0x4E00;
  while (named.has(String.fromCodePoint(code))) {
    code++;
  }
  return String.fromCodePoint(code);
}
