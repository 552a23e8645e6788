import { Mixin } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { addGuardrails, isOfKind } from './guardrails-of-resource';
import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
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
export class GroupMcpGuardrails extends Mixin {
  private readonly props: McpGuardrailsMixinProps;

  constructor(props: McpGuardrailsMixinProps) {
    super();
    this.props = props;
  }

  /** Whether the construct is a group. */
  public supports(construct: IConstruct): boolean {
    return isOfKind(construct, McpPrincipalKind.GROUP);
  }

  /** Adds the guardrails to the group. */
  public applyTo(construct: IConstruct): void {
    addGuardrails(construct, McpPrincipalKind.GROUP, POLICY_TYPES.GROUP_INLINE_POLICIES, this.props);
  }
}
