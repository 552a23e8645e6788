import { readFileSync } from 'fs';
import type { AccessLevel } from './access-level';
import { countActions, unpackActions } from './packed-actions';
import { partOfTable } from './part-of-table';
import { wildcardMatcher } from '../iam/wildcard';
import { Cache, derivedFrom } from '../private/cache';
import { didYouMean, nearest } from '../private/edit-distance';
import { formatValue } from '../private/format';

/** The actions of a service by name, each with its access level; in alphabetical order. */
export type ServiceActions = ReadonlyMap<string, AccessLevel>;

/**
 * Every IAM action that AWS documents, as of the date of `data/iam-actions.json`.
 *
 * The table is read when it is first asked for, a service of it when that is: importing the library does neither.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export class Catalog {
  public static get(): Catalog {
    return this.instance ??= new Catalog();
  }

  private static instance?: Catalog;

  /** The table as its file has it, a line for each service behind all else: to parse it, or make a string of it, takes longer than to look up what most ask for. */
  private readonly bytes: Buffer;
  private readonly start: number;
  private table?: { readonly version: string; readonly services: readonly string[]; readonly texts: { readonly [service: string]: string } };
  private readonly parsed = new Cache<ServiceActions>();
  /** Which services there are: asked of every action of a policy. */
  private readonly known = new Cache<boolean>();
  /** What patterns mean: many guardrails of an app use the same. */
  private readonly meant = new Cache<readonly string[]>();

  private constructor() {
    this.bytes = readFileSync(require.resolve('../../data/iam-actions.json'));
    this.start = this.bytes.indexOf('\n "services": {');
  }

  /** The version of the data it was made from. */
  public get version(): string {
    return this.all().version;
  }

  /** The prefixes of all services, in alphabetical order. */
  public get services(): readonly string[] {
    return this.all().services;
  }

  /** The day of the data, such as `2026-09-23`: what AWS has added since is not in the table. */
  public get date(): string {
    return this.version.replace(/^.*\.(\d{4})(\d\d)(\d\d)\d*$/, '$1-$2-$3');
  }

  /** @throws if there is no such service. */
  public actionsOf(service: string): ServiceActions {
    return this.parsed.get(service, () => {
      const text = this.textOf(service);
      if (text === undefined) {
        throw new Error(`unknown service ${formatValue(service)}${didYouMean(nearest(service, this.services))}: `
          + 'if it is newer than the table of actions, use ActionSet.unlisted()');
      }
      return unpackActions(text);
    });
  }

  /** How many actions of each access level one of the services has, which is found without their names. */
  public numbersOf(service: string): { readonly [level in AccessLevel]?: number } {
    return countActions(this.textOf(service)!);
  }

  /** The names of a service's actions of an access level, in alphabetical order. */
  public namesOf(service: string, level: AccessLevel): readonly string[] {
    return [...this.actionsOf(service)].filter(([, each]) => each === level).map(([name]) => name);
  }

  /**
   * The actions that `service:Action` means, with wildcards in the name or not; case-insensitive.
   *
   * @throws if there is none.
   */
  public matching(pattern: string): { service: string; names: readonly string[] } {
    const [prefix, name] = pattern.split(':');
    const service = prefix.toLowerCase();
    const names = this.namesLike(service, name);
    if (names.length === 0) {
      const near = nearest(name.replaceAll('*', ''), [...this.actionsOf(service).keys()]);
      throw new Error(`unknown action ${formatValue(pattern)}${didYouMean(near && `${service}:${near}`)}: `
        + 'if it is newer than the table of actions, use ActionSet.unlisted()');
    }
    return { service, names };
  }

  /** Whether it is surely an action, or the beginning of some with a wildcard, in the spelling of the table: that is told without all that it means. */
  public hasAsSpelled(pattern: string): boolean {
    const [, service, verb, rest, wildcard] = /^([a-z0-9-]+):([A-Z][a-z]+)([A-Za-z0-9]*)(\*?)$/.exec(pattern) ?? [];
    const [, group = ''] = `,${(service && this.textOf(service)) ?? ''},`.split(`,${verb} `);
    const nouns = group.slice(group.indexOf(' '), group.indexOf(','));
    return wildcard ? nouns.includes(` ${rest}`) : `${nouns} `.includes(` ${rest} `);
  }

  /** As `matching()`, but with no names if there is none. */
  public find(pattern: string): { service: string; names: readonly string[] } {
    const [prefix, name] = pattern.split(':');
    const service = prefix.toLowerCase();
    return { service, names: this.isKnown(service) ? this.namesLike(service, name) : [] };
  }

  /** The names of a service's actions in alphabetical order, none if there is no such service. */
  public listed(service: string): readonly string[] {
    return this.isKnown(service) ? [...this.actionsOf(service).keys()] : [];
  }

  private isKnown(service: string): boolean {
    return this.known.get(service, () => this.textOf(service) !== undefined);
  }

  private all() {
    if (!this.table) {
      const { source, services } = JSON.parse(this.bytes.toString());
      this.table = { version: source.version, services: Object.keys(services), texts: services };
    }
    return this.table;
  }

  /** What the table has of a service, as `unpackActions()` takes it. */
  private textOf(service: string): string | undefined {
    if (this.table) {
      return Object.hasOwn(this.table.texts, service) ? this.table.texts[service] : undefined;
    }
    return partOfTable(this.bytes, service, '"', '"', this.start);
  }

  private namesLike(service: string, name: string): readonly string[] {
    if (!/[*?]/.test(name)) {
      return spellings(this.actionsOf(service)).get(name.toLowerCase()) ?? [];
    }
    return this.meant.get(`${service}:${name}`, () => {
      const wanted = name.replace(/\*$/, '').toLowerCase();
      const matches = /[*?]/.test(wanted) ? wildcardMatcher(name.toLowerCase()) : (each: string) => each.startsWith(wanted);
      return [...this.actionsOf(service).keys()].filter((each) => matches(each.toLowerCase()) === true);
    });
  }
}

/** The names of a service's actions by their lower case. */
const spellings = derivedFrom((actions: ServiceActions) => {
  const found = new Map<string, string[]>();
  for (const name of actions.keys()) {
    const lower = name.toLowerCase();
    found.set(lower, found.get(lower) ?? []).get(lower)!.push(name);
  }
  return found;
});
