import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PolicyTarget } from './policy-target';
import type { ConditionBlock } from '../iam/combine-conditions';
import { Condition } from '../iam/condition';
import type { PolicyType } from '../iam/policy-type';
import type { PolicyOwner } from '../mcp/lock-out';
import { keepsFromChanging, matchesAllOf, matchesSomebody as ordinaryMatches, NO_ACCOUNT } from '../mcp/lock-out';

/** Whose policy it is: somebody there must still get in. */
export interface Owner {
  /** The account, if it is one; it may be a token. */
  readonly account?: string;
  /** Whether it is the account of the stack, and no more is known of it. */
  readonly isOfStack?: boolean;
  /** Whether all its principals are in the accounts of a path of the organization. */
  within(organizationPath: string): boolean;
}

/** The owner of what is in the stack. Where in the organization its account is can't be told: it may be in any path. */
export function ownerOfStack(scope: IConstruct): Owner {
  return { account: Stack.of(scope).account, within: () => true, isOfStack: true };
}

/** The owner of what a control policy is attached to. */
export function ownerOfTarget({ targetId }: PolicyTarget): Owner {
  const account = Token.isUnresolved(targetId) || /^\d{12}$/.test(targetId) ? targetId : undefined;
  return {
    account,
    within: (path) => {
      const [, root, units] = /^o-[^/]+\/(?:(r-[^/]+)\/)?((?:ou-[^/]+\/)*)\*$/.exec(path) ?? [];
      // A root holds the whole organization; an organizational unit is known by the end of its path.
      return units === '' ? root === undefined || !targetId.startsWith('r-') || root === targetId : units?.endsWith(`${targetId}/`) ?? false;
    },
  };
}

/** Whether a condition matches the direct calls of an ordinary principal whom no filter names, or of all principals of an owner. */
export function matchesSomebody(scope: IConstruct, conditions: ConditionBlock, owners: readonly Owner[]): boolean {
  const block: ConditionBlock = Stack.of(scope).resolve(conditions) ?? {};
  return ordinaryMatches(new Condition(block)) || owners.some((owner) => matchesAllOf(...forOwner(scope, block, owner)));
}

/** Whether a Deny of the actions keeps everybody, or all principals of an owner, from changing the policy that it is in. */
export function locksOut(
  scope: IConstruct, type: PolicyType, actions: readonly string[], conditions: ConditionBlock, owners: readonly Owner[],
): boolean {
  const block: ConditionBlock = Stack.of(scope).resolve(conditions) ?? {};
  return owners.some((owner) => keepsFromChanging(type, actions, ...forOwner(scope, block, owner)));
}

function forOwner(scope: IConstruct, block: ConditionBlock, owner: Owner): [Condition, PolicyOwner] {
  const isAccountKnown = !Token.isUnresolved(owner.account);
  const account = isAccountKnown ? owner.account : NO_ACCOUNT;
  return [new Condition(withAccount(scope, block, owner, account)), { account, isAccountKnown, within: (path) => owner.within(path) }];
}

/** With the account for the tokens that mean it, so that `arn:aws:iam::${Aws.ACCOUNT_ID}:*` can be judged. */
function withAccount(scope: IConstruct, conditions: ConditionBlock, owner: Owner, account?: string): ConditionBlock {
  const stack = Stack.of(scope);
  const same = owner.account === undefined ? [] : [JSON.stringify(stack.resolve(owner.account)),
    ...(owner.account === stack.account ? ['{"Ref":"AWS::AccountId"}'] : [])];
  const plain = (value: any): any => {
    const text = JSON.stringify(value);
    if (typeof value !== 'object' || value === null || same.includes(text)) {
      return same.includes(text) ? account : value;
    }
    if (text === '{"Ref":"AWS::Partition"}') {
      return 'aws';
    }
    if (Array.isArray(value)) {
      return value.map(plain);
    }
    const join = value['Fn::Join'];
    const parts = Array.isArray(join) && Array.isArray(join[1]) ? join[1].map(plain) : [value];
    return parts.every((part) => typeof part === 'string') ? parts.join(join[0])
      : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  };
  return plain(conditions);
}
