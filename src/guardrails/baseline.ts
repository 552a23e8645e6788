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
 * What the baseline denies, by service: chosen so that it covers the sets it is measured by (see `docs/guardrails.md`) in the room
 * of one policy. A whole verb is denied where that is shorter, if at least a tenth of what it means is in one of the sets and all
 * the rest are changes. KMS is apart.
 *
 * `npx projen figures` shows what it covers; a test fails when that is less than promised.
 */
const BASELINE: { [service: string]: string } = {
  'a4b': 'Delete*',
  'acm': 'Export* GetAcme*',
  'aidevops': 'Create* Delete* GetAccess*',
  'airflow': 'Create* Invoke* Update*',
  'airflow-serverless': 'Start* Update*',
  'amplify': 'Start*',
  'amplifybackend': 'Create* GetToken',
  'apprunner': 'Start* Update*',
  'appstream': 'Delete*',
  'appsync': 'Create* Delete* Graph* Update*',
  'athena': 'Delete* StartCalculation* StartSession',
  'autoscaling': 'Delete* Detach* Update*',
  'aws-external-anthropic': 'Delete*',
  'backup': 'Delete*',
  'batch': 'Submit*',
  'bedrock': 'Batch* CreateData* Delete* InvokeAgent InvokeFlow InvokeInline* Start* UpdateAgent*',
  'bedrock-agentcore': 'Delete* GetResourceApi* GetResourceOauth2* GetResourcePayment* GetWorkloadAccess* InvokeAgent* '
    + 'InvokeCode* InvokeGateway InvokeHarness Start* UpdateAgent*',
  'budgets': 'Execute*',
  'chime': 'CreateApi* Delete* Regenerate*',
  'cleanrooms': 'Delete*',
  'cloud9': 'Create*',
  'clouddirectory': 'Delete*',
  'cloudformation': 'Continue* Create* Delete* Execute* Import* Rollback* Update*',
  'cloudfront': 'Delete*',
  'cloudshell': 'Create* Start*',
  'cloudtrail': 'Delete* Stop*',
  'cloudwatch': 'Delete* Disable* GetSpaceCredentials*',
  'codeartifact': 'GetAuthorization*',
  'codebuild': 'Delete* Retry* Start* Update*',
  'codecommit': 'Delete*',
  'codeconnections': 'GetConnectionToken GetIndividual*',
  'codedeploy': 'Continue* Create*',
  'codeguru-reviewer': 'Create*',
  'codepipeline': 'PutApproval* Retry* Start* Update*',
  'codestar-connections': 'GetConnectionToken GetIndividual*',
  'cognito-identity': 'GetCredentials* GetOpen*',
  'cognito-idp': 'AdminDelete* AdminDisable* AdminInitiate* AdminRespond* Delete* DescribeUserPoolClient GetTokens*',
  'comprehend': 'Delete*',
  'config': 'Delete* Start*',
  'connect': 'Admin* Delete* GetFederation*',
  'databrew': 'Start*',
  'datapipeline': 'Activate* Put*',
  'datasync': 'Start*',
  'datazone': 'Delete* GetDomainExecution* GetEnvironmentCredentials Refresh*',
  'deadline': 'Assume* CreateJob Delete*',
  'devicefarm': 'Delete*',
  'directconnect': 'Delete*',
  'dms': 'Delete* StartReplication*',
  'drs': 'Batch* Delete*',
  'ds': 'Delete* Deregister* Disable* Remove* Reset*',
  'dynamodb': 'Delete*',
  'ec2': 'CreateKey* CreateLaunch* Delete* Deprovision* Deregister* Detach* Disable* Disassociate* GetPassword* '
    + 'ModifyInstanceAttribute Release* Reset* Revoke* Run* Stop* Terminate*',
  'ec2-instance-connect': '*',
  'ecr': 'GetAuthorization*',
  'ecr-public': 'GetAuthorization*',
  'ecs': 'CreateService CreateTask* Delete* Deregister* Execute* RunTask Start* Stop* UpdateService',
  'eks': 'Delete* Mutate*',
  'eks-auth': 'Assume*',
  'elasticache': 'Delete*',
  'elasticbeanstalk': 'Create* Update*',
  'elasticloadbalancing': 'Delete*',
  'elasticmapreduce': 'Add* Delete* GetCluster* Remove* Start*',
  'emr-containers': 'GetManaged* Start*',
  'emr-serverless': 'Start*',
  'es': 'Delete* Detach*',
  'events': 'Invoke* Put* Retrieve* Start*',
  'execute-api': '*',
  'finspace': 'GetKxConnection*',
  'finspace-api': 'GetProgrammatic*',
  'fis': 'Start*',
  'forecast': 'Delete*',
  'frauddetector': 'Delete*',
  'gamelift': 'Delete* GetComputeAccess GetInstance* Request*',
  'glue': 'BatchDelete* CreateTrigger Delete* Refresh* Resume* Run* Start* UpdateDev* UpdateJob* UpdateTrigger',
  'grafana': 'Create*',
  'greengrass': 'Delete*',
  'guardduty': 'Delete*',
  'healthlake': 'Delete*',
  'iam': 'Attach* CreateAccess* CreateLogin* CreatePolicy* CreateRole CreateServiceSpecific* CreateUser Delete* Detach* '
    + 'Disable* Pass* Put* Remove* Reset* Set* Update*',
  'imagebuilder': 'Create* Delete* Start*',
  'inspector2': 'Delete* Disable*',
  'iot': 'Create* Delete* Disable* Replace* Start*',
  'iotmanagedintegrations': 'Delete*',
  'iotsitewise': 'Delete*',
  'iotwireless': 'Delete*',
  'ivs': 'Delete*',
  'kinesisanalytics': 'Start* Update*',
  'lakeformation': 'GetTemporary*',
  'lambda': 'Create* Delete* Invoke* Remove* RunMicrovm Update*',
  'lex': 'Batch* Delete*',
  'license-manager': 'Create* GetAccess*',
  'lightsail': 'Create* Delete* Detach* Download* GetBucketAccess* GetInstanceAccess* GetKey* GetRelationalDatabaseMaster* '
    + 'Stop*',
  'logs': 'Delete* PutSubscription*',
  'macie2': 'Delete* Disable*',
  'mediaconnect': 'Delete*',
  'medialive': 'Delete*',
  'mgn': 'Batch* Delete*',
  'mobiletargeting': 'Delete*',
  'network-firewall': 'Delete*',
  'networkmanager': 'Delete*',
  'odb': 'Delete*',
  'omics': 'Batch* Delete* Start*',
  'opsworks': 'Delete*',
  'organizations': 'Attach* Delete* Detach* PutResource* Update*',
  'partnercentral': 'Delete*',
  'payment-cryptography': 'Decrypt* Export*',
  'pca-connector-scep': 'GetChallengePassword',
  'personalize': 'Delete*',
  'pipes': 'Start* Update*',
  'profile': 'Delete*',
  'proton': 'Delete*',
  'q': 'Create*',
  'qbusiness': 'Delete*',
  'quicksight': 'BatchDelete* Delete* GetAuth*',
  'rds': 'Delete* Disable* Remove* Reset* Stop*',
  'redshift': 'Delete* Disable* GetCluster* GetIdentity*',
  'redshift-serverless': 'Delete* GetCredentials GetIdentity*',
  'rekognition': 'Delete*',
  'resiliencehub': 'Delete*',
  'route53': 'Delete*',
  'route53domains': 'Retrieve*',
  'route53globalresolver': 'Create* GetAccessToken',
  'route53resolver': 'Delete*',
  's3': 'Associate* Bypass* CreateAccess* Delete* Dissociate* GetData* Object* PutAccess* PutAccount* PutBucket* PutMulti* '
    + 'PutObjectAcl PutObjectVersion* Update*',
  'sagemaker': 'CreatePresigned* Delete* Invoke* Retry* Start* UpdateNotebook* UpdatePipeline',
  'scheduler': 'Update*',
  'secretsmanager': 'Batch* Delete* GetSecret*',
  'securityagent': 'BatchDelete* Delete*',
  'securityhub': 'Delete* Disable*',
  'servicecatalog': 'Delete* Execute* Provision* Update*',
  'ses': 'Delete*',
  'signin': 'Authorize* Create*',
  'sms-voice': 'Delete*',
  'sns': 'Subscribe',
  'sqlworkbench': 'Delete*',
  'ssm': 'Create* Delete* GetAccess* GetParameter* Register* Request* Resume* Send* StartAssociations* StartAutomation* '
    + 'StartChange* StartSession Update*',
  'sso': 'Attach* Delete* Detach* Put* Remove* Update*',
  'sso-directory': 'Create*',
  'sso-oauth': '*',
  'states': 'Invoke* Redrive* Reveal* Start* Test* Update*',
  'storagegateway': 'Delete*',
  'sts': 'Assume* GetDelegated* GetFederation* GetService* GetSession* GetWeb*',
  'swf': 'Start*',
  'synthetics': 'Start* Update*',
  'transfer': 'Delete*',
  'vpc-lattice': 'Delete*',
  'vpc-lattice-svcs': '*',
  'waf': 'Delete*',
  'waf-regional': 'Delete*',
  'wellarchitected': 'Delete*',
  'wisdom': 'Delete*',
  'workmail': 'Assume* Delete*',
  'workspaces': 'Delete* Stop* Terminate*',
  'workspaces-web': 'Delete*',
};

/** The same of KMS: its permissions management, what returns a key or a decrypted text, and what puts a key out of use. */
const KMS = 'CreateGrant Decrypt Derive* Disable* GenerateDataKey* Put* ReEncryptFrom Retire* Revoke* Schedule*';

/** Denies what a careful organization wants denied to agents on day one, in one service control policy. */
export function baseline(options: BaselineOptions): Denials {
  const sid = options.sid ?? 'BaselineViaMcp';
  const condition = viaMcp(sid, options.servers);
  const resources = guardrailResources(sid, options.resources);
  const patterns = Object.entries(BASELINE).flatMap(([service, names]) => names.split(' ').map((name) => `${service}:${name}`));
  const kms = ActionSet.of(...KMS.split(' ').map((name) => `kms:${name}`));
  const { statements } = denyStatements(sid, options, [
    { actions: ActionSet.of(...patterns), resources, condition },
    { actions: kms, resources, condition: kmsDirectly(sid, condition) },
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
