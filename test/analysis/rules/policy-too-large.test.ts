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
    AssumeRolePolicyDocument: document(size, { Effect: 'Allow', Action: 'sts:AssumeRole', ...principal }, 'Sid', ''),
  })],
  ['permission set\'s inline policy', 10_240, (size) => resource('AWS::SSO::PermissionSet', { InlinePolicy: document(size) })],
  ['service control policy', 10_240, (size) => resource('AWS::Organizations::Policy', { Type: 'SERVICE_CONTROL_POLICY', Content: document(size) })],
  ['resource control policy', 5_120, (size) => resource('AWS::Organizations::Policy', {
    Type: 'RESOURCE_CONTROL_POLICY', Content: document(size, { ...allow(undefined, principal), Effect: 'Deny' }),
  })],
  ['VPC endpoint policy', 20_480, (size) => resource('AWS::EC2::VPCEndpoint', { PolicyDocument: document(size, allow(undefined, principal)) })],
  ['bucket policy', 20_480, (size) => resource('AWS::S3::BucketPolicy', { Bucket: 'b', PolicyDocument: document(size, allow(undefined, principal)) })],
  ['role\'s inline policies', 10_240, (size) => resource('AWS::IAM::Policy', { PolicyName: 'p', PolicyDocument: document(size) })],
])('a %s has at most %d characters', (name, limit, make) => {
  expect(foundInTemplate({ Policy: make(limit) })).toEqual([]);
  expect(findingsInTemplate({ Policy: make(limit + 1) }).map(({ message }) => message))
    .toEqual([`the ${name} ${name.endsWith('policies') ? 'have' : 'has'} ${thousands(limit + 1)} characters, 1 over the limit of ${thousands(limit)}`]);
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
