import { formatValue, isPlain } from './format';

/** Deeper than any policy or template, and not so deep that going through it fails. */
const DEEPEST = 200;

/**
 * Makes sure that a value is what parsing JSON makes: whoever goes through a construct or a token, which refer to themselves, never
 * comes to an end.
 *
 * @throws if it is not; `what` begins the error.
 */
export function assertJson(what: string, value: unknown): void {
  assertPart(what, value, []);
}

function assertPart(what: string, value: unknown, within: unknown[]): void {
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
  within.push(value);
  for (const name of Object.keys(value)) {
    const item: unknown = (value as { readonly [name: string]: unknown })[name];
    if (typeof item !== 'string') {
      assertPart(what, item, within);
    }
  }
  within.pop();
}

/** Whether `JSON.stringify()` says all of a value: whether one with the same JSON is the same. */
export function isJson(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'string' || typeof value === 'boolean' || value === null || (typeof value === 'number' && Number.isFinite(value));
  }
  const names = Object.keys(value);
  if (depth > DEEPEST || !(Array.isArray(value) ? names.length === value.length : isPlain(value))) {
    return false;
  }
  for (let i = 0; i < names.length; i++) {
    const item: unknown = Array.isArray(value) ? value[i] : (value as { readonly [name: string]: unknown })[names[i]];
    if (!isJson(item, depth + 1)) {
      return false;
    }
  }
  return true;
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
