import type { WrittenResource } from './for-each';
import { propertiesWithForEach } from './for-each';
import type { Json } from '../../iam/value';
import { itemsOf, objectOf } from '../../iam/value';

/**
 * The roles that AWS SAM makes for the GraphQL APIs of a template, of data sources and for logs, and connectors that say what they may do.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
 */
export function ofGraphqlApis(written: readonly WrittenResource[]): WrittenResource[] {
  return written.filter(({ resource }) => objectOf(resource).Type === 'AWS::Serverless::GraphQLApi').flatMap(resourcesOf);
}

function resourcesOf({ logicalId: id, resource, at = [id] }: WrittenResource): WrittenResource[] {
  const { Properties, Condition } = objectOf(resource);
  const { Logging, Auth, DataSources } = propertiesWithForEach(objectOf(Properties));
  const place = (...path: string[]) => [...at, 'Properties', ...path];
  const role = (logicalId: string, path: string[], ManagedPolicyArns: unknown[] = []): WrittenResource => ({
    logicalId,
    at: place(...path),
    resource: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: BY_APPSYNC, ManagedPolicyArns }, ...Condition !== undefined && { Condition } },
  });
  const connector = (logicalId: string, path: string[], Source: Json, Destination: Json, Permissions: unknown): WrittenResource => (
    { logicalId, at: place(...path), resource: { Type: 'AWS::Serverless::Connector', Properties: { Source, Destination, Permissions } } });
  const source = (kind: 'DynamoDb' | 'Lambda', name: string, suffix: string, destination: Json, permissions: unknown): WrittenResource[] => {
    const [dataSource, path] = [`${id}${name}${suffix}`, ['DataSources', kind, name]];
    const from = { Type: 'AWS::AppSync::DataSource', Arn: { 'Fn::GetAtt': [dataSource, 'DataSourceArn'] }, RoleName: { Ref: `${dataSource}Role` } };
    return [
      role(`${dataSource}Role`, path),
      connector(`${dataSource}To${kind === 'Lambda' ? kind : 'Table'}Connector`, path, from, destination, permissions),
    ];
  };
  const authorizers = [Auth, ...itemsOf(objectOf(Auth).Additional ?? [])].map(objectOf).filter(({ Type }) => Type === 'AWS_LAMBDA');
  return [
    ...Logging === false || objectOf(Logging).CloudWatchLogsRoleArn ? [] : [role(`${id}CloudWatchRole`, ['Logging'], [LOGS])],
    ...authorizers.map(({ LambdaAuthorizer }, i) => connector(
      `${id}ToLambdaAuthConnector${i + 1}`, ['Auth'],
      { Type: 'AWS::AppSync::GraphQLApi', Arn: { Ref: id }, ResourceId: { 'Fn::GetAtt': [id, 'ApiId'] } },
      { Type: 'AWS::Lambda::Function', Arn: objectOf(LambdaAuthorizer).AuthorizerUri }, ['Write'],
    )),
    ...withoutRole(objectOf(DataSources).DynamoDb).flatMap(([name, { TableName, Region = { Ref: 'AWS::Region' }, TableArn, Permissions }]) => {
      const arn = TableArn || { 'Fn::Sub': ['arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}', { __TableName__: TableName, __Region__: Region }] };
      return source('DynamoDb', name, 'DynamoDBDataSource', { Type: 'AWS::DynamoDB::Table', Arn: arn }, Permissions ?? ['Read', 'Write']);
    }),
    ...withoutRole(objectOf(DataSources).Lambda).flatMap(([name, { FunctionArn }]) => (
      source('Lambda', name, 'LambdaDataSource', { Type: 'AWS::Lambda::Function', Arn: FunctionArn }, ['Write']))),
  ];
}

function withoutRole(sources: unknown): Array<readonly [name: string, source: Json]> {
  return Object.entries(objectOf(sources)).map(([name, each]) => [name, objectOf(each)] as const).filter(([, { ServiceRoleArn }]) => !ServiceRoleArn);
}

const LOGS = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs' };
const BY_APPSYNC = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'appsync.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
