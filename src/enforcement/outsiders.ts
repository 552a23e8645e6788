import { arnParts } from '../iam/arn';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { Operator } from '../iam/operator';
import { isToken, replaceTokens } from '../private/tokens';

/**
 * Principals neither of the organization nor of the account that the resource is in. A key that is missing is not equal. The case does not matter to
 * ids; exemptions by account are already the value of `StringNotEquals`.
 */
const OUTSIDE = {
  StringNotEqualsIgnoreCase: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}', 'aws:PrincipalAccount': '${aws:ResourceAccount}' },
};

/**
 * The condition of the same Deny for those outside the resource's organization and account, without the exemptions that anybody can
 * take there: a role of that name or path, or a tag.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
 */
export function forOutsiders(sid: string, conditions: ConditionBlock): ConditionBlock {
  const rest: ConditionBlock = {};
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, value] of Object.entries(keys as object)) {
      const left = [value].flat().filter((each) => !isAnybodys(operator, key, each));
      if (left.length > 0) {
        (rest[operator] ??= {})[key] = left.length === 1 ? left[0] : left;
      }
    }
  }
  return combineConditions(sid, rest, OUTSIDE);
}

/** Whether a condition exempts principals of other organizations who give themselves a name, a path or a tag. */
export function exemptsOutsiders(conditions: ConditionBlock): boolean {
  return Object.entries(conditions).some(([operator, keys]) => typeof keys === 'object' && keys !== null && !isToken(keys)
    && Object.entries(keys).some(([key, value]) => [value].flat().some((each) => isAnybodys(operator, key, each))));
}

/** Whether the value of a negated operator means principals of any account. */
function isAnybodys(operator: string, key: string, value: unknown): boolean {
  if (!Operator.named(operator)?.negated) {
    return false;
  }
  const name = key.toLowerCase();
  return name.startsWith('aws:principaltag/') || (name === 'aws:principalarn' && typeof value === 'string' && isOfAnyAccount(replaceTokens(value, () => 'x')));
}

function isOfAnyAccount(arn: string): boolean {
  return /[*?]/.test(arnParts(arn)?.[4] ?? arn);
}
