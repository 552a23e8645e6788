import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { isInNoResourcePolicy, RESOURCE_POLICY_TYPES, resourcePolicyTypeOf, serviceOf } from '../../src/iam/resource-policy-kinds';

// Which actions a page lists is pinned in facts.test.ts: here is what the lists mean.
test.each<[string, boolean]>([
  ['lambda:invokefunction', false], ['lambda:createfunction', true], ['s3express:createsession', false], ['s3express:createbucket', true], ['sns:publish', false], ['sns:createtopic', true],
  ['dynamodb:getitem', false], ['dynamodb:listtables', true], ['dynamodb:created', false], ['s3:listallmybuckets', false], ['kms:createkey', false], ['ecr:batchgetimage', false],
])('%s is in no policy of a resource: %s', (action, expected) => {
  expect(isInNoResourcePolicy(action)).toBe(expected);
});

test('of a service, what its policies need is known, and none of their limits', () => {
  const { name, resource, ignoresIncomplete, sources } = RESOURCE_POLICY_TYPES['AWS::KMS::Key'];
  expect(resourcePolicyTypeOf('kms')).toEqual({ ...POLICY_TYPES.RESOURCE_POLICY, name, resource, ignoresIncomplete, sources });
  expect([name, resource, ignoresIncomplete, sources.length]).toEqual(['key policy', 'needed', true, 2]);
  expect(['sqs', 'dynamodb', 'kinesis', 'ecr', '', undefined].map((service) => resourcePolicyTypeOf(service)?.name))
    .toEqual(['queue policy', 'table\'s policy', 'stream\'s policy', undefined, undefined, undefined]);
});

test('a policy is about one service, or about several', () => {
  expect([RESOURCE_POLICY_TYPES['AWS::S3::BucketPolicy'], POLICY_TYPES.TRUST_POLICY, POLICY_TYPES.RESOURCE_CONTROL_POLICY, POLICY_TYPES.MANAGED_POLICY].map(serviceOf))
    .toEqual(['s3', 'sts', undefined, undefined]);
});
