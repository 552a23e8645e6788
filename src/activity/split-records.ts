import { PieceRead } from './piece-read';
import { LISTS } from './records-in';
import { BEGINNING, endOfWholeRecord } from './whole-record';

const [NEWLINE, QUOTE, COMMA, COLON, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('\n",:[\\]{}');
const SPACE = 0x20;

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
  /**
   * A record that may begin there.
   *
   * @returns its last character if it is known and was taken; the first if not
   */
  known(chunk: Buffer, from: number): number;
  /** As `piece()`, of a record that is all in the chunk. */
  whole(chunk: Buffer, from: number, last: number, line: number): boolean;
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
  private readonly piece = new PieceRead();
  private startLine = 1;
  private line = 1;
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
        const end = code === OPEN_OBJECT && !this.piece.isOpen && this.depth === this.items && this.found < 0 ? this.whole(chunk, i) : i;
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
    this.piece.endOfChunk(chunk);
  }

  public end(): void {
    if (this.found >= 0) {
      this.handler.skipped('rest', this.startLine);
    } else if (this.depth > 0) {
      this.handler.skipped('ends too early', this.piece.isOpen ? this.startLine : this.line);
    }
    this.endOfStrange();
  }

  /** @returns the last character of a record that was taken at once; the first if it was not */
  private whole(chunk: Buffer, from: number): number {
    this.begin(from);
    const known = this.handler.known(chunk, from);
    if (known > from) {
      this.piece.forget();
      return known;
    }
    const last = endOfWholeRecord(chunk, from);
    if (last === undefined) {
      return from;
    }
    const isJson = this.handler.whole(chunk, from, last, this.line);
    this.piece.forget();
    if (isJson) {
      this.countLines(chunk, from, last);
    }
    return isJson ? last : from;
  }

  private countLines(chunk: Buffer, from: number, to: number): void {
    while (this.lineEnd < to) {
      this.line += this.lineEnd < from ? 0 : 1;
      // Where none follows, it is not looked for again.
      const next = chunk.indexOf(NEWLINE, Math.max(this.lineEnd + 1, from));
      this.lineEnd = next === -1 ? chunk.length : next;
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
        this.stringEnd = this.piece.inFile(i);
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
          this.stringStart = this.piece.inFile(i + 1);
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
        } else if (this.depth === 1 && this.items === 0 && LISTS.includes(this.lastString(chunk)) && !OF_RECORD.test(this.piece.upTo(chunk, i))) {
          this.items = 2;
          this.isAround = true;
          this.piece.forget();
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
        this.strange += this.depth === 0 && (this.piece.inFile(i) > 2 || !BYTE_ORDER_MARK.includes(code)) ? 1 : 0;
    }
  }

  private begin(i: number): void {
    if (this.depth === this.items && !this.piece.isOpen) {
      // CloudWatch Logs writes a time before each line that it exports.
      this.strange = this.strange === TIME.length ? 0 : this.strange;
      this.endOfStrange();
      this.piece.begin(i);
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
      if (this.depth > 0) {
        this.piece.begin(i + 1);
      }
    } else if (this.depth === this.items && this.piece.isOpen) {
      this.finish(chunk, i);
    }
    this.isAround = this.isAround && this.depth > 0;
  }

  private finish(chunk: Buffer, i: number): void {
    if (this.piece.tooLarge) {
      this.handler.skipped('too large', this.startLine);
    } else if ((!this.isAround || this.items > 0) && !this.handler.piece(this.piece.upTo(chunk, i), this.startLine)) {
      this.handler.skipped('broken', this.startLine);
    }
    this.piece.forget();
  }

  private lastString(chunk: Buffer): string {
    return this.piece.tooLarge || !this.piece.isOpen ? '' : this.piece.between(chunk, this.stringStart, this.stringEnd);
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
    this.handler.skipped('broken', this.piece.isOpen ? this.startLine : this.line);
    this.piece.forget();
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
      this.startLine = this.line;
      this.piece.beginWith(BEGINNING, i + 1);
    }
  }
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const TIME = '2026-09-28T09:09:00.000Z';
/** What is around records has none of these before their list. A record may have a list of such a name, too. */
const OF_RECORD = /"event(Version|Source|Name)"\s*:/i;
