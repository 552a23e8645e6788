import { Annotations as CoreAnnotations, App, aws_iam as iam, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { McpGuardrail, McpGuardrailPolicy, McpScopedRole, McpServiceControlPolicy, PolicyTarget, PrincipalFilter } from '../../src';
import { widelyExempt } from '../../src/guardrails/exemption-width';
import { narrowed } from '../../src/guardrails/narrowed-test';
import { Condition } from '../../src/iam/condition';
import { random } from '../random-numbers';

const { accounts, arns, organizationPaths, roleNames, rolePaths, tag } = PrincipalFilter;
const SIGN_IN = 'roles of IAM Identity Center, with which people sign in';
const ROLES = ['roles of ordinary names', 'roles under any path', SIGN_IN];
const EVERYBODY = [...ROLES, 'users'];
const stack = new Stack();
const token = new CfnParameter(stack, 'Token').valueAsString;

/** Whom a guardrail hardly denies anything, with these filters. */
function exempted(exempt: PrincipalFilter[], appliesTo?: PrincipalFilter[], reach: { accounts?: string[]; outsiders?: boolean } = {}): string[] {
  const [statement] = McpGuardrail.denyViaMcp({ exempt, appliesTo }).statements();
  return widelyExempt(stack.resolve(statement.conditions), { outsiders: false, ...reach });
}

test.each<[string, PrincipalFilter[]]>([
  ['a role', [roleNames('BreakGlass')]],
  ['roles of a name in several accounts', [roleNames('BreakGlass', 'CloudTeam*', 'OrganizationAccountAccessRole')]],
  ['administrators who sign in', [roleNames('AWSReservedSSO_AdministratorAccess_*')]],
  ['a path', [rolePaths('/break-glass/', '/administrators/*/')]],
  ['the roles of services', [rolePaths('/service-role/')]],
  ['a role by its ARN', [arns('arn:aws:iam::111122223333:role/Admin', 'arn:aws:iam::111122223333:root')]],
  ['an account, of which there are others', [accounts('111122223333')]],
  ['the roles of an account, of which there are others', [arns('arn:aws:iam::111122223333:role/*')]],
  ['an organizational unit', [organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*')]],
  ['the accounts right in the root', [organizationPaths('o-a1b2c3d4e5/r-ab12/')]],
  ['a tag', [tag('agents', 'unrestricted')]],
  ['a few values of a tag', [tag('agents', 'unrestricted', 'true', 'BreakGlass*')]],
  ['what is known only at deployment', [arns(token), tag('a', token), accounts(token), roleNames(token), organizationPaths(token)]],
  ['several of them', [roleNames('BreakGlass'), tag('agents', 'unrestricted'), accounts('111122223333'), rolePaths('/break-glass/')]],
  ['nobody', []],
])('to exempt %s is fine', (_, exempt) => {
  expect(exempted(exempt)).toEqual([]);
});

test.each<[string, PrincipalFilter[], string[]]>([
  ['names with an a', [roleNames('*a*')], ROLES],
  ['names with a hyphen', [roleNames('BreakGlass', '*-*')], ROLES],
  ['names of one character or more, written otherwise', [roleNames('BreakGlass', '*?*-*', '*_*', '*e*')], ROLES],
  ['all roles', [arns('arn:aws:iam::*:role/*')], ROLES],
  ['all roles of every partition', [arns('arn:*:iam::*:role/?*')], ROLES],
  ['all users', [arns('arn:aws:iam::*:user/*')], ['users']],
  ['all roles under a path', [arns('arn:aws:iam::*:role/*/*')], ['roles under any path', SIGN_IN]],
  ['all who sign in', [roleNames('AWSReservedSSO_*')], [SIGN_IN]],
  ['their path', [rolePaths('/aws-reserved/')], [SIGN_IN]],
  ['the organization', [organizationPaths('o-a1b2c3d4e5/*')], EVERYBODY],
  ['the organization, by its root', [organizationPaths('o-a1b2c3d4e5/r-ab12/*')], EVERYBODY],
  ['any value of a tag', [tag('team', '*')], ['principals with the tag "team", whatever its value']],
  ['nearly any value of a tag', [tag('team', '?*')], ['principals with the tag "team", whatever its value']],
  ['several that together are too many', [rolePaths('/agents/', '/application/', '/team-a/')], ['roles under any path']],
])('to exempt %s is not', (_, exempt, whom) => {
  expect(exempted(exempt)).toEqual(whom);
});

test.each<[string, PrincipalFilter[], PrincipalFilter[], string[]]>([
  ['its own path', [rolePaths('/agents/')], [rolePaths('/agents/')], ['roles under any path', 'those of the ARN arn:*:iam::*:role/agents/*']],
  ['names there', [rolePaths('/bots/')], [roleNames('*a*')], ['those of the ARN arn:*:iam::*:role/bots/*']],
  ['its own account', [accounts('111122223333')], [accounts('111122223333')], EVERYBODY],
  ['its own organizational unit', [organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*')], [organizationPaths('o-a1b2c3d4e5/r-ab12/*')], EVERYBODY],
])('to exempt all whom it applies to is not: %s', (_, appliesTo, exempt, whom) => {
  expect(exempted(exempt, appliesTo)).toEqual(whom);
});

test.each<[string, PrincipalFilter[], PrincipalFilter[]]>([
  ['a path below', [rolePaths('/agents/')], [rolePaths('/agents/trusted/')]],
  ['one of its accounts', [accounts('111122223333', '444455556666')], [accounts('111122223333')]],
  ['an organizational unit below', [organizationPaths('o-a1b2c3d4e5/r-ab12/*')], [organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*')]],
  ['a value of the tag', [tag('agent', '*')], [tag('agent', 'trusted')]],
  ['users, who are none of them', [rolePaths('/agents/')], [arns('arn:aws:iam::*:user/*')]],
])('to exempt some whom it applies to is fine: %s', (_, appliesTo, exempt) => {
  expect(exempted(exempt, appliesTo)).toEqual([]);
});

test('whom a policy can reach counts', () => {
  const [account, other] = ['111122223333', '444455556666'];
  expect(exempted([accounts(account)], undefined, { accounts: [account] })).toEqual(EVERYBODY);
  expect(exempted([arns(`arn:aws:iam::${account}:role/*`)], undefined, { accounts: [account] })).toEqual(ROLES);
  expect(exempted([accounts(account)], undefined, { accounts: [account, other] })).toEqual([]);
  expect(exempted([accounts(account, other)], undefined, { accounts: [account, other] })).toEqual(EVERYBODY);
  // A resource's policy that is about everybody outside the organization.
  expect(exempted([organizationPaths('o-a1b2c3d4e5/*')], undefined, { outsiders: true })).toEqual([]);
  expect(exempted([arns('arn:aws:iam::*:role/*')], undefined, { outsiders: true })).toEqual(ROLES);
});

test('an exempt account keeps nobody else from being locked out', () => {
  expect(() => new McpServiceControlPolicy(new Stack(), 'Agents', {
    guardrails: [McpGuardrail.denyOutsideMcp({ exempt: [accounts('111122223333')] })], targets: [PolicyTarget.root('r-ab12')],
  })).toThrow('would lock everybody out');
});

test.each<[string, { [operator: string]: object }, string[]]>([
  ['the organization by its id', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }, EVERYBODY],
  ['who has a tag', { Null: { 'aws:PrincipalTag/team': 'true' } }, ['principals with the tag "team", whatever its value']],
  ['who has a tag, as a boolean', { Null: { 'aws:PrincipalTag/team': true } }, ['principals with the tag "team", whatever its value']],
  ['whom it applies to, as anybody', { ArnLike: { 'aws:PrincipalArn': '*' }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } }, ['users']],
  ['all roles, with IfExists', { ArnNotLikeIfExists: { 'AWS:principalarn': ['arn:aws:iam::*:role/*'] } }, ROLES],
  ['nobody: a key that is not of principals', { StringNotLike: { 'aws:RequestedRegion': '*' } }, []],
  ['nobody: what is no operator', { StringNotLikely: { 'aws:PrincipalArn': '*' } }, []],
  ['nobody: what is no block', { StringNotLike: { Ref: 'X' } }, []],
])('a team\'s own statement: %s', (_, conditions, whom) => {
  expect(widelyExempt(conditions, { outsiders: false })).toEqual(whom);
});

describe('the warning', () => {
  const guardrails = [McpGuardrail.denyViaMcp({ exempt: [roleNames('*a*')] })];
  const ID = 'cdk-mcp-guardrails:wideExemption';
  let app: App;
  let target: Stack;
  beforeEach(() => {
    app = new App();
    target = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
  });
  const warnings = (path = '*') => Annotations.fromStack(target).findWarning(path, Match.stringLikeRegexp(ID)).map(({ id, entry }) => `${id}: ${entry.data}`);

  test.each<[string, () => void]>([
    ['/Stack/Place/Resource', () => new McpServiceControlPolicy(target, 'Place', { guardrails, targets: [PolicyTarget.root('r-ab12')] })],
    ['/Stack/Place/Resource', () => new McpGuardrailPolicy(target, 'Place', { guardrails })],
    ['/Stack/Place/Resource', () => new McpScopedRole(target, 'Place', { assumedBy: new iam.AccountRootPrincipal(), guardrails })],
  ])('%s %#', (path, make) => {
    make();
    expect(warnings()).toEqual([`${path}: statement "DenyViaMcp": the exemption is so wide that it undoes the guardrail for ${ROLES.join(', and ')}. `
      + `Exempt only the few that need it, by names, paths or tags that nobody else can take, such as PrincipalFilter.roleNames('BreakGlass') [ack: ${ID}]`]);
  });

  test('is one for all statements alike', () => {
    new McpGuardrailPolicy(target, 'Place', {
      guardrails: [...guardrails, McpGuardrail.denyViaMcp({ sid: 'Other', exempt: [roleNames('*a*')] }), McpGuardrail.denyViaMcp({ sid: 'Fine' })],
    });
    expect(warnings()).toEqual([expect.stringContaining('statements "DenyViaMcp", "Other": ')]);
  });

  test('is acknowledged at the construct, or above it', () => {
    const policy = new McpGuardrailPolicy(target, 'Place', { guardrails });
    new McpGuardrailPolicy(target, 'Other', { guardrails });
    CoreAnnotations.of(policy).acknowledgeWarning(ID);
    expect(warnings()).toEqual([expect.stringContaining('/Stack/Other/Resource: ')]);
    CoreAnnotations.of(target).acknowledgeWarning(ID);
    expect(warnings()).toEqual([]);
  });

  test('an account is everybody where the policy reaches no other', () => {
    const own = [McpGuardrail.denyViaMcp({ exempt: [accounts('111122223333')] })];
    new McpGuardrailPolicy(target, 'Here', { guardrails: own });
    new McpServiceControlPolicy(target, 'OnIt', { guardrails: own, targets: [PolicyTarget.account('111122223333')] });
    new McpServiceControlPolicy(target, 'OnBoth', { guardrails: own, targets: [PolicyTarget.account('111122223333'), PolicyTarget.account('444455556666')] });
    new McpServiceControlPolicy(target, 'OnUnit', { guardrails: own, targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')] });
    expect(warnings().map((text) => text.split(':')[0])).toEqual(['/Stack/Here/Resource', '/Stack/OnIt/Resource']);
  });

  test('not for what the account of the stack does not tell', () => {
    target = new Stack(app, 'Anywhere');
    new McpGuardrailPolicy(target, 'Here', { guardrails: [McpGuardrail.denyViaMcp({ exempt: [accounts('111122223333')] })] });
    expect(warnings()).toEqual([]);
  });

  test('of a policy larger than AWS takes there is none: thousands of ARNs would take minutes to judge', () => {
    const many = arns(...Array.from({ length: 3_000 }, (_, i) => `arn:aws:iam::*:role/team${i}/*`));
    new McpGuardrailPolicy(target, 'Large', { guardrails: [McpGuardrail.denyViaMcp({ appliesTo: [many], exempt: [roleNames('BreakGlass')] })] });
    expect(() => app.synth()).toThrow(/^Validation failed with the following errors:\n {2}\[Stack\/Large\] the managed policy would have [\d,]+ characters/);
  });
});

test.each(['ArnLike', 'ArnNotLike', 'ArnEquals', 'StringLike', 'StringNotLike', 'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'ForAnyValue:StringLike'])(
  'of many patterns, those that begin as a value does tell the same as all: %s', (operator) => {
    const next = random(7);
    const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)];
    const arn = (wild: boolean) => `arn:aws:iam::${pick(wild ? ['111122223333', '*', '1111*'] : ['111122223333', '444455556666'])}:${pick(['role/', 'user/'])}${
      pick(['a', 'A', 'ab', 'b/c'])}${wild ? pick(['', '*', '?', '/*', '*c']) : pick(['', 'c', '/d'])}`;
    const different: unknown[] = [];
    for (let i = 0; i < 27; i++) {
      const { tests: [each] } = new Condition({ [operator]: { 'aws:PrincipalArn': [...Array.from({ length: 20 }, () => arn(true)), ...(i % 9 === 8 ? ['${aws:username}'] : [])] } });
      const fast = narrowed(each);
      for (const values of [[], [arn(false), arn(false)], ['zoo'], ['arn:aws'], [''], ...Array.from({ length: 20 }, () => [arn(false)])]) {
        const request = new Map([['aws:principalarn', values]]);
        different.push(...fast(request) === each.matches(request) ? [] : [[String(each), values]]);
      }
    }
    expect(different).toEqual([]);
  });

test('of ARNs that begin otherwise than all that are exempt, nothing else is said than where each is looked at', () => {
  const number = random(20_261_130);
  const pick = <T>(list: readonly T[]) => list[Math.floor(number() * list.length)];
  const account = () => pick(['111122223333', '111122223333', '444455556666', '*', '1111*', '']);
  const pattern = () => `arn:${pick(['aws', 'aws', '*'])}:iam::${account()}:${pick(['role/', 'role/', 'user/', '*', 'r*'])}${pick(['', 'a/', 'team-a/', 'b', 'D'])}${pick(['*', '*', '?*', 'Developer', '*/x'])}`;
  const list = () => Array.from({ length: 1 + Math.floor(number() * 4) }, pattern);
  let wide = 0;
  for (let i = 0; i < 400; i++) {
    const [applied, exempt] = [list(), [...list(), ...number() < 0.1 ? ['arn:aws:iam::${aws:PrincipalAccount}:role/a*'] : [], ...number() < 0.3 ? [...'DPRSQG'].map((letter) => `arn:aws:iam::111122223333:role/${letter}*`) : []]];
    const conditions = { [pick(['ArnLike', 'StringLike'])]: { 'aws:PrincipalArn': applied }, [pick(['ArnNotLike', 'StringNotLike', 'ArnNotEquals'])]: { 'aws:PrincipalArn': exempt } };
    // Of a test that is not about ARNs nothing is told before: it exempts nobody, and each is looked at.
    const found = [conditions, { ...conditions, StringNotEquals: { 'aws:PrincipalAccount': '999999999999' } }].map((each) => widelyExempt(each, { outsiders: false }));
    expect([conditions, found[0]]).toEqual([conditions, found[1]]);
    wide += found[0].some((whom) => whom.startsWith('those of the ARN')) ? 1 : 0;
  }
  expect(wide).toBeGreaterThan(50);
});
