import * as fs from 'fs';
import * as path from 'path';
import * as zlib from 'zlib';
import type { AlikeRecords } from './alike-records';
import type { CloudTrailEvent } from './event';
import type { UnreadEvents } from './read-events';
import { EventReader } from './read-events';

/**
 * The files that may hold events: one that is named, and of a folder, as S3 lays it out or otherwise, those below it that end in `.json`, `.jsonl`,
 * `.ndjson`, `.csv`, `.log` or `.gz`, or that Firehose wrote, which have no ending. Digest files of CloudTrail have no events.
 *
 * @throws what Node.js does of a name that is not there
 */
export function eventFiles(name: string): string[] {
  if (!fs.statSync(name).isDirectory()) {
    return [name];
  }
  return fs.readdirSync(name, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(^[^.]+|\.(json|jsonl|ndjson|csv|log|gz))$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !/(^|[\\/])CloudTrail-(Digest|Insight)[\\/]|_CloudTrail-Digest_/.test(file))
    .sort();
}

/** Reads the events of a file, chunk by chunk: no more is kept than one event. */
export async function readEventFile(file: string, take: (event: CloudTrailEvent) => void, alike: AlikeRecords): Promise<UnreadEvents[]> {
  // A stream takes new memory for each chunk, which takes longer than to read it.
  return isPlainFile(file) ? readEventFileSync(file, take, alike)
    : readEventStream(file, fs.createReadStream(file, { highWaterMark: CHUNK }), take, alike);
}

/** The same of a stream, such as standard input. */
export async function readEventStream(
  name: string, stream: AsyncIterable<Buffer | string>, take: (event: CloudTrailEvent) => void, alike: AlikeRecords,
): Promise<UnreadEvents[]> {
  const reader = new EventReader(name, take, alike);
  try {
    for await (const chunk of unzipped(stream)) {
      reader.push(chunk);
    }
  } catch (error) {
    const why = unzipProblem(error);
    if (why === undefined) {
      throw error;
    }
    reader.failed(why);
  }
  reader.end();
  return reader.unread;
}

/** Reads the events of a file at once, for those who can't wait: what a gzip file holds is held whole. */
export function readEventFileSync(file: string, take: (event: CloudTrailEvent) => void, alike: AlikeRecords): UnreadEvents[] {
  const reader = new EventReader(file, take, alike);
  const handle = fs.openSync(file, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK);
    let length = fs.readSync(handle, chunk);
    if (isGzip(chunk.subarray(0, length))) {
      reader.push(gunzipped(fs.readFileSync(file), reader));
    } else {
      for (; length > 0; length = fs.readSync(handle, chunk)) {
        reader.push(chunk.subarray(0, length));
      }
    }
  } finally {
    fs.closeSync(handle);
  }
  reader.end();
  return reader.unread;
}

const CHUNK = 1024 * 1024;

function isGzip(chunk: Buffer): boolean {
  return chunk[0] === 0x1f && chunk[1] === 0x8b;
}

function isPlainFile(file: string): boolean {
  if (!fs.statSync(file).isFile()) {
    return false;
  }
  const handle = fs.openSync(file, 'r');
  try {
    const beginning = Buffer.alloc(2);
    fs.readSync(handle, beginning);
    return !isGzip(beginning);
  } finally {
    fs.closeSync(handle);
  }
}

/** Several gzip files one after another, as `cat` makes them, are one. */
async function* unzipped(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  const chunks = (async function* () {
    for await (const chunk of stream) {
      yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    }
  })();
  const first = await chunks.next();
  if (first.done) {
    return;
  }
  const all = (async function* () {
    yield first.value;
    yield* chunks;
  })();
  if (!isGzip(first.value)) {
    yield* all;
    return;
  }
  const gunzip = zlib.createGunzip({ chunkSize: CHUNK });
  const fed = (async () => {
    for await (const chunk of all) {
      if (!gunzip.write(chunk) && !gunzip.destroyed) {
        await new Promise((resolve) => gunzip.once('drain', resolve).once('close', resolve));
      }
    }
    gunzip.end();
  })();
  fed.catch((error) => gunzip.destroy(error));
  yield* gunzip as AsyncIterable<Buffer>;
}

/** What can be read of a file that ends too early is read. */
function gunzipped(bytes: Buffer, reader: EventReader): Buffer {
  try {
    return zlib.gunzipSync(bytes);
  } catch (error) {
    const why = unzipProblem(error);
    if (why === undefined) {
      throw error;
    }
    reader.failed(why);
    return why === TOO_SHORT ? zlib.gunzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH }) : Buffer.alloc(0);
  }
}

const TOO_SHORT = 'the gzip file ends too early';

function unzipProblem(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'Z_BUF_ERROR' ? TOO_SHORT : code?.startsWith('Z_') ? 'the gzip file is damaged' : undefined;
}
