import { aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { isFromAnotherAccount, isImmutableRole, nameOf } from './attachable';
import { noteGrant } from './contradictions';
import type { ConditionBlock } from '../iam/combine-conditions';
import { combineConditions } from '../iam/combine-conditions';
import { McpCondition } from '../mcp/mcp-condition';
import type { McpServer } from '../mcp/mcp-server';

/**
 * A principal narrowed to where its request comes from, for any `grantX()`: one role can then write directly but only
 * read through MCP.
 *
 * The condition is in whatever the grant writes: the identity's own policy, the resource policy (a bucket or KMS key of
 * another account) or a trust policy. (CDK's `PrincipalWithConditions` leaves it out of the first.)
 *
 * It narrows this grant only: what another statement allows stays allowed. To limit a principal, deny: see `McpGuardrail`.
 *
 * @throws when granted, if the principal is an immutable role of the same account (`mutable: false`,
 * `withoutPolicyUpdates()`), which would take the grant without effect; or a group where a policy must name it.
 *
 * @example
 * table.grantReadData(McpGrantee.viaAnyServer(role));
 * table.grantWriteData(McpGrantee.outsideMcp(role));
 */
export class McpGrantee implements iam.IAssumeRolePrincipal, iam.IComparablePrincipal {
  /** The principal when it calls through any managed MCP server. */
  public static viaAnyServer(grantee: iam.IGrantable): McpGrantee {
    return new McpGrantee('McpGrantee.viaAnyServer()', grantee, McpCondition.viaAnyServer());
  }

  /**
   * The principal when it calls through one of the given servers.
   *
   * @throws if no server is given, or one is not an `McpServer`.
   */
  public static via(grantee: iam.IGrantable, ...servers: McpServer[]): McpGrantee {
    if (servers.length === 0) {
      throw new Error('McpGrantee.via() needs at least one server');
    }
    return new McpGrantee(`McpGrantee.via(${servers.join(', ')})`, grantee, McpCondition.via(...servers));
  }

  /** The principal when it does not call through a managed MCP server, whether or not the call carries the key. */
  public static outsideMcp(grantee: iam.IGrantable): McpGrantee {
    return new McpGrantee('McpGrantee.outsideMcp()', grantee, McpCondition.outsideMcp());
  }

  /** The grantee itself. */
  public readonly grantPrincipal: iam.IPrincipal = this;
  /** The account of the principal, if it is known. */
  public readonly principalAccount?: string;

  private readonly principal: iam.IPrincipal;
  private readonly conditions: ConditionBlock;

  private constructor(private readonly by: string, grantee: iam.IGrantable, condition: McpCondition) {
    this.principal = grantee.grantPrincipal;
    if (this.principal instanceof McpGrantee) {
      throw new Error(`${nameOf(this.principal)} is narrowed to an origin already: narrow the principal itself`);
    }
    this.principalAccount = this.principal.principalAccount;
    this.conditions = condition.toConditions();
  }

  /** The action with which the principal assumes a role. */
  public get assumeRoleAction(): string {
    // Not in the constructor: a policy as a grantee has none and throws.
    return this.principal.assumeRoleAction;
  }

  /** The principal and the condition, for a resource policy or a trust policy. */
  public get policyFragment(): iam.PrincipalPolicyFragment {
    if ('groupArn' in this.principal) {
      throw new Error(`${nameOf(this.principal)} is a group, which no resource or trust policy can name: grant to its users or a role`);
    }
    this.note();
    const { principalJson, conditions } = this.principal.policyFragment;
    return new iam.PrincipalPolicyFragment(principalJson, combineConditions(this.toString(), conditions, this.conditions));
  }

  /** Adds the statement to the principal's own policy, under the condition. The given statement is left as it is. */
  public addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.note();
    if (statement.actions.includes('sts:AssumeRole') && (this.principal instanceof iam.AccountPrincipal || this.principal instanceof iam.ServicePrincipal)) {
      throw new Error(`${nameOf(this.principal)} has no policy that could let it assume a role: give it to assumedBy or assumeRolePolicy of the role`);
    }
    const narrowed = statement.copy({ conditions: combineConditions(this.toString(), statement.conditions, this.conditions) });
    const result = this.principal.addToPrincipalPolicy(narrowed);
    if (!result.statementAdded || !isImmutableRole(this.principal)) {
      return result;
    }
    // It only pretends. In another account the resource policy can say it; in the same one nothing would.
    if (Construct.isConstruct(this.principal) && isFromAnotherAccount(this.principal, this.principal)) {
      return { statementAdded: false };
    }
    throw new Error(`${nameOf(this.principal)} takes no policy updates, so that a grant to it would have no effect: `
      + 'import the role without "mutable: false", or with "addGrantsToResources: true" for resource policies');
  }

  /** Lets the principal assume a role, under the condition. */
  public addToAssumeRolePolicy(document: iam.PolicyDocument): void {
    new iam.PrincipalWithConditions(this.principal, this.conditions).addToAssumeRolePolicy(document);
  }

  /** The same for the same principal under the same condition. */
  public dedupeString(): string | undefined {
    const inner = iam.ComparablePrincipal.dedupeStringFor(this.principal);
    return inner === undefined ? undefined : `McpGrantee:${inner}:${JSON.stringify(this.conditions)}`;
  }

  private note(): void {
    if (Construct.isConstruct(this.principal)) {
      noteGrant(this.principal, this.by, this.conditions);
    }
  }

  /** The principal's name. */
  public toString(): string {
    return nameOf(this.principal);
  }
}
