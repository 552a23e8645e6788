import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
import { PrincipalMixin } from './principal-mixin';
import { McpPrincipalKind } from '../enforcement/mcp-principal-kind';
import { POLICY_TYPES } from '../iam/policy-kinds';

/**
 * Guardrails for an existing user, as an inline policy of the user itself.
 *
 * It is an error for one that is imported, or whose inline policies can't be changed. What it has already stays as it is. Synthesis fails if
 * its inline policies together are larger than 2,048 characters.
 *
 * @throws if there is no guardrail, two different ones for it have a statement of the same Sid, or one holds what an inline policy can't.
 *
 * @example
 * declare const user: iam.User;
 * user.with(new mixins.UserMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] }));
 */
export class UserMcpGuardrails extends PrincipalMixin {
  constructor(props: McpGuardrailsMixinProps) {
    super(props, McpPrincipalKind.USER, POLICY_TYPES.USER_INLINE_POLICIES);
  }
}
