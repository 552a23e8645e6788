import { PolicyKind } from '../../src/iam/policy';
import { inlineOrManaged, POLICY_TYPES } from '../../src/iam/policy-kinds';
import { controlPolicyKind, policyProperties, policyTypeOf } from '../../src/iam/policy-type-lookup';
import { RESOURCE_POLICY_TYPES } from '../../src/iam/resource-policy-kinds';

const { IDENTITY, RESOURCE, SESSION } = PolicyKind;

test.each<[PolicyKind, string | undefined, string | undefined, string]>([
  [IDENTITY, undefined, undefined, 'identity-based policy'], [IDENTITY, 'AWS::IAM::ManagedPolicy', undefined, 'managed policy'], [IDENTITY, 'AWS::IAM::Role', undefined, 'role\'s inline policies'],
  [IDENTITY, 'AWS::IAM::Policy', undefined, 'role\'s inline policies'], [IDENTITY, 'AWS::IAM::UserPolicy', undefined, 'user\'s inline policies'],
  [IDENTITY, 'AWS::IAM::Group', undefined, 'group\'s inline policies'], [IDENTITY, 'AWS::SSO::PermissionSet', undefined, 'permission set\'s inline policy'],
  [IDENTITY, 'AWS::Other::Thing', undefined, 'identity-based policy'], [IDENTITY, 'toString', undefined, 'identity-based policy'],
  [SESSION, undefined, undefined, 'session policy'], [PolicyKind.TRUST, 'AWS::IAM::Role', undefined, 'trust policy'], [PolicyKind.PERMISSIONS_BOUNDARY, undefined, undefined, 'permissions boundary'],
  [PolicyKind.SERVICE_CONTROL, undefined, undefined, 'service control policy'], [PolicyKind.RESOURCE_CONTROL, undefined, undefined, 'resource control policy'],
  [PolicyKind.VPC_ENDPOINT, 'AWS::EC2::VPCEndpoint', undefined, 'VPC endpoint policy'],
  [RESOURCE, 'AWS::KMS::Key', undefined, 'key policy'], [RESOURCE, undefined, 'kms', 'key policy'], [RESOURCE, undefined, 'ecr', 'resource-based policy'], [RESOURCE, undefined, undefined, 'resource-based policy'],
  [RESOURCE, 'AWS::ECR::Repository', undefined, 'resource-based policy'], [RESOURCE, 'constructor', undefined, 'resource-based policy'],
])('%s, of %s and the service %s: %s', (kind, resourceType, service, expected) => {
  const { name, kind: found } = policyTypeOf({ kind, resourceType, service });
  expect([name, found]).toEqual([expected, kind]);
});

test('a service that the library does not know may read a language of its own', () => {
  expect([policyTypeOf({ kind: RESOURCE, resourceType: 'AWS::ECR::Repository' }), policyTypeOf({ kind: RESOURCE }), policyTypeOf({ kind: RESOURCE, resourceType: 'AWS::KMS::Key' })]
    .map(({ dialect }) => dialect)).toEqual([true, undefined, undefined]);
  expect(policyTypeOf({ kind: RESOURCE, resourceType: 'AWS::SQS::QueuePolicy' })).toBe(RESOURCE_POLICY_TYPES['AWS::SQS::QueuePolicy']);
  // The limits are those of a session that a person makes.
  expect([policyTypeOf({ kind: SESSION }), policyTypeOf({ kind: SESSION, resourceType: 'AWS::Transfer::User' })]).toEqual([POLICY_TYPES.SESSION_POLICY, POLICY_TYPES.SERVICE_SESSION_POLICY]);
});

test('where a resource holds policies', () => {
  expect(policyProperties('AWS::IAM::Role').sort()).toEqual(['AssumeRolePolicyDocument', 'Policies']);
  expect(policyProperties('AWS::Organizations::Policy')).toEqual(['Content']);
  expect(['AWS::S3::Bucket', 'toString'].map(policyProperties)).toEqual([[], []]);
  expect(['AWS::IAM::Role', 'AWS::EC2::VPCEndpoint', 'AWS::Organizations::Policy', undefined].map((type) => inlineOrManaged(type)?.name)).toEqual(['role\'s inline policies', undefined, undefined, undefined]);
});

test('what AWS Organizations calls its policies', () => {
  expect(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'TAG_POLICY', undefined, 1].map(controlPolicyKind))
    .toEqual([PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL, undefined, undefined, undefined]);
});
