import type { Glob, GlobItem, GlobSet } from './glob';
import { ONE_WITHIN, RUN_WITHIN } from './glob';
import { ANY_ONE, ANY_RUN } from '../iam/pattern';
import { isUnknownPart } from '../iam/unknown-text';
import { Cache, derivedFrom } from '../private/cache';

/** How far globs are with a string. */
export interface GlobState {
  /** Whether one of them means the string as it is. */
  readonly accepted: boolean;
  /** The characters that are told from others here. */
  readonly named: readonly string[];
  /** How much there is to look at for the next character. */
  readonly size: number;
  /** Another for each state of the automaton. */
  readonly id: number;
}

interface Node extends GlobState {
  readonly places: ReadonlyArray<readonly number[]>;
  readonly next: Map<string, Node | undefined>;
}

/** Characters other than the two cases whose lower case is a letter: the signs of Kelvin, Angstrom and Ohm. */
const FOLDED = new Map([['k', '\u212A'], ['\u00E5', '\u212B'], ['\u03C9', '\u2126']]);

/** Reads a string character by character, and tells whether one of some globs means it: a deterministic automaton, made as far as it is used. */
export class GlobAutomaton {
  /** That of globs, made once for those that are equal. */
  public static of(globs: GlobSet): GlobAutomaton {
    return this.ofSet(globs);
  }

  private static readonly cache = new Cache<GlobAutomaton>(300);
  private static readonly ofSet = derivedFrom((globs: GlobSet) => GlobAutomaton.cache.get(keyOf(globs), () => new GlobAutomaton(globs)));

  public readonly start: GlobState;
  private readonly nodes = new Map<string, Node>();

  private constructor(private readonly globs: GlobSet) {
    this.start = this.nodeOf(globs.map(() => [0]));
  }

  /** The state after one more character; `undefined` if they mean nothing that begins so. */
  public next(state: GlobState, character: string): GlobState | undefined {
    const { next, places } = state as Node;
    let found = next.get(character);
    if (!found && !next.has(character)) {
      const reached = places.map((each, i) => reachedFrom(this.globs[i], each, character));
      found = reached.every((each) => each.length === 0) ? undefined : this.nodeOf(reached);
      next.set(character, found);
    }
    return found;
  }

  private nodeOf(places: ReadonlyArray<readonly number[]>): Node {
    const closed = places.map((each, i) => closedOver(this.globs[i], each));
    // Where one means all that may follow, the others add nothing.
    const final = closed.findIndex((each, i) => each[0] === this.globs[i].items.length - 1 && this.globs[i].items[each[0]] === ANY_RUN);
    const all = final === -1 ? closed : closed.map(() => []);
    const key = final === -1 ? JSON.stringify(all) : 'all';
    let node = this.nodes.get(key);
    if (!node) {
      node = {
        places: final === -1 ? all : closed.map((each, i) => (i === final ? each : [])),
        accepted: final !== -1 || all.some((each, i) => each[each.length - 1] === this.globs[i].items.length),
        named: [...new Set(all.flatMap((each, i) => namedAt(this.globs[i], each)))],
        size: this.globs.length + all.reduce((sum, each) => sum + each.length, 0),
        id: this.nodes.size,
        next: new Map(),
      };
      this.nodes.set(key, node);
    }
    return node;
  }
}

const SYMBOLS = new Map<GlobItem, string>([[ANY_ONE, '\\?'], [ANY_RUN, '\\*'], [ONE_WITHIN, '\\1'], [RUN_WITHIN, '\\+']]);

/** Equal for sets of the same globs. */
export function keyOf(globs: GlobSet): string {
  return keyOfSet(globs);
}

const keyOfSet = derivedFrom((globs: GlobSet) => [...new Set(globs.map(textOf))].join('|'));

const textOf = derivedFrom(({ items, foldsCase, opensParts }: Glob): string => (
  `${foldsCase ? 'i' : ''}${opensParts ? 'o' : ''} ${items.map((item) => SYMBOLS.get(item) ?? (item === '\\' || item === '|' ? `\\${String(item)}` : item)).join('')}`));

function reachedFrom({ items, foldsCase, opensParts }: Glob, before: readonly number[], character: string): number[] {
  if (opensParts && before.length > 0 && isUnknownPart(character)) {
    return items.map((_, i) => i).concat(items.length).filter((place) => place >= before[0]);
  }
  const places: number[] = [];
  for (const place of before) {
    const item = items[place];
    if (item === ANY_RUN || (item === RUN_WITHIN && character !== ':')) {
      places.push(place);
    } else if (takes(item, character, foldsCase)) {
      places.push(place + 1);
    }
  }
  return places;
}

/** With where one is without a further character. What lies before a `*` is left out: behind it stands all that may follow there. */
function closedOver({ items }: Glob, places: readonly number[]): readonly number[] {
  if (places.length === 0) {
    return places;
  }
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

function namedAt({ items, foldsCase }: Glob, places: readonly number[]): string[] {
  return places.flatMap((place) => {
    const item = items[place];
    return typeof item === 'string' ? isUnknownPart(item) ? [] : spellings(item, foldsCase) : item === ONE_WITHIN || item === RUN_WITHIN ? [':'] : [];
  });
}

function spellings(character: string, foldsCase: boolean): string[] {
  if (!foldsCase) {
    return [character];
  }
  const lower = character.toLowerCase();
  const upper = lower.toUpperCase();
  return [lower, ...[...upper].length === 1 ? [upper] : [], ...FOLDED.has(lower) ? [FOLDED.get(lower)!] : []];
}

function takes(item: GlobItem | undefined, character: string, foldsCase: boolean): boolean {
  return typeof item === 'string' ? item === character || (foldsCase && item.toLowerCase() === character.toLowerCase())
    : !isUnknownPart(character) && (item === ANY_ONE || (item === ONE_WITHIN && character !== ':'));
}
