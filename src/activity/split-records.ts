import { LISTS } from './records-in';

const [NEWLINE, QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('\n",:[\\]{}');
const SPACE = 0x20;

/** More than that an event of CloudTrail never has, nor what is delivered around a few of them. */
export const LARGEST = 8 * 1024 * 1024;

/** How records of CloudTrail begin: after a broken one, the next is found by it. */
const BEGINNING = Buffer.from('{"eventVersion"');

/** Why a piece is not read; `rest`: after a broken record, no further one was found. */
export type Skipped = 'too large' | 'broken' | 'ends too early' | 'rest';

/** What the pieces of a file are told to. */
export interface SplitHandler {
  /**
   * A piece of JSON: a record, or what is around one or a few.
   *
   * @returns whether it is JSON
   */
  piece(text: string, line: number): boolean;
  /** A piece that is not read. */
  skipped(why: Skipped, line: number): void;
}

/**
 * Divides what is read, chunk by chunk, into pieces of JSON: the items of a log file's list, the objects of JSON lines, or objects one after another.
 * No more than one piece is kept. A line that is broken is told, and the next one is read.
 */
export class RecordSplitter {
  private depth = 0;
  /** The depth at which pieces begin: that of a list's items, or none. */
  private items = 0;
  private inString = false;
  private escaped = false;
  /** Where the piece that is read begins, counted from the beginning of the file; none is if it is negative. */
  private start = -1;
  private startLine = 1;
  private line = 1;
  private offset = 0;
  private kept: Buffer[] = [];
  private tooLarge = false;
  /** Of an object that has a list of records, which itself is no piece. */
  private isAround = false;
  private stringStart = 0;
  private stringEnd = 0;
  /** The last character that is no space. */
  private before = 0;
  private onNewLine = false;
  /** How much of a record's beginning was found, after a broken one; none is looked for if it is negative. */
  private found = -1;
  private strange = 0;
  /** Where in the chunk the piece goes on of which something is kept. */
  private goesOn = 0;
  /** The end of a line in the chunk: none is between what was taken and it. */
  private lineEnd = -1;

  public constructor(private readonly handler: SplitHandler) {}

  public push(chunk: Buffer): void {
    this.lineEnd = -1;
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i];
      if (this.inString && this.found < 0) {
        i = this.endOfString(chunk, i);
        continue;
      }
      if (code === NEWLINE) {
        this.endOfLine();
      } else if (code > SPACE) {
        const end = code === OPEN_OBJECT && this.start === -1 && this.depth === this.items && this.found < 0 ? this.whole(chunk, i) : i;
        if (end > i) {
          i = end;
        } else if (this.found >= 0) {
          this.look(code, i);
        } else {
          this.take(code, chunk, i);
        }
        this.before = chunk[i];
        this.onNewLine = false;
      }
    }
    this.keep(chunk);
  }

  public end(): void {
    if (this.found >= 0) {
      this.handler.skipped('rest', this.startLine);
    } else if (this.depth > 0) {
      this.handler.skipped('ends too early', this.start === -1 ? this.line : this.startLine);
    }
    this.endOfStrange();
  }

  /**
   * Takes a record that ends before the next one begins, and is JSON: then it is the piece, and nothing else has to look at each of its characters.
   *
   * @returns the index of its last character; that of its first if it was not taken
   */
  private whole(chunk: Buffer, from: number): number {
    const behind = from + BEGINNING.length;
    if (behind > chunk.length || chunk.compare(BEGINNING, 0, BEGINNING.length, from, behind) !== 0) {
      return from;
    }
    let last = chunk.indexOf(BEGINNING, behind) - 1;
    while (last > from && (chunk[last] <= SPACE || chunk[last] === COMMA)) {
      last--;
    }
    if (last <= from || last - from >= LARGEST) {
      return from;
    }
    this.begin(from);
    const isWhole = this.handler.piece(chunk.toString('utf-8', from, last + 1), this.line);
    this.forget();
    if (isWhole) {
      this.countLines(chunk, from, last);
    }
    return isWhole ? last : from;
  }

  private countLines(chunk: Buffer, from: number, to: number): void {
    this.lineEnd = Math.max(this.lineEnd, from - 1);
    while (this.lineEnd < to) {
      // Where none follows, it is not looked for again.
      const next = chunk.indexOf(NEWLINE, this.lineEnd + 1);
      this.lineEnd = next === -1 ? chunk.length : next;
      this.line += this.lineEnd < to ? 1 : 0;
    }
  }

  /** @returns the index of the last character that was read */
  private endOfString(chunk: Buffer, from: number): number {
    let i = from;
    let { escaped } = this;
    for (; i < chunk.length; i++) {
      const code = chunk[i];
      if (escaped) {
        escaped = false;
      } else if (code === QUOTE) {
        this.inString = false;
        this.stringEnd = this.offset + i;
        break;
      } else if (code === BACKSLASH) {
        escaped = true;
      } else if (code === NEWLINE) {
        // No string has one: the line is broken.
        this.broken();
        this.endOfLine();
        break;
      }
    }
    this.escaped = escaped && i === chunk.length;
    return i;
  }

  private take(code: number, chunk: Buffer, i: number): void {
    switch (code) {
      case QUOTE:
        if (this.depth > 0) {
          this.inString = true;
          this.stringStart = this.offset + i + 1;
        } else {
          this.strange++;
        }
        break;
      case OPEN_OBJECT:
        if (this.onNewLine && this.depth > this.items && this.isUnfinished()) {
          this.broken();
          this.found = -1;
        }
        this.begin(i);
        this.depth++;
        break;
      case OPEN_LIST:
        if (this.depth === 0) {
          this.items = 1;
        } else if (this.depth === 1 && this.items === 0 && LISTS.includes(this.lastString(chunk))) {
          this.items = 2;
          this.isAround = true;
          this.forget();
        } else {
          this.begin(i);
        }
        this.depth++;
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        this.close(chunk, i);
        break;
      case COMMA:
        break;
      default:
        this.strange += this.depth === 0 && (this.offset + i > 2 || !BYTE_ORDER_MARK.includes(code)) ? 1 : 0;
    }
  }

  private begin(i: number): void {
    if (this.depth === this.items && this.start === -1) {
      // CloudWatch Logs writes a time before each line that it exports.
      this.strange = this.strange === TIME.length ? 0 : this.strange;
      this.endOfStrange();
      this.start = this.offset + i;
      this.startLine = this.line;
    }
  }

  private close(chunk: Buffer, i: number): void {
    if (this.depth === 0) {
      this.strange++;
      return;
    }
    this.depth--;
    if (this.depth < this.items) {
      // The end of the list. What is behind it in the object may be another list.
      this.items = 0;
      this.start = this.depth > 0 ? this.offset + i + 1 : -1;
    } else if (this.depth === this.items && this.start !== -1) {
      this.finish(chunk, i);
    }
    this.isAround = this.isAround && this.depth > 0;
  }

  private finish(chunk: Buffer, i: number): void {
    if (this.tooLarge) {
      this.handler.skipped('too large', this.startLine);
    } else if ((!this.isAround || this.items > 0) && !this.handler.piece(this.between(chunk, this.start, this.offset + i + 1), this.startLine)) {
      this.handler.skipped('broken', this.startLine);
    }
    this.forget();
  }

  private forget(): void {
    this.start = -1;
    this.kept = [];
    this.tooLarge = false;
  }

  /** What was read from one place of the file to another, both in the piece. */
  private between(chunk: Buffer, from: number, to: number): string {
    if (this.kept.length === 0) {
      return chunk.toString('utf-8', from - this.offset, to - this.offset);
    }
    const all = Buffer.concat([...this.kept, chunk.subarray(this.goesOn, Math.max(this.goesOn, to - this.offset))]);
    return all.toString('utf-8', from - this.start, to - this.start);
  }

  private lastString(chunk: Buffer): string {
    return this.tooLarge || this.start === -1 ? '' : this.between(chunk, this.stringStart, this.stringEnd);
  }

  private keep(chunk: Buffer): void {
    if (this.start !== -1 && !this.tooLarge) {
      this.kept.push(Buffer.from(chunk.subarray(this.kept.length > 0 ? this.goesOn : Math.max(0, this.start - this.offset))));
      if (this.offset + chunk.length - this.start > LARGEST) {
        this.tooLarge = true;
        this.kept = [];
      }
    }
    this.goesOn = 0;
    this.offset += chunk.length;
  }

  private endOfLine(): void {
    this.line++;
    this.onNewLine = true;
    this.endOfStrange();
  }

  /** What stands outside of any piece is no JSON. */
  private endOfStrange(): void {
    if (this.strange > 0 && this.depth === 0) {
      this.handler.skipped('broken', this.line - (this.onNewLine ? 1 : 0));
    }
    this.strange = 0;
  }

  /** Whether the piece lacks its end, for another one begins on the next line. */
  private isUnfinished(): boolean {
    return this.before !== COLON && this.before !== OPEN_LIST && (this.before !== COMMA || this.depth === this.items + 1);
  }

  private broken(): void {
    this.handler.skipped('broken', this.start === -1 ? this.line : this.startLine);
    this.forget();
    this.inString = false;
    this.depth = this.items;
    // In a list, the next record is looked for; a line begins with it.
    this.found = this.items > 0 ? 0 : -1;
  }

  private look(code: number, i: number): void {
    this.found = code === BEGINNING[this.found] ? this.found + 1 : code === OPEN_OBJECT ? 1 : 0;
    if (this.found === BEGINNING.length) {
      this.found = -1;
      this.depth = this.items + 1;
      this.start = this.offset + i + 1 - BEGINNING.length;
      this.startLine = this.line;
      this.kept = [BEGINNING];
      this.goesOn = i + 1;
    }
  }
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const TIME = '2026-09-28T09:09:00.000Z';
