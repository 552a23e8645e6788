import { formatValue, isPlain } from './format';

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
  if (!Array.isArray(value) && !isPlain(value)) {
    throw new Error(`${what} is not parsed JSON: it has ${formatValue(value)}, an object of a class of its own`);
  }
  for (const item of Object.values(value)) {
    assertJson(what, item, [...within, value]);
  }
}

/**
 * The same string for what means the same in a policy, however it is written: properties and lists in any order, and a list of one as its
 * item. What an intrinsic function takes stays in order.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(canonical(value, false)) ?? 'undefined';
}

function canonical(value: unknown, inOrder: boolean): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, inOrder));
    return inOrder ? items : items.length === 1 ? items[0] : items.map((item) => [JSON.stringify(item), item] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  }
  return typeof value !== 'object' || value === null ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, canonical(item, inOrder || name.startsWith('Fn::'))]));
}

/** A copy that can be changed; what is of a class, such as a token, stays the same object. */
export function copied<T>(value: T): T extends ReadonlyArray<infer I> ? I[] : T;
export function copied(value: any): any {
  return Array.isArray(value) ? value.map(copied)
    : typeof value === 'object' && value !== null && isPlain(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copied(item)])) : value;
}
