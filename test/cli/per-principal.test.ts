import * as fs from 'fs';
import { inEmptyDirectory, policy, run, runJson, write } from './run';

inEmptyDirectory();

const allow = (Action: string) => policy({ Effect: 'Allow', Action, Resource: '*' });
const deny = (Action: string) => policy({ Sid: 'No', Effect: 'Deny', Action, Resource: '*' });
const account = (id: string, ...roles: string[]) => ({
  UserDetailList: [{ UserName: 'ann', Path: '/', Arn: `arn:aws:iam::${id}:user/ann`, GroupList: ['team'], UserPolicyList: [], AttachedManagedPolicies: [] }],
  GroupDetailList: [{ GroupName: 'team', Path: '/', Arn: `arn:aws:iam::${id}:group/team`, GroupPolicyList: [{ PolicyName: 'p', PolicyDocument: allow('sqs:*') }], AttachedManagedPolicies: [] }],
  RoleDetailList: roles.map((RoleName) => ({
    RoleName, Path: '/', Arn: `arn:aws:iam::${id}:role/${RoleName}`, RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('*') }], AttachedManagedPolicies: [],
  })),
});
const scp = (Id: string, Content: object, Type = 'SERVICE_CONTROL_POLICY') => ({ PolicySummary: { Id, Name: Id, Type }, Content: JSON.stringify(Content) });
/** Two accounts in organizational units of their own, and the management account. */
const TREE = {
  Organization: { Id: 'o-1', MasterAccountId: '999999999999' },
  Roots: [{
    Id: 'r-ab12',
    Policies: ['p-FullAWSAccess', 'p-root0000'],
    Accounts: [{ Id: '999999999999' }],
    OrganizationalUnits: [
      { Id: 'ou-ab12-11111111', Policies: ['p-FullAWSAccess', 'p-one00000', 'p-rcp00000'], Accounts: [{ Id: '111122223333', Policies: ['p-FullAWSAccess'] }] },
      { Id: 'ou-ab12-22222222', Policies: ['p-two00000'], Accounts: [{ Id: '444455556666', Policies: ['p-FullAWSAccess', 'p-account0'] }] },
    ],
  }],
  Policies: [
    scp('p-root0000', deny('iam:CreateUser')), scp('p-one00000', deny('sqs:*')), scp('p-two00000', allow('s3:*')), scp('p-account0', deny('s3:DeleteObject')),
    scp('p-rcp00000', policy({ Sid: 'NoSecrets', Effect: 'Deny', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }), 'RESOURCE_CONTROL_POLICY'),
  ],
};

const simulate = async (principal: string, action: string, ...more: string[]) =>
  (await runJson(['simulate', 'tree.json', '1.json', '4.json', '9.json', '--principal', principal, '--action', action, '--via', 'direct', ...more])).results?.[0].decision;

describe('in an organization', () => {
  beforeEach(() => {
    write('tree.json', TREE);
    write('1.json', account('111122223333', 'One'));
    write('4.json', account('444455556666', 'Two'));
    write('9.json', account('999999999999', 'Management'));
  });

  test.each([
    ['of the root, for all', 'One', 'iam:CreateUser', 'EXPLICITLY_DENIED'],
    ['of the root, for all', 'Two', 'iam:CreateUser', 'EXPLICITLY_DENIED'],
    ['but for the management account', 'Management', 'iam:CreateUser', 'ALLOWED'],
    ['of its unit', 'One', 'sqs:SendMessage', 'EXPLICITLY_DENIED'],
    ['of its unit, which allows nothing else', 'Two', 'sqs:SendMessage', 'IMPLICITLY_DENIED'],
    ['not of its account', 'Two', 's3:DeleteObject', 'EXPLICITLY_DENIED'],
    ['nor of another one\'s', 'One', 's3:DeleteObject', 'ALLOWED'],
    ['none is about it', 'Two', 's3:GetObject', 'ALLOWED'],
  ])('a principal is judged by the control policies above its account: %s', async (_, principal, action, expected) => {
    expect(await simulate(principal, action)).toBe(expected);
  });

  test('a resource is, by those above its own', async () => {
    const secret = (id: string) => ['--resource', `arn:aws:secretsmanager:eu-west-1:${id}:secret:s-abcdef`];
    expect(await simulate('One', 'secretsmanager:GetSecretValue', ...secret('111122223333'))).toBe('EXPLICITLY_DENIED');
    expect(await simulate('Management', 'secretsmanager:GetSecretValue', ...secret('999999999999'))).toBe('ALLOWED');
    expect(await simulate('Management', 'secretsmanager:GetSecretValue', ...secret('111122223333'))).toBe('EXPLICITLY_DENIED');
  });

  test('of an account that the tree does not have, where it is is not known', async () => {
    write('4.json', account('777788889999', 'Elsewhere'));
    expect(await simulate('Elsewhere', 'sqs:SendMessage')).toBe('CONDITIONAL');
    expect(await simulate('Elsewhere', 'iam:CreateUser')).toBe('EXPLICITLY_DENIED');
    expect(await simulate('Elsewhere', 's3:DeleteObject')).toBe('CONDITIONAL');
  });

  test('who-can goes through all of them', async () => {
    const { principals } = await runJson(['who-can', 'sqs:SendMessage', 'tree.json', '1.json', '4.json', '9.json', '--via', 'direct']);
    expect(principals.map(({ arn, answers: [{ decision }] }: any) => [arn.slice(13), decision])).toEqual([
      ['111122223333:user/ann', 'EXPLICITLY_DENIED'], ['111122223333:role/One', 'EXPLICITLY_DENIED'],
      ['444455556666:user/ann', 'IMPLICITLY_DENIED'], ['444455556666:role/Two', 'IMPLICITLY_DENIED'],
      ['999999999999:user/ann', 'ALLOWED'], ['999999999999:role/Management', 'ALLOWED'],
    ]);
  });

  test('a name that several have is an error that lists them; as it stands there, it is one', async () => {
    const { code, stdout, stderr } = await run(['simulate', 'tree.json', '1.json', '4.json', '9.json', '--principal', 'ann', '--action', 'sqs:SendMessage']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toContain('"ann" means several: "1.json/user ann", "4.json/user ann", "9.json/user ann"');
    expect(await simulate('1.json/user ann', 'sqs:SendMessage')).toBe('EXPLICITLY_DENIED');
    expect(await simulate('arn:aws:iam::999999999999:user/ann', 'sqs:SendMessage')).toBe('ALLOWED');
  });

  test('one that is not there is an error with what there is', async () => {
    for (const principal of ['Onne', 'arn:aws:iam::111122223333:role/Onne', 'arn:aws:sts::111122223333:assumed-role/Onne/session']) {
      const { code, stdout, stderr } = await run(['simulate', 'tree.json', '1.json', '4.json', '--principal', principal, '--action', 'sqs:SendMessage']);
      expect({ principal, code, stdout }).toEqual({ principal, code: 2, stdout: '' });
      expect(stderr.replace(/\s+/g, ' ')).toMatch(/no role, user or permission set "[^"]*Onne[^"]*" in the template \(did you mean "One"\?\): there are "1\.json\/user ann", "role One", "4\.json\/user ann"/);
    }
    // Of another account, its policies are not known.
    expect(await simulate('arn:aws:iam::222222222222:role/Onne', 'sqs:SendMessage', '--resource', 'arn:aws:sqs:eu-west-1:111122223333:q')).toBe('CONDITIONAL');
  });
});

test('policies of several principals are not merged: one is to be named', async () => {
  write('a.json', account('111122223333', 'One', 'Two'));
  const { code, stdout, stderr } = await run(['simulate', 'a.json', '--action', 'sqs:SendMessage']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(/\s+/g, ' ')).toContain('more than one principal: name one with --principal: there are "user ann", "role One", "role Two"');
});

test('findings name the role, the user, or the policy', async () => {
  const leaks = policy({ Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } });
  const one = account('111122223333', 'One');
  write('a.json', {
    ...one,
    UserDetailList: [{ ...one.UserDetailList[0], UserPolicyList: [{ PolicyName: 'p', PolicyDocument: leaks }] }],
    RoleDetailList: [{ ...one.RoleDetailList[0], RolePolicyList: [{ PolicyName: 'p', PolicyDocument: leaks }] }],
    Policies: [{ PolicyName: 'Shared', Path: '/', Arn: 'arn:aws:iam::111122223333:policy/Shared', PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: leaks }] }],
  });
  write('plan.json', {
    format_version: '1.2',
    planned_values: {
      root_module: {
        resources: [
          { mode: 'managed', type: 'aws_iam_policy', name: 'p', address: 'module.agents.aws_iam_policy.p', values: { name: 'p', policy: JSON.stringify(leaks) } },
        ],
      },
    },
  });
  const { stdout } = await run(['check', 'a.json', 'plan.json']);
  for (const name of ['user ann', 'role One', 'policy Shared', 'module.agents.aws_iam_policy.p']) {
    expect(stdout).toContain(name);
  }
});

test('of the same name, each is listed as it can be named', async () => {
  write('a.json', account('111122223333', 'One', 'Two'));
  write('b.json', account('444455556666', 'One'));
  const { stderr } = await run(['simulate', 'a.json', 'b.json', '--action', 'sqs:SendMessage']);
  const [, list] = /there are (.*)$/.exec(stderr.replace(/\s+/g, ' ').trim())!;
  const names = list.split(', ').map((each) => JSON.parse(each) as string);
  expect(names).toEqual(['a.json/user ann', 'a.json/role One', 'role Two', 'b.json/user ann', 'b.json/role One']);
  for (const name of names) {
    expect(await run(['simulate', 'a.json', 'b.json', '--action', 'sqs:SendMessage', '--principal', name])).toMatchObject({ code: 0, stderr: '' });
  }
});

test('a file is read once, by whatever links it is named', async () => {
  write('a.json', account('111122223333', 'One'));
  fs.symlinkSync('a.json', 'link.json');
  const ask = (...files: string[]) => run(['simulate', ...files, '--action', 'sqs:SendMessage', '--principal', 'role One']);
  expect(await ask('a.json', 'link.json')).toEqual(await ask('a.json'));
  expect(await ask('link.json', 'a.json')).toMatchObject({ code: 0, stderr: '' });
});
