import { Aws, Fn, Lazy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { hasToken, isToken } from '../../src/private/tokens';

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

test.each<[string, unknown]>([
  ['a string', Aws.REGION], ['with text around it', `arn:${Aws.PARTITION}:s3:::reports`], ['with a hint', Token.asString({ Ref: 'A' }, { displayHint: 'A.b c' })],
  ['a list', Lazy.list({ produce: () => ['a'] })], ['such an item in a longer list', ['a', ...Lazy.list({ produce: () => ['a'] })]],
  ['a number', Token.asNumber({ Ref: 'Duration' })],
  ['an object', Fn.getAtt('Bucket', 'Arn')], ['a secret', SecretValue.unsafePlainText('x')],
  ['a policy variable', '${aws:username}'], ['a string like one', '${Token[]}'], ['numbers', [0, -1, NaN, Infinity, -Infinity, -1.5e289, Number.MAX_SAFE_INTEGER]],
  ['nothing', undefined], ['null', null], ['an object without', { Ref: 'A' }], ['a function', () => 1],
])('is told as the CDK tells it: %s', (_, value) => {
  for (const each of Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : [value]) {
    expect(isToken(each)).toBe(Token.isUnresolved(each));
  }
});

test('a number in a string, which newer versions of the CDK resolve, but do not tell', () => {
  const seconds = `${Token.asNumber({ Ref: 'Duration' })} seconds`;
  expect(new Stack().resolve(seconds)).toEqual({ 'Fn::Join': ['', [{ Ref: 'Duration' }, ' seconds']] });
  expect(isToken(seconds)).toBe(true);
});
