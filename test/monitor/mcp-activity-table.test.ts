import { App, aws_iam as iam, aws_s3 as s3, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { golden, MONITOR_OPTIONS } from './watched';
import { McpActivityTable, McpActivityTableProps } from '../../src';

function made(props: Partial<McpActivityTableProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const table = new McpActivityTable(stack, 'Table', {
    bucket: s3.Bucket.fromBucketName(stack, 'Trail', 'trail'), accounts: ['111122223333', '444455556666'], regions: ['us-east-1', 'eu-west-1'], ...props,
  });
  return { stack, table };
}

test('the form of a table, with its questions', () => {
  const { stack } = made({ ...MONITOR_OPTIONS, organizationId: 'o-a1b2c3d4e5', keyPrefix: 'audit' });
  expect(golden(Template.fromStack(stack).toJSON().Resources)).toMatchSnapshot();
});

test('the files of one account', () => {
  const { stack } = made({ accounts: ['111122223333'], firstDay: '2026/05/06', scanLimit: Size.gibibytes(1), databaseName: 'agents' });
  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Glue::Table', {
    DatabaseName: 'agents',
    TableInput: {
      Parameters: { 'projection.day.range': '2026/05/06,NOW', 'storage.location.template': 's3://trail/AWSLogs/${account}/CloudTrail/${region}/${day}' },
      StorageDescriptor: { Location: 's3://trail/AWSLogs/' },
    },
  });
  template.hasResourceProperties('AWS::Athena::WorkGroup', { WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 2 ** 30 } });
});

test('a reader may query the table and read the files', () => {
  const { stack, table } = made();
  table.grantQuery(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  expect(policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action).filter((action: string) => !action.startsWith('s3:')).sort()).toEqual([
    'athena:GetNamedQuery', 'athena:GetQueryExecution', 'athena:GetQueryResults', 'athena:GetQueryResultsStream', 'athena:GetWorkGroup', 'athena:ListNamedQueries',
    'athena:StartQueryExecution', 'athena:StopQueryExecution', 'glue:GetDatabase', 'glue:GetPartitions', 'glue:GetTable',
  ]);
  expect(policy.Properties.PolicyDocument.Statement.some(({ Resource }: any) => Resource === '*')).toBe(false);
});

test.each<[string, any, RegExp]>([
  ['no account', { accounts: [] }, /accounts is empty, so that no event would be found: name those that agents use/],
  ['no Region', { regions: [] }, /regions is empty/],
  ['an account that is none', { accounts: ['1234'] }, /accounts has "1234": expected a list of ids of accounts/],
  ['a Region that is none', { regions: ['Ireland'] }, /regions has "Ireland": expected a list of Regions, such as "us-east-1"/],
  ['a prefix with a slash', { keyPrefix: 'audit/' }, /keyPrefix is "audit\/": expected a prefix without a slash at its ends/],
  ['a day that is none', { firstDay: '2026-01-31' }, /firstDay is "2026-01-31": expected a day, such as "2026\/01\/31"/],
  ['next to nothing', { scanLimit: Size.mebibytes(1) }, /scanLimit is 1048576 bytes: expected at least 10000000/],
])('%s is an error', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});
