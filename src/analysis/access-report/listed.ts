/** For a person: `a`, `a and b`, or `a, b, and c`, as `Intl.ListFormat` writes it in English, which takes a while to load. */
export function listed(items: readonly string[]): string {
  return items.length < 3 ? items.join(' and ') : `${items.slice(0, -1).join(', ')}, and ${items[items.length - 1]}`;
}
