import { Token } from 'aws-cdk-lib';
import { ActionSet } from '../../src';

test('all, some, all but some', () => {
  expect(ActionSet.ALL._elements()).toEqual({ actions: ['*'] });
  expect(ActionSet.of('s3:DeleteObject', 'dynamodb:Delete*', 'ec2:*', 's3:DeleteObject')._elements())
    .toEqual({ actions: ['s3:DeleteObject', 'dynamodb:Delete*', 'ec2:*'] });
  expect(ActionSet.allExcept('sts:GetCallerIdentity')._elements()).toEqual({ notActions: ['sts:GetCallerIdentity'] });
});

test('* is all', () => {
  expect(ActionSet.of('*')).toBe(ActionSet.ALL);
  expect(ActionSet.of('s3:*', '*')).toBe(ActionSet.ALL);
});

test('a set is not changed by what is done to its elements', () => {
  const set = ActionSet.of('s3:GetObject');
  set._elements().actions!.push('s3:*');
  expect(set._elements()).toEqual({ actions: ['s3:GetObject'] });
});

describe.each(['of', 'allExcept'] as const)('ActionSet.%s()', (factory) => {
  test('needs an action', () => {
    expect(() => ActionSet[factory]()).toThrow(`ActionSet.${factory}() needs at least one action`);
  });

  test.each([
    '*:Delete*', '*:*', 's*:DeleteObject', 's3:*Object', 's3:Delete*Object', 's3:Delete?bject', 's3', 's3:', ':DeleteObject', 's3:Delete Object', '',
    's3.DeleteObject', 's3:DeleteObject:x', 's3:Delete**', 'arn:aws:s3:::x',
  ])('"%s" is not an action', (action) => {
    expect(() => ActionSet[factory]('s3:GetObject', action)).toThrow(
      `"${action}" is not an IAM action for ActionSet.${factory}(): expected "service:Action", with a wildcard only at the end, `
      + 'such as "s3:DeleteObject" or "s3:Delete*"');
  });

  test('needs literals', () => {
    expect(() => ActionSet[factory](Token.asString({ Ref: 'Action' }))).toThrow(/needs literal actions, got the unresolved token \$\{Token/);
  });
});

test('all except all would be nothing', () => {
  expect(() => ActionSet.allExcept('*')).toThrow('"*" is not an IAM action for ActionSet.allExcept()');
});
