/** The candidate most like the string, case-insensitive; `undefined` if none is like it at all. */
export function nearest(given: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.floor(given.length / 2) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - given.length) < least) {
      const d = distance(given.toLowerCase(), candidate.toLowerCase());
      if (d < least) {
        [best, least] = [candidate, d];
      }
    }
  }
  return best;
}

/** For an error, behind a name that does not exist; nothing if no name is near. */
export function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
}

/** How many letters must be added, taken away or replaced (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
