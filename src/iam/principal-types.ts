/** What has policies of its own. */
export interface PrincipalType {
  readonly resourceType: string;
  /** How many managed policies may be attached to one: by default, and when the quota is raised as far as AWS does it by itself. */
  readonly managedPolicies: { readonly byDefault: number; readonly most: number };
}

/**
 * Every kind of principal that has policies. A permission set becomes a role in each account, and can have as many as that.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
 */
export const PRINCIPAL_TYPES = {
  'role': { resourceType: 'AWS::IAM::Role', managedPolicies: { byDefault: 20, most: 25 } },
  'user': { resourceType: 'AWS::IAM::User', managedPolicies: { byDefault: 10, most: 20 } },
  'group': { resourceType: 'AWS::IAM::Group', managedPolicies: { byDefault: 10, most: 10 } },
  'permission set': { resourceType: 'AWS::SSO::PermissionSet', managedPolicies: { byDefault: 20, most: 25 } },
} satisfies { readonly [kind: string]: PrincipalType };

export type PrincipalKind = keyof typeof PRINCIPAL_TYPES;

/** What is told of each kind, by the type of its resource: one that is left out does not compile. */
export function byResourceType<T>(told: { readonly [kind in PrincipalKind]: T }): { readonly [resourceType: string]: T | undefined } {
  return Object.fromEntries(Object.entries(PRINCIPAL_TYPES).map(([kind, { resourceType }]) => [resourceType, told[kind as PrincipalKind]]));
}
