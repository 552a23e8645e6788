import { CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { McpGuardrail, PrincipalFilter } from '../../src';
import { deniedFrom, VIA_MCP } from '../meaning';

const principal = (arn: string, more: { [key: string]: string[] } = {}) => ({
  context: { 'aws:PrincipalArn': [arn], 'aws:PrincipalAccount': [arn.split(':')[4]], 'aws:PrincipalTag/team': [], 'aws:PrincipalOrgPaths': [], ...more },
});
const ADMIN = principal('arn:aws:iam::111122223333:role/Admin');
const PATHED_ADMIN = principal('arn:aws-cn:iam::444455556666:role/people/eu/Admin');
const AGENT = principal('arn:aws:iam::111122223333:role/agents/Reader');
const AGENTS = principal('arn:aws:iam::111122223333:role/Agents');
const USER = principal('arn:aws:iam::111122223333:user/Admin');
const TAGGED = principal('arn:aws:iam::111122223333:role/Other', { 'aws:PrincipalTag/team': ['agents'] });
const IN_OU = principal('arn:aws:iam::111122223333:role/Other', { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'] });
const BELOW_OU = principal('arn:aws:iam::111122223333:role/Other', { 'aws:PrincipalOrgPaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/'] });
const everybody = { ADMIN, PATHED_ADMIN, AGENT, AGENTS, USER, TAGGED, IN_OU, BELOW_OU };
type Name = keyof typeof everybody;

/** Who is in any of the filters, judged by a guardrail that applies to them; the one that exempts them must agree. */
function members(...filters: PrincipalFilter[]): Name[] {
  const applied = McpGuardrail.denyViaMcp({ appliesTo: filters }).statements();
  const exempted = McpGuardrail.denyViaMcp({ exempt: filters }).statements();
  return (Object.keys(everybody) as Name[]).filter((name) => {
    const denied = deniedFrom(applied, everybody[name]);
    const notExempt = deniedFrom(exempted, everybody[name]);
    expect([denied, notExempt]).toEqual(denied.length > 0 ? [VIA_MCP, []] : [[], VIA_MCP]);
    return denied.length > 0;
  });
}

test.each<[string, PrincipalFilter, Name[]]>([
  ['role names', PrincipalFilter.roleNames('Admin'), ['ADMIN', 'PATHED_ADMIN']],
  ['role names with a wildcard', PrincipalFilter.roleNames('A*n', 'Agent?'), ['ADMIN', 'PATHED_ADMIN', 'AGENTS']],
  ['role paths', PrincipalFilter.rolePaths('/agents/'), ['AGENT']],
  ['several role paths', PrincipalFilter.rolePaths('/agents/', '/people/eu/'), ['PATHED_ADMIN', 'AGENT']],
  ['ARNs', PrincipalFilter.arns('arn:aws:iam::*:user/*', 'arn:aws:iam::111122223333:role/Admin'), ['ADMIN', 'USER']],
  ['a tag', PrincipalFilter.tag('team', 'agents', 'bots'), ['TAGGED']],
  ['any value of a tag', PrincipalFilter.tag('team', '*'), ['TAGGED']],
  ['a pattern of a tag', PrincipalFilter.tag('team', 'age*'), ['TAGGED']],
  ['another tag value', PrincipalFilter.tag('team', 'people'), []],
  ['accounts', PrincipalFilter.accounts('444455556666', '777788889999'), ['PATHED_ADMIN']],
  ['an organizational unit', PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'), ['IN_OU']],
  ['an organizational unit and below', PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'), ['IN_OU', 'BELOW_OU']],
  ['an organization', PrincipalFilter.organizationPaths('o-a1b2c3d4e5/*'), ['IN_OU', 'BELOW_OU']],
])('%s', (_, filter, expected) => {
  expect(members(filter)).toEqual(expected);
});

test('several filters: in any of them', () => {
  expect(members(PrincipalFilter.roleNames('Admin'), PrincipalFilter.rolePaths('/agents/'))).toEqual(['ADMIN', 'PATHED_ADMIN', 'AGENT']);
  expect(members(PrincipalFilter.arns('arn:aws:iam::*:user/Admin'), PrincipalFilter.tag('team', 'agents'), PrincipalFilter.tag('team', 'x*')))
    .toEqual(['USER', 'TAGGED']);
});

test('applied to some, others exempt among them', () => {
  const statements = McpGuardrail.denyViaMcp({
    appliesTo: [PrincipalFilter.rolePaths('/people/'), PrincipalFilter.tag('team', '*')], exempt: [PrincipalFilter.roleNames('Admin')],
  }).statements();
  expect(statements.map((statement) => statement.sid)).toEqual(['DenyViaMcp', 'DenyViaMcp2', 'DenyViaMcp3']);
  const denied = (Object.keys(everybody) as Name[]).filter((name) => deniedFrom(statements, everybody[name]).length > 0);
  expect(denied).toEqual(['TAGGED']);
});

test('a principal without the key is never exempt', () => {
  const statements = McpGuardrail.denyViaMcp({
    exempt: [PrincipalFilter.roleNames('Admin'), PrincipalFilter.tag('team', 'a'), PrincipalFilter.tag('team', '*'), PrincipalFilter.organizationPaths('o-a1b2c3d4e5/*'),
      PrincipalFilter.accounts('111122223333')],
  }).statements();
  expect(deniedFrom(statements, { context: { 'aws:PrincipalArn': [], 'aws:PrincipalAccount': [], 'aws:PrincipalTag/team': [], 'aws:PrincipalOrgPaths': [] } })).toEqual(VIA_MCP);
});

test('tokens are taken as they are', () => {
  const stack = new Stack();
  const name = new CfnParameter(stack, 'Name').valueAsString;
  const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
  const condition = (filter: PrincipalFilter) =>
    stack.resolve(McpGuardrail.denyViaMcp({ appliesTo: [filter] }).statements()[0].toStatementJson().Condition);
  expect(condition(PrincipalFilter.arns(name)).ArnLike).toEqual({ 'aws:PrincipalArn': { Ref: 'Name' } });
  expect(condition(PrincipalFilter.rolePaths(name)).ArnLike['aws:PrincipalArn']).toEqual({ 'Fn::Join': ['', ['arn:*:iam::*:role', { Ref: 'Name' }, '*']] });
  expect(condition(PrincipalFilter.roleNames(name)).ArnLike['aws:PrincipalArn'][0]).toEqual({ 'Fn::Join': ['', ['arn:*:iam::*:role/', { Ref: 'Name' }]] });
  expect(condition(PrincipalFilter.tag('team', name)).StringLike).toEqual({ 'aws:PrincipalTag/team': { Ref: 'Name' } });
  expect(condition(PrincipalFilter.tag('team', ...list)).StringEquals).toEqual({ 'aws:PrincipalTag/team': { Ref: 'List' } });
  expect(condition(PrincipalFilter.arns(...list)).ArnLike).toEqual({ 'aws:PrincipalArn': { Ref: 'List' } });
  expect(condition(PrincipalFilter.accounts(name)).StringEquals).toEqual({ 'aws:PrincipalAccount': { Ref: 'Name' } });
  expect(condition(PrincipalFilter.accounts(...list)).StringEquals).toEqual({ 'aws:PrincipalAccount': { Ref: 'List' } });
  expect(condition(PrincipalFilter.organizationPaths(name))['ForAnyValue:StringLike']).toEqual({ 'aws:PrincipalOrgPaths': { Ref: 'Name' } });
});

test.each<[() => PrincipalFilter, string]>([
  [() => PrincipalFilter.roleNames(), 'PrincipalFilter.roleNames() needs at least one value: expected a role name without its path'],
  [() => PrincipalFilter.roleNames('/agents/Reader'), '"/agents/Reader" is not a value for PrincipalFilter.roleNames(): expected a role name without its path'],
  [() => PrincipalFilter.roleNames('arn:aws:iam::111122223333:role/Admin'), '"arn:aws:iam::111122223333:role/Admin" is not a value'],
  [() => PrincipalFilter.roleNames('Admin', '*'), 'PrincipalFilter.roleNames() with a wildcard alone means every role'],
  [() => PrincipalFilter.roleNames(...Token.asList({ Ref: 'Names' })), 'PrincipalFilter.roleNames() cannot take a list that is known only at deployment'],
  [() => PrincipalFilter.rolePaths(), 'PrincipalFilter.rolePaths() needs at least one value'],
  [() => PrincipalFilter.rolePaths('agents'), '"agents" is not a value for PrincipalFilter.rolePaths(): expected a path that begins and ends with a slash'],
  [() => PrincipalFilter.rolePaths('/'), '"/" is not a value for PrincipalFilter.rolePaths()'],
  [() => PrincipalFilter.rolePaths('/*/'), 'PrincipalFilter.rolePaths() with a wildcard alone means every role'],
  ...['?', '?*', '*?*'].map((name): [() => PrincipalFilter, string] =>
    [() => PrincipalFilter.roleNames('Admin', name), 'PrincipalFilter.roleNames() with a wildcard alone means every role']),
  ...['/?*/', '/**/', '/*/*/'].map((path): [() => PrincipalFilter, string] =>
    [() => PrincipalFilter.rolePaths(path), 'PrincipalFilter.rolePaths() with a wildcard alone means every role']),
  [() => PrincipalFilter.roleNames(undefined as any), 'undefined is not a value for PrincipalFilter.roleNames(): expected a role name'],
  [() => PrincipalFilter.tag(undefined as any, 'x'), 'undefined is not a value for PrincipalFilter.tag(): expected the key of a tag'],
  [() => PrincipalFilter.tag('team', true as any), 'true is not a value for PrincipalFilter.tag(): expected a value of the tag'],
  [() => PrincipalFilter.arns(['arn:aws:iam::111122223333:root'] as any), '["arn:aws:iam::111122223333:root"] is not a value for PrincipalFilter.arns()'],
  ...['arn:*:iam::*:*', 'arn:aws:iam::111122223333:*', 'arn:aws:iam::*:?*', 'arn:aws:iam::*:*/*'].map((arn): [() => PrincipalFilter, string] =>
    [() => PrincipalFilter.arns('arn:aws:iam::*:user/*', arn), `"${arn}" in PrincipalFilter.arns() means every principal: expected the ARN to say which`]),
  [() => PrincipalFilter.arns(), 'PrincipalFilter.arns() needs at least one value'],
  [() => PrincipalFilter.arns('*'), '"*" is not a value for PrincipalFilter.arns(): expected the ARN of a role, user, federated user or root'],
  [() => PrincipalFilter.arns('arn:aws:sts::111122223333:assumed-role/Admin/session'), 'a role session has the ARN of its role'],
  [() => PrincipalFilter.tag('team'), 'PrincipalFilter.tag() needs at least one value'],
  [() => PrincipalFilter.tag('', 'x'), '"" is not a value for PrincipalFilter.tag(): expected the key of a tag'],
  [() => PrincipalFilter.tag('te*', 'x'), '"te*" is not a value for PrincipalFilter.tag(): expected the key of a tag'],
  [() => PrincipalFilter.tag('team', '{x}'), '"{x}" is not a value for PrincipalFilter.tag(): expected a value of the tag'],
  [() => PrincipalFilter.tag(Token.asString({ Ref: 'Key' }), 'x'), 'PrincipalFilter.tag() needs a literal key'],
  [() => PrincipalFilter.accounts(), 'PrincipalFilter.accounts() needs at least one value: expected the id of an account'],
  ...['1111', '*', '11112222333?', 'arn:aws:iam::111122223333:root', ''].map((account): [() => PrincipalFilter, string] =>
    [() => PrincipalFilter.accounts(account), `"${account}" is not a value for PrincipalFilter.accounts(): expected the id of an account, such as "111122223333"`]),
  [() => PrincipalFilter.accounts(111122223333 as any), '111122223333 is not a value for PrincipalFilter.accounts()'],
  [() => PrincipalFilter.organizationPaths(), 'PrincipalFilter.organizationPaths() needs at least one value'],
  [() => PrincipalFilter.organizationPaths('ou-ab12-11111111'), '"ou-ab12-11111111" is not a value for PrincipalFilter.organizationPaths()'],
  [() => PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12'), 'expected a path of the organization, such as "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"'],
  [() => PrincipalFilter.organizationPaths('*'), '"*" is not a value'],
  [() => PrincipalFilter.organizationPaths('o-a1b2c3d4e5/'), '"o-a1b2c3d4e5/" is not a value'],
])('bad input %#', (make, message) => {
  expect(make).toThrow(message);
});
