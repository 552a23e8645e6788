import { inEmptyDirectory, LEAKS, policy, run, runJson, write } from './run';

inEmptyDirectory();

const deny = (action: string) => JSON.stringify(policy({ Sid: 'No', Effect: 'Deny', Action: action, Resource: '*' }));
const described = (Id: string, Content: string, Type = 'SERVICE_CONTROL_POLICY') => ({
  Policy: { PolicySummary: { Id, Arn: `arn:aws:organizations::999999999999:policy/o-1/service_control_policy/${Id}`, Name: `name of ${Id}`, Type, AwsManaged: false }, Content },
});
const account = (id: string) => ({
  RoleDetailList: [{
    RoleName: `Role${id[0]}`,
    Path: '/',
    Arn: `arn:aws:iam::${id}:role/Role${id[0]}`,
    RolePolicyList: [{ PolicyName: 'all', PolicyDocument: policy({ Effect: 'Allow', Action: '*', Resource: '*' }) }],
    AttachedManagedPolicies: [],
  }],
});
const TREE = {
  Organization: { Id: 'o-1', MasterAccountId: '999999999999' },
  Roots: [{
    Id: 'r-ab12',
    Policies: ['p-FullAWSAccess'],
    OrganizationalUnits: [{
      Id: 'ou-ab12-11111111',
      Name: 'Work',
      Policies: [{ Id: 'p-11111111', Type: 'SERVICE_CONTROL_POLICY' }],
      Accounts: [{ Id: '111122223333', Policies: [{ Id: 'p-tags0000', Type: 'TAG_POLICY' }] }],
    }],
    Accounts: [{ Id: '999999999999' }, { Id: '444455556666', Policies: ['arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-44444444'] }],
  }],
};

test('its policies are read, wherever they are given', async () => {
  write('tree.json', TREE);
  write('a.json', described('p-11111111', deny('s3:*')));
  write('b.json', [described('p-44444444', JSON.stringify(policy(LEAKS)))]);
  const { code, stdout, stderr } = await run(['explain', '--format', 'json', 'tree.json', 'a.json', 'b.json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout).statements.map(({ file, constructPath, policyType, line }: any) => [file, constructPath, policyType, line])).toEqual([
    ['tree.json', undefined, 'service control policy', 10],
    ['a.json', 'name of p-11111111', 'service control policy', 10],
    ['b.json', 'name of p-44444444', 'service control policy', 11],
  ]);
  const { findings } = await runJson(['check', 'tree.json', 'a.json', 'b.json']);
  expect(findings.map(({ file, statement }: any) => `${file} ${statement}`)).toContain('b.json Leaks');
});

test('one that is attached and not given is missed', async () => {
  write('tree.json', TREE);
  write('a.json', described('p-11111111', deny('s3:*')));
  const { code, stderr } = await run(['check', 'tree.json', 'a.json']);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'mcp-guardrails: tree.json: p-44444444 is attached, and its document is not given\n'
    + 'Give what aws organizations describe-policy --policy-id p-44444444 prints, too.\n',
  });
});

test('with accounts, control policies restrict their principals', async () => {
  write('tree.json', { ...TREE, Policies: [described('p-44444444', deny('sqs:*'))] });
  write('a.json', described('p-11111111', deny('s3:*')));
  write('1.json', account('111122223333'));
  write('4.json', account('444455556666'));
  const decision = async (principal: string, action: string) => {
    const { results } = await runJson(['simulate', 'tree.json', 'a.json', '1.json', '4.json', '--principal', principal, '--action', action, '--via', 'direct']);
    return results[0].decision;
  };
  expect(await decision('Role1', 's3:ListBucket')).toBe('EXPLICITLY_DENIED');
  expect(await decision('Role4', 'sqs:SendMessage')).toBe('EXPLICITLY_DENIED');
  // FullAWSAccess was detached from Role4's account, which a tree that has none of it does not tell.
  expect(await decision('Role4', 'sns:ListTopics')).toBe('IMPLICITLY_DENIED');
  const [root] = TREE.Roots;
  write('tree.json', { ...TREE, Roots: [{ ...root, Policies: [] }], Policies: [described('p-44444444', deny('sqs:*'))] });
  expect(await decision('Role4', 'sns:ListTopics')).toBe('ALLOWED');
});

test('what a template attaches to an account of which the tree does not tell what is attached leaves FullAWSAccess there', async () => {
  const [root] = TREE.Roots;
  write('tree.json', { Organization: TREE.Organization, Roots: [{ ...root, OrganizationalUnits: [], Accounts: [{ Id: '444455556666' }] }] });
  write('4.json', account('444455556666'));
  const Properties = { Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['444455556666'], Content: policy({ Effect: 'Deny', Action: 'sqs:*', Resource: '*' }) };
  write('app.json', { Resources: { Scp: { Type: 'AWS::Organizations::Policy', Properties } } });
  const { results } = await runJson(['simulate', 'tree.json', '4.json', 'app.json', '--principal', 'Role4', '--action', 'sns:ListTopics', '--via', 'direct']);
  expect(results[0].decision).toBe('ALLOWED');
});

test('a tree without ids', async () => {
  write('tree.json', { Roots: [{ Id: 'r-ab12', Accounts: [{ Name: 'x' }] }] });
  expect(await run(['check', 'tree.json'])).toMatchObject({ code: 2, stderr: 'mcp-guardrails: tree.json: Roots/0/Accounts/0: has no "Id"\n' });
});

describe('permission sets', () => {
  const set = (Name: string, more: object) => ({ PermissionSet: { Name, PermissionSetArn: `arn:aws:sso:::permissionSet/ssoins-1/ps-${Name}` }, ...more });

  test('of what sso-admin prints', async () => {
    write('sets.json', [
      set('Ops', { InlinePolicy: JSON.stringify(policy(LEAKS)), AttachedManagedPolicies: [{ Name: 'S3', Arn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' }] }),
      set('Dev', {
        InlinePolicy: '',
        CustomerManagedPolicyReferences: [{ Name: 'Shared', Path: '/' }],
        PermissionsBoundary: { ManagedPolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      }),
    ]);
    const { findings } = await runJson(['check', 'sets.json']);
    expect(findings).toContainEqual(expect.objectContaining({ statement: 'Leaks', logicalId: 'permission set Ops', line: 7, path: '0/InlinePolicy/Statement/0' }));
    const { results } = await runJson(['simulate', 'sets.json', '--principal', 'Dev', '--action', 's3:ListBucket', '--via', 'direct']);
    expect(results[0]).toMatchObject({ decision: 'CONDITIONAL', dependsOn: expect.arrayContaining([expect.stringContaining('policy/Shared')]) });
  });

  test('a part of one', async () => {
    write('set.json', { ...set('Ops', {}), NextToken: 'x' });
    expect(await run(['check', 'set.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('not all of a permission set') });
  });
});
