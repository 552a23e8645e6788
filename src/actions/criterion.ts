import type { AccessLevel } from './access-level';
import { Catalog } from './catalog';
import type { ActionsByService } from './render';

/** What makes an action belong to a set: a rule over names and access levels, and a list of those that no rule finds. */
export interface Criterion {
  /** The rule. */
  readonly rule: (name: string, level: AccessLevel, service: string) => boolean;

  /** Names, or beginnings of names with a wildcard, by service, that belong to the set although the rule misses them. */
  readonly also?: { [service: string]: string };

  /** Names by service that the rule finds but that don't belong to the set. */
  readonly not?: { [service: string]: string };
}

/** The actions of the given services, or of all, that meet the criterion. */
export function actionsThatMeet({ rule, also, not }: Criterion, services: string[] = Catalog.get().services): ActionsByService {
  const found = new Map<string, Set<string>>();
  for (const service of services) {
    const isListed = (list: { [service: string]: string } | undefined) => {
      const patterns = list?.[service]?.split(' ') ?? [];
      return (name: string) => patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
    };
    const [included, excluded] = [isListed(also), isListed(not)];
    const names = [...Catalog.get().actionsOf(service)]
      .filter(([name, level]) => included(name) || (rule(name, level, service) && !excluded(name)))
      .map(([name]) => name);
    if (names.length > 0) {
      found.set(service, new Set(names));
    }
  }
  return found;
}

/** What an action does, apart from `Batch`, `Admin` and the like before it: `Delete` of `BatchDeleteImage`. */
export function verbOf(name: string): string {
  return /^(?:Batch|Bulk|Admin|Force)?([A-Z][a-z]+)/.exec(name)?.[1] ?? name;
}
