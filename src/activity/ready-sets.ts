import { ActionSet } from '../actions/action-set';

/** The sets that the ready guardrails deny to agents, by what makes the set. */
const READY_SETS: ReadonlyArray<readonly [name: string, set: () => ActionSet]> = [
  ['ActionSet.destructive()', () => ActionSet.destructive()],
  ['ActionSet.secretReads()', () => ActionSet.secretReads()],
  ['ActionSet.privilegeEscalation()', () => ActionSet.privilegeEscalation()],
  ['ActionSet.delegation()', () => ActionSet.delegation()],
  ['ActionSet.auditTampering()', () => ActionSet.auditTampering()],
  ['ActionSet.spending()', () => ActionSet.spending()],
];

let byAction: Map<string, string[]> | undefined;

/** The ready sets that an action is in: what agents are better not given. */
export function readySetsOf(action: string): readonly string[] {
  if (!byAction) {
    byAction = new Map();
    for (const [name, set] of READY_SETS) {
      for (const each of set().listActions()) {
        byAction.set(each.toLowerCase(), [...byAction.get(each.toLowerCase()) ?? [], name]);
      }
    }
  }
  return byAction.get(action.toLowerCase()) ?? [];
}
