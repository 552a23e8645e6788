import { aws_cloudtrail as cloudtrail, aws_iam as iam, aws_kms as kms, aws_logs as logs, aws_s3 as s3, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { aws_dynamodb as dynamodb, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkedProperties, has, listOf, OBJECT, stringLike } from '../private/validator';

/** Properties of `McpActivityTrail`. */
export interface McpActivityTrailProps {
  /**
   * The organization whose accounts are all recorded. The stack must be that of the management account, with trusted access for CloudTrail activated.
   *
   * @default - this account alone
   */
  readonly organizationId?: string;

  /**
   * The name of the trail.
   *
   * @default - CloudFormation chooses one; `mcp-activity` for an organization, whose bucket policy has it
   */
  readonly trailName?: string;

  /**
   * The bucket of the log files, with a policy that lets CloudTrail write to it.
   *
   * @default - a new one, that nobody can read publicly, and that stays when the stack is deleted
   */
  readonly bucket?: s3.IBucket;

  /**
   * The key that encrypts the log files and the log group. A key costs each month, and each file a request to it.
   *
   * @default - AWS's own keys, which cost nothing
   */
  readonly encryptionKey?: kms.Key;

  /**
   * How long the log group keeps events, which is charged by size. The bucket keeps them until somebody deletes them.
   *
   * @default RetentionDays.THREE_MONTHS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * Buckets whose objects are watched: data events, each of which is charged.
   *
   * @default - none
   */
  readonly buckets?: s3.IBucket[];

  /**
   * Tables whose items are watched: data events, each of which is charged.
   *
   * @default - none
   */
  readonly tables?: dynamodb.ITable[];

  /**
   * Functions whose invocations are watched: data events, each of which is charged.
   *
   * @default - none
   */
  readonly functions?: lambda.IFunction[];
}

/**
 * A trail that records what agents do, in all Regions, to a bucket and to a log group: management events, and data events of what is given.
 *
 * The first copy of management events in a bucket is free. The log group is charged by what is written to it, which a trail of an account that is there
 * already may do as well: pass its log group to `McpActivityMonitor` instead.
 *
 * @throws if a property is not what it has to be.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
 *
 * @example
 * declare const orders: dynamodb.Table;
 *
 * new McpActivityTrail(this, 'Trail', { tables: [orders], retention: logs.RetentionDays.ONE_YEAR });
 */
export class McpActivityTrail extends Construct {
  /** The trail. */
  public readonly trail: cloudtrail.Trail;
  /** Where the log files are. */
  public readonly bucket: s3.IBucket;
  /** Where metric filters and queries read. */
  public readonly logGroup: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: McpActivityTrailProps = {}) {
    super(scope, id);
    checkedProperties(this.node.path, props, {
      organizationId: stringLike(/^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as "o-a1b2c3d4e5"'),
      trailName: stringLike(/^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/, '3 to 128 letters, digits and ._-'),
      bucket: OBJECT,
      encryptionKey: OBJECT,
      buckets: listOf(has('bucketArn', 'string'), 'buckets'),
      tables: listOf(has('tableArn', 'string'), 'tables'),
      functions: listOf(has('functionArn', 'string'), 'functions'),
    });
    const { organizationId, encryptionKey } = props;
    const trailName = props.trailName ?? (organizationId === undefined ? undefined : 'mcp-activity');
    this.bucket = props.bucket ?? new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      ...encryptionKey ? { encryption: s3.BucketEncryption.KMS, encryptionKey } : { encryption: s3.BucketEncryption.S3_MANAGED },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.logGroup = new logs.LogGroup(this, 'Logs', { retention: props.retention ?? logs.RetentionDays.THREE_MONTHS, encryptionKey, removalPolicy: RemovalPolicy.RETAIN });
    if (encryptionKey) {
      letServicesUse(this, encryptionKey);
    }
    letCloudTrailWrite(this, this.bucket, organizationId);
    this.trail = new cloudtrail.Trail(this, 'Trail', {
      trailName,
      // As one of elsewhere: the CDK's own policy would let any trail of any account write to it.
      bucket: s3.Bucket.fromBucketArn(this, 'TrailBucket', this.bucket.bucketArn),
      encryptionKey,
      sendToCloudWatchLogs: true,
      cloudWatchLogGroup: this.logGroup,
      ...organizationId !== undefined && { isOrganizationTrail: true, orgId: organizationId },
    });
    if (this.bucket.policy) {
      this.trail.node.addDependency(this.bucket.policy);
    }
    const resource = this.trail.node.defaultChild as cloudtrail.CfnTrail;
    resource.advancedEventSelectors = [
      selector('Management', []),
      ...(props.buckets ?? []).map(({ bucketArn }) => selector('Data', [equal('resources.type', 'AWS::S3::Object'), { field: 'resources.ARN', startsWith: [`${bucketArn}/`] }])),
      ...(props.tables ?? []).map(({ tableArn }) => selector('Data', [equal('resources.type', 'AWS::DynamoDB::Table'), equal('resources.ARN', tableArn)])),
      ...(props.functions ?? []).map(({ functionArn }) => selector('Data', [equal('resources.type', 'AWS::Lambda::Function'), equal('resources.ARN', functionArn)])),
    ];
  }
}

type FieldSelector = cloudtrail.CfnTrail.AdvancedFieldSelectorProperty;

function equal(field: string, value: string): FieldSelector {
  return { field, equalTo: [value] };
}

function selector(category: string, others: FieldSelector[]): cloudtrail.CfnTrail.AdvancedEventSelectorProperty {
  return { fieldSelectors: [equal('eventCategory', category), ...others] };
}

/** The trails of the stack's account and Region. */
function trails(scope: Construct): string {
  const { partition, account, region } = Stack.of(scope);
  return `arn:${partition}:cloudtrail:${region}:${account}:trail/*`;
}

/**
 * What CloudTrail needs of a bucket. The policy of one from elsewhere stays as it is.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
function letCloudTrailWrite(scope: Construct, bucket: s3.IBucket, organizationId?: string): void {
  const principals = [new iam.ServicePrincipal('cloudtrail.amazonaws.com')];
  const ofTrails = { ArnLike: { 'aws:SourceArn': trails(scope) } };
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'LetCloudTrailLook', principals, actions: ['s3:GetBucketAcl'], resources: [bucket.bucketArn], conditions: ofTrails,
  }));
  bucket.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'LetCloudTrailWrite',
    principals,
    actions: ['s3:PutObject'],
    resources: [Stack.of(scope).account, ...organizationId === undefined ? [] : [organizationId]].map((folder) => bucket.arnForObjects(`AWSLogs/${folder}/*`)),
    conditions: { ...ofTrails, StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
  }));
}

/**
 * What CloudTrail and CloudWatch Logs need of a key.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
function letServicesUse(scope: Construct, key: kms.Key): void {
  const { partition, account, region } = Stack.of(scope);
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'LetCloudTrailUseKey',
    principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')],
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': trails(scope) } },
  }));
  key.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'LetLogsUseKey',
    principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:*` } },
  }));
}
