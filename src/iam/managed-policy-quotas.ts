/** How many managed policies may be attached to a principal: by default, and when the quota is raised as far as AWS does it by itself. */
export interface ManagedPolicyQuota {
  readonly byDefault: number;
  readonly most: number;
}

/**
 * By what a principal is. A permission set becomes a role in each account, and can have what that can.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
 */
export const MANAGED_POLICY_QUOTAS: { readonly [kind in 'role' | 'user' | 'group' | 'permission set']: ManagedPolicyQuota } = {
  'role': { byDefault: 20, most: 25 },
  'user': { byDefault: 10, most: 20 },
  'group': { byDefault: 10, most: 10 },
  'permission set': { byDefault: 20, most: 25 },
};
