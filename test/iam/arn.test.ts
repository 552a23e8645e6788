import * as fc from 'fast-check';
import { plainStart } from '../../src/iam/arn';
import { unknownPart } from '../../src/iam/unknown-text';

const character = fc.constantFrom('a', 'b', '/', '+', '=', '(', '$', '\\', '[', '\n', 'é', '𝒳', '"');
const text = (maxLength: number) => fc.string({ unit: character, maxLength });
const wild = fc.constantFrom('*', '?', '${*}', unknownPart('P'), unknownPart('a:b'));

describe('how an ARN begins', () => {
  test.each<[string, string]>([
    ['arn:aws:s3:::data/a', 'arn:aws:s3:::'], ['arn:aws:s3:::a:b:c', 'arn:aws:s3:::'], ['arn:::::a', 'arn:::::'],
    ['arn:aws:s3:::', ''], ['arn:aws:s3::data', ''], ['data', ''], ['*', ''], ['', ''], ['Arn:aws:s3:::a', ''], ['xarn:aws:s3:::a', ''],
    ['arn:aws:s3:::data/*', ''], ['arn:aws:s3:::data/?', ''], ['arn:aws:s3:::data/${*}', ''], ['arn:*:s3:::data', ''],
    [`arn:aws:s3:::${unknownPart('Bucket')}`, ''], [`arn:aws:s3:${unknownPart('AWS::Region')}::data`, ''],
  ])('%j: %j', (arn, expected) => {
    expect(Array.from({ length: 20 }, () => plainStart(arn))).toEqual(Array(20).fill(expected));
  });

  test('is the same however often one that begins so was asked about before', () => {
    fc.assert(fc.property(
      fc.array(fc.tuple(text(2), text(2), text(2), text(2)), { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(fc.nat(2), text(4), fc.option(wild, { nil: '', freq: 3 }), text(2)), { minLength: 20, maxLength: 60 }),
      (starts, asked) => {
        for (const [i, before, between, after] of asked) {
          const start = `arn:${starts[i % starts.length].join(':')}:`;
          const rest = before + between + after;
          expect([start, rest, plainStart(start + rest)]).toEqual([start, rest, between === '' && rest !== '' ? start : '']);
        }
      },
    ), { numRuns: 100, seed: 20_261_130 });
  });

  test('is the same of more kinds than are kept', () => {
    const arns = Array.from({ length: 3_000 }, (_, i) => `arn:aws:sqs:eu-west-1:${100_000_000_000 + i % 150}:jobs`);
    expect(arns.filter((arn) => plainStart(arn) !== arn.slice(0, -'jobs'.length))).toEqual([]);
  });
});
