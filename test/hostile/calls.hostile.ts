import * as fc from 'fast-check';
import { CALLS } from './calls';
import type { Outcome } from './hostile';
import { hostile } from './hostile';
import { corruptions } from './hostile-values';
import { namesOf, problemOf } from './refusal';
import type { Corruption, Tagged } from './tree';
import { corrupted } from './tree';
import { NoInput, World } from './world';

interface Input {
  readonly tree: Tagged;
  readonly corruptions: Corruption[];
}

const named = CALLS.map((arbitrary, i): [string, fc.Arbitrary<Tagged>] => [`${i} ${String(fc.sample(arbitrary, { numRuns: 1, seed: 1 })[0].name)}`, arbitrary]);

describe.each(named)('%s', (_, arbitrary) => {
  hostile('is refused, or returns something', { runs: 60, share: /PermissionsBoundary#attach/.test(_) ? 0 : 1 / 6 }, fc.record({ tree: arbitrary, corruptions }), judge);
});

function judge({ tree: valid, corruptions: wrong }: Input): Outcome {
  const tree = corrupted(valid, wrong);
  if (String(valid.name).endsWith('#validate') && !JSON.stringify(tree)?.includes('"args":[{"$":"validation context"')) {
    return 'no input'; // The CDK calls it, with files of its own.
  }
  const world = new World(true);
  try {
    world.realize(tree);
  } catch (error) {
    if (error instanceof NoInput) {
      return 'no input';
    }
    const paths = world.app.node.findAll().map(({ node }) => node.path).filter((path) => path.includes('/'));
    const problem = isAssertion(error) ? undefined : problemOf(error, ['Stack/', ...paths, ...namesOf(world.making)]);
    return problem === undefined ? { accepted: isAssertion(error) } : { problem: `${problem}\n    from ${JSON.stringify(tree)?.slice(0, 1_000)}` };
  }
  return { accepted: true };
}

/** What an assertion of a test is for: it fails. */
function isAssertion(error: unknown): boolean {
  return /^expected that /.test((error as Error).message);
}
