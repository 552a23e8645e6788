import { ALLOW_ALL, DENY_DELETING_VIA_MCP, inEmptyDirectory, policy, role, run, runJson, write } from './run';
import { McpSimulator } from '../../src/analysis/simulator';

inEmptyDirectory();

const allow = (Action: string, Resource = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const KEY = 'arn:aws:s3:::data/key';
const TEMPLATE = {
  Resources: {
    Admin: role(policy(ALLOW_ALL)),
    Agent: role(policy(ALLOW_ALL, DENY_DELETING_VIA_MCP)),
    Careful: role(policy(allow('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))),
    Reader: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] } },
    Stopped: role(policy(ALLOW_ALL, { Sid: 'NoDeleting', Effect: 'Deny', Action: 's3:Delete*', Resource: '*' })),
    Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'team', Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:DeleteObject')) }] } },
    Ann: { Type: 'AWS::IAM::User', Properties: { UserName: 'ann', Groups: ['team'] } },
  },
};

const decisions = ({ principals }: any) => Object.fromEntries(principals.map(({ principal, answers }: any) => [principal, answers.map(({ decision }: any) => decision).join(' ')]));

beforeEach(() => {
  write('a.json', TEMPLATE);
});

test('every principal: what it may, what that hangs on, what stops it', async () => {
  const { code, stdout, stderr } = await run(['who-can', 's3:DeleteObject', KEY, 'a.json']);
  expect(stdout).toMatchSnapshot();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test('an agent\'s session is an origin of its own', async () => {
  write('a.json', { Resources: { Admin: role(policy(ALLOW_ALL, { Sid: 'ByAgents', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } } })) } });
  const { stdout } = await run(['who-can', 's3:DeleteObject', KEY, '--via', 'agent-session', '--via', 'aws', '--via', 'eks', '--context', 'aws:PrincipalTag/Other=x', 'a.json']);
  expect(stdout).toMatch(/agent session +EXPLICITLY_DENIED +\(\d\)\n +through every server +CONDITIONAL/);
  const all = await run(['who-can', 's3:DeleteObject', KEY, 'a.json']);
  expect(all.stdout).toMatch(/direct call, through every server +CONDITIONAL +\(\d\)\n +agent session +EXPLICITLY_DENIED/);
});

test('as JSON, with each statement and where it is', async () => {
  const answer = await runJson(['who-can', 's3:DeleteObject', KEY, 'a.json']);
  expect(answer).toMatchObject({ version: 1, action: 's3:DeleteObject', resource: KEY });
  expect(decisions(answer)).toEqual({
    Admin: 'ALLOWED', Agent: 'ALLOWED EXPLICITLY_DENIED', Careful: 'CONDITIONAL', Reader: 'IMPLICITLY_DENIED', Stopped: 'EXPLICITLY_DENIED', ann: 'ALLOWED',
  });
  const find = (name: string) => answer.principals.find(({ principal }: any) => principal === name);
  expect(find('Agent')).toMatchObject({
    kind: 'role',
    file: 'a.json',
    answers: [
      { origins: ['direct'], statements: [{ effect: 'Allow', file: 'a.json', line: expect.any(Number) }] },
      { origins: ['aws-mcp.amazonaws.com', expect.any(String), expect.any(String), expect.any(String), 'any other server'], statements: [{ sid: 'DenyDeletingViaMcp' }] },
    ],
  });
  expect(find('Careful').answers).toMatchObject([{ dependsOn: ['aws:SecureTransport'] }]);
  expect(Object.keys(find('Careful').answers[0])).toEqual(['origins', 'decision', 'statements', 'dependsOn', 'missingAllows']);
  expect(find('Reader').answers).toMatchObject([{ missingAllows: ['identity-based policy'] }]);
  expect(find('ann')).toMatchObject({ kind: 'user', answers: [{ statements: [{ logicalId: 'Group' }] }] });
});

test('it says what simulate says of each', async () => {
  const asked = ['s3:DeleteObject', KEY];
  const { principals } = await runJson(['who-can', ...asked, 'a.json']);
  for (const { principal, answers } of principals) {
    const { results } = await runJson(['simulate', 'a.json', '--principal', principal, '--action', asked[0], '--resource', asked[1]]);
    for (const { origin, decision, statements } of results) {
      const answer = answers.find(({ origins }: any) => origins.includes(origin));
      expect({ principal, origin, ...answer }).toMatchObject({ principal, origin, decision, statements });
    }
  }
});

/** Principals whose policies are alike, but for what hangs on who they are. */
const CROWD = {
  Resources: {
    ...Object.fromEntries(['one', 'two', 'three'].flatMap((name, i) => [
      [`Same${i}`, { Type: 'AWS::IAM::Role', Properties: { RoleName: `same-${name}`, Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*'), DENY_DELETING_VIA_MCP) }] } }],
      [`Named${i}`, {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: `named-${name}`,
          Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*'), { ...allow('s3:*'), Effect: 'Deny', Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/named-one' } } }) }],
        },
      }],
      [`Home${i}`, { Type: 'AWS::IAM::User', Properties: { UserName: name, Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*', 'arn:aws:s3:::data/${aws:username}')) }] } }],
      [`Tagged${i}`, { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': name } } })) }] } }],
      [`Bounded${i}`, { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*')) }], PermissionsBoundary: { Ref: i === 0 ? 'Narrow' : 'Wide' } } }],
      [`Granted${i}`, { Type: 'AWS::IAM::Role', Properties: { RoleName: `granted-${name}`, Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:ListBucket')) }] } }],
      [`Perhaps${i}`, { Type: 'AWS::IAM::Role', Properties: { Policies: [{ 'Fn::If': ['Open', { PolicyName: 'p', PolicyDocument: policy(allow('s3:*')) }, { Ref: 'AWS::NoValue' }] }] } }],
    ])),
    Narrow: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(allow('s3:Get*')) } },
    Wide: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(allow('s3:*')) } },
    Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'data' } },
    DataPolicy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data', PolicyDocument: policy({ ...allow('s3:DeleteObject', 'arn:aws:s3:::data/*'), Principal: { AWS: 'arn:aws:iam::111122223333:role/granted-two' } }) } },
  },
  Conditions: { Open: { 'Fn::Equals': [{ Ref: 'X' }, 'y'] } },
  Parameters: { X: { Type: 'String' } },
};

test.each([['s3:DeleteObject', 'arn:aws:s3:::data/one'], ['s3:GetObject', 'arn:aws:s3:::data/two'], ['s3:DeleteObject', undefined], ['s3:ListBucket', 'arn:aws:s3:::data']])(
  'principals that are alike are judged once, and each is answered as if alone: %s on %s', async (action, resource) => {
    write('crowd.json', CROWD);
    const simulate = jest.spyOn(McpSimulator.prototype, 'simulate');
    const options = ['--account', '111122223333'];
    const { principals } = await runJson(['who-can', action, ...resource === undefined ? [] : [resource], 'crowd.json', ...options]);
    const origins = 6;
    const judged = simulate.mock.calls.length;
    simulate.mockRestore();
    expect(principals).toHaveLength(21);
    expect(judged % origins).toBe(0);
    expect(judged / origins).toBeLessThan(21);
    for (const { principal, answers } of principals) {
      const { results } = await runJson(['simulate', 'crowd.json', '--principal', principal, '--action', action, ...resource === undefined ? [] : ['--resource', resource], ...options]);
      for (const { origin, decision, statements, dependsOn } of results) {
        const answer = answers.find(({ origins: these }: any) => these.includes(origin));
        expect({ principal, origin, ...answer }).toMatchObject({ principal, origin, decision, statements, ...(dependsOn && { dependsOn }) });
      }
    }
  });

test('of a thousand roles with the same policies one is judged', async () => {
  const many = Array.from({ length: 1000 }, (_, i) => [`Role${i}`, { Type: 'AWS::IAM::Role', Properties: { RoleName: `role-${i}`, Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*')) }] } }]);
  write('many.json', { Resources: Object.fromEntries(many) });
  const simulate = jest.spyOn(McpSimulator.prototype, 'simulate');
  const { principals } = await runJson(['who-can', 's3:GetObject', KEY, 'many.json', '--via', 'direct', '--via', 'aws']);
  expect(simulate).toHaveBeenCalledTimes(2);
  simulate.mockRestore();
  expect(principals.map(({ answers }: any) => answers.map(({ statements }: any) => statements[0].logicalId).join())).toEqual(many.map(([id]) => id));
});

test.each([
  ['files first', ['a.json', 's3:DeleteObject', KEY]],
  ['the resource first', [KEY, 'a.json', 's3:DeleteObject']],
  ['from standard input', ['s3:DeleteObject', KEY, '-']],
  ['without a file', ['s3:DeleteObject', KEY]],
])('in any order: %s', async (_, args) => {
  const given = { stdin: JSON.stringify(TEMPLATE) };
  expect(decisions(await runJson(['who-can', ...args], given))).toEqual(decisions(await runJson(['who-can', 's3:DeleteObject', KEY, 'a.json'])));
});

test('through one server, with a context, of a resource of the template, of every resource', async () => {
  const [agent] = (await runJson(['who-can', 's3:DeleteObject', 'a.json', '--via', 'aws'])).principals.filter(({ principal }: any) => principal === 'Agent');
  expect(agent.answers).toMatchObject([{ origins: ['aws-mcp.amazonaws.com'], decision: 'EXPLICITLY_DENIED' }]);
  expect(decisions(await runJson(['who-can', 's3:DeleteObject', 'a.json', '--context', 'aws:SecureTransport=true'])).Careful).toBe('ALLOWED');
  write('a.json', {
    Resources: {
      ...TEMPLATE.Resources,
      Data: { Type: 'AWS::S3::Bucket' },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' }, PolicyDocument: policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }) } },
    },
  });
  const stopped = Object.values(decisions(await runJson(['who-can', 's3:DeleteObject', '${Data.Arn}/key', 'a.json']))).flatMap((each: any) => each.split(' '));
  expect(new Set(stopped)).toEqual(new Set(['EXPLICITLY_DENIED']));
  expect(decisions(await runJson(['who-can', 's3:DeleteObject', 'a.json'])).Admin).toBe('CONDITIONAL');
});

test('of an account, a folder, several files; of what is attached to nobody nothing is said', async () => {
  const Arn = 'arn:aws:iam::111122223333:role/';
  write('in/account.json', {
    RoleDetailList: ['R1', 'R2'].map((RoleName) => (
      { RoleName, Path: '/', Arn: `${Arn}${RoleName}`, RolePolicyList: [{ PolicyName: 'p', PolicyDocument: policy(allow(RoleName === 'R1' ? 's3:*' : 'sqs:*')) }], AttachedManagedPolicies: [] })),
  });
  write('in/policy.json', policy(ALLOW_ALL));
  const { stdout } = await run(['who-can', 's3:GetObject', KEY, 'in', 'a.json']);
  expect(stdout).toContain('  role R1  in/account.json\n');
  expect(stdout).toContain('Not counted, for they are attached to nobody: 1 policy.');
  expect(decisions(await runJson(['who-can', 's3:GetObject', KEY, 'in']))).toEqual({ R1: 'ALLOWED', R2: 'IMPLICITLY_DENIED' });
});

test.each<[string, string[], string]>([
  ['no action', ['a.json'], 'no action is given: expected one, such as who-can s3:GetObject'],
  ['two actions', ['s3:GetObject', 's3:PutObject', 'a.json'], 'several actions: s3:GetObject, s3:PutObject: expected one'],
  ['two resources', ['s3:GetObject', KEY, '*', 'a.json'], `several resources: ${KEY}, *: expected one at most`],
  ['a misspelled action', ['s3:GetObjct', 'a.json'], 'did you mean "s3:GetObject"?'],
  ['a file that is not there', ['s3:GetObject', 'b.json'], 'b.json: there is no such file'],
  ['policies alone', ['s3:GetObject', 'p.json'], 'there is no role, user or permission set in the input Of policies alone'],
])('an error: %s', async (_, args, message) => {
  write('p.json', policy(ALLOW_ALL));
  const { code, stdout, stderr } = await run(['who-can', ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(/\s+/g, ' ')).toContain(message);
});
