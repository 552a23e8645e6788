/** The build has unpacked it: browsers unpack what they load. */
export function brotliDecompressSync<T>(data: T): T {
  return data;
}
