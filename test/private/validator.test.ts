import { Lazy, Stack } from 'aws-cdk-lib';
import { ActionSet, McpGuardrail, McpServer } from '../../src';
import { ACTION_SET, checked, checkedProperties, BOOLEAN, has, listOf, OBJECT, oneOf, STRING, STRINGS, wholeNumber } from '../../src/private/validator';

test.each([
  [STRING, 's3', 5], [STRING, '', Object('s3')], [BOOLEAN, false, 'false'], [OBJECT, {}, null], [OBJECT, Object.create(null), []], [ACTION_SET, ActionSet.ALL, McpServer.AWS],
  [STRINGS, [], { length: 0 }], [STRINGS, ['a'], ['a', 5]], [STRINGS, ['a'], new Array(2)], [wholeNumber(1, 20), 20, 21], [wholeNumber(1), 10_240, 0], [wholeNumber(1), 1, NaN], [oneOf('X', () => ({ A: 'a' })), 'a', 'A'],
])('%#: tells what it is from what it is not', (validator, right, wrong) => {
  expect(checked('Here', 'x', right, validator)).toBe(right);
  expect(() => checked<unknown>('Here', 'x', wrong, validator)).toThrow(/^Here: x (is|has) .*: expected /);
});

test('a member is looked for without asking for its value', () => {
  const lazy = { get roleArn(): string { throw new Error('asked'); } };
  expect([has('roleArn')(lazy), has('userArn')(lazy), has('toString')('text'), has('a')(null)]).toEqual([true, false, false, false]);
});

test('what is not given need not be valid, unless it is needed', () => {
  const validators = { a: STRING, b: listOf((value) => value === 1, 'ones') };
  expect(checkedProperties('Here', { c: 5 }, validators)).toEqual({ c: 5 });
  expect(() => checkedProperties('Here', { b: [1] }, validators, ['a'])).toThrow('Here: a is undefined: expected a string');
  expect(() => checkedProperties('Here', { a: null }, validators)).toThrow('Here: a is null: expected a string');
  expect(() => checkedProperties('Here', { a: '', b: [1, 2] }, validators)).toThrow('Here: b has 2: expected a list of ones');
  expect(() => checkedProperties<object>('Here', null as any, validators)).toThrow('Here: what is passed is null: expected an object with properties');
  expect(() => checkedProperties<object>('Here', Lazy.any({ produce: () => ({}) }), validators)).toThrow('expected an object with properties');
  expect(() => checkedProperties<object>('Here', new Stack(), validators)).toThrow('expected an object with properties');
});

test.each<[string, () => unknown, string]>([
  ['a text for true or false', () => McpGuardrail.denyOutsideMcp({ allowOauthSignIn: 'false' as any }), 'McpGuardrail.denyOutsideMcp(): allowOauthSignIn is "false": expected true or false'],
  ['null for a list', () => McpGuardrail.denyViaMcp({ servers: null as any }), 'McpGuardrail.denyViaMcp(): servers is null: expected a list of McpServer'],
  ['no options', () => McpGuardrail.allowOnlyServers(undefined as any), 'McpGuardrail.allowOnlyServers(): what is passed is undefined: expected an object'],
  ['no servers', () => McpGuardrail.allowOnlyServers({} as any), 'McpGuardrail.allowOnlyServers(): servers is undefined: expected a list of McpServer'],
  ['another value of an enum', () => McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], directCalls: 'denied' as any }), 'directCalls is "denied": expected one of DirectCalls: UNAFFECTED, DENIED'],
  ['names for filters', () => McpGuardrail.denyViaMcp({ exempt: ['BreakGlass'] as any }), 'McpGuardrail.denyViaMcp(): exempt has "BreakGlass": expected a list of PrincipalFilter'],
  ['a way to get tokens that there is not', () => McpGuardrail.allowOnlyOauthClients({ grantTypes: ['password' as any] }), 'grantTypes has "password": expected a list of OAuthGrantType: authorization_code'],
  ['JSON for a statement', () => McpGuardrail.fromStatements({ Effect: 'Deny' } as any), 'McpGuardrail.fromStatements(): what is passed has {"Effect":"Deny"}: expected a list of iam.PolicyStatement'],
  ['a list for an ARN', () => McpGuardrail.denySignInSession(['arn:aws:signin:::x'] as any), 'DenySignInSession: ["arn:aws:signin:::x"] is not the ARN of a sign-in session'],
  ['a list of actions for one', () => ActionSet.of(['s3:Get*'] as any), '["s3:Get*"] is not an IAM action for ActionSet.of()'],
])('%s is an error', (_, make, message) => {
  expect(make).toThrow(message);
});
