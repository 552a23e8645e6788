import { foundIn, messagesOf } from './found';
import { PolicyKind } from '../../../src/iam/policy';

const ACCOUNT = '111122223333';
const on = (Resource: string, Action: string) => ({ Effect: 'Allow', Action, Resource });
const isWrong = (resource: string, action: string) => foundIn(on(resource, action)).includes('InvalidArn');

test.each([
  ['arn:aws:iam:eu-west-1:111122223333:role/Agent', 'iam:GetRole', 'it has the Region "eu-west-1", and the ARNs of the service iam have none: expected nothing there'],
  ['arn:aws:s3:eu-west-1:111122223333:reports', 's3:ListBucket', 'it has the Region "eu-west-1", and the ARNs of buckets and objects have none: expected nothing there'],
  [`arn:aws:s3::${ACCOUNT}:reports/*`, 's3:GetObject', `it has the account "${ACCOUNT}", and the ARNs of buckets and objects have none: expected nothing there`],
  [`arn:aws:kms::${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`, 'kms:Decrypt', 'it has no Region, which the ARNs of the service kms have: expected one, or "*" for any'],
  ['arn:aws:iam:::role/Agent', 'iam:GetRole', 'it has no account, which the ARNs of the service iam have: expected one, or "*" for any'],
])('%s', (resource, action, message) => {
  expect(messagesOf(on(resource, action))[0]).toBe(`${message}, in ${resource}`);
});

test.each([
  ['a wildcard may be nothing', `arn:aws:iam:*:${ACCOUNT}:role/Agent`, 'iam:GetRole'],
  ['a wildcard may be any', 'arn:aws:sqs:*:*:jobs', 'sqs:SendMessage'],
  ['AWS\'s own policies have an account that is a word', 'arn:aws:iam::aws:policy/ReadOnlyAccess', 'iam:GetPolicy'],
  ['an access point has both', `arn:aws:s3:eu-west-1:${ACCOUNT}:accesspoint/reports`, 's3:GetAccessPoint'],
  ['a storage lens has both', `arn:aws:s3:eu-west-1:${ACCOUNT}:storage-lens/default`, 's3:GetStorageLensConfiguration'],
  ['what may be one', `arn:aws:s3:eu-west-1:${ACCOUNT}:*`, 's3:GetAccessPoint'],
  ['a service of which AWS\'s reference is not right', `arn:aws:swf:eu-west-1:${ACCOUNT}:/domain/jobs`, 'swf:DescribeDomain'],
])('%s', (_, resource, action) => {
  expect(isWrong(resource, action)).toBe(false);
});

test('what IAM completes is not judged', () => {
  expect(isWrong('arn:aws:sqs', 'sqs:SendMessage')).toBe(false);
});

test('AWS names one key that a service\'s requests never carry', () => {
  const statement = (Service: string) => ({ Effect: 'Allow', Principal: { Service }, Action: 's3:GetObject', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } });
  expect(messagesOf(statement('cloudfront.amazonaws.com'), PolicyKind.RESOURCE)).toContain('requests of cloudfront.amazonaws.com never carry aws:PrincipalOrgID: the Allow never applies');
  expect(foundIn(statement('logging.s3.amazonaws.com'), PolicyKind.RESOURCE)).not.toContain('ConditionKeyNeverCarried');
});
