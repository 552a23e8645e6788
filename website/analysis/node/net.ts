const PART = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const V4 = new RegExp(`^${PART}(?:\\.${PART}){3}$`);

/** 4 or 6, or 0 for what is no IP address. */
export function isIP(text: string): 0 | 4 | 6 {
  return V4.test(text) ? 4 : isV6(text) ? 6 : 0;
}

function isV6(text: string): boolean {
  const [, address] = /^([^%]*)(?:%[0-9a-zA-Z-.:]+)?$/.exec(text) ?? [];
  const halves = address?.split('::') ?? [];
  if (halves.length === 0 || halves.length > 2) {
    return false;
  }
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups[groups.length - 1];
  // The end may be written as an IPv4 address, which is two groups.
  const tail = last.length > 0 && V4.test(last[last.length - 1]) ? last.pop() : undefined;
  const all = groups.flat();
  const count = all.length + (tail === undefined ? 0 : 2);
  return all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group)) && (halves.length === 2 ? count <= 7 : count === 8);
}
