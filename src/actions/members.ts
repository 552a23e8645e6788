import { Catalog } from './catalog';
import type { ActionsByService } from './render';

/** What an action set holds: known actions by service, actions that the table does not know, and how a caller wrote them. */
export interface Members {
  readonly known: ActionsByService;
  readonly unlisted?: ReadonlySet<string>;
  /** The patterns as they were given, if the set is just those. */
  readonly asGiven?: string[];
}

export function add(a: Members, b: Members): Members {
  const known = new Map(a.known);
  for (const [service, names] of b.known) {
    known.set(service, new Set([...known.get(service) ?? [], ...names]));
  }
  return { known, unlisted: new Set([...a.unlisted ?? [], ...b.unlisted ?? []]) };
}

export function subtract(a: Members, b: Members): Members {
  return filter(a, (service, name) => !b.known.get(service)?.has(name), (action) => !b.unlisted?.has(action));
}

export function intersect(a: Members, b: Members): Members {
  return filter(a, (service, name) => b.known.get(service)?.has(name) ?? false, (action) => b.unlisted?.has(action) ?? false);
}

/** The actions of the table that are not among the members, if those are nearly all: nine in ten of them. */
export function fewOthers({ known }: Members): ActionsByService | undefined {
  const catalog = Catalog.get();
  if (known.size < 0.9 * catalog.services.length) {
    return undefined;
  }
  const all = new Map(catalog.services.map((service) => [service, new Set(catalog.actionsOf(service).keys())]));
  const rest = subtract({ known: all }, { known }).known;
  const count = (actions: ActionsByService) => [...actions.values()].reduce((sum, names) => sum + names.size, 0);
  return count(rest) <= 0.1 * count(all) ? rest : undefined;
}

function filter(members: Members, keep: (service: string, name: string) => boolean, keepUnlisted: (action: string) => boolean): Members {
  const known = [...members.known].map(([service, names]) => [service, new Set([...names].filter((name) => keep(service, name)))] as const);
  return {
    known: new Map(known.filter(([, names]) => names.size > 0)),
    unlisted: new Set([...members.unlisted ?? []].filter(keepUnlisted)),
  };
}
