/** There is no terminal. */
export class WriteStream {
  public getColorDepth(): number {
    return 1;
  }
}
