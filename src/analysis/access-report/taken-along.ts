import type { ActionBits } from './action-bits';
import { countIn, without } from './action-bits';
import type { ActionTable } from './action-table';
import { ActionSet } from '../../actions/action-set';

const READY_SETS = [
  'auditTampering', 'delegation', 'destructive', 'permissionsManagement', 'privilegeEscalation', 'secretReads', 'spending',
] as const;
/** A Deny that has less of the ready sets than this was not made from them: what else it has is meant. */
const NEARLY_ALL = 0.95;
const MANY = 100;

/** What a Deny of the ready sets, such as the baseline, also denies because a wildcard of it is wider than they are. */
export class TakenAlong {
  /** The same of all tables. */
  private static inSets?: ActionBits;

  constructor(private readonly table: ActionTable) {}

  /** The actions by name; none of a Deny of something else. */
  public of(actions: ActionBits): string[] {
    const all = countIn(actions);
    if (all < MANY || all > this.table.total / 2) {
      return [];
    }
    TakenAlong.inSets ??= this.table.meantBy('Action', READY_SETS.flatMap((set) => ActionSet[set]()._elements().actions ?? [])).may;
    const others = without(actions, TakenAlong.inSets);
    return countIn(others) > (1 - NEARLY_ALL) * all ? []
      : Object.entries(this.table.namesOf(others)).flatMap(([service, names]) => names.map((name) => `${service}:${name}`));
  }
}
