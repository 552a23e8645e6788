import { viewOf } from './plain-string';

/** A part, or what several begin with. */
class Part {
  /** How they go on, by the next byte. */
  public then: Array<Part | undefined> = [];
  /** The number of the part that ends here; 0 if none does. */
  public number = 0;

  /** @param start where its bytes are kept */
  public constructor(public readonly start: number, public end: number) {}
}

/** Parts that stand at the same place, so that one is never the beginning of another, found in bytes by comparing each of those once. */
export class KnownParts {
  /** Behind the part that was found last. */
  public end = 0;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private used = 0;
  private readonly first: Part[] = [];
  private last = 0;

  /** @param room for how many bytes there is room */
  public constructor(room: number) {
    this.bytes = Buffer.alloc(room);
    this.view = viewOf(this.bytes);
  }

  /**
   * @param place at which the part stands: parts of other places are not looked for
   * @param view of the chunk
   * @returns the number of the part that begins there; 0 if none that is known does
   */
  public find(place: number, chunk: Buffer, view: DataView, start: number): number {
    const { bytes, view: known } = this;
    let at = start;
    for (let part = this.first[place]?.then[chunk[at]]; part; part = part.then[chunk[at]]) {
      const { end } = part;
      let i = part.start;
      if (at + end - i > chunk.length) {
        return 0;
      }
      // Eight bytes at once, the last eight as well where that is not all of it. Numbers that are equal have equal bytes, for JSON has no zero bytes; what
      // is no number is equal to nothing.
      const last = end - 8;
      if (i <= last) {
        for (; i < last; i += 8, at += 8) {
          if (known.getFloat64(i, true) !== view.getFloat64(at, true)) {
            return 0;
          }
        }
        at += last - i;
        if (known.getFloat64(last, true) !== view.getFloat64(at, true)) {
          return 0;
        }
        at += 8;
      } else {
        for (; i < end; i++, at++) {
          if (bytes[i] !== chunk[at]) {
            return 0;
          }
        }
      }
      if (part.number > 0) {
        this.end = at;
        return part.number;
      }
    }
    return 0;
  }

  /** @returns the number of the part, which is added if it is not known */
  public add(place: number, chunk: Buffer, from: number, to: number): number {
    let [part, at] = [this.first[place] ??= new Part(0, 0), from];
    for (;;) {
      let i = part.start;
      for (; i < part.end && at < to && this.bytes[i] === chunk[at]; i++) {
        at++;
      }
      if (i < part.end) {
        const rest = Object.assign(new Part(i, part.end), { then: part.then, number: part.number });
        Object.assign(part, { end: i, then: [], number: 0 });
        part.then[this.bytes[i]] = rest;
      }
      if (at === to) {
        return part.number = part.number === 0 ? ++this.last : part.number;
      }
      const next = part.then[chunk[at]];
      if (!next) {
        const start = this.used;
        this.used += chunk.copy(this.bytes, start, at, to);
        const made = part.then[chunk[at]] = new Part(start, this.used);
        return made.number = ++this.last;
      }
      part = next;
    }
  }
}
