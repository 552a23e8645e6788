import { Catalog } from './catalog';
import type { ServiceActions } from './catalog';
import { withoutCovered } from '../iam/without-covered';
import { Cache, derivedFrom } from '../private/cache';

/** Actions by service. */
export type ActionsByService = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The fewest characters that say these actions and no other in the table: `service:*`, a prefix of whole words with a
 * wildcard (`s3:Delete*`), or the name.
 *
 * @param outside actions that the table does not know, and that no wildcard may mean
 */
export function renderActions(actions: ActionsByService, outside: ReadonlySet<string> = new Set()): string[] {
  return [...actions.keys()].sort().flatMap((service) => {
    const names = actions.get(service)!;
    const others = outside.size === 0 ? [] : [...outside].map((action) => action.toLowerCase().split(':')).filter(([prefix]) => prefix === service).map(([, name]) => name);
    if (others.length > 0) {
      return renderService(service, names, others);
    }
    return rendered(names).get(service, () => renderService(service, names, []));
  });
}

/** Many guardrails of an app use the same actions of a service. */
const rendered = derivedFrom((_: ReadonlySet<string>) => new Cache<string[]>());

function renderService(service: string, wanted: ReadonlySet<string>, others: string[]): string[] {
  const all = spelling(Catalog.get().actionsOf(service));
  if (all.names.every((name) => wanted.has(name)) && others.length === 0) {
    return [`${service}:*`];
  }
  // How many of the names before each are wanted.
  const before = [0];
  all.names.forEach((name, i) => before.push(before[i] + Number(wanted.has(name))));
  const range = (prefix: string) => [firstFrom(all.lower, prefix), firstFrom(all.lower, `${prefix}\uffff`)];
  const meansOnlyWanted = (prefix: string) => {
    const [start, end] = range(prefix);
    return before[end] - before[start] === end - start && !others.some((other) => other.startsWith(prefix)
      || (other.endsWith('*') && prefix.startsWith(other.slice(0, -1))));
  };
  const isSingle = (prefix: string) => all.names.slice(...range(prefix.toLowerCase())).filter((name) => name.startsWith(prefix)).length === 1;
  const patterns: string[] = [];
  let last: string | undefined;
  for (const name of wanted) {
    // Names stand in alphabetical order: most are meant by the last pattern. Before a small letter, words may end elsewhere.
    if (last === undefined || !name.startsWith(last) || /[a-z]/.test(name.charAt(last.length))) {
      last = endsOfWords(name).map((end) => name.slice(0, end)).find((prefix) => meansOnlyWanted(prefix.toLowerCase()));
      // The name of a single action says more than a pattern that is hardly shorter; but the CDK takes no hyphen in a name.
      if (last !== undefined && !name.includes('-') && isSingle(last)) {
        last = undefined;
      }
      patterns.push(last === undefined ? name : `${last}*`);
    }
  }
  // `GetParameter*` also means what `GetParameters*` does.
  return withoutCovered(patterns).sort().map((pattern) => `${service}:${pattern}`);
}

/** The names of a service's actions by their lower case, in its order: those that begin alike stand together. */
const spelling = derivedFrom((actions: ServiceActions) => {
  const names = [...actions.keys()];
  const lower = names.map((name) => name.toLowerCase());
  if (lower.every((each, i) => i === 0 || lower[i - 1] < each)) {
    return { lower, names };
  }
  const order = [...names.keys()].sort((a, b) => (lower[a] < lower[b] ? -1 : 1));
  return { lower: order.map((i) => lower[i]), names: order.map((i) => names[i]) };
});

/** Where the first of the sorted strings stands that is not before the given one. */
function firstFrom(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sorted[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Where `Delete`, `DeleteDB` and `DeleteDBCluster` end in `DeleteDBCluster`. */
function endsOfWords(name: string): number[] {
  return [...name.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|./g)].map(({ index, 0: word }) => index + word.length);
}
