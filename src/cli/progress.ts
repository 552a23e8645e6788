import type { OutputStream } from './terminal';

/** Few things are done before anybody wonders. */
const FEW = 500;
const STEP = 100;

/** Tells on a terminal how far long work is, in one line that is gone afterwards. */
export class Progress {
  private isVisible = false;

  /** @param stream standard error; what is no terminal gets nothing */
  public constructor(private readonly stream: OutputStream, private readonly quiet: boolean) {}

  /** So many of the things are done: `500 of 10000 files read`. */
  public at(done: number, all: number, what: string): void {
    if (this.stream.isTTY && !this.quiet && all > FEW && done % STEP === 0) {
      this.stream.write(`\r${done} of ${all} ${what}\u001b[K`);
      this.isVisible = true;
    }
  }

  /** Before anything else is written. */
  public end(): void {
    if (this.isVisible) {
      this.stream.write('\r\u001b[K');
      this.isVisible = false;
    }
  }
}
