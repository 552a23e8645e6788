import * as fs from 'fs';
import { CliError } from './cli-error';
import type { InputFile } from './input-file';
import type { ItemPlace } from './item-places';
import { ItemPlaces } from './item-places';
import { isJson } from './read-json';
import type { SourceNode } from './read-yaml';
import { SourceSyntaxError, SourceText } from './source-text';
import { Cache } from '../private/cache';

/** From this on a file is not held in memory if it is read item by item. */
export const LARGE = 32 * 1024 * 1024;

const CHUNK = 1024 * 1024;

const [TAB, NEWLINE, RETURN, SPACE, QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('\t\n\r ",:[\\]{}');
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** An item of a list right below the top of a file. */
export interface LargeItem {
  readonly list: string;
  readonly index: number;
  readonly value: unknown;
}

/** What a place in an object or a list stands behind. */
type Before = 'opening' | 'comma' | 'key' | 'colon' | 'value';

/** As many items as are kept once they were read again. */
const MOST_KEPT = 100;

/** A file that is JSON and is read piece by piece: only where its items are is remembered. */
export class LargeFile {
  private readonly places = new Map<string, ItemPlaces>();
  private readonly kept = new Cache<unknown>(MOST_KEPT);
  private located?: { readonly start: number; readonly text: SourceText };

  public constructor(private readonly name: string) {
    // Reading it leaves much that is not used any more, which V8 would let grow to several times of what is.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { setFlagsFromString } = require('v8') as typeof import('v8');
    setFlagsFromString('--heap-growing-percent=30');
  }

  /**
   * Reads the items of the lists that an object has; what else is in it is given with its key.
   *
   * @returns whether the file is an object in JSON
   * @throws CliError if an item of it is malformed
   */
  public read(take: (item: LargeItem) => void, other: (key: string, value: unknown) => void): boolean {
    const handle = fs.openSync(this.name, 'r');
    try {
      return this.scan(handle, take, other);
    } finally {
      fs.closeSync(handle);
    }
  }

  /** As what can tell the line of each value. */
  public asInput(): InputFile {
    const { name } = this;
    const tooLarge = (): never => {
      throw new CliError(`${name}: too large to be rewritten`);
    };
    const source = {
      lineOf: (path: readonly string[]) => this.lineOf(path),
      nearest: (): SourceNode => tooLarge(),
      language: 'JSON',
      get value(): unknown {
        return undefined;
      },
      get text(): string {
        return tooLarge();
      },
    };
    return { name, prefix: '', urlEncoded: false, source: source as unknown as SourceText };
  }

  /** An item that was read before, anew. */
  public itemAt(list: string, index: number): unknown {
    return this.kept.get(`${list} ${index}`, () => JSON.parse(this.textOf(this.places.get(list)!.at(index)!)));
  }

  private lineOf([list, index, ...path]: readonly string[]): number {
    const place = this.places.get(list)?.at(Number(index));
    if (!place) {
      return 1;
    }
    // Statements of a policy are asked for one after the other.
    if (this.located?.start !== place.start) {
      this.located = { start: place.start, text: new SourceText(this.textOf(place), 'JSON') };
    }
    return place.line - 1 + this.located.text.lineOf(path);
  }

  private textOf({ start, end }: ItemPlace): string {
    const handle = fs.openSync(this.name, 'r');
    try {
      const bytes = Buffer.alloc(end - start);
      fs.readSync(handle, bytes, 0, bytes.length, start);
      return bytes.toString('utf-8');
    } finally {
      fs.closeSync(handle);
    }
  }

  private scan(handle: number, take: (item: LargeItem) => void, other: (key: string, value: unknown) => void): boolean {
    const chunk = Buffer.alloc(CHUNK);
    let [offset, line, depth] = [0, 1, 0];
    let [inString, escaped, inList] = [false, false, false];
    let expected: 'key' | 'value' = 'key';
    let before: Before = 'opening';
    let key = '';
    const keys = new Set<string>();
    let [start, startLine] = [-1, 1];
    let kept: Buffer[] = [];
    const checkBehind = (...allowed: readonly Before[]): void => {
      if (!allowed.includes(before)) {
        throw new CliError(`${this.name}:${line}: not valid JSON: expected ${expectedBehind(before, inList)}`);
      }
    };
    const finish = (end: number): void => {
      const text = Buffer.concat([...kept, chunk.subarray(Math.max(0, start - offset), end - offset)]).toString('utf-8');
      const place = { start, end, line: startLine };
      kept = [];
      start = -1;
      const value = this.parse(text, place.line);
      if (inList) {
        const places = this.places.get(key)!;
        take({ list: key, index: places.push(place) - 1, value });
      } else if (expected === 'key') {
        key = String(value);
        if (typeof value !== 'string' || keys.has(key)) {
          throw new CliError(`${this.name}:${place.line}: not valid JSON: ${typeof value === 'string' ? `the key "${key}" is there twice` : 'expected a key'}`);
        }
        keys.add(key);
      } else {
        other(key, value);
      }
    };
    for (let length = fs.readSync(handle, chunk); length > 0; length = fs.readSync(handle, chunk)) {
      for (let i = 0; i < length; i++) {
        if (inString && !escaped) {
          i = endOfText(chunk, i, length);
          if (i === length) {
            break;
          }
        }
        const code = chunk[i];
        const at = offset + i;
        if (inString) {
          [inString, escaped] = [code !== QUOTE || escaped, code === BACKSLASH && !escaped];
          // A value is ended by what follows it.
          if (!inString && depth === 1 && expected === 'key') {
            finish(at + 1);
            before = 'key';
          }
          continue;
        }
        if (code === NEWLINE) {
          line++;
        }
        if (code === SPACE || code === NEWLINE || code === RETURN || code === TAB) {
          continue;
        }
        const base = inList ? 2 : 1;
        const closes = code === CLOSE_OBJECT || code === CLOSE_LIST;
        if (depth === 0) {
          // Of several values, one after the other, it is for others to tell what they are.
          if (code === OPEN_OBJECT && before === 'opening') {
            depth = 1;
          } else if (at > 2 || !BYTE_ORDER_MARK.includes(code)) {
            return false;
          }
          continue;
        }
        if (depth === base && (closes || code === COMMA)) {
          if (start !== -1) {
            finish(at);
          }
          checkBehind('value', ...closes ? ['opening'] as const : []);
          before = closes ? 'value' : 'comma';
          if (closes) {
            if ((code === CLOSE_LIST) !== inList) {
              throw new CliError(`${this.name}:${line}: not valid JSON: expected ${inList ? '"]"' : '"}"'}`);
            }
            depth--;
            inList = false;
          } else if (!inList) {
            expected = 'key';
          }
          continue;
        }
        if (depth === 1 && code === COLON && expected === 'key') {
          checkBehind('key');
          [expected, before] = ['value', 'colon'];
          continue;
        }
        if (depth === 1 && start === -1 && code === OPEN_LIST && expected === 'value') {
          checkBehind('colon');
          [inList, before] = [true, 'opening'];
          this.places.set(key, new ItemPlaces());
          depth = 2;
          continue;
        }
        if (start === -1) {
          checkBehind(...expected === 'value' && !inList ? ['colon'] as const : ['opening', 'comma'] as const);
          [start, startLine, before] = [at, line, 'value'];
        }
        inString = code === QUOTE;
        depth += code === OPEN_OBJECT || code === OPEN_LIST ? 1 : closes ? -1 : 0;
      }
      if (start !== -1) {
        kept.push(Buffer.from(chunk.subarray(Math.max(0, start - offset), length)));
      }
      offset += length;
    }
    if (depth > 0) {
      throw new CliError(`${this.name}:${line}: not valid JSON: the text ends too early`);
    }
    return offset > 0;
  }

  private parse(text: string, line: number): unknown {
    try {
      const { value } = new SourceText(text, 'JSON');
      // Values one after the other are read as a list.
      if (!Array.isArray(value) || isJson(text)) {
        return value;
      }
    } catch (error) {
      if (error instanceof SourceSyntaxError) {
        throw new CliError(`${this.name}:${line - 1 + error.position.line}: not valid JSON: ${error.message}`);
      }
      throw error;
    }
    throw new CliError(`${this.name}:${line}: not valid JSON: expected "," between two values`);
  }
}

function expectedBehind(before: Before, inList: boolean): string {
  return before === 'key' ? '":"' : before === 'value' ? `"," or ${inList ? '"]"' : '"}"'}` : before === 'colon' || inList ? 'a value' : 'a key in double quotes';
}

/** Where a string may end, or has a character that is escaped: most of a file is in strings. */
function endOfText(chunk: Buffer, from: number, length: number): number {
  let at = from;
  while (at < length && chunk[at] !== QUOTE && chunk[at] !== BACKSLASH) {
    at++;
  }
  return at;
}
