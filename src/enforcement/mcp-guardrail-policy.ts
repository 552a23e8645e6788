import type { interfaces } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { assertAttachable } from './attachable';
import type { McpGuardrailAttachment } from './attachment';
import { attachmentsOf } from './boundary-attachments';
import { noteDenialsOf } from './contradictions';
import { guardrailStatements, sizeProblems } from './guardrail-statements';
import { keepPolicy } from './kept-guardrails';
import { attachFromPrincipal, changeable } from './principal-side';
import { checkedPolicyProps } from './prop-validators';
import { sizeAdvice } from './size-advice';
import { warnAtSynthesis } from './warn-at-synthesis';
import type { McpGuardrail } from '../guardrails/guardrail';
import { POLICY_TYPES } from '../iam/policy-kinds';

/** What the warning is acknowledged by. */
const NOT_ATTACHED = 'cdk-mcp-guardrails:attachedToNobody';

/** Properties of `McpGuardrailPolicy`. */
export interface McpGuardrailPolicyProps extends McpGuardrailAttachment {
  /** What the policy denies; at least one. */
  readonly guardrails: McpGuardrail[];

  /**
   * The name of the managed policy, unique in the account.
   *
   * @default - made by CloudFormation
   */
  readonly managedPolicyName?: string;

  /**
   * What the policy is for; it can't be changed after deployment without replacing the policy.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The path of the policy: begins and ends with a slash.
   *
   * @default /
   */
  readonly path?: string;
}

/**
 * A customer managed policy with guardrails, for any number of roles, users and groups.
 *
 * A role, user or group of the same stack names the policy, so that it is never there without it. An imported one, or one of another stack, is
 * named by the policy, and so is one if the policy refers to resources, which may need it: it is there before the policy, and after it.
 *
 * @throws if there is no guardrail, two have a statement of the same Sid, one holds what a managed policy can't, a role
 * takes no policy updates (`mutable: false`, `withoutPolicyUpdates()`), or a role, user or group is in another account.
 * Synthesis fails if the policy is larger than 6,144 characters.
 *
 * @example
 * new McpGuardrailPolicy(this, 'NoDeletesByAgents', {
 *   guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*', 'dynamodb:Delete*') })],
 *   roles: [role],
 * });
 */
export class McpGuardrailPolicy extends iam.ManagedPolicy {
  constructor(scope: Construct, id: string, props: McpGuardrailPolicyProps) {
    const { guardrails, ...policyProps } = checkedPolicyProps(scope, id, props, 'guardrails');
    const statements = guardrailStatements(scope, id, POLICY_TYPES.MANAGED_POLICY, () => guardrails);
    super(scope, id, { ...policyProps, statements: [...statements] });
    this.node.addValidation({
      validate: () => sizeProblems(this, POLICY_TYPES.MANAGED_POLICY, [this.document])
        .map((problem) => problem + sizeAdvice(this, this.document, POLICY_TYPES.MANAGED_POLICY,
          '; McpPrincipalGuardrails.of() divides guardrails among as many policies as they need')),
    });
    const resource = this.node.defaultChild as iam.CfnManagedPolicy | undefined;
    if (resource) {
      keepPolicy(this, resource, statements);
      warnAtSynthesis(scope, id, () => (props.managedPolicyName !== undefined || attachmentsOf(this, props).length > 0 ? [] : [{
        warning: NOT_ATTACHED,
        message: 'nothing in the app has the policy attached, so that it guards nobody: give it roles, users or groups. If it is attached elsewhere, '
          + 'give it a managedPolicyName by which others know it',
      }]));
    }
  }

  /** Attaches the policy to a role, unless it can't take it. */
  public attachToRole(role: iam.IRole): void {
    assertAttachable(this, 'role', role);
    // A lazy role is made then.
    void role.roleArn;
    this.fromPrincipal(role) || super.attachToRole(role);
    noteDenialsOf(role, this);
  }

  /** Attaches the policy to a user, unless it can't take it. */
  public attachToUser(user: interfaces.aws_iam.IUserRef): void {
    assertAttachable(this, 'user', user);
    this.fromPrincipal(user) || super.attachToUser(user);
    noteDenialsOf(user, this);
  }

  /** Attaches the policy to a group, unless it can't take it. */
  public attachToGroup(group: interfaces.aws_iam.IGroupRef): void {
    assertAttachable(this, 'group', group);
    this.fromPrincipal(group) || super.attachToGroup(group);
    noteDenialsOf(group, this);
  }

  /** @returns whether the principal names the policy, instead of the policy the principal */
  private fromPrincipal(principal: object): boolean {
    const holder = this.node.tryFindChild('Resource') as iam.CfnManagedPolicy | undefined;
    const resource = holder && changeable(this, principal);
    if (resource) {
      attachFromPrincipal(this, holder, resource);
    }
    return resource !== undefined;
  }
}
