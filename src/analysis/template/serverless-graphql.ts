import type { WrittenResource } from './for-each';
import { propertiesWithForEach } from './for-each';
import { graphqlApiRoles, isGraphqlApi } from '../../iam/sam-roles';
import type { Json } from '../../iam/value';
import { itemsOf, objectOf } from '../../iam/value';

/**
 * The roles that AWS SAM makes for the GraphQL APIs of a template, and connectors that say what they, and authorizers, may do.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py
 */
export function ofGraphqlApis(written: readonly WrittenResource[]): WrittenResource[] {
  return written.filter(({ resource }) => isGraphqlApi(objectOf(resource).Type)).flatMap(resourcesOf);
}

function resourcesOf({ logicalId: id, resource, at = [id] }: WrittenResource): WrittenResource[] {
  const { Properties, Condition } = objectOf(resource);
  const properties = propertiesWithForEach(objectOf(Properties));
  const made = (logicalId: string, path: readonly string[], Type: string, more: Json, condition?: unknown): WrittenResource => (
    { logicalId, at: [...at, 'Properties', ...path], resource: { Type, Properties: more, ...condition !== undefined && { Condition: condition } } });
  // SAM makes the policies of connectors without the condition of the API.
  const connector = (logicalId: string, path: readonly string[], Source: Json, Destination: Json, Permissions: unknown = ['Write']) => (
    made(logicalId, path, 'AWS::Serverless::Connector', { Source, Destination, Permissions }));
  const { Auth } = properties;
  const authorizers = [Auth, ...itemsOf(objectOf(Auth).Additional ?? [])].map(objectOf).filter(({ Type }) => Type === 'AWS_LAMBDA');
  return [
    ...authorizers.map(({ LambdaAuthorizer }, i) => connector(
      `${id}ToLambdaAuthConnector${i + 1}`, ['Auth'], { Type: 'AWS::AppSync::GraphQLApi', Arn: { Ref: id }, ResourceId: { 'Fn::GetAtt': [id, 'ApiId'] } },
      { Type: 'AWS::Lambda::Function', Arn: objectOf(LambdaAuthorizer).AuthorizerUri },
    )),
    ...graphqlApiRoles(properties).flatMap(({ suffix, path }) => {
      const [, kind, name] = path;
      const [role, dataSource] = [`${id}${suffix}`, `${id}${suffix.replace(/Role$/, '')}`];
      const source = objectOf(objectOf(objectOf(properties.DataSources)[kind])[name]);
      const from = { Type: 'AWS::AppSync::DataSource', Arn: { 'Fn::GetAtt': [dataSource, 'DataSourceArn'] }, RoleName: { Ref: role } };
      return [
        made(role, path, 'AWS::IAM::Role', { AssumeRolePolicyDocument: BY_APPSYNC, ManagedPolicyArns: kind === undefined ? [LOGS] : [] }, Condition),
        ...kind === 'Lambda' ? [connector(`${dataSource}ToLambdaConnector`, path, from, { Type: 'AWS::Lambda::Function', Arn: source.FunctionArn })]
          : kind === undefined ? []
            : [connector(`${dataSource}ToTableConnector`, path, from, { Type: 'AWS::DynamoDB::Table', Arn: tableOf(source) }, source.Permissions ?? ['Read', 'Write'])],
      ];
    }),
  ];
}

function tableOf({ TableArn, TableName, Region = { Ref: 'AWS::Region' } }: Json): unknown {
  return TableArn || { 'Fn::Sub': ['arn:${AWS::Partition}:dynamodb:${Region}:${AWS::AccountId}:table/${TableName}', { TableName, Region }] };
}

const LOGS = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSAppSyncPushToCloudWatchLogs' };
const BY_APPSYNC = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'appsync.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
