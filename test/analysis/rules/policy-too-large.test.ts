import { allow, findingsInTemplate, foundInTemplate, role } from './found';
import { checkDocument } from '../../../src/analysis/rules/check';
import { PolicyKind } from '../../../src/iam/policy';
import { thousands } from '../../../src/iam/policy-size';
import type { Json } from '../../../src/iam/value';

/** A document of the size: one element is as long as it takes. */
function document(size: number, statement: Json = allow(undefined), element = 'Resource', start = 'arn:aws:s3:::') {
  const filled = (text: string) => ({ Version: '2012-10-17', Statement: [{ ...statement, [element]: start + text }] });
  return filled('x'.repeat(size - JSON.stringify(filled('')).length));
}
const resource = (Type: string, Properties: object) => ({ Type, Properties });
const principal = { Principal: '*' };

test.each<[what: string, limit: number, resource: (size: number) => object]>([
  ['managed policy', 6_144, (size) => resource('AWS::IAM::ManagedPolicy', { PolicyDocument: document(size) })],
  ['trust policy', 2_048, (size) => resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: document(size, { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }, 'Sid', ''),
  })],
  ['permission set\'s inline policy', 10_240, (size) => resource('AWS::SSO::PermissionSet', { InlinePolicy: document(size) })],
  ['service control policy', 10_240, (size) => resource('AWS::Organizations::Policy', { Type: 'SERVICE_CONTROL_POLICY', Content: document(size) })],
  ['resource control policy', 5_120, (size) => resource('AWS::Organizations::Policy', {
    Type: 'RESOURCE_CONTROL_POLICY', Content: document(size, { ...allow(undefined, principal), Effect: 'Deny' }),
  })],
  ['VPC endpoint policy', 20_480, (size) => resource('AWS::EC2::VPCEndpoint', { PolicyDocument: document(size, allow(undefined, principal)) })],
  ['bucket policy', 20_480, (size) => resource('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: document(size, allow(undefined, principal), 'Sid', '') })],
  ['role\'s inline policies', 10_240, (size) => resource('AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: document(size) })],
])('a %s has at most %d characters', (name, limit, make) => {
  expect(foundInTemplate({ Policy: make(limit) })).toEqual([]);
  expect(findingsInTemplate({ Policy: make(limit + 1) }).map(({ message }) => message))
    .toEqual([`the ${name} ${name.endsWith('policies') ? 'have' : 'has'} ${thousands(limit + 1)} ${name === 'bucket policy' ? 'bytes' : 'characters'}, 1 over the limit of ${thousands(limit)}`]);
});

test('a resource-based policy of a type whose limit is not known may be of any size', () => {
  expect(foundInTemplate({ Policy: resource('AWS::Logs::Destination', { DestinationPolicy: document(100_000, allow(undefined, principal)) }) })).toEqual([]);
});

test('the inline policies of a role count together, also those attached to it', () => {
  const attached = resource('AWS::IAM::Policy', { PolicyName: 'More', PolicyDocument: document(6_000), Roles: [{ Ref: 'Role' }] });
  const inline = role([], { Policies: [{ PolicyName: 'Inline', PolicyDocument: document(5_000) }] });
  expect(findingsInTemplate({ Role: inline, Attached: attached })).toMatchObject([{
    rule: { id: 'PolicyTooLarge' },
    message: 'Role: together the role\'s inline policies have 11,000 characters, 760 over the limit of 10,240',
    place: { logicalId: 'Role', path: 'Properties/Policies/0/PolicyDocument' },
  }]);
  expect(foundInTemplate({ Role: inline, Attached: { ...attached, Type: 'AWS::IAM::ManagedPolicy' } })).toEqual([]);
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html and SNS's api-permissions-reference. */
describe('queues and topics', () => {
  const statements = (service: string, number: number, more: object = {}) => Array.from({ length: number }, (_, i) => (
    { Sid: `S${i}`, Effect: 'Allow', Principal: '*', Action: `${service}:*`, Resource: `arn:aws:${service}:eu-west-1:111122223333:it`, ...more }));
  const accounts = (number: number) => Array.from({ length: number }, (_, i) => String(100_000_000_000 + i));

  test.each<[what: string, statements: object[], service: string, found: string[]]>([
    ['20 statements', statements('sqs', 20), 'sqs', []],
    ['21 statements', statements('sqs', 21), 'sqs', ['the queue policy has 21 statements, 1 over the limit of 20']],
    ['8 actions', statements('sqs', 1, { Action: [...'SGDPRTUA'].map((letter) => `sqs:${letter}*`) }), 'sqs', ['the statement "S0" of the queue policy has 8 actions, 1 over the limit of 7']],
    ['3,900 é', statements('sqs', 1, { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'é'.repeat(3_900) } } }), 'sqs', []],
    ['5,000 é, of two bytes each', statements('sqs', 1, { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'é'.repeat(5_000) } } }), 'sqs',
      ['the queue policy has 10,207 bytes, 2,015 over the limit of 8,192']],
    ['200 principals', statements('sns', 1, { Principal: { AWS: accounts(200) } }), 'sns', []],
    ['201 principals', statements('sns', 1, { Principal: { AWS: accounts(201) } }), 'sns', ['the statement "S0" of the topic policy has 201 principals, 1 over the limit of 200']],
    ['two resources', statements('sns', 1, { Resource: ['arn:aws:sns:eu-west-1:111122223333:a', 'arn:aws:sns:eu-west-1:111122223333:b'] }), 'sns',
      ['the statement "S0" of the topic policy has 2 resources, 1 over the limit of 1']],
  ])('%s', (_, Statement, service, found) => {
    const PolicyDocument = { Version: '2012-10-17', Statement };
    const types = service === 'sqs' ? { 'AWS::SQS::QueuePolicy': { Queues: ['q'] }, 'AWS::SQS::QueueInlinePolicy': { Queue: 'q' } }
      : { 'AWS::SNS::TopicPolicy': { Topics: ['t'] }, 'AWS::SNS::TopicInlinePolicy': { TopicArn: 't' } };
    for (const [type, of] of Object.entries(types)) {
      expect(findingsInTemplate({ Policy: resource(type, { PolicyDocument, ...of }) }).map(({ message }) => message)).toEqual(found);
    }
  });
});

test('one that is too large by itself is reported once', () => {
  expect(foundInTemplate({ Role: role([], { Policies: [{ PolicyName: 'Inline', PolicyDocument: document(10_241) }] }) })).toEqual(['PolicyTooLarge']);
});

test('those of its groups don\'t count for a user', () => {
  const group = resource('AWS::IAM::Group', { Policies: [{ PolicyName: 'Inline', PolicyDocument: document(4_000) }] });
  const user = (size: number) => resource('AWS::IAM::User', {
    Groups: [{ Ref: 'Group' }], Policies: [{ PolicyName: 'Inline', PolicyDocument: document(size) }],
  });
  expect(foundInTemplate({ Group: group, User: user(2_048) })).toEqual([]);
  expect(foundInTemplate({ Group: group, User: user(2_049) })).toEqual(['PolicyTooLarge']);
});

test('what is known only at deployment counts nothing, white space only where AWS counts it', () => {
  const joined = { 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'Bucket' }, 'x'.repeat(6_000)]] };
  const policy = (Resource: unknown) => resource('AWS::IAM::ManagedPolicy', { PolicyDocument: { Version: '2012-10-17', Statement: [{ ...allow(undefined), Resource }] } });
  expect(foundInTemplate({ Policy: policy(joined) })).toEqual([]);
  expect(foundInTemplate({ Policy: policy(`arn:aws:s3:::a${' '.repeat(20_000)}b`) })).toEqual([]);
  expect(foundInTemplate({ Policy: resource('AWS::Organizations::Policy', { Type: 'SERVICE_CONTROL_POLICY', Content: document(11_000, { ...allow(undefined), Sid: 'a' }) }) }))
    .toEqual(['PolicyTooLarge']);
});

test('one document without its type', () => {
  // It may be one of AWS's own managed policies, for which the quotas of customers don't hold.
  expect(checkDocument(document(83_000), { path: '' })).toEqual([]);
  expect(checkDocument(document(2_049), { path: '' }, PolicyKind.SESSION).map(({ rule }) => rule.id)).toEqual(['PolicyTooLarge']);
});
