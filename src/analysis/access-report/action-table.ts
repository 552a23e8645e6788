import type { ActionBits } from './action-bits';
import { add, addAll, addRange, indicesIn, without } from './action-bits';
import { AccessLevel } from '../../actions/access-level';
import { Catalog } from '../../actions/catalog';
import { isUpToGrant } from '../../iam/service-rules';
import type { Outcome } from '../../iam/three-valued';
import { wildcardMatcher } from '../../iam/wildcard';
import { isOwnAction } from '../../mcp/own-actions';

/** Actions that are surely meant, and those that are or may be. */
export interface MeantActions {
  readonly sure: ActionBits;
  readonly may: ActionBits;
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

/** Every action of the catalog in one row, services and access levels together, so that sets of them are bits. */
export class ActionTable {
  public readonly version: string;
  public readonly services: readonly ServiceGroups[];
  /** The names without the service. */
  public readonly names: readonly string[];
  /** The length of a set. */
  public readonly words: number;
  public readonly everything: ActionBits;
  /** Those that list or read. */
  public readonly reads: ActionBits;
  /** Those of which a grant says who may call them. */
  public readonly upToGrant: ActionBits;
  /** By whether they are an MCP server's own. */
  public readonly byOwn: ReadonlyMap<Outcome, ActionBits>;

  /** In lower case, with the service. */
  private readonly actions: readonly string[];
  private readonly byService: ReadonlyMap<string, ServiceGroups>;
  private indices?: ReadonlyMap<string, number>;
  private readonly patterns = new Map<string, MeantActions>();
  private readonly elements = new Map<string, MeantActions>();

  constructor() {
    const catalog = Catalog.get();
    this.version = catalog.version;
    const names: string[] = [];
    const actions: string[] = [];
    this.services = catalog.services.map((service) => {
      const start = names.length;
      const entries = [...catalog.actionsOf(service)];
      const groups = LEVELS.flatMap((level) => {
        const ofLevel = entries.filter(([, each]) => each === level).map(([name]) => name);
        const group = { level, start: names.length, end: names.length + ofLevel.length };
        names.push(...ofLevel);
        actions.push(...ofLevel.map((name) => `${service}:${name}`.toLowerCase()));
        return ofLevel.length > 0 ? [group] : [];
      });
      return { service, groups, start, end: names.length };
    });
    this.names = names;
    this.actions = actions;
    this.byService = new Map(this.services.map((entry) => [entry.service, entry]));
    this.words = Math.ceil(names.length / 32);
    this.everything = this.none();
    addRange(this.everything, 0, names.length);
    this.byOwn = new Map([true, undefined, false].map((own) => [own, this.none()]));
    actions.forEach((action, i) => add(this.byOwn.get(isOwnAction(action))!, i));
    this.upToGrant = this.setOf(actions.filter(isUpToGrant));
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

  /** Where an action is that the table has. */
  public indexOf(action: string): number {
    this.indices ??= new Map(this.actions.map((each, i) => [each, i]));
    return this.indices.get(action.toLowerCase())!;
  }

  /** The set of some actions, which the table has. */
  public setOf(actions: readonly string[]): ActionBits {
    const bits = this.none();
    actions.forEach((action) => add(bits, this.indexOf(action)));
    return bits;
  }

  /** The names of a set, by service. */
  public namesOf(bits: ActionBits): { [service: string]: string[] } {
    const namesIn = (start: number, end: number) => indicesIn(bits, start, end).map((i) => this.names[i]).sort();
    const all = this.services.map(({ service, start, end }) => [service, namesIn(start, end)] as const);
    return Object.fromEntries(all.filter(([, names]) => names.length > 0));
  }

  /** What `Action` or `NotAction` of a statement means; an item that is no text is known only at deployment. */
  public meantBy(element: 'Action' | 'NotAction', value: unknown): MeantActions {
    const key = `${element}${JSON.stringify(value)}`;
    let meant = this.elements.get(key);
    if (!meant) {
      const { sure, may } = this.union([value].flat());
      meant = element === 'Action' ? { sure, may } : { sure: without(this.everything, may), may: without(this.everything, sure) };
      this.elements.set(key, meant);
    }
    return meant;
  }

  /** What `s3:Get*` means, case-insensitive; `*` and `?` may be anywhere. */
  public matching(pattern: string): MeantActions {
    const wanted = pattern.toLowerCase();
    let meant = this.patterns.get(wanted);
    if (!meant) {
      meant = this.search(wanted);
      this.patterns.set(wanted, meant);
    }
    return meant;
  }

  private union(items: unknown[]): MeantActions {
    const [sure, may] = [this.none(), this.none()];
    for (const item of items) {
      const meant = typeof item === 'string' ? this.matching(item) : { sure: undefined, may: this.everything };
      if (meant.sure) {
        addAll(sure, meant.sure);
      }
      addAll(may, meant.may);
    }
    return { sure, may };
  }

  private search(pattern: string): MeantActions {
    if (/^\*+$/.test(pattern)) {
      return { sure: this.everything, may: this.everything };
    }
    const [sure, may] = [this.none(), this.none()];
    const service = /^[a-z0-9-]+(?=:)/.exec(pattern)?.[0];
    const { start, end } = service === undefined ? { start: 0, end: this.actions.length } : this.byService.get(service) ?? { start: 0, end: 0 };
    const matches = wildcardMatcher(pattern);
    for (let i = start; i < end; i++) {
      const outcome = matches(this.actions[i]);
      if (outcome !== false) {
        add(may, i);
      }
      if (outcome) {
        add(sure, i);
      }
    }
    return { sure, may };
  }
}
