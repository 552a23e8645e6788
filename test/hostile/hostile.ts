import * as fc from 'fast-check';

/** `HOSTILE_SEED` and `HOSTILE_RUNS`, which multiplies how often each is run, make another run of it. */
const SEED = Number(process.env.HOSTILE_SEED ?? 20_261_120);
const TIMES = Number(process.env.HOSTILE_RUNS ?? 1);

/** How a run ended: with an error of ours, or with something whose meaning was looked at. */
export type Outcome = { readonly accepted: boolean; readonly why?: string } | { readonly problem: string } | 'no input';

/**
 * Tests that nothing of the kind is a problem. At least the given part of all runs has to be accepted, for what nobody accepts
 * tests no meaning.
 */
export function hostile<T>(name: string, { runs, share }: { runs: number; share: number }, input: fc.Arbitrary<T>, run: (value: T) => Outcome): void {
  test(name, () => {
    let [total, accepted] = [0, 0];
    const property = fc.property(input, (value) => {
      const outcome = run(value);
      fc.pre(outcome !== 'no input');
      if ('problem' in outcome) {
        throw new Error(outcome.problem);
      }
      total++;
      accepted += outcome.accepted ? 1 : 0;
    });
    const numRuns = Math.round(runs * TIMES);
    const seed = seedOf(expect.getState().currentTestName!);
    if (process.env.HOSTILE_SURVEY) {
      survey(expect.getState().currentTestName!, fc.sample(input, { numRuns, seed }), run);
      return;
    }
    // Says the seed, and the least of what fails.
    fc.assert(property, { seed, numRuns, includeErrorInReport: true });
    if (accepted < share * total) {
      throw new Error(`only ${accepted} of ${total} were accepted: too few meanings are looked at`);
    }
  });
}

/** For each test its own, lest all go wrong in the same way. */
function seedOf(text: string): number {
  return [...text].reduce((hash, character) => (hash * 31 + character.charCodeAt(0)) % 2_147_483_647, SEED);
}

/** With `HOSTILE_SURVEY=1` all kinds of problems are printed, each with one value, and why values that were meant to be right are refused. */
function survey<T>(name: string, values: T[], run: (value: T) => Outcome): void {
  const found = new Map<string, { count: number; problem: string; value: T }>();
  let accepted = 0;
  const whys = new Map<string, number>();
  for (const value of values) {
    const outcome = run(value);
    if (outcome === 'no input') {
      continue;
    }
    if ('problem' in outcome) {
      const kind = outcome.problem.replace(/"(\\.|[^"])*"|\d+|[{[].*/g, '').slice(0, 160);
      const before = found.get(kind);
      const shorter = !before || JSON.stringify(value).length < JSON.stringify(before.value).length;
      const least = shorter ? { problem: outcome.problem, value } : before;
      found.set(kind, { ...least, count: (before?.count ?? 0) + 1 });
    } else if (outcome.why) {
      const why = outcome.why.replace(/"[^"]*"|\d+/g, '#').slice(0, 90);
      whys.set(why, (whys.get(why) ?? 0) + 1);
    } else if (outcome.accepted) {
      accepted++;
    }
  }
  const lines = [...found.values()].map(({ count, problem, value }) => `${count} × ${problem.slice(0, 1_200)}\n    ${fc.stringify(value).slice(0, 1_500)}`);
  const refused = [...whys].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([why, count]) => `   refused ${count} × ${why}`);
  process.stdout.write([`\n=== ${name}: ${accepted} of ${values.length} accepted, ${found.size} kinds of problems`, ...lines, ...refused, ''].join('\n'));
}
