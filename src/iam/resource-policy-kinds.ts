import { PolicyKind } from './policy';
import { OF_EVERYBODY, POLICY_TYPES } from './policy-kinds';
import type { PolicyType } from './policy-type';

/**
 * The policy of one resource: its service takes no actions of others, and no statement about what may be another resource.
 * Everything it can say is so said with `Action` and `Resource`.
 */
const OF_RESOURCE = {
  ...OF_EVERYBODY, kind: PolicyKind.RESOURCE, notResource: false, notAction: false, anyAction: false, ignoresWhitespace: false,
} satisfies Partial<PolicyType>;

const QUEUE_POLICY: PolicyType = {
  ...OF_RESOURCE,
  name: 'queue policy',
  maxSize: 8_192,
  countsBytes: true,
  maxStatements: 20,
  maxActions: 7,
  maxConditions: 10,
  maxPrincipals: 50,
  services: { prefix: 'sqs' },
  changedBy: 'sqs:SetQueueAttributes',
  sources: ['https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html'],
};

const KEY_POLICY: PolicyType = {
  ...OF_RESOURCE,
  name: 'key policy',
  maxSize: 32_768,
  countsBytes: true,
  latinOnly: true,
  services: { prefix: 'kms' },
  ignoresIncomplete: true,
  changedBy: 'kms:PutKeyPolicy',
  sources: [
    'https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html',
  ],
};

const TABLE_POLICY: PolicyType = {
  ...OF_RESOURCE,
  name: 'table\'s policy',
  maxSize: 20_480,
  countsBytes: true,
  services: { prefix: 'dynamodb' },
  // The operations of which the page says that policies of resources don't support them.
  refusedActionNames: 'CreateGlobalTable CreateTable DeleteBackup DescribeBackup DescribeEndpoints DescribeExport DescribeGlobalTable '
    + 'DescribeGlobalTableSettings DescribeImport DescribeLimits ImportTable ListBackups ListContributorInsights ListExports ListGlobalTables '
    + 'ListImports ListStreams ListTables RestoreTableFromBackup UpdateGlobalTable UpdateGlobalTableSettings',
  changedBy: 'dynamodb:PutResourcePolicy',
  sources: [
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html',
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html',
  ],
};

const TOPIC_POLICY: PolicyType = {
  ...OF_RESOURCE,
  name: 'topic policy',
  maxSize: 30_720,
  countsBytes: true,
  maxStatements: 100,
  maxPrincipals: 200,
  maxResources: 1,
  services: { prefix: 'sns' },
  actionNames: 'AddPermission DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Publish '
    + 'PutDataProtectionPolicy RemovePermission SetTopicAttributes Subscribe',
  changedBy: 'sns:SetTopicAttributes',
  sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html'],
};

/** Resource-based policies that are sure to be written in IAM's language, by the type of the resource that holds them. */
export const RESOURCE_POLICY_TYPES: { [resourceType: string]: PolicyType } = {
  'AWS::S3::BucketPolicy': {
    ...OF_RESOURCE,
    name: 'bucket policy',
    maxSize: 20_480,
    countsBytes: true,
    services: { prefix: 's3' },
    changedBy: 's3:PutBucketPolicy',
    rootChanges: true,
    sources: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html',
    ],
  },
  'AWS::KMS::Key': KEY_POLICY,
  'AWS::KMS::ReplicaKey': KEY_POLICY,
  'AWS::SQS::QueuePolicy': QUEUE_POLICY,
  'AWS::SQS::QueueInlinePolicy': QUEUE_POLICY,
  'AWS::SNS::TopicPolicy': TOPIC_POLICY,
  'AWS::SNS::TopicInlinePolicy': TOPIC_POLICY,
  'AWS::SecretsManager::ResourcePolicy': {
    ...OF_RESOURCE,
    name: 'secret\'s policy',
    maxSize: 20_480,
    services: { prefix: 'secretsmanager' },
    changedBy: 'secretsmanager:PutResourcePolicy',
    sources: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html'],
  },
  'AWS::Lambda::ResourcePolicy': {
    ...OF_RESOURCE,
    name: 'function\'s policy',
    maxSize: 20_480,
    countsBytes: true,
    services: { prefix: 'lambda' },
    actionNames: 'CreateAlias DeleteAlias DeleteFunction DeleteFunctionConcurrency DeleteFunctionEventInvokeConfig '
      + 'DeleteProvisionedConcurrencyConfig GetAlias GetFunction GetFunctionConcurrency GetFunctionConfiguration GetFunctionEventInvokeConfig '
      + 'GetPolicy GetProvisionedConcurrencyConfig InvokeFunction InvokeFunctionUrl ListAliases ListFunctionEventInvokeConfigs '
      + 'ListProvisionedConcurrencyConfigs ListTags ListVersionsByFunction PublishVersion PutFunctionConcurrency PutFunctionEventInvokeConfig '
      + 'PutProvisionedConcurrencyConfig TagResource UntagResource UpdateAlias UpdateFunctionCode UpdateFunctionEventInvokeConfig',
    changedBy: 'lambda:PutResourcePolicy',
    sources: [
      'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
      'https://docs.aws.amazon.com/lambda/latest/api/API_PutResourcePolicy.html',
    ],
  },
  'AWS::S3Express::BucketPolicy': {
    ...OF_RESOURCE,
    name: 'directory bucket policy',
    maxSize: 20_480,
    countsBytes: true,
    services: { prefix: 's3express' },
    // Of what is done to the bucket itself, identity-based policies say who may.
    actionNames: 'CreateSession',
    changedBy: 's3express:PutBucketPolicy',
    sources: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html',
    ],
  },
  'AWS::S3Tables::TableBucketPolicy': {
    ...OF_RESOURCE,
    name: 'table bucket policy',
    maxSize: 20_480,
    countsBytes: true,
    services: { prefix: 's3tables' },
    changedBy: 's3tables:PutTableBucketPolicy',
    sources: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-resource-based-policies.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/API/API_s3Buckets_PutTableBucketPolicy.html',
    ],
  },
  'AWS::S3Vectors::VectorBucketPolicy': {
    ...OF_RESOURCE,
    name: 'vector bucket policy',
    maxSize: Infinity,
    services: { prefix: 's3vectors' },
    changedBy: 's3vectors:PutVectorBucketPolicy',
    sources: [
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-vectors-resource-based-policies.html',
      'https://docs.aws.amazon.com/AmazonS3/latest/API/API_S3VectorBuckets_PutVectorBucketPolicy.html',
    ],
  },
  // No wildcards, so no guardrail: there is no mixin for streams.
  'AWS::Kinesis::ResourcePolicy': {
    ...OF_RESOURCE,
    name: 'stream\'s policy',
    maxSize: 20_480,
    countsBytes: true,
    refuses: ['wildcards'],
    services: { prefix: 'kinesis' },
    changedBy: 'kinesis:PutResourcePolicy',
    sources: ['https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html'],
  },
  'AWS::DynamoDB::Table': TABLE_POLICY,
  'AWS::DynamoDB::GlobalTable': TABLE_POLICY,
};

/** By service: what its policies need. That such a resource holds the policy is not known, so that none of the limits is taken. */
const OF_SERVICE = new Map<string | undefined, PolicyType>(Object.values(RESOURCE_POLICY_TYPES).map((type) => {
  const { name, resource, ignoresIncomplete, sources } = type;
  return [serviceOf(type), { ...POLICY_TYPES.RESOURCE_POLICY, name, resource, ignoresIncomplete, sources }];
}));

/** The row of a policy that judges the actions of a service, where one type of resource only is known to have such. */
export function resourcePolicyTypeOf(service: string | undefined): PolicyType | undefined {
  return OF_SERVICE.get(service);
}

/** By service: the actions that the policies of its resources can hold, or those that they can't, in lower case. */
const HELD = new Map(Object.values(RESOURCE_POLICY_TYPES).map((type) => [
  serviceOf(type)!, { all: lowerNames(type.actionNames), but: lowerNames(type.refusedActionNames) },
]));

/**
 * Whether no policy of a resource can hold the action of its service, so that what it says of it, also by a wildcard, has no effect as far as AWS
 * tells.
 *
 * @param action in lower case
 */
export function isInNoResourcePolicy(action: string): boolean {
  const colon = action.indexOf(':');
  const held = HELD.get(action.slice(0, colon));
  const name = action.slice(colon + 1);
  return held !== undefined && (held.all ? !held.all.has(name) : held.but?.has(name) ?? false);
}

function lowerNames(names: string | undefined): ReadonlySet<string> | undefined {
  return names === undefined ? undefined : new Set(names.toLowerCase().split(' '));
}

/** The prefix of the service that a policy of the kind is about, if it is one only. */
export function serviceOf({ services }: PolicyType): string | undefined {
  return services && 'prefix' in services ? services.prefix : undefined;
}
