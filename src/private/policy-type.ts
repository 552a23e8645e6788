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
 * Every kind of policy that the library emits. None of them takes `Principal` or `NotPrincipal`, all need `Resource` or
 * `NotResource`.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (10,240 since 2026-05-15, 5,120 before;
 * 10 attached, of which FullAWSAccess is one)
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
 */
export const POLICY_TYPES = {
  SERVICE_CONTROL_POLICY: { name: 'service control policy', maxSize: 10_240, maxAttached: 9, ignoresWhitespace: false, organizationLevel: true },
  MANAGED_POLICY: { name: 'managed policy', maxSize: 6_144, ignoresWhitespace: true, organizationLevel: false },
  ROLE_INLINE_POLICIES: { name: 'role\'s inline policies', maxSize: 10_240, ignoresWhitespace: true, organizationLevel: false },
  USER_INLINE_POLICIES: { name: 'user\'s inline policies', maxSize: 2_048, ignoresWhitespace: true, organizationLevel: false },
  GROUP_INLINE_POLICIES: { name: 'group\'s inline policies', maxSize: 5_120, ignoresWhitespace: true, organizationLevel: false },
} satisfies { [name: string]: PolicyType };
