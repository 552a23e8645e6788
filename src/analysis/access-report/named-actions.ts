import type { ActionBits } from './action-bits';
import { countIn } from './action-bits';
import type { ActionTable } from './action-table';
import type { NamedActions } from './report-types';

/** Of a set with more actions than this, they are counted, and so are its services: nobody reads them, and the search finds each. */
const MANY = 100;

/** The actions of a set by name, as far as they are read by anybody. */
export function namedActions(table: ActionTable, bits: ActionBits): NamedActions {
  const count = countIn(bits);
  const names = Object.entries(table.namesOf(bits));
  const services = names.length > MANY ? names.length
    : Object.fromEntries(names.map(([service, each]) => [service, count > MANY ? each.length : each]));
  return { count, services };
}
