import * as fs from 'fs';
import * as path from 'path';

/** Files that wait to be written into a directory. */
interface Waiting {
  /** By name, in pieces: with all of them put together, the app's memory would have them twice. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** What they were made from. */
  readonly sources: readonly string[];
}

const pending = new Map<string, Waiting>();

/**
 * Writes files as soon as the code that is running has returned, or the process ends: the CDK forbids a plugin to write into the
 * cloud assembly while it validates. Files of a directory that are still waiting give way to later ones.
 */
export function writeLater(directory: string, waiting: Waiting): void {
  if (pending.size === 0) {
    process.once('exit', writePending);
    // Either may be the first, depending on what is running.
    queueMicrotask(writePending);
    process.nextTick(writePending);
  }
  pending.set(directory, waiting);
}

/** What the files that wait for a directory are made from. */
export function sourcesWaiting(directory: string): readonly string[] {
  return pending.get(directory)?.sources ?? [];
}

function writePending(): void {
  process.off('exit', writePending);
  for (const [directory, { files }] of pending) {
    pending.delete(directory);
    for (const [name, content] of files) {
      try {
        writeAtOnce(path.join(directory, name), content);
      } catch (error) {
        process.exitCode = 1;
        console.error(`the access report can't be written: ${(error as Error).message}`);
      }
    }
  }
}

/** Readers see the old file or the new one, never half of one. */
export function writeAtOnce(file: string, content: string | Iterable<string>): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    if (typeof content === 'string') {
      fs.writeFileSync(temporary, content);
    } else {
      writePieces(temporary, content);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** As many characters as are written in one go. */
const MOST_HELD = 1_000_000;

function writePieces(file: string, pieces: Iterable<string>): void {
  const handle = fs.openSync(file, 'w');
  try {
    let held: string[] = [];
    let length = 0;
    for (const piece of pieces) {
      held.push(piece);
      length += piece.length;
      if (length > MOST_HELD) {
        fs.writeFileSync(handle, held.join(''));
        [held, length] = [[], 0];
      }
    }
    fs.writeFileSync(handle, held.join(''));
  } finally {
    fs.closeSync(handle);
  }
}
