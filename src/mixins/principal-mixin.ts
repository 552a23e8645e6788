import { Mixin, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
import { appliedStatements, markApplied, missingFrom } from '../enforcement/applied-statements';
import { guardedPrincipal, noteServiceLinked } from '../enforcement/guarded-principal';
import { guardrailStatements } from '../enforcement/guardrail-statements';
import { addInlinePolicy, addToPermissionSet } from '../enforcement/inline-guardrails';
import type { McpPrincipalKind } from '../enforcement/mcp-principal-kind';
import { checkedMixinProps } from '../enforcement/prop-validators';
import type { PolicyType } from '../iam/policy-type';

/**
 * What the mixins for principals have in common: all, but for the kind of principal and of its policy.
 *
 * @internal
 */
export abstract class PrincipalMixin extends Mixin {
  public constructor(private readonly props: McpGuardrailsMixinProps, private readonly kind: McpPrincipalKind, private readonly type: PolicyType) {
    super();
  }

  /** Whether the construct is such a principal. An imported one is too, for leaving it out would be silent, unless it is one of the app. */
  public supports(construct: IConstruct): boolean {
    return guardedPrincipal(construct)?.kind === this.kind;
  }

  /** Adds the guardrails that the principal does not have to an inline policy of its resource. */
  public applyTo(construct: IConstruct): void {
    const principal = guardedPrincipal(construct);
    if (principal?.kind !== this.kind) {
      return;
    }
    if (principal.standsFor) {
      this.applyTo(principal.standsFor);
      return;
    }
    if (principal.serviceLinked) {
      noteServiceLinked(construct);
      return;
    }
    const { path, id, scope } = construct.node;
    const { guardrails } = checkedMixinProps(construct, this.props);
    if (!principal.resource) {
      throw new Error(`${path}: guardrails can't be made part of it, for it ${principal.problem ?? 'is imported: attach an McpGuardrailPolicy to it'}`);
    }
    const statements = guardrailStatements(scope ?? construct, id, this.type, () => guardrails);
    const missing = missingFrom(construct, appliedStatements(Stack.of(construct), statements));
    if (missing.length > 0) {
      markApplied(construct, missing);
      if ('inlinePolicy' in principal.resource) {
        addToPermissionSet(principal.resource, missing);
      } else {
        addInlinePolicy(principal.resource, missing.map(({ json }) => json));
      }
    }
  }
}
