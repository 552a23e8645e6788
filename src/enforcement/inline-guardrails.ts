import type { aws_iam as iam, CfnResource, aws_sso as sso } from 'aws-cdk-lib';
import { Lazy, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { AppliedStatement } from './applied-statements';
import { sizeProblems } from './guardrail-statements';
import { keepInlinePolicy, putInto } from './keep-inline-policy';
import type { KeptGuardrails, KeptStatement } from './kept-guardrails';
import { keepGuardrails } from './kept-guardrails';
import type { StatementJson } from './pack-statements';
import { documentOf } from './pack-statements';
import { statementsOf } from './rendered-resource';
import { roomAdvice } from './size-advice';
import { POLICY_TYPES } from '../iam/policy-kinds';
import { canonicalJson } from '../private/json';

/** A resource of its own class, with the properties that can be changed; not so a plain `CfnResource`. */
export function isTyped(resource: CfnResource): boolean {
  return 'policies' in resource || 'inlinePolicy' in resource;
}

/**
 * Puts statements into an inline policy that is part of the role, user or group itself: there is no moment in which it exists
 * without them.
 *
 * @param full says how many managed policies there are, if that is the reason
 * @throws if its inline policies are known only at deployment.
 */
export function addInlinePolicy(resource: CfnResource, statements: StatementJson[], full?: string): void {
  const principal = resource as iam.CfnRole | iam.CfnUser | iam.CfnGroup;
  const put = putInto(resource);
  const all = put.statements;
  put.full ??= full;
  if (all.length === 0) {
    const before = principal.policies;
    const known = Stack.of(resource).resolve(before) ?? [];
    if (!isTyped(resource) || !Array.isArray(known)) {
      const why = isTyped(resource) ? 'are known only at deployment' : 'can\'t be changed, for it is a plain CfnResource';
      throw new Error(`${resource.node.path}: its inline policies ${why}: attach the guardrails with McpPrincipalGuardrails.of()`);
    }
    const policyName = freeName(known.map((each) => each?.policyName ?? each?.PolicyName));
    const policy = { policyName, policyDocument: Lazy.uncachedAny({ produce: () => documentOf(all) }) };
    principal.policies = before === undefined || Array.isArray(before) ? [...before ?? [], policy]
      : Lazy.uncachedAny({ produce: (context) => [...context.resolve(before) ?? [], policy] });
    keepInlinePolicy(resource, resource, policyName, all);
  }
  all.push(...statements);
}

/**
 * Puts statements into the inline policy of a permission set. What it has already stays as it is.
 *
 * @throws if that is known only at deployment, or has another statement of the same Sid.
 */
export function addToPermissionSet(resource: CfnResource, statements: AppliedStatement[]): void {
  if (!isTyped(resource)) {
    throw new Error(`${resource.node.path}: its inline policy can't be changed, for it is a plain CfnResource: make it an sso.CfnPermissionSet, or exclude it`);
  }
  const stack = Stack.of(resource);
  const permissionSet = resource as sso.CfnPermissionSet;
  const before = permissionSet.inlinePolicy;
  const parsed = (value: unknown) => parsedPolicy(resource, value);
  const present = new Map(parsed(stack.resolve(before)).map((each) => [each?.Sid, canonicalJson(each)]));
  const added = statements.filter(({ sid, text }) => {
    if ((present.get(sid) ?? text) !== text) {
      throw new Error(`${resource.node.path}: its inline policy has another statement with the Sid "${sid}": give the guardrail another sid`);
    }
    return !present.has(sid);
  });
  if (added.length > 0) {
    permissionSet.inlinePolicy = Lazy.uncachedAny({
      produce: (context) => documentOf([...parsed(context.resolve(before)), ...added.map(({ json }) => json)]),
    });
  }
  keepPermissionSet(resource, permissionSet, statements.map(({ json }) => json), { guarded: resource });
}

/** Keeps guardrails in the inline policy of a permission set. */
export function keepPermissionSet(
  owner: IConstruct, holder: sso.CfnPermissionSet, statements: readonly KeptStatement[], more: Pick<KeptGuardrails, 'guarded' | 'properties'> = {},
): void {
  keepGuardrails(owner, { holder, place: { property: 'inlinePolicy' }, statements, ...more });
  owner.node.addValidation({
    validate: () => sizeProblems(holder, POLICY_TYPES.PERMISSION_SET_INLINE_POLICY, [holder.inlinePolicy])
      .map((problem) => `${holder.node.path}: with the guardrails, ${problem}: ${roomAdvice(holder, statements, POLICY_TYPES.PERMISSION_SET_INLINE_POLICY)}`),
  });
}

function parsedPolicy(resource: CfnResource, value: unknown): StatementJson[] {
  let document: any = value;
  try {
    document = typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    // What it is, is said below.
  }
  if (document === undefined || document === null || document === '') {
    return [];
  }
  if (document.Statement === undefined) {
    throw new Error(`${resource.node.path}: its inline policy can't be read, so that no guardrail can be added: `
      + 'give it as an object or as JSON without references, or exclude it');
  }
  return statementsOf(document) as StatementJson[];
}

function freeName(taken: unknown[]): string {
  let name = 'McpGuardrails';
  for (let i = 2; taken.includes(name); i++) {
    name = `McpGuardrails${i}`;
  }
  return name;
}
