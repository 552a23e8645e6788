import type { IAspect } from 'aws-cdk-lib';
import { Annotations, AspectPriority, Aspects, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RootConstruct } from 'constructs';
import type { AppliedStatement } from './applied-statements';
import { appliedStatements, markApplied, missingFrom } from './applied-statements';
import { guardedPrincipal } from './guarded-principal';
import { checkedGuardrails, guardrailStatements, namingConstruct } from './guardrail-statements';
import { addToPermissionSet } from './inline-guardrails';
import { McpPrincipalKind } from './mcp-principal-kind';
import { SharedGuardrailPolicies } from './shared-guardrail-policies';
import type { McpGuardrail } from '../guardrails/guardrail';
import { POLICY_TYPES } from '../private/policy-type';

const NAME = 'McpGuardrails';
const TYPE = POLICY_TYPES.MANAGED_POLICY;

/** Options of `McpGuardrails.of()`. */
export interface McpGuardrailsOptions {
  /**
   * Constructs that get no guardrails, nor does anything within them.
   *
   * @default - none
   */
  readonly exclude?: IConstruct[];

  /**
   * Paths of constructs that get no guardrails, nor does anything within them, such as `Network/*Provider`. A `*` stands for any
   * run of characters.
   *
   * @default - none
   */
  readonly excludePaths?: string[];

  /**
   * Kinds of principals that get no guardrails.
   *
   * @default - none
   */
  readonly excludeKinds?: McpPrincipalKind[];

  /**
   * How many managed policies a role, user or group may have: the quota of the account. Where it is full, guardrails become an
   * inline policy.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
   * @default 10
   */
  readonly maxManagedPolicies?: number;
}

/**
 * Applies guardrails to every role, user, group and permission set of a scope, also to those that are added later and those that
 * the CDK makes for itself.
 *
 * Roles, users and groups of a stack share managed policies, the fewest that hold the guardrails; a permission set gets them
 * in its inline policy. Service-linked roles are left out: nobody but their service can assume them, and no policy can be attached.
 *
 * @example
 * McpGuardrails.of(this).apply(McpGuardrail.denyDelegationViaMcp({ services: ['iam', 'lambda', 'states'] }));
 */
export class McpGuardrails {
  /** For the principals of the scope: of an app, a stage, a stack, or any construct. */
  public static of(scope: IConstruct, options: McpGuardrailsOptions = {}): McpGuardrails {
    return new McpGuardrails(scope, options);
  }

  private constructor(private readonly scope: IConstruct, private readonly options: McpGuardrailsOptions) {}

  /**
   * Applies the guardrails. What a principal has already, by this, stays as it is.
   *
   * Synthesis fails if a principal can't get them: an imported role, user or group that takes no policy updates or is in another
   * account, a role that is created outside of the app, a permission set with an inline policy that can't be read, or one in a
   * stage that was added afterwards. Exclude it, or do what the error says. It also fails if two different guardrails for a principal
   * have a statement of the same Sid.
   *
   * @throws if there is no guardrail, two different ones have a statement of the same Sid, or one holds what a managed policy can't.
   */
  public apply(...guardrails: McpGuardrail[]): void {
    const aspect = namingConstruct(this.scope, NAME, () => {
      const content = (guardrail: McpGuardrail) => JSON.stringify(guardrail.statements().map((each) => each.toStatementJson()));
      const unique = [...new Map(guardrails.map((guardrail) => [content(guardrail), guardrail])).values()];
      // At once, though an app has no stack yet in which they would be.
      checkedGuardrails(new RootConstruct(), NAME, TYPE, unique);
      return new GuardrailsAspect(unique, this.options);
    });
    // Aspects do not reach into stages.
    for (const scope of new Set([this.scope, ...this.scope.node.findAll().filter((each) => Stage.isStage(each))])) {
      Aspects.of(scope).add(aspect, { priority: AspectPriority.MUTATING });
    }
    this.scope.node.addValidation({ validate: () => aspect.problems(this.scope) });
  }
}

class GuardrailsAspect implements IAspect {
  private readonly prepared = new Map<Stack, AppliedStatement[]>();
  private readonly excluded: ReadonlySet<IConstruct>;
  private readonly excludedPaths: RegExp[];

  public constructor(private readonly guardrails: McpGuardrail[], private readonly options: McpGuardrailsOptions) {
    this.excluded = new Set(options.exclude);
    this.excludedPaths = (options.excludePaths ?? []).map((path) =>
      new RegExp(`^${path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*')}(/.*)?$`));
  }

  public visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::IAM::ServiceLinkedRole' && !this.isExcluded(node)) {
      Annotations.of(node).addInfo('guardrails are not applied to a service-linked role: only its service can assume it, and it takes no policies');
      return;
    }
    const principal = guardedPrincipal(node);
    if (!principal || principal.problem || this.isExcluded(node, principal.kind)) {
      return;
    }
    const missing = missingFrom(node, this.preparedFor(Stack.of(node)));
    if (missing.length === 0) {
      return;
    }
    markApplied(node, missing);
    if (principal.kind === McpPrincipalKind.PERMISSION_SET) {
      addToPermissionSet(principal.resource!, missing);
    } else {
      SharedGuardrailPolicies.of(Stack.of(node)).attach(principal, missing, this.options.maxManagedPolicies ?? 10);
    }
  }

  /** The principals that have not got them. */
  public problems(scope: IConstruct): string[] {
    return scope.node.findAll().flatMap((node) => {
      const principal = guardedPrincipal(node);
      if (!principal || this.isExcluded(node, principal.kind)) {
        return [];
      }
      if (principal.problem) {
        return [`guardrails can't be applied to ${node.node.path}: it ${principal.problem}, or exclude it`];
      }
      return missingFrom(node, this.preparedFor(Stack.of(node))).length === 0 ? []
        : [`guardrails are not applied to ${node.node.path}, which was added too late: apply them to its stage once that is complete, `
          + 'or if an aspect added it, turn on the feature flag @aws-cdk/core:aspectStabilization'];
    });
  }

  private preparedFor(stack: Stack): AppliedStatement[] {
    let prepared = this.prepared.get(stack);
    if (!prepared) {
      this.prepared.set(stack, prepared = appliedStatements(stack, guardrailStatements(stack, NAME, TYPE, () => this.guardrails)));
    }
    return prepared;
  }

  private isExcluded(node: IConstruct, kind?: McpPrincipalKind): boolean {
    return (kind !== undefined && (this.options.excludeKinds ?? []).includes(kind))
      || (this.excluded.size > 0 && node.node.scopes.some((scope) => this.excluded.has(scope)))
      || this.excludedPaths.some((path) => path.test(node.node.path));
  }
}
