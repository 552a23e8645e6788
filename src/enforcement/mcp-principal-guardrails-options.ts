import type { IConstruct } from 'constructs';
import type { McpPrincipalKind } from './mcp-principal-kind';

/** Options of `McpPrincipalGuardrails.of()`. */
export interface McpPrincipalGuardrailsOptions {
  /**
   * Constructs that get no guardrails, nor does anything within them.
   *
   * @default - none
   */
  readonly exclude?: IConstruct[];

  /**
   * Paths of constructs that get no guardrails, nor does anything within them, such as `Network/*Provider`. A `*` stands for any
   * run of characters. One that is the path of nothing gets a warning, `cdk-mcp-guardrails:excludePathWithoutEffect`.
   *
   * @default - none
   */
  readonly excludePaths?: string[];

  /**
   * Kinds of principals that get no guardrails.
   *
   * @default - none
   */
  readonly excludeKinds?: McpPrincipalKind[];

  /**
   * How many managed policies a role, user or group may have. It is the quota of the account, at most 25 for a role, 20 for a user and 10 for a group,
   * which is what counts where it is less. Guardrails that have no place among them become an inline policy.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   * @default - IAM's: 20 for a role, 10 for a user or a group
   */
  readonly maxManagedPolicies?: number;
}
