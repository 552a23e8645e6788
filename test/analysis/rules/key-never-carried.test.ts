import { allow, deny, foundIn, messagesOf } from './found';

const GRANT = { 'signin:OAuthGrantType': 'authorization_code' };
const SIGN_IN = { Action: ['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'] };

test('a key that one of the actions never carries', () => {
  const statement = allow({ StringEquals: GRANT }, SIGN_IN);
  expect(foundIn(statement)).toEqual(['ConditionKeyNeverCarried']);
  expect(messagesOf(statement)).toEqual(['signin:AuthorizeOAuth2Access never carries signin:OAuthGrantType: StringEquals signin:OAuthGrantType = '
    + '"authorization_code" matches none of its requests, so that the Allow never applies to it']);
});

test('in other case, and with an operator that matches without it', () => {
  const [message] = messagesOf(deny({ StringNotEquals: { 'SIGNIN:oauthGrantType': 'x' } }, { Action: 'signin:authorizeoauth2access' }));
  expect(message).toContain('does not tell one of its requests from another');
});

test.each([
  ['a key that all actions carry', { StringLike: { 'signin:OAuthClientId': 'arn:*' } }, SIGN_IN],
  ['an action that carries it', { StringEquals: GRANT }, { Action: 'signin:CreateOAuth2Token' }],
  ['an action of which AWS does not say', { StringEquals: GRANT }, { Action: 'signin:CreateAccount' }],
  ['a pattern', { StringEquals: GRANT }, { Action: 'signin:*' }],
  ['all but some actions', { StringEquals: GRANT }, { Action: undefined, NotAction: ['s3:*', 'iam:PassRole'] }],
])('not %s', (_, condition, elements: object) => {
  expect(foundIn(allow(condition, { ...elements }))).toEqual([]);
});
