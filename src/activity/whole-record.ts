import { LARGEST } from './piece-read';

const [COMMA] = Buffer.from(',');
const SPACE = 0x20;

/** How records of CloudTrail begin. */
export const BEGINNING = Buffer.from('{"eventVersion"');

/** The last character of a record that ends before the next one begins in the chunk; `undefined` where none begins, or no next one. */
export function endOfWholeRecord(chunk: Buffer, from: number): number | undefined {
  const behind = from + BEGINNING.length;
  if (behind > chunk.length) {
    return undefined;
  }
  // To call `compare()` takes longer.
  for (let i = 0; i < BEGINNING.length; i++) {
    if (chunk[from + i] !== BEGINNING[i]) {
      return undefined;
    }
  }
  let last = chunk.indexOf(BEGINNING, behind) - 1;
  while (last > from && (chunk[last] <= SPACE || chunk[last] === COMMA)) {
    last--;
  }
  return last <= from || last - from >= LARGEST ? undefined : last;
}
