import type { Row } from './guardrails';
import type { Place } from './places';
import type { Json } from './world';
import { serviceOf } from './world';
import type { McpGuardrail } from '../../src';

/** What becomes of a guardrail in a place. */
export type Cell =
  /** All that it says. */
  | 'denies'
  /** What it says of the services of the place. */
  | 'in part'
  /** The same, if told to leave out the others, which is an error else. */
  | 'in part, if asked'
  /** All that it says, of fewer services: else it is too large. */
  | 'if narrowed'
  /** An error: too large, and nothing to narrow. */
  | 'too large'
  /** An error: nobody could get in any more, or change the policy. */
  | 'locks out'
  /** An error: it is about something else. */
  | 'other services'
  /** An error: the place denies it already. */
  | 'has it';

/** The error of a cell that is one. */
export const ERRORS: { [cell in Cell]?: RegExp } = {
  'in part, if asked': /denies actions of services that a resource control policy doesn't reach .* or leave them out with leaveOutUnsupportedServices$/,
  'if narrowed': /over the limit of [\d,]+/,
  'too large': /over the limit of [\d,]+/,
  'locks out': /would lock everybody out: |would deny [\w:]+ to everybody who calls AWS directly, so that (nobody|only the root user of its account) could change the /,
  'other services': /the guardrail "\w+" denies nothing that a .+ can be about$/,
  'has it': /guardrails has "\w+", which the role has by itself: leave it out, and set /,
};

/** What should become of it: from what the statements say and what the place is, not from the code that enforces. */
export function expectedCell(row: Row, place: Place): Cell {
  const guardrail = made(row.make);
  if (place.always && sharesSid(guardrail, place.always())) {
    return 'has it';
  }
  if (place.lockOut && row.locksOut?.includes(place.lockOut)) {
    return 'locks out';
  }
  const size = JSON.stringify({ Statement: placed(jsonOf(guardrail), place), Version: '2012-10-17' }).length + (place.besides ?? 0);
  const whole = Math.max(0, ...jsonOf(guardrail).filter(({ NotAction }) => NotAction).map((statement) => JSON.stringify(statement).length));
  if ((place.limit !== undefined && size > place.limit) || (place.limitOfOne !== undefined && whole > place.limitOfOne)) {
    return row.narrowed ? 'if narrowed' : 'too large';
  }
  const services = place.services?.();
  if (!services) {
    return 'denies';
  }
  const { all, named } = servicesIn(placed(jsonOf(guardrail), place));
  if ((!all && !named.some((service) => services.includes(service))) || (place.resource && row.nothingOn?.includes(place.resource))) {
    return 'other services';
  }
  // What is about all actions is narrowed; what names a service that the place is not about is left out only if asked.
  if (named.every((service) => services.includes(service))) {
    return all ? 'in part' : 'denies';
  }
  return place.leavesOut ? 'in part, if asked' : 'in part';
}

/** The guardrail that is tested there. */
export function guardrailOf(row: Row, cell: Cell): McpGuardrail {
  return cell === 'if narrowed' ? made(row.narrowed!) : made(row.make);
}

const guardrails = new Map<Row['make'], McpGuardrail>();
const statements = new WeakMap<McpGuardrail, Json[]>();

/** A guardrail is a value: one does for all places. */
function made(make: Row['make']): McpGuardrail {
  return guardrails.get(make) ?? guardrails.set(make, make()).get(make)!;
}

/** Its own statements, before they are in any place. */
export function jsonOf(guardrail: McpGuardrail): Json[] {
  let json = statements.get(guardrail);
  if (!json) {
    statements.set(guardrail, json = guardrail.statements().map((statement) => statement.toStatementJson()));
  }
  return json;
}

function sharesSid(a: McpGuardrail, b: McpGuardrail): boolean {
  const sids = jsonOf(b).map(({ Sid }) => Sid);
  return jsonOf(a).some(({ Sid }) => sids.includes(Sid));
}

/** Those that the place has: what keeps the tags of principals is for policies of principals. */
export function placed(given: Json[], { principal }: Place): Json[] {
  return given.filter(({ Action, Condition }) => principal === undefined
    || !(['iam:TagRole', 'sts:TagSession'].every((each) => [Action].flat().includes(each)) && JSON.stringify(Condition).includes('aws:TagKeys')));
}

function servicesIn(given: Json[]): { all: boolean; named: string[] } {
  const actions = given.flatMap(({ Action }) => [Action ?? '*'].flat());
  return { all: actions.includes('*'), named: [...new Set(actions.filter((action) => action !== '*').map(serviceOf))] };
}
