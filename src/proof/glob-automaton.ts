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
  readonly next: Map<string, Node | undefined>;
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
  private readonly nodes = new Map<string, Node>();

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
    let found = next.get(character);
    if (!found && !next.has(character)) {
      const reached = this.reachedFrom(state as Node, character);
      found = reached.length === 0 ? undefined : this.nodeOf(reached.sort((a, b) => a - b));
      next.set(character, found);
    }
    return found;
  }

  /** The characters that are told from others in a state. */
  public named(state: GlobState): readonly string[] {
    return this.waysFrom(state as Node).named;
  }

  /** @param reached in their order */
  private nodeOf(reached: readonly number[]): Node {
    const { places, isAll } = this.closedOver(reached);
    const key = isAll ? 'all' : places.join();
    let node = this.nodes.get(key);
    if (!node) {
      const accepted = places.some((place) => this.items[place] === undefined);
      this.nodes.set(key, node = { places, accepted, size: 1 + places.length, id: this.nodes.size, next: new Map() });
    }
    return node;
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
      const [exact, folded] = [new Map<string, number[]>(), new Map<string, number[]>()];
      const wild: number[] = [];
      let isWithin = false;
      for (const place of node.places) {
        const item = this.items[place];
        if (typeof item === 'string') {
          const [ways, key] = this.globs[place].foldsCase ? [folded, item.toLowerCase()] : [exact, item];
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
