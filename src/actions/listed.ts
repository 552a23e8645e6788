import { ActionSet } from './action-set';

/** Names of actions, or beginnings of names with a wildcard, by service. */
export interface Listed {
  readonly [service: string]: string;
}

/** What is listed, as patterns of actions. */
export function patternsOf(list: Listed): string[] {
  return Object.entries(list).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
}

/** The set of what is listed. */
export function listed(...lists: Listed[]): ActionSet {
  return ActionSet.of(...lists.flatMap(patternsOf));
}
