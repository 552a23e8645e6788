/** Where an item of a list is in a file. */
export interface ItemPlace {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

const NUMBERS = 3;

/** Where the items of a list are, as numbers: there may be ten thousands of them. */
export class ItemPlaces {
  private numbers = new Float64Array(NUMBERS * 16);
  private count = 0;

  /** @returns how many there are with it */
  public push({ start, end, line }: ItemPlace): number {
    if (this.count * NUMBERS === this.numbers.length) {
      const larger = new Float64Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers.set([start, end, line], this.count * NUMBERS);
    return ++this.count;
  }

  public at(index: number): ItemPlace | undefined {
    if (!(index >= 0 && index < this.count)) {
      return undefined;
    }
    const [start, end, line] = this.numbers.subarray(index * NUMBERS);
    return { start, end, line };
  }
}
