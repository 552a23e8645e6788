/** Values that can be made again at any time, by what they are made of: an app often needs the same ones many times over. */
export class Cache<T> {
  private readonly values = new Map<string, T>();

  /** @param limit how many are remembered at most */
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
