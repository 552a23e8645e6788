import { ActionSet } from './action-set';
import type { Listed } from './listed';
import { listed, patternsOf } from './listed';

/**
 * What AWS classifies as List or Read, and what does more than that: it sends data somewhere, hands a connection on, or calls what
 * acts. What the sets of secrets and of delegation have is no plain read either.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const DOES_MORE: Listed = {
  'bedrock-websearch': 'ExternalWebAccess Invoke*', // What is asked leaves for the web.
  'cleanrooms': 'PassCollaboration PassMembership',
  'cloudformation': 'GetResource ListResources', // Reads a resource of any service, its secrets too, with the caller's rights: perhaps without the MCP keys.
  'cloudshell': 'ApproveCommand',
  'codeconnections': 'PassConnection PassRepository RegisterAppCode StartAppRegistrationHandshake StartOAuthHandshake UseConnection', // Somebody's rights at a provider.
  'codestar-connections': 'PassConnection PassRepository RegisterAppCode StartAppRegistrationHandshake StartOAuthHandshake UseConnection',
  'config': 'DeliverConfigSnapshot', // To a bucket.
  'ec2': 'StartDeclarativePoliciesReport', // To a bucket that the call names.
  'iot': 'TestInvokeAuthorizer', // Calls a function.
  'quicksight': 'PassDataSet PassDataSource PassTopic',
  's3': 'AllowVendedLogDeliveryForResource', // Lets logs be delivered to a bucket.
  'securityhub': 'SendFindingEvents SendInsightEvents', // To rules that act on them.
  'ssm': 'ExecuteAPI PutConfigurePackageResult',
  'transfer': 'TestIdentityProvider', // Calls a function, with a password.
};

/**
 * What agents may read if no services are named, by service: whole reading verbs, and names where another verb or a secret is near. The services are
 * those that AWS's skills for agents read, and that accounts commonly have to look into: a judgment, for AWS publishes no such list.
 *
 * `npx projen figures` shows how much it is of the table.
 */
const READS: Listed = {
  'access-analyzer': 'Check* Get* List* ValidatePolicy',
  'account': 'Get* List*',
  'acm': 'Describe* GetAccountConfiguration GetCertificate List*',
  'amplify': 'Get* List*',
  'aoss': 'BatchGet* Get* List*',
  'apigateway': 'GET Get* List*',
  'appconfig': 'Get* List*',
  'application-autoscaling': 'Describe* Get* List*',
  'appsync': 'Get* List*',
  'athena': 'BatchGet* Get* List*',
  'autoscaling': 'Describe* Get*',
  'backup': 'Describe* Get* List*',
  'batch': 'Describe* Get* List*',
  'bedrock': 'ApplyGuardrail Get* InvokeModel* List* Retrieve',
  'bedrock-agentcore': 'Get* List*',
  'billing': 'Get* List*',
  'budgets': 'Describe* View*',
  'ce': 'Describe* Get* List*',
  'cleanrooms': 'BatchGet* Get* List*',
  'cleanrooms-ml': 'Get* List*',
  'cloudformation': 'BatchDescribe* Describe* Detect* EstimateTemplateCost Get* List* ValidateTemplate',
  'cloudfront': 'Describe* Get* List*',
  'cloudtrail': 'Describe* Get* List* Lookup*',
  'cloudwatch': 'BatchGet* Describe* Get* List*',
  'codeartifact': 'Describe* Get* List* Read*',
  'codebuild': 'BatchGet* Describe* Get* List*',
  'codeconnections': 'Get* List*',
  'codedeploy': 'BatchGet* Get* List*',
  'codepipeline': 'GetActionType GetPipeline* List*',
  'cognito-identity': 'Describe* GetIdentity* GetPrincipalTagAttributeMap List*',
  'cognito-idp': 'AdminGet* AdminList* Describe* Get* List*',
  'compute-optimizer': 'Describe* Get*',
  'config': 'BatchGet* Describe* Get* List* Select*',
  'cost-optimization-hub': 'Get* List*',
  'datasync': 'Describe* List*',
  'detective': 'BatchGet* Describe* Get* List*',
  'directconnect': 'Describe* Get* List*',
  'dms': 'Describe* Get* List*',
  'ds': 'Describe* Get* List*',
  'dsql': 'Get* List*',
  'dynamodb': 'BatchGet* ConditionCheckItem Describe* Get* List* PartiQLSelect Query Scan',
  'ebs': 'Get* List*',
  'ec2': 'Describe* Get* List* Search*',
  'ecr': 'BatchCheck* BatchGet* Describe* Get* List*',
  'ecs': 'Describe* Get* List*',
  'ecs-mcp': 'InvokeReadOnlyTools UseMcp',
  'eks': 'Describe* List*',
  'eks-mcp': 'CallReadOnlyTool InvokeMcp',
  'elasticache': 'Describe* List*',
  'elasticbeanstalk': 'Describe* List*',
  'elasticfilesystem': 'Describe* List*',
  'elasticloadbalancing': 'Describe* Get*',
  'elasticmapreduce': 'Describe* Get* List*',
  'es': 'Describe* ESHttpGet ESHttpHead Get* List*',
  'events': 'Describe* Get* List*',
  'firehose': 'Describe* List*',
  'fms': 'Get* List*',
  'freetier': 'Get* List*',
  'fsx': 'Describe* List*',
  'glue': 'BatchGet* DescribeInboundIntegrations DescribeIntegrations Get* List* Search*',
  'guardduty': 'Describe* Get* List*',
  'health': 'Describe*',
  'iam': 'Generate* Get* List* Simulate*',
  'identitystore': 'Describe* Get* List*',
  'inspector2': 'BatchGet* Describe* Get* List*',
  'iot': 'Describe* Get* List*',
  'kafka': 'Describe* Get* List*',
  'kinesis': 'Describe* Get* List* SubscribeToShard',
  'kinesisanalytics': 'Describe* Get* List*',
  'kms': 'Describe* Get* List*',
  'lakeformation': 'Describe* Get* List* Search*',
  'lambda': 'Get* List*',
  'license-manager': 'Get* List*',
  'logs': 'Describe* Filter* Get* List* Start* Stop*',
  'macie2': 'Describe* Get* List*',
  'memorydb': 'Describe* List*',
  'mq': 'Describe* List*',
  'network-firewall': 'Describe* Get* List*',
  'oam': 'Get* List*',
  'organizations': 'Describe* List*',
  'pipes': 'Describe* List*',
  'pricing': 'Describe* Get* List*',
  'ram': 'Get* List*',
  'rds': 'Describe* Download* List*',
  'redshift': 'Describe* Fetch* GetReserved* GetResourcePolicy List*',
  'redshift-serverless': 'Describe* Get* List*',
  'resource-explorer-2': 'Get* List* Search',
  'resource-groups': 'Get* List* Search*',
  'route53': 'Get* List*',
  'route53domains': 'Get* List*',
  'route53resolver': 'Get* List*',
  'rum': 'BatchGet* Get* List*',
  's3': 'Describe* Get* List*',
  's3files': 'Get* List*',
  's3tables': 'Get* List*',
  'sagemaker': 'BatchGet* Describe* Get* List* Query* Search*',
  'savingsplans': 'Describe* List*',
  'scheduler': 'Get* List*',
  'schemas': 'Describe* Get* List*',
  'secretsmanager': 'Describe* Get* List*',
  'securityhub': 'BatchGet* Describe* Get* List*',
  'securitylake': 'Get* List*',
  'servicecatalog': 'Describe* Get* List* Search*',
  'servicediscovery': 'DiscoverInstances Get* List*',
  'servicequotas': 'Get* List*',
  'ses': 'Describe* Get* List*',
  'shield': 'Describe* Get* List*',
  'sns': 'Get* List*',
  'sqs': 'Get* List*',
  'ssm': 'Describe* Get* List*',
  'sso': 'Describe* Get* List* Search*',
  'states': 'Describe* GetExecutionHistory List*',
  'sts': 'GetAccessKeyInfo GetCallerIdentity GetSessionToken', // No policy keeps anybody from the last.
  'support': 'Describe* Get* List* Search*',
  'synthetics': 'Describe* Get* List*',
  'tag': 'Describe* Get* List*',
  'timestream-influxdb': 'Get* List*',
  'transfer': 'Describe* List*',
  'trustedadvisor': 'Describe* Get* List*',
  'vpc-lattice': 'Get* List*',
  'wafv2': 'Describe* Get* List*',
  'workspaces': 'Describe* Get* List*',
  'xray': 'BatchGet* Get* List* StartTraceRetrieval',
};

/** The patterns of what agents may read if no services are named; a few actions that they mean are no plain reads. */
export const readPatterns = () => patternsOf(READS);

/** All that the patterns mean. */
export const readByPattern = () => listed(READS);

/** What hands out secrets, gets others to act, or does more than to read, whatever AWS calls it. */
export const noPlainRead = () => ActionSet.secretReads().union(ActionSet.delegation()).union(listed(DOES_MORE));

/** Reads of the given services, or of all, that are nothing else. */
export const plainReads = (...services: string[]) => ActionSet.readsOf(...services).without(noPlainRead());

/**
 * What an MCP server does by itself, so that no call through MCP follows which could be judged: Kubernetes objects, of which the cluster decides; a
 * desktop, with its mouse and its keys. Its own actions are called directly.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_eks-mcp.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_agentaccess-mcp.html
 */
export const WRITES_OF_SERVERS: { readonly [service: string]: string } = { 'agentaccess-mcp': '*', 'eks-mcp': 'CallPrivilegedTool' };
