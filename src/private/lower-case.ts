import { Cache } from './cache';

const known = new Cache<string>(10_000);

/** A name in lower case, such as an action or a condition key: few are asked for again and again. */
export function lowerCase(name: string): string {
  return known.get(name, () => name.toLowerCase());
}
