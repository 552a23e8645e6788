import * as fs from 'fs';
import type { OutputStream } from './terminal';
import { writeThrough } from './write-through';

/**
 * Standard output or standard error. Unless it may be a terminal, it is without the stream that Node.js makes of it when it is named: to load what that needs takes longer
 * than to load the program.
 */
export function standardOutput(fd: 1 | 2): OutputStream {
  return isNoTerminal(fd) ? { fd, write: (text) => writeThrough(fd, text) } : fd === 1 ? process.stdout : process.stderr;
}

/** Whether it is known to be a file, a pipe (of Node.js: a socket), or `/dev/null`. */
function isNoTerminal(fd: number): boolean {
  try {
    const stats = fs.fstatSync(fd);
    return stats.isFile() || stats.isFIFO() || stats.isSocket() || (stats.isCharacterDevice() && stats.rdev === fs.statSync('/dev/null').rdev);
  } catch {
    return false;
  }
}
