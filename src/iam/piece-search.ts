import type { Items, Pattern } from './pattern';
import { ANY_ONE } from './pattern';
import { isUnknownPart } from './unknown-text';

/** Where a piece of a pattern, without `*`, first stands in the items from an index on; -1 if nowhere. In linear time but for pieces with `?`. */
export function findPiece(piece: Pattern, items: Items, from: number): number {
  if (piece.length === 0) {
    return from;
  }
  const end = piece.includes(ANY_ONE) ? endOfGapped(piece, items, from) : endOfWhole(piece, items, from);
  return end === undefined ? -1 : end - piece.length + 1;
}

/** The algorithm of Knuth, Morris and Pratt: no item is looked at again. */
function endOfWhole(piece: Pattern, items: Items, from: number): number | undefined {
  // How much of the start of the piece also ends at each of its items.
  const borders: number[] = [0];
  const matched = (before: number, item: Pattern[number]): number => {
    let count = before;
    while (count > 0 && piece[count] !== item) {
      count = borders[count - 1];
    }
    return piece[count] === item ? count + 1 : count;
  };
  for (let i = 1; i < piece.length; i++) {
    borders.push(matched(borders[i - 1], piece[i]));
  }
  for (let i = from, count = 0; i < items.length; i++) {
    count = matched(count, items[i]);
    if (count === piece.length) {
      return i;
    }
  }
  return undefined;
}

/* eslint-disable no-bitwise */

/** Follows all places where the piece may have begun at once, a bit for each. */
function endOfGapped(piece: Pattern, items: Items, from: number): number | undefined {
  const bits = new Map<Pattern[number], bigint>();
  piece.forEach((item, i) => bits.set(item, (bits.get(item) ?? BigInt(0)) | (BigInt(1) << BigInt(i))));
  const gaps = bits.get(ANY_ONE)!;
  const last = BigInt(piece.length - 1);
  for (let i = from, begun = BigInt(0); i < items.length; i++) {
    const fitting = (bits.get(items[i]) ?? BigInt(0)) | (isUnknownPart(items[i]) ? BigInt(0) : gaps);
    begun = ((begun << BigInt(1)) | BigInt(1)) & fitting;
    if (begun >> last) {
      return i;
    }
  }
  return undefined;
}
