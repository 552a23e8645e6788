import type { CloudTrailEvent } from './event';
import { KnownParts } from './known-parts';
import { NumberTable } from './number-table';
import { OWN_VALUES, ownValuesIn } from './own-values';
import { endOfPlainString, viewOf } from './plain-string';
import type { SeenIds } from './seen-ids';

/** How many bytes of records are kept, of one at most, and how many records. What their events take hangs on that. */
const [ROOM, LONGEST, MOST] = [8 * 1024 * 1024, 128 * 1024, 16 * 1024];
/**
 * What there is to pay for records that are kept, one for each, and what one that is found earns. To find one saves three times what it takes to look for it
 * and to keep it. Where nothing is left, one record of so many is looked for.
 */
const [MEANS, EARNED, SELDOM] = [2_000, 3, 64];

const [ID, TIME, REQUEST_ID, SHARED_ID] = OWN_VALUES.keys();
/** Where parts stand: behind a value that a record has of its own, or where it begins. What follows the last one is the end. */
const [BEGINNING, END, MOST_PARTS]: readonly number[] = [OWN_VALUES.length, OWN_VALUES.length, OWN_VALUES.length + 1];

/** An event that differs from one that was read before in its time and ids only. It is so until the next record is looked for. */
export interface AlikeEvent {
  /** What was noted of one that is alike. */
  readonly noted: unknown;
  /** @returns whether the event has no id, or its id was not there before */
  isNew(ids: SeenIds): boolean;
  requestId(): string | undefined;
  time(): string | undefined;
  /** The time as a number, such as 20260928090100; not a number if it is not written as CloudTrail does. */
  second(): number;
  /** All of it. */
  event(): CloudTrailEvent;
}

/** A record that was parsed. */
interface KnownRecord {
  readonly event: CloudTrailEvent;
  noted?: unknown;
}

/**
 * Finds events of records that differ from others in nothing but their time and ids: most of a log is of calls that are made again and again. The bytes
 * of both are compared, which takes a tenth of the time of parsing. As the other is valid JSON, so is this one.
 */
export class AlikeRecords implements AlikeEvent {
  /** Behind the record that was found last. */
  public end = 0;
  private known!: KnownRecord;
  /** Those between the values of their own. */
  private parts?: KnownParts;
  /** What follows each of them: a value of its own, or the end. */
  private follows: number[] = [];
  private records?: NumberTable<KnownRecord>;
  private kept = 0;
  private means = MEANS;
  private passed = 0;
  private chunk = Buffer.alloc(0) as Buffer;
  private view = viewOf(this.chunk);
  private readonly partsOf = new Int32Array(MOST_PARTS);
  private readonly from = new Int32Array(OWN_VALUES.length);
  private readonly to = new Int32Array(OWN_VALUES.length);
  /** The minute of the time that was read last: how it is written, and as a number. */
  private readonly minute = new Float64Array(3);

  /** @param again takes an event that was found, and returns whether it did; if not, or if this is left out, it is read as others are */
  public constructor(public readonly again: (found: AlikeEvent) => boolean = () => false) {}

  /** Whether the record that begins there is all in the chunk, and one that is alike is known. */
  public find(chunk: Buffer, start: number): boolean {
    const { parts, partsOf, from, to } = this;
    if (!parts || (this.means === 0 && (this.passed = (this.passed + 1) % SELDOM) > 0)) {
      return false;
    }
    if (this.chunk !== chunk) {
      this.chunk = chunk;
      this.view = viewOf(chunk);
    }
    const { view } = this;
    let place = BEGINNING;
    let at = start;
    for (let i = 0; i < MOST_PARTS; i++) {
      const part = partsOf[i] = parts.find(place, chunk, view, at);
      if (part === 0) {
        return false;
      }
      at = parts.end;
      place = this.follows[part];
      if (place === END) {
        return this.isKnown(i + 1, at);
      }
      const likely = to[place] - from[place];
      from[place] = at;
      to[place] = at = endOfPlainString(chunk, view, at, likely);
      if (at === from[place]) {
        return false;
      }
    }
    return false;
  }

  /** Keeps a record that was parsed, to find others by it, and returns its event with what tells that; the same if it is not kept. */
  public keep(chunk: Buffer, start: number, last: number, event: CloudTrailEvent): CloudTrailEvent {
    if (this.means === 0 && this.passed > 0) {
      return event;
    }
    this.means = Math.max(this.means - 1, 0);
    const length = last + 1 - start;
    const own = length > LONGEST ? undefined : ownValuesIn(chunk, start, last);
    if (!own || own.some(({ which, from, to }) => event[which] !== chunk.toString('latin1', from, to))) {
      return event;
    }
    if (!this.parts || this.kept + length > ROOM || this.records!.size === MOST) {
      this.parts = new KnownParts(ROOM);
      this.follows = [];
      this.records = new NumberTable(MOST_PARTS, MOST);
      this.kept = 0;
    }
    this.kept += length;
    let [place, at] = [BEGINNING, start];
    [...own, { which: undefined, from: last + 1, to: last + 1 }].forEach(({ which, from, to }, i) => {
      const part = this.partsOf[i] = this.parts!.add(place, chunk, at, from);
      this.follows[part] = place = which === undefined ? END : OWN_VALUES.indexOf(which);
      at = to;
    });
    const alike: KnownRecord = { event };
    this.records!.set(this.partsOf, own.length + 1, alike);
    return { ...event, alike };
  }

  public get noted(): unknown {
    return this.known.noted;
  }

  public isNew(ids: SeenIds): boolean {
    return this.known.event.id === undefined || ids.addFrom(this.view, this.from[ID], this.to[ID]);
  }

  public requestId(): string | undefined {
    return this.own(REQUEST_ID, this.known.event.requestId);
  }

  public time(): string | undefined {
    return this.own(TIME, this.known.event.time);
  }

  public second(): number {
    const { view, minute } = this;
    const at = this.from[TIME];
    if (this.to[TIME] - at !== WRITTEN.length || this.known.event.time === undefined) {
      return NaN;
    }
    const [first, second] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)];
    if (first !== minute[0] || second !== minute[1]) {
      minute[0] = first;
      minute[1] = second;
      minute[2] = numberOf(view, at, 0, MINUTE);
    }
    return minute[2] * 100 + numberOf(view, at, MINUTE, WRITTEN.length);
  }

  public event(): CloudTrailEvent {
    const { event } = this.known;
    return {
      ...event,
      id: this.own(ID, event.id),
      time: this.time(),
      requestId: this.requestId(),
      sharedId: this.own(SHARED_ID, event.sharedId),
      alike: this.known,
    };
  }

  private own(which: number, known: string | undefined): string | undefined {
    return known === undefined ? undefined : this.chunk.toString('latin1', this.from[which], this.to[which]);
  }

  private isKnown(count: number, end: number): boolean {
    const known = this.records!.get(this.partsOf, count);
    if (known) {
      this.end = end;
      this.known = known;
      this.means = Math.min(this.means + EARNED, MEANS);
    }
    return known !== undefined;
  }
}

/** How CloudTrail writes a time, and where its minute ends. */
const [WRITTEN, MINUTE] = [Buffer.from('0000-00-00T00:00:00Z'), 16];
const ZERO = WRITTEN[0];

/** A part of a time as a number; not a number if it is written otherwise. */
function numberOf(view: DataView, at: number, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const code = view.getUint8(at + i);
    const digit = code - ZERO;
    number = WRITTEN[i] !== ZERO ? (code === WRITTEN[i] ? number : NaN) : digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}
