import * as fs from 'fs';
import { ALLOW_ALL, DENY_DELETING_VIA_MCP, inEmptyDirectory, policy, read, role, run, runJson, write } from './run';

inEmptyDirectory();

const HTML = 'mcp-access-report.html';
const JSON_FILE = 'mcp-access-report.json';
const template = {
  Resources: {
    Agent: role(policy(ALLOW_ALL, DENY_DELETING_VIA_MCP)),
    Reader: role(undefined, { Policies: [], ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] }),
  },
};
const verdicts = ({ principals }: any, id: string) => (
  Object.values(principals.find((each: any) => each.id === id).access).map(({ verdict }: any) => verdict));

test('it writes both files into the working directory, and says so', async () => {
  write('a.json', template);
  expect(await run(['report', 'a.json'])).toEqual({
    code: 0,
    stderr: '',
    stdout: `${HTML}\n${JSON_FILE}\n2 principals, and one Deny that asks where a call came from.\n`,
  });
  const report = JSON.parse(read(JSON_FILE));
  expect(report).toMatchObject({ version: 2, principals: [{ id: 'a.json#Agent', kind: 'role' }, { id: 'a.json#Reader' }], guardrails: [{ sid: 'DenyDeletingViaMcp', principals: 1 }] });
  expect(verdicts(report, 'a.json#Agent')).toEqual(['everything', ...Array(5).fill('most')]);
  expect(verdicts(report, 'a.json#Reader')).toEqual(Array(6).fill('reads'));
  expect(read(HTML)).toContain('Agent');
  expect(fs.readdirSync('.').sort()).toEqual(['a.json', HTML, JSON_FILE]);
});

test('--output is another directory, which is made; the files there are replaced', async () => {
  write('a.json', template);
  for (let i = 0; i < 2; i++) {
    expect(await run(['report', 'a.json', '-o', 'out/new'])).toMatchObject({ code: 0, stdout: expect.stringContaining(`out/new/${HTML}\n`) });
  }
  expect(fs.readdirSync('out/new').sort()).toEqual([HTML, JSON_FILE]);
  write('file', '');
  expect(await run(['report', 'a.json', '-o', 'file'])).toMatchObject({ code: 2, stderr: expect.stringContaining('file') });
});

test('--format json prints it, and writes nothing', async () => {
  write('a.json', template);
  const report = await runJson(['report', 'a.json']);
  expect(verdicts(report, 'a.json#Agent')[0]).toBe('everything');
  expect(fs.readdirSync('.')).toEqual(['a.json']);
  await run(['report', 'a.json']);
  expect(JSON.parse(read(JSON_FILE))).toEqual(report);
});

test('sessions that are marked as agents\' are an origin of their own', async () => {
  const marked = { Sid: 'DenyByAgents', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } } };
  write('a.json', { Resources: { Agent: role(policy(ALLOW_ALL, marked)) } });
  const report = await runJson(['report', 'a.json', '--operation', 's3:DeleteBucket']);
  expect(report.origins[1]).toEqual({ id: 'agent-session:PrincipalType=Agent', name: 'sessions tagged PrincipalType=Agent' });
  expect(verdicts(report, 'a.json#Agent')).toEqual(Array(7).fill('most'));
  const denied = ({ answers }: any) => answers.delete.depends === undefined;
  const { access } = report.principals[0];
  expect(['direct', 'agent-session:PrincipalType=Agent', 'any-other-server'].map((origin) => denied(report.profiles[access[origin].profile]))).toEqual([false, true, false]);
  expect(report.guardrails).toMatchObject([{ sid: 'DenyByAgents', effects: { 'direct': 'depends', 'agent-session:PrincipalType=Agent': 'denies' }, dependsOn: ['aws:PrincipalTag/PrincipalType'] }]);
  expect(report.operations[0].principals[0].origins).toMatchObject({ 'direct': { decision: 'CONDITIONAL' }, 'agent-session:PrincipalType=Agent': { decision: 'EXPLICITLY_DENIED' } });
  await run(['report', 'a.json']);
  expect(read(HTML)).toContain('<dt>Sessions tagged PrincipalType=Agent</dt>');
  const others = { ...marked, Condition: { StringEquals: { 'aws:PrincipalTag/kind': ['bot', 'tool'] } } };
  write('b.json', { Resources: { Agent: role(policy(ALLOW_ALL, others)) } });
  await run(['report', 'b.json']);
  expect(read(HTML)).toContain('<dt>Sessions tagged kind=bot, sessions tagged kind=tool</dt>');
});

const ARN = 'arn:aws:iam::111122223333:role/Agent';
test.each<[string, unknown, string, string]>([
  ['a template as YAML', 'Resources:\n  Agent:\n    Type: AWS::IAM::Role\n    Properties:\n      ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/PowerUserAccess"]\n', 'a.json#Agent', 'most'],
  ['an account', {
    RoleDetailList: [{ RoleName: 'Agent', Path: '/', Arn: ARN, RolePolicyList: [], AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }] }],
  }, 'a.json#role Agent', 'most'],
  ['a plan of Terraform', {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          { mode: 'managed', type: 'aws_iam_role', name: 'a', address: 'aws_iam_role.a', values: { name: 'Agent', managed_policy_arns: ['arn:aws:iam::aws:policy/PowerUserAccess'] } },
        ],
      },
    },
  }, 'aws_iam_role.a', 'most'],
  ['policies alone', [policy(ALLOW_ALL), policy(DENY_DELETING_VIA_MCP)], 'whoever has these policies', 'everything'],
])('of %s', async (_, content, id, verdict) => {
  write('a.json', content);
  expect(verdicts(await runJson(['report', 'a.json']), id)[0]).toBe(verdict);
});

test('of a folder and several files; policies that are nobody\'s are counted, not judged', async () => {
  write('infra/a.yaml', JSON.stringify(template));
  write('infra/readme.json', '{}');
  write('b.json', { Resources: { Other: role(policy()) } });
  write('p.json', policy(ALLOW_ALL));
  const { stdout, code } = await run(['report', 'infra', 'b.json', 'p.json']);
  expect({ stdout, code }).toEqual({
    code: 0, stdout: `${HTML}\n${JSON_FILE}\n3 principals, and one Deny that asks where a call came from.\nNot counted, for they are attached to nobody: 1 policy.\n`,
  });
});

test('documents of managed policies may be given', async () => {
  write('a.json', { Resources: { Agent: role(undefined, { Policies: [], ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Team'] }) } });
  write('m.json', { Team: policy(ALLOW_ALL) });
  expect(verdicts(await runJson(['report', 'a.json']), 'a.json#Agent')[0]).toBe('depends');
  expect(verdicts(await runJson(['report', 'a.json', '--managed-policies', 'm.json']), 'a.json#Agent')[0]).toBe('everything');
});

test('of what can\'t be read, nothing is written', async () => {
  write('a.json', template);
  write('b.json', '{');
  expect(await run(['report', 'a.json', 'b.json'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('b.json:1:2') });
  expect(fs.existsSync(HTML)).toBe(false);
});

describe('--against', () => {
  const old = { Resources: { ...template.Resources, Agent: role(policy(ALLOW_ALL)) } };
  beforeEach(() => {
    write('old.json', old);
    write('new.json', template);
  });

  test('prints who gains and loses what, and writes the page and the JSON', async () => {
    const { code, stdout, stderr } = await run(['report', 'new.json', '--against', 'old.json', '-o', 'out', '--date', '2026-11-29']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^People and programs, in direct calls: nothing changes\.\n\nAgents, through MCP servers: 1 principal loses\.\n {2}Agent \(role\)\n {4}loses\n {6}Delete data: \d/);
    expect(stdout).toMatch(/\nSomething changes for 1 of 2 principals\.\nout\/mcp-access-difference\.html\nout\/mcp-access-difference\.json\n$/);
    expect(fs.readdirSync('out').sort()).toEqual(['mcp-access-difference.html', 'mcp-access-difference.json']);
    expect(read('out/mcp-access-difference.html')).toContain('2026-11-29');
    expect(JSON.parse(read('out/mcp-access-difference.json'))).toEqual(await runJson(['report', 'new.json', '--against', 'old.json']));
  });

  test('other formats, all names, and nothing', async () => {
    expect((await run(['report', 'new.json', '--against', 'old.json', '--format', 'markdown'])).stdout).toMatch(/^## What changes in who may do what\n\nSomething changes for 1 of 2 principals\.\n/);
    expect((await run(['report', 'new.json', '--against', 'old.json', '--all'])).stdout).toContain('s3:DeleteObject, ');
    expect((await run(['report', 'new.json', '--against', 'new.json'])).stdout).toContain('\nNothing changes for 2 principals.\n');
  });

  test('names of many principals and statements are counted', async () => {
    const roles = (...statements: object[]) => ({ Resources: Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`R${i}`, role(policy(...statements), statements.length > 0 ? {} : { Policies: [] })])) });
    write('few.json', roles());
    write('many.json', roles({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }, ...Array.from({ length: 8 }, (_, i) => (
      { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${i}` }))));
    const { stdout } = await run(['report', 'many.json', '--against', 'few.json']);
    expect(stdout).toContain('  R0, R1, R2 and 2 more (role)\n');
    expect(stdout).toContain('    and 2 more statements on named resources\n');
  });

  test('policies alone are those of whoever has them', async () => {
    write('a.json', policy(ALLOW_ALL));
    write('b.json', [policy(ALLOW_ALL), policy(DENY_DELETING_VIA_MCP)]);
    expect((await run(['report', 'b.json', '--against', 'a.json'])).stdout).toContain('  whoever has these policies (principal)\n    loses\n');
  });

  test('a report is no input: it does not hold what it was made from', async () => {
    write('report.json', await runJson(['report', 'new.json']));
    expect(await run(['report', 'new.json', '--against', 'report.json'])).toMatchObject({
      code: 2, stderr: expect.stringContaining('report.json: an access report, which says what policies allow and does not hold them'),
    });
  });

  test.each<[string, string[]]>([
    ['--all is for the difference', ['--all']],
    ['--operation does not go with --against', ['--against', 'old.json', '--operation', 'lambda:CreateFunction']],
    ['--format markdown is for the difference', ['--format', 'markdown']],
    ['--date tomorrow: expected the day', ['--date', 'tomorrow']],
    ['--date 2026-13-45: expected the day', ['--date', '2026-13-45']],
  ])('%s', async (message, args) => {
    expect(await run(['report', 'new.json', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

test('the head of the page has the file, the account and the date, that of the input or one that is given', async () => {
  write('a.json', template);
  write('plan.json', { format_version: '1.2', timestamp: '2026-11-28T10:00:00Z', planned_values: { root_module: { resources: [] } } });
  expect((await runJson(['report', 'a.json', '--account', '111122223333', '--date', '2026-11-29'])).input).toEqual({ inputs: ['a.json'], accounts: ['111122223333'], date: '2026-11-29' });
  expect((await runJson(['report', 'plan.json'])).input).toEqual({ inputs: ['plan.json'], date: '2026-11-28T10:00:00Z' });
  await run(['report', 'a.json', '--account', '111122223333', '--date', '2026-11-29']);
  expect(read(HTML).replace(/<wbr>/g, '')).toContain('<dt>Made from</dt><dd><bdi>a.json</bdi></dd><dt>Account</dt><dd><bdi>111122223333</bdi></dd><dt>Date of the input</dt><dd><bdi>2026-11-29</bdi></dd>');
});
