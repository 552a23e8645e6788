import { formatValue } from '../private/format';

/**
 * How many managed policies a role, user or group may have.
 *
 * @throws unless it is what the quota of an account can be.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function checkedMaxManagedPolicies(max: number = 10): number {
  if (!Number.isInteger(max) || max < 1 || max > 20) {
    throw new Error(`maxManagedPolicies must be a whole number from 1 to 20, got ${formatValue(max)}`);
  }
  return max;
}
