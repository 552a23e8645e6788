import type { ActionBits } from './action-bits';
import { add, addAll, addRange, indicesIn, isEmpty, remove, without } from './action-bits';
import { AccessLevel } from '../../actions/access-level';
import { Catalog } from '../../actions/catalog';
import { UP_TO_GRANT } from '../../iam/service-rules';
import type { Outcome } from '../../iam/three-valued';
import { wildcardMatcher } from '../../iam/wildcard';
import { hasOwnActions, isOwnAction } from '../../mcp/own-actions';
import { Cache, derivedFrom } from '../../private/cache';

/** Actions that are surely meant, and those that are or may be. */
export interface MeantActions {
  readonly sure: ActionBits;
  readonly may: ActionBits;
  /** Whether both are the same. */
  readonly isKnown: boolean;
}

/** The actions of one service that have one access level: those from `start` up to `end`. */
export interface ActionGroup {
  readonly level: AccessLevel;
  readonly start: number;
  readonly end: number;
}

/** The actions of one service. */
export interface ServiceGroups {
  readonly service: string;
  readonly groups: readonly ActionGroup[];
  readonly start: number;
  readonly end: number;
}

const LEVELS = [AccessLevel.LIST, AccessLevel.READ, AccessLevel.WRITE, AccessLevel.TAGGING, AccessLevel.PERMISSIONS_MANAGEMENT];

/** As many patterns and lists of them as are kept: each means two sets of 2.5 kB. */
const MOST_KEPT = 4_000;

/** Found once for all tables. */
const servicesOf = derivedFrom((catalog: Catalog): readonly ServiceGroups[] => {
  let total = 0;
  return catalog.services.map((service) => {
    const start = total;
    const groups: ActionGroup[] = [];
    const numbers = catalog.numbersOf(service);
    for (const level of LEVELS) {
      const number = numbers[level];
      if (number !== undefined) {
        groups.push({ level, start: total, end: total += number });
      }
    }
    return { service, groups, start, end: total };
  });
});

/** Of the services that were asked about: the names without the service; and in lower case, with it. */
const namesIn = derivedFrom(({ service }: ServiceGroups): readonly string[] => {
  const byLevel = new Map(LEVELS.map((level) => [level, [] as string[]]));
  for (const [name, level] of Catalog.get().actionsOf(service)) {
    byLevel.get(level)!.push(name);
  }
  return [...byLevel.values()].flat();
});
const actionsIn = derivedFrom((service: ServiceGroups): readonly string[] => (
  namesIn(service).map((name) => `${service.service}:${name}`.toLowerCase())));

/** Every action of the catalog in one row, services and access levels together, so that sets of them are bits. */
export class ActionTable {
  public readonly version: string;
  public readonly services: readonly ServiceGroups[];
  /** How many actions there are. */
  public readonly total: number;
  /** The length of a set. */
  public readonly words: number;
  public readonly everything: ActionBits;
  /** Those that list or read. */
  public readonly reads: ActionBits;
  /** Those of which a grant says who may call them. */
  public readonly upToGrant: ActionBits;
  /** By whether they are an MCP server's own. */
  public readonly byOwn: ReadonlyMap<Outcome, ActionBits>;

  private readonly byService: ReadonlyMap<string, ServiceGroups>;
  private readonly patterns = new Cache<MeantActions>(MOST_KEPT);
  private readonly elements = new Cache<MeantActions>(MOST_KEPT);

  constructor() {
    const catalog = Catalog.get();
    this.version = catalog.version;
    this.services = servicesOf(catalog);
    this.total = this.services.at(-1)!.end;
    this.byService = new Map(this.services.map((entry) => [entry.service, entry]));
    this.words = Math.ceil(this.total / 32);
    this.everything = this.none();
    addRange(this.everything, 0, this.total);
    this.byOwn = this.partedByOwn();
    this.upToGrant = this.setOf(UP_TO_GRANT);
    this.reads = this.none();
    for (const { level, start, end } of this.services.flatMap(({ groups }) => groups)) {
      if (level === AccessLevel.LIST || level === AccessLevel.READ) {
        addRange(this.reads, start, end);
      }
    }
  }

  public none(): ActionBits {
    return new Uint32Array(this.words);
  }

  /** The set of some actions, which the table has. */
  public setOf(actions: readonly string[]): ActionBits {
    const bits = this.none();
    for (const action of actions) {
      const service = this.byService.get(action.slice(0, action.indexOf(':')))!;
      add(bits, service.start + actionsIn(service).indexOf(action.toLowerCase()));
    }
    return bits;
  }

  /** The names of a service's actions, without the service, in the order of the table. */
  public namesIn(service: ServiceGroups): readonly string[] {
    return namesIn(service);
  }

  /** The names of a set, by service. */
  public namesOf(bits: ActionBits): { [service: string]: string[] } {
    const found: { [service: string]: string[] } = {};
    for (const each of this.services) {
      const indices = indicesIn(bits, each.start, each.end);
      if (indices.length > 0) {
        const names = this.namesIn(each);
        found[each.service] = indices.map((i) => names[i - each.start]).sort();
      }
    }
    return found;
  }

  /** What `Action` or `NotAction` of a statement means; an item that is no text is known only at deployment. */
  public meantBy(element: 'Action' | 'NotAction', value: unknown): MeantActions {
    const key = `${element}${JSON.stringify(value)}`;
    return this.elements.get(key, () => {
      const meant = this.union([value].flat());
      return element === 'Action' ? meant : this.others(meant);
    });
  }

  /** What `s3:Get*` means, case-insensitive; `*` and `?` may be anywhere. */
  public matching(pattern: string): MeantActions {
    const wanted = pattern.toLowerCase();
    return this.patterns.get(wanted, () => this.search(wanted));
  }

  private union(items: unknown[]): MeantActions {
    const meant = items.map((item) => (typeof item === 'string' ? this.matching(item) : meaning(this.none(), this.everything)));
    return meant.length === 1 ? meant[0]
      : meaning(this.all(meant.map(({ sure }) => sure)), meant.every(({ isKnown }) => isKnown) ? undefined : this.all(meant.map(({ may }) => may)));
  }

  private all(sets: readonly ActionBits[]): ActionBits {
    const found = this.none();
    sets.forEach((each) => addAll(found, each));
    return found;
  }

  private others({ sure, may, isKnown }: MeantActions): MeantActions {
    return meaning(without(this.everything, may), isKnown ? undefined : without(this.everything, sure));
  }

  private search(pattern: string): MeantActions {
    if (/^\*+$/.test(pattern)) {
      return meaning(this.everything);
    }
    const sure = this.none();
    let may: ActionBits | undefined;
    const service = /^[a-z0-9-]+(?=:)/.exec(pattern)?.[0];
    const concerned = service === undefined ? this.services : [this.byService.get(service)].flatMap((found) => found ?? []);
    const matches = wildcardMatcher(pattern);
    for (const each of concerned) {
      actionsIn(each).forEach((action, i) => {
        const outcome = matches(action);
        if (outcome) {
          add(sure, each.start + i);
        }
        if (outcome === undefined || (outcome && may)) {
          add(may ??= sure.slice(), each.start + i);
        }
      });
    }
    return meaning(sure, may);
  }

  private partedByOwn(): Map<Outcome, ActionBits> {
    const parts = new Map<Outcome, ActionBits>([[true, this.none()], [undefined, this.none()], [false, this.everything.slice()]]);
    for (const service of this.services.filter((each) => hasOwnActions(each.service))) {
      actionsIn(service).forEach((action, i) => {
        remove(parts.get(false)!, service.start + i);
        add(parts.get(isOwnAction(action))!, service.start + i);
      });
    }
    return parts;
  }
}

/** @param may if these are more, perhaps */
function meaning(sure: ActionBits, may = sure): MeantActions {
  return { sure, may, isKnown: may === sure || isEmpty(without(may, sure)) };
}
