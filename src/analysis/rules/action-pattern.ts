import type { Statement } from '../../iam/statement';
import { wildcardMatcher } from '../../iam/wildcard';

/** Prepares to tell whether an action is what the pattern means, case-insensitive. */
export function actionMatcher(pattern: string): (action: string) => boolean {
  const matches = wildcardMatcher(pattern.toLowerCase());
  return (action) => matches(action.toLowerCase()) === true;
}

/** Whether two statements are about an action in common, as far as one pattern lies within another; those with `NotAction` may be. */
export function actionsOverlap(a: Statement, b: Statement): boolean {
  if (a.has('NotAction') || b.has('NotAction') || a.isAboutAllActions || b.isAboutAllActions) {
    return true;
  }
  return (a.action?.literals ?? []).some((one) => (b.action?.literals ?? []).some((other) => actionMatcher(other)(one) || actionMatcher(one)(other)));
}
