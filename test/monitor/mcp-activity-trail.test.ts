import { App, aws_dynamodb as dynamodb, aws_kms as kms, aws_lambda as lambda, aws_logs as logs, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { McpActivityTrail, McpActivityTrailProps } from '../../src';

function made(props: (stack: Stack) => McpActivityTrailProps = () => ({})) {
  const stack = new Stack(new App(), 'Stack');
  const trail = new McpActivityTrail(stack, 'Trail', props(stack));
  return { stack, trail, template: Template.fromStack(stack) };
}

test('the form of a trail', () => {
  expect(made().template.toJSON().Resources).toMatchSnapshot();
});

test('the form of a trail of an organization, with a key and data events', () => {
  const { template } = made((stack) => ({
    organizationId: 'o-a1b2c3d4e5',
    encryptionKey: new kms.Key(stack, 'Key'),
    buckets: [s3.Bucket.fromBucketName(stack, 'Ledger', 'ledger')],
    tables: [dynamodb.Table.fromTableName(stack, 'Orders', 'orders')],
    functions: [lambda.Function.fromFunctionName(stack, 'Reports', 'reports')],
  }));
  expect(template.toJSON().Resources).toMatchSnapshot();
});

test('a bucket, a name and a retention of one\'s own', () => {
  const { stack, trail, template } = made((scope) => ({
    bucket: s3.Bucket.fromBucketName(scope, 'Central', 'central'), trailName: 'agents', retention: logs.RetentionDays.ONE_YEAR,
  }));
  expect(stack.resolve(trail.bucket.bucketName)).toBe('central');
  template.resourceCountIs('AWS::S3::Bucket', 0);
  template.hasResourceProperties('AWS::CloudTrail::Trail', { TrailName: 'agents', S3BucketName: 'central', IsMultiRegionTrail: true });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
});

test.each<[string, any, RegExp]>([
  ['an organization that is none', { organizationId: '111122223333' }, /organizationId is "111122223333": expected the id of an organization, such as "o-a1b2c3d4e5"/],
  ['a name with a space', { trailName: 'my trail' }, /trailName is "my trail": expected 3 to 128 letters, digits and \._-/],
  ['the name of a table', { tables: ['orders'] }, /tables has "orders": expected a list of tables/],
])('%s is an error', (_, props, message) => {
  expect(() => made(() => props)).toThrow(message);
});
