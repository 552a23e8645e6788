import * as fc from 'fast-check';
import { CALLS } from './calls';
import { PLACES } from './places';
import { publicApi } from './public-api';
import type { Tree } from './tree';
import { isList, isObject, isTagged } from './tree';

function namesIn(tree: Tree): string[] {
  const own = isTagged(tree, 'call') || isTagged(tree, 'method') ? [String(tree.name)] : [];
  return [...own, ...(isList(tree) ? tree : isObject(tree) ? Object.values(tree) : []).flatMap(namesIn)];
}

test('everything public that takes something gets hostile input', () => {
  const trees = [...CALLS, ...PLACES.map(({ scene }) => scene)]
    .flatMap((arbitrary) => fc.sample<Tree>(arbitrary as fc.Arbitrary<Tree>, { numRuns: 60, seed: 1 }));
  const mixins = PLACES.map(({ name }) => name).filter((name) => name.startsWith('new mixins.')).map((name) => name.slice('new '.length));
  const covered = new Set([
    ...trees.flatMap(namesIn), ...PLACES.map(({ name }) => name), 'McpPrincipalGuardrails#apply', ...mixins.flatMap((name) => [`${name}#supports`, `${name}#applyTo`]),
  ]);
  const all = publicApi();
  expect(all.length).toBeGreaterThan(80);
  expect(all.filter((name) => !covered.has(name))).toEqual([]);
});
