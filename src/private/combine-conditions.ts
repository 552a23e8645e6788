/** The condition block of an IAM statement. */
export type ConditionBlock = { [operator: string]: any };

/**
 * One block that matches where all the given ones do; `subject` is what an error is about.
 *
 * @throws if two of them test the same key with the same operator and other values: one block can't say both, and
 * merging would let one of the two win.
 */
export function combineConditions(subject: string, ...blocks: ConditionBlock[]): ConditionBlock {
  const combined: ConditionBlock = {};
  for (const block of blocks) {
    for (const [operator, keys] of Object.entries(block)) {
      const merged = { ...combined[operator] };
      for (const [key, value] of Object.entries(keys as object)) {
        const same = Object.keys(merged).find((other) => other.toLowerCase() === key.toLowerCase());
        if (same !== undefined && JSON.stringify(merged[same]) !== JSON.stringify(value)) {
          throw new Error(`${subject}: one statement cannot hold two ${operator} conditions on ${key}: `
            + `${JSON.stringify(merged[same])} and ${JSON.stringify(value)}`);
        }
        merged[same ?? key] = value;
      }
      combined[operator] = merged;
    }
  }
  return combined;
}
