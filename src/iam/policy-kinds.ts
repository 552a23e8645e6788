/** Whom the statements of a policy name. */
export type PrincipalElement =
  /** Nobody: the policy is about those it is attached to. */
  | 'none'
  /** Everybody, as `"*"`; whom a statement is about is said by its conditions. */
  | 'everybody'
  /** Somebody: what the library can't say for a guardrail. */
  | 'somebody';

/** What one kind of policy may hold, how much, and whom it reaches: a row of the table that enforcement reads. */
export interface PolicyType {
  /** AWS's own name for it, as errors show it. */
  readonly name: string;

  /** The most characters a document may have. */
  readonly maxSize: number;

  /** Whether IAM leaves white space out when it counts. */
  readonly ignoresWhitespace: boolean;

  /** How many of them may be attached to one target, besides those that AWS attaches; `undefined` where the library attaches none. */
  readonly maxAttached?: number;

  /** The most statements a document may have; `undefined` if only its size is limited. */
  readonly maxStatements?: number;

  /** The most actions a statement may name. */
  readonly maxActions?: number;

  /** The most conditions a statement may have: operators, each with a key. */
  readonly maxConditions?: number;

  /** The most principals a statement may name. */
  readonly maxPrincipals?: number;

  /** What `Principal` says. */
  readonly principal: PrincipalElement;

  /** Whether a statement needs `Resource` or `NotResource`, or can't hold either. */
  readonly resource: 'needed' | 'none';

  /** Whether the library puts `NotResource` there. */
  readonly notResource: boolean;

  /** Whether it may hold `NotAction`. */
  readonly notAction: boolean;

  /** Whether it may hold the action `*`, without a service. */
  readonly anyAction: boolean;

  /** Whether it may hold an Allow. */
  readonly allow: boolean;

  /** The services that it can be about, if not all: those that resource control policies reach, or one by its prefix. */
  readonly services?: { readonly resourceControl: true } | { readonly prefix: string };

  /** The only actions that it may name, and only by their full names; where there is no such list, wildcards are fine. */
  readonly actionNames?: string;

  /** Whether requests that AWS services make as themselves are judged by it. */
  readonly reachesAwsServices: boolean;

  /** Where a Deny can lock everybody out, as an error says it; `undefined` if it reaches only those it is attached to. */
  readonly lockOut?: string;

  /** The action that changes the policy itself: denied to everybody, nobody could undo it. */
  readonly changedBy?: string;

  /** The pages of AWS's documentation that all this is from. */
  readonly sources: string[];
}

const IAM = 'https://docs.aws.amazon.com/IAM/latest/UserGuide';
const ORGANIZATIONS = 'https://docs.aws.amazon.com/organizations/latest/userguide';
const IAM_QUOTAS = `${IAM}/reference_iam-quotas.html`;

/** What is attached to principals, or to the accounts that they are in. */
const OF_PRINCIPALS = {
  principal: 'none', resource: 'needed', notResource: true, notAction: true, anyAction: true, allow: true, reachesAwsServices: false,
} satisfies Partial<PolicyType>;

/** What judges whoever comes. */
const OF_EVERYBODY = {
  principal: 'everybody', resource: 'needed', notResource: true, notAction: true, anyAction: true, allow: true, reachesAwsServices: true,
} satisfies Partial<PolicyType>;

/**
 * The policy of one resource: its service takes no actions of others, and no statement about what may be another resource.
 * Everything it can say is so said with `Action` and `Resource`.
 */
const OF_RESOURCE = {
  ...OF_EVERYBODY, notResource: false, notAction: false, anyAction: false, ignoresWhitespace: false,
} satisfies Partial<PolicyType>;

/** Every kind of policy that the library emits or checks, a row each. What a guardrail becomes there follows from its row. */
export const POLICY_TYPES = {
  SERVICE_CONTROL_POLICY: {
    ...OF_PRINCIPALS,
    name: 'service control policy',
    // 10,240 since 2026-05-15, 5,120 before; 10 attached, of which FullAWSAccess is one.
    maxSize: 10_240,
    maxAttached: 9,
    ignoresWhitespace: false,
    lockOut: 'a policy of the organization',
    sources: [`${ORGANIZATIONS}/orgs_reference_limits.html`, `${ORGANIZATIONS}/orgs_manage_policies_scps_syntax.html`],
  },
  RESOURCE_CONTROL_POLICY: {
    ...OF_EVERYBODY,
    name: 'resource control policy',
    // 5 attached, of which RCPFullAWSAccess is one.
    maxSize: 5_120,
    maxAttached: 4,
    ignoresWhitespace: false,
    notAction: false,
    anyAction: false,
    allow: false,
    services: { resourceControl: true },
    lockOut: 'a policy of the organization',
    sources: [
      `${ORGANIZATIONS}/orgs_reference_limits.html`,
      `${ORGANIZATIONS}/orgs_manage_policies_rcps_syntax.html`,
      `${ORGANIZATIONS}/orgs_manage_policies_rcps.html`,
    ],
  },
  MANAGED_POLICY: { ...OF_PRINCIPALS, name: 'managed policy', maxSize: 6_144, ignoresWhitespace: true, sources: [IAM_QUOTAS] },
  ROLE_INLINE_POLICIES: { ...OF_PRINCIPALS, name: 'role\'s inline policies', maxSize: 10_240, ignoresWhitespace: true, sources: [IAM_QUOTAS] },
  USER_INLINE_POLICIES: { ...OF_PRINCIPALS, name: 'user\'s inline policies', maxSize: 2_048, ignoresWhitespace: true, sources: [IAM_QUOTAS] },
  GROUP_INLINE_POLICIES: { ...OF_PRINCIPALS, name: 'group\'s inline policies', maxSize: 5_120, ignoresWhitespace: true, sources: [IAM_QUOTAS] },
  TRUST_POLICY: {
    ...OF_EVERYBODY,
    name: 'trust policy',
    maxSize: 2_048,
    ignoresWhitespace: true,
    principal: 'somebody',
    resource: 'none',
    services: { prefix: 'sts' },
    changedBy: 'iam:UpdateAssumeRolePolicy',
    sources: [IAM_QUOTAS, `${IAM}/reference_policies_elements_principal.html`],
  },
  // 32,768 characters; IAM's quota for the inline policy of the role that it becomes is lower.
  PERMISSION_SET_INLINE_POLICY: {
    ...OF_PRINCIPALS,
    name: 'permission set\'s inline policy',
    maxSize: 10_240,
    ignoresWhitespace: true,
    sources: ['https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutInlinePolicyToPermissionSet.html', IAM_QUOTAS],
  },
  SESSION_POLICY: {
    ...OF_PRINCIPALS,
    name: 'session policy',
    maxSize: 2_048,
    ignoresWhitespace: false,
    sources: ['https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html'],
  },
  VPC_ENDPOINT_POLICY: {
    ...OF_EVERYBODY,
    name: 'VPC endpoint policy',
    maxSize: 20_480,
    ignoresWhitespace: false,
    // What comes through the endpoint is called in the VPC.
    reachesAwsServices: false,
    lockOut: 'the policy of a VPC endpoint',
    sources: [
      'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html',
      'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    ],
  },
} satisfies { [name: string]: PolicyType };

const QUEUE_POLICY: PolicyType = {
  ...OF_RESOURCE,
  name: 'queue policy',
  maxSize: 8_192,
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
  services: { prefix: 'kms' },
  changedBy: 'kms:PutKeyPolicy',
  sources: ['https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html'],
};

const TABLE_POLICY: PolicyType = {
  ...OF_RESOURCE,
  name: 'table\'s policy',
  maxSize: 20_480,
  services: { prefix: 'dynamodb' },
  changedBy: 'dynamodb:PutResourcePolicy',
  sources: ['https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html'],
};

/** Resource-based policies, by the type of the resource that holds them. */
export const RESOURCE_POLICY_TYPES: { [resourceType: string]: PolicyType } = {
  'AWS::S3::BucketPolicy': {
    ...OF_RESOURCE,
    name: 'bucket policy',
    maxSize: 20_480,
    services: { prefix: 's3' },
    changedBy: 's3:PutBucketPolicy',
    sources: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html'],
  },
  'AWS::KMS::Key': KEY_POLICY,
  'AWS::KMS::ReplicaKey': KEY_POLICY,
  'AWS::SQS::QueuePolicy': QUEUE_POLICY,
  'AWS::SNS::TopicPolicy': {
    ...OF_RESOURCE,
    name: 'topic policy',
    maxSize: 30_720,
    maxStatements: 100,
    services: { prefix: 'sns' },
    actionNames: 'AddPermission DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource Publish '
      + 'PutDataProtectionPolicy RemovePermission SetTopicAttributes Subscribe',
    changedBy: 'sns:SetTopicAttributes',
    sources: ['https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html'],
  },
  'AWS::SecretsManager::ResourcePolicy': {
    ...OF_RESOURCE,
    name: 'secret\'s policy',
    maxSize: 20_480,
    services: { prefix: 'secretsmanager' },
    changedBy: 'secretsmanager:PutResourcePolicy',
    sources: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html'],
  },
  'AWS::DynamoDB::Table': TABLE_POLICY,
  'AWS::DynamoDB::GlobalTable': TABLE_POLICY,
};
