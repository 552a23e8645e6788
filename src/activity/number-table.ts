// Finds a place by a hash.
/* eslint-disable no-bitwise */

/** Values by a few numbers each, none of which is zero. */
export class NumberTable<T> {
  private readonly values: T[] = [];
  /** For each its numbers, and its place among the values, from 1 on. */
  private readonly table: Int32Array;
  private readonly last: number;

  /**
   * @param width how many numbers a value has at most
   * @param most how many values there are at most: a power of two
   */
  public constructor(private readonly width: number, most: number) {
    this.table = new Int32Array(2 * most * (width + 1));
    this.last = 2 * most - 1;
  }

  public get size(): number {
    return this.values.length;
  }

  public get(numbers: Int32Array, count: number): T | undefined {
    return this.values[this.table[this.placeOf(numbers, count) + this.width] - 1];
  }

  /** Adds a value, or puts it in the place of the one with the same numbers. */
  public set(numbers: Int32Array, count: number, value: T): void {
    const { table, values, width } = this;
    const place = this.placeOf(numbers, count);
    if (table[place + width] === 0) {
      table.set(numbers.subarray(0, count), place);
      table[place + width] = values.length + 1;
    }
    values[table[place + width] - 1] = value;
  }

  /** Where the value is, or would be. */
  private placeOf(numbers: Int32Array, count: number): number {
    const { table, width, last } = this;
    let hash = count;
    for (let i = 0; i < count; i++) {
      hash = Math.imul(hash ^ numbers[i], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    for (let next = hash & last; ; next = next + 1 & last) {
      const place = next * (width + 1);
      if (table[place + width] === 0 || isSame(table, place, numbers, count, width)) {
        return place;
      }
    }
  }
}

function isSame(table: Int32Array, place: number, numbers: Int32Array, count: number, width: number): boolean {
  for (let i = 0; i < width; i++) {
    if (table[place + i] !== (i < count ? numbers[i] : 0)) {
      return false;
    }
  }
  return true;
}
