import { readFileSync } from 'fs';
import { Catalog } from './catalog';
import { partOfTable } from './part-of-table';
import { generatedName, unknownPart } from '../iam/unknown-text';
import { Cache } from '../private/cache';

/** Any string, in a resource. */
export const ANY = unknownPart('any');
/** Any name: it holds neither `/` nor `:`, and is not empty. */
export const ANY_NAME = generatedName('name');

/** The table as `build-tools/resource-source.ts` says. */
interface ServiceEntry {
  readonly arns: string;
  readonly lists: string;
  readonly actions: string;
  readonly tags?: string;
}

/** The service in the ARN of a resource, and its last part: with unknown parts. */
export interface ResourceFormat {
  readonly service: string;
  readonly resource: string;
}

/** One that the table has. */
export interface KnownFormat extends ResourceFormat {
  /** What resources of the format match that have no wildcards, variables and unknown parts. */
  readonly plain: RegExp;
}

/** The resources of a service, and which of them its actions are about. */
export interface ServiceResources {
  /** The services of its resources. */
  readonly services: readonly string[];
  readonly resources: readonly KnownFormat[];
  /** What requests may name that are about no resource, or about all of a kind: AWS does not document it. */
  readonly collections: readonly ResourceFormat[];
  /** The numbers of the resources about which requests may carry `aws:ResourceTag/…`. */
  readonly tagged: ReadonlySet<number>;
  /** The numbers of the resources that an action is about, none if it is about no resource; `undefined` if the table does not know it. */
  resourcesOf(action: string): readonly number[] | undefined;
  /** Whether requests of an action name the tags that they set, in `aws:TagKeys`. */
  namesTags(action: string): boolean;
}

/**
 * What AWS documents of the resources of a service, as of the date of the catalog; `undefined` if there is no such service.
 *
 * The table is read when it is first asked for, and a service of it when that is.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function resourcesOf(service: string): ServiceResources | undefined {
  return READ.get(service, () => {
    table ??= readFileSync(require.resolve('../../data/iam-resources.json'));
    const text = partOfTable(table, service, '{', '\n  }');
    return { found: text === undefined ? undefined : read(service, JSON.parse(`{${text}}`)) };
  }).found;
}

let table: Buffer | undefined;
const READ = new Cache<{ readonly found?: ServiceResources }>();

function read(own: string, entry: ServiceEntry): ServiceResources {
  const kinds = entry.arns.split(' ').filter((arn) => arn !== '').map((arn) => {
    const [resource, service = own] = arn.split('::').reverse();
    return { service, resource };
  });
  const beginnings = new Set(['', ...kinds.filter(({ service }) => service === own).map(({ resource }) => resource.replace(/[*+].*$/s, ''))]);
  const lists = entry.lists.split(',').map((list) => list.split(' ').filter((number) => number !== '').map(Number));
  const names = [...Catalog.get().actionsOf(own).keys()].map((name) => name.toLowerCase());
  const ofAction = new Map(names.map((name, i) => [name, lists[parseInt(entry.actions.slice(2 * i, 2 * i + 2), 36)]]));
  const [tagged, naming] = (entry.tags ?? ',').split(',').map(bits);
  const namesTags = new Set(names.filter((_, i) => naming.has(i)));
  return {
    services: [...new Set([own, ...kinds.map(({ service }) => (service === '*' ? ANY_NAME : service))])],
    resources: kinds.map(({ service, resource }) => ({
      service: service === '*' ? ANY_NAME : service,
      resource: resource.replaceAll('*', ANY).replaceAll('+', ANY_NAME),
      plain: plainPattern(resource),
    })),
    collections: [...beginnings].flatMap((start) => [start, `${start}*`]).map((resource) => ({ service: own, resource })),
    resourcesOf: (action) => ofAction.get(action.toLowerCase()),
    tagged,
    namesTags: (action) => namesTags.has(action.toLowerCase()),
  };
}

function plainPattern(resource: string): RegExp {
  const parts = resource.split(/([*+])/).map((part) => (part === '*' ? '.*' : part === '+' ? '[^/:]+' : part.replace(/[\\^$.|?()[\]{}]/g, '\\$&')));
  return new RegExp(`^${parts.join('')}$`, 's');
}

/** The numbers of the bits, of which a digit of base 16 has four, the lowest first. */
function bits(digits: string): ReadonlySet<number> {
  return new Set([...digits].flatMap((digit, i) => [...parseInt(digit, 16).toString(2)].reverse().flatMap((bit, j) => (bit === '1' ? [4 * i + j] : []))));
}
