import * as fc from 'fast-check';
import { wildcardMatcher } from '../../src/iam/wildcard';
import { withoutCovered } from '../../src/iam/without-covered';

test.each<[string[], string[]]>([
  [['s3:Get*', 's3:GetObject', 's3:Get'], ['s3:Get*']],
  [['s3:GetObject', 's3:Get'], ['s3:GetObject', 's3:Get']],
  [['s3:Get*', 's3:Get*'], ['s3:Get*']],
  [['s3:Get*', 's3:Get**'], ['s3:Get*']],
  [['s3:*', 's3:Get*', '*'], ['*']],
])('%j: %j', (patterns, left) => {
  expect(withoutCovered(patterns)).toEqual(left);
  expect(withoutCovered([...patterns].reverse()).sort()).toEqual([...left].sort());
});

test('what is left means the same', () => {
  const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 4 }).map((all) => all.join(''));
  const value = fc.array(fc.constantFrom('a', 'b'), { maxLength: 4 }).map((all) => all.join(''));
  const means = (patterns: string[], text: string) => patterns.some((each) => wildcardMatcher(each)(text) === true);
  fc.assert(fc.property(fc.array(pattern, { maxLength: 4 }), fc.array(value, { minLength: 10, maxLength: 10 }), (patterns, values) => {
    expect(values.map((each) => means(withoutCovered(patterns), each))).toEqual(values.map((each) => means(patterns, each)));
  }), { seed: 20261130, numRuns: 2_000 });
});
