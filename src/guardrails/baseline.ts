import type { Denials, McpGuardrailScope } from './deny-statements';
import { denyStatements, guardrailResources } from './deny-statements';
import { viaMcp } from './deny-via-mcp';
import { kmsDirectly } from './kms-directly';
import { ActionSet } from '../actions/action-set';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { policySize, thousands } from '../iam/policy-size';

/** Options of `McpGuardrail.baseline()`. */
export interface BaselineOptions extends McpGuardrailScope {
  /**
   * What else is denied, as far as there is room in the one policy.
   *
   * @default - nothing
   */
  readonly additionalActions?: ActionSet;
}

/**
 * What the baseline denies, by service: what is most severe, in the room of one policy (see `docs/guardrails.md`). A whole verb is denied
 * where that is shorter, if at least a fifth of what it means is in one of the sets and all the rest are changes.
 *
 * `npx projen figures` shows what it covers; a test fails when that is less than promised.
 */
const BASELINE: { [service: string]: string } = {
  'access-analyzer': 'Create* Delete* Update*',
  'account': 'Close* Start*',
  'account-access': 'Create*',
  'acm': 'Delete* Export* GetAcme*',
  'aidevops': 'Create* GetAccess* Initiate* Send* UpdateApproval*',
  'airflow': 'Create* Invoke* Update*',
  'airflow-serverless': 'Start* Update*',
  'amplify': 'CreateWeb* Start*',
  'aoss': 'Delete*',
  'appflow': 'Start*',
  'apprunner': 'Start* Update*',
  'appsync': 'CreateApi* Graph* Update*',
  'athena': 'StartCalculation* StartSession',
  'autoscaling': 'Delete* Start* Terminate* Update*',
  'aws-marketplace': 'Accept* Subscribe',
  'backup': 'Delete* Disassociate* Put* Update*',
  'batch': 'Submit*',
  'bedrock': 'Batch* CreateData* CreateFoundation* CreateProvisioned* Delete* InvokeAgent InvokeFlow InvokeInline* '
    + 'Start* UpdateAgent*',
  'bedrock-agentcore': 'ConnectBrowserAutomation* Create* GetResourceApi* GetResourceOauth2* GetResourcePayment* '
    + 'GetWorkloadAccess* InvokeAgent* InvokeCode* InvokeGateway InvokeHarness Process* Start* Update*',
  'budgets': 'Execute*',
  'cloudformation': 'Cancel* Continue* Create* Delete* Execute* Import* Rollback* Update*',
  'cloudfront': 'Delete*',
  'cloudshell': 'Create* Start*',
  'cloudtrail': 'Delete* Put* Stop* Update*',
  'cloudwatch': 'Delete* Disable*',
  'codeartifact': 'GetAuthorization*',
  'codebuild': 'Retry* Start* UpdateProject',
  'codeconnections': 'GetConnectionToken',
  'codedeploy': 'Continue* Create*',
  'codepipeline': 'GetJob* Poll* PutApproval* Retry* Rollback* Start* Update*',
  'codestar-connections': 'GetConnectionToken',
  'cognito-identity': 'GetCredentials* GetOpen* Set*',
  'cognito-idp': 'AdminAdd* AdminCreate* AdminInitiate* AdminRespond* AdminSet* Delete* DescribeUserPoolClient '
    + 'GetTokens*',
  'config': 'Delete* PutConfiguration* Start* Stop*',
  'connect': 'GetFederation*',
  'databrew': 'Start*',
  'datapipeline': 'Activate* Put*',
  'datasync': 'Start*',
  'datazone': 'CreateCell* GetDomainExecution* GetEnvironmentCredentials Invoke* Send* StartNotebook*',
  'deadline': 'Assume* CreateJob',
  'dms': 'Start*',
  'ds': 'Delete*',
  'dsql': 'Delete*',
  'dynamodb': 'Delete* Purchase* PutResource* UpdateContinuous* UpdateTime*',
  'ec2': 'AssociateIam* CreateKey* CreateLaunch* CreateReplace* Delete* Deregister* Detach* GetPassword* ModifyImage* '
    + 'ModifyInstanceAttribute ModifySnapshot* Purchase* ReplaceIam* Run* Stop* Terminate*',
  'ec2-instance-connect': '*',
  'ecr': 'BatchDelete* Delete* GetAuthorization* Set*',
  'ecr-public': 'GetAuthorization*',
  'ecs': 'Create* Delete* Execute* Run* Start* Stop* Update*',
  'eks': 'Access* Associate* Create* Delete* Mutate* Update*',
  'eks-auth': '*',
  'elasticache': 'Delete* Purchase*',
  'elasticbeanstalk': 'Create* UpdateEnvironment',
  'elasticfilesystem': 'Delete* Put*',
  'elasticloadbalancing': 'Delete*',
  'elasticmapreduce': 'Add* CreateStudio* GetCluster* Open* Start*',
  'emr-containers': 'Get* Start*',
  'emr-serverless': 'Start*',
  'es': 'Delete*',
  'events': 'CreateSubscriber Delete* Disable* Invoke* PutPermission PutResource* PutRule PutTargets Remove* Retrieve* '
    + 'Start* UpdateSubscriber',
  'execute-api': '*',
  'finops-agent': 'Accept* Create*',
  'fis': 'Start*',
  'fsx': 'Delete*',
  'glacier': 'Delete*',
  'glue': 'CreateTrigger Delete* GetConnection GetConnections PutResource* Refresh* Resume* Run* Start* UpdateDev* '
    + 'UpdateJob* UpdateTrigger',
  'greengrass': 'CreateDeployment',
  'guardduty': 'Archive* Create* Delete* Disassociate* Stop* Update*',
  'health-agent': 'Invoke*',
  'iam': 'Add* Attach* Change* CreateAccess* CreateGroup CreateInstance* CreateLogin* CreateOpen* CreatePolicy* '
    + 'CreateRole CreateSAML* CreateServiceSpecific* CreateUser CreateVirtual* Deactivate* Delete* Detach* Disable* '
    + 'Enable* Pass* Put* Remove* Reset* Set* Tag* Untag* Update* Upload*',
  'identitystore': 'Create* Update*',
  'imagebuilder': 'Create* Start* Update*',
  'inspector2': 'Disable',
  'iot': 'CreateKeys* CreateProvisioning* Replace* Start*',
  'kafka': 'Delete* Put*',
  'kafkaconnect': 'Update*',
  'kinesis': 'Decrease* Delete* PutResource*',
  'kinesisanalytics': 'Create* Start* Update*',
  'kms': 'Delete* Derive* Disable* EnableKey Put* Replicate* Schedule*',
  'lakeformation': 'Batch* GetTemporary* Grant*',
  'lambda': 'Add* Connect* Create* Delete* Invoke* Resume* Run* Send* Update*',
  'lightsail': 'CreateBucket* CreateContainer* CreateKey* Delete* GetBucketAccess* GetInstanceAccess* GetKey* '
    + 'GetRelationalDatabaseMaster*',
  'logs': 'Delete* PutDestination* PutResource* PutRetention* PutSubscription*',
  'macie2': 'Disable*',
  'memorydb': 'Delete*',
  'mq': 'Delete*',
  'omics': 'Start*',
  'organizations': 'Attach* Close* Create* Delete* Deregister* Detach* Disable* Enable* Leave* Move* Put* Register* '
    + 'Remove* Update*',
  'payment-cryptography': 'Decrypt* Export*',
  'payments': 'Make*',
  'pipes': 'Start* Update*',
  'quicksight': 'GetAuth*',
  'ram': 'Associate* Create* Enable* Replace* Update*',
  'rds': 'Delete* ModifyDB* Purchase* Stop*',
  'rds-data': '*',
  'redshift': 'Batch* Delete* GetCluster* GetIdentity* Purchase*',
  'redshift-data': 'Batch* Execute*',
  'redshift-serverless': 'Delete* GetCredentials GetIdentity*',
  'rolesanywhere': 'Create* Enable* Update*',
  'route53': 'Change* Delete*',
  'route53domains': 'Register* Retrieve* Transfer*',
  's3': 'Associate* Bypass* CreateAccess* Delete* Dissociate* GetData* Object* PutAccess* PutAccount* PutBucket* '
    + 'PutEncryption* PutLifecycle* PutMulti* PutObjectAcl PutObjectVersion* UpdateAccess*',
  's3express': 'Create*',
  's3tables': 'Delete*',
  'sagemaker': 'CreateApp CreatePartner* CreatePresigned* CreateTransform* Delete* Invoke* Retry* Start* '
    + 'UpdateNotebook* UpdatePipeline',
  'savingsplans': 'Create*',
  'scheduler': 'Update*',
  'secretsmanager': 'Batch* Delete* GetSecret* Put*',
  'securityagent': 'Start*',
  'securityhub': 'BatchDisable* BatchUpdate* CreateAutomation* Disable* Update*',
  'servicecatalog': 'Execute* Provision* Terminate* UpdateProvisioned*',
  'shield': 'Create*',
  'signin': 'Authorize* Create* Put*',
  'sns': 'Add* Delete* Set* Subscribe',
  'sqs': 'Add* Delete* Purge* Set*',
  'ssm': 'Create* Delete* GetAccess* GetParameter* Modify* Register* Request* Resume* Send* StartAssociations* '
    + 'StartAutomation* StartChange* StartSession Update*',
  'ssm-guiconnect': 'Start*',
  'ssm-incidents': 'Start*',
  'sso': 'Attach* Create* Delete* Detach* Put* Update*',
  'sso-directory': 'Create*',
  'sso-oauth': '*',
  'states': 'Delete* Invoke* Redrive* Reveal* Send* Start* Test* Update*',
  'sts': 'Assume* GetDelegated* GetFederation* GetService* GetWeb*',
  'supportplans': 'Start*',
  'swf': 'Start*',
  'synthetics': 'Start* Update*',
  'transfer': 'Delete*',
  'vpc-lattice-svcs': '*',
  'wafv2': 'Delete*',
};

/** What it has of KMS that services call for the agent: only what the agent calls itself is denied. */
const KMS_OF_SERVICES = 'CreateGrant Decrypt GenerateDataKey* ReEncryptFrom Retire* Revoke*';

/** Denies what a careful organization wants denied to agents on day one, in one service control policy. */
export function baseline(options: BaselineOptions): Denials {
  const sid = options.sid ?? 'BaselineViaMcp';
  const condition = viaMcp(sid, options.servers);
  const resources = guardrailResources(sid, options.resources);
  const patterns = Object.entries(BASELINE).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
  const kms = ActionSet.of(...KMS_OF_SERVICES.split(' ').map((name) => `kms:${name}`));
  const { statements } = denyStatements(sid, options, [
    { actions: ActionSet.of(...patterns), resources, condition },
    { actions: kms, resources, condition: kmsDirectly(sid, condition, options.servers) },
    ...(options.additionalActions ? [{ actions: options.additionalActions, resources, condition }] : []),
  ]);
  return { id: sid, statements: () => fitting(sid, statements()) };
}

function fitting(sid: string, statements: ReturnType<Denials['statements']>): ReturnType<Denials['statements']> {
  const { maxSize, name } = POLICY_TYPES.SERVICE_CONTROL_POLICY;
  const size = policySize({ Statement: statements.map((statement) => statement.toStatementJson()), Version: '2012-10-17' }, false);
  if (size > maxSize) {
    throw new Error(`${sid}: with what was added, the baseline would have ${thousands(size)} characters, ${thousands(size - maxSize)} more than one ${name} takes: `
      + 'deny the additional actions with a guardrail of its own');
  }
  return statements;
}
