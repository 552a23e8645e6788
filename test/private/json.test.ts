import { Lazy, Stack } from 'aws-cdk-lib';
import { McpAssertions, McpPolicyMigration, McpSimulator } from '../../src';
import { assertJson, canonicalJson, isJson } from '../../src/private/json';

const circular: { [name: string]: unknown } = {};
circular.self = circular;

test('takes what JSON.parse() returns, and undefined', () => {
  assertJson('It', JSON.parse('{"a":[1,"b",true,null,{"__proto__":{}}]}'));
  assertJson('It', { a: undefined, b: Object.create(null) });
});

test.each<[string, unknown, string]>([
  ['a construct', new Stack(), 'an object of a class of its own'],
  ['a token', Lazy.any({ produce: () => 1 }), 'an object of a class of its own'],
  ['what refers to itself', circular, 'it refers to itself'],
  ['a function', () => 1, 'it has () => 1'],
  ['a date', new Date(0), 'an object of a class of its own'],
  ['a map', new Map(), 'an object of a class of its own'],
])('refuses %s anywhere', (_, value, message) => {
  expect(() => assertJson('It', { a: [value] })).toThrow('It is not parsed JSON: ');
  expect(() => assertJson('It', { a: [value] })).toThrow(message);
  const document = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: value }] } as any;
  expect(() => McpSimulator.fromDocuments({ identityPolicies: [document] })).toThrow('is not parsed JSON');
  expect(() => McpPolicyMigration.migrate(document)).toThrow('the policy document is not parsed JSON');
  const template = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document } } } };
  expect(() => McpSimulator.fromTemplate(template)).toThrow('is not parsed JSON');
  expect(() => McpAssertions.fromTemplate(template)).toThrow('is not parsed JSON');
});

test.each<[string, unknown, unknown]>([
  ['properties in another order', { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }],
  ['lists in another order', { Action: ['a', 'b', { Ref: 'C' }] }, { Action: [{ Ref: 'C' }, 'b', 'a'] }],
  ['a list of one as its item', { Action: ['a'] }, { Action: 'a' }],
  ['a property without a value', { a: 1, b: undefined }, { a: 1 }],
])('%s means the same', (_, a, b) => {
  expect(canonicalJson(a)).toBe(canonicalJson(b));
});

test.each<[string, unknown, unknown]>([
  ['another value', { a: '1' }, { a: 1 }],
  ['what an intrinsic function takes in another order', { 'Fn::Join': ['', ['a', 'b']] }, { 'Fn::Join': ['', ['b', 'a']] }],
  ['a list of one that an intrinsic function takes', { 'Fn::Join': [['a'], 'b'] }, { 'Fn::Join': ['a', 'b'] }],
  ['an item more', ['a', 'b'], ['a', 'b', 'b']],
  ['nothing', undefined, null],
])('%s does not', (_, a, b) => {
  expect(canonicalJson(a)).not.toBe(canonicalJson(b));
});

test.each<[string, unknown, boolean]>([
  ['what was parsed', JSON.parse('{ "a": [1, "b", true, null, { "c": {} }], "__proto__": 1 }'), true],
  ['an object without a prototype', Object.create(null), true],
  ['a property without a value', { a: undefined }, false],
  ['a hole in a list', [1, , 2], false], // eslint-disable-line no-sparse-arrays
  ['a list with a property', Object.assign([1], { a: 1 }), false],
  ['a list with a hole and a property', Object.assign([1, , 2], { a: 1 }), false], // eslint-disable-line no-sparse-arrays
  ['a number that is none', { a: NaN }, false],
  ['a method that makes other JSON', { toJSON: () => 1 }, false],
  ['a date', { a: new Date(0) }, false],
  ['what is very deep', JSON.parse('['.repeat(300) + ']'.repeat(300)), false],
])('of %s, whether its JSON says all', (_, value, expected) => {
  expect(isJson(value)).toBe(expected);
});

test('what refers to itself has no JSON', () => {
  const value: unknown[] = [];
  value.push(value);
  expect(isJson(value)).toBe(false);
});
