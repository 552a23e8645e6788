import { arnParts, completedArn } from '../../src/iam/arn';
import { wildcards } from '../../src/iam/pattern';
import { resourceMatches } from '../../src/iam/resource-pattern';
import { unknownPart } from '../../src/iam/unknown-text';

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

const REGION = unknownPart('AWS::Region');

test.each<[string, string[] | undefined]>([
  ['arn:aws:s3:::data', ['arn', 'aws', 's3', '', '', 'data']],
  ['arn:aws:lambda:us-east-1:111122223333:function:pay:live', ['arn', 'aws', 'lambda', 'us-east-1', '111122223333', 'function:pay:live']],
  [`arn:aws:lambda:${REGION}:111122223333:function:pay`, ['arn', 'aws', 'lambda', REGION, '111122223333', 'function:pay']],
  [`arn:aws:sqs:${REGION}::${REGION}`, ['arn', 'aws', 'sqs', REGION, '', REGION]],
  ['arn:aws:s3:::', ['arn', 'aws', 's3', '', '', '']],
  ...['', 'arn', 'arn:', 'arn:aws', 'arn:aws:s3', 'arn:aws:s3:', 'arn:aws:s3::data', 'urn:aws:s3:::data', REGION, `arn:aws:sqs:${REGION}`, `urn:aws:sqs:${REGION}::q`]
    .map((text): [string, undefined] => [text, undefined]),
])('the parts of %s', (text, parts) => {
  expect(arnParts(text)).toEqual(parts);
});

test.each([
  ['arn:aws:sqs', 'arn:aws:sqs:*:*:*'], ['arn:aws:sqs:us-east-1:111122223333', 'arn:aws:sqs:us-east-1:111122223333:*'], ['arn:aws:s3:::data', 'arn:aws:s3:::data'],
  [`arn:aws:sqs:${REGION}`, `arn:aws:sqs:${REGION}:*:*`], ['*', '*'], ['execute-api:/prod/GET/pets', 'arn:*:execute-api:*:*:*/prod/GET/pets'],
])('%s is completed as %s', (written, completed) => {
  expect(completedArn(written)).toBe(completed);
});
