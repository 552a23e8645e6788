import type { Figure } from './figure';
import { milliseconds, print, ratio } from './figure';
import { median } from './samples';
import { McpCondition, McpSimulator, RequestOrigin } from '../src';

const ROUNDS = 7;
const USER = 'arn:aws:iam::111122223333:user/Ana';
const BUCKET = 'arn:aws:s3:::';

const simulate = (resource: string | string[], asked: string) => McpSimulator.fromDocuments({
  identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: resource }] }],
}).simulate({ principal: USER, action: 's3:GetObject', resource: asked });
const evaluate = (operator: string, key: string, expected: string[], values: string[]) =>
  McpCondition.evaluate({ [operator]: { [key]: expected } }, RequestOrigin.directKeyAbsent(), { [key]: values });
const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i));

/** What could take minutes, each by its size. */
const INPUTS: ReadonlyArray<readonly [what: string, size: number, run: (size: number) => unknown]> = [
  ['a resource of `*`, 50,000 `a` and `b` against 100,000 `a`', 50_000, (size) => simulate(`${BUCKET}*${'a'.repeat(size)}b`, BUCKET + 'a'.repeat(2 * size))],
  ['a resource of 10,000 `*a` and `b` against 20,000 `a`', 10_000, (size) => simulate(`${BUCKET}${'*a'.repeat(size)}b`, BUCKET + 'a'.repeat(2 * size))],
  ['a resource of 10,000 `a*` against a request with 10,000 `*b`', 10_000, (size) => simulate(BUCKET + 'a*'.repeat(size), BUCKET + '*b'.repeat(size))],
  ['a resource of 20,000 `a` against a request with 10,000 `*a`', 10_000, (size) => simulate(BUCKET + 'a'.repeat(2 * size), BUCKET + '*a'.repeat(size))],
  ['`StringEquals` with 100,000 values', 100_000, (size) => evaluate('StringEquals', 's3:prefix', many(size, (i) => `v${i}`), ['x'])],
  ['`StringLike` with 100,000 values', 100_000, (size) => evaluate('StringLike', 's3:prefix', many(size, (i) => `*v${i}*`), ['x'.repeat(50)])],
  ['`ArnLike` with 100,000 values', 100_000, (size) => evaluate('ArnLike', 'aws:PrincipalArn', many(size, (i) => `arn:aws:iam::*:role/a${i}*`), [USER])],
  ['`NumericEquals` with 100,000 values', 100_000, (size) => evaluate('NumericEquals', 's3:max-keys', many(size, String), ['-1'])],
  ['`IpAddress` with 100,000 values', 100_000,
    (size) => evaluate('IpAddress', 'aws:SourceIp', many(size, (i) => `10.${i % 200}.${Math.floor(i / 200) % 200}.0/24`), ['203.0.113.7'])],
  ['`ForAllValues:StringEquals` with 1,000 values, of a key with 20,000', 20_000,
    (size) => evaluate('ForAllValues:StringEquals', 'aws:TagKeys', many(1_000, String), many(size, (i) => String(i % 1_000)))],
  ['100,000 resources', 100_000, (size) => simulate(many(size, (i) => `${BUCKET}data-${i}/*`), `${BUCKET}other/a`)],
];

function timeOf(run: () => unknown): number {
  return median(many(ROUNDS, String).map(() => {
    const start = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - start) / 1e6;
  }));
}

/** That no input takes longer than its size tells. */
function measure(): Figure[] {
  return INPUTS.map(([what, size, run]): Figure => {
    const [half, whole] = [size / 2, size].map((each) => timeOf(() => run(each)));
    return { what: `Time for ${what} ÷ for half of it`, goal: 'linear: at most 3', figure: `${ratio(whole / half)} (${milliseconds(whole)})`, met: whole / half <= 3 };
  });
}

if (require.main === module) {
  print(measure());
}
