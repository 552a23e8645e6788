import type { McpGuardrail } from '../guardrails/guardrail';

/** Properties of the mixins that give guardrails to a principal. */
export interface McpGuardrailsMixinProps {
  /** What is denied to the principal; at least one. */
  readonly guardrails: McpGuardrail[];
}
