import { formatValue } from './format';

/** Deeper than any policy or template, and not so deep that going through it fails. */
const DEEPEST = 200;

/**
 * Makes sure that a value is what parsing JSON makes: whoever goes through a construct or a token, which refer to themselves, never
 * comes to an end.
 *
 * @throws if it is not; `what` begins the error.
 */
export function assertJson(what: string, value: unknown, within: readonly unknown[] = []): void {
  if (typeof value !== 'object' || value === null) {
    if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
      throw new Error(`${what} is not parsed JSON: it has ${formatValue(value)}`);
    }
    return;
  }
  if (within.length > DEEPEST || within.includes(value)) {
    throw new Error(`${what} is not parsed JSON: it ${within.includes(value) ? 'refers to itself' : `is more than ${DEEPEST} levels deep`}`);
  }
  const prototype = Object.getPrototypeOf(value);
  // That of an object of whatever realm has none itself.
  if (!Array.isArray(value) && prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new Error(`${what} is not parsed JSON: it has ${formatValue(value)}, an object of a class of its own`);
  }
  for (const item of Object.values(value)) {
    assertJson(what, item, [...within, value]);
  }
}
