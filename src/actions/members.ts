import { Catalog } from './catalog';
import { operationProblem } from './operation-name';
import type { ActionsByService } from './render';
import { wildcardMatcher } from '../iam/wildcard';

/** What an action set holds: known actions by service, and those that the table does not know. */
export interface Members {
  readonly known: ActionsByService;
  /** Actions, or patterns of actions, that the table does not know. */
  readonly unlisted?: ReadonlySet<string>;
  /** Those that are not in the set, so that no wildcard may mean them. */
  readonly outside?: ReadonlySet<string>;
  /** The patterns as they were given, if the set is just those. */
  readonly asGiven?: string[];
}

/** Those that the patterns mean, written as they are. */
export function membersOf(patterns: string[]): Members {
  const catalog = Catalog.get();
  patterns.filter((pattern) => !catalog.hasAsSpelled(pattern)).forEach((pattern) => catalog.matching(notAnOperation(pattern)));
  let known: ActionsByService | undefined;
  return {
    get known() {
      return known ??= byService(patterns.map((pattern) => catalog.matching(pattern)));
    },
    asGiven: patterns,
  };
}

/** @throws if it is the name of an API operation that is no action: denied, it would block nothing. */
export function notAnOperation(pattern: string): string {
  const problem = operationProblem(pattern);
  if (problem) {
    throw new Error(problem);
  }
  return pattern;
}

export function byService(found: { service: string; names: readonly string[] }[]): ActionsByService {
  const known = new Map<string, Set<string>>();
  for (const { service, names } of found.filter((each) => each.names.length > 0)) {
    known.set(service, new Set([...known.get(service) ?? [], ...names]));
  }
  return known;
}

export function add(a: Members, b: Members): Members {
  const known = new Map(a.known);
  for (const [service, names] of b.known) {
    known.set(service, new Set([...known.get(service) ?? [], ...names]));
  }
  return { known, unlisted: union(a.unlisted, b.unlisted), outside: union(notMeant(a.outside, b), notMeant(b.outside, a)) };
}

/** @throws if only a part of a pattern that the table does not know would be left. */
export function subtract(a: Members, b: Members): Members {
  const left = notMeant(a.unlisted, b);
  for (const pattern of left) {
    const part = [...b.unlisted ?? []].find((action) => means(pattern, action));
    if (part !== undefined) {
      throw new Error(`${part} can't be taken out of ${pattern}, whose other actions the table does not know: name those that are meant`);
    }
  }
  return {
    known: knownWhere(a, (names, service) => without(names, b.known.get(service))),
    unlisted: left,
    outside: union(a.outside, b.unlisted),
  };
}

export function intersect(a: Members, b: Members): Members {
  const meant = (c: Members, d: Members) => [...c.unlisted ?? []].filter((action) => isMeant(action, d));
  return {
    known: knownWhere(a, (names, service) => within(names, b.known.get(service))),
    unlisted: new Set([...meant(a, b), ...meant(b, a)]),
    outside: union(a.outside, b.outside),
  };
}

function union(a: Iterable<string> = [], b: Iterable<string> = []): ReadonlySet<string> {
  return new Set([...a, ...b]);
}

function notMeant(actions: ReadonlySet<string> | undefined, members: Members): ReadonlySet<string> {
  return new Set([...actions ?? []].filter((action) => !isMeant(action, members)));
}

/** Whether the members include an action, or a pattern of actions, that the table does not know. */
function isMeant(action: string, { unlisted, asGiven }: Members): boolean {
  return [...unlisted ?? [], ...asGiven ?? []].some((pattern) => means(pattern, action));
}

function means(pattern: string, action: string): boolean {
  // A wildcard at the end of the action is covered by one of the pattern only.
  return wildcardMatcher(pattern.toLowerCase())(action.toLowerCase()) === true;
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

function knownWhere(members: Members, left: (names: Names, service: string) => Names): ActionsByService {
  return new Map([...members.known].map(([service, names]) => [service, left(names, service)] as const).filter(([, names]) => names.size > 0));
}

type Names = ReadonlySet<string>;
const NONE: Names = new Set();

// A set that stays the same stays the same object: how it is written is known by it.
function without(names: Names, others: Names = NONE): Names {
  return others.size === 0 ? names : smaller(names, [...names].filter((name) => !others.has(name)));
}

function within(names: Names, others: Names = NONE): Names {
  return others.size === 0 ? NONE : smaller(names, [...names].filter((name) => others.has(name)));
}

function smaller(names: Names, left: string[]): Names {
  return left.length === names.size ? names : new Set(left);
}
