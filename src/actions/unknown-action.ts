import { Catalog } from './catalog';
import { nameInIam } from './event-names';
import { operationProblem } from './operation-name';
import { serversWithAction } from '../mcp/own-actions';
import { removedBy } from '../mcp/removed-actions';
import { Cache } from '../private/cache';
import { didYouMean, nearest } from '../private/edit-distance';
import { formatValue } from '../private/format';

const problems = new Cache<{ readonly problem: string | undefined }>();

/**
 * Why an action, or a pattern with wildcards, means none: for an error, with the nearest that there is. `undefined` if it means some, or may.
 *
 * @param pattern as it is written; one that is not written as an action is judged elsewhere
 */
export function unknownAction(pattern: string): string | undefined {
  return problems.get(pattern, () => ({ problem: problemOf(pattern) })).problem;
}

/**
 * The same for a request, with what to do if the action is newer than the table.
 *
 * @param unlisted how the one who asks says so
 * @throws if there is no such action.
 */
export function checkAction(action: string, unlisted: string): void {
  const operation = operationProblem(action);
  if (operation) {
    throw new Error(`${operation}: ask about that`);
  }
  const problem = unknownAction(action);
  if (problem) {
    throw new Error(removedBy(action) ? `${problem}: no request is about it any more` : `${problem}: if it is newer than the table of actions, of ${Catalog.get().date}, ${unlisted}`);
  }
}

function problemOf(pattern: string): string | undefined {
  const [, prefix, name] = /^([A-Za-z0-9-]+):([A-Za-z0-9*?-]+)$/.exec(pattern) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const [catalog, service] = [Catalog.get(), prefix.toLowerCase()];
  if (catalog.find(`${service}:${name}`).names.length > 0 || serversWithAction(pattern).length > 0) {
    return undefined;
  }
  const removed = removedBy(pattern);
  if (removed) {
    return removed.kept.length > 0 ? undefined : `AWS has removed ${formatValue(pattern)}`;
  }
  const operation = operationProblem(pattern);
  if (operation) {
    return operation;
  }
  const meant = didYouMean(meantBy(service, name));
  return catalog.services.includes(service) ? `there is no action ${formatValue(pattern)}${meant}`
    : `there is no service ${formatValue(prefix)} of the action ${formatValue(pattern)}${meant}`;
}

/** The nearest action, or pattern, that there is. */
function meantBy(prefix: string, given: string): string | undefined {
  const catalog = Catalog.get();
  const inIam = nameInIam(prefix, given);
  const service = catalog.services.includes(inIam.service) ? inIam.service : nearest(inIam.service, catalog.services);
  if (service === undefined) {
    return undefined;
  }
  const { names: [exact] } = catalog.find(`${service}:${inIam.name}`);
  if (exact !== undefined) {
    return `${service}:${/[*?]/.test(inIam.name) ? inIam.name : exact}`;
  }
  const names = [...catalog.actionsOf(service).keys()];
  if (!/[*?]/.test(inIam.name)) {
    const near = nearest(inIam.name, names);
    return near === undefined ? undefined : `${service}:${near}`;
  }
  // Of a pattern the nearest beginning of a name that ends with a word.
  const beginnings = new Set(names.flatMap((name) => [...name.matchAll(/(?<=[a-z0-9])(?=[A-Z])|$/g)].map(({ index }) => name.slice(0, index))));
  const beginning = inIam.name.replace(/[*?].*$/, '');
  const near = nearest(beginning, beginnings, Math.floor(beginning.length / 3));
  return near === undefined ? undefined : `${service}:${near}*`;
}
