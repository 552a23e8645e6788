import type { ActionBits } from '../access-report/action-bits';
import { addAll, intersection, isEmpty, without } from '../access-report/action-bits';
import type { ActionTable } from '../access-report/action-table';
import type { OriginAccess } from '../access-report/principal-access';

type State = 'allowed' | 'partly' | 'depends' | 'no';
const STATES: readonly State[] = ['allowed', 'partly', 'depends', 'no'];

/** Whether something is won, lost, or either. */
export type Direction = 'gains' | 'loses' | 'differs';

interface Kind {
  readonly direction: Direction;
  /** What is said of the actions, after the principal. */
  readonly says: string;
  readonly changes: ReadonlyArray<readonly [from: State, to: State]>;
}

/** How an action may change, for a principal and an origin. */
export const CHANGE_KINDS = {
  gained: { direction: 'gains', says: 'gains', changes: [['no', 'allowed']] },
  gainedNamed: { direction: 'gains', says: 'gains, on named resources,', changes: [['no', 'partly']] },
  widened: { direction: 'gains', says: 'had on named resources, and gains on all,', changes: [['partly', 'allowed']] },
  settled: { direction: 'gains', says: 'has for certain now', changes: [['depends', 'allowed'], ['depends', 'partly']] },
  mayGain: { direction: 'gains', says: 'may gain', changes: [['no', 'depends']] },
  lost: { direction: 'loses', says: 'loses', changes: [['allowed', 'no']] },
  lostNamed: { direction: 'loses', says: 'loses, on named resources,', changes: [['partly', 'no']] },
  narrowed: { direction: 'loses', says: 'keeps only on named resources', changes: [['allowed', 'partly']] },
  unsettled: { direction: 'loses', says: 'no longer has for certain', changes: [['allowed', 'depends'], ['partly', 'depends']] },
  mayLose: { direction: 'loses', says: 'loses what it may have had:', changes: [['depends', 'no']] },
  otherResources: { direction: 'differs', says: 'has on other resources, or under other conditions,', changes: [['partly', 'partly']] },
  otherConditions: { direction: 'differs', says: 'may have under other conditions', changes: [['depends', 'depends']] },
} as const satisfies { readonly [id: string]: Kind };

export type ChangeKind = keyof typeof CHANGE_KINDS;

/** The actions that change, by how; a kind without any is left out. */
export type OriginChange = { readonly [kind in ChangeKind]?: ActionBits };

/**
 * What changes from one side to the other.
 *
 * @param rewritten the actions of which the statements say something else
 */
export function changesBetween(
  table: ActionTable, before: OriginAccess | undefined, after: OriginAccess | undefined, rewritten: ActionBits,
): OriginChange {
  const [from, to] = [before, after].map((access) => statesOf(table, access));
  const found = Object.entries(CHANGE_KINDS).map(([id, { direction, changes }]): [string, ActionBits] => {
    const bits = table.none();
    changes.forEach(([a, b]) => addAll(bits, intersection(from[a], to[b])));
    return [id, direction === 'differs' ? intersection(bits, rewritten) : bits];
  });
  return Object.fromEntries(found.filter(([, bits]) => !isEmpty(bits)));
}

function statesOf(table: ActionTable, access: OriginAccess | undefined): { readonly [state in State]: ActionBits } {
  if (!access) {
    return Object.fromEntries(STATES.map((state) => [state, state === 'no' ? table.everything : table.none()])) as { [state in State]: ActionBits };
  }
  const { allowed, partly, depends } = access;
  return { allowed, partly, depends, no: without(table.everything, allowed, partly, depends) };
}
