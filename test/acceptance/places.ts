import * as fs from 'fs';
import {
  App, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_events_targets as targets, aws_iam as iam, aws_kms as kms,
  aws_lambda as lambda, aws_s3 as s3, aws_s3express as s3express,
  aws_s3tables as s3tables, aws_s3vectors as s3vectors, aws_secretsmanager as secretsmanager, aws_sns as sns, aws_sqs as sqs, aws_sso as sso,
  BootstraplessSynthesizer, Duration, Mixins, Stack, Tags,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ActionSet, AgentMark, AgentRuntime, AgentRuntimeRole, AgentSessionRole, DenyOutsideMcpGuardrail,
  McpActivityMonitor, McpActivityRules, McpActivitySignal, McpActivityTable, McpActivityTelemetry, McpActivityTrail, McpGrantee,
  McpGuardrail, McpGuardrailPolicy, McpPrincipalGuardrails, McpPermissionsBoundary, McpPermissionSet,
  McpResourceControlPolicy, McpScopedRole, McpServer, McpServiceControlPolicy, McpSessionPolicy, mixins, OAuthGrantType, PermissionSetAssignment,
  PermissionSetBoundary, PolicyTarget, PrincipalFilter,
} from '../../src';
import * as library from '../../src';

const ACCOUNT = '111122223333';
const GROUP = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const AGENTS = [PrincipalFilter.rolePaths('/agents/')];

/** The constructs and mixins of the library that the app below has not. */
export function forgottenPlaces(): string[] {
  const text = fs.readFileSync(__filename, 'utf-8');
  const constructs = Object.entries(library).filter(([, each]) => typeof each === 'function' && each.prototype instanceof Construct);
  return [...constructs, ...Object.entries(mixins)].map(([name]) => name).filter((name) => !new RegExp(`new (mixins\\.)?${name}\\(`).test(text));
}

/** An app that puts guardrails in every place there is, with every construct and mixin. */
export function definePlaces(outdir: string): App {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = (id: string) => new Stack(app, id, {
    env: { region: 'eu-west-1' }, synthesizer: new BootstraplessSynthesizer(), description: `Guardrails of ${id}`,
  });
  defineOrganization(stack('PlacesOrganization'));
  definePrincipals(stack('PlacesPrincipals'));
  defineScope(stack('PlacesScope'));
  defineResources(stack('PlacesResources'));
  defineOtherResources(stack('PlacesOtherResources'));
  defineMonitor(stack('PlacesMonitor'));
  return app;
}

/** All that watches, of an organization with a key and data events. */
function defineMonitor(stack: Stack) {
  const topic = new sns.Topic(stack, 'Alarms', { enforceSSL: true });
  const watched = {
    servers: [McpServer.AWS, McpServer.EKS],
    agents: AGENTS,
    exempt: [PrincipalFilter.roleNames('BreakGlass')],
    guardrailResources: ['arn:aws:iam::*:role/agents/central/Inspector', 'arn:aws:iam::*:policy/agents/central/*', 'arn:aws:s3:::ledger'],
    administrators: [PrincipalFilter.roleNames('CloudTeam')],
  };
  const trail = new McpActivityTrail(stack, 'Trail', {
    organizationId: 'o-a1b2c3d4e5',
    encryptionKey: new kms.Key(stack, 'TrailKey', { enableKeyRotation: true }),
    buckets: [s3.Bucket.fromBucketName(stack, 'Ledger', 'ledger')],
    tables: [dynamodb.Table.fromTableName(stack, 'Orders', 'orders')],
    functions: [lambda.Function.fromFunctionName(stack, 'Reports', 'reports')],
  });
  const monitor = new McpActivityMonitor(stack, 'Monitor', {
    ...watched,
    logGroup: trail.logGroup,
    alarmTopic: topic,
    dashboard: true,
    topContributors: true,
    unusedAccessAge: Duration.days(90),
    unusedAccessOfOrganization: true,
    reportBucket: trail.bucket,
  });
  new McpActivityTelemetry(stack, 'Telemetry', { organizationId: 'o-a1b2c3d4e5', auditAccount: ACCOUNT, otherRegions: ['us-east-1'] });
  new McpActivityTable(stack, 'Table', { ...watched, bucket: trail.bucket, accounts: [ACCOUNT], regions: ['us-east-1'], organizationId: 'o-a1b2c3d4e5' });
  monitor.grantQuery(new iam.Role(stack, 'Auditor', { assumedBy: new iam.AccountPrincipal(ACCOUNT) }));
  new McpActivityRules(stack, 'Rules', {
    ...watched,
    signals: Object.values(McpActivitySignal).filter((signal) => signal !== McpActivitySignal.TOOL_CALLS),
    targets: [new targets.SnsTopic(topic)],
  });
}

function defineOrganization(stack: Stack) {
  // All that is destructive is more than one policy can hold.
  new McpServiceControlPolicy(stack, 'Destructive', {
    guardrails: [McpGuardrail.denyDestructiveViaMcp()], targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
  });
  new McpServiceControlPolicy(stack, 'Agents', {
    guardrails: [
      McpGuardrail.baseline(),
      McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS }),
      McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }),
      McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], grantTypes: [OAuthGrantType.AUTHORIZATION_CODE] }),
      McpGuardrail.denySignInSession('arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4'),
      McpGuardrail.denyAuditTamperingViaMcp(),
      McpGuardrail.denyDelegationViaMcp(),
      McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('CloudTeam')], resources: ['arn:aws:iam::*:role/agents/*'] }),
      McpGuardrail.protectAgentMark({ issuers: [PrincipalFilter.roleNames('Deploy')] }),
      McpGuardrail.denyDestructiveViaMcp({ agents: AgentMark.anyOf(AgentMark.sessionTag(), AgentMark.rolePaths('/agents/')), services: ['s3'] }),
    ],
    targets: [PolicyTarget.root('r-ab12'), PolicyTarget.account(ACCOUNT)],
  });
  new McpResourceControlPolicy(stack, 'Data', {
    guardrails: [
      McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*', 'sqs:PurgeQueue') }),
      McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS }),
    ],
    targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
  });
  const developers = new McpPermissionSet(stack, 'Developers', {
    instanceArn: INSTANCE,
    name: 'Developers',
    description: 'For developers and their agents',
    guardrails: [McpGuardrail.denySecretReadsViaMcp()],
    statements: [new iam.PolicyStatement({ sid: 'ReadData', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] })],
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    customerManagedPolicies: [{ name: 'team', path: '/teams/' }],
    permissionsBoundary: PermissionSetBoundary.customerManaged({ name: 'AgentBoundary', path: '/agents/' }),
    sessionDuration: Duration.hours(8),
    relayState: 'https://eu-west-1.console.aws.amazon.com/s3/home',
    assignments: [PermissionSetAssignment.group(GROUP, ACCOUNT)],
  });
  developers.assignToUser(GROUP, '444455556666');
}

function definePrincipals(stack: Stack) {
  Tags.of(stack).add('team', 'agents');
  const readOnly = McpGuardrail.readOnlyViaMcp({ services: ['s3', 'cloudwatch', 'logs'] });
  const boundary = new McpPermissionsBoundary(stack, 'Boundary', {
    managedPolicyName: 'AgentBoundary',
    path: '/agents/',
    maximumPermissions: ActionSet.of('s3:*', 'logs:*', 'eks:*', 'ecs:*', 'eks-mcp:*', 'ecs-mcp:*'),
    guardrails: [McpGuardrail.denyDestructiveViaMcp({ services: ['s3', 'logs'] })],
  });
  const agent = new McpScopedRole(stack, 'Agent', {
    path: '/agents/',
    description: 'For agents',
    maxSessionDuration: Duration.hours(2),
    assumedBy: new iam.AccountRootPrincipal(),
    servers: [McpServer.AWS, McpServer.EKS, McpServer.ECS, McpServer.SAGEMAKER_UNIFIED_STUDIO],
    permissionsBoundary: boundary,
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    guardrails: [readOnly],
  });
  const bucket = s3.Bucket.fromBucketName(stack, 'Reports', 'reports');
  bucket.grantReadWrite(agent);
  new McpScopedRole(stack, 'Strict', { assumedBy: new iam.AccountRootPrincipal(), allowForwardAccessSessions: false, allowMcpServiceActions: false });
  new AgentSessionRole(stack, 'Laptop', { assumedBy: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Developer'), agentNames: ['coder'], sourceIdentities: ['${aws:username}'] });
  new AgentRuntimeRole(stack, 'Server', { runtime: AgentRuntime.LAMBDA_IN_VPC, agentRoles: ['arn:aws:iam::111122223333:role/agents/Reader'] });
  new AgentRuntimeRole(stack, 'AgentCore', { runtime: AgentRuntime.AGENT_CORE });
  new McpScopedRole(stack, 'OAuth', { assumedBy: new iam.AccountRootPrincipal(), allowOauthSignIn: true });

  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  const user = new iam.User(stack, 'User', { path: '/agents/' });
  const group = new iam.Group(stack, 'Group', { path: '/agents/', managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')] });
  user.addToGroup(group);
  bucket.grantRead(McpGrantee.viaAnyServer(role));
  bucket.grantWrite(McpGrantee.outsideMcp(role));
  bucket.grantDelete(McpGrantee.via(user, McpServer.AWS));
  new DenyOutsideMcpGuardrail(stack, 'OnlyThroughMcp', { roles: [role], users: [user], groups: [group] });
  new McpGuardrailPolicy(stack, 'NoDeletes', {
    guardrails: [McpGuardrail.denyPrivilegeEscalationViaMcp({ services: ['iam', 'sts'] })], roles: [role], users: [user], groups: [group],
  });
  const noIam = { guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('iam:*') })] };
  new iam.Role(stack, 'MixedRole', { assumedBy: new iam.AccountRootPrincipal() }).with(new mixins.RoleMcpGuardrails(noIam));
  new iam.User(stack, 'MixedUser').with(new mixins.UserMcpGuardrails(noIam));
  new iam.Group(stack, 'MixedGroup').with(new mixins.GroupMcpGuardrails(noIam));
  new McpSessionPolicy(stack, 'Session', {
    guardrails: [McpGuardrail.denyOutsideMcp()], maximumPermissions: ActionSet.of('s3:GetObject'), createOutput: true, createFile: true,
  });
  const old = new iam.ManagedPolicy(stack, 'Old', {
    statements: [new iam.PolicyStatement({ sid: 'Connect', actions: ['aws-mcp:InvokeMcp', 'eks-mcp:InvokeMcp', 's3:ListAllMyBuckets'], resources: ['*'] })],
  });
  Mixins.of(old).apply(new mixins.RemovedActionsMigration());
}

/** Whatever is in the scope gets them, by managed policies that are shared. */
function defineScope(stack: Stack) {
  new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  new iam.Group(stack, 'Group').addUser(new iam.User(stack, 'User'));
  new McpPermissionSet(stack, 'Set', { instanceArn: INSTANCE, name: 'Agents', guardrails: [McpGuardrail.denySecretReadsViaMcp()] });
  new sso.CfnPermissionSet(stack, 'MixedSet', { instanceArn: INSTANCE, name: 'Mixed' })
    .with(new mixins.PermissionSetMcpGuardrails({ guardrails: [McpGuardrail.denyAuditTamperingViaMcp()] }));
  McpPrincipalGuardrails.of(stack).apply(
    McpGuardrail.denyDelegationViaMcp({ services: ['iam', 'lambda', 'states'] }),
    McpGuardrail.denyViaMcp({ sid: 'DenyDeletingStacksViaMcp', actions: ActionSet.of('cloudformation:DeleteStack') }),
  );
}

const deny = (...actions: string[]) => ({
  guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of(...actions) }), McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS })],
});

function defineResources(stack: Stack) {
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0, restrictDefaultSecurityGroup: false });
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  new s3.Bucket(stack, 'Bucket', { enforceSSL: true }).with(new mixins.BucketMcpGuardrails(deny('s3:Delete*')));
  new kms.Key(stack, 'Key').with(new mixins.KeyMcpGuardrails(deny('kms:ScheduleKeyDeletion')));
  new sqs.Queue(stack, 'Queue').with(new mixins.QueueMcpGuardrails(deny('sqs:PurgeQueue')));
  new sns.Topic(stack, 'Topic').with(new mixins.TopicMcpGuardrails(deny('sns:DeleteTopic')));
  new secretsmanager.Secret(stack, 'Secret').with(new mixins.SecretMcpGuardrails(deny('secretsmanager:DeleteSecret')));
  new dynamodb.Table(stack, 'Table', { partitionKey }).with(new mixins.TableMcpGuardrails(deny('dynamodb:DeleteTable')));
  new dynamodb.TableV2(stack, 'Global', { partitionKey, replicas: [{ region: 'eu-west-2' }] }).with(new mixins.TableMcpGuardrails(deny('dynamodb:DeleteTable')));
  new ec2.GatewayVpcEndpoint(stack, 'Gateway', { vpc, service: ec2.GatewayVpcEndpointAwsService.S3 })
    .with(new mixins.VpcEndpointMcpGuardrails(deny('s3:Delete*')));
  new ec2.InterfaceVpcEndpoint(stack, 'Interface', { vpc, service: ec2.InterfaceVpcEndpointAwsService.SQS })
    .with(new mixins.VpcEndpointMcpGuardrails(deny('sqs:PurgeQueue')));
  new ec2.InterfaceVpcEndpoint(stack, 'Mcp', { vpc, service: new ec2.InterfaceVpcEndpointAwsService('sagemaker-unified-studio-mcp') })
    .with(new mixins.VpcEndpointMcpAccess({ accounts: ['111122223333'], organizations: ['o-a1b2c3d4e5'] }));
}

/** Apart, for moto does not delete a VPC from a stack with these. */
function defineOtherResources(stack: Stack) {
  new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;') })
    .with(new mixins.FunctionMcpGuardrails(deny('lambda:InvokeFunction')));
  new s3express.CfnDirectoryBucket(stack, 'DirectoryBucket', { dataRedundancy: 'SingleAvailabilityZone', locationName: 'euw1-az1' })
    .with(new mixins.DirectoryBucketMcpGuardrails(deny('s3express:CreateSession')));
  new s3tables.CfnTableBucket(stack, 'TableBucket', { tableBucketName: 'orders' }).with(new mixins.TableBucketMcpGuardrails(deny('s3tables:DeleteTable')));
  new s3vectors.CfnVectorBucket(stack, 'VectorBucket').with(new mixins.VectorBucketMcpGuardrails(deny('s3vectors:DeleteIndex')));
}
