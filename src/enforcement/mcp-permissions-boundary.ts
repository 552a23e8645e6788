import type { interfaces } from 'aws-cdk-lib';
import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { attachmentProblems } from './boundary-attachments';
import { sizeProblems } from './guardrail-statements';
import { keepPolicy } from './kept-guardrails';
import type { McpMaximumPermissions } from './maximum-permissions';
import { cappingStatements } from './maximum-permissions';
import { checkedPolicyProps } from './prop-validators';
import { sizeAdvice } from './size-advice';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { formatValue } from '../private/format';

/** Properties of `McpPermissionsBoundary`. */
export interface McpPermissionsBoundaryProps extends McpMaximumPermissions {
  /**
   * The name of the managed policy, unique in the account.
   *
   * @default - made by CloudFormation
   */
  readonly managedPolicyName?: string;

  /**
   * What the boundary is for; it can't be changed after deployment without replacing the policy.
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
 * A permissions boundary with guardrails: it caps what the other policies of a role or user allow, whoever writes them.
 *
 * Pass it as `permissionsBoundary`, or to all roles and users of a scope with `iam.PermissionsBoundary.of(scope).apply()`. It
 * allows nothing by itself. The guardrails are explicit Denies: what a boundary merely does not allow, a policy of a resource in
 * the same account can still give to a session of the role.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 * @throws if there is no guardrail, two statements have the same Sid, `maximumPermissions` is empty, there are `statements`
 * without an Allow, or a statement is nothing that a boundary may hold; and if it is attached as a policy, for then its Allow would give
 * all that it should only cap. Synthesis fails if something of the app attaches it all the same, or it is larger than 6,144 characters.
 *
 * @example
 * const boundary = new McpPermissionsBoundary(this, 'Boundary', {
 *   guardrails: [McpGuardrail.denyDelegationViaMcp({ services: ['iam', 'sts', 'lambda'] })],
 *   maximumPermissions: ActionSet.allExcept('organizations:*', 'account:*'),
 * });
 * iam.PermissionsBoundary.of(this).apply(boundary);
 */
export class McpPermissionsBoundary extends iam.ManagedPolicy {
  constructor(scope: Construct, id: string, props: McpPermissionsBoundaryProps) {
    const statements = cappingStatements(scope, id, POLICY_TYPES.MANAGED_POLICY, checkedPolicyProps(scope, id, props, 'guardrails'));
    super(scope, id, {
      managedPolicyName: props.managedPolicyName,
      description: props.description,
      path: props.path,
      statements,
    });
    this.node.addValidation({
      validate: () => [
        ...sizeProblems(this, POLICY_TYPES.MANAGED_POLICY, [this.document])
          .map((problem) => problem + sizeAdvice(this, this.document, POLICY_TYPES.MANAGED_POLICY, '')),
        ...attachmentProblems(this, props),
      ],
    });
    const resource = this.node.defaultChild as iam.CfnManagedPolicy | undefined;
    if (resource) {
      keepPolicy(this, resource, statements.filter(({ effect }) => effect === iam.Effect.DENY));
    }
  }

  /** A boundary is not attached: always an error. */
  public attachToRole(role: iam.IRole): void {
    this.refuse('role', role);
  }

  /** A boundary is not attached: always an error. */
  public attachToUser(user: interfaces.aws_iam.IUserRef): void {
    this.refuse('user', user);
  }

  /** A boundary is not attached: always an error. */
  public attachToGroup(group: interfaces.aws_iam.IGroupRef): void {
    throw new Error(`${this.node.path}: the group ${formatValue(group)} can't have a permissions boundary: set it as permissionsBoundary of its users`);
  }

  private refuse(kind: string, principal: unknown): never {
    throw new Error(`${this.node.path}: cannot be attached to the ${kind} ${formatValue(principal)} as a policy, for it would give all that it should only cap: `
      + `set it as permissionsBoundary of the ${kind}`);
  }
}
