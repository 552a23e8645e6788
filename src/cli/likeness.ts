/** Whether two values are written alike, with their keys in the same order. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** For each item of a list what has become of it in another one: the values in their order, each with the item most like it. */
export function likest(from: readonly unknown[], to: readonly unknown[]): unknown[][] {
  const groups: unknown[][] = from.map(() => []);
  let at = 0;
  for (const value of to) {
    const scores = from.map((each, i) => (i < at ? 0 : likeness(each, value)));
    const best = Math.max(...scores);
    at = best > 0 ? scores.indexOf(best) : at;
    groups[at].push(value);
  }
  return groups;
}

/** 0 for statements of which one can't have become the other. */
function likeness(a: unknown, b: unknown): number {
  if (isSameJson(a, b)) {
    return Infinity;
  }
  const [before, after] = [a, b].map((value) => (typeof value === 'object' && value !== null ? value as { [element: string]: unknown } : {}));
  if (before.Effect === undefined || ['Sid', 'Effect'].some((element) => before[element] !== after[element])) {
    return 0;
  }
  const actions = [after.Action].flat();
  return Object.keys(before).filter((element) => isSameJson(before[element], after[element])).length
    + ([before.Action].flat().some((action) => actions.includes(action)) ? 1 : 0);
}
