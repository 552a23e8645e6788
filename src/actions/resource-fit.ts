import { Catalog } from './catalog';
import type { ResourceFormat, ServiceResources } from './resource-table';
import { ANY, ANY_NAME, resourcesOf } from './resource-table';
import { arnParts, completedArn } from '../iam/arn';
import { hasUnknownPart, withSampleNames } from '../iam/unknown-text';
import { wildcardMatcher } from '../iam/wildcard';
import { Cache } from '../private/cache';

/** Whether requests of actions can be about a resource, as far as the table of actions and their resources tells. */
export enum ResourceFit {
  /** They can, or nothing is known of them. */
  FITS = 2,
  /** The table says no, and it may lack something: AWS's own policies have some resources that AWS's reference has not. */
  UNLIKELY = 1,
  /** They can't: it is a resource of another type, or of another service. */
  NEVER = 0,
}

/**
 * How well a resource of a statement fits its actions, by that which it fits best.
 *
 * @param actions as in a statement, with wildcards
 * @param resource as in a statement, with wildcards and unknown parts; `undefined` if it is not known
 */
export function resourceFit(actions: readonly string[], resource: string | undefined): ResourceFit {
  if (resource === undefined || /^\*+$/.test(resource)) {
    return ResourceFit.FITS;
  }
  return bestOf(actions, (action) => fitOf(action, resource));
}

function bestOf(actions: readonly string[], fit: (action: string) => ResourceFit): ResourceFit {
  let best = ResourceFit.NEVER;
  for (const action of actions) {
    best = Math.max(best, fit(action));
    if (best === ResourceFit.FITS) {
      break;
    }
  }
  return best;
}

/** What actions are about, as patterns: a few of them. */
export function formatsOf(actions: readonly string[]): string[] {
  const formats = new Set<string>();
  for (const action of actions) {
    const { service, names } = Catalog.get().find(action);
    const table = resourcesOf(service);
    for (const { service: of, resource } of names.flatMap((name) => table?.resourcesOf(name) ?? []).map((i) => table!.resources[i])) {
      formats.add(`arn:aws:${of}:*:*:${resource}`.replaceAll(ANY, '*').replaceAll(ANY_NAME, '*'));
      if (formats.size === MOST_FORMATS) {
        return [...formats];
      }
    }
  }
  return [...formats];
}

const MOST_FORMATS = 3;

function fitOf(action: string, resource: string): ResourceFit {
  if (!/^[^*?:]+:[^:]+$/.test(action)) {
    return ResourceFit.FITS; // It means other services too, or is no action at all.
  }
  const { service, names } = Catalog.get().find(action);
  if (names.length === 0) {
    return ResourceFit.FITS; // It is newer than the table.
  }
  if (fitsPlainly(service, names, resource)) {
    return ResourceFit.FITS;
  }
  const { of } = compared(service, resource);
  return bestOf(names, of);
}

const ANYTHING = /^/;

/**
 * What the last part of an ARN matches, with another name for each wildcard and generated name in it, if such a resource fits the actions as this one does;
 * `undefined` if no such pattern tells.
 *
 * @param resource an ARN without policy variables and unknown parts, but for generated names
 */
export function fittingPattern(actions: readonly string[], resource: string): RegExp | undefined {
  const [, , service, , , name] = arnParts(withoutWildcards(resource)) ?? [];
  for (const action of name === undefined || resource.length > LONGEST ? [] : actions) {
    const { service: of, names } = /^[^*?:]+:[^:]+$/.test(action) ? Catalog.get().find(action) : { service: '', names: [] };
    const table = names.length === 0 ? undefined : resourcesOf(of);
    const about = table && names.map((each) => table.resourcesOf(each));
    if (about === undefined || about.includes(undefined)) {
      return ANYTHING;
    }
    const fitting = about.flatMap((numbers) => numbers!).map((i) => table!.resources[i])
      .find((each) => (each.service === service || each.service === ANY_NAME) && each.plain.test(name!));
    if (fitting) {
      return fitting.plain;
    }
  }
  return undefined;
}

/** With a name for each wildcard and generated name: one of the resources that it means. */
export function withoutWildcards(resource: string): string {
  return /[*?\uE000]/.test(resource) ? withSampleNames(resource).replace(/[*?]/g, 'x') : resource;
}

/** No ARN is longer. */
export const LONGEST = 2_048;

/** Whether it is a resource of one of the actions, and holds nothing that stands for something else: then there is nothing to prepare. */
function fitsPlainly(service: string, names: readonly string[], text: string): boolean {
  const parts = text.length > LONGEST || /[*?$\uD800-\uE000]/.test(text) ? undefined : arnParts(text);
  const table = parts && resourcesOf(service);
  return table !== undefined && names.some((name) => table.resourcesOf(name)?.some((i) => {
    const { service: of, plain } = table.resources[i];
    return (of === parts![2] || of === ANY_NAME) && plain.test(parts![5]);
  }));
}

/** What a resource is for the actions of a service. */
interface Compared {
  of(action: string): ResourceFit;
}

/**
 * The services of whose actions the table has all resources: those of the guardrails' own parts, and those whose policies the library writes.
 * Of 7,972 statements of all 1,523 AWS managed policies, compared on 2026-11-29, none contradicts it for them; some do for other services.
 */
const COMPLETE = ['dynamodb', 'iam', 'kms', 'organizations', 's3', 'secretsmanager', 'sns', 'sqs'];

const COMPARED = new Cache<Compared>();

function compared(service: string, resource: string): Compared {
  return COMPARED.get(`${service} ${resource}`, () => compare(resourcesOf(service), resource, COMPLETE.includes(service)));
}

function compare(table: ServiceResources | undefined, resource: string, complete: boolean): Compared {
  const mayBe = table && matcher(resource);
  if (!mayBe) {
    return { of: () => ResourceFit.FITS };
  }
  // Most actions are about a few of a service's resources, and the first of these fits: the others are looked at if none does.
  const matched: boolean[] = [];
  const matches = (i: number) => matched[i] ??= mayBe(table.resources[i]);
  const isOfService = once(() => table.services.some((service) => mayBe({ service, resource: ANY })));
  const isKnown = () => !isOfService() || table.resources.some((_, i) => matches(i));
  const otherwise = once(() => (complete && isKnown() ? ResourceFit.NEVER : ResourceFit.UNLIKELY));
  const withoutResource = once(() => (!isOfService() ? otherwise() : table.collections.some(mayBe) ? ResourceFit.FITS : ResourceFit.UNLIKELY));
  return {
    of: (action) => {
      const about = table.resourcesOf(action);
      return about === undefined || about.some(matches) ? ResourceFit.FITS : about.length === 0 ? withoutResource() : otherwise();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Region and account, where both are one string with what is before them. */
const PLACES = [':', `${ANY_NAME}:`, `:${ANY_NAME}`, `${ANY_NAME}:${ANY_NAME}`];

/**
 * Tells whether the resource of a statement may mean one of a format; `undefined` if it may be anything. Region and account don't count, for the
 * table has them where they may be empty. Policy variables may stand for anything.
 */
function matcher(given: string): ((format: ResourceFormat) => boolean) | undefined {
  const text = completedArn(withSampleNames(given)).replace(/\$\{[^}]*\}/g, ANY);
  const parts = arnParts(text);
  if (parts && !hasUnknownPart(parts[2])) {
    const [isService, isResource] = [wildcardMatcher(parts[2]), wildcardMatcher(parts[5])];
    return ({ service, resource }) => isService(service) !== false && isResource(resource) !== false;
  }
  const isArn = wildcardMatcher(text);
  return hasUnknownPart(text) ? ({ service, resource }) => PLACES.some((place) => isArn(`arn:${ANY_NAME}:${service}:${place}:${resource}`) !== false) : undefined;
}
