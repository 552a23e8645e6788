/** Items that are made when they are asked for, so that not all of them are held. Each who asks has them made anew. */
export class Later<T> implements Iterable<T> {
  public constructor(private readonly make: () => Iterable<T>) {}

  public [Symbol.iterator](): Iterator<T> {
    return this.make()[Symbol.iterator]();
  }

  /** What the function makes of each item. */
  public flatMap<U>(of: (item: T) => Iterable<U>): Later<U> {
    const items = this.make;
    return new Later(function* () {
      for (const item of items()) {
        yield* of(item);
      }
    });
  }
}
