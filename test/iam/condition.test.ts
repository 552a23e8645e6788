import { Condition } from '../../src/iam/condition';
import { unknownPart } from '../../src/iam/unknown-text';

const matches = (block: unknown, given: { [key: string]: string[] } = { a: ['x'] }) => new Condition(block).matches(new Map(Object.entries(given)));

describe('a part that IAM would not take may match, for nobody knows what it means', () => {
  test.each<[string, unknown, message: string, operator: string | undefined]>([
    ['no object', 'x', '"Condition" is an object of operators with their keys, got "x"', undefined],
    ['an operator that IAM has not', { StringIs: { a: 'y' } }, '"StringIs" is not an IAM condition operator', 'StringIs'],
    ['an operator without keys', { StringEquals: {} }, 'the condition operator "StringEquals" needs condition keys with their values, got {}', 'StringEquals'],
    ['a key without values', { StringEquals: { a: [] } }, 'a of StringEquals is []: expected a value or a list of them', 'StringEquals'],
    ['a value that is none', { StringEquals: { a: ['y', { x: 1 }] } }, 'a of StringEquals is ["y",{"x":1}]: expected a value or a list of them', 'StringEquals'],
  ])('%s', (_, block, message, operator) => {
    expect(matches(block)).toBeUndefined();
    expect(new Condition(block).problems).toEqual([{ message: expect.stringContaining(message), ...operator !== undefined && { operator } }]);
  });

  test('what else does not match decides', () => {
    expect(matches({ StringIs: { a: 'x' }, StringEquals: { a: 'y' } })).toBe(false);
    expect(matches({ StringEquals: { a: 'y' }, StringIs: { a: 'x' } })).toBe(false);
    expect(matches({ StringIs: { a: 'x' }, StringEquals: { a: 'x' } })).toBeUndefined();
  });
});

describe('a part that is known only at deployment may match, and is no mistake', () => {
  const later = { Ref: 'X' };

  test.each<[string, unknown, written: string, key: string]>([
    ['the block', later, 'Condition', 'Condition'],
    ['an operator', { [`String${unknownPart('How')}`]: { a: 'y' } }, `String${unknownPart('How')}`, `String${unknownPart('How')}`],
    ['the keys of an operator', { StringEquals: later }, 'StringEquals', 'StringEquals'],
    ['a value', { StringEquals: { a: later } }, 'StringEquals', 'a'],
  ])('%s', (_, block, written, key) => {
    const { problems, tests } = new Condition(block);
    expect(problems).toEqual([]);
    expect(tests).toEqual([expect.objectContaining({ written, key, values: [undefined] })]);
    expect(matches(block)).toBeUndefined();
  });
});

test('no block has no tests, and matches', () => {
  expect(new Condition(undefined)).toMatchObject({ tests: [], problems: [] });
  expect(Condition.of(undefined, true)).toBe(Condition.of(undefined, true));
  expect(matches(undefined)).toBe(true);
});

test('the tests of keys, in whatever case', () => {
  const condition = new Condition({ StringEquals: { 'aws:A': 'x', 'b': 'y' }, Null: { 'AWS:a': 'true', 'c': 'true' } });
  expect(condition.testsOf('AWS:A', 'B').map(String)).toEqual(['StringEquals aws:A = "x"', 'StringEquals b = "y"', 'Null AWS:a = "true"']);
  expect(condition.testsOf('d')).toEqual([]);
});

test('policy variables are for strings and ARNs, and have names', () => {
  const found = (block: object, variables?: boolean) => new Condition(block, variables).problems;
  const wrong = { message: 'a of NumericEquals has the value "${aws:b}": policy variables are for String and Arn operators only', operator: 'NumericEquals' };
  expect(found({ NumericEquals: { a: '${aws:b}' } })).toEqual([wrong]);
  expect(found({ Null: { a: '${aws:b}' } })).toHaveLength(1);
  expect(found({ NumericEquals: { a: '${aws:b}' } }, false)).toEqual([]);
  expect(found({ StringEquals: { a: '${aws:b}' }, ArnLike: { a: 'arn:aws:iam::${aws:b}:root' }, StringIs: { a: '${aws:b}' } })).toHaveLength(1);
  expect(found({ StringEquals: { a: '${aws:b' } })).toHaveLength(1);
});

test('values are strings, numbers and booleans, and what is known only at deployment', () => {
  expect(new Condition({ StringEquals: { a: ['x', 5, true, { Ref: 'X' }] }, NumericEquals: { a: 5 }, Bool: { a: false } }).problems).toEqual([]);
  expect(matches({ StringEquals: { a: ['y', { Ref: 'X' }] } })).toBeUndefined();
  expect(matches({ StringEquals: { a: [5, 'x'] } })).toBe(true);
});

test.each([
  ['NullIfExists', ': Null takes neither IfExists nor a set qualifier'], ['forAnyValue:null', ': Null takes neither IfExists nor a set qualifier'],
  ['ForAllValues:Null', ': Null takes neither IfExists nor a set qualifier'], ['StringEqual', ' (did you mean "StringEquals"?)'], ['NumericNull', ' (did you mean "NumericEquals"?)'],
])('what %s may have been meant to be', (written, meant) => {
  expect(new Condition({ [written]: { a: 'x' } }).problems).toEqual([{ message: `"${written}" is not an IAM condition operator${meant}`, operator: written }]);
});

test('a key is there once, in whatever case, for operators that are the same', () => {
  const found = (block: object) => new Condition(block).problems.map(({ message }) => message);
  const twice = 'two StringEquals conditions are on A: expected one with all values, for keys are case-insensitive';
  expect(found({ StringEquals: { a: 'x', A: 'y' } })).toEqual([twice]);
  expect(found({ StringEquals: { a: 'x' }, stringequals: { A: 'y' } })).toEqual([twice]);
  expect(found({ StringEquals: { a: 'x' }, StringLike: { A: 'y' } })).toEqual([]);
  expect(found({ StringIs: { a: 'x', A: 'y' } })[1]).toContain('two StringIs conditions are on A');
});

test('policy variables are read unless the version of the document has none', () => {
  const block = { StringEquals: { a: '${b}' } };
  expect(matches(block, { a: ['x'], b: ['x'] })).toBe(true);
  expect(new Condition(block, false).matches(new Map([['a', ['x']], ['b', ['x']]]))).toBe(false);
  expect(Condition.of(block, true).reads).toEqual(['a', 'b']);
  expect(Condition.of(block, false).reads).toEqual(['a']);
});

test('a block is not taken for another that has the same JSON', () => {
  const plain = { StringEquals: { a: 'x' } };
  expect(Condition.of(plain, true)).toBe(Condition.of({ StringEquals: { a: 'x' } }, true));
  expect(Condition.of({ StringEquals: { a: ['x', 'y'] } }, true)).toBe(Condition.of({ StringEquals: { a: ['x', 'y'] } }, true));
  expect(Condition.of(plain, true).problems).toEqual([]);
  for (const odd of [{ StringEquals: { a: 'x', b: undefined } }, { StringEquals: { a: 'x' }, Bool: undefined }]) {
    expect(JSON.stringify(odd)).toBe(JSON.stringify(plain));
    expect(Condition.of(odd, true).problems).toHaveLength(1);
  }
  const messages = (values: unknown[]) => Condition.of({ StringEquals: { a: values } }, true).problems.map(({ message }) => message);
  expect([messages(['x', null]), messages(['x', undefined])].flat()).toEqual(['null', 'undefined'].map((each) => expect.stringContaining(`["x",${each}]`)));
});
