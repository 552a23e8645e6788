/** What one kind of policy may hold, and how much. */
export interface PolicyType {
  /** AWS's own name for it, as errors show it. */
  readonly name: string;

  /** The most characters a document may have. */
  readonly maxSize: number;

  /** Whether IAM leaves white space out when it counts. */
  readonly ignoresWhitespace: boolean;

  /** How many of them may be attached to one target, besides those that AWS attaches; `undefined` where the library attaches none. */
  readonly maxAttached?: number;

  /** Whether it reaches everybody in the accounts it is attached to, so that a Deny can lock everybody out. */
  readonly organizationLevel: boolean;
}

/**
 * Every kind of policy that the library emits or checks. None of those it emits takes `Principal` or `NotPrincipal`, all of these
 * need `Resource` or `NotResource`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (10,240 since 2026-05-15, 5,120 before;
 * 10 attached, of which FullAWSAccess is one)
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_PutInlinePolicyToPermissionSet.html (32,768 characters; IAM's quota
 * for the inline policy of the role that it becomes is lower)
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html (session policies)
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html
 */
export const POLICY_TYPES = {
  SERVICE_CONTROL_POLICY: { name: 'service control policy', maxSize: 10_240, maxAttached: 9, ignoresWhitespace: false, organizationLevel: true },
  MANAGED_POLICY: { name: 'managed policy', maxSize: 6_144, ignoresWhitespace: true, organizationLevel: false },
  ROLE_INLINE_POLICIES: { name: 'role\'s inline policies', maxSize: 10_240, ignoresWhitespace: true, organizationLevel: false },
  USER_INLINE_POLICIES: { name: 'user\'s inline policies', maxSize: 2_048, ignoresWhitespace: true, organizationLevel: false },
  GROUP_INLINE_POLICIES: { name: 'group\'s inline policies', maxSize: 5_120, ignoresWhitespace: true, organizationLevel: false },
  RESOURCE_CONTROL_POLICY: { name: 'resource control policy', maxSize: 5_120, maxAttached: 4, ignoresWhitespace: false, organizationLevel: true },
  TRUST_POLICY: { name: 'trust policy', maxSize: 2_048, ignoresWhitespace: true, organizationLevel: false },
  PERMISSION_SET_INLINE_POLICY: { name: 'permission set\'s inline policy', maxSize: 10_240, ignoresWhitespace: true, organizationLevel: false },
  SESSION_POLICY: { name: 'session policy', maxSize: 2_048, ignoresWhitespace: false, organizationLevel: false },
  VPC_ENDPOINT_POLICY: { name: 'VPC endpoint policy', maxSize: 20_480, ignoresWhitespace: false, organizationLevel: false },
} satisfies { [name: string]: PolicyType };

/**
 * Resource-based policies, by the type of the resource that holds them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-iam-policies.html (20 KB)
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html (32 KB)
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
export const RESOURCE_POLICY_TYPES: { [resourceType: string]: PolicyType } = {
  'AWS::S3::BucketPolicy': { name: 'bucket policy', maxSize: 20_480, ignoresWhitespace: false, organizationLevel: false },
  'AWS::KMS::Key': { name: 'key policy', maxSize: 32_768, ignoresWhitespace: false, organizationLevel: false },
  'AWS::KMS::ReplicaKey': { name: 'key policy', maxSize: 32_768, ignoresWhitespace: false, organizationLevel: false },
  'AWS::SQS::QueuePolicy': { name: 'queue policy', maxSize: 8_192, ignoresWhitespace: false, organizationLevel: false },
  'AWS::SecretsManager::ResourcePolicy': { name: 'secret\'s policy', maxSize: 20_480, ignoresWhitespace: false, organizationLevel: false },
};
