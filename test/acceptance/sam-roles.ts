/* eslint-disable @stylistic/max-len */
import { translatedBySam } from './sam';
import { readTemplates } from '../../src/analysis/template/read-templates';
import { itemsOf } from '../../src/iam/value';

type Json = { [key: string]: any };

const ARN = { 'Fn::Sub': 'arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:q' };
const ON_FAILURE = { DestinationConfig: { OnFailure: { Type: 'SNS', Destination: ARN } } };

const ROLE = 'arn:aws:iam::111122223333:role/R';
const CODE = { Runtime: 'nodejs22.x', Handler: 'i.h', CodeUri: 's3://b/k' };
const events = (...given: ReadonlyArray<readonly [type: string, properties: object]>) => (
  { Events: Object.fromEntries(given.map(([Type, Properties], i) => [`E${i}`, { Type, Properties }])) });
const STREAM = { Stream: ARN, StartingPosition: 'LATEST' };
const results = (when: string, Type: string, Destination: object) => (
  { EventInvokeConfig: { DestinationConfig: { [when]: { Type, Destination } } } });

/** What a function may have for which SAM adds something to its role, and what adds nothing. */
const OF_FUNCTIONS: readonly Json[] = [
  {},
  { VpcConfig: { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] } },
  { VpcConfig: {} },
  ...['Active', 'PassThrough', 'Disabled'].map((Tracing) => ({ Tracing })),
  { DurableConfig: { ExecutionTimeout: 60 } },
  { KmsKeyArn: ARN },
  ...['SQS', 'SNS'].map((Type) => ({ DeadLetterQueue: { Type, TargetArn: ARN } })),
  ...['SQS', 'SNS', 'EventBridge', 'Lambda', 'S3Bucket'].flatMap((Type) => [results('OnSuccess', Type, ARN), results('OnFailure', Type, ARN)]),
  events(['SQS', { Queue: ARN }], ['SQS', { Queue: ARN }]),
  events(['Kinesis', STREAM], ['DynamoDB', { ...STREAM, ...ON_FAILURE }]),
  events(['MSK', { ...STREAM, Topics: ['t'] }]),
  events(['SNS', { Topic: ARN }]),
  ...[true, false, { QueueArn: ARN, QueueUrl: 'https://q' }].map((SqsSubscription) => events(['SNS', { Topic: ARN, SqsSubscription }])),
  events(['ScheduleV2', { ScheduleExpression: 'rate(1 day)', DeadLetterConfig: { Arn: ARN } }],
    ['ScheduleV2', { ScheduleExpression: 'rate(1 day)', RoleArn: ROLE }]),
  ...[{}, { Enabled: false }, { Role: ROLE }].map((more) => ({ AutoPublishAlias: 'live', DeploymentPreference: { Type: 'AllAtOnce', ...more } })),
  events(['Api', { Path: '/', Method: 'get' }], ['HttpApi', {}], ['CloudWatchEvent', { Pattern: {} }], ['EventBridgeRule', { Pattern: {} }], ['CloudWatchLogs', { LogGroupName: 'l', FilterPattern: '' }],
    ['Schedule', { Schedule: 'rate(1 day)' }], ['ScheduleV2', { ScheduleExpression: 'rate(1 day)' }], ['IoTRule', { Sql: 'SELECT *' }], ['AlexaSkill', {}]),
];

/** What a template may have besides, and a function for all. */
const WITH_GLOBALS: readonly Json[] = [{}, { IgnoreGlobals: '*' }, { IgnoreGlobals: ['Tracing'] }, { Properties: { Tracing: 'Disabled', VpcConfig: { SubnetIds: ['subnet-2'] } } }];
const NONE = { Ref: 'AWS::NoValue' };
const CONDITIONS = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };

const OF_STATE_MACHINES: readonly Json[] = [
  {}, { Tracing: { Enabled: true } }, { Tracing: { Enabled: false } },
  events(['Schedule', { Schedule: 'rate(1 day)' }], ['Schedule', { Schedule: 'rate(1 day)', RoleArn: ROLE }], ['ScheduleV2', { ScheduleExpression: 'rate(1 day)' }],
    ['CloudWatchEvent', { Pattern: {} }], ['EventBridgeRule', { Pattern: {} }], ['Api', { Path: '/', Method: 'get' }]),
];

const TABLE = { TableName: { Ref: 'T' }, TableArn: { 'Fn::GetAtt': ['T', 'Arn'] } };
const BY_LAMBDA = { Type: 'AWS_LAMBDA', LambdaAuthorizer: { AuthorizerUri: ARN } };

/** APIs of which each data source, and the logs, have a role unless one is given. */
const OF_APIS: readonly Json[] = [
  {},
  ...[false, true, { FieldLogLevel: 'ERROR' }, { CloudWatchLogsRoleArn: ROLE }].map((Logging) => ({ Logging })),
  { DataSources: { DynamoDb: { A: TABLE, B: { TableName: 't', Region: 'eu-central-1' }, C: { ...TABLE, Permissions: ['Read'] }, D: { ...TABLE, ServiceRoleArn: ROLE } } } },
  { DataSources: { Lambda: { A: { FunctionArn: ARN }, B: { FunctionArn: ARN, ServiceRoleArn: ROLE } } } },
  { Auth: { ...BY_LAMBDA, Additional: [{ Type: 'API_KEY' }, BY_LAMBDA] }, ApiKeys: { K: {} } },
];

/** What each role made has. */
function meaning(template: Json): string[] {
  const { principals } = readTemplates([{ template }], { account: '111122223333', region: 'eu-west-1' });
  return principals.flatMap(({ logicalId, otherManagedPolicies, policiesMadeLater = [], identityPolicies }) => [
    ...otherManagedPolicies, ...policiesMadeLater,
    ...identityPolicies.flatMap(({ document }) => itemsOf((document as Json).Statement) as Json[])
      .map(({ Effect, Action, Resource }) => JSON.stringify([Effect, itemsOf(Action).map((each) => String(each).toLowerCase()), Resource])),
  ].map((each) => `${logicalId === 'F' ? 'FRole' : logicalId} ${each}`)).sort();
}

/**
 * Compares what is read of the roles that AWS SAM makes with what it makes.
 *
 * @returns how many were compared
 * @throws if one has something else
 */
export function compareRoles(bin: string): string[] {
  const templates = [
    ...OF_FUNCTIONS.map((given) => ({ Type: 'AWS::Serverless::Function', Properties: { ...CODE, ...given } })),
    ...OF_STATE_MACHINES.map((given) => ({ Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: 's3://b/k', ...given } })),
    ...[[NONE, ROLE], [ROLE, NONE]].map((branches) => ({ Type: 'AWS::Serverless::Function', Properties: { ...CODE, Role: { 'Fn::If': ['C', ...branches] } }, of: CONDITIONS })),
    ...WITH_GLOBALS.map(({ Properties, ...more }) => (
      { Type: 'AWS::Serverless::Function', Properties: { ...CODE, ...Properties }, ...more, of: { Globals: { Function: { Tracing: 'Active', VpcConfig: { SecurityGroupIds: ['sg-1'] } } } } })),
    ...[{}, { ExecutionRoleArn: ROLE }].map((given) => ({ Type: 'AWS::Serverless::WebFunction', Properties: { AuthType: 'IamAuth', Runtime: 'nodejs22.x', CodeUri: 's3://b/k', ...given } })),
    ...OF_APIS.map((given) => ({ Type: 'AWS::Serverless::GraphQLApi', Properties: { SchemaInline: 'type Query { a: String }', Auth: { Type: 'AWS_IAM' }, ...given } })),
  ].map(({ of, ...F }: Json): Json => ({ Transform: 'AWS::Serverless-2016-10-31', ...of, Resources: { F } }));
  translatedBySam(bin, templates).forEach((translated, i) => {
    const [own, sam] = [meaning(templates[i]), meaning(translated)];
    if (JSON.stringify(own) !== JSON.stringify(sam)) {
      throw new Error(`AWS SAM makes another role for\n${JSON.stringify(templates[i])}\n${own.join('\n')}\nand not\n${sam.join('\n')}`);
    }
  });
  return [`${templates.length} templates`];
}
