import { aws_iam as iam } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { assertAttachable, nameOf } from './attachable';
import type { McpGuardrailAttachment } from './attachment';
import { noteDenialsOf } from './contradictions';
import { guardrailStatements, sizeProblems } from './guardrail-statements';
import { namesakes, prepareInlinePolicies } from './inline-policies';
import { keepPolicy } from './kept-guardrails';
import { checkedProps, POLICY_NAME } from './prop-validators';
import type { DenyOutsideMcpOptions } from '../guardrails/deny-outside-mcp';
import { McpGuardrail } from '../guardrails/guardrail';
import { POLICY_TYPES } from '../iam/policy-kinds';
import type { PolicyType } from '../iam/policy-kinds';
import { checkedProperties, has } from '../private/validator';

/** Properties of `DenyOutsideMcpGuardrail`: options of the guardrail, and whom it is attached to. */
export interface DenyOutsideMcpGuardrailProps extends DenyOutsideMcpOptions, McpGuardrailAttachment {
  /**
   * The name of the inline policy.
   *
   * @default - made by the CDK
   */
  readonly policyName?: string;
}

/**
 * Makes existing roles, users and groups of use only through AWS-managed MCP servers: an inline policy with
 * `McpGuardrail.denyOutsideMcp()`.
 *
 * For a new role there is `McpScopedRole`, which never exists without the Deny.
 *
 * @throws if a role takes no policy updates (`mutable: false`, `withoutPolicyUpdates()`), or a role, user or group is in
 * another account. Synthesis fails if it is attached to nobody, or larger than an inline policy may be.
 *
 * @example
 * new DenyOutsideMcpGuardrail(this, 'OnlyThroughMcp', { roles: [role] });
 */
export class DenyOutsideMcpGuardrail extends iam.Policy {
  constructor(scope: Construct, id: string, props: DenyOutsideMcpGuardrailProps = {}) {
    checkedProps(scope, id, props);
    checkedProperties(`${scope.node.path}/${id}`, props, { policyName: POLICY_NAME });
    const statements = guardrailStatements(scope, id, POLICY_TYPES.ROLE_INLINE_POLICIES, () => [McpGuardrail.denyOutsideMcp(props)]);
    super(scope, id, {
      policyName: props.policyName,
      roles: props.roles,
      users: props.users,
      groups: props.groups,
      statements,
      // Without it, a policy that is attached to nobody is left out of the template.
      force: true,
    });
    this.node.addValidation({ validate: () => this.validateSize() });
    const resource = this.node.defaultChild as iam.CfnPolicy;
    keepPolicy(this, resource, statements);
    prepareInlinePolicies(this);
    this.node.addValidation({ validate: () => namesakes(resource, resource.policyName) });
  }

  /** Attaches the guardrail to a role, unless it can't take it. */
  public attachToRole(role: iam.IRole): void {
    assertInline(this, 'role', role);
    // A lazy role that is made while it is attached to is made twice, which is an error of the CDK.
    void role.roleArn;
    super.attachToRole(role);
    noteDenialsOf(role, this);
  }

  /** Attaches the guardrail to a user, unless it can't take it. */
  public attachToUser(user: iam.IUser): void {
    assertInline(this, 'user', user);
    super.attachToUser(user);
    noteDenialsOf(user, this);
  }

  /** Attaches the guardrail to a group, unless it can't take it. */
  public attachToGroup(group: iam.IGroup): void {
    assertInline(this, 'group', group);
    super.attachToGroup(group);
    noteDenialsOf(group, this);
  }

  private validateSize(): string[] {
    const { roles, users, groups } = this.node.defaultChild as iam.CfnPolicy;
    const types: Array<[attached: unknown, type: PolicyType]> = [
      [roles, POLICY_TYPES.ROLE_INLINE_POLICIES], [users, POLICY_TYPES.USER_INLINE_POLICIES], [groups, POLICY_TYPES.GROUP_INLINE_POLICIES],
    ];
    return types
      .filter(([attached]) => (this.stack.resolve(attached) ?? []).length > 0)
      .flatMap(([, type]) => sizeProblems(this, type, [this.document]));
  }
}

/** An L1 has the name of its kind, but takes no construct of a policy. */
function assertInline(scope: Construct, kind: 'role' | 'user' | 'group', principal: iam.IIdentity): void {
  assertAttachable(scope, kind, principal);
  if (!has('attachInlinePolicy', 'function')(principal)) {
    throw new Error(`${scope.node.path}: cannot attach to ${nameOf(principal)}, which takes no inline policies: expected a ${kind} such as iam.${
      kind[0].toUpperCase()}${kind.slice(1)}`);
  }
}
