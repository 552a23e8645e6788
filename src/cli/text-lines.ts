/** A place in a string, both from 1. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** Where the lines of a string are. */
export class TextLines {
  private starts?: number[];

  public constructor(private readonly text: string) {}

  public positionAt(offset: number): TextPosition {
    this.starts ??= [0, ...[...this.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      [low, high] = this.starts[middle] <= offset ? [middle, high] : [low, middle];
    }
    return { line: low + 1, column: offset - this.starts[low] + 1 };
  }
}
