import { aws_iam as iam, Names } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { appliedStatements, refersToResources } from './applied-statements';
import { assertAttachable, nameOf } from './attachable';
import type { McpGuardrailAttachment } from './attachment';
import { noteDenialsOf } from './contradictions';
import { guardrailStatements, sizeProblems } from './guardrail-statements';
import { namesakes, prepareInlinePolicies } from './inline-policies';
import { keepInlinePolicy } from './keep-inline-policy';
import type { KeptGuardrails } from './kept-guardrails';
import { brokenGuardrails, keptPolicy } from './kept-guardrails';
import type { Principal } from './principal-side';
import { changeable, inlineFromPrincipal, noteLate } from './principal-side';
import { checkedProps, POLICY_NAME } from './prop-validators';
import type { DenyOutsideMcpOptions } from '../guardrails/deny-outside-mcp';
import { McpGuardrail } from '../guardrails/guardrail';
import { POLICY_TYPES } from '../iam/policy-kinds';
import type { PolicyType } from '../iam/policy-type';
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
 * Of a role, user or group of the same stack the policy is a part, so that it is never there without it. To imported ones, those of another
 * stack, and if the guardrail refers to resources, it is attached as a policy of its own: they are there before it, and after it.
 *
 * @throws if a role takes no policy updates (`mutable: false`, `withoutPolicyUpdates()`), or a role, user or group is in
 * another account. Synthesis fails if it is attached to nobody, or larger than an inline policy may be.
 *
 * @example
 * new DenyOutsideMcpGuardrail(this, 'OnlyThroughMcp', { roles: [role] });
 */
export class DenyOutsideMcpGuardrail extends iam.Policy {
  private readonly inlineOf = new Set<Principal>();
  private readonly guardrail: readonly iam.PolicyStatement[];
  private readonly inlineName: string;

  constructor(scope: Construct, id: string, props: DenyOutsideMcpGuardrailProps = {}) {
    checkedProps(scope, id, props);
    checkedProperties(`${scope.node.path}/${id}`, props, { policyName: POLICY_NAME });
    const statements = guardrailStatements(scope, id, POLICY_TYPES.ROLE_INLINE_POLICIES, () => [McpGuardrail.denyOutsideMcp(props)]);
    super(scope, id, { policyName: props.policyName, statements: [...statements] });
    this.guardrail = statements;
    // Another name than the CDK makes: that policy may be there, and be deleted after this one is.
    this.inlineName = props.policyName ?? Names.uniqueResourceName(this, { maxLength: 128, separator: '-' });
    prepareInlinePolicies(this);
    const kept = keptPolicy(this, this.node.defaultChild as iam.CfnPolicy, statements);
    this.node.addValidation({ validate: () => this.validateAttached(kept) });
    props.roles?.forEach((role) => this.attachToRole(role));
    props.users?.forEach((user) => this.attachToUser(user));
    props.groups?.forEach((group) => this.attachToGroup(group));
  }

  /** Attaches the guardrail to a role, unless it can't take it. */
  public attachToRole(role: iam.IRole): void {
    assertInline(this, 'role', role);
    // A lazy role that is made while it is attached to is made twice, which is an error of the CDK.
    void role.roleArn;
    this.fromPrincipal(role) || super.attachToRole(role);
    noteDenialsOf(role, this);
  }

  /** Attaches the guardrail to a user, unless it can't take it. */
  public attachToUser(user: iam.IUser): void {
    assertInline(this, 'user', user);
    this.fromPrincipal(user) || super.attachToUser(user);
    noteDenialsOf(user, this);
  }

  /** Attaches the guardrail to a group, unless it can't take it. */
  public attachToGroup(group: iam.IGroup): void {
    assertInline(this, 'group', group);
    this.fromPrincipal(group) || super.attachToGroup(group);
    noteDenialsOf(group, this);
  }

  /** @returns whether it is part of the principal now, instead of a policy that names it */
  private fromPrincipal(principal: object): boolean {
    const resource = changeable(this, principal);
    if (!resource) {
      return false;
    }
    if (appliedStatements(this.stack, this.guardrail).some(refersToResources)) {
      noteLate(this, nameOf(principal), 'it refers to resources, which may need the principal');
      return false;
    }
    if (!this.inlineOf.has(resource)) {
      this.inlineOf.add(resource);
      inlineFromPrincipal(this, resource, this.inlineName);
      keepInlinePolicy(this, resource, this.inlineName, this.guardrail);
    }
    return true;
  }

  private validateAttached(kept: KeptGuardrails): string[] {
    const isNaming = Object.values(kept.properties!).some((names) => (this.stack.resolve(names) ?? []).length > 0);
    return isNaming ? [...this.validateSize(), ...brokenGuardrails(kept), ...namesakes(kept.holder, (kept.holder as iam.CfnPolicy).policyName)]
      : this.inlineOf.size > 0 ? [] : ['it is attached to nobody: give it roles, users or groups'];
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
