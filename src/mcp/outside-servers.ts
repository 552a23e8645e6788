import { wildcardMatcher } from '../iam/wildcard';

/** Actions that are no call of an AWS API, so that no server makes them for its user: a client connects, signs in or sends a request itself. */
interface NoApiCall {
  readonly pattern: string;
  /** The page that says what the action authorizes. */
  readonly source: string;
}

const DOCS = 'https://docs.aws.amazon.com';

const NO_API_CALLS: readonly NoApiCall[] = [
  // A request to somebody's own API, web page, search domain or graph.
  { pattern: 'appsync:GraphQL', source: `${DOCS}/appsync/latest/devguide/security-authz.html` },
  { pattern: 'execute-api:*', source: `${DOCS}/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-api-execution.html` },
  { pattern: 'aoss:APIAccessAll', source: `${DOCS}/opensearch-service/latest/developerguide/serverless-network.html` },
  { pattern: 'aoss:DashboardsAccessAll', source: `${DOCS}/opensearch-service/latest/developerguide/serverless-network.html` },
  { pattern: 'es:ESHttp*', source: `${DOCS}/opensearch-service/latest/developerguide/ac.html` },
  { pattern: 'lambda:InvokeFunctionUrl', source: `${DOCS}/lambda/latest/dg/urls-auth.html` },
  { pattern: 'vpc-lattice-svcs:*', source: `${DOCS}/vpc-lattice/latest/ug/auth-policies.html` },
  // A connection of a client of a database, a cluster or a file system.
  { pattern: 'dsql:DbConnect*', source: `${DOCS}/aurora-dsql/latest/userguide/authentication-authorization.html` },
  { pattern: 'elasticache:Connect', source: `${DOCS}/AmazonElastiCache/latest/dg/auth-iam.html` },
  { pattern: 'elasticfilesystem:Client*', source: `${DOCS}/efs/latest/ug/iam-access-control-nfs-efs.html` },
  { pattern: 'kafka-cluster:*', source: `${DOCS}/msk/latest/developerguide/iam-access-control.html` },
  { pattern: 'memorydb:Connect', source: `${DOCS}/memorydb/latest/devguide/auth-iam.html` },
  { pattern: 'neptune-db:*', source: `${DOCS}/neptune/latest/userguide/iam-dp-actions.html` },
  { pattern: 'rds-db:*', source: `${DOCS}/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html` },
  // Signing in, before there are credentials for a server to use.
  { pattern: 'signin:*', source: `${DOCS}/signin/latest/userguide/reference-signin-condition-keys.html` },
];

/** Whether every action that a pattern means is one that no server calls for its user. */
export function isNeverCalledByServers(pattern: string): boolean {
  const meant = pattern.toLowerCase();
  // A pattern with wildcards is within another if that takes it as a text.
  return NO_API_CALLS.some(({ pattern: none }) => wildcardMatcher(none.toLowerCase())(meant) === true);
}
