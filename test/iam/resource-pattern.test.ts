import { wildcards } from '../../src/iam/pattern';
import { resourceMatches } from '../../src/iam/resource-pattern';

test.each<[string, string, boolean | undefined]>([
  ['arn:aws:lambda:*:*:function:pay*', 'arn:aws:lambda:us-east-1:111122223333:function:pay:live', true],
  ['arn:aws:lambda:*:function:pay', 'arn:aws:lambda:us-east-1:111122223333:function:pay', true],
  ['arn:*:function:pay:*', 'arn:aws:lambda:us-east-1:111122223333:function:pay:live:2', true],
  ['arn:*:pay:*:2', 'arn:aws:lambda:us-east-1:111122223333:function:pay:pay:live:2', true],
  ['arn:aws:s3:::data/*/log?', 'arn:aws:s3:::data/2026/02/log1', true],
  ['arn:aws:s3:::data/*/log?', 'arn:aws:s3:::data/2026/02/log', false],
  // Where a wildcard would have to stand for a colon.
  ['arn:aws:s3:::data/*/log?', 'arn:aws:s3:::data/10:30/log1', undefined],
  ['arn:aws:lambda:us-*-1:111122223333:function:pay', 'arn:aws:lambda:us-east-1:x:eu-1:111122223333:function:pay', undefined],
  ['arn:aws:lambda:us-east-1:111122223333:*y', 'arn:aws:lambda:us-east-1:111122223333:function:pay', undefined],
  ['arn:aws:lambda:us-*-1:111122223333:function:pay*', 'arn:aws:lambda:us-east-1:111122223333:function:pay:live:2', true],
  ['arn:aws:lambda:us-*:pay', 'arn:aws:lambda:us-east-1:111122223333:function:pay', true],
  ['arn:aws:logs:*:*:log-group:a?b', 'arn:aws:logs:us-east-1:111122223333:log-group:a:b', undefined],
])('%s means %s: %s', (pattern, resource, expected) => {
  expect(resourceMatches(wildcards(pattern), resource)).toBe(expected);
});

test('many segments cost no more than a limit', () => {
  expect(resourceMatches(wildcards(`${'a?:*:'.repeat(200)}b`), `${'ab:'.repeat(20_000)}b`)).toBe(true);
  expect(resourceMatches(wildcards(`*:${'?:'.repeat(2_000)}*:c*d`), `${'a:'.repeat(20_000)}b:c:d`)).toBeUndefined();
});
