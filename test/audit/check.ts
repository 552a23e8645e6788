import type { AuditRow } from './row';
import { found, foundInResources, row, rowsOf } from './row';
import { McpSimulator } from '../../src';
import { readTemplates } from '../../src/analysis/template/read-templates';
import { PolicyKind } from '../../src/iam/policy';
import { readable } from '../../src/iam/unknown-text';
import { PAGES } from '../conformance/pages';
import type { Json } from '../conformance/row';
import { ACCOUNT, allow, deny, KEY, policy, QUEUE, USER } from '../conformance/world';

const IDENTITY = PolicyKind.IDENTITY;
const rcp = (Action: string): Json => deny(Action, { Principal: '*' });
const bucket = (statement: Json) => found(PolicyKind.RESOURCE, statement, {}, 'AWS::S3::BucketPolicy');
const without = (element: string, statement: Json): Json => Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));
const named = allow('s3:GetObject', { Resource: 'arn:aws:s3:::reports/*' });
const condition = (Condition: Json) => found(IDENTITY, { ...named, Condition });
const trust: Json = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
const QUEUE_LIMITS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html';
const TOPICS = 'https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html';
const IAM_QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const queue = (statements: Json[]) => foundInResources({ Queues: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['q'], PolicyDocument: policy(...statements) } } });
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`;
const topicPolicy = (Type: string, of: Json): Json => ({ Type, Properties: { ...of, PolicyDocument: policy(allow('sns:Publish', { Principal: { AWS: ACCOUNT }, Resource: TOPIC })) } });
const topic = (more: Json) => foundInResources({
  Topics: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [`arn:aws:sns:us-east-1:${ACCOUNT}:alerts`],
      PolicyDocument: policy(allow('sns:Publish', { Principal: { AWS: ACCOUNT }, Resource: `arn:aws:sns:us-east-1:${ACCOUNT}:alerts`, ...more })),
    },
  },
});
const ENDPOINTS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html';
const endpoint = (more: Json) => foundInResources({
  Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcId: 'vpc-11223344556677889', PolicyDocument: policy(allow('s3:GetObject', { Principal: '*' })), ...more } },
});
const send = allow('sqs:SendMessage', { Principal: { AWS: ACCOUNT }, Resource: QUEUE });

/** What was not found, though AWS refuses it, and what is right beside it. */
export const CHECK: readonly AuditRow[] = [
  ...rowsOf('characters',
    row('a character over U+00FF in a policy of IAM', IAM_QUOTAS, ['InvalidStatement'],
      () => condition({ StringEquals: { 'aws:PrincipalTag/team': 'Łódź' } })),
    row('characters up to U+00FF', IAM_QUOTAS, [], () => condition({ StringEquals: { 'aws:PrincipalTag/team': 'Köln\tÿ' } })),
    row('a character over U+00FF in a trust policy', IAM_QUOTAS, ['InvalidStatement'],
      () => found(PolicyKind.TRUST, { ...trust, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'Łódź' } } })),
    row('a character over U+00FF in the policy of a bucket', IAM_QUOTAS, [], () => bucket({ ...named, Principal: { AWS: ACCOUNT }, Resource: 'arn:aws:s3:::reports/Łódź' })),
  ),
  ...rowsOf('control-and-resource-syntax',
    row('an SCP without Version', PAGES.scpSyntax, ['InvalidPolicyDocument'], () => found(PolicyKind.SERVICE_CONTROL, deny('s3:*'), { Version: undefined })),
    row('an SCP of 2008', PAGES.scpSyntax, ['InvalidPolicyDocument'], () => found(PolicyKind.SERVICE_CONTROL, deny('s3:*'), { Version: '2008-10-17' })),
    row('an RCP without Version', PAGES.rcpSyntax, ['InvalidPolicyDocument'], () => found(PolicyKind.RESOURCE_CONTROL, rcp('s3:*'), { Version: undefined })),
    ...['ec2:*', 'iam:*', '*:*', '**'].map((Action) => row(`an RCP on ${Action}`, PAGES.rcpSyntax, ['InvalidResourceControlPolicy'], () => found(PolicyKind.RESOURCE_CONTROL, rcp(Action)))),
    row('a Sid with a hyphen in a trust policy', PAGES.grammar, ['InvalidSid'], () => found(PolicyKind.TRUST, { ...trust, Sid: 'a-b' })),
    row('a Sid with a hyphen in an RCP', PAGES.rcpSyntax, ['InvalidSid'], () => found(PolicyKind.RESOURCE_CONTROL, { ...rcp('s3:*'), Sid: 'a-b' })),
    row('no Resource in a bucket policy', PAGES.principal, ['InvalidResourceElement'], () => bucket(without('Resource', { ...named, Principal: { AWS: ACCOUNT } }))),
    row('no Resource in a key policy', PAGES.keyOverview, ['InvalidResourceElement'],
      () => found(PolicyKind.RESOURCE, [allow('kms:*', { Principal: { AWS: ACCOUNT } }), without('Resource', allow('kms:Decrypt', { Principal: { AWS: USER } }))], {}, 'AWS::KMS::Key')),
  ),
  ...rowsOf('access-analyzer',
    row('a Resource that is no ARN', PAGES.checks, ['InvalidResourceElement'], () => found(IDENTITY, { ...named, Resource: 'reports/*' })),
    row('a wildcard in the service of an ARN', PAGES.resource, ['InvalidArn'], () => found(IDENTITY, { ...named, Resource: 'arn:aws:s*:::reports/*' })),
    // The policy of Security Lake's linked role has it so.
    row('a wildcard in the partition of an ARN', 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityLakeResourceManagementServiceRolePolicy.html', [],
      () => found(IDENTITY, { ...named, Resource: 'arn:*:s3:::reports/*' })),
    row('an operator that is none', PAGES.checks, ['InvalidCondition'], () => condition({ StringMatches: { 'aws:PrincipalTag/team': 'a' } })),
    row('NullIfExists', PAGES.checks, ['InvalidCondition'], () => condition({ NullIfExists: { 'aws:TokenIssueTime': 'true' } })),
    row('a key twice, in another case', PAGES.checks, ['InvalidCondition'], () => condition({ StringEquals: { 'aws:username': 'a', 'aws:UserName': 'b' } })),
    row('a variable in a number', PAGES.checks, ['InvalidCondition'], () => condition({ NumericEquals: { 's3:max-keys': '${aws:PrincipalTag/limit}' } }).slice(0, 1)),
    row('a variable that is not closed', PAGES.checks, ['InvalidCondition'], () => condition({ StringEquals: { 's3:prefix': '${aws:username' } })),
    row('a Principal with a wildcard', PAGES.principal, ['InvalidPrincipalElement'], () => bucket({ ...named, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } })),
    row('the key Aws', PAGES.principal, ['InvalidPrincipalElement'], () => bucket({ ...named, Principal: { Aws: ACCOUNT } })),
    row('every service', PAGES.principal, ['InvalidPrincipalElement'], () => bucket({ ...named, Principal: { Service: '*' } }).filter((id) => id !== 'ServicePrincipalNotRestricted')),
    row('Federated outside trust', PAGES.principal, ['InvalidPrincipalElement'], () => bucket({ ...named, Principal: { Federated: 'accounts.google.com' } })),
    row('an Id in an identity-based policy', PAGES.grammar, ['InvalidPolicyDocument'], () => found(IDENTITY, named, { Id: 'reports' })),
    row('an element of the document that there is not', PAGES.grammar, ['InvalidPolicyDocument'], () => found(IDENTITY, named, { Statements: [] })),
    row('no statement', PAGES.checks, ['InvalidPolicyDocument'], () => found(IDENTITY, [])),
  ),
  ...rowsOf('queue-and-topic-limits',
    row('21 statements for a queue', QUEUE_LIMITS, ['PolicyTooLarge'], () => queue(Array.from({ length: 21 }, () => send))),
    row('20 statements for a queue', QUEUE_LIMITS, [], () => queue(Array.from({ length: 20 }, () => send))),
    row('8 actions for a queue', QUEUE_LIMITS, ['PolicyTooLarge'], () => queue([{
      ...send,
      Action: ['SendMessage', 'ReceiveMessage', 'DeleteMessage', 'GetQueueUrl',
        'GetQueueAttributes', 'PurgeQueue', 'ListQueueTags', 'ChangeMessageVisibility'].map((name) => `sqs:${name}`),
    }])),
    row('5,000 characters of two bytes for a queue', QUEUE_LIMITS, ['PolicyTooLarge'], () => queue([{ ...send, Sid: 'é'.repeat(5_000) }])),
    row('201 principals for a topic', TOPICS, ['PolicyTooLarge'], () => topic({ Principal: { AWS: Array.from({ length: 201 }, (_, i) => `arn:aws:iam::${ACCOUNT}:role/r${i}`) } })),
    row('two resources for a topic', TOPICS, ['PolicyTooLarge', 'ResourceNotOwn'], () => topic({ Resource: ['alerts', 'news'].map((name) => `arn:aws:sns:us-east-1:${ACCOUNT}:${name}`) })),
    row('the policy of a key on its own ARN', PAGES.keyOverview, [], () => found(PolicyKind.RESOURCE, allow('kms:*', { Principal: { AWS: ACCOUNT }, Resource: KEY }), {}, 'AWS::KMS::Key')),
  ),
  ...rowsOf('queue-and-topic-limits',
    row('a topic\'s policy on another topic', TOPICS, ['ResourceNotOwn'], () => topic({ Resource: `arn:aws:sns:us-east-1:${ACCOUNT}:news` })),
    row('one policy for two topics', TOPICS, ['ResourceNotOwn'], () => foundInResources({
      A: { Type: 'AWS::SNS::Topic' },
      B: { Type: 'AWS::SNS::Topic' },
      Topics: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'A' }, { Ref: 'B' }], PolicyDocument: policy(allow('sns:Publish', { Principal: { AWS: ACCOUNT }, Resource: { Ref: 'A' } })) } },
    })),
    row('a queue\'s policy on another queue', QUEUE_LIMITS, ['ResourceNotOwn'], () => foundInResources({
      Queues: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [`https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/other`], PolicyDocument: policy(send) } },
    })),
    row('an action that the policy of a topic can\'t hold', TOPICS, ['InvalidAction'], () => topic({ Action: 'sns:CreateTopic' })),
  ),
  ...rowsOf('table-actions',
    ...['CreateTable', 'ImportTable', 'RestoreTableFromBackup', 'CreateGlobalTable', 'UpdateGlobalTable', 'UpdateGlobalTableSettings', 'ListExports', 'ListImports'].map((name) =>
      row(`dynamodb:${name} in the policy of a table`, 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html', true,
        () => found(PolicyKind.RESOURCE, deny(`dynamodb:${name}`, { Principal: '*' }), {}, 'AWS::DynamoDB::Table').includes('InvalidAction'))),
    row('dynamodb:* in the policy of a table', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html', [],
      () => found(PolicyKind.RESOURCE, deny('dynamodb:*', { Principal: { AWS: ACCOUNT } }), {}, 'AWS::DynamoDB::Table')),
  ),
  ...rowsOf('endpoint-types',
    ...['ServiceNetwork', 'Resource', 'Tunnel', 'GatewayLoadBalancer'].map((VpcEndpointType) => row(`a policy of an endpoint of type ${VpcEndpointType}`, ENDPOINTS, ['EndpointWithoutPolicy'],
      () => endpoint({ VpcEndpointType }))),
    row('a policy of an endpoint of type Interface', ENDPOINTS, [], () => endpoint({ VpcEndpointType: 'Interface' })),
    row('a policy of an endpoint without a type', ENDPOINTS, [], () => endpoint({})),
  ),
  ...rowsOf('sam-roles',
    ...[['MicrovmImage', 'BuildRole'], ['CapacityProvider', 'OperatorRole'], ['NetworkConnector', 'OperatorRole']].map(([type, suffix]) => row(`the role of a ${type} is read`,
      `https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-${type.toLowerCase()}.html`, [`ItHas${suffix}`],
      () => readTemplates([{ template: { Resources: { ItHas: { Type: `AWS::Serverless::${type}`, Properties: {} } } } }]).principals.map(({ name }) => readable(name).slice(1, -1)))),
    row('what the role of a MicrovmImage may do beside what is written', 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-microvmimage.html', 'CONDITIONAL',
      () => McpSimulator.fromTemplate({ Resources: { It: { Type: 'AWS::Serverless::MicrovmImage', Properties: {} } } })
        .simulate({ principal: 'It', action: 's3:GetObject', resource: 'arn:aws:s3:::code/app.zip' }).decision),
  ),
  ...rowsOf('two-policies',
    row('two policies of a topic', 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicinlinepolicy.html', ['PolicyReplaced'],
      () => foundInResources({ One: topicPolicy('AWS::SNS::TopicPolicy', { Topics: [TOPIC] }), Two: topicPolicy('AWS::SNS::TopicInlinePolicy', { TopicArn: TOPIC }) })),
    row('two policies of a queue', 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queueinlinepolicy.html', ['PolicyReplaced'], () => {
      const [Queue, Properties] = [`https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/jobs`, { PolicyDocument: policy(send) }];
      return foundInResources({
        One: { Type: 'AWS::SQS::QueuePolicy', Properties: { ...Properties, Queues: [Queue] } }, Two: { Type: 'AWS::SQS::QueueInlinePolicy', Properties: { ...Properties, Queue } },
      });
    }),
    row('a function\'s policy beside a permission', 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-resourcepolicy.html', ['PolicyReplaced'], () => {
      const ResourceArn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:pay`;
      return foundInResources({
        One: { Type: 'AWS::Lambda::ResourcePolicy', Properties: { ResourceArn, PolicyDocument: policy(allow('lambda:InvokeFunction', { Principal: { AWS: ACCOUNT }, Resource: ResourceArn })) } },
        Two: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: ResourceArn, Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' } },
      });
    }),
  ),
  ...rowsOf('variable-in-arn',
    row('a policy variable before the resource part of an ARN', PAGES.variables, ['InvalidArn'],
      () => found(IDENTITY, allow('sqs:SendMessage', { Resource: `arn:aws:sqs:\${aws:RequestedRegion}:${ACCOUNT}:jobs` }))),
  ),
];
