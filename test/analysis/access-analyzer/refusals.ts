import type { Json } from '../../../src/iam/value';

/** What a service answers when a policy is deployed that it does not take, and what says so before. */
export interface Refusal {
  readonly service: string;
  /** What it refuses. */
  readonly what: string;
  /** The page of AWS that says so. */
  readonly page: string;
  /** The rule that reports it, with resources of a template for which it does; there is none where that is not known from a template. */
  readonly rule?: string;
  readonly resources?: Json;
  /** What of it is not told, or why it is not. */
  readonly note?: string;
}

const AWS = 'https://docs.aws.amazon.com';
const IAM = `${AWS}/IAM/latest/UserGuide`;
const ORGANIZATIONS = `${AWS}/organizations/latest/userguide`;
const SNS = `${AWS}/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html`;
const SQS = `${AWS}/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html`;
const ENDPOINTS = `${AWS}/vpc/latest/privatelink/vpc-endpoints-access.html`;
const PUT_KEY_POLICY = `${AWS}/kms/latest/APIReference/API_PutKeyPolicy.html`;
const GRAMMAR = `${IAM}/reference_policies_grammar.html`;
const QUOTAS = `${IAM}/reference_iam-quotas.html`;
const SYNTAX = `${ORGANIZATIONS}/orgs_manage_policies_rcps_syntax.html`;

const ACCOUNT = '111122223333';
const READ: Json = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
const document = (Statement: unknown, more: Json = {}): Json => ({ Version: '2012-10-17', Statement, ...more });
const of = (Type: string, Properties: Json): Json => ({ It: { Type, Properties } });
const managed = (Statement: unknown, more: Json = {}): Json => of('AWS::IAM::ManagedPolicy', { PolicyDocument: document(Statement, more) });
const control = (Type: string, statement: Json, more: Json = {}): Json => of('AWS::Organizations::Policy', { Type, Name: 'P', Content: document([statement], more) });
const DENY: Json = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
const rcp = (more: Json): Json => control('RESOURCE_CONTROL_POLICY', { ...DENY, Principal: '*', ...more });
const trust = (more: Json): Json => of('AWS::IAM::Role', { AssumeRolePolicyDocument: document([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT }, ...more }]) });
const bucket = (more: Json, properties: Json = {}): Json => of('AWS::S3::BucketPolicy', { Bucket: 'reports', PolicyDocument: document([{ ...READ, Principal: { AWS: ACCOUNT }, ...more }]), ...properties });
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:alerts`;
const publish = (more: Json): Json => ({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sns:Publish', Resource: TOPIC, ...more });
const topic = (...statements: Json[]): Json => of('AWS::SNS::TopicPolicy', { Topics: [TOPIC], PolicyDocument: document(statements) });
const JOBS = `arn:aws:sqs:eu-west-1:${ACCOUNT}:jobs`;
const send = (more: Json = {}): Json => ({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sqs:SendMessage', Resource: JOBS, ...more });
const queue = (...statements: Json[]): Json => of('AWS::SQS::QueuePolicy', { Queues: [`https://sqs.eu-west-1.amazonaws.com/${ACCOUNT}/jobs`], PolicyDocument: document(statements) });
const key = (more: Json): Json => of('AWS::KMS::Key', { KeyPolicy: document([{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*', ...more }]) });
const endpoint = (more: Json): Json => of('AWS::EC2::VPCEndpoint', {
  VpcId: 'vpc-1', ServiceName: 'com.amazonaws.eu-west-1.sqs', VpcEndpointType: 'Interface', PolicyDocument: document([{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*', ...more }]),
});
const names = (count: number) => Array.from({ length: count }, (_, i) => `arn:aws:iam::${ACCOUNT}:role/r${i}`);
const without = (element: string, statement: Json): Json => Object.fromEntries(Object.entries(statement).filter(([name]) => name !== element));
const PUBLIC: Json = {
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { PublicAccessBlockConfiguration: { BlockPublicPolicy: true } } },
  It: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: document([{ ...READ, Principal: '*', Resource: '*' }]) } },
};

const refuses = (service: string, what: string, page: string, rule?: string, resources?: Json, note?: string): Refusal =>
  ({ service, what, page, rule, resources, note });

/** In the order of the docs. */
export const REFUSALS: readonly Refusal[] = [
  refuses('IAM', 'a document that is no policy, another Version, another element', GRAMMAR, 'InvalidPolicyDocument', managed([READ], { Version: '2012-10-18' })),
  refuses('IAM', 'an `Id` in an identity-based policy', GRAMMAR, 'InvalidPolicyDocument', managed([READ], { Id: 'reports' })),
  refuses('IAM', 'a statement without Effect or actions, with other elements, or with one and its opposite', GRAMMAR, 'InvalidStatement', managed([without('Action', READ)])),
  refuses('IAM', 'characters over U+00FF', QUOTAS, 'InvalidStatement', managed([{ ...READ, Condition: { StringEquals: { 'aws:PrincipalTag/team': 'Łódź' } } }])),
  refuses('IAM', 'a wildcard in the service of an action, or no action at all', `${IAM}/reference_policies_elements_action.html`, 'InvalidAction', managed([{ ...READ, Action: '*:Get*' }])),
  refuses('IAM', 'a Sid of other characters than letters and digits, or twice', `${IAM}/reference_policies_elements_sid.html`, 'InvalidSid', managed([{ ...READ, Sid: 'read-reports' }])),
  refuses('IAM', 'a Principal in an identity-based policy, none or a malformed one in a trust policy', GRAMMAR, 'InvalidPrincipalElement', trust({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/*` } })),
  refuses('IAM', 'a principal that does not exist', `${IAM}/reference_policies_elements_principal.html`, undefined, undefined, 'Who exists is not known from a template.'),
  refuses('IAM', 'no Resource in an identity-based policy, or one in a trust policy', GRAMMAR, 'InvalidResourceElement', managed([without('Resource', READ)])),
  refuses('IAM', 'a Resource that is no ARN; in a session policy, an ARN with less than six parts', GRAMMAR, 'InvalidResourceElement', managed([{ ...READ, Resource: 'reports/*' }])),
  refuses('IAM', 'an operator that there is not, or a malformed Condition', GRAMMAR, 'InvalidCondition', managed([{ ...READ, Condition: { StringMatches: { 's3:prefix': 'a' } } }])),
  refuses('IAM', 'actions of other services than AWS STS in a trust policy', `${IAM}/access-analyzer-reference-policy-checks.html`, 'InvalidAction', trust({ Action: 's3:GetObject' })),
  refuses('IAM', 'a policy that is too large, inline policies together too', QUOTAS, 'PolicyTooLarge', managed([{ ...READ, Resource: `arn:aws:s3:::${'x'.repeat(6_200)}` }])),
  refuses('Organizations', 'a Version that is missing or old', SYNTAX, 'InvalidPolicyDocument', control('SERVICE_CONTROL_POLICY', DENY, { Version: '2008-10-17' })),
  refuses('Organizations', 'a Principal in an SCP', `${ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html`, 'InvalidPrincipalElement', control('SERVICE_CONTROL_POLICY', { ...DENY, Principal: '*' })),
  refuses('Organizations', 'an Allow, NotAction, NotPrincipal, another Principal than `*`, the action `*` or a service without support in an RCP', SYNTAX, 'InvalidResourceControlPolicy', rcp({ Action: 'ec2:*' })),
  refuses('Organizations', 'a statement without Resource or NotResource', SYNTAX, 'InvalidResourceElement', control('RESOURCE_CONTROL_POLICY', without('Resource', { ...DENY, Principal: '*' }))),
  refuses('Organizations', 'a policy that is too large', `${ORGANIZATIONS}/orgs_reference_limits.html`, 'PolicyTooLarge', rcp({ Resource: `arn:aws:s3:::${'x'.repeat(5_200)}` })),
  refuses('S3', 'a policy over 20 KB', `${AWS}/AmazonS3/latest/userguide/using-iam-policies.html`, 'PolicyTooLarge', bucket({ Resource: `arn:aws:s3:::reports/${'x'.repeat(20_480)}` })),
  refuses('S3', 'no Principal, a malformed one, or a federated one', `${IAM}/reference_policies_elements_principal.html`, 'InvalidPrincipalElement', bucket({ Principal: { Federated: 'accounts.google.com' } })),
  refuses('S3', 'actions of another service', `${IAM}/access-analyzer-reference-policy-checks.html`, 'InvalidAction', bucket({ Action: 'kms:Decrypt' })),
  refuses('S3', 'resources of another service', `${IAM}/access-analyzer-reference-policy-checks.html`, 'InvalidResourceElement', bucket({ Resource: JOBS })),
  refuses('S3', 'another bucket', `${AWS}/AmazonS3/latest/userguide/bucket-policies.html`, 'ResourceNotOwn', bucket({ Resource: 'arn:aws:s3:::other/*' })),
  refuses('S3', 'an action that is about none of its resources', `${AWS}/service-authorization/latest/reference/list_s3.html`, 'ResourceNotAllowed', bucket({ Resource: 'arn:aws:s3:::reports' })),
  refuses('S3', 'a public policy, where the bucket blocks such', `${AWS}/AmazonS3/latest/userguide/access-control-block-public-access.html`, 'PublicPolicyBlocked', PUBLIC,
    'Of an Allow to everybody without a condition, and of the bucket\'s own setting.'),
  refuses('SNS', 'another topic, or several', SNS, 'ResourceNotOwn', topic(publish({ Resource: `${TOPIC}-old` }))),
  refuses('SNS', 'more than one resource, 200 principals, 100 statements or 30 KB', SNS, 'PolicyTooLarge', topic(publish({ Principal: { AWS: names(201) } }))),
  refuses('SNS', 'no principal', SNS, 'InvalidPrincipalElement', topic(publish({ Principal: { AWS: [] } }))),
  refuses('SNS', 'an action that a topic policy can\'t hold', SNS, 'InvalidAction', topic(publish({ Action: 'sns:CreateTopic' }))),
  refuses('SNS', 'two statements of one Sid', SNS, 'InvalidSid', topic(publish({ Sid: 'a' }), publish({ Sid: 'a' })), 'Whether a Sid may be missing, its pages don\'t agree.'),
  refuses('SQS', 'more than 20 statements, 8,192 bytes, or in a statement 7 actions, 10 conditions or 50 principals', SQS, 'PolicyTooLarge', queue(...Array.from({ length: 21 }, () => send()))),
  refuses('SQS', 'actions of another service', `${IAM}/access-analyzer-reference-policy-checks.html`, 'InvalidAction', queue(send({ Action: 'sns:Publish' }))),
  refuses('VPC', 'a wildcard in a condition of an endpoint policy with less than six characters beside it, or in a key with ids that AWS made', ENDPOINTS, 'InvalidCondition',
    endpoint({ Condition: { StringLike: { 'aws:PrincipalTag/team': 'ag*' } } })),
  refuses('VPC', 'an id with a wildcard as the account of an ARN', ENDPOINTS, 'InvalidResourceElement', endpoint({ Resource: 'arn:aws:sqs:eu-west-1:1111*:jobs' })),
  refuses('KMS', 'a policy that does not let whoever sets it change it again', PUT_KEY_POLICY, 'KeyPolicyWithoutManager', key({ Action: 'kms:Decrypt' }),
    'Of a policy that lets nobody. Who deploys is not known.'),
  refuses('KMS', 'a policy over 32,768 bytes', `${AWS}/kms/latest/developerguide/key-policy-overview.html`, 'PolicyTooLarge', key({ Sid: 'x'.repeat(32_768) })),
  refuses('KMS', 'characters over U+00FF', PUT_KEY_POLICY, 'InvalidStatement', key({ Sid: 'Łódź' })),
  refuses('KMS', 'no Principal, or a malformed one', PUT_KEY_POLICY, 'InvalidPrincipalElement', key({ Principal: { AWS: 'Ana' } })),
  refuses('KMS', 'a principal that does not exist', PUT_KEY_POLICY, undefined, undefined, 'As above.'),
  refuses('Secrets Manager', 'a public policy, where it is to be blocked', `${AWS}/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html`, 'PublicPolicyBlocked',
    of('AWS::SecretsManager::ResourcePolicy', { SecretId: 'login', BlockPublicPolicy: true, ResourcePolicy: document([{ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }]) }), 'As for S3.'),
];

/** The table of docs/access-analyzer.md, a line each. */
export function refusalRow({ service, what, page, rule, note }: Refusal): string {
  return `| ${service} | [${what}](${page}) | ${rule ? `[${rule}](rules.md#${rule.toLowerCase()})` : '–'} | ${note ?? ''} |`.replace(/ {2}\|$/, ' |');
}
