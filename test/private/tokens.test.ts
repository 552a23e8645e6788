import { Aws, Fn, Lazy, Token } from 'aws-cdk-lib';
import { hasToken } from '../../src/private/tokens';

test.each<[string, unknown]>([
  ['a text', `arn:${Aws.PARTITION}:s3:::reports`],
  ['an object', Fn.getAtt('Bucket', 'Arn')],
  ['a list', Lazy.list({ produce: () => ['a'] })],
  ['a number', { MaxSessionDuration: Token.asNumber({ Ref: 'Duration' }) }],
  ['deep in a document', { Statement: [{ Condition: { StringEquals: { 'aws:PrincipalAccount': [Aws.ACCOUNT_ID] } } }] }],
  ['the name of a property', { StringEquals: { [Fn.join('', ['a', Aws.REGION])]: 'b' } }],
])('a token as %s', (_, value) => {
  expect(hasToken(value)).toBe(true);
});

test('none', () => {
  expect([undefined, null, '*', 1, [], { Statement: [{ Action: ['s3:*'], Resource: '${aws:username}' }] }].some(hasToken)).toBe(false);
});
