import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
import { PrincipalMixin } from './principal-mixin';
import { McpPrincipalKind } from '../enforcement/mcp-principal-kind';
import { POLICY_TYPES } from '../iam/policy-kinds';

/**
 * Guardrails for an existing permission set of IAM Identity Center, in its inline policy.
 *
 * It is an error for one that is imported, or whose inline policy can't be changed. What it has already stays as it is. Synthesis fails if
 * its inline policies together are larger than 10,240 characters.
 *
 * @throws if there is no guardrail, two different ones for it have a statement of the same Sid, or one holds what an inline policy can't.
 *
 * @example
 * declare const permissionSet: sso.CfnPermissionSet;
 * permissionSet.with(new mixins.PermissionSetMcpGuardrails({ guardrails: [McpGuardrail.denyDelegationViaMcp()] }));
 */
export class PermissionSetMcpGuardrails extends PrincipalMixin {
  constructor(props: McpGuardrailsMixinProps) {
    super(props, McpPrincipalKind.PERMISSION_SET, POLICY_TYPES.PERMISSION_SET_INLINE_POLICY);
  }
}
