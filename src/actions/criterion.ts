import type { AccessLevel } from './access-level';
import { Catalog } from './catalog';
import type { ActionsByService } from './render';
import { Cache, derivedFrom } from '../private/cache';

/** What makes an action belong to a set: a rule over names and access levels, and a list of those that no rule finds. */
export interface Criterion {
  /** The rule. */
  readonly rule: (name: string, level: AccessLevel, service: string) => boolean;

  /** Names, or beginnings of names with a wildcard, by service, that belong to the set although the rule misses them. */
  readonly also?: { [service: string]: string };

  /** Names by service that the rule finds but that don't belong to the set. */
  readonly not?: { [service: string]: string };

  /** A smaller set that belongs to it as a whole. */
  readonly includes?: Criterion;
}

/** The actions of the given services, or of all, that meet the criterion. */
export function actionsThatMeet(criterion: Criterion, services: readonly string[] = Catalog.get().services): ActionsByService {
  return new Map(services.map((service) => [service, namesThatMeet(criterion, service)] as const).filter(([, names]) => names.size > 0));
}

/** Many guardrails of an app use the same criteria. */
const cacheOf = derivedFrom((_: Criterion) => new Cache<ReadonlySet<string>>());

function namesThatMeet(criterion: Criterion, service: string): ReadonlySet<string> {
  return cacheOf(criterion).get(service, () => {
    // First, for it knows which services there are.
    const actions = Catalog.get().actionsOf(service);
    const meets = meeting(criterion, service);
    const names = new Set<string>();
    actions.forEach((level, name) => {
      if (meets(name, level)) {
        names.add(name);
      }
    });
    return names;
  });
}

/** Whether an action of the service, whatever table it is from, meets the criterion. */
export function meeting({ rule, also, not, includes }: Criterion, service: string): (name: string, level: AccessLevel) => boolean {
  const [included, excluded] = [isListed(also?.[service]), isListed(not?.[service])];
  const meetsOther = includes ? meeting(includes, service) : () => false;
  return (name, level) => included(name) || (rule(name, level, service) && !excluded(name)) || meetsOther(name, level);
}

function isListed(list: string | undefined): (name: string) => boolean {
  if (list === undefined) {
    return () => false;
  }
  const names = new Set(list.split(' '));
  const beginnings = [...names].filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return (name) => names.has(name) || beginnings.some((beginning) => name.startsWith(beginning));
}

/** What an action does, apart from `Batch`, `Admin` and the like before it: `Delete` of `BatchDeleteImage`. */
export function verbOf(name: string): string {
  return /^(?:Batch|Bulk|Admin|Force)?([A-Z][a-z]+)/.exec(name)?.[1] ?? name;
}
