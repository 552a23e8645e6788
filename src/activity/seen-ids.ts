// Ids are compared by a hash of theirs: a million take 16 MB, and not a hundred.
/* eslint-disable no-bitwise */
import { viewOf } from './plain-string';

/** Two numbers of 32 bits: of a million ids, two have the same ones once in 30 million times. */
let [low, high] = [0, 0];

/** Sets the numbers for an id that is written there. */
function hash(view: DataView, from: number, to: number): void {
  let a = to - from;
  let b = 0x9747b28c;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const four = view.getInt32(i, true);
    a = Math.imul(a ^ four, 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ four, 0x85ebca77);
    b ^= b >>> 13;
  }
  for (; i < to; i++) {
    a = Math.imul(a ^ view.getInt8(i), 0x9e3779b1);
    a ^= a >>> 15;
    b = Math.imul(b ^ view.getInt8(i), 0x85ebca77);
    b ^= b >>> 13;
  }
  a = Math.imul(a, 0xc2b2ae3d);
  b = Math.imul(b, 0x27d4eb2f);
  low = a ^ a >>> 16;
  // Zeros are an empty place.
  high = b ^ b >>> 15 || 1;
}

const SHORT = Buffer.alloc(256);
const VIEW = viewOf(SHORT);

function hashText(id: string): void {
  if (id.length * 3 <= SHORT.length) {
    hash(VIEW, 0, SHORT.write(id));
  } else {
    const bytes = Buffer.from(id);
    hash(viewOf(bytes), 0, bytes.length);
  }
}

/** A number of 53 bits for an id. */
export function hashOf(id: string): number {
  hashText(id);
  return (high >>> 11) * 0x100000000 + (low >>> 0);
}

/** Tells which ids were there before. */
export class SeenIds {
  /** Two numbers for each. */
  private places = new Int32Array(2 * 1024);
  private count = 0;

  public has(id: string): boolean {
    hashText(id);
    return this.places[this.place() + 1] !== 0;
  }

  /** @returns whether it is new */
  public add(id: string): boolean {
    hashText(id);
    return this.addHash();
  }

  /** The same of an id of ASCII that is written there. */
  public addFrom(bytes: DataView, from: number, to: number): boolean {
    hash(bytes, from, to);
    return this.addHash();
  }

  private addHash(): boolean {
    const place = this.place();
    if (this.places[place + 1] !== 0) {
      return false;
    }
    this.places[place] = low;
    this.places[place + 1] = high;
    this.count++;
    if (this.count * 4 > this.places.length) {
      const all = this.places;
      this.places = new Int32Array(all.length * 2);
      for (let i = 0; i < all.length; i += 2) {
        if (all[i + 1] !== 0) {
          low = all[i];
          high = all[i + 1];
          const next = this.place();
          this.places[next] = low;
          this.places[next + 1] = high;
        }
      }
    }
    return true;
  }

  /** Where the hash is, or would be. */
  private place(): number {
    const { places } = this;
    const last = places.length - 1;
    let place = low << 1 & last;
    while (places[place + 1] !== 0 && (places[place] !== low || places[place + 1] !== high)) {
      place = place + 2 & last;
    }
    return place;
  }
}
