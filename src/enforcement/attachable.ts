import { Stack, Token, TokenComparison } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { formatValue } from '../private/format';
import { has } from '../private/validator';

/**
 * Whether a principal takes policy updates without doing anything: a role imported with `mutable: false` or from another
 * account, or the result of `withoutPolicyUpdates()`. The CDK does not export the class, so it is known by the id that its
 * property injection uses.
 */
export function isImmutableRole(principal: object): boolean {
  return (principal.constructor as { PROPERTY_INJECTION_ID?: string }).PROPERTY_INJECTION_ID === 'aws-cdk-lib.aws-iam.ImmutableRole';
}

/** The name of the role that `Role.fromLookup()` gives, in an account that is none, until the command line has looked up the real one. */
const NOT_LOOKED_UP = /:123456789012:role\/DUMMY_ARN$/;

/** Whether it is a role that is not looked up yet: of it nothing can be told, and the app will be synthesized again. */
export function isBeingLookedUp(principal: object): boolean {
  const { roleArn } = principal as { roleArn?: unknown };
  return typeof roleArn === 'string' && NOT_LOOKED_UP.test(roleArn);
}

/** A role, user or group, also as an L1. */
interface Attachable {
  readonly principalAccount?: string;
  readonly env?: { readonly account: string };
}

/** Whether a principal is known to be in another account than the stack of `scope`. */
export function isFromAnotherAccount(principal: Attachable, scope: IConstruct): boolean {
  const account = accountOf(principal);
  return account !== undefined && Token.compareStrings(account, Stack.of(scope).account) === TokenComparison.DIFFERENT;
}

function accountOf({ principalAccount, env }: Attachable): string | undefined {
  return principalAccount ?? env?.account;
}

/** The path of a construct, or whatever else tells what a principal is. */
export function nameOf(principal: object): string {
  return Construct.isConstruct(principal) ? principal.node.path : String(principal);
}

/**
 * Makes sure that a policy of `scope` can be attached to the role, user or group.
 *
 * @throws if it takes no policy updates or is in another account, where CloudFormation can't reach it.
 */
export function assertAttachable(scope: IConstruct, kind: 'role' | 'user' | 'group', principal: Attachable): void {
  if (!has(`${kind}Arn`)(principal) && !has(`${kind}Ref`)(principal)) {
    throw new Error(`${scope.node.path}: cannot attach to ${formatValue(principal)}: expected a ${kind}`);
  }
  if (isBeingLookedUp(principal)) {
    return;
  }
  if (isFromAnotherAccount(principal, scope)) {
    throw new Error(`${scope.node.path}: cannot attach to ${nameOf(principal)}, which is in the account ${accountOf(principal)}: `
      + 'attach the guardrail in a stack of that account');
  }
  if (isImmutableRole(principal)) {
    throw new Error(`${scope.node.path}: cannot attach to ${nameOf(principal)}, which takes no policy updates: `
      + 'import the role without "mutable: false", or attach the guardrail where the role is defined');
  }
}
