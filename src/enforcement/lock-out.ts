import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { PolicyTarget } from './policy-target';
import type { ConditionBlock } from '../iam/combine-conditions';
import { ConditionMatch } from '../mcp/evaluate-condition';
import { McpCondition } from '../mcp/mcp-condition';
import { McpContextKey } from '../mcp/mcp-context-key';
import { RequestOrigin } from '../mcp/request-origin';

/** Whose policy it is: somebody there must still get in. */
export interface Owner {
  /** The account, if it is one; it may be a token. */
  readonly account?: string;
  /** Whether all its principals are in the accounts of a path of the organization. */
  within(organizationPath: string): boolean;
}

/** The owner of what is in the stack. Where in the organization its account is can't be told: it may be in any path. */
export function ownerOfStack(scope: IConstruct): Owner {
  return { account: Stack.of(scope).account, within: () => true };
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

/** An ordinary role without tags, of a name that no `s*` or `*-*` matches by accident. */
const ROLE = 'role/=,+=,+=,+=,+=,+=,+=,+=,+=,+=,+=,+=';
const ACCOUNT = '000000000000';

/** Somebody whom no filter names. */
const SOMEBODY = {
  'aws:PrincipalArn': [`arn:aws:iam::${ACCOUNT}:${ROLE}`],
  'aws:PrincipalAccount': [ACCOUNT],
  'aws:PrincipalOrgPaths': ['o-0000000000/r-0000/ou-0000-00000000/'],
};

/** What is so of a direct call of whomever. */
const PLAIN_CALL = {
  [McpContextKey.IS_MCP_SERVICE_ACTION]: ['false'],
  [McpContextKey.VIA_AWS_SERVICE]: ['false'],
};

/** Whether a condition matches the direct calls of an ordinary principal whom no filter names, or of all principals of an owner. */
export function matchesSomebody(scope: IConstruct, conditions: ConditionBlock, owners: readonly Owner[]): boolean {
  const block: ConditionBlock = Stack.of(scope).resolve(conditions) ?? {};
  const untagged = Object.fromEntries(testsOf(block).filter(({ key }) => key.startsWith('aws:principaltag/')).map(({ key }) => [key, []]));
  return matchesDirectCall(block, { ...SOMEBODY, ...untagged }) || owners.some((owner) => matchesAllOf(scope, block, owner, {}));
}

/** Whether a condition matches the direct calls of everybody, or of all principals of the owner. */
export function matchesEverybody(scope: IConstruct, conditions: ConditionBlock, owner: Owner, context: { [key: string]: string[] }): boolean {
  const block: ConditionBlock = Stack.of(scope).resolve(conditions) ?? {};
  return matchesDirectCall(block, context) || matchesAllOf(scope, block, owner, context);
}

function matchesDirectCall(conditions: ConditionBlock, context: { [key: string]: string[] }): boolean {
  return [RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse()].some((origin) =>
    McpCondition.evaluate(conditions, origin, { ...PLAIN_CALL, ...context }).match === ConditionMatch.ALWAYS);
}

/**
 * Whether it matches the root user of the owner's account and an ordinary role there alike. Who is exempt is left open: somebody may be of
 * that name.
 */
function matchesAllOf(scope: IConstruct, block: ConditionBlock, owner: Owner, context: { [key: string]: string[] }): boolean {
  const isToken = Token.isUnresolved(owner.account);
  const account = owner.account === undefined || isToken ? ACCOUNT : owner.account;
  const conditions = withAccount(scope, block, owner, account);
  const tests = testsOf(conditions);
  const exempted = new Set(tests.filter(({ operator }) => operator.includes('Not') || operator === 'Null').map(({ key }) => key));
  const path = tests.filter(({ key }) => key === 'aws:principalorgpaths').flatMap(({ values }) => values)
    .find((value): value is string => typeof value === 'string' && owner.within(value));
  const known = {
    // Another account than a token's may be the same.
    ...(owner.account !== undefined && !(isToken && exempted.has('aws:principalaccount')) && { 'aws:principalaccount': [account] }),
    ...(path !== undefined && !exempted.has('aws:principalorgpaths') && { 'aws:principalorgpaths': [path.replace(/\*/g, '').replace(/\?/g, '0')] }),
  };
  if (Object.keys(known).length === 0) {
    return false;
  }
  const arns = exempted.has('aws:principalarn') ? [undefined] : ['root', ROLE].map((name) => `arn:aws:iam::${account}:${name}`);
  return arns.every((arn) => matchesDirectCall(conditions, { ...context, ...known, ...(arn && { 'aws:principalarn': [arn] }) }));
}

function testsOf(conditions: ConditionBlock): Array<{ operator: string; key: string; values: unknown[] }> {
  return Object.entries(conditions).flatMap(([operator, keys]) => (typeof keys !== 'object' || keys === null ? []
    : Object.entries(keys).map(([key, value]) => ({ operator, key: key.toLowerCase(), values: [value].flat() }))));
}

/** With the account for the tokens that mean it, so that `arn:aws:iam::${Aws.ACCOUNT_ID}:*` can be judged. */
function withAccount(scope: IConstruct, conditions: ConditionBlock, owner: Owner, account: string): ConditionBlock {
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
