/**
 * What a table of `data` has of a service, without parsing the rest or making a string of it; `undefined` if there is no such service.
 *
 * @param open what stands behind the service's name, which begins a line
 * @param close where what it has ends
 * @param from where the table's services begin, in bytes
 */
export function partOfTable(table: Buffer, service: string, open: string, close: string, from = 0): string | undefined {
  const begin = `\n  ${JSON.stringify(service)}: ${open}`;
  const near = before(table, service, from);
  const found = table.indexOf(begin, near);
  // Of one that is not where it should be, all of the table is looked at.
  const at = found < 0 && near > from ? table.indexOf(begin, from) : found;
  const start = at + Buffer.byteLength(begin);
  return at < 0 ? undefined : table.toString('latin1', start, table.indexOf(close, start));
}

const LINE = '\n  "';

/** Where a line begins of this service, or of one that is sorted before it. */
function before(table: Buffer, service: string, from: number): number {
  let [low, high] = [from, table.length];
  for (;;) {
    const line = table.lastIndexOf(LINE, Math.floor((low + high) / 2));
    if (line <= low) {
      return low;
    }
    const name = line + LINE.length;
    if (table.toString('latin1', name, table.indexOf('"', name)) <= service) {
      low = line;
    } else {
      high = line;
    }
  }
}
