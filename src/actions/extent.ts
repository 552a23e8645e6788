import type { Members } from './members';
import { add, intersect, subtract } from './members';

/** What a set of actions holds, found when it is asked for. */
export interface Extent {
  /** Whether it is everything but the members. */
  readonly complement: boolean;
  readonly members: () => Members;
}

/** What is in one of them, or in both. */
export function unionOf(a: Extent, b: Extent): Extent {
  if (a.complement && b.complement) {
    return { complement: true, members: () => intersect(a.members(), b.members()) };
  }
  if (a.complement || b.complement) {
    const [all, some] = a.complement ? [a, b] : [b, a];
    return { complement: true, members: () => subtract(all.members(), some.members()) };
  }
  return { complement: false, members: () => add(a.members(), b.members()) };
}

/** What is in the first and not in the second. */
export function differenceOf(a: Extent, b: Extent): Extent {
  if (a.complement) {
    return b.complement
      ? { complement: false, members: () => subtract(b.members(), a.members()) }
      : { complement: true, members: () => add(a.members(), b.members()) };
  }
  return { complement: false, members: () => (b.complement ? intersect(a.members(), b.members()) : subtract(a.members(), b.members())) };
}
