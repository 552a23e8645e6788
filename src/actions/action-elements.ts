import type { Extent } from './extent';
import { fewOthers } from './members';
import { renderActions } from './render';
import { withoutCovered } from '../iam/without-covered';

/** How a statement names its actions. */
export interface ActionElements {
  readonly actions?: string[];
  readonly notActions?: string[];
}

/**
 * A set of actions as the `Action` or `NotAction` element of a statement.
 *
 * @throws if it is empty.
 */
export function actionElements({ complement, members: find }: Extent, description: string): ActionElements {
  const members = find();
  const { unlisted = [], outside = [] } = members;
  const rest = complement || members.asGiven ? undefined : fewOthers(members);
  if (rest) {
    // All but a few, which is shorter by far, and denies what AWS adds later.
    const others = [...renderActions(rest, members.unlisted), ...outside];
    return others.length > 0 ? { notActions: others.sort() } : { actions: ['*'] };
  }
  const patterns = members.asGiven ? [...members.asGiven] : withoutCovered([...renderActions(members.known, members.outside), ...unlisted]).sort();
  if (patterns.length === 0) {
    if (complement) {
      return { actions: ['*'] };
    }
    throw new Error(`the set of actions is empty: ${description}`);
  }
  return complement ? { notActions: patterns } : { actions: patterns };
}
