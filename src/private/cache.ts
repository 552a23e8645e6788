/** Values that can be made again at any time, by what they are made of: an app often needs the same ones many times. */
export class Cache<T> {
  private readonly values = new Map<string, T>();

  /** @param limit how many are kept at most */
  public constructor(private readonly limit = 1_000) {}

  /** The value that was made of the same before, or else what `make` returns; that only, without a key. */
  public get(key: string | undefined, make: () => T): T {
    if (key === undefined) {
      return make();
    }
    const known = this.values.get(key);
    if (known !== undefined) {
      return known;
    }
    const made = make();
    if (this.values.size >= this.limit) {
      this.values.clear();
    }
    this.values.set(key, made);
    return made;
  }
}

/** What is derived from an object: made once for each, and kept as long as it is. */
export function derivedFrom<K extends object, T>(make: (from: K) => T): (from: K) => T {
  const known = new WeakMap<K, { readonly value: T }>();
  return (from) => {
    let made = known.get(from);
    if (!made) {
      known.set(from, made = { value: make(from) });
    }
    return made.value;
  };
}

let last = 0;

/** A number that only this object has: where an object can't change, what is made of it can be found by that. */
export const numberOf = derivedFrom((_: object): number => ++last);

/**
 * As `derivedFrom()`, of objects that are made and left again by the thousand: it is kept in the object itself, for the garbage collector takes longer
 * with a map of such than all that it saves. A copy of the object is another.
 */
export function keptIn<K extends object, T>(make: (from: K) => T): (from: K) => T {
  const KEPT = Symbol('kept');
  return (from: K & { [KEPT]?: { readonly owner: K; readonly value: T } }) => {
    let kept = from[KEPT];
    if (kept?.owner !== from) {
      from[KEPT] = kept = { owner: from, value: make(from) };
    }
    return kept.value;
  };
}
