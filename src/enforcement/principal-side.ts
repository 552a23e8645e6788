import { Annotations, CfnResource, Lazy, Stack } from 'aws-cdk-lib';
import type { aws_iam as iam } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { refersToResources, resolvedText } from './applied-statements';
import { nameOf } from './attachable';
import { isTyped } from './inline-guardrails';
import { isInTree, keepGuardrails } from './kept-guardrails';
import { derivedFrom } from '../private/cache';
import { canonicalJson } from '../private/json';

export type Principal = iam.CfnRole | iam.CfnUser | iam.CfnGroup;

/** What of a managed policy says whom it is attached to, by the type of the principal. */
const ATTACHED_TO: { readonly [type: string]: 'roles' | 'users' | 'groups' } = {
  'AWS::IAM::Role': 'roles', 'AWS::IAM::User': 'users', 'AWS::IAM::Group': 'groups',
};

const REFER_TO_NONE = 'refer to none, such as by an ARN that is a literal';
/** Why a principal can't name the policy, and what to do. */
export const UNCHANGEABLE = ['the policies of that can\'t be changed', 'give them as literals, of an L1 of its own class'] as const;

/** Its own, of which one may be known only at deployment. */
const LISTS = ['managedPolicyArns', 'policies'] as const;

/**
 * The resource of a principal that can name a policy of the construct's stack, so that the principal is made after the policy and deleted before
 * it. Not that of an imported principal, nor of another stack: what else is in the stack of the policy may need the principal, and stacks can't
 * need each other. The construct says so where it is of the app.
 */
export function changeable(policy: Construct, principal: object): Principal | undefined {
  const resource = resourceOf(principal);
  if (!resource) {
    return undefined;
  }
  if (Stack.of(resource) !== Stack.of(policy)) {
    noteLate(policy, nameOf(principal), 'they are in different stacks', `make it in the same stack, ${Stack.of(resource).node.path}`);
  } else if (!isTyped(resource) || !LISTS.every((list) => Array.isArray(Stack.of(resource).resolve((resource as Principal)[list]) ?? []))) {
    noteLate(policy, nameOf(principal), ...UNCHANGEABLE);
  } else {
    return resource as Principal;
  }
  return undefined;
}

/** Says that a principal is there before its guardrails, and after them, which CloudFormation can't do otherwise. */
export function noteLate(construct: IConstruct, principal: string, why: string, fix = REFER_TO_NONE): void {
  Annotations.of(construct).addInfoV2('cdk-mcp-guardrails:attachedLate', `it is attached to ${principal} after that is made, and deleted before it, for ${why}: ${fix}, `
    + `so that there is no moment without it; or give ${principal} its permissions in a second deployment, and take them away before you delete it`);
}

/** A lazy role has its resource once something of it is read. */
function resourceOf(principal: object): CfnResource | undefined {
  if (CfnResource.isCfnResource(principal)) {
    return Object.hasOwn(ATTACHED_TO, principal.cfnResourceType) ? principal : undefined;
  }
  const child = Construct.isConstruct(principal) ? principal.node.defaultChild : undefined;
  return child && resourceOf(child);
}

/** Whom a managed policy is attached to by their own list, as long as that makes no circle. */
const attachedTo = derivedFrom((_: iam.ManagedPolicy): Set<Principal> => new Set());

/**
 * Lets the principal name the policy. If the policy needs resources, which may need the principal in turn, it names the principal instead;
 * what it needs is known at synthesis.
 */
export function attachFromPrincipal(policy: iam.ManagedPolicy, holder: iam.CfnManagedPolicy, principal: Principal): void {
  const all = attachedTo(policy);
  if (all.has(principal)) {
    return;
  }
  all.add(principal);
  const isNaming = () => isInTree(policy) && !mayNeed(policy, holder, principal);
  const before = principal.managedPolicyArns;
  const arns = Lazy.uncachedList({ produce: () => (isNaming() ? [policy.managedPolicyArn] : []) });
  principal.managedPolicyArns = Lazy.uncachedList({
    produce: (context) => {
      const listed: unknown[] = context.resolve(before) ?? [];
      const texts = listed.map((arn) => canonicalJson(arn));
      const added = isNaming() && !texts.includes(canonicalJson(context.resolve(policy.managedPolicyArn))) ? [policy.managedPolicyArn] : [];
      return [...listed, ...added] as string[];
    },
  }, { omitEmpty: true });
  const property = ATTACHED_TO[principal.cfnResourceType];
  const others = holder[property];
  const names = Lazy.uncachedList({ produce: () => (isNaming() ? [] : [principal.ref]) });
  holder[property] = Lazy.uncachedList({
    produce: (context) => [...context.resolve(others) ?? [], ...isNaming() ? [] : [principal.ref]],
  }, { omitEmpty: true });
  policy.node.addValidation({
    validate: () => {
      if (isInTree(policy) && !isNaming()) {
        noteLate(policy, principal.node.path, 'it refers to resources, or comes after some, which may need the principal');
      }
      return [];
    },
  });
  keepGuardrails(policy, { holder: principal, properties: { ManagedPolicyArns: arns }, guarded: principal });
  keepGuardrails(policy, { holder, properties: { [property[0].toUpperCase() + property.slice(1)]: names }, principals: new Set([principal]) });
}

/** Puts an inline policy into the principal itself, as long as the construct that it is of is there. */
export function inlineFromPrincipal(owner: iam.Policy, principal: Principal, policyName: string): void {
  const before = principal.policies;
  const policy = { policyName, policyDocument: owner.document };
  principal.policies = Lazy.uncachedAny({
    produce: (context) => [...context.resolve(before) ?? [], ...isInTree(owner) ? [policy] : []],
  }, { omitEmptyArray: true });
}

/** Whether the policy refers to resources, or the app says that it comes after some, which may be the principal or need it. */
function mayNeed(policy: iam.ManagedPolicy, holder: iam.CfnManagedPolicy, principal: Principal): boolean {
  const { managedPolicyName, description, path } = holder;
  const shared = new Set<IConstruct>(principal.node.scopes);
  const text = resolvedText(policy.stack, [policy.document.toJSON(), managedPolicyName, description, path]);
  const before = new Set(principal.obtainDependencies());
  return refersToResources({ text }) || holder.obtainDependencies().some((each) => !before.has(each))
    || holder.node.scopes.some((scope) => !shared.has(scope) && scope.node.dependencies.length > 0);
}
