import { foundIn, foundInTemplate, messagesOf, role } from './found';
import { checkDocument } from '../../../src/analysis/rules/check';
import { PolicyKind } from '../../../src/iam/policy';
import type { Json } from '../../../src/iam/value';

const deny = (Action: string | string[], Resource: unknown): Json => ({ Effect: 'Deny', Action, Resource });
const BUCKET = 'arn:aws:s3:::b';
const KEYS = 'arn:aws:kms:*:*:key/*';

test.each<[string, Json | Json[], string[]]>([
  ['a bucket whose objects are meant', deny('s3:DeleteObject', BUCKET), ['ResourceNotDenied']],
  ['several', deny(['s3:DeleteObject', 's3:PutObject'], [BUCKET, 'arn:aws:s3:::c']), ['ResourceNotDenied']],
  ['another service', deny('iam:*', BUCKET), ['ResourceNotDenied']],
  ['a bucket together with its objects', deny('s3:DeleteObject', [BUCKET, `${BUCKET}/*`]), []],
  ['a bucket together with its objects, for an action about the bucket', deny('s3:DeleteBucket', [BUCKET, `${BUCKET}/*`]), []],
  ['a bucket together with the objects of another', deny('s3:DeleteObject', [BUCKET, 'arn:aws:s3:::b2/*']), ['ResourcePerhapsNotDenied']],
  ['what some of the actions are about', deny(['s3:DeleteObject', 's3:DeleteBucket'], BUCKET), []],
  ['a part that is of another service', deny('s3:DeleteObject', ['arn:aws:s3:::b/*', 'arn:aws:sqs:*:*:q']), ['ResourcePerhapsNotDenied']],
  ['a service of which the reference lacks something', deny('lambda:DeleteFunction', BUCKET), ['ResourcePerhapsNotDenied']],
  ['a part that does not fit such a service', deny('lambda:DeleteFunction', ['arn:aws:lambda:*:*:function:f', BUCKET]), []],
  ['an action about no resource', deny('s3:ListAllMyBuckets', BUCKET), ['ResourcePerhapsNotDenied']],
  ['everything', deny('s3:DeleteObject', '*'), []],
  ['everything and more', deny('s3:DeleteObject', ['*', BUCKET]), []],
  ['an action that the table does not know', deny(['s3:DeleteObject', 'new-service:*'], BUCKET), ['UnknownActionDenied']],
  ['all actions but one', { Effect: 'Deny', NotAction: 's3:DeleteBucket', Resource: BUCKET }, []],
  ['all resources but one', { Effect: 'Deny', Action: 's3:DeleteObject', NotResource: BUCKET }, []],
  ['an action known only at deployment', deny(['s3:DeleteObject', { Ref: 'Action' } as never], BUCKET), []],
  ['an Allow', { Effect: 'Allow', Action: 's3:GetObject', Resource: BUCKET }, ['ResourceNotAllowed']],
  ['an Allow of which a part fits', { Effect: 'Allow', Action: 's3:GetObject', Resource: [BUCKET, 'arn:aws:s3:::c/*'] }, []],
  ['an Allow of another service', { Effect: 'Allow', Action: 'ssmmessages:OpenDataChannel', Resource: 'arn:aws:ssm:*:*:session/*' }, []],
  // As ready sets are divided.
  ['statements with the same resources', [deny('s3:DeleteObject', KEYS), deny('kms:Decrypt', KEYS)], []],
  ['statements with the same resources, none of which fits', [deny('s3:DeleteObject', KEYS), deny('sqs:*', KEYS)], ['ResourceNotDenied']],
  ['an Allow of the same resources', [deny('s3:DeleteObject', KEYS), { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEYS }], ['ResourceNotDenied']],
])('%s', (_, statements, found) => {
  expect(foundIn(statements)).toEqual(found);
});

test('the message says what the actions are about', () => {
  expect(messagesOf(deny('s3:DeleteObject', [BUCKET, 'arn:aws:s3:::c']))).toEqual(['none of the actions is about "arn:aws:s3:::b" and 1 more, so that the Deny '
    + 'blocks nothing: its actions are about "arn:aws:s3:*:*:*/*", "arn:aws:s3:*:*:accesspoint/*/object/*"']);
  expect(messagesOf(deny('s3:ListAllMyBuckets', BUCKET))[0]).toMatch(/the Deny seems to block nothing: its actions are about no resource, so that "\*" is all/);
});

test('a reference to a bucket of the template is one to its ARN', () => {
  const found = (Resource: unknown) => foundInTemplate({ Bucket: { Type: 'AWS::S3::Bucket' }, Role: role([deny('s3:DeleteObject', Resource)]) });
  expect(found({ 'Fn::GetAtt': ['Bucket', 'Arn'] })).toEqual(['ResourceNotDenied']);
  expect(found({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '/*']] })).toEqual([]);
  expect(found({ 'Fn::ImportValue': 'BucketArn' })).toEqual([]);
});

test('a policy in a language of its own is not judged', () => {
  const document = { Version: '2012-10-17', Statement: [{ ...deny('iot:Publish', 'arn:aws:iot:*:*:client/x'), Principal: '*' }] };
  expect(checkDocument(document, { path: '' }, PolicyKind.RESOURCE).map(({ rule }) => rule.id)).toEqual(['ResourcePerhapsNotDenied']);
  expect(foundInTemplate({ P: { Type: 'AWS::IoT::Policy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [deny('iot:Publish', 'arn:aws:iot:*:*:client/x')] } } } }))
    .toEqual([]);
});
