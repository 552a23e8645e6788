import { CfnJson, Lazy, Stack } from 'aws-cdk-lib';
import { combineConditions } from '../../src/iam/combine-conditions';

test('keys and operators of all blocks', () => {
  expect(combineConditions('Own', { Bool: { a: 'true' } }, {}, { Bool: { b: 'true' }, Null: { c: 'false' } }, { Bool: { A: 'true' } }))
    .toEqual({ Bool: { a: 'true', b: 'true' }, Null: { c: 'false' } });
});

test('the blocks stay as they are', () => {
  const block = { Bool: { a: 'true' } };
  combineConditions('Own', block, { Bool: { b: 'true' } });
  expect(block).toEqual({ Bool: { a: 'true' } });
});

test('two values for the same operator and key are an error', () => {
  expect(() => combineConditions('Own', { StringEquals: { 'aws:X': 'a' } }, { StringEquals: { 'AWS:x': ['a', 'b'] } }))
    .toThrow('Own: one statement cannot hold two StringEquals conditions on AWS:x: "a" and ["a","b"]');
});

test('operators are the same in any case', () => {
  expect(combineConditions('Own', { bool: { a: 'true' } }, { Bool: { b: 'true' } })).toEqual({ bool: { a: 'true', b: 'true' } });
  expect(() => combineConditions('Own', { bool: { a: 'true' } }, { Bool: { a: 'false' } })).toThrow('Own: one statement cannot hold two Bool conditions on a');
});

describe('keys known only at deployment', () => {
  test.each<[string, () => any]>([
    ['a token', () => Lazy.any({ produce: () => ({ a: 'b' }) })],
    ['a construct', () => new CfnJson(new Stack(), 'J', { value: { a: 'b' } })],
    ['Fn::GetAtt', () => ({ 'Fn::GetAtt': ['J', 'Value'] })],
    ['Ref', () => ({ Ref: 'Keys' })],
  ])('%s', (_, make) => {
    const keys = make();
    const combined = combineConditions('Own', { StringEquals: keys }, { Bool: { a: 'true' } });
    expect(combined.StringEquals).toBe(keys);
    expect(combined.Bool).toEqual({ a: 'true' });
    const both = 'Own: cannot combine two StringEquals conditions, for the keys of one are known only at deployment';
    expect(() => combineConditions('Own', { stringEquals: keys }, { StringEquals: { a: 'true' } })).toThrow(both);
    expect(() => combineConditions('Own', { stringEquals: { a: 'true' } }, { StringEquals: keys })).toThrow(both);
    expect(() => combineConditions('Own', { Bool: { a: 'true' } }, keys))
      .toThrow('Own: cannot combine conditions with a condition block known only at deployment');
  });

  test('as values', () => {
    const json = new CfnJson(new Stack(), 'J', { value: 'x' });
    expect(combineConditions('Own', { Bool: { a: json } }, { Bool: { a: json } }).Bool.a).toBe(json);
    for (const [value, message] of [[json, 'Default/J'], [[json], '[Default/J]']] as const) {
      expect(() => combineConditions('Own', { Bool: { a: value } }, { Bool: { a: 'x' } }))
        .toThrow(`Own: one statement cannot hold two Bool conditions on a: ${message} and "x"`);
    }
  });
});
