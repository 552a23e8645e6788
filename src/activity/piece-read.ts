/** More than that an event of CloudTrail never has, nor what is delivered around a few of them. */
export const LARGEST = 8 * 1024 * 1024;

/** The piece of a file that is read, which may be in several chunks. */
export class PieceRead {
  public tooLarge = false;
  /** Where it begins, counted from the beginning of the file; none is read if it is negative. */
  private start = -1;
  /** Where the chunk begins. */
  private offset = 0;
  /** What earlier chunks have of it. */
  private kept: Buffer[] = [];
  /** Where in the chunk it goes on, if something is kept. */
  private goesOn = 0;

  public get isOpen(): boolean {
    return this.start !== -1;
  }

  /** Where a character of the chunk is in the file. */
  public inFile(i: number): number {
    return this.offset + i;
  }

  public begin(i: number): void {
    this.start = this.offset + i;
  }

  /** Of what was read already some may be in an earlier chunk. */
  public beginWith(read: Buffer, next: number): void {
    this.begin(next - read.length);
    this.kept = [read];
    this.goesOn = next;
  }

  public forget(): void {
    this.start = -1;
    this.kept = [];
    this.tooLarge = false;
  }

  /** What is in it from one place of the file to another. */
  public between(chunk: Buffer, from: number, to: number): string {
    if (this.kept.length === 0) {
      return chunk.toString('utf-8', from - this.offset, to - this.offset);
    }
    const all = Buffer.concat([...this.kept, chunk.subarray(this.goesOn, Math.max(this.goesOn, to - this.offset))]);
    return all.toString('utf-8', from - this.start, to - this.start);
  }

  /** All of it, to its last character. */
  public upTo(chunk: Buffer, last: number): string {
    return this.between(chunk, this.start, this.offset + last + 1);
  }

  public endOfChunk(chunk: Buffer): void {
    if (this.isOpen && !this.tooLarge) {
      this.kept.push(Buffer.from(chunk.subarray(this.kept.length > 0 ? this.goesOn : Math.max(0, this.start - this.offset))));
      if (this.offset + chunk.length - this.start > LARGEST) {
        this.tooLarge = true;
        this.kept = [];
      }
    }
    this.goesOn = 0;
    this.offset += chunk.length;
  }
}
