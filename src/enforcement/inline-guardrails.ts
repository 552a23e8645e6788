import type { aws_iam as iam, CfnResource, aws_sso as sso } from 'aws-cdk-lib';
import { Lazy, Stack } from 'aws-cdk-lib';
import type { AppliedStatement } from './applied-statements';
import { resolvedText } from './applied-statements';
import { GuardedResources } from './guarded-resources';

/** A resource of its own class, with the properties that can be changed; not so a plain `CfnResource`. */
export function isTyped(resource: CfnResource): boolean {
  return 'policies' in resource || 'inlinePolicy' in resource;
}

/** The guardrails that were put into inline policies of resources. */
const INLINE = new WeakMap<CfnResource, AppliedStatement[]>();

/**
 * Puts statements into an inline policy that is part of the role, user or group itself: there is no moment in which it exists
 * without them.
 *
 * @throws if its inline policies are known only at deployment.
 */
export function addInlinePolicy(resource: CfnResource, statements: AppliedStatement[]): void {
  const existing = INLINE.get(resource);
  if (existing) {
    existing.push(...statements);
    return;
  }
  const all = [...statements];
  INLINE.set(resource, all);
  const stack = Stack.of(resource);
  const principal = resource as iam.CfnRole | iam.CfnUser | iam.CfnGroup;
  const before = principal.policies;
  const known = stack.resolve(before) ?? [];
  if (!isTyped(resource) || !Array.isArray(known)) {
    throw new Error(`${resource.node.path}: its inline policies ${isTyped(resource) ? 'are known only at deployment' : 'can\'t be changed, for it is a plain CfnResource'}: `
      + 'attach the guardrails with McpPrincipalGuardrails.of()');
  }
  const policy = {
    policyName: freeName(known.map((each) => each?.policyName ?? each?.PolicyName)),
    policyDocument: Lazy.uncachedAny({ produce: () => documentOf(all.map(({ json }) => json)) }),
  };
  principal.policies = before === undefined || Array.isArray(before) ? [...before ?? [], policy]
    : Lazy.uncachedAny({ produce: (context) => [...context.resolve(before) ?? [], policy] });
  GuardedResources.of(stack).addInline(resource, all);
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
  const present = new Map(parsed(stack.resolve(before)).map((each: any) => [each?.Sid, resolvedText(stack, each)]));
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
  GuardedResources.of(stack).addInline(resource, statements);
}

function parsedPolicy(resource: CfnResource, value: unknown): unknown[] {
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
  return [document.Statement].flat();
}

function documentOf(statements: unknown[]): object {
  return { Statement: statements, Version: '2012-10-17' };
}

function freeName(taken: unknown[]): string {
  let name = 'McpGuardrails';
  for (let i = 2; taken.includes(name); i++) {
    name = `McpGuardrails${i}`;
  }
  return name;
}
