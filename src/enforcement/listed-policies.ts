import type { IResolveContext } from 'aws-cdk-lib';
import { aws_iam as iam, Lazy, Tokenization } from 'aws-cdk-lib';
import { keepGuardrails } from './kept-guardrails';

/** What lists begin with, of those that guardrails have made longer. */
const BEFORE = new WeakMap<object, object | undefined>();

/**
 * The ARNs of a list that an `iam.Role` has given to its resource, as they are now; `undefined` of any other list, which is to be resolved. The CDK does not
 * export the class of its token.
 */
export function listOfRole(list: string[] | undefined): readonly string[] | undefined {
  const token = list && Tokenization.reverseList(list);
  return token?.constructor.name === 'UniqueStringSet'
    ? [...new Set<string>(token.resolve({ registerPostProcessor: () => undefined } as unknown as IResolveContext))] : undefined;
}

/** Adds managed policies to those that the principal names, and looks at synthesis whether it still does. */
export function addToList(principal: iam.CfnRole | iam.CfnUser | iam.CfnGroup, arns: readonly string[]): void {
  const isThere = addThroughRole(principal, arns) ? () => haveAll(listOfRole(principal.managedPolicyArns), arns) : addLast(principal, arns);
  keepGuardrails(principal, { holder: principal, properties: { ManagedPolicyArns: arns }, guarded: principal, isThere });
}

/** A list within a list is resolved several times, by each of the CDK's ways through a template: that takes longer than all else for a role. */
function addThroughRole(principal: iam.CfnRole | iam.CfnUser | iam.CfnGroup, arns: readonly string[]): boolean {
  const role = principal.node.scope;
  if (!iam.Role.isRole(role) || role.node.tryFindChild('Resource') !== principal || role.addManagedPolicy !== iam.Role.prototype.addManagedPolicy
    || !listOfRole(principal.managedPolicyArns)) {
    return false;
  }
  arns.forEach((managedPolicyArn) => role.addManagedPolicy({ managedPolicyArn } as iam.IManagedPolicy));
  // The list may be that of another role.
  return haveAll(listOfRole(principal.managedPolicyArns), arns);
}

function addLast(principal: iam.CfnRole | iam.CfnUser | iam.CfnGroup, arns: readonly string[]): () => boolean {
  const before = principal.managedPolicyArns;
  // That of another role may get them, too.
  const missing = () => arns.filter((arn) => !listOfRole(before)?.includes(arn));
  const list = Lazy.uncachedList({ produce: (context) => [...context.resolve(before) ?? [], ...missing()] });
  principal.managedPolicyArns = list;
  BEFORE.set(list, before);
  return () => isOrGoesOn(principal.managedPolicyArns, list);
}

function haveAll(list: readonly string[] | undefined, arns: readonly string[]): boolean {
  return list !== undefined && arns.every((arn) => list.includes(arn));
}

function isOrGoesOn(list: object | undefined, other: object): boolean {
  return list === other || (list !== undefined && isOrGoesOn(BEFORE.get(list), other));
}
