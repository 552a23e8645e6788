import { branchesOf, hasBranches, hasTooManyBranches } from '../../src/iam/statement-branches';

const NOTHING = { Ref: 'AWS::NoValue' };
const when = (condition: unknown, then: unknown, otherwise: unknown = NOTHING) => ({ 'Fn::If': [condition, then, otherwise] });
class OfClass {
  public readonly inner = when('A', 'x');
}
const not = (Condition: string) => ({ 'Fn::Not': [{ Condition }] });
const many = (count: number) => ({ Action: Array.from({ length: count }, (_, i) => when(`C${i}`, `s3:A${i}`, `s3:B${i}`)) });

test('a statement without conditions is itself', () => {
  for (const statement of [{ Effect: 'Allow', Action: ['s3:*'] }, { Resource: { 'Fn::GetAtt': ['B', 'Arn'] } }, { Action: { 'Fn::If': ['A', 'x'] } }, { Action: { ...when('A', 'x'), B: 1 } }, { Action: null }, { Action: new OfClass() }]) {
    expect(hasBranches(statement)).toBe(false);
    expect(branchesOf(statement)).toEqual([statement]);
    expect(branchesOf(statement)[0]).toBe(statement);
  }
});

test.each<[string, object, object[]]>([
  ['a value or another', { Effect: 'Deny', Action: when('A', 's3:*', 'ec2:*') }, [{ Effect: 'Deny', Action: 's3:*' }, { Effect: 'Deny', Action: 'ec2:*' }]],
  ['an element or none', { Action: '*', Condition: when('A', { Bool: { x: 'true' } }) }, [{ Action: '*', Condition: { Bool: { x: 'true' } } }, { Action: '*' }]],
  ['an item of a list or none', { Action: ['s3:*', when('A', 'ec2:*')] }, [{ Action: ['s3:*', 'ec2:*'] }, { Action: ['s3:*'] }]],
  ['a condition within another', { Action: when('A', when('B', 'a', 'b'), 'c') }, [{ Action: 'a' }, { Action: 'b' }, { Action: 'c' }]],
  ['the same condition in two places', { Action: when('A', 'a', 'b'), Resource: when('A', 'x', 'y') }, [{ Action: 'a', Resource: 'x' }, { Action: 'b', Resource: 'y' }]],
  ['a condition and its opposite', { Action: when('A', 'a', 'b'), Resource: when(not('A'), 'y', 'x') }, [{ Action: 'a', Resource: 'x' }, { Action: 'b', Resource: 'y' }]],
  ['two conditions', { Action: when('A', 'a', 'b'), Resource: when('B', 'x', 'y') }, [
    { Action: 'a', Resource: 'x' }, { Action: 'a', Resource: 'y' }, { Action: 'b', Resource: 'x' }, { Action: 'b', Resource: 'y' },
  ]],
  ['what is the same either way', { Action: when('A', 'a', 'a') }, [{ Action: 'a' }]],
  ['items of two conditions, of which one holds', { Effect: 'Deny', Action: [when('A', 'a'), when('B', 'b')] }, [
    { Effect: 'Deny', Action: ['a', 'b'] }, { Effect: 'Deny', Action: ['a'] }, { Effect: 'Deny', Action: ['b'] },
  ]],
  ['such a list in the other branch', { Action: when('B', 'a', 'b'), Resource: when('C', 'x', 'y'), Condition: when('A', { Null: { k: [when('B', 'b'), when('C', 'c')] } }) }, [
    { Action: 'a', Resource: 'x', Condition: { Null: { k: ['b', 'c'] } } }, { Action: 'a', Resource: 'x' },
    { Action: 'a', Resource: 'y', Condition: { Null: { k: ['b'] } } }, { Action: 'a', Resource: 'y' },
    { Action: 'b', Resource: 'x', Condition: { Null: { k: ['c'] } } }, { Action: 'b', Resource: 'x' }, { Action: 'b', Resource: 'y' },
  ]],
  ['items of one condition and its opposite', { Action: [when('A', 'a'), when(not('A'), 'b')] }, [{ Action: ['a'] }, { Action: ['b'] }]],
  ['items of one condition', { Action: [when('A', 'a'), when('A', 'b')] }, [{ Action: ['a', 'b'] }, { Action: [] }]],
  ['the only item of a list', { Action: [when('A', when('B', 'a'))] }, [{ Action: ['a'] }, { Action: [] }]],
  ['a list of items that are left out, in a branch', { Condition: when('A', { StringEquals: { k: [when('B', 'b'), when('C', 'c')] } }) }, [
    { Condition: { StringEquals: { k: ['b', 'c'] } } }, { Condition: { StringEquals: { k: ['b'] } } }, { Condition: { StringEquals: { k: ['c'] } } }, {},
  ]],
  ['a function in a branch', { Resource: when('A', { Ref: 'B' }, '*') }, [{ Resource: { Ref: 'B' } }, { Resource: '*' }]],
  ['a condition within a function', { Resource: { 'Fn::Join': ['', ['a', when('A', 'b', 'c')]] } }, [{ Resource: { 'Fn::Join': ['', ['a', when('A', 'b', 'c')]] } }]],
])('%s', (_, statement, branches) => {
  expect(hasBranches(statement)).toBe(true);
  expect(hasTooManyBranches(statement)).toBe(false);
  expect(branchesOf(statement)).toEqual(branches);
});

test('more than four conditions are not looked into', () => {
  expect([branchesOf(many(4)).length, hasTooManyBranches(many(4))]).toEqual([16, false]);
  const statement = many(5);
  expect(branchesOf(statement)).toEqual([statement]);
  expect(hasTooManyBranches(statement)).toBe(true);
});

test('of lists that would all be empty, the statement is as it is written', () => {
  const statement = { Action: [when('A', NOTHING), when('B', NOTHING)] };
  expect(branchesOf(statement)).toEqual([statement]);
});
