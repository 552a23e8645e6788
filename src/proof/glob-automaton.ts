import type { Glob, GlobItem, GlobSet } from './glob';
import { ONE_WITHIN, RUN_WITHIN } from './glob';
import { ANY_ONE, ANY_RUN } from '../iam/pattern';
import { isUnknownPart } from '../iam/unknown-text';
import { Cache, derivedFrom } from '../private/cache';

/** How far globs are with a string. */
export interface GlobState {
  /** Whether one of them means the string as it is. */
  readonly accepted: boolean;
  /** How much there is to look at for the next character. */
  readonly size: number;
  /** Another for each state of the automaton. */
  readonly id: number;
}

interface Node extends GlobState {
  /** Where the globs are: places among the items of all, in their order. */
  readonly places: readonly number[];
  /** `undefined` if nothing may follow, as `null` is behind a character. */
  readonly next?: Map<string, Node | null>;
  /** The places by what leads on from them: one character, a letter in either case, or a wildcard. */
  ways?: Ways;
}

interface Ways {
  readonly exact: ReadonlyMap<string, readonly number[]>;
  readonly folded: ReadonlyMap<string, readonly number[]>;
  readonly wild: readonly number[];
  /** The characters that are told from others here. */
  readonly named: readonly string[];
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
  /** Those of all globs; behind each glob one that is none. */
  private readonly items: Array<GlobItem | undefined> = [];
  /** The glob of each item, and where it begins. */
  private readonly globs: Glob[] = [];
  private readonly starts: number[] = [];
  /** By a number that equal places have. */
  private readonly nodes = new Map<number, Node[]>();
  /** Where one of them means all that may follow. */
  private all?: Node;
  private count = 0;

  private constructor(globs: GlobSet) {
    const starts: number[] = [];
    for (const glob of globs) {
      const start = this.items.length;
      starts.push(start);
      for (let i = 0; i <= glob.items.length; i++) {
        this.items.push(glob.items[i]);
        this.globs.push(glob);
        this.starts.push(start);
      }
    }
    this.start = this.nodeOf(starts);
  }

  /** The state after one more character; `undefined` if they mean nothing that begins so. */
  public next(state: GlobState, character: string): GlobState | undefined {
    const { next } = state as Node;
    if (!next) {
      return undefined;
    }
    let found = next.get(character);
    if (found === undefined) {
      const reached = this.reachedFrom(state as Node, character);
      found = reached.length === 0 ? null : this.nodeOf(reached.sort((a, b) => a - b));
      next.set(character, found);
    }
    return found ?? undefined;
  }

  /** The characters that are told from others in a state. */
  public named(state: GlobState): readonly string[] {
    return this.waysFrom(state as Node).named;
  }

  /** @param reached in their order */
  private nodeOf(reached: readonly number[]): Node {
    const { places, isAll } = this.closedOver(reached);
    if (isAll) {
      return this.all ??= this.newNode(places);
    }
    const hash = hashOf(places);
    const known = this.nodes.get(hash);
    let node = known?.find((each) => areEqual(each.places, places));
    if (!node) {
      node = this.newNode(places);
      if (known) {
        known.push(node);
      } else {
        this.nodes.set(hash, [node]);
      }
    }
    return node;
  }

  private newNode(places: readonly number[]): Node {
    const ends = places.filter((place) => this.items[place] === undefined);
    const next = ends.length < places.length || ends.some((place) => this.globs[place].opensParts) ? new Map<string, Node | null>() : undefined;
    return { places, accepted: ends.length > 0, size: 1 + places.length, id: this.count++, next, ways: next ? undefined : NOWHERE };
  }

  /**
   * With where a glob is without a further character. What lies before a `*` is left out: behind it stands all that may follow there. Where one means
   * all that may follow, the others add nothing.
   */
  private closedOver(reached: readonly number[]): { readonly places: readonly number[]; readonly isAll: boolean } {
    const { items, starts } = this;
    const places: number[] = [];
    // Where the places of the last glob begin.
    let first = 0;
    for (const each of reached) {
      if (places.length > 0 && each <= places[places.length - 1]) {
        continue;
      }
      if (places.length > 0 && starts[each] !== starts[places[places.length - 1]]) {
        first = places.length;
      }
      for (let place = each; ; place++) {
        if (items[place] === ANY_RUN) {
          places.length = first;
          if (items[place + 1] === undefined) {
            return { places: [place, place + 1], isAll: true };
          }
        }
        places.push(place);
        if (items[place] !== ANY_RUN && items[place] !== RUN_WITHIN) {
          break;
        }
      }
    }
    return { places, isAll: false };
  }

  private waysFrom(node: Node): Ways {
    if (!node.ways) {
      let [exact, folded] = [NO_WAYS, NO_WAYS];
      const wild: number[] = [];
      let isWithin = false;
      for (const place of node.places) {
        const item = this.items[place];
        if (typeof item === 'string') {
          // Most have ways of one kind only.
          const ways = this.globs[place].foldsCase ? folded = ownOf(folded) : exact = ownOf(exact);
          const key = this.globs[place].foldsCase ? item.toLowerCase() : item;
          const known = ways.get(key);
          if (known) {
            known.push(place);
          } else {
            ways.set(key, [place]);
          }
        } else if (item !== undefined) {
          wild.push(place);
          isWithin ||= item === ONE_WITHIN || item === RUN_WITHIN;
        }
      }
      const named = new Set([...exact.keys(), ...isWithin ? [':'] : [], ...[...folded.keys()].flatMap(spellings)].filter((each) => !isUnknownPart(each)));
      node.ways = { exact, folded, wild, named: [...named] };
    }
    return node.ways;
  }

  private reachedFrom(node: Node, character: string): number[] {
    const { exact, folded, wild } = this.waysFrom(node);
    const isPart = isUnknownPart(character);
    const reached: number[] = [];
    for (const place of wild) {
      const item = this.items[place];
      if (item === ANY_RUN || (item === RUN_WITHIN && character !== ':')) {
        reached.push(place);
      } else if (!isPart && (item === ANY_ONE || (item === ONE_WITHIN && character !== ':'))) {
        reached.push(place + 1);
      }
    }
    for (const place of [...exact.get(character) ?? [], ...folded.size > 0 ? folded.get(character.toLowerCase()) ?? [] : []]) {
      reached.push(place + 1);
    }
    return isPart ? [...new Set([...reached, ...this.openedBy(node)])] : reached;
  }

  /** Where globs may be after a part known only at deployment, which may be anything to them. */
  private openedBy({ places }: Node): number[] {
    const opened = places.filter((place, i) => this.globs[place].opensParts && (i === 0 || this.starts[places[i - 1]] !== this.starts[place]));
    return opened.flatMap((place) => {
      const end = this.starts[place] + this.globs[place].items.length;
      return Array.from({ length: end - place + 1 }, (_, i) => place + i);
    });
  }
}

const NO_WAYS = new Map<string, number[]>();
const NOWHERE: Ways = { exact: NO_WAYS, folded: NO_WAYS, wild: [], named: [] };

function ownOf(ways: Map<string, number[]>): Map<string, number[]> {
  return ways === NO_WAYS ? new Map() : ways;
}

function hashOf(numbers: readonly number[]): number {
  let hash = numbers.length;
  for (const each of numbers) {
    /* eslint-disable no-bitwise */
    hash = Math.imul(hash ^ each, 0x9E3779B1);
    hash ^= hash >>> 15;
    /* eslint-enable no-bitwise */
  }
  return hash;
}

function areEqual(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return a.length === b.length;
}

const SYMBOLS = new Map<GlobItem, string>([[ANY_ONE, '\\?'], [ANY_RUN, '\\*'], [ONE_WITHIN, '\\1'], [RUN_WITHIN, '\\+']]);

/** Equal for sets of the same globs. */
export function keyOf(globs: GlobSet): string {
  return keyOfSet(globs);
}

const keyOfSet = derivedFrom((globs: GlobSet) => [...new Set(globs.map(textOf))].join('|'));

const textOf = derivedFrom(({ items, foldsCase, opensParts }: Glob): string => (
  `${foldsCase ? 'i' : ''}${opensParts ? 'o' : ''} ${items.map((item) => SYMBOLS.get(item) ?? (item === '\\' || item === '|' ? `\\${String(item)}` : item)).join('')}`));

function spellings(lower: string): string[] {
  const upper = lower.toUpperCase();
  return [lower, ...[...upper].length === 1 ? [upper] : [], ...FOLDED.has(lower) ? [FOLDED.get(lower)!] : []];
}
