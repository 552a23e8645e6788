import type { McpGuardrail } from '../guardrails/guardrail';

/** Properties of the mixins that add guardrails to the policy of a resource. */
export interface McpResourceGuardrailsProps {
  /** What the resource's policy denies; at least one. */
  readonly guardrails: McpGuardrail[];

  /**
   * Deny also what AWS services do as themselves, such as writing access logs to a bucket or sending events to a queue, and by their
   * service-linked roles, such as replicating a global table.
   *
   * A guardrail whose conditions name `aws:PrincipalIsAWSService` itself is taken as it is.
   *
   * @default false
   */
  readonly includeAwsServices?: boolean;
}
