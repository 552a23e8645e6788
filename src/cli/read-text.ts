import * as fs from 'fs';
import * as path from 'path';
import { CliError } from './cli-error';

/** What a string can hold. Of an account more is read, piece by piece. */
const MAX_MEGABYTES = 500;
const MAX_BYTES = MAX_MEGABYTES * 1024 * 1024;

/** What the shell puts in place of `<(aws iam …)`, and standard input by its name. */
const GIVEN_BY_THE_SHELL = /^\/(dev\/stdin|dev\/fd\/\d+|proc\/self\/fd\/\d+)$/;

/** The text of a file. */
export function readTextFile(file: string): string {
  let handle: number | undefined;
  try {
    if (!GIVEN_BY_THE_SHELL.test(file)) {
      refuseWhatIsNoFile(file);
    }
    handle = fs.openSync(file, 'r');
    const { size } = fs.fstatSync(handle);
    return asText(file, readBytes(file, handle, size));
  } catch (error) {
    throw fileError(file, error);
  } finally {
    if (handle !== undefined) {
      fs.closeSync(handle);
    }
  }
}

/** Whoever opens a pipe waits until somebody writes to it, and a device may have no end. */
function refuseWhatIsNoFile(file: string): void {
  const stats = fs.statSync(file);
  const what = stats.isFile() || stats.isDirectory() ? undefined
    : stats.isFIFO() ? 'a named pipe' : stats.isSocket() ? 'a socket' : 'a device';
  if (what !== undefined) {
    throw new CliError(`${file}: ${what}: expected a file`, stats.isFIFO() ? `Read it as standard input: < ${file}` : undefined);
  }
}

/** Not by the size alone: that of a pipe, such as `<(aws iam …)`, is not known. */
function readBytes(file: string, handle: number, size: number): Buffer {
  if (size > MAX_BYTES) {
    throw tooLarge(file);
  }
  const chunks: Buffer[] = [];
  for (let total = 0; ;) {
    const chunk = Buffer.alloc(64 * 1024);
    const length = fs.readSync(handle, chunk);
    if (length === 0) {
      return Buffer.concat(chunks);
    }
    chunks.push(chunk.subarray(0, length));
    total += length;
    if (total > MAX_BYTES) {
      throw tooLarge(file);
    }
  }
}

/** The text of standard input, of which no more is read than is allowed. */
export async function readTextStream(name: string, stream: AsyncIterable<Buffer | string>): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
    total += chunk.length;
    if (total > MAX_BYTES) {
      throw tooLarge(name);
    }
  }
  return asText(name, Buffer.concat(chunks));
}

/** What a failed access to a file means to the user. */
export function fileError(file: string, error: unknown): unknown {
  const reasons: { [code: string]: string } = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'there is no such file',
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space is left',
    EISDIR: 'it is a directory',
    ELOOP: 'its links lead in a circle',
    ENAMETOOLONG: 'the name is too long',
  };
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof CliError || typeof code !== 'string' ? error : new CliError(`${file}: ${reasons[code] ?? code}`);
}

function tooLarge(name: string): CliError {
  return new CliError(`${name}: more than ${MAX_MEGABYTES} MB, which is not read`);
}

function asText(name: string, bytes: Buffer): string {
  if (['fffe', 'feff'].includes(bytes.subarray(0, 2).toString('hex'))) {
    throw new CliError(`${name}: in UTF-16: save it as UTF-8`);
  }
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new CliError(`${name}: an archive, as a saved plan of Terraform is: expected JSON or YAML`, `Of a plan: terraform show -json ${name} > plan.json.`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) {
      return text;
    }
  } catch {
    // Said below.
  }
  throw new CliError(`${name}: not text: expected JSON or YAML in UTF-8`);
}

/** Where a file is, whatever links it is named by. A pipe of the shell is where it is named. */
export function realPath(name: string): string {
  try {
    return fs.realpathSync(name);
  } catch {
    return path.resolve(name);
  }
}
