/** The patterns without duplicates, and without those that another one means as well: `s3:Get*` says what `s3:GetObject` does. */
export function withoutCovered(patterns: string[]): string[] {
  const unique = [...new Set(patterns.map((pattern) => (pattern.endsWith('**') ? pattern.replace(/\*+$/, '*') : pattern)))];
  const prefixes = unique.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  return unique.filter((pattern) => !prefixes.some((prefix) => pattern.startsWith(prefix) && pattern !== `${prefix}*`));
}
