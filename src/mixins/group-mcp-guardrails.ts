import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
import { PrincipalMixin } from './principal-mixin';
import { McpPrincipalKind } from '../enforcement/mcp-principal-kind';
import { POLICY_TYPES } from '../iam/policy-kinds';

/**
 * Guardrails for an existing group, as an inline policy of the group itself.
 *
 * It is an error for one that is imported, or whose inline policies can't be changed. What it has already stays as it is. Synthesis fails if
 * its inline policies together are larger than 5,120 characters.
 *
 * @throws if there is no guardrail, two different ones for it have a statement of the same Sid, or one holds what an inline policy can't.
 *
 * @example
 * declare const group: iam.Group;
 * group.with(new mixins.GroupMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] }));
 */
export class GroupMcpGuardrails extends PrincipalMixin {
  constructor(props: McpGuardrailsMixinProps) {
    super(props, McpPrincipalKind.GROUP, POLICY_TYPES.GROUP_INLINE_POLICIES);
  }
}
