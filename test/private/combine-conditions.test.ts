import { combineConditions } from '../../src/private/combine-conditions';

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
