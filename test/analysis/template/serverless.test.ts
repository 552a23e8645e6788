/* eslint-disable @stylistic/max-len */
import { readResources } from './read';
import { McpSimulator } from '../../../src';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import { foundInTemplate } from '../rules/found';

const MISTAKE = { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } };
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const fn = (Policies: unknown, more: object = {}, Type = 'AWS::Serverless::Function') => ({ Type, Properties: { Handler: 'i.h', Policies, ...more } });
const decide = (resources: object, action = 's3:GetObject', template: object = {}) =>
  McpSimulator.fromTemplate({ ...template, Resources: resources }).simulate({ principal: 'F', action, resource: 'arn:aws:s3:::b/k' }).decision;

test.each<[string, object]>([
  ['a document in a list', fn([{ Version: '2012-10-17', Statement: [MISTAKE] }])],
  ['one without a version', fn([{ Statement: [MISTAKE] }])],
  ['one statement', fn({ Statement: MISTAKE })],
  ['a statement without a document', fn([MISTAKE])],
  ['of a state machine', fn([{ Statement: [MISTAKE] }], {}, 'AWS::Serverless::StateMachine')],
  ['in a branch', fn([{ 'Fn::If': ['C', { Statement: MISTAKE }, 'AmazonSQSFullAccess'] }])],
  ['beside a role, which does not get it', fn([{ Statement: [MISTAKE] }], { Role: 'arn:aws:iam::111122223333:role/R' })],
  ['for an API', { Type: 'AWS::Serverless::Api', Properties: { Auth: { ResourcePolicy: { CustomStatements: [{ ...MISTAKE, Principal: '*' }] } } } }],
])('what is wrong is found: %s', (_, resource) => {
  expect(foundInTemplate({ F: resource })).toEqual(['DenyReachesDirectCalls']);
});

test('the role that is made has all of it, and what SAM attaches', () => {
  const { principals: [role] } = readResources({
    F: fn([{ Statement: READ }, 'AmazonSQSFullAccess', 'arn:aws:iam::111122223333:policy/Own', { S3ReadPolicy: { BucketName: 'b' } }], { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/B' }),
  });
  expect(role).toMatchObject({
    kind: 'role',
    logicalId: 'F',
    name: '<FRole>',
    arn: 'arn:aws:iam::<AWS::AccountId>:role/<FRole>',
    otherManagedPolicies: [
      'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole', 'arn:aws:iam::aws:policy/AmazonSQSFullAccess', 'arn:aws:iam::111122223333:policy/Own',
    ],
    otherPermissionsBoundary: 'arn:aws:iam::111122223333:policy/B',
  });
  expect(role.identityPolicies.map(({ place }) => place.path)).toEqual(['Properties/Policies/0', 'Properties/Policies/3/S3ReadPolicy']);
});

describe('what the function may do is decided', () => {
  test('of what is written', () => {
    expect(decide({ F: fn([{ Statement: READ }]) })).toBe('ALLOWED');
    expect(decide({ F: fn([{ Statement: READ }]) }, 's3:PutObject')).toBe('IMPLICITLY_DENIED');
    expect(decide({ F: fn('AmazonS3ReadOnlyAccess') })).toBe('ALLOWED');
    expect(decide({ F: fn([{ Statement: READ }, { Statement: { ...READ, Effect: 'Deny' } }, { S3ReadPolicy: {} }]) })).toBe('EXPLICITLY_DENIED');
  });

  test('unless SAM adds something', () => {
    for (const more of [{ Events: { Q: { Type: 'MQ' } } }, { Events: { Q: { Type: 'New' } } }, { EventInvokeConfig: { Ref: 'P' } }, { Events: { 'Fn::If': ['C', {}, {}] } }]) {
      expect(decide({ F: fn([{ Statement: READ }], more) }, 's3:PutObject')).toBe('CONDITIONAL');
    }
    expect(decide({ F: fn([{ NewCrudPolicy: { BucketName: 'b' } }]) }, 's3:PutObject')).toBe('CONDITIONAL');
    expect(decide({ F: fn([]), C: { Type: 'AWS::Serverless::Connector', Properties: {} } }, 's3:PutObject')).toBe('CONDITIONAL');
  });

  test.each<[string, object, object, string]>([
    ['a template of SAM that is not known', { F: fn([{ NewCrudPolicy: {} }]) }, {}, 'the policies NewCrudPolicy of AWS SAM'],
    ['what SAM adds', { F: fn([], { Events: { Q: { Type: 'MQ' } } }) }, {}, 'the policies of AWS SAM for FRole'],
    ['a macro', { F: fn([]) }, { Transform: ['AWS::Serverless-2016-10-31', 'Own'] }, 'the policies in what the macro Own makes of it'],
  ])('a policy that is made at deployment is told as such, and is no managed policy: %s', (_, resources, template, told) => {
    const { principals: [role] } = readResources(resources, {}, template);
    expect([role.otherManagedPolicies.map((arn) => arn.split('/').pop()), role.managedPolicies]).toEqual([['AWSLambdaBasicExecutionRole'], 1]);
    expect(McpSimulator.fromTemplate({ ...template, Resources: resources }).simulate({ principal: 'F', action: 's3:PutObject', resource: 'arn:aws:s3:::b/k' }).dependsOn)
      .toEqual(expect.arrayContaining([told]));
  });

  const ARN = 'arn:aws:sqs:eu-west-1:111122223333:q';
  const event = (Type: string, Properties: object = {}) => ({ Events: { E: { Type, Properties } } });
  const invoke = (when: string, Type: string, Destination?: string) => ({ EventInvokeConfig: { DestinationConfig: { [when]: { Type, Destination } } } });
  test.each<[string, object, string, string, string]>([
    ['a VPC', { VpcConfig: { SubnetIds: [] } }, 'ec2:CreateNetworkInterface', 'ALLOWED', '*'],
    ['a VPC without properties', { VpcConfig: {} }, 'ec2:CreateNetworkInterface', 'IMPLICITLY_DENIED', '*'],
    ['a VPC in some regions', { VpcConfig: { 'Fn::If': ['C', { SubnetIds: [] }, { Ref: 'AWS::NoValue' }] } }, 'ec2:CreateNetworkInterface', 'CONDITIONAL', '*'],
    ['tracing', { Tracing: 'Active' }, 'xray:PutTraceSegments', 'ALLOWED', '*'],
    ['tracing of others only', { Tracing: 'PassThrough' }, 'xray:PutTraceSegments', 'ALLOWED', '*'],
    ['no tracing', { Tracing: 'Disabled' }, 'xray:PutTraceSegments', 'IMPLICITLY_DENIED', '*'],
    ['tracing by a parameter', { Tracing: { Ref: 'P' } }, 'xray:PutTraceSegments', 'CONDITIONAL', '*'],
    ['what is durable', { DurableConfig: { ExecutionTimeout: 60 } }, 'lambda:CheckpointDurableExecution', 'ALLOWED', '*'],
    ['a key', { KmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/k' }, 'kms:Decrypt', 'IMPLICITLY_DENIED', 'arn:aws:kms:eu-west-1:111122223333:key/k'],
    ['a queue', event('SQS'), 'sqs:ReceiveMessage', 'ALLOWED', ARN],
    ['a stream', event('Kinesis'), 'kinesis:GetRecords', 'ALLOWED', 'arn:aws:kinesis:eu-west-1:111122223333:stream/s'],
    ['a stream of a table', event('DynamoDB'), 'dynamodb:GetRecords', 'ALLOWED', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/s'],
    ['a cluster of Kafka', event('MSK'), 'kafka:DescribeCluster', 'ALLOWED', 'arn:aws:kafka:eu-west-1:111122223333:cluster/c/1'],
    ['a cluster of Kafka with a secret', event('MSK', { SourceAccessConfigurations: [] }), 'secretsmanager:GetSecretValue', 'CONDITIONAL', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s'],
    ['a topic', event('SNS', { Topic: 't' }), 'sqs:ReceiveMessage', 'IMPLICITLY_DENIED', ARN],
    ['a topic through a queue', event('SNS', { Topic: 't', SqsSubscription: true }), 'sqs:ReceiveMessage', 'ALLOWED', ARN],
    ['an API', event('Api', { Path: '/', Method: 'get' }), 'execute-api:Invoke', 'IMPLICITLY_DENIED', '*'],
    ['a queue for what failed', { DeadLetterQueue: { Type: 'SQS', TargetArn: ARN } }, 'sqs:SendMessage', 'ALLOWED', ARN],
    ['not another queue', { DeadLetterQueue: { Type: 'SQS', TargetArn: `${ARN}2` } }, 'sqs:SendMessage', 'IMPLICITLY_DENIED', ARN],
    ['where a stream sends what failed', event('Kinesis', { DestinationConfig: { OnFailure: { Type: 'SQS', Destination: ARN } } }), 'sqs:SendMessage', 'ALLOWED', ARN],
    ['the same without its type', event('Kinesis', { DestinationConfig: { OnFailure: { Destination: ARN } } }), 'sqs:SendMessage', 'IMPLICITLY_DENIED', ARN],
    ['where results go', invoke('OnSuccess', 'EventBridge', 'arn:aws:events:eu-west-1:111122223333:event-bus/b'), 'events:PutEvents', 'ALLOWED', 'arn:aws:events:eu-west-1:111122223333:event-bus/b'],
    ['a bucket for results', invoke('OnSuccess', 'S3Bucket', 'arn:aws:s3:::b'), 's3:PutObject', 'ALLOWED', 'arn:aws:s3:::b/k'],
    ['a queue that SAM makes', invoke('OnFailure', 'SQS'), 'sqs:SendMessage', 'CONDITIONAL', ARN],
  ])('with what SAM adds for %s', (_, more, action, expected, resource) => {
    const F = fn([], more);
    const simulator = McpSimulator.fromTemplate({ Parameters: { P: { Type: 'String' } }, Resources: { F } }, { account: '111122223333', region: 'eu-west-1' });
    expect(simulator.simulate({ principal: 'F', action, resource }).decision).toBe(expected);
  });

  test('with what SAM adds for all functions, and for a state machine', () => {
    expect(decide({ F: fn([]) }, 's3:PutObject', { Globals: { Function: { Tracing: 'Active' } } })).toBe('IMPLICITLY_DENIED');
    expect(decide({ F: fn([]) }, 'xray:PutTraceSegments', { Globals: { Function: { Tracing: 'Active' } } })).toBe('ALLOWED');
    const traced = (Enabled: unknown) => ({ F: fn([], { Tracing: { Enabled }, Events: { S: { Type: 'Schedule' } } }, 'AWS::Serverless::StateMachine') });
    expect([true, false, { Ref: 'P' }].map((each) => decide(traced(each), 'xray:PutTraceSegments'))).toEqual(['ALLOWED', 'IMPLICITLY_DENIED', 'CONDITIONAL']);
  });

  test('without what a function does not take of Globals, or has of its own', () => {
    const Globals = { Function: { PermissionsBoundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess', Tracing: 'Active' } };
    const of = (F: object, action = 's3:GetObject') => decide({ F }, action, { Globals });
    expect(of(fn([{ Statement: READ }]))).toBe('IMPLICITLY_DENIED');
    expect(of({ ...fn([{ Statement: READ }]), IgnoreGlobals: '*' })).toBe('ALLOWED');
    expect(of({ ...fn([{ Statement: READ }]), IgnoreGlobals: ['PermissionsBoundary'] })).toBe('ALLOWED');
    expect(of({ ...fn([]), IgnoreGlobals: ['PermissionsBoundary'] }, 'xray:PutTraceSegments')).toBe('ALLOWED');
    expect(of({ ...fn([]), IgnoreGlobals: '*' }, 'xray:PutTraceSegments')).toBe('IMPLICITLY_DENIED');
    expect(of(fn([{ Statement: READ }], { PermissionsBoundary: null }))).toBe('ALLOWED');
  });

  test('where a role is given in some deployments only', () => {
    const GIVEN = 'arn:aws:iam::111122223333:role/R';
    const NONE = { Ref: 'AWS::NoValue' };
    const roleOf = (Role: unknown, more: object = {}) => readResources({ F: { ...fn([{ Statement: READ }], { Role }), ...more } });
    expect(roleOf({ 'Fn::If': ['C', NONE, GIVEN] }).principals).toMatchObject([{ logicalId: 'F', conditional: 'C' }]);
    expect(roleOf({ 'Fn::If': ['C', GIVEN, NONE] }, { Condition: 'D' }).principals).toMatchObject([{ logicalId: 'F', conditional: 'NOTC' }]);
    expect(roleOf({ 'Fn::If': ['C', NONE, GIVEN] }).policies).toHaveLength(1);
    expect(roleOf({ 'Fn::If': ['C', GIVEN, `${GIVEN}2`] }).principals).toEqual([]);
    expect(roleOf(null).principals).toMatchObject([{ logicalId: 'F' }]);
    expect(readResources({ F: fn([], { Role: { 'Fn::If': ['C', NONE, GIVEN] } }, 'AWS::Serverless::StateMachine') }).principals).toEqual([]);
  });

  describe('other roles that SAM makes', () => {
    const machine = (more: object) => fn([], more, 'AWS::Serverless::StateMachine');
    const CALL = 'lambda:InvokeFunction arn:aws:lambda:eu-west-1:111122223333:function:F';
    const START = 'states:StartExecution arn:aws:states:eu-west-1:111122223333:stateMachine:M';
    test.each<[string, object, string[]]>([
      ['of a schedule', fn([], { FunctionName: 'F', ...event('ScheduleV2') }), [CALL]],
      ['of one, for an alias', fn([], { FunctionName: 'F', AutoPublishAlias: 'live', ...event('ScheduleV2') }), [`${CALL}:live`]],
      ['of one with a queue for what failed', fn([], { FunctionName: 'F', ...event('ScheduleV2', { DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-west-1:111122223333:q' } }) }), [CALL, 'sqs:SendMessage arn:aws:sqs:eu-west-1:111122223333:q']],
      ['none of one that has a role', fn([], event('ScheduleV2', { RoleArn: 'arn:aws:iam::111122223333:role/R' })), []],
      ['none of other events of a function', fn([], event('Schedule')), []],
      ['of an event of a state machine', machine({ Name: 'M', ...event('Schedule') }), [START]],
      ['of one, for an alias', machine({ Name: 'M', AutoPublishAlias: 'live', UseAliasAsEventTarget: true, ...event('Api') }), [`${START}:live`]],
      ['none of one that has a role', machine(event('Schedule', { RoleArn: 'arn:aws:iam::111122223333:role/R' })), []],
      ['for deployments', fn([], { AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce' } }), ['arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda']],
      ['none for deployments with one', fn([], { DeploymentPreference: { Type: 'AllAtOnce', Role: 'arn:aws:iam::111122223333:role/R' } }), []],
    ])('%s', (_, F, expected) => {
      const { principals } = readTemplates([{ template: { Resources: { F } } }], { account: '111122223333', region: 'eu-west-1' });
      const others = principals.filter(({ logicalId }) => logicalId !== 'F');
      expect(others.flatMap(({ identityPolicies, otherManagedPolicies }) => [
        ...identityPolicies.flatMap(({ document }) => (document as any).Statement).map(({ Action, Resource }) => `${Action} ${Resource}`), ...otherManagedPolicies,
      ])).toEqual(expected);
      expect(others.map(({ logicalId }) => logicalId)).toEqual(expected.length === 0 ? [] : [expected[0].startsWith('arn') ? 'CodeDeployServiceRole' : 'FERole']);
      expect(foundInTemplate({ F })).toEqual([]);
    });
  });

  test('which a macro may change', () => {
    const macro = { 'Fn::Transform': { Name: 'M' } };
    for (const more of [macro, { Events: { K: { Type: 'Kinesis', Properties: { DestinationConfig: { OnFailure: macro } } } } }]) {
      expect(decide({ F: fn([{ Statement: READ }], more) }, 's3:PutObject')).toBe('CONDITIONAL');
    }
  });

  describe('a role may get more of a connector', () => {
    const R = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, Policies: [] } };
    const H = fn([], { Role: { 'Fn::GetAtt': ['R', 'Arn'] } });
    const connector = (Source: object, Destination: unknown) => ({ Type: 'AWS::Serverless::Connector', Properties: { Source, Destination, Permissions: ['Write'] } });
    const embedded = (of: object, Destination: unknown) => ({ ...of, Connectors: { C: { Properties: { Destination, Permissions: ['Write'] } } } });
    const Q = { Type: 'AWS::SQS::Queue' };
    test.each<[string, string, object]>([
      ['that of the source', 'CONDITIONAL', { H, Q, C: connector({ Id: 'H' }, { Id: 'Q' }) }],
      ['that of a destination', 'CONDITIONAL', { H, Q, C: connector({ Id: 'Q' }, [{ Id: 'Q' }, { Id: 'H' }]) }],
      ['embedded in the source', 'CONDITIONAL', { H: embedded(H, { Id: 'Q' }), Q }],
      ['embedded, of the destination', 'CONDITIONAL', { H, Q: embedded(Q, [{ Id: 'H' }]) }],
      ['embedded in what has a role made', 'CONDITIONAL', { R: embedded(fn([]), { Id: 'Q' }), Q }],
      ['of one that is named by its ARN', 'CONDITIONAL', { H, Q, C: connector({ Arn: 'x', Type: 'AWS::Lambda::Function', RoleName: { Ref: 'R' } }, { Id: 'Q' }) }],
      ['not that of another function', 'IMPLICITLY_DENIED', { H, G: fn([]), Q, C: connector({ Id: 'G' }, { Id: 'Q' }) }],
    ])('%s', (_, expected, resources) => {
      expect(McpSimulator.fromTemplate({ Resources: { R, ...resources } }).simulate({ principal: 'R', action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-central-1:111122223333:q' }).decision)
        .toBe(expected);
    });
  });

  test('with what other resources attach to the role', () => {
    const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'P', Roles: [{ Ref: 'FRole' }], PolicyDocument: { Version: '2012-10-17', Statement: READ } } };
    expect(decide({ F: fn([]), P: policy })).toBe('ALLOWED');
    const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } };
    const deny = { ...READ, Effect: 'Deny', Principal: { AWS: { 'Fn::GetAtt': ['FRole', 'Arn'] } } };
    const ofBucket = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' }, PolicyDocument: { Version: '2012-10-17', Statement: deny } } };
    expect(decide({ F: fn([{ Statement: READ }]), B: bucket, Q: ofBucket })).toBe('EXPLICITLY_DENIED');
  });

  test('a role of that name by the author is that', () => {
    const FRole = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, Policies: [] } };
    expect(readResources({ F: fn([{ Statement: READ }]), FRole }).principals.map(({ logicalId }) => logicalId)).toEqual(['FRole']);
  });
});

describe('policy templates', () => {
  test.each<[string, object, string, string, string]>([
    ['a resource in it', { S3CrudPolicy: { BucketName: 'b' } }, 's3:PutObject', 'arn:aws:s3:::b/k', 'ALLOWED'],
    ['another resource', { S3CrudPolicy: { BucketName: 'c' } }, 's3:PutObject', 'arn:aws:s3:::b/k', 'IMPLICITLY_DENIED'],
    ['what it does not allow', { S3ReadPolicy: { BucketName: 'b' } }, 's3:PutObject', 'arn:aws:s3:::b/k', 'IMPLICITLY_DENIED'],
    ['by what a function gives', { SQSSendMessagePolicy: { QueueName: { 'Fn::GetAtt': ['Q', 'QueueName'] } } }, 'sqs:SendMessage', 'arn:aws:sqs:eu-central-1:111122223333:jobs', 'ALLOWED'],
    ['of a list', { DynamoDBReadPolicy: { TableName: 't' } }, 'dynamodb:GetItem', 'arn:aws:dynamodb:eu-central-1:111122223333:table/t', 'ALLOWED'],
    ['without a parameter', { StepFunctionsExecutionPolicy: {} }, 'states:StartExecution', 'arn:aws:states:eu-central-1:111122223333:stateMachine:x', 'CONDITIONAL'],
  ])('%s', (_, item, action, resource, expected) => {
    const resources = { F: fn([item]), Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } } };
    expect(McpSimulator.fromTemplate({ Resources: resources }, { account: '111122223333', region: 'eu-central-1' }).simulate({ principal: 'F', action, resource }).decision).toBe(expected);
  });
});

test.each<[object, unknown]>([
  [{ IpRangeBlacklist: ['192.0.2.0/24'] }, { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } }],
  [{ SourceVpcBlacklist: ['vpce-1'] }, { StringEquals: { 'aws:SourceVpce': ['vpce-1'] } }],
  [{ IntrinsicVpceWhitelist: ['vpce-1'] }, { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } }],
])('the lists in the policy of an API: %j', (list, condition) => {
  const api = { Type: 'AWS::Serverless::Api', Properties: { Auth: { ResourcePolicy: list } } };
  const { policies } = readResources({ A: api });
  expect(policies).toMatchObject([{ kind: 'resource-based policy', place: { path: `Properties/Auth/ResourcePolicy/${Object.keys(list)[0]}` } }]);
  expect((policies[0].document as any).Statement).toEqual([expect.objectContaining({ Effect: 'Allow' }), expect.objectContaining({ Effect: 'Deny', Condition: condition })]);
});

test('the accounts in the policy of an API', () => {
  const { policies } = readResources({ A: { Type: 'AWS::Serverless::Api', Properties: { Auth: { ResourcePolicy: { AwsAccountBlacklist: ['111122223333'] } } } } });
  expect(policies).toMatchObject([{ document: { Statement: [{ Effect: 'Deny', Principal: { AWS: ['111122223333'] }, Action: 'execute-api:Invoke' }] } }]);
});

test('a GraphQL API has a role for each data source, and one for its logs, unless they are given', () => {
  const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders';
  const api = (Properties: object, more: object = {}) => ({ Api: { Type: 'AWS::Serverless::GraphQLApi', Properties: { Auth: { Type: 'AWS_IAM' }, ...Properties }, ...more } });
  const dataSources = {
    DynamoDb: { Orders: { TableName: 'orders', TableArn: TABLE, Permissions: ['Read'] }, Named: { TableName: 'named' }, Own: { TableName: 'own', ServiceRoleArn: 'arn:aws:iam::111122223333:role/R' } },
    Lambda: { Job: { FunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:job' } },
  };
  const { principals } = readResources(api({ DataSources: dataSources }, { Condition: 'C' }));
  expect(principals.map(({ logicalId, conditional }) => [logicalId, conditional])).toEqual([
    ['ApiCloudWatchRole', 'C'], ['ApiOrdersDynamoDBDataSourceRole', 'C'], ['ApiNamedDynamoDBDataSourceRole', 'C'], ['ApiJobLambdaDataSourceRole', 'C'],
  ]);
  expect(principals[0].otherManagedPolicies).toEqual(['arn:aws:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs']);
  const simulator = McpSimulator.fromTemplate({ Resources: api({ DataSources: dataSources }) }, { account: '111122223333', region: 'eu-west-1' });
  const may = (principal: string, action: string, resource: string) => simulator.simulate({ principal, action, resource }).decision;
  expect(may('ApiOrdersDynamoDBDataSourceRole', 'dynamodb:GetItem', TABLE)).toBe('ALLOWED');
  expect(may('ApiOrdersDynamoDBDataSourceRole', 'dynamodb:PutItem', TABLE)).toBe('IMPLICITLY_DENIED');
  expect(['named', 'orders'].map((name) => may('ApiNamedDynamoDBDataSourceRole', 'dynamodb:PutItem', `arn:aws:dynamodb:eu-west-1:111122223333:table/${name}`)))
    .toEqual(['ALLOWED', 'IMPLICITLY_DENIED']);
  expect(may('ApiJobLambdaDataSourceRole', 'lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:job')).toBe('ALLOWED');
  // What SAM can't know of the permissions is not known here.
  const open = { Resources: api({ DataSources: { DynamoDb: { Orders: { TableArn: TABLE, Permissions: { Ref: 'P' } } } } }) };
  expect(McpSimulator.fromTemplate(open, { account: '111122223333' }).simulate({ principal: 'ApiOrdersDynamoDBDataSourceRole', action: 'dynamodb:PutItem', resource: TABLE }).decision).toBe('CONDITIONAL');
  expect(readResources(api({ Logging: false, DataSources: {} })).principals).toEqual([]);
  expect(readResources(api({ Logging: { CloudWatchLogsRoleArn: 'arn:aws:iam::111122223333:role/R' } })).principals).toEqual([]);
});
