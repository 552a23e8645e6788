import { Condition } from '../../src/iam/condition';
import { Operator } from '../../src/iam/operator';
import { oppositeTests } from '../../src/iam/opposite-test';

const KEY = 'aws:PrincipalTag/x';
const NAMES = Operator.names().filter((name) => name !== 'Null');
const PREFIXES = ['', 'ForAllValues:', 'ForAnyValue:'];
/** Values of each type, of the policy and of requests. */
const WORDS = ['10', '20', '15', 'true', 'False', 'red', 'r*', '2026-01-31T12:00:00Z', '2027-01-01T00:00:00Z', '10.0.0.0/8', '10.1.2.3', '192.0.2.1',
  'arn:aws:iam::111122223333:role/a', 'arn:aws:iam::*:role/*', 'cmVk'];
const REQUESTS = [[], [''], ...WORDS.map((word) => [word]), ['10', '20'], ['red', 'blue'], ['true', 'false']];

function testOf(operator: string, values: string[]) {
  return new Condition({ [operator]: { [KEY]: values } }).tests[0];
}

const CASES = [
  ...PREFIXES.flatMap((prefix) => NAMES.flatMap((name) => (prefix === '' ? [name, `${name}IfExists`] : [prefix + name]))),
  'Null', 'ForAllValues:StringEqualsIfExists',
];

test.each(CASES)('the opposite of %s matches if, and only if, it is known not to', (operator) => {
  const wrong: unknown[] = [];
  let told = 0;
  for (const values of [...WORDS.map((word) => [word]), ['10', '20'], ['red', 'r*'], ['true', 'false']]) {
    const given = testOf(operator, values);
    const opposite = oppositeTests(given);
    told += opposite ? 1 : 0;
    for (const request of opposite ? REQUESTS : []) {
      const context = new Map([[KEY.toLowerCase(), request]]);
      const outcome = given.matches(context);
      const all = opposite!.map((each) => each.matches(context));
      const matches = all.every((each) => each === true);
      // To Null, an empty string is no value.
      const expected = outcome === false && (matches || request[0] !== '');
      wrong.push(...matches === expected ? [] : [[String(given), request, { matches, expected }]]);
    }
  }
  expect(wrong).toEqual([]);
  expect(told > 0).toBe(!/Binary/.test(operator));
});

test.each([
  ['a set operator with IfExists, of which AWS does not say what a missing key means', { 'ForAnyValue:StringEqualsIfExists': { [KEY]: 'a' } }],
  ['two booleans', { Bool: { [KEY]: ['true', 'false'] } }],
  ['Null with both', { Null: { [KEY]: ['true', 'false'] } }],
  ['a number that is none', { NumericLessThan: { [KEY]: ['10', 'x'] } }],
  ['a value known only at deployment', { StringEquals: { [KEY]: { Ref: 'Parameter' } } }],
  ['an operator that there is not', { StringIs: { [KEY]: 'a' } }],
])('%s has none', (_, block) => {
  expect(oppositeTests(new Condition(block).tests[0])).toBeUndefined();
});

test('what a variable of an old version would mean in one of today', () => {
  expect(oppositeTests(new Condition({ StringEquals: { [KEY]: '${aws:username}' } }, false).tests[0])).toBeUndefined();
  expect(oppositeTests(new Condition({ StringEquals: { [KEY]: '${aws:username}' } }).tests[0])!.map(String)).toEqual([`StringNotEquals ${KEY} = "\${aws:username}"`]);
});
