import { Catalog } from './catalog';
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
  const all = [...Catalog.get().actionsOf(service).keys()];
  if (all.every((name) => wanted.has(name)) && others.length === 0) {
    return [`${service}:*`];
  }
  // How many names of the service, and of those wanted, begin with each prefix of whole words of a wanted one, case-insensitive.
  const counts = new Map<string, { all: number; wanted: number }>();
  const inThisCase = new Map<string, number>();
  for (const name of wanted) {
    for (const prefix of wordPrefixes(name)) {
      counts.set(prefix.toLowerCase(), { all: 0, wanted: 0 });
      inThisCase.set(prefix, 0);
    }
  }
  for (const name of all) {
    for (let end = 1; end <= name.length; end++) {
      const beginning = name.slice(0, end);
      const count = counts.get(beginning.toLowerCase());
      if (count) {
        count.all++;
        count.wanted += Number(wanted.has(name));
        inThisCase.set(beginning, (inThisCase.get(beginning) ?? 0) + 1);
      }
    }
  }
  const meansOther = (prefix: string) => others.some((other) => other.startsWith(prefix)
    || (other.endsWith('*') && prefix.startsWith(other.slice(0, -1))));
  const patterns = [...wanted].map((name) => {
    const found = wordPrefixes(name).find((each) => {
      const count = counts.get(each.toLowerCase())!;
      return count.all === count.wanted && !meansOther(each.toLowerCase());
    });
    // The name of a single action says more than a pattern that is hardly shorter; but the CDK takes no hyphen in a name.
    return found === undefined || (inThisCase.get(found) === 1 && !name.includes('-')) ? name : `${found}*`;
  });
  // `GetParameter*` also means what `GetParameters*` does.
  return withoutCovered(patterns).sort().map((pattern) => `${service}:${pattern}`);
}

/** `Delete`, `DeleteDB` and `DeleteDBCluster` of `DeleteDBCluster`. */
function wordPrefixes(name: string): string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|./g) ?? [];
  return words.map((_, i) => words.slice(0, i + 1).join(''));
}
