// Not looked up for each letter: a global takes long in a context of `node:vm`, as Jest has it.
const { min } = Math;

/** The candidate that is the fewest slips away, case-insensitive, at most so many; by default half the letters, so that it is like it at all. */
export function nearest(given: string, candidates: Iterable<string>, most = Math.floor(given.length / 2)): string | undefined {
  const wanted = given.toLowerCase();
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - given.length) < least) {
      const distance = editDistance(wanted, candidate.toLowerCase(), least - 1);
      if (distance < least) {
        [best, least] = [candidate, distance];
      }
    }
  }
  return best;
}

/** The nearest candidate, at most so many slips away, if no other is nearly as near. */
export function onlyNear(given: string, candidates: readonly string[], most: number): string | undefined {
  const near = nearest(given, candidates, most);
  if (near === undefined) {
    return undefined;
  }
  const slips = editDistance(given.toLowerCase(), near.toLowerCase());
  return nearest(given, candidates.filter((each) => each !== near), slips + 1) === undefined ? near : undefined;
}

/** For an error, behind a name that does not exist; nothing if no name is near. */
export function didYouMean(near: string | undefined): string {
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
}

/**
 * How many letters are added, missing, replaced, or swapped with their neighbor (Damerau and Levenshtein).
 *
 * @param most if there are more, the result is any number above it
 */
export function editDistance(a: string, b: string, most = Infinity): number {
  let before: number[] = [];
  let fewestBefore = 0;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let fewest = i;
    for (let j = 1; j <= b.length; j++) {
      next[j] = min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        next[j] = min(next[j], before[j - 2] + 1);
      }
      fewest = min(fewest, next[j]);
    }
    // Every further number comes from these two rows: of the first of them with one slip more.
    if (fewest > most && fewestBefore >= most) {
      return fewest;
    }
    [before, row, fewestBefore] = [row, next, fewest];
  }
  return row[b.length];
}
