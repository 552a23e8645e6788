import { AspectPriority, Aspects, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RootConstruct } from 'constructs';
import { checkedGuardrails, namingConstruct } from './guardrail-statements';
import { GuardrailsAspect, NAME, TYPE } from './guardrails-aspect';
import type { McpPrincipalGuardrailsOptions } from './mcp-principal-guardrails-options';
import { checkedProps } from './prop-validators';
import type { McpGuardrail } from '../guardrails/guardrail';
import { hasTokenObject } from '../private/tokens';

/**
 * Applies guardrails to every role, user, group and permission set of a scope, also to those that are added later and those that
 * the CDK makes for itself.
 *
 * Roles, users and groups of a stack share managed policies, the fewest that hold the guardrails; a permission set gets them
 * in its inline policy. Service-linked roles, also imported ones, are left out: nobody but their service can assume them, and no policy
 * can be attached.
 *
 * @example
 * McpPrincipalGuardrails.of(this).apply(McpGuardrail.denyDelegationViaMcp({ services: ['iam', 'lambda', 'states'] }));
 */
export class McpPrincipalGuardrails {
  /** For the principals of the scope: of an app, a stage, a stack, or any construct. */
  public static of(scope: IConstruct, options: McpPrincipalGuardrailsOptions = {}): McpPrincipalGuardrails {
    return new McpPrincipalGuardrails(scope, checkedProps(scope, NAME, options));
  }

  private constructor(private readonly scope: IConstruct, private readonly options: McpPrincipalGuardrailsOptions) {}

  /**
   * Applies the guardrails. What a principal has already, by this, stays as it is.
   *
   * Synthesis fails if a principal can't get them. That is an imported role, user or group that takes no policy updates or is in another
   * account; a role that is created outside of the app or by the SAM transform. So is a permission set with an inline policy that can't be read, or one in a
   * stage that was added afterwards. Exclude it, or do what the error says. It also fails if two different guardrails for a principal
   * have a statement of the same Sid.
   *
   * @throws if there is no guardrail, two different ones have a statement of the same Sid, one holds what a managed policy can't, or
   * an option is malformed.
   */
  public apply(...guardrails: McpGuardrail[]): void {
    checkedProps(this.scope, NAME, { guardrails }, 'guardrails');
    const aspect = namingConstruct(this.scope, NAME, () => {
      const content = (guardrail: McpGuardrail) => {
        const json = guardrail.statements().map((each) => each.toStatementJson());
        return hasTokenObject(json) ? guardrail : JSON.stringify(json);
      };
      const unique = [...new Map(guardrails.map((guardrail) => [content(guardrail), guardrail])).values()];
      // At once, though an app has no stack yet in which they would be.
      checkedGuardrails(new RootConstruct(), NAME, TYPE, unique);
      return new GuardrailsAspect(this.scope, unique, this.options);
    });
    // Aspects do not reach into stages.
    for (const scope of new Set([this.scope, ...this.scope.node.findAll().filter((each) => Stage.isStage(each))])) {
      Aspects.of(scope).add(aspect, { priority: AspectPriority.MUTATING });
      // A stage is complete before the app looks for problems.
      scope.node.addValidation({ validate: () => aspect.applyToLate(scope) });
    }
    this.scope.node.addValidation({ validate: () => aspect.problems(this.scope) });
  }
}
