/** The patterns without duplicates, and without those that another one means as well: `s3:Get*` says what `s3:GetObject` does. */
export function withoutCovered(patterns: string[]): string[] {
  const unique = [...new Set(patterns.map((pattern) => (pattern.endsWith('**') ? pattern.replace(/\*+$/, '*') : pattern)))];
  const prefixes = new Set(unique.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1)));
  return unique.filter((pattern) => {
    // Not its own.
    const longest = pattern.endsWith('*') ? pattern.length - 2 : pattern.length;
    for (let length = 0; length <= longest; length++) {
      if (prefixes.has(pattern.slice(0, length))) {
        return false;
      }
    }
    return true;
  });
}
