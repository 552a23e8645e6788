import { Catalog } from './catalog';
import type { Operation } from './operations';
import { operationsOf, withoutApiDate } from './operations';
import { formatValue } from '../private/format';

/**
 * Why what is written as an action is none, if it is the name of an API operation: with the actions that the operation needs. A policy with
 * it does nothing. `undefined` if there is an action of the name, or AWS does not say which the operation needs.
 */
export function operationProblem(pattern: string): string | undefined {
  const [, prefix, name] = /^([A-Za-z0-9-]+):(\w+)$/.exec(pattern) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const [catalog, service] = [Catalog.get(), prefix.toLowerCase()];
  const isAction = (each: string) => catalog.find(`${service}:${each}`).names.length > 0;
  if (!catalog.services.includes(service) || isAction(name)) {
    return undefined;
  }
  const operationName = withoutApiDate(name);
  const operation = operationsOf(service).get(operationName.toLowerCase());
  if (operation?.source === 'NO_PERMISSION') {
    return `${formatValue(pattern)} is an API operation that is called without AWS credentials: no policy has an effect on it`;
  }
  // CloudTrail writes some operations that are called as their action with the date of their API.
  const actions = operation && operation.actions.length > 0 ? mainActions(operation) : isAction(operationName) ? [`${service}:${operationName}`] : [];
  return actions.length === 0 ? undefined : `${formatValue(pattern)} is an API operation; its IAM ${inWords(actions)}`;
}

/** What it needs of an ordinary request; if that can't be said, all that it may need. */
function mainActions({ actions }: Operation): string[] {
  const main = actions.filter(({ need }) => need.kind === 'ALWAYS' || need.kind === 'UNLESS' || need.kind === 'UNLESS_SO');
  return (main.length > 0 ? main : actions).map(({ action }) => action);
}

function inWords(actions: readonly string[]): string {
  return actions.length === 1 ? `action is "${actions[0]}"` : `actions are ${actions.map((each) => `"${each}"`).join(', ')}`;
}
