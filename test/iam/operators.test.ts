import type { Combining, LayersSay } from '../../src/iam/combination';
import { allAllow, OUTCOMES, requirements } from '../../src/iam/combination';
import { Condition } from '../../src/iam/condition';
import { Operator } from '../../src/iam/operator';
import type { RequestPrincipal } from '../../src/iam/request-principal';
import { serviceAllows } from '../../src/iam/service-rules';
import type { Outcome } from '../../src/iam/three-valued';

const outcome = (operator: string, expected: string | string[], ...values: string[]): Outcome =>
  new Condition({ [operator]: { key: expected } }).matches({ get: () => values });

// Values that match, and others, for each operator that is not negated.
type Row = readonly [operator: string, expected: string, matching: readonly string[], others: readonly string[], negation?: string];
const OPERATORS: readonly Row[] = [
  ['StringEquals', 'a*', ['a*'], ['a', 'ab', 'A*'], 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'Ab', ['Ab', 'aB'], ['a', 'abc'], 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'a*b?', ['abc', 'axxbc'], ['Abc', 'ab'], 'StringNotLike'],
  ['ArnEquals', 'arn:aws:sqs:*:*:q*', ['arn:aws:sqs:eu-west-1:1:q', 'arn:aws:sqs:::q:r'], ['arn:aws:sns:::q', 'arn:aws:sqs:::r'], 'ArnNotEquals'],
  ['ArnLike', 'arn:aws:sqs:*:*:q*', ['arn:aws:sqs:eu-west-1:1:q', 'arn:aws:sqs:::q:r'], ['arn:aws:sns:::q', 'arn:aws:sqs:::r'], 'ArnNotLike'],
  ['Bool', 'true', ['true', 'TRUE'], ['false']],
  ['NumericEquals', '10', ['10', '10.0'], ['9', '11'], 'NumericNotEquals'],
  ['NumericLessThan', '10', ['9', '-11'], ['10', '11']],
  ['NumericLessThanEquals', '10', ['9', '10'], ['11']],
  ['NumericGreaterThan', '10', ['11'], ['9', '10']],
  ['NumericGreaterThanEquals', '10', ['10', '11'], ['9']],
  ['DateEquals', '2026-02-01', ['2026-02-01T00:00:00Z', '1769904000'], ['2026-01-31', '1769904001'], 'DateNotEquals'],
  ['DateLessThan', '2026-02-01', ['2026-01-31', '1769903999'], ['2026-02-01', '2026-02-02']],
  ['DateLessThanEquals', '2026-02-01', ['2026-01-31', '1769904000'], ['2026-02-02']],
  ['DateGreaterThan', '2026-02-01', ['2026-02-02'], ['2026-01-31', '2026-02-01']],
  ['DateGreaterThanEquals', '2026-02-01', ['2026-02-01', '2026-02-02'], ['2026-01-31']],
  ['IpAddress', '10.0.0.0/8', ['10.1.2.3'], ['11.1.2.3'], 'NotIpAddress'],
  ['BinaryEquals', 'QUJD', ['QUJD'], ['QUJE']],
];

test.each(OPERATORS.map((row) => [row[0], row] as const))('%s', (_, [operator, expected, matching, others, negation]) => {
  for (const [values, matches] of [[matching, true], [others, false]] as const) {
    expect(values.map((value) => [value, outcome(operator, expected, value)])).toEqual(values.map((value) => [value, matches]));
    expect(values.map((value) => [value, negation && outcome(negation, expected, value)]))
      .toEqual(values.map((value) => [value, negation && !matches]));
  }
  const missing = (name: string) => [name, `${name}IfExists`, `ForAllValues:${name}`, `ForAnyValue:${name}`].map((each) => outcome(each, expected));
  expect(missing(operator)).toEqual([false, true, true, false]);
  expect(negation && missing(negation)).toEqual(negation && [true, true, true, false]);
});

test('no operator is missing above', () => {
  expect(Operator.names().sort()).toEqual([...OPERATORS.flatMap(([operator, , , , negation]) => (negation ? [operator, negation] : [operator])), 'Null'].sort());
});

test.each<[string, string, string]>([
  ['BinaryEquals', 'QUJD', 'no base64'], ['BinaryEquals', 'no base64', 'QUJD'], ['NumericEquals', '1', 'one'], ['NumericEquals', 'one', '1'],
  ['DateEquals', '2026', 'today'], ['Bool', 'true', 'yes'], ['ArnLike', 'arn:aws:sqs:*:*:q', 'q'], ['ArnLike', 'q', 'arn:aws:sqs:::q'],
])('%s %s does not say what %s means', (operator, expected, value) => {
  expect(outcome(operator, expected, value)).toBeUndefined();
});

test.each<[string | string[], string]>([
  ['a', '"a"'], [['a', 'b'], '["a", "b"]'], [['a', 'b', 'c', 'd'], '["a", "b", "c", "d"]'], [['a', 'b', 'c', 'd', 'e'], '["a", "b", "c", "d", …]'],
])('%j is written as %s for a person', (values, written) => {
  expect(String(new Condition({ StringEquals: { key: values } }).tests[0])).toBe(`StringEquals key = ${written}`);
});

const HOW: Combining = {
  serviceControlReaches: true, sameAccount: true, hasAccount: true, kind: 'role', needsResourcePolicy: false, assumesRole: false, needsPermission: true,
};
const ACCOUNT_ALLOWS = { everyone: false, session: false, principal: false, account: true };

// That an account is unknown, or whether a layer reaches the principal, leaves open only what the answer hangs on.
test.each<[string, Partial<LayersSay<Outcome>>, Partial<Combining>, Outcome]>([
  ['the identity allows', {}, {}, true],
  ['the identity allows, the boundary does not', { permissionsBoundary: ['boundary', false] }, {}, false],
  ['the boundary allows, the identity does not', { identity: ['identity', false], permissionsBoundary: ['boundary', true] }, {}, false],
  ['a service control policy does not', { serviceControl: [['root', false]] }, {}, false],
  ['one that does not reach the principal does not', { serviceControl: [['root', false]] }, { serviceControlReaches: false }, true],
  ['one that may reach the principal does not', { serviceControl: [['root', false]] }, { serviceControlReaches: undefined }, undefined],
  ['one that may reach the principal does', { serviceControl: [['root', true]] }, { serviceControlReaches: undefined }, true],
  ['only the identity, across accounts', {}, { sameAccount: false }, false],
  ['only the identity, perhaps across accounts', {}, { sameAccount: undefined }, undefined],
  ['the account and the identity, perhaps across accounts', { resource: ACCOUNT_ALLOWS }, { sameAccount: undefined }, true],
  ['the account only, perhaps across accounts', { identity: ['identity', false], resource: ACCOUNT_ALLOWS }, { sameAccount: undefined }, false],
])('%s', (_, says, how, expected) => {
  expect(allAllow(OUTCOMES, requirements(OUTCOMES, { identity: ['identity', true], ...says }, { ...HOW, ...how }))).toBe(expected);
});

test.each<[action: string, principal: object, resource: string, Array<[string, Outcome]>]>([
  ['iam:getrole', { kind: 'anonymous', name: '*' }, '*', [['the service, for a request without credentials', undefined]]],
  ['s3:getobject', { kind: 'role', name: 'arn:aws:iam::1:role/r', account: '1' }, 'arn:aws:s3:::b/k', []],
  ['s3:getobject', { kind: 'role', name: 'arn:aws-cn:iam::1:role/r', account: '1' }, 'arn:aws-cn:s3:::b/k', []],
  ['s3:getobject', { kind: 'role', name: 'arn:aws:iam::1:role/r', account: '1' }, 'arn:aws-cn:s3:::b/k', [['AWS, for another partition', false]]],
])('%s by %j on %s is held back by the service for %j', (action, principal, resource, expected) => {
  expect(serviceAllows({
    principal: principal as RequestPrincipal,
    action,
    actionName: action,
    resource,
    sameAccount: false,
    needsResourcePolicy: false,
    facts: { get: () => undefined },
  })).toEqual(expected);
});

test.each<[string, string, string[], Outcome]>([
  ['Null', 'true', [], true], ['Null', 'true', [''], true], ['Null', 'true', ['a'], false], ['Null', 'false', [], false], ['Null', 'false', ['a'], true],
  ['StringEquals', '', [''], true], ['StringEqualsIfExists', 'a', [''], false],
  ['ForAllValues:StringEquals', 'a', [''], true], ['ForAnyValue:StringEquals', '', [''], false],
])('%s %j of %j: %s', (operator, expected, values, matches) => {
  expect(outcome(operator, expected, ...values)).toBe(matches);
});

test.each<[string, string | undefined]>([
  ['Nul', 'Null'], ['StringEqual', 'StringEquals'], ['foranyvalue:StringEqualIfExist', 'ForAnyValue:StringEqualsIfExists'], ['Boolean', undefined],
])('%s must mean %s', (written, meant) => {
  expect(Operator.meant(written)).toBe(meant);
});

test('an operator without its set qualifier', () => {
  expect(['ForAllValues:StringLikeIfExists', 'ForAnyValue:Bool'].map((name) => String(Operator.named(name)!.unqualified()))).toEqual(['StringLikeIfExists', 'Bool']);
});

test('tests are alike with the same operator, key, values and variables', () => {
  const likeness = (block: object, variables?: boolean) => new Condition(block, variables).tests[0].likeness;
  expect(likeness({ StringEquals: { 'aws:A': 'b' } })).toBe(likeness({ StringEquals: { 'AWS:a': ['b'] } }));
  const all = [likeness({ StringEquals: { a: 'b' } }), likeness({ StringEquals: { a: 'b' } }, false), likeness({ StringEquals: { a: 'c' } }),
    likeness({ StringEquals: { b: 'b' } }), likeness({ StringLike: { a: 'b' } })];
  expect(new Set(all).size).toBe(all.length);
});
