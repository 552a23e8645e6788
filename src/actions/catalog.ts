import type { AccessLevel } from './access-level';
import { unpackActions } from './packed-actions';
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

  /** The version of the data it was made from. */
  public readonly version: string;
  /** The prefixes of all services, in alphabetical order. */
  public readonly services: readonly string[];
  private readonly table: { readonly [service: string]: string };
  private readonly parsed = new Cache<ServiceActions>();
  /** What patterns mean: many guardrails of an app use the same. */
  private readonly meant = new Cache<readonly string[]>();

  private constructor() {
    // Not an import: that would read the table with the library.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { source, services } = require('../../data/iam-actions.json');
    this.version = source.version;
    this.table = services;
    this.services = Object.keys(services);
  }

  /** The day of the data, such as `2026-09-23`: what AWS has added since is not in the table. */
  public get date(): string {
    return this.version.replace(/^.*\.(\d{4})(\d\d)(\d\d)\d*$/, '$1-$2-$3');
  }

  /** @throws if there is no such service. */
  public actionsOf(service: string): ServiceActions {
    return this.parsed.get(service, () => {
      if (!Object.hasOwn(this.table, service)) {
        throw new Error(`unknown service ${formatValue(service)}${didYouMean(nearest(service, this.services))}: `
          + 'if it is newer than the table of actions, use ActionSet.unlisted()');
      }
      return unpackActions(this.table[service]);
    });
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

  /** As `matching()`, but with no names if there is none. */
  public find(pattern: string): { service: string; names: readonly string[] } {
    const [prefix, name] = pattern.split(':');
    const service = prefix.toLowerCase();
    return { service, names: Object.hasOwn(this.table, service) ? this.namesLike(service, name) : [] };
  }

  /** The names of a service's actions in alphabetical order, none if there is no such service. */
  public listed(service: string): readonly string[] {
    return Object.hasOwn(this.table, service) ? [...this.actionsOf(service).keys()] : [];
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
