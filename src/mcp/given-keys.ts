import type { RequestContext } from '../iam/request-context';
import { textOf } from '../iam/value';
import { formatValue } from '../private/format';
import { lowerCase } from '../private/lower-case';

/** So many are compared with each other faster than they are put into a set. */
const FEW = 16;
/** `Object.hasOwn()` takes five times as long in a loop over the keys. */
const { hasOwnProperty } = Object.prototype;

/** The keys that a caller knows of a request. */
export class GivenKeys implements RequestContext {
  /** In lower case. */
  public readonly names: readonly string[];
  private readonly values: ReadonlyArray<readonly string[]>;
  private readonly keys: readonly string[];
  private readonly given: ReadonlyArray<readonly string[]>;

  /**
   * @param written as the caller has them: a copy is made
   * @throws if a key has no list of strings, or is there twice, in another case
   */
  public constructor(public readonly written: { readonly [key: string]: readonly string[] }) {
    const names: string[] = [];
    const values: Array<readonly string[]> = [];
    let seen: Set<string> | undefined;
    this.keys = Object.keys(written);
    this.given = this.keys.map((key) => {
      const list: unknown = written[key];
      if (!Array.isArray(list) || !list.every((value) => typeof value === 'string')) {
        throw new Error(`the context's ${key} is ${formatValue(list)}: expected a list of strings`);
      }
      return [...list as string[]];
    });
    for (const key of this.keys) {
      const name = lowerCase(key);
      if (seen ? seen.has(name) : names.includes(name)) {
        throw new Error(`the context has ${formatValue(name)} twice: condition keys are case-insensitive, so give all its values under one`);
      }
      names.push(name);
      values.push(written[key].map(valueOf));
      seen = names.length < FEW ? undefined : seen?.add(name) ?? new Set(names);
    }
    this.names = names;
    this.values = values;
  }

  /** Whether they were made of the same. */
  public areOf(written: { readonly [key: string]: readonly string[] }): boolean {
    const { keys, given } = this;
    let i = 0;
    for (const key in written) {
      if (i === keys.length || key !== keys[i] || !hasOwnProperty.call(written, key) || !areSame(written[key], given[i])) {
        return false;
      }
      i++;
    }
    return i === keys.length;
  }

  public get(key: string): readonly string[] | undefined {
    const i = this.names.indexOf(key);
    return i === -1 ? undefined : this.values[i];
  }

  /** What a request carries that has these keys, and besides them those of another context. */
  public over(context: RequestContext): RequestContext {
    return { get: (key) => this.get(key) ?? context.get(key) };
  }
}

/** @param given which may be anything */
function areSame(given: unknown, known: readonly string[]): boolean {
  if (!Array.isArray(given) || given.length !== known.length) {
    return false;
  }
  for (let i = 0; i < known.length; i++) {
    if (given[i] !== known[i]) {
      return false;
    }
  }
  return true;
}

function valueOf(value: string): string {
  return textOf(value) ?? value;
}
