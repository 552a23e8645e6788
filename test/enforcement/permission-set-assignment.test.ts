import { Token } from 'aws-cdk-lib';
import { PermissionSetAssignment } from '../../src/enforcement/permission-set-assignment';

const ID = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';

test('a group, a user', () => {
  expect(PermissionSetAssignment.group(ID, '111122223333')).toEqual({ principalType: 'GROUP', principalId: ID, accountIds: ['111122223333'] });
  expect(PermissionSetAssignment.user(`906700000a-${ID}`, '111122223333')).toMatchObject({ principalType: 'USER', principalId: `906700000a-${ID}` });
});

test('tokens', () => {
  const token = Token.asString({ Ref: 'Group' });
  expect(PermissionSetAssignment.group(token, token)).toMatchObject({ principalId: token, accountIds: [token] });
});

test.each<[string, () => unknown, string]>([
  ['no account', () => PermissionSetAssignment.group(ID), 'PermissionSetAssignment.group() needs at least one account'],
  ['the name of a group', () => PermissionSetAssignment.group('Developers', '111122223333'), 'PermissionSetAssignment.group(): groupId is "Developers": expected one like "f81d4fae-'],
  ['the name of a user', () => PermissionSetAssignment.user('bob', '111122223333'), 'PermissionSetAssignment.user(): userId is "bob"'],
  ['the id of a unit', () => PermissionSetAssignment.user(ID, 'ou-ab12-11111111'), 'PermissionSetAssignment.user(): accountIds has "ou-ab12-11111111": expected a list of accounts of 12 digits'],
])('%s is an error', (_, make, message) => {
  expect(make).toThrow(message);
});
