import type { Statement } from '../../iam/statement';
import { unknownPart } from '../../iam/unknown-text';
import { wildcardMatcher } from '../../iam/wildcard';

/** Prepares to tell whether an action is what the pattern means, case-insensitive. */
export function actionMatcher(pattern: string): (action: string) => boolean {
  const matches = wildcardMatcher(pattern.toLowerCase());
  return (action) => matches(action.toLowerCase()) === true;
}

/** Whether two statements may be about an action in common: those with `NotAction` always. */
export function actionsOverlap(a: Statement, b: Statement): boolean {
  if (a.has('NotAction') || b.has('NotAction') || a.isAboutAllActions || b.isAboutAllActions) {
    return true;
  }
  return (a.action?.literals ?? []).some((one) => (b.action?.literals ?? []).some((other) => mayMeanOne(one, other)));
}

/** Whether some action is of both patterns, case-insensitive. */
export function mayMeanOne(one: string, other: string): boolean {
  const asUnknown = other.toLowerCase().replace(/[*?]/g, unknownPart('*'));
  return wildcardMatcher(one.toLowerCase())(asUnknown) !== false;
}
