import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { McpGuardrailsMixinProps } from './mcp-guardrails-mixin-props';
import { appliedStatements, markApplied, missingFrom } from '../enforcement/applied-statements';
import { guardedPrincipal, noteServiceLinked } from '../enforcement/guarded-principal';
import { guardrailStatements } from '../enforcement/guardrail-statements';
import { addInlinePolicy, addToPermissionSet } from '../enforcement/inline-guardrails';
import type { McpPrincipalKind } from '../enforcement/mcp-principal-kind';
import { checkedMixinProps } from '../enforcement/prop-validators';
import type { PolicyType } from '../iam/policy-kinds';

/** Whether it is a principal of the kind: its resource, or one that is imported, for which the mixin is an error. */
export function isOfKind(construct: IConstruct, kind: McpPrincipalKind): boolean {
  return guardedPrincipal(construct)?.kind === kind;
}

/** Puts the guardrails that it does not have into an inline policy of the resource. */
export function addGuardrails(construct: IConstruct, kind: McpPrincipalKind, type: PolicyType, props: McpGuardrailsMixinProps): void {
  const principal = guardedPrincipal(construct);
  if (principal?.kind !== kind) {
    return;
  }
  if (principal.serviceLinked) {
    noteServiceLinked(construct);
    return;
  }
  const { path, id, scope } = construct.node;
  const { guardrails } = checkedMixinProps(construct, props);
  if (!principal.resource) {
    throw new Error(`${path}: guardrails can't be made part of it, for it ${principal.problem ?? 'is imported: attach an McpGuardrailPolicy to it'}`);
  }
  const statements = guardrailStatements(scope ?? construct, id, type, () => guardrails);
  const missing = missingFrom(construct, appliedStatements(Stack.of(construct), statements));
  if (missing.length === 0) {
    return;
  }
  markApplied(construct, missing);
  const add = 'inlinePolicy' in principal.resource ? addToPermissionSet : addInlinePolicy;
  add(principal.resource, missing);
}
