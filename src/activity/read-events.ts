import { AlikeRecords } from './alike-records';
import { CsvRows } from './csv-rows';
import type { CloudTrailEvent } from './event';
import { eventOf } from './event';
import { LARGEST } from './piece-read';
import { recordsIn } from './records-in';
import type { Skipped } from './split-records';
import { RecordSplitter } from './split-records';

/** What of a file could not be read. The rest is. */
export interface UnreadEvents {
  readonly file: string;
  /** Where that first was; left out where it is about the whole file. */
  readonly line?: number;
  readonly why: string;
  readonly count: number;
}

const HEAD = 1024;

const WHY: { readonly [why in Skipped]: string } = {
  'broken': 'not valid JSON',
  'too large': `larger than ${LARGEST / 1024 / 1024} MB, which no event is`,
  'ends too early': 'the text ends too early',
  'rest': 'after what is not valid JSON, no further record was found',
};

/**
 * Reads the events of one file, chunk by chunk, in any shape that AWS gives them. That is a log file, what `lookup-events` prints, deliveries of EventBridge
 * and CloudWatch Logs, results of Athena and CloudTrail Lake as CSV or JSON lines. What can't be read is counted by its reason.
 */
export class EventReader {
  private readonly unreadByWhy = new Map<string, { line?: number; count: number }>();
  /** What was read before it is known which it is. */
  private head: Buffer = Buffer.alloc(0);
  private rows?: CsvRows;
  private splitter?: RecordSplitter;

  /**
   * @param take gets each event, in the order of the file
   * @param alike knows events of other files
   */
  public constructor(private readonly file: string, private readonly take: (event: CloudTrailEvent) => void, private readonly alike: AlikeRecords) {}

  public push(chunk: Buffer): void {
    const reader = this.rows ?? this.splitter;
    if (reader) {
      reader.push(chunk);
    } else {
      this.head = Buffer.concat([this.head, chunk]);
      if (this.head.length >= HEAD) {
        this.begin();
      }
    }
  }

  public end(): void {
    if (!this.rows && !this.splitter) {
      this.begin();
    }
    (this.rows ?? this.splitter!).end();
  }

  /** Counts what else can't be read of the file. */
  public failed(why: string, line?: number): void {
    const known = this.unreadByWhy.get(why);
    this.unreadByWhy.set(why, known ? { ...known, count: known.count + 1 } : { line, count: 1 });
  }

  public get unread(): UnreadEvents[] {
    return [...this.unreadByWhy].map(([why, { line, count }]) => ({ file: this.file, ...(line !== undefined && { line }), why, count }));
  }

  /** A file is CSV if it begins with the names of columns. */
  private begin(): void {
    const start = this.head.toString('utf-8', 0, HEAD).replace(/^\uFEFF/, '').trimStart();
    if (/^"?[\w@]+"?\s*(,|\r?\n)/.test(start)) {
      this.rows = new CsvRows((row, line) => this.read(row, line), (why, line) => this.failed(why, line));
    } else {
      this.splitter = new RecordSplitter({
        piece: (text, line) => this.parse(text, line),
        known: (chunk, from) => this.known(chunk, from),
        whole: (chunk, from, last, line) => this.whole(chunk, from, last, line),
        skipped: (why, line) => this.failed(WHY[why], line),
      });
    }
    (this.rows ?? this.splitter!).push(this.head);
    this.head = Buffer.alloc(0);
  }

  private known(chunk: Buffer, from: number): number {
    const { alike } = this;
    if (!alike.find(chunk, from)) {
      return from;
    }
    if (!alike.again(alike)) {
      this.take(alike.event());
    }
    return alike.end - 1;
  }

  private whole(chunk: Buffer, from: number, last: number, line: number): boolean {
    return this.parse(chunk.toString('utf-8', from, last + 1), line, (event) => this.alike.keep(chunk, from, last, event));
  }

  private parse(text: string, line: number, kept?: (event: CloudTrailEvent) => CloudTrailEvent): boolean {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return false;
    }
    this.read(value, line, kept);
    return true;
  }

  /** @param kept what is taken of a record that is all of the value */
  private read(value: unknown, line: number, kept = (event: CloudTrailEvent) => event): void {
    for (const record of recordsIn(value)) {
      const event = typeof record === 'object' && record !== null ? eventOf(record as { [name: string]: unknown }) : undefined;
      if (event) {
        this.take(record === value ? kept(event) : event);
      } else {
        this.failed('not an event of CloudTrail, which has eventSource and eventName', line);
      }
    }
  }
}
