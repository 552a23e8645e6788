import { isDeepStrictEqual } from 'util';
import { isIntrinsic } from './value';
import { formatValue } from '../private/format';
import { isToken } from '../private/tokens';

/** The condition block of an IAM statement. */
export type ConditionBlock = { [operator: string]: any };

/**
 * One block that matches where all the given ones do; `subject` is what an error is about.
 *
 * @throws if two of them test the same key with the same operator and other values: one block can't say both, and
 * merging would let one of the two win. Also if what would have to be merged is known only at deployment.
 */
export function combineConditions(subject: string, ...blocks: ConditionBlock[]): ConditionBlock {
  const combined: ConditionBlock = {};
  for (const block of blocks) {
    if (isKnownAtDeployment(block)) {
      throw new Error(`${subject}: cannot combine conditions with a condition block known only at deployment: give its operators with their keys`);
    }
    for (const [operator, keys] of Object.entries(block)) {
      const known = sameName(combined, operator);
      if (known === undefined) {
        combined[operator] = isKnownAtDeployment(keys) ? keys : mergedKeys(subject, operator, {}, keys);
      } else if ([combined[known], keys].some(isKnownAtDeployment)) {
        throw new Error(`${subject}: cannot combine two ${operator} conditions, for the keys of one are known only at deployment: `
          + 'give them as a map, in which only values are tokens');
      } else {
        combined[known] = mergedKeys(subject, operator, combined[known], keys);
      }
    }
  }
  return combined;
}

function mergedKeys(subject: string, operator: string, known: ConditionBlock, keys: object): ConditionBlock {
  const merged = { ...known };
  for (const [key, value] of Object.entries(keys)) {
    const same = sameName(merged, key);
    if (same !== undefined && !isDeepStrictEqual(merged[same], value)) {
      throw new Error(`${subject}: one statement cannot hold two ${operator} conditions on ${key}: ${formatValue(merged[same])} and ${formatValue(value)}`);
    }
    merged[same ?? key] = value;
  }
  return merged;
}

/** The name under which a map has it, case-insensitive. */
function sameName(map: object, name: string): string | undefined {
  return Object.keys(map).find((other) => other.toLowerCase() === name.toLowerCase());
}

function isKnownAtDeployment(value: unknown): boolean {
  return isToken(value) || isIntrinsic(value);
}

