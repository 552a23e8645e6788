import * as fc from 'fast-check';
import { generatedName, unknownPart } from '../../src/iam/unknown-text';
import { wildcardMatcher } from '../../src/iam/wildcard';

const A = generatedName('A');
const B = generatedName('B');
const ACCOUNT = unknownPart('AWS::AccountId');

test.each<[string, string, boolean | undefined]>([
  // pattern, text, whether it matches
  ['*', '', true],
  ['s3:Get*', 's3:GetObject', true],
  ['s3:Get*', 's3:Get', true],
  ['s3:Get*', 's3:PutObject', false],
  ['s3:*Object', 's3:GetObject', true],
  ['s3:*Object', 's3:GetObjects', false],
  ['s3:?etObject', 's3:GetObject', true],
  ['s3:?etObject', 's3:etObject', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-b-b-d', false],
  ['a.b', 'axb', false],
  ['a**', 'a', true],
  ['line*', 'line\nbreak', true],
  ['\u{1F600}?', '\u{1F600}x', true],
  ['?x', '\u{1F600}x', true],
  ['??x', '\u{1F600}x', false],
  // The same unknown part is the same text.
  [`arn:aws:iam::${ACCOUNT}:root`, `arn:aws:iam::${ACCOUNT}:root`, true],
  [`arn:aws:iam::${ACCOUNT}:*`, `arn:aws:iam::${ACCOUNT}:role/x`, true],
  ['arn:aws:iam::*:root', `arn:aws:iam::${ACCOUNT}:root`, true],
  [`arn:aws:s3:::${A}/*`, `arn:aws:s3:::${A}/key`, true],
  // Where it decides, the answer is unknown.
  [`arn:aws:iam::${ACCOUNT}:root`, 'arn:aws:iam::111122223333:root', undefined],
  ['arn:aws:iam::111122223333:root', `arn:aws:iam::${ACCOUNT}:root`, undefined],
  [`arn:aws:s3:::${A}/*`, 'arn:aws:s3:::bucket/key', undefined],
  ['arn:aws:s3:::prod-*', `arn:aws:s3:::${A}`, undefined],
  ['?', unknownPart('P'), undefined],
  [`${unknownPart('P')}b`, 'ab', undefined],
  [`${unknownPart('P')}${unknownPart('Q')}`, '', undefined],
  [`a?${unknownPart('P')}`, 'abc', undefined],
  ['a?c', `ab${unknownPart('P')}`, undefined],
  [A, 'a:b', false],
  [`${A}-x`, 'a/b-x', false],
  // Where it can't be so, whatever the parts are, it is not.
  [`arn:aws:s3:::${A}`, 'arn:aws:dynamodb:eu-central-1:111122223333:table/t', false],
  [`arn:aws:iam::${ACCOUNT}:root`, 'arn:aws:iam::111122223333:role/x', false],
  [`${unknownPart('P')}b`, 'a', false],
  // Two resources have two names, of one character at least, without slashes and colons.
  [`arn:aws:s3:::${A}/*`, `arn:aws:s3:::${B}/key`, false],
  [`arn:aws:s3:::${A}*`, `arn:aws:s3:::${B}`, false],
  [`arn:aws:s3:::${A}/*`, 'arn:aws:s3:::bucket', false],
  [`x${A}y`, 'xy', false],
  [`x${A}y`, 'xnamey', undefined],
  [`x${A}y`, 'xna/mey', false],
  [`x${A}`, `x${ACCOUNT}`, undefined],
])('%j means %j: %s', (pattern, text, expected) => {
  expect(wildcardMatcher(pattern)(text)).toBe(expected);
});

test('many wildcards cost no more than pattern times text', () => {
  expect(wildcardMatcher('*a'.repeat(1000))('a'.repeat(5000) + 'b')).toBe(false);
  expect(wildcardMatcher(`${unknownPart('P')}*a`.repeat(100))('a'.repeat(300) + 'b')).toBe(false);
});

describe('what almost matches at every place of a long text', () => {
  const text = `${'a'.repeat(10_000)}b${'ab'.repeat(5_000)}`;

  test.each<[string, string, boolean]>([
    ['one piece, that is missing', `*${'a'.repeat(5_000)}bb*`, false],
    ['one piece, that is there', `*${'a'.repeat(5_000)}baba*`, true],
    ['its last place is what counts', `*${'a'.repeat(5_000)}b*${'a'.repeat(5_000)}b*`, false],
    ['its last place is the first', `*${'a'.repeat(5_000)}b*bababa*`, true],
    ['a piece with a gap, that is missing', `*${'a'.repeat(5_000)}?bb*`, false],
    ['a piece with a gap, that is there', `*${'a'.repeat(5_000)}?bab*`, true],
    ['the end', `*${'a'.repeat(10_000)}${'ba'.repeat(5_000)}b`, true],
    ['another end', `*${'a'.repeat(10_000)}${'ba'.repeat(5_000)}`, false],
    ['more than there is', `*${'a'.repeat(30_000)}`, false],
    ['two wildcards beside each other', `*${'a'.repeat(5_000)}b**?bab`, true],
  ])('%s', (_, pattern, expected) => {
    expect(wildcardMatcher(pattern)(text)).toBe(expected);
  });
});

test('of a piece that almost matches at many places, the first character counts, too', () => {
  const text = (length: number) => `${'a'.repeat(20_000)}z${'a'.repeat(length)}c`;
  expect([499, 500].map((length) => wildcardMatcher(`*${'a'.repeat(500)}c*`)(text(length)))).toEqual([false, true]);
});

test('the quick search and the one for long texts say the same', () => {
  const piece = fc.array(fc.constantFrom('a', 'a', 'b', '?'), { maxLength: 4 }).map((items) => items.join(''));
  const pattern = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('*'));
  const text = fc.array(fc.constantFrom('a', 'a', 'b'), { maxLength: 12 }).map((items) => items.join(''));
  // Before it there is so much to search that the quick one gives up.
  const [first, much] = ['a'.repeat(200), 'a'.repeat(20_000)];
  fc.assert(fc.property(pattern, text, (end, rest) => {
    expect(wildcardMatcher(`*${first}c${end}`)(`${much}c${rest}`)).toBe(wildcardMatcher(end)(rest));
  }), { numRuns: 500, seed: 20261129 });
});

test('a part that may be anything in a text too long to look at: only what differs before the first such part, or after the last, tells', () => {
  const long = 'a'.repeat(20_000);
  expect(wildcardMatcher(`b${long}*`)(`${long}${unknownPart('P')}${long}`)).toBe(false);
  expect(wildcardMatcher(`*${long}b*`)(`${long}${unknownPart('P')}${long}`)).toBeUndefined();
  expect(wildcardMatcher(`*${long}b`)(`${long}${unknownPart('P')}${long}`)).toBe(false);
});
