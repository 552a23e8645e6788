import { writeSync } from 'fs';

const LONGEST_WAIT = 20;

/**
 * Writes all of an output, and waits for whoever reads it. What a pipe can't take at once a stream of Node.js would hold, which may be more than the input.
 *
 * @throws as `writeSync()` does, but not where the reader is slow
 */
export function writeThrough(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  let wait = 0.1;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
      wait = 0.1;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
      wait = Math.min(2 * wait, LONGEST_WAIT);
    }
  }
}
