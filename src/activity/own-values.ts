import type { CloudTrailEvent } from './event';

const [NEWLINE, QUOTE, BACKSLASH, COLON, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('\n"\\:,[]{}');

/** What each event has of its own, if it has that. */
export const OWN_VALUES = ['id', 'time', 'requestId', 'sharedId'] as const satisfies ReadonlyArray<keyof CloudTrailEvent>;

const BY_FIELD: ReadonlyMap<string, typeof OWN_VALUES[number]> = new Map([
  ['eventID', 'id'], ['eventTime', 'time'], ['requestID', 'requestId'], ['sharedEventID', 'sharedId'],
]);

/** The text of a value, without its quotes. */
export interface OwnValue {
  readonly which: typeof OWN_VALUES[number];
  readonly from: number;
  readonly to: number;
}

/**
 * Where a record has values of its own, in their order; those of the record itself, not of what is in it.
 *
 * @param chunk has a record that is valid JSON
 * @returns `undefined` if the record takes several lines, has one of them twice, or a name that is not written as it is
 */
export function ownValuesIn(chunk: Buffer, start: number, last: number): OwnValue[] | undefined {
  const found: OwnValue[] = [];
  let [depth, isName, name] = [0, true, ''];
  for (let i = start; i <= last; i++) {
    const code = chunk[i];
    if (code === NEWLINE) {
      return undefined;
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      depth++;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
      depth--;
    } else if (depth === 1 && (code === COMMA || code === COLON)) {
      isName = code === COMMA;
    } else if (code === QUOTE) {
      const from = i + 1;
      i = endOfString(chunk, from);
      if (depth === 1 && isName) {
        name = chunk.toString('latin1', from, i);
        if (name.includes('\\')) {
          return undefined;
        }
      } else if (depth === 1) {
        const which = BY_FIELD.get(name);
        if (found.some((each) => each.which === which)) {
          return undefined;
        }
        found.push(...which ? [{ which, from, to: i }] : []);
      }
    }
  }
  return found;
}

function endOfString(chunk: Buffer, from: number): number {
  let i = from;
  for (; chunk[i] !== QUOTE; i++) {
    i += chunk[i] === BACKSLASH ? 1 : 0;
  }
  return i;
}
