import type { IConstruct } from 'constructs';
import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
import { PrincipalMixin } from './principal-mixin';
import { isLazyRole, onceMade, roleBehind } from './role-behind';
import { McpPrincipalKind } from '../enforcement/mcp-principal-kind';
import { POLICY_TYPES } from '../iam/policy-kinds';

/**
 * Guardrails for an existing role, as an inline policy of the role itself.
 *
 * It is an error for one that is imported, or whose inline policies can't be changed. What it has already stays as it is. Synthesis fails if
 * its inline policies together are larger than 10,240 characters.
 *
 * @throws if there is no guardrail, two different ones for it have a statement of the same Sid, or one holds what an inline policy can't.
 *
 * @example
 * role.with(new mixins.RoleMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] }));
 */
export class RoleMcpGuardrails extends PrincipalMixin {
  constructor(props: McpGuardrailsMixinProps) {
    super(props, McpPrincipalKind.ROLE, POLICY_TYPES.ROLE_INLINE_POLICIES);
  }

  /** Whether the construct is a role, or stands for one, such as what `role.withoutPolicyUpdates()` returns. */
  public supports(construct: IConstruct): boolean {
    return super.supports(construct) || roleBehind(construct) !== undefined || isLazyRole(construct);
  }

  /** Adds the guardrails to the role; to a `LazyRole` once it is made. */
  public applyTo(construct: IConstruct): void {
    if (isLazyRole(construct)) {
      onceMade(construct, (resource) => super.applyTo(resource));
    } else {
      super.applyTo(roleBehind(construct) ?? construct);
    }
  }
}
