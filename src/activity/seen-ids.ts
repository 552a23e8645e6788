// Ids are compared by a hash of theirs: a million take 16 MB, and not a hundred.
/* eslint-disable no-bitwise */

/** A number of 53 bits for an id: of a million ids, two have the same one once in 20,000 times. */
export function hashOf(id: string): number {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 15);
  }
  // Zero is an empty place.
  return ((a ^ (a >>> 13)) >>> 0) * 0x200000 + ((b ^ (b >>> 16)) >>> 11) + 1;
}

/** Tells which ids were there before. */
export class SeenIds {
  private places = new Float64Array(1024);
  private count = 0;

  public has(id: string): boolean {
    const hash = hashOf(id);
    return this.places[this.placeOf(hash)] === hash;
  }

  /** @returns whether it is new */
  public add(id: string): boolean {
    const hash = hashOf(id);
    const place = this.placeOf(hash);
    if (this.places[place] === hash) {
      return false;
    }
    this.places[place] = hash;
    this.count++;
    if (this.count * 2 > this.places.length) {
      const all = this.places;
      this.places = new Float64Array(all.length * 2);
      all.forEach((each) => {
        if (each !== 0) {
          this.places[this.placeOf(each)] = each;
        }
      });
    }
    return true;
  }

  private placeOf(hash: number): number {
    const last = this.places.length - 1;
    let place = hash % 0xfffffffb & last;
    while (this.places[place] !== 0 && this.places[place] !== hash) {
      place = place + 1 & last;
    }
    return place;
  }
}
