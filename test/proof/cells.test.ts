import { Condition } from '../../src/iam/condition';
import type { Pattern } from '../../src/iam/pattern';
import { ANY_ONE } from '../../src/iam/pattern';
import type { RequestContext } from '../../src/iam/request-context';
import { Budget } from '../../src/proof/budget';
import type { GlobSet } from '../../src/proof/glob';
import { globOfText } from '../../src/proof/glob';
import { stringCells } from '../../src/proof/glob-cells';
import { cellsOfKey } from '../../src/proof/key-cells';
import { random } from '../random-numbers';

const NOTHING: RequestContext = { get: () => undefined };

interface Kind {
  readonly key: string;
  readonly operators: readonly string[];
  readonly expected: readonly string[];
  readonly values: readonly string[];
}

/** What a value of each kind may be, near what policies compare it with. */
const KINDS: { readonly [kind: string]: Kind } = {
  'strings': {
    key: 'aws:PrincipalTag/team',
    operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike'],
    expected: ['a', 'A', 'ab', 'aB', 'a*', '*b', 'a?b', '*', '?', 'a*b*', '*a*', 'Kk', '', '${*}', 'a${?}', 'é', '𝒳*'],
    values: ['', 'a', 'A', 'b', 'ab', 'AB', 'aB', 'a?', 'a*b', 'aab', 'abab', 'ba', 'kk', 'kK', '\u212Ak', '*', '?', 'xyz', 'é', 'É', '𝒳', '𝒳a', 'axxb', 'axb'],
  },
  'ARNs': {
    key: 'aws:SourceArn',
    operators: ['ArnEquals', 'ArnLike', 'ArnNotLike', 'StringLike', 'StringNotEquals', 'ArnNotEquals'],
    expected: ['arn:aws:s3:::a', 'arn:aws:s3:::a*', 'arn:*:s3:::*', 'arn:aws:sns:*:1:a', 'arn:aws:sns:*:*:*', 'arn:aws:s?s:e:1:a:b', '*', 'arn:aws:*', 'arn:aws:s3:::?'],
    values: ['arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:cn:s3:::b', 'arn:aws:sns:e:1:a', 'arn:aws:sns:e:f:1:a', 'arn:aws:sqs:e:1:a:b', 'arn:aws:sns:e:1:a:b', 'arn:::::', 'arn:aws:s3:::a:b', 'arn:aws:s3:x::a'],
  },
  'ARNs in strings': {
    key: 'aws:PrincipalTag/arn',
    operators: ['ArnEquals', 'ArnNotLike', 'StringLike', 'StringEqualsIgnoreCase'],
    expected: ['arn:aws:s3:::a', 'arn:aws:s3:::a*', 'arn:*:s3:::*', '*', 'a*'],
    values: ['arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:cn:s3:::b', 'arn:aws', 'a', '', 'arn:aws:S3:::A', 'arn:aws:s3:x:y:z:a'],
  },
  'numbers': {
    key: 's3:max-keys',
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((order) => `Numeric${order}`),
    expected: ['0', '1', '10', '10.5', '-3', '1e2', '0.1', '0.10000000000000001', '99999999999999999999'],
    values: ['-4', '-3', '-2.5', '0', '0.05', '0.1', '0.10000000000000000001', '0.5', '1', '2', '10', '10.25', '10.5', '11', '100', '1e3', '1e20', '99999999999999999999'],
  },
  'times': {
    key: 'aws:CurrentTime',
    operators: ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((order) => `Date${order}`),
    expected: ['2026-01-01', '2026-01-01T00:00:00Z', '2026', '2026-06', '2026-01-01T12:00:00.5Z', '1767225600', '2030-01-01T00:00:00+02:00', '99999999999999'],
    values: ['2025-12-31T23:59:59Z', '2026-01-01', '2026-01-01T12:00:00.25Z', '2026-01-01T12:00:00.5Z', '1767225601', '2027-01-01', '2029-12-31T22:00:00Z', '2031', '99999999999998', '999999999999999', '0000'],
  },
  'addresses': {
    key: 'aws:SourceIp',
    operators: ['IpAddress', 'NotIpAddress'],
    expected: ['203.0.113.0/24', '203.0.113.7', '203.0.113.7/32', '10.0.0.0/8', '10.1.2.3/16', '0.0.0.0/0', '2001:db8::/32', '2001:db8::1', '::/0', 'nonsense', '255.255.255.255'],
    values: ['203.0.112.255', '203.0.113.0', '203.0.113.7', '203.0.113.255', '203.0.114.0', '10.1.0.0', '10.2.0.0', '11.0.0.0', '255.255.255.255', '2001:db8::', '2001:db8::1', '2001:db8::2', '2001:db9::', '::'],
  },
  'booleans': { key: 'aws:SecureTransport', operators: ['Bool', 'StringEquals', 'StringNotLike'], expected: ['true', 'false', 'TRUE', 'x', '*'], values: ['true', 'false'] },
  'bytes': { key: 'example:Bytes', operators: ['BinaryEquals'], expected: ['YQ==', 'YR==', 'Yg==', '!'], values: ['YQ==', 'YR==', 'Yg==', 'Yw=='] },
  'booleans of a tag': { key: 'aws:PrincipalTag/x', operators: ['Bool'], expected: ['true', 'false'], values: ['true', 'false', 'True', 'x', ''] },
};

const QUALIFIERS = ['', 'ForAllValues:', 'ForAnyValue:'];

test.each(Object.entries(KINDS))('each value among %s is like one of the cells, alone and among others', (_, { key, operators, expected, values }) => {
  const next = random(26);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)];
  for (let run = 0; run < 60; run++) {
    const several = run % 3 === 2;
    const name = several && key.startsWith('aws:PrincipalTag') ? 'aws:TagKeys' : key;
    const tests = Array.from({ length: 1 + Math.floor(next() * 4) }, () => {
      const operator = next() < 0.1 ? 'Null' : `${several ? pick(QUALIFIERS) : ''}${pick(operators)}${next() < 0.3 ? 'IfExists' : ''}`;
      const given = operator === 'Null' ? [pick(['true', 'false'])] : Array.from({ length: 1 + Math.floor(next() * 3) }, () => pick(expected));
      return new Condition({ [operator]: { [name]: given } }).tests[0];
    });
    const outcomes = (list: readonly string[]) => String(tests.map((test) => test.matches({ get: (each) => (each === name.toLowerCase() ? list : undefined) }) ?? '?'));
    const { cells, complete } = cellsOfKey(name.toLowerCase(), tests, { mayBeAbsent: true, context: NOTHING }, new Budget());
    const known = new Set(cells.map(outcomes));
    expect(complete).toBe(true);
    const asked = [[], ...values.map((value) => [value]), ...name === 'aws:TagKeys' ? values.flatMap((value) => [[value, pick(values)], [value, pick(values), pick(values)]]) : []];
    const missed = asked.filter((list) => !known.has(outcomes(list)));
    expect({ tests: missed.length === 0 ? [] : tests.map(String), missed }).toEqual({ tests: [], missed: [] });
  }
});

const BEFORE_AT = (kind: string, ...bounds: string[]) => bounds.flatMap((bound) => [{ [`${kind}LessThan`]: bound }, { [`${kind}LessThanEquals`]: bound }]);
const IN = (...ranges: string[]) => ranges.map((range) => ({ IpAddress: range }));

/** Values from below the first border to above the last one: no two of them are alike, and there is no other kind. */
test.each<[string, string, object[], string[]]>([
  ['a number', 's3:max-keys', BEFORE_AT('Numeric', '5'), ['4', '5', '6']],
  ['zero', 's3:max-keys', BEFORE_AT('Numeric', '0'), ['-1', '0', '1']],
  ['a negative number', 's3:max-keys', BEFORE_AT('Numeric', '-3'), ['-4', '-3', '0']],
  ['two numbers', 's3:max-keys', BEFORE_AT('Numeric', '5', '10'), ['4', '5', '7', '10', '11']],
  ['two numbers with none that is whole between them', 's3:max-keys', BEFORE_AT('Numeric', '-0.1', '0.1'), ['-1', '-0.1', '0', '0.1', '1']],
  ['neighbors', 's3:max-keys', BEFORE_AT('Numeric', '5', '5.1', '6'), ['4', '5', '5.05', '5.1', '5.5', '6', '7']],
  ['three numbers, one twice', 's3:max-keys', BEFORE_AT('Numeric', '1', '1e0', '2', '3'), ['0', '1', '1.5', '2', '2.5', '3', '4']],
  ['a date', 'aws:CurrentTime', BEFORE_AT('Date', '2026-01-01'), ['2025-12-31', '2026-01-01', '2026-01-02']],
  ['two dates', 'aws:CurrentTime', BEFORE_AT('Date', '2026-01-01', '2026-02-01'), ['2025-12-31', '2026-01-01', '2026-01-02', '2026-02-01', '2026-02-02']],
  ['two seconds', 'aws:CurrentTime', BEFORE_AT('Date', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'),
    ['2025-12-31', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.5Z', '2026-01-01T00:00:01Z', '2026-01-02']],
  ['1970', 'aws:CurrentTime', BEFORE_AT('Date', '1970-01-01'), ['1969-12-31', '1970-01-01', '1970-01-02']],
  ['a range of addresses', 'aws:SourceIp', IN('203.0.113.0/24'), ['203.0.112.255', '203.0.113.0']],
  ['all borders of two ranges and an address', 'aws:SourceIp', IN('10.0.0.0/8', '10.1.0.0/16', '10.1.0.7'), ['9.255.255.255', '10.0.255.255', '10.1.0.6', '10.1.0.7']],
  ['an address at the end', 'aws:SourceIp', IN('255.255.255.255', '0.0.0.0'), ['0.0.0.0', '0.0.0.1', '255.255.255.255']],
  ['all of version 4', 'aws:SourceIp', IN('0.0.0.0/0'), ['0.0.0.0', '::']],
  ['half of version 6', 'aws:SourceIp', IN('8000::/1'), ['7fff::', '8000::']],
  ['an address of version 6', 'aws:SourceIp', IN('2001:db8::1/128', '2001:db8::/32'), ['2001:db7::', '2001:db8::1', '2001:db8::2']],
])('there is one cell for each part that borders make: %s', (_, key, conditions, parts) => {
  const tests = conditions.map((condition) => {
    const [[operator, value]] = Object.entries(condition);
    return new Condition({ [operator]: { [key]: value } }).tests[0];
  });
  const outcomes = (list: readonly string[]) => tests.map((test) => test.matches({ get: () => list })).join();
  const { cells, complete } = cellsOfKey(key.toLowerCase(), tests, { mayBeAbsent: false, context: NOTHING }, new Budget());
  const wanted = parts.map((part) => outcomes([part]));
  expect([complete, new Set(wanted).size]).toEqual([true, parts.length]);
  expect(cells.map(outcomes).sort()).toEqual([...wanted].sort());
});

test.each([[1, true], [500, false]])('%i patterns, each of which costs something in every one of few states: ends, and tells whether all was looked at', (count, complete) => {
  const set = Array.from({ length: count }, (_, i) => globOfText(`a*${i}`));
  expect(stringCells([set], 0, new Budget(1_000)).complete).toBe(complete);
});

test('a character that is none of those in patterns is found, whatever these are', () => {
  const named = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~', '\u{F8FF}', '\u{4E00}'];
  const sets = [ANY_ONE, ...named].map((item): GlobSet => [{ items: [item] as Pattern, foldsCase: false }]);
  const { cells } = stringCells(sets, 1, new Budget());
  expect(cells.map(({ example }) => example).sort()).toEqual([...named, '\u{4E01}'].sort());
});
