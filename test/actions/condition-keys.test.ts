import * as fs from 'fs';
import * as path from 'path';
import { conditionKeysText, readConditionKeys } from '../../build-tools/condition-keys-source';
import { neverCarries, unknownConditionKey, valuesOfKey } from '../../src/actions/condition-keys';
import { unknownPart } from '../../src/iam/unknown-text';

test('the table is that of the installed source: if not, run "npx projen catalog"', async () => {
  const file = path.join(__dirname, '../../data/condition-keys.json');
  expect(fs.readFileSync(file, 'utf-8') === conditionKeysText(await readConditionKeys())).toBe(true);
});

test.each([
  ['aws:PrincipalOrgID', 'single'], ['AWS:principalorgid', 'single'], ['aws:PrincipalTag/team', 'single'], ['aws:PrincipalArn', 'arn'], ['aws:TagKeys', 'multi'],
  ['s3:prefix', 'single'], ['s3:ExistingObjectTag/owner', 'single'], ['kms:EncryptionContext:AppName', 'single'], ['kms:EncryptionContextKeys', 'multi'],
])('%s is known', (key, values) => {
  expect([valuesOfKey(key), unknownConditionKey(key)]).toEqual([values, undefined]);
});

test.each([
  ['PrincipalOrgID', 'PrincipalOrgID is no condition key: expected "service:name"'],
  ['aws:PrincpalOrgID', 'there is no condition key aws:PrincpalOrgID (did you mean "aws:PrincipalOrgID"?)'],
  ['aws:PrincipalTag', 'aws:PrincipalTag needs a name behind it, such as the key of a tag: expected "aws:PrincipalTag/team"'],
  ['s3:prefixes', 'there is no condition key s3:prefixes (did you mean "s3:prefix"?), as of the table of '],
  ['aws:ARN', 'AWS does not support aws:ARN: use aws:PrincipalArn or aws:SourceArn'],
])('%s is none', (key, message) => {
  expect(unknownConditionKey(key)).toContain(message);
});

test.each(['accounts.google.com:aud', 'oidc.eks.eu-west-1.amazonaws.com/id/A1:sub', 'saml:aud', `${unknownPart('Provider')}:sub`])('%s, of an identity provider, is not judged', (key) => {
  expect(unknownConditionKey(key)).toBeUndefined();
});

test.each([
  ['signin:authorizeoauth2access', 'signin:oauthgranttype', true],
  ['signin:createoauth2token', 'signin:oauthgranttype', false],
  ['signin:createoauth2token', 'signin:principalarn', true],
  ['signin:authenticate', 'signin:principalarn', false],
  // Of an action that no key is named for, and of global keys, nothing is said.
  ['signin:getresourcepolicy', 'signin:oauthgranttype', false],
  ['signin:authorizeoauth2access', 'aws:sourceip', false],
  ['signin:authorizeoauth2access', 'signin:newkey', false],
  // The reference of other services' actions leaves out keys.
  ['s3:getobject', 's3:prefix', false],
])('%s never carries %s: %s', (action, key, never) => {
  expect(neverCarries(action, key)).toBe(never);
});
