import { ConditionMatch, evaluateTests } from './evaluate-condition';
import { McpContextKey } from './mcp-context-key';
import { RequestOrigin } from './request-origin';
import type { Condition } from '../iam/condition';
import type { PolicyType } from '../iam/policy-type';
import { isServiceLinkedRole } from '../iam/service-linked-role';
import type { Statement } from '../iam/statement';
import { wildcardMatcher } from '../iam/wildcard';

/** Whose policy it is: somebody there must still get in. */
export interface PolicyOwner {
  /** The account, if it is one; any number, if it is known only at deployment. */
  readonly account?: string;
  readonly isAccountKnown: boolean;
  /** Whether all its principals are in the accounts of a path of the organization. */
  within(organizationPath: string): boolean;
}

type Context = { readonly [key: string]: readonly string[] };

/** An ordinary role without tags, of a name that no `s*` or `*-*` matches by accident. */
const ROLE = 'role/=,+=,+=,+=,+=,+=,+=,+=,+=,+=,+=,+=';
/** The number of no account. */
export const NO_ACCOUNT = '000000000000';

/** Somebody whom no filter names. */
const SOMEBODY: Context = {
  'aws:principalarn': [`arn:aws:iam::${NO_ACCOUNT}:${ROLE}`],
  'aws:principalaccount': [NO_ACCOUNT],
  'aws:principalorgpaths': ['o-0000000000/r-0000/ou-0000-00000000/'],
};

/** What is so of a direct call of anybody. */
const DIRECT_CALL: Context = {
  [McpContextKey.IS_MCP_SERVICE_ACTION]: ['false'],
  [McpContextKey.VIA_AWS_SERVICE]: ['false'],
};

/** What is so, besides, of a call that changes a policy. */
const CHANGES_POLICY: Context = { 'aws:principalisawsservice': ['false'] };

/** A resource that is nothing but wildcards, also as an ARN: `*`, `**`, `arn:*`, `arn:aws:*:*:*:*`. */
const EVERYTHING = /^([*?]*\*[*?]*|arn:(aws[a-z-]*\*?:)?[*?]*\*[*?]*(:[*?/]*\*[*?/]*)*)$/;

/** Whether a statement is about all actions on all resources, or all but some. */
export function isAboutEverything({ action, resource }: Statement): boolean {
  return (action?.isAboutAll ?? false) && resource !== undefined && (resource.negated || resource.literals.some((text) => EVERYTHING.test(text)));
}

/** Whether a condition matches the direct calls of an ordinary principal whom no filter names. */
export function matchesSomebody(condition: Condition): boolean {
  const untagged = condition.tests.filter(({ name }) => name.startsWith('aws:principaltag/')).map(({ name }) => [name, []]);
  return matchesDirectCalls(condition, { ...SOMEBODY, ...Object.fromEntries(untagged) });
}

/** Whether a condition matches the direct calls of everybody, if they have the context. */
export function matchesDirectCalls(condition: Condition, context: Context = {}): boolean {
  return matchOfDirectCalls(condition, context).includes(ConditionMatch.ALWAYS);
}

/** Whether it could match some of them. */
export function mayMatchDirectCalls(condition: Condition, context: Context): boolean {
  return matchOfDirectCalls(condition, context).some((match) => match !== ConditionMatch.NEVER);
}

function matchOfDirectCalls(condition: Condition, context: Context): ConditionMatch[] {
  return [RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse()].map((origin) =>
    evaluateTests(condition, origin, { ...DIRECT_CALL, ...context }).match);
}

/**
 * Whether it matches the root user of the owner's account and an ordinary role there alike. Who is exempt is left open: somebody may be of
 * that name.
 */
export function matchesAllOf(condition: Condition, { account, isAccountKnown, within }: PolicyOwner, context: Context = {}): boolean {
  const exempted = new Set(condition.tests.filter(({ operator }) => operator?.negated).map(({ name }) => name));
  const path = condition.testsOf('aws:PrincipalOrgPaths').flatMap(({ values }) => values)
    .find((value): value is string => value !== undefined && within(value));
  const known: Context = {
    // Another account than one that is not known may be the same.
    ...(account !== undefined && (isAccountKnown || !exempted.has('aws:principalaccount')) && { 'aws:principalaccount': [account] }),
    ...(path !== undefined && !exempted.has('aws:principalorgpaths') && { 'aws:principalorgpaths': [path.replace(/\*/g, '').replace(/\?/g, '0')] }),
  };
  if (Object.keys(known).length === 0) {
    return false;
  }
  const arns = exempted.has('aws:principalarn') ? [undefined] : ['root', ROLE].map((name) => `arn:aws:iam::${account ?? NO_ACCOUNT}:${name}`);
  return arns.every((arn) => matchesDirectCalls(condition, { ...context, ...known, ...(arn && { 'aws:principalarn': [arn] }) }));
}

/** Whether a Deny of the actions under the condition keeps everybody, or all of the owner, from changing the policy that it is in. */
export function keepsFromChanging(type: PolicyType, actions: readonly string[], condition: Condition, owner?: PolicyOwner): boolean {
  const { changedBy } = type;
  const context = namesLinkedRolesOnly(condition) ? { ...CHANGES_POLICY, 'aws:principalarn': SOMEBODY['aws:principalarn'] } : CHANGES_POLICY;
  return changedBy !== undefined && actions.some((action) => wildcardMatcher(action.toLowerCase())(changedBy.toLowerCase()) === true)
    && (matchesDirectCalls(condition, context) || (owner !== undefined && matchesAllOf(condition, owner, context)));
}

/** Whether it names no principal but service-linked roles, which change no policy for anybody. */
function namesLinkedRolesOnly(condition: Condition): boolean {
  return condition.testsOf('aws:PrincipalArn').every(({ values }) => values.every((value) => value !== undefined && isServiceLinkedRole(value)));
}

/**
 * Whom a Deny about MCP locks out of what its policy is for, in words that go on from the statement's name; `undefined` if nobody. One that
 * does not ask for MCP is taken to mean what it says.
 */
export function lockOutProblem(statement: Statement, type: PolicyType): string | undefined {
  const { effect, condition, principal, action, resource } = statement;
  if (effect !== 'Deny' || (type.principal !== 'none' && !principal?.isEverybody)
    || condition.testsOf(McpContextKey.VIA_AWS_MCP_SERVICE, McpContextKey.CALLED_VIA_AWS_MCP).length === 0) {
    return undefined;
  }
  if (type.lockOut !== undefined && isAboutEverything(statement) && matchesSomebody(condition)) {
    return `locks everybody out: in ${type.lockOut} it denies everything to people and programs that call AWS directly`;
  }
  const aboutItself = resource?.negated === false && resource.hasStar;
  return aboutItself && action && !action.negated && keepsFromChanging(type, action.literals, condition)
    ? `denies ${type.changedBy} to everybody who calls AWS directly, so that ${nobodyChanges(type)}` : undefined;
}

/** For an error: that nobody could change a policy. */
export function nobodyChanges({ name, rootChanges }: PolicyType): string {
  return rootChanges ? `only the root user of its account could change the ${name} any more` : `nobody could change the ${name} any more`;
}
