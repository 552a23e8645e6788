/* eslint-disable no-bitwise -- this is what makes sets of twenty thousand actions cheap */

/** A set of actions of the table: one bit each, in 32-bit words. */
export type ActionBits = Uint32Array;

export function addAll(target: ActionBits, source: ActionBits): void {
  for (let i = 0; i < target.length; i++) {
    target[i] |= source[i];
  }
}

export function add(target: ActionBits, index: number): void {
  target[index >>> 5] |= 1 << (index & 31);
}

export function remove(target: ActionBits, index: number): void {
  target[index >>> 5] &= ~(1 << (index & 31));
}

export function addRange(target: ActionBits, start: number, end: number): void {
  if (start >= end) {
    return;
  }
  const [first, last] = [start >>> 5, (end - 1) >>> 5];
  const [fromStart, toEnd] = [-1 << (start & 31), -1 >>> (31 - ((end - 1) & 31))];
  if (first === last) {
    target[first] |= fromStart & toEnd;
  } else {
    target[first] |= fromStart;
    target.fill(-1, first + 1, last);
    target[last] |= toEnd;
  }
}

export function has(bits: ActionBits, index: number): boolean {
  return (bits[index >>> 5] & (1 << (index & 31))) !== 0;
}

export function intersection(a: ActionBits, b: ActionBits): ActionBits {
  const both = a.slice();
  for (let i = 0; i < both.length; i++) {
    both[i] &= b[i];
  }
  return both;
}

/** What is in the first set and in none of the others. */
export function without(bits: ActionBits, ...others: ActionBits[]): ActionBits {
  const left = bits.slice();
  for (const other of others) {
    for (let i = 0; i < left.length; i++) {
      left[i] &= ~other[i];
    }
  }
  return left;
}

export function overlap(a: ActionBits, b: ActionBits): boolean {
  for (let i = 0; i < a.length; i++) {
    if ((a[i] & b[i]) !== 0) {
      return true;
    }
  }
  return false;
}

export function isEmpty(bits: ActionBits): boolean {
  return !overlap(bits, bits);
}

/** How many of the set are from `start` up to `end`. */
export function countIn(bits: ActionBits, start = 0, end = bits.length * 32): number {
  let count = 0;
  const last = (end - 1) >>> 5;
  for (let i = start >>> 5; i <= last && end > start; i++) {
    let word = bits[i];
    if (word === 0) {
      continue;
    }
    if (i === start >>> 5) {
      word &= -1 << (start & 31);
    }
    if (i === last && (end & 31) !== 0) {
      word &= ~(-1 << (end & 31));
    }
    count += ones(word);
  }
  return count;
}

export function indicesIn(bits: ActionBits, start: number, end: number): number[] {
  const found: number[] = [];
  for (let i = start; i < end; i++) {
    if (has(bits, i)) {
      found.push(i);
    }
  }
  return found;
}

/** The indices from `start` up to `end`, counted from `start`, as ranges: `0-3,7`. */
export function rangesIn(bits: ActionBits, start: number, end: number): string {
  const ranges: string[] = [];
  for (let i = start; i < end; i++) {
    if (has(bits, i)) {
      const first = i;
      while (i + 1 < end && has(bits, i + 1)) {
        i++;
      }
      ranges.push(i === first ? `${first - start}` : `${first - start}-${i - start}`);
    }
  }
  return ranges.join();
}

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  const eights = (fours + (fours >>> 4)) & 0x0f0f0f0f;
  const sixteens = eights + (eights >>> 8);
  return (sixteens + (sixteens >>> 16)) & 0x3f;
}
