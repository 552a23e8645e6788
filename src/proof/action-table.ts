import { Catalog } from '../actions/catalog';
import { wildcardMatcher } from '../iam/wildcard';
import { Cache, derivedFrom } from '../private/cache';

/** All actions of the table, by number. */
export interface ActionTable {
  /** As AWS spells them, and in lower case. */
  readonly names: readonly string[];
  readonly lower: readonly string[];
  /** How far each is from being the best example: with a short name, of a service that everybody knows. */
  readonly ranks: Int32Array;
  /** Where the actions of each service begin and end. */
  readonly ranges: ReadonlyMap<string, readonly [start: number, end: number]>;
  /** Which ones a pattern in lower case means: many statements have the same. */
  readonly meant: Cache<Int32Array>;
}

const WELL_KNOWN = ['s3', 'dynamodb', 'ec2', 'lambda', 'iam'];
const LONGEST = 1_000;

const tableOf = derivedFrom((catalog: Catalog): ActionTable => {
  const names: string[] = [];
  const ranges = new Map<string, readonly [number, number]>();
  for (const service of catalog.services) {
    const start = names.length;
    names.push(...[...catalog.actionsOf(service).keys()].map((name) => `${service}:${name}`));
    ranges.set(service, [start, names.length]);
  }
  const ranks = Int32Array.from(names, (name) => {
    const rank = WELL_KNOWN.indexOf(name.slice(0, name.indexOf(':')));
    return LONGEST * (rank === -1 ? WELL_KNOWN.length : rank) + name.length;
  });
  return { names, lower: names.map((name) => name.toLowerCase()), ranks, ranges, meant: new Cache(5_000) };
});

export function actionTable(): ActionTable {
  return tableOf(Catalog.get());
}

/** The numbers of the actions that a pattern in lower case means. */
export function numbersOf(pattern: string): Int32Array {
  const { lower, meant } = actionTable();
  return meant.get(pattern, () => {
    const [start, end] = rangeOf(pattern);
    const matches = wildcardMatcher(pattern);
    const found: number[] = [];
    for (let i = start; i < end; i++) {
      if (matches(lower[i], 0)) {
        found.push(i);
      }
    }
    return Int32Array.from(found);
  });
}

/** How many actions are looked at for a pattern in lower case. */
export function lookedAt(pattern: string): number {
  const [start, end] = rangeOf(pattern);
  return 1 + end - start;
}

function rangeOf(pattern: string): readonly [start: number, end: number] {
  const { lower, ranges } = actionTable();
  const colon = pattern.indexOf(':');
  const service = pattern.slice(0, colon);
  return colon === -1 || /[*?]/.test(service) ? [0, lower.length] : ranges.get(service) ?? [0, 0];
}
