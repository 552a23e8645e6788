// Four bytes at once are looked at.
/* eslint-disable no-bitwise */

const [QUOTE, BACKSLASH] = Buffer.from('"\\');
const [SPACE, NOT_ASCII] = [0x20, 0x80];

/** To read several bytes at once. */
export function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/**
 * The end of a string in JSON, if it is of ASCII and has no escapes.
 *
 * @param from behind its first quote
 * @param likely how long it may be: then that is found out sooner
 * @returns where its last quote is; `from` if there is none, or the string is another
 */
export function endOfPlainString(chunk: Buffer, view: DataView, from: number, likely: number): number {
  if (chunk[from + likely] === QUOTE && arePlain(view, from, from + likely)) {
    return from + likely;
  }
  for (let i = from; i < chunk.length; i++) {
    const code = chunk[i];
    if (code === QUOTE) {
      return i;
    }
    if (code < SPACE || code >= NOT_ASCII || code === BACKSLASH) {
      break;
    }
  }
  return from;
}

/** Whether all bytes are of ASCII, behind the quote there, and none is a backslash; `false` for less than four. */
function arePlain(view: DataView, from: number, to: number): boolean {
  if (to - from < 4) {
    return false;
  }
  let strange = strangeOf(view.getInt32(to - 4, true));
  for (let i = from; i + 4 < to; i += 4) {
    strange |= strangeOf(view.getInt32(i, true));
  }
  return strange === 0;
}

function strangeOf(four: number): number {
  const backslashes = four ^ 0x5c5c5c5c;
  return (four | four - 0x23232323 | backslashes - 0x01010101 & ~backslashes) & 0x80808080;
}
