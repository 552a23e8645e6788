/** Logical ids with their resources. */
export interface Resources {
  readonly [id: string]: { readonly Type: string; readonly Properties?: any };
}

/** What some of the golden snapshots hold, by `file: name`. */
export interface GoldenForm {
  readonly of: RegExp;
  /** The resources of a template with it, if a template can have it. */
  readonly resources?: (value: any) => Resources;
  /** It is a session policy. */
  readonly sessionPolicy?: boolean;
  /** Why there is no template. */
  readonly notLinted?: string;
}

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }] };
const KEYS = { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], BillingMode: 'PAY_PER_REQUEST' };
/** What the snapshots of a part of a stack refer to. */
const PRINCIPALS: Resources = {
  Role1ABCC5F0: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } },
  User00B015A1: { Type: 'AWS::IAM::User' },
  GroupC77FDACD: { Type: 'AWS::IAM::Group' },
};
const DATA = 'It16E14BEE';
const data = (type: string): Resources => ({ [DATA]: { Type: type } });

/** The properties of one resource, or what is made of the value, beside the resources that they refer to. */
const resource = (of: RegExp, type: string, properties: (value: any) => any = (value) => value, others: Resources = {}): GoldenForm => ({
  of, resources: (value) => ({ ...others, Golden: { Type: type, Properties: properties(value) } }),
});
/** Statements, in a service control policy: it may hold any Deny, and the most of them. */
const denies = (of: RegExp, statements: (value: any) => any[]): GoldenForm => resource(of, 'AWS::Organizations::Policy', (value) => ({
  Name: 'golden', Type: 'SERVICE_CONTROL_POLICY', Content: { Version: '2012-10-17', Statement: statements(value) },
}));

export const GOLDEN_FORMS: GoldenForm[] = [
  { of: /^examples: /, resources: (value) => value },
  { of: /^enforcement\/(mcp-scoped-role|mcp-principal-guardrails|mcp-permission-set): /, resources: (value) => value },
  { of: /^enforcement\/mcp-session-policy: /, sessionPolicy: true, notLinted: 'no template can have a session policy: its document is linted' },
  resource(/^enforcement\/mcp-(service|resource)-control-policy: /, 'AWS::Organizations::Policy'),
  resource(/^enforcement\/mcp-guardrail-policy: /, 'AWS::IAM::ManagedPolicy', undefined, PRINCIPALS),
  resource(/^enforcement\/mcp-permissions-boundary: /, 'AWS::IAM::ManagedPolicy'),
  resource(/^enforcement\/deny-outside-mcp-guardrail: /, 'AWS::IAM::Policy', undefined, PRINCIPALS),
  resource(/^mixins\/principal-mixin: group /, 'AWS::IAM::Group'),
  resource(/^mixins\/principal-mixin: permission set /, 'AWS::SSO::PermissionSet'),
  resource(/^mixins\/principal-mixin: role /, 'AWS::IAM::Role'),
  resource(/^mixins\/principal-mixin: user /, 'AWS::IAM::User'),
  resource(/^mixins\/vpc-endpoint-mcp-guardrails: /, 'AWS::EC2::VPCEndpoint', (PolicyDocument) => ({
    PolicyDocument, VpcId: 'vpc-0123456789abcdef0', ServiceName: 'com.amazonaws.eu-west-1.s3',
  })),
  resource(/^mixins\/resource-guardrails: bucket /, 'AWS::S3::BucketPolicy', ([PolicyDocument]) => ({ PolicyDocument, Bucket: { Ref: DATA } }), data('AWS::S3::Bucket')),
  resource(/^mixins\/resource-guardrails: queue /, 'AWS::SQS::QueuePolicy', ([PolicyDocument]) => ({ PolicyDocument, Queues: [{ Ref: DATA }] }), data('AWS::SQS::Queue')),
  resource(/^mixins\/resource-guardrails: topic /, 'AWS::SNS::TopicPolicy', ([PolicyDocument]) => ({ PolicyDocument, Topics: [{ Ref: DATA }] }), data('AWS::SNS::Topic')),
  resource(
    /^mixins\/resource-guardrails: secret /, 'AWS::SecretsManager::ResourcePolicy', ([ResourcePolicy]) => ({ ResourcePolicy, SecretId: { Ref: DATA } }),
    data('AWS::SecretsManager::Secret'),
  ),
  resource(
    /^mixins\/resource-guardrails: function /, 'AWS::Lambda::ResourcePolicy',
    ([PolicyDocument]) => ({ PolicyDocument, ResourceArn: { 'Fn::GetAtt': [DATA, 'Arn'] } }),
    { [DATA]: { Type: 'AWS::Lambda::Function', Properties: { Code: { ZipFile: '' }, Handler: 'index.handler', Runtime: 'nodejs22.x', Role: 'arn:aws:iam::111122223333:role/Function' } } },
  ),
  resource(
    /^mixins\/resource-guardrails: directory bucket /, 'AWS::S3Express::BucketPolicy', ([PolicyDocument]) => ({ PolicyDocument, Bucket: { Ref: 'It' } }),
    { It: { Type: 'AWS::S3Express::DirectoryBucket', Properties: { DataRedundancy: 'SingleAvailabilityZone', LocationName: 'euw1-az1' } } },
  ),
  resource(
    /^mixins\/resource-guardrails: table bucket /, 'AWS::S3Tables::TableBucketPolicy',
    ([ResourcePolicy]) => ({ ResourcePolicy, TableBucketARN: { 'Fn::GetAtt': ['It', 'TableBucketARN'] } }),
    { It: { Type: 'AWS::S3Tables::TableBucket', Properties: { TableBucketName: 'orders' } } },
  ),
  resource(
    /^mixins\/resource-guardrails: vector bucket /, 'AWS::S3Vectors::VectorBucketPolicy',
    ([Policy]) => ({ Policy, VectorBucketArn: { 'Fn::GetAtt': ['It', 'VectorBucketArn'] } }), { It: { Type: 'AWS::S3Vectors::VectorBucket' } },
  ),
  resource(/^mixins\/resource-guardrails: key /, 'AWS::KMS::Key', ([KeyPolicy]) => ({ KeyPolicy })),
  resource(/^mixins\/resource-guardrails: table the form/, 'AWS::DynamoDB::Table', ([PolicyDocument]) => ({ ...KEYS, ResourcePolicy: { PolicyDocument } })),
  resource(/^mixins\/resource-guardrails: global table /, 'AWS::DynamoDB::GlobalTable', (policies: any[]) => ({
    ...KEYS,
    StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
    Replicas: policies.map((PolicyDocument, i) => ({ Region: `eu-west-${i + 1}`, ResourcePolicy: { PolicyDocument } })),
  })),
  { of: /^monitor\/mcp-activity-(monitor|rules|trail|table|telemetry): (weekly reports )?the form of /, resources: (value) => value },
  { of: /^monitor\/mcp-activity-monitor: destructive events /, notLinted: 'a list of actions' },
  { of: /^monitor\/(log-queries|shared-events): /, notLinted: 'what is found in events' },
  denies(/^guardrails\//, (statements) => statements),
  denies(/^actions\/action-set: /, ({ actions }) => [{ Sid: 'Golden', Effect: 'Deny', Action: actions, Resource: '*' }]),
  { of: /^activity\//, notLinted: 'what is said of events' },
  { of: /^cli\//, notLinted: 'what the command prints' },
  { of: /^mcp\/servers: /, notLinted: 'a table of facts' },
  { of: /^iam\/facts: /, notLinted: 'a table of facts' },
];
