import { inEmptyDirectory, LEAKS, policy, read, run, runJson, write } from './run';

inEmptyDirectory();

const allow = (action: string, sid = 'S') => policy({ Sid: sid, Effect: 'Allow', Action: action });
const ARN = 'arn:aws:iam::111122223333:';
const versions = (...documents: unknown[]) => documents.map((Document, i) => ({ VersionId: `v${documents.length - i}`, IsDefaultVersion: i === 0, Document }));

/** What `aws iam get-account-authorization-details` prints. */
const ACCOUNT = {
  UserDetailList: [{
    UserName: 'ann',
    Path: '/',
    Arn: `${ARN}user/ann`,
    GroupList: ['team'],
    UserPolicyList: [{ PolicyName: 'own', PolicyDocument: allow('s3:GetObject') }],
    AttachedManagedPolicies: [],
  }],
  GroupDetailList: [{
    GroupName: 'team',
    Path: '/',
    Arn: `${ARN}group/team`,
    GroupPolicyList: [{ PolicyName: 'leaks', PolicyDocument: policy(LEAKS) }],
    AttachedManagedPolicies: [{ PolicyName: 'Shared', PolicyArn: `${ARN}policy/app/Shared` }],
  }],
  RoleDetailList: [
    {
      RoleName: 'Agent',
      Path: '/agents/',
      Arn: `${ARN}role/agents/Agent`,
      // As the API returns it.
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify({
        Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `${ARN}user/ann` }, Action: 'sts:AssumeRole' }],
      })),
      RolePolicyList: [{ PolicyName: 'own', PolicyDocument: allow('s3:*') }],
      AttachedManagedPolicies: [{ PolicyName: 'ViewOnly', PolicyArn: 'arn:aws:iam::aws:policy/ViewOnly' }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: `${ARN}policy/app/Shared` },
      InstanceProfileList: [{ Roles: [{ AssumeRolePolicyDocument: allow('*') }] }],
    },
    { RoleName: 'Admin', Path: '/', Arn: `${ARN}role/Admin`, RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('*') }], AttachedManagedPolicies: [] },
  ],
  Policies: [
    { PolicyName: 'Shared', Path: '/app/', Arn: `${ARN}policy/app/Shared`, PolicyVersionList: versions(allow('s3:List*', 'Shared'), policy(LEAKS)) },
    { PolicyName: 'ViewOnly', Path: '/', Arn: 'arn:aws:iam::aws:policy/ViewOnly', PolicyVersionList: versions(allow('ec2:Describe*', 'View'), policy(LEAKS)) },
  ],
};

const decision = async (principal: string, action: string) =>
  (await runJson(['simulate', 'account.json', '--principal', principal, '--action', action, '--via', 'direct'])).results[0];

test.each([
  ['a role\'s own', `${ARN}role/Admin`, 'ec2:RunInstances', 'ALLOWED'],
  ['by its name, and nobody else\'s', 'ann', 'ec2:RunInstances', 'IMPLICITLY_DENIED'],
  ['its boundary', `${ARN}role/agents/Agent`, 's3:GetObject', 'IMPLICITLY_DENIED'],
  ['what its boundary has, too', 'Agent', 's3:ListBucket', 'ALLOWED'],
  ['a managed policy of AWS, within the boundary', 'Agent', 'ec2:DescribeInstances', 'IMPLICITLY_DENIED'],
  ['a group\'s, an Allow and a Deny that a missing key decides', `${ARN}user/ann`, 's3:ListAllMyBuckets', 'CONDITIONAL'],
])('whose each policy is: %s', async (_, principal, action, expected) => {
  write('account.json', ACCOUNT);
  expect((await decision(principal, action)).decision).toBe(expected);
});

test('a managed policy of AWS is what the account has of it, URL-encoded or as text, too', async () => {
  const written = JSON.stringify(allow('ec2:Describe*'));
  for (const Document of [allow('ec2:Describe*'), written, encodeURIComponent(written)]) {
    write('account.json', {
      RoleDetailList: [{ ...ACCOUNT.RoleDetailList[0], PermissionsBoundary: undefined, RolePolicyList: [] }],
      Policies: [{ ...ACCOUNT.Policies[1], PolicyVersionList: versions(Document) }],
    });
    expect((await decision('Agent', 'ec2:DescribeInstances')).decision).toBe('ALLOWED');
  }
});

test('what an account has no document of is a managed policy as AWS has it', async () => {
  const name = 'AmazonEC2ReadOnlyAccess';
  const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
  write('account.json', {
    RoleDetailList: [{
      ...ACCOUNT.RoleDetailList[0], PermissionsBoundary: undefined, RolePolicyList: [], AttachedManagedPolicies: [{ PolicyName: name, PolicyArn }],
    }],
    Policies: [{ PolicyName: name, Path: '/', Arn: PolicyArn }],
  });
  expect((await decision('Agent', 'ec2:DescribeInstances')).decision).toBe('ALLOWED');
});

test('a managed policy of AWS has its document in it', async () => {
  const [agent, ...others] = ACCOUNT.RoleDetailList;
  write('account.json', { ...ACCOUNT, RoleDetailList: [{ ...agent, PermissionsBoundary: undefined }, ...others] });
  expect(await decision('Agent', 'ec2:DescribeInstances')).toMatchObject({ decision: 'ALLOWED' });
});

test('where a statement is written in what was printed; other versions than the default one don\'t count', async () => {
  write('account.json', ACCOUNT);
  const lines = read('account.json').split('\n');
  const { findings } = await runJson(['check', 'account.json']);
  expect(findings).toMatchObject([{ rule: 'McpConditionDependsOnMissingKey', logicalId: 'group team', path: 'GroupDetailList/0/GroupPolicyList/0/PolicyDocument/Statement/0' }]);
  expect(lines.slice(findings[0].line - 1, findings[0].line + 1)).toEqual([expect.stringMatching(/^ *\{$/), expect.stringContaining('"Sid": "Leaks"')]);
  const { statements: [{ line, file }] } = await decision('Agent', 's3:ListBucket');
  expect(file).toBe('account.json');
  expect(lines[line]).toMatch(/"Sid": "(S|Shared)"/);
});

test('a principal that is not in it is not taken for one without policies', async () => {
  write('account.json', ACCOUNT);
  const nobody = await run(['simulate', 'account.json', '--action', 's3:GetObject', '--principal', `${ARN}role/Nobody`]);
  expect(nobody).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no role, user or permission set') });
  expect(await decision('arn:aws:iam::222222222222:role/Nobody', 's3:GetObject')).toMatchObject({ decision: 'CONDITIONAL' });
  const { code, stderr } = await run(['simulate', 'account.json', '--action', 's3:GetObject']);
  expect(code).toBe(2);
  expect(stderr.replace(/\s+/g, ' ')).toContain('more than one principal: name one with --principal: there are "user ann", "role Agent", "role Admin"');
});

test.each([['IsTruncated', true], ['NextToken', 'x'], ['Marker', 'x']])('not all of an account: %s', async (key, value) => {
  write('account.json', { ...ACCOUNT, [key]: value });
  expect(await run(['check', 'account.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('account.json: not the whole account: it says that there is more') });
  expect(await run(['simulate', 'account.json', '--principal', 'ann', '--action', 's3:GetObject'])).toMatchObject({ code: 2, stdout: '' });
});

test('a document that is malformed', async () => {
  write('account.json', { RoleDetailList: [{ RoleName: 'x', AssumeRolePolicyDocument: '%7B%' }] });
  expect(await run(['check', 'account.json'])).toEqual({
    code: 2, stdout: '', stderr: 'mcp-guardrails: account.json: a policy document is not valid URL encoding: "%7B%"\n',
  });
});

test('migrate rewrites what was printed', async () => {
  const [, admin] = ACCOUNT.RoleDetailList;
  const account = (action: unknown) => ({ ...ACCOUNT, RoleDetailList: [{ ...admin, RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy({ Effect: 'Allow', Action: action }) }] }] });
  write('account.json', account(['s3:*', 'aws-mcp:InvokeMcp']));
  await run(['migrate', '--write', 'account.json']);
  expect(JSON.parse(read('account.json'))).toEqual(account('s3:*'));
});

const elsewhere = (value: unknown) => JSON.parse(JSON.stringify(value).replaceAll('111122223333', '444455556666'));

test.each([
  ['a list', [ACCOUNT, elsewhere(ACCOUNT)]],
  ['one after the other', `${JSON.stringify(ACCOUNT)}\n${JSON.stringify(ACCOUNT)}`],
  ['lists one after the other', `[${JSON.stringify(ACCOUNT)}]\n[]`],
  ['beside a policy', [allow('s3:*'), ACCOUNT]],
  ['beside a permission set', [{ PermissionSet: { Name: 'Ops' } }, allow('s3:*')]],
])('accounts in one file are not one principal: %s', async (_, content) => {
  write('accounts.json', content);
  const { code, stdout, stderr } = await run(['simulate', 'accounts.json', '--action', 's3:GetObject']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(/\s+/g, ' ')).toContain('among other documents: expected it in a file of its own');
});

test('the lists of two accounts put together', async () => {
  write('account.json', { ...ACCOUNT, RoleDetailList: [...ACCOUNT.RoleDetailList, ...elsewhere(ACCOUNT.RoleDetailList)] });
  expect(await run(['check', 'account.json'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('account.json: two accounts, 111122223333 and 444455556666: expected each in a') });
});

test('a role that is there twice', async () => {
  write('account.json', { ...ACCOUNT, RoleDetailList: [...ACCOUNT.RoleDetailList, ACCOUNT.RoleDetailList[1]] });
  expect(await run(['check', 'account.json'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('account.json: role Admin is there twice') });
});

describe('what is malformed is no account without it', () => {
  const user = (more: object) => ({ UserDetailList: [{ UserName: 'ann', Arn: 'arn:aws:iam::111122223333:user/ann', ...more }] });

  test.each<[string, object, string]>([
    ['a list that is none', { ...user({}), RoleDetailList: {} }, '"RoleDetailList" of an account: expected a list of objects'],
    ['an item that is none', { UserDetailList: [null] }, '"UserDetailList" of an account: expected a list of objects'],
    ['inline policies that are none', user({ UserPolicyList: 'oops' }), '"UserPolicyList" of an account: expected a list of objects, got "oops"'],
    ['an attachment without an ARN', user({ AttachedManagedPolicies: [{ PolicyName: 'P' }] }), 'the attachment of the policy "P" lacks "PolicyArn"'],
    ['versions that are none', { UserDetailList: [], Policies: [{ PolicyName: 'P', Arn: 'arn:aws:iam::111122223333:policy/P', PolicyVersionList: 1 }] }, '"PolicyVersionList" of an account'],
  ])('%s', async (_, account, message) => {
    write('a.json', account);
    for (const args of [['check', 'a.json'], ['who-can', 's3:GetObject', 'a.json']]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr.replace(/\s+/g, ' ')).toContain(`a.json: ${message}`);
    }
  });
});
