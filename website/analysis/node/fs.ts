import { Buffer } from 'buffer/';
import { textOf } from '../tables';

/** Files that are held in memory, all in one folder. */
const files = new Map<string, Buffer>();

/** Makes these all the files that there are. */
export function setFiles(given: { readonly [name: string]: string }): void {
  files.clear();
  Object.entries(given).forEach(([name, text]) => files.set(name, Buffer.from(text)));
}

function find(name: string): Buffer {
  const found = files.get(nameIn(name));
  if (!found) {
    throw Object.assign(new Error(`ENOENT: ${name}`), { code: 'ENOENT' });
  }
  return found;
}

function nameIn(name: string): string {
  return name.replace(/^\/|^\.\//, '');
}

const isFolder = (name: string) => ['/', '.', ''].includes(name);

function statsOf(name: string) {
  const size = isFolder(name) ? 0 : find(name).length;
  return {
    size, isFile: () => !isFolder(name), isDirectory: () => isFolder(name), isFIFO: () => false, isSocket: () => false, isSymbolicLink: () => false,
  };
}

export function existsSync(name: string): boolean {
  return isFolder(name) || files.has(nameIn(name));
}

export function statSync(name: string, { throwIfNoEntry = true } = {}): ReturnType<typeof statsOf> | undefined {
  return throwIfNoEntry || existsSync(name) ? statsOf(name) : undefined;
}

export function realpathSync(name: string): string {
  return isFolder(name) ? '/' : (find(name), `/${nameIn(name)}`);
}

/** Open files: a name, and how much of it was read. */
const open: Array<{ readonly name: string; at: number }> = [];

export function openSync(name: string): number {
  find(name);
  return open.push({ name, at: 0 }) - 1;
}

export function fstatSync(handle: number): ReturnType<typeof statsOf> {
  return statsOf(open[handle].name);
}

export function readSync(handle: number, to: Buffer): number {
  const length = find(open[handle].name).copy(to, 0, open[handle].at);
  open[handle].at += length;
  return length;
}

/** What commands print is taken before it comes to a file. */
export function writeSync(): never {
  throw new Error('no file is written here');
}

export function closeSync(): void {
  // Nothing is held.
}

/** The tables of the library are text here, not compressed. */
export function readFileSync(name: string, encoding?: BufferEncoding): Buffer | string {
  const content = name.startsWith('./data/') ? Buffer.from(textOf(name)) : find(name);
  return encoding ? content.toString(encoding) : content;
}
