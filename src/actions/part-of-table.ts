/**
 * What a table of `data` has of a service, without parsing the rest or making a string of it; `undefined` if there is no such service.
 *
 * @param open what stands behind the service's name, which begins a line
 * @param close where what it has ends
 * @param from where the table's services begin, in bytes
 */
export function partOfTable(table: Buffer, service: string, open: string, close: string, from = 0): string | undefined {
  const begin = `\n  ${JSON.stringify(service)}: ${open}`;
  const at = table.indexOf(begin, from);
  const start = at + Buffer.byteLength(begin);
  return at < 0 ? undefined : table.toString('latin1', start, table.indexOf(close, start));
}
