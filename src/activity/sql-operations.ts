import { Catalog } from '../actions/catalog';
import { actionsOfEvent } from '../actions/event-actions';
import type { NeededAction } from '../actions/event-actions';
import { operationsOf, sourcesOf } from '../actions/operations';
import { Cache } from '../private/cache';

/** Operations of which a query says the same. */
export interface AlikeOperations {
  /** What CloudTrail calls the service. */
  readonly sources: readonly string[];
  /** In lower case, without the date of an API. */
  readonly names: readonly string[];
  /** What is said of them. */
  readonly says: string;
}

/**
 * The operations of all services that the policy names, or of which at least one may be denied. Those of a service of which the same is said are together.
 * What is left out is not known, or is of a service that the policy does not name, and none of whose known operations may be denied.
 *
 * @param named the prefixes of the services that the policy names, in lower case: operations of theirs that are not known may be what it denies
 * @param says what is said of a call that needs these actions; nothing if it is not denied
 */
export function operationsToJudge(named: ReadonlySet<string>, says: (actions: readonly NeededAction[]) => string | undefined): AlikeOperations[] {
  const known = Catalog.get().services;
  const unknown = [...named].filter((service) => !known.includes(service)).sort();
  return [...known.flatMap((service): AlikeOperations[] => {
    const alike = new Map<string, string[]>();
    for (const { name, actions } of knownOperations.get(service, () => operationsKnown(service))) {
      const said = says(actions) ?? NOT_DENIED;
      alike.set(said, alike.get(said) ?? []).get(said)!.push(name);
    }
    return !named.has(service) && [...alike.keys()].every((said) => said === NOT_DENIED) ? []
      : [...alike].map(([said, these]) => ({ sources: sourcesOf(service), names: these, says: said }));
  }), ...unknown.map((service) => ({ sources: [service], names: [], says: NOT_DENIED }))];
}

export const NOT_DENIED = 'FALSE';

interface KnownOperation {
  readonly name: string;
  readonly actions: readonly NeededAction[];
}
const knownOperations = new Cache<readonly KnownOperation[]>();

/** The operations of a service of which something is known, in alphabetical order. */
function operationsKnown(service: string): KnownOperation[] {
  const names = new Set([...operationsOf(service).keys(), ...Catalog.get().matching(`${service}:*`).names.map((name) => name.toLowerCase())]);
  return [...names].sort().map((name) => ({ name, ...actionsOfEvent({ eventSource: service, eventName: name }) }))
    .filter(({ source, actions }) => actions.length > 0 || source === 'NO_PERMISSION');
}
