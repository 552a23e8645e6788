import { has, isAboutAllActions, knownTexts } from './elements';
import type { Json } from '../../iam/policy';
import { wildcardMatcher } from '../../iam/wildcard';

/** Prepares to tell whether an action is what the pattern means, in any case. */
export function actionMatcher(pattern: string): (action: string) => boolean {
  const matches = wildcardMatcher(pattern.toLowerCase());
  return (action) => matches(action.toLowerCase()) === true;
}

/** Whether two statements are about an action in common, as far as one pattern lies within another; those with `NotAction` may be. */
export function actionsOverlap(a: Json, b: Json): boolean {
  if (has(a, 'NotAction') || has(b, 'NotAction') || isAboutAllActions(a) || isAboutAllActions(b)) {
    return true;
  }
  return knownTexts(a.Action).some((one) => knownTexts(b.Action).some((other) => actionMatcher(other)(one) || actionMatcher(one)(other)));
}
