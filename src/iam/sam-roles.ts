import type { Json } from './value';
import { objectOf } from './value';

/** What AWS SAM makes for a type of resource. */
export interface SamRole {
  /** The property that names a role that there is already. */
  readonly given: string;
  /** The role's logical ID, behind that of the resource. */
  readonly suffix: string;
  /** The managed policy that is attached to the role in any case. */
  readonly managed?: string;
  /** Whether the role has an inline policy of SAM's, which the template does not show. */
  readonly hasMore?: true;
}

/**
 * The types for which AWS SAM makes a role.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-microvmimage.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-networkconnector.html
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-capacityprovider.html
 * @see https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/sam_resources.py for WebFunction
 */
const MADE: { readonly [type: string]: SamRole } = {
  'AWS::Serverless::Function': { given: 'Role', suffix: 'Role' },
  'AWS::Serverless::StateMachine': { given: 'Role', suffix: 'Role' },
  'AWS::Serverless::WebFunction': { given: 'ExecutionRoleArn', suffix: 'Role', managed: 'AWSLambdaBasicExecutionRole' },
  'AWS::Serverless::MicrovmImage': { given: 'BuildRoleArn', suffix: 'BuildRole', hasMore: true },
  'AWS::Serverless::CapacityProvider': { given: 'OperatorRole', suffix: 'OperatorRole', managed: 'AWSLambdaManagedEC2ResourceOperator' },
  'AWS::Serverless::NetworkConnector': { given: 'OperatorRole', suffix: 'OperatorRole', managed: 'AWSLambdaNetworkConnectorOperatorPolicy' },
};

/** The role that AWS SAM makes for a type of resource, unless there is one. */
export function samRole(type: string): SamRole | undefined {
  return Object.hasOwn(MADE, type) ? MADE[type] : undefined;
}

/** A role of a GraphQL API. */
export interface ApiRole {
  readonly suffix: string;
  /** For what, within the properties: `Logging`, or a data source. */
  readonly path: readonly string[];
}

const [GRAPHQL_API, LOGGING] = ['AWS::Serverless::GraphQLApi', 'Logging'];
const SOURCES = [['DynamoDb', 'DynamoDBDataSource'], ['Lambda', 'LambdaDataSource']] as const;

export function isGraphqlApi(type: unknown): boolean {
  return type === GRAPHQL_API;
}

/**
 * The roles that AWS SAM makes for a GraphQL API: of its logs, and of each data source, where none is given.
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html
 */
export function graphqlApiRoles({ Logging, DataSources }: Json): ApiRole[] {
  return [
    ...Logging === false || objectOf(Logging).CloudWatchLogsRoleArn ? [] : [{ suffix: 'CloudWatchRole', path: [LOGGING] }],
    ...SOURCES.flatMap(([kind, suffix]) => Object.entries(objectOf(objectOf(DataSources)[kind]))
      .filter(([, source]) => !objectOf(source).ServiceRoleArn)
      .map(([name]) => ({ suffix: `${name}${suffix}Role`, path: ['DataSources', kind, name] }))),
  ];
}
