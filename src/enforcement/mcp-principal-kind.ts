/** What kind of principal guardrails are applied to. */
export enum McpPrincipalKind {
  /** An IAM role. */
  ROLE = 'ROLE',
  /** An IAM user. */
  USER = 'USER',
  /** An IAM group. */
  GROUP = 'GROUP',
  /** An IAM Identity Center permission set. */
  PERMISSION_SET = 'PERMISSION_SET',
}
