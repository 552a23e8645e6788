import { Catalog } from './catalog';
import { withoutCovered } from '../private/without-covered';

/** Actions by service. */
export type ActionsByService = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The fewest characters that say these actions and no other in the table: `service:*`, a prefix of whole words with a
 * wildcard (`s3:Delete*`), or the name.
 */
export function renderActions(actions: ActionsByService): string[] {
  return [...actions.keys()].sort().flatMap((service) => {
    const names = actions.get(service)!;
    const patterns = rendered.get(names) ?? renderService(service, names);
    rendered.set(names, patterns);
    return patterns;
  });
}

/** Many guardrails of an app use the same actions of a service. */
const rendered = new WeakMap<ReadonlySet<string>, string[]>();

function renderService(service: string, wanted: ReadonlySet<string>): string[] {
  const all = [...Catalog.get().actionsOf(service).keys()];
  if (all.every((name) => wanted.has(name))) {
    return [`${service}:*`];
  }
  // How many names of the service, and of those wanted, begin with each prefix of whole words of a wanted one.
  const counts = new Map<string, { all: number; wanted: number }>();
  for (const name of wanted) {
    for (const prefix of wordPrefixes(name)) {
      counts.set(prefix, { all: 0, wanted: 0 });
    }
  }
  for (const name of all) {
    for (let end = 1; end <= name.length; end++) {
      const count = counts.get(name.slice(0, end));
      if (count) {
        count.all++;
        count.wanted += Number(wanted.has(name));
      }
    }
  }
  const patterns = [...wanted].map((name) => {
    const prefix = wordPrefixes(name).find((each) => counts.get(each)!.all === counts.get(each)!.wanted);
    // The name of a single action says more than a pattern that is hardly shorter; but the CDK takes no hyphen in a name.
    return prefix === undefined || (counts.get(prefix)!.all === 1 && !name.includes('-')) ? name : `${prefix}*`;
  });
  // `GetParameter*` also means what `GetParameters*` does.
  return withoutCovered(patterns).sort().map((pattern) => `${service}:${pattern}`);
}

/** `Delete`, `DeleteDB` and `DeleteDBCluster` of `DeleteDBCluster`. */
function wordPrefixes(name: string): string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|./g) ?? [];
  return words.map((_, i) => words.slice(0, i + 1).join(''));
}
