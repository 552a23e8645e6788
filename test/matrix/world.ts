import {
  App, Arn, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_s3express as s3express,
  aws_s3tables as s3tables, aws_s3vectors as s3vectors, aws_secretsmanager as secretsmanager, aws_sns as sns, aws_sqs as sqs,
  ArnFormat, CfnResource, Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';

export type Json = { [name: string]: any };
export type Context = { [key: string]: string[] };

export const ACCOUNT = '111122223333';
export const REGION = 'eu-central-1';

/** A stack of one's own, in the account and region of all. */
export function newStack(): Stack {
  return new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
}

/** Under an id of its own, so that what a place makes stands for what the others have. */
function named<T extends IConstruct>(construct: T): T {
  (CfnResource.isCfnResource(construct) ? construct : construct.node.defaultChild as CfnResource).overrideLogicalId(construct.node.id);
  return construct;
}

/** The resources that requests are about. */
export const RESOURCES = {
  Bucket: (stack: Stack) => named(new s3.Bucket(stack, 'Bucket', { bucketName: 'reports' })),
  Key: (stack: Stack) => named(new kms.Key(stack, 'Key')),
  Queue: (stack: Stack) => named(new sqs.Queue(stack, 'Queue', { queueName: 'jobs' })),
  Topic: (stack: Stack) => named(new sns.Topic(stack, 'Topic', { topicName: 'news' })),
  Secret: (stack: Stack) => named(new secretsmanager.Secret(stack, 'Secret')),
  Table: (stack: Stack) => named(new dynamodb.Table(stack, 'Table', {
    tableName: 'orders', partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  })),
  Function: (stack: Stack) => named(new lambda.CfnFunction(stack, 'Function', { functionName: 'report', code: { zipFile: '' }, role: `arn:aws:iam::${ACCOUNT}:role/Report` })),
  DirectoryBucket: (stack: Stack) => named(new s3express.CfnDirectoryBucket(stack, 'DirectoryBucket', {
    bucketName: 'fast--euc1-az1--x-s3', dataRedundancy: 'SingleAvailabilityZone', locationName: 'euc1-az1',
  })),
  TableBucket: (stack: Stack) => named(new s3tables.CfnTableBucket(stack, 'TableBucket', { tableBucketName: 'sales' })),
  VectorBucket: (stack: Stack) => named(new s3vectors.CfnVectorBucket(stack, 'VectorBucket', { vectorBucketName: 'texts' })),
};
export type ResourceName = keyof typeof RESOURCES;

/** Roles by name, with the path of each: somebody, an agent, and one for emergencies. */
export const ROLES = { Developer: '/', Agent: '/agents/', BreakGlass: '/' };
export type RoleName = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

export const roleArn = (name: RoleName) => `arn:aws:iam::${ACCOUNT}:role${ROLES[name]}${name}`;

/** What IAM says of whoever may do everything, so that whatever is denied is denied by a guardrail. */
export const administrator = () => iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
export const ALLOW_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

export const roleProps = (roleName: RoleName) => ({
  roleName, path: ROLES[roleName], assumedBy: new iam.AccountRootPrincipal().withSessionTags(), managedPolicies: [administrator()],
});
export const newRole = (stack: Stack, name: RoleName, permissionsBoundary?: iam.IManagedPolicy) =>
  named(new iam.Role(stack, name, { ...roleProps(name), permissionsBoundary }));
export { named };

let world: Json | undefined;

/** All of it in one template, without guardrails; what `stack` has of it takes its place. */
export function templateWith(stack: Stack): Json {
  if (!world) {
    const plain = newStack();
    Object.values(RESOURCES).forEach((make) => make(plain));
    ROLE_NAMES.forEach((name) => newRole(plain, name));
    world = Template.fromStack(plain).toJSON();
  }
  const own = Template.fromStack(stack).toJSON();
  return { ...world, ...own, Resources: { ...world.Resources, ...own.Resources } };
}

/** A request on it. */
export interface Probe {
  readonly action: string;
  /** The ARN. */
  readonly resource: string;
  /** Which of the resources it is, with the way to it in a template. */
  readonly of?: ResourceName;
  readonly inTemplate?: string;
  readonly context?: Context;
}

const arn = (service: string, resource: string) =>
  Arn.format({ partition: 'aws', service, region: REGION, account: ACCOUNT, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
const signIn: Context = {
  'signin:OAuthRedirectUri': ['https://elsewhere.example'], 'signin:OAuthGrantType': ['client_credentials'], 'signin:OAuthClientId': [`arn:aws:signin:${REGION}::external-client/dcr/a`],
};

/** Of each service that has a policy of resources, what some guardrail denies, and what another does not. */
export const PROBES: Probe[] = [
  ...['s3:DeleteObject', 's3:GetObject', 's3:PutObject'].map((action): Probe => ({ action, resource: 'arn:aws:s3:::reports/key', of: 'Bucket' })),
  { action: 's3:DeleteObject', resource: 'arn:aws:s3:::reports/secret/key', of: 'Bucket' },
  ...['s3:DeleteBucket', 's3:PutBucketPolicy', 's3:PutBucketNotification', 's3:PutBucketLogging', 's3:ListBucket'].map((action): Probe => ({ action, resource: 'arn:aws:s3:::reports', of: 'Bucket' })),
  ...['kms:Decrypt', 'kms:ScheduleKeyDeletion', 'kms:CreateGrant', 'kms:DescribeKey'].map((action): Probe =>
    ({ action, resource: arn('kms', 'key/1'), of: 'Key', inTemplate: '${Key.Arn}', context: { 'kms:ViaService': [] } })),
  ...['sqs:DeleteQueue', 'sqs:AddPermission', 'sqs:GetQueueAttributes', 'sqs:UntagQueue'].map((action): Probe => ({ action, resource: arn('sqs', 'jobs'), of: 'Queue' })),
  ...['sns:DeleteTopic', 'sns:Subscribe', 'sns:AddPermission', 'sns:GetTopicAttributes'].map((action): Probe => ({ action, resource: arn('sns', 'news'), of: 'Topic' })),
  ...['secretsmanager:GetSecretValue', 'secretsmanager:DeleteSecret', 'secretsmanager:PutResourcePolicy', 'secretsmanager:DescribeSecret'].map((action): Probe =>
    ({ action, resource: arn('secretsmanager', 'secret:api-key'), of: 'Secret', inTemplate: '${Secret}' })),
  ...['dynamodb:DeleteTable', 'dynamodb:PutResourcePolicy', 'dynamodb:GetItem', 'dynamodb:PutItem'].map((action): Probe => ({ action, resource: arn('dynamodb', 'table/orders'), of: 'Table' })),
  { action: 'iam:PutRolePolicy', resource: `arn:aws:iam::${ACCOUNT}:role/agents/Agent` },
  { action: 'iam:PutRolePolicy', resource: `arn:aws:iam::${ACCOUNT}:role/Other` },
  { action: 'iam:GetRole', resource: `arn:aws:iam::${ACCOUNT}:role/agents/Agent` },
  ...['ec2.amazonaws.com', 'lambda.amazonaws.com'].map((service): Probe =>
    ({ action: 'iam:PassRole', resource: `arn:aws:iam::${ACCOUNT}:role/Other`, context: { 'iam:PassedToService': [service] } })),
  { action: 'iam:CreateRole', resource: `arn:aws:iam::${ACCOUNT}:role/BreakGlass` },
  ...['iam:TagRole', 'sts:TagSession', 'sts:AssumeRole'].map((action): Probe => ({ action, resource: `arn:aws:iam::${ACCOUNT}:role/BreakGlass` })),
  { action: 'bedrock-agentcore:CreateAgentRuntime', resource: '*' },
  { action: 'cloudformation:DeleteStack', resource: arn('cloudformation', 'stack/Guardrails-Roles/0a1b2c3d') },
  { action: 'cloudformation:DescribeStacks', resource: arn('cloudformation', 'stack/Guardrails-Roles/0a1b2c3d') },
  { action: 'sso:DeletePermissionSet', resource: 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef' },
  { action: 'organizations:LeaveOrganization', resource: '*' },
  ...['lambda:InvokeFunction', 'lambda:UpdateFunctionCode', 'lambda:DeleteFunction', 'lambda:PutProvisionedConcurrencyConfig', 'lambda:GetFunction'].map((action): Probe =>
    ({ action, resource: arn('lambda', 'function:report'), of: 'Function' })),
  { action: 's3express:CreateSession', resource: arn('s3express', 'bucket/fast--euc1-az1--x-s3'), of: 'DirectoryBucket' },
  ...['s3tables:DeleteTableBucket', 's3tables:PutTableBucketPolicy', 's3tables:GetTableBucket'].map((action): Probe =>
    ({ action, resource: arn('s3tables', 'bucket/sales'), of: 'TableBucket' })),
  { action: 's3tables:GetTableData', resource: arn('s3tables', 'bucket/sales/table/1'), of: 'TableBucket' },
  ...['s3vectors:DeleteVectorBucket', 's3vectors:PutVectorBucketPolicy', 's3vectors:GetVectorBucket'].map((action): Probe =>
    ({ action, resource: arn('s3vectors', 'bucket/texts'), of: 'VectorBucket' })),
  { action: 's3vectors:DeleteVectors', resource: arn('s3vectors', 'bucket/texts/index/1'), of: 'VectorBucket' },
  { action: 'dynamodb:PurchaseReservedCapacityOfferings', resource: arn('dynamodb', 'reserved-capacity/1') },
  { action: 'savingsplans:CreateSavingsPlan', resource: '*' },
  { action: 'cloudtrail:StopLogging', resource: arn('cloudtrail', 'trail/all') },
  { action: 'ec2:DescribeInstances', resource: '*' },
  { action: 'signin:AuthorizeOAuth2Access', resource: arn('signin', 'service-principal/aws-mcp.amazonaws.com'), context: signIn },
  { action: 'signin:CreateOAuth2Token', resource: arn('signin', 'service-principal/other.amazonaws.com'), context: signIn },
  { action: 'eks-mcp:InvokeMcp', resource: '*', context: { 'aws:IsMcpServiceAction': ['true'] } },
];
export const serviceOf = (action: string) => action.split(':')[0];
