import { inEmptyDirectory, run, runJson, write } from './run';
import { role, scp, managedPolicy, deny, ADMINISTRATOR } from '../analysis/deployment/templates';

inEmptyDirectory();

const template = (resources: object) => ({ Resources: resources });

/** A `cdk.out` of one stack. */
function assembly(directory: string, resources: object): string {
  write(`${directory}/cdk.out`, '{}');
  write(`${directory}/manifest.json`, {
    artifacts: { App: { type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: 'App.template.json' } } },
  });
  write(`${directory}/App.template.json`, template(resources));
  return directory;
}

const BEFORE = { A: scp(['s3:DeleteBucket', 'kms:Decrypt']), B: scp(['sqs:SendMessage']) };
const MOVED = { A: scp(['s3:DeleteBucket']), B: scp(['sqs:SendMessage', 'kms:Decrypt']) };

test('what lapses is printed with the moment, and the exit code is 1', async () => {
  write('old.json', template(BEFORE));
  write('new.json', template(MOVED));
  const { code, stdout, stderr } = await run(['compare', 'old.json', 'new.json', '--deployment']);
  expect([code, stderr]).toEqual([1, '']);
  expect(stdout).toBe(`In this order, or another one that the dependencies leave open, CloudFormation
  1. updates A AWS::Organizations::Policy, new.json
  2. updates B AWS::Organizations::Policy, new.json

service control policies of ou-ab12-11111111
  lapses: kms:Decrypt
  Denied by No.
  When: after it updates A (1), before it updates B (2).
  Fix: deploy twice: first with what both deny in the old and in the new place, then without the old
    one

Not everything that both deny is denied all the time.
`);
});

test('nothing lapses: the exit code is 0', async () => {
  write('old.json', template(BEFORE));
  write('new.json', template({ A2: MOVED.A, B2: MOVED.B }));
  const { code, stdout } = await run(['compare', 'old.json', 'new.json', '--deployment']);
  expect(code).toBe(0);
  expect(stdout).toContain('4. deletes B');
  expect(stdout).toMatch(/\nWhat both deny is denied all the time\.\n$/);
  expect(await run(['compare', 'old.json', 'old.json', '--deployment'])).toMatchObject({
    code: 0, stdout: 'Nothing changes in what is in force.\nWhat both deny is denied all the time.\n',
  });
});

test('a rollback, and a list that changes, are told as what they are', async () => {
  write('old.json', template({ A: { ...BEFORE.A, DependsOn: 'B' }, B: BEFORE.B, P: managedPolicy(deny('kms:Decrypt')), R: role({ ManagedPolicyArns: [{ Ref: 'P' }] }) }));
  write('new.json', template({ A: { ...MOVED.A, DependsOn: 'B' }, B: MOVED.B, Q: managedPolicy(deny('kms:Decrypt')), R: role({ ManagedPolicyArns: [{ Ref: 'Q' }] }) }));
  const { lapses, steps } = await runJson(['compare', 'old.json', 'new.json', '--deployment']);
  expect(steps).toContainEqual({ change: 'delete', logicalId: 'P', file: 'new.json' });
  expect(lapses).toEqual([
    {
      subject: 'role R',
      when: 'while it updates R, if it detaches before it attaches, after it creates Q, before it deletes P',
      rollback: false,
      actions: ['kms:Decrypt'],
      deniedBy: ['No'],
    },
    {
      subject: 'service control policies of ou-ab12-11111111',
      when: 'when a failed deployment is taken back, with updates A, without updates B',
      rollback: true,
      actions: ['kms:Decrypt'],
      deniedBy: ['No'],
    },
  ]);
});

test('no room, and too many orders', async () => {
  const policies = (suffix: string, chained: boolean, count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) =>
    [`P${i}${suffix}`, scp([`s3:DeleteObject${suffix}`], chained && i > 0 ? { DependsOn: `P${i - 1}${suffix}` } : {})]));
  write('old.json', template(policies('', true, 5)));
  write('new.json', template(policies('Version', true, 5)));
  const { code, stdout } = await run(['compare', 'old.json', 'new.json', '--deployment']);
  expect(code).toBe(1);
  expect(stdout.replace(/\s+/g, ' ')).toContain('no room: for a moment 10 are attached, 1 more than the 9 that AWS allows of a service control policy');
  write('many.json', template(policies('', false, 20)));
  expect(await runJson(['compare', 'new.json', 'many.json', '--deployment'])).toMatchObject({ notJudged: ['service control policies of ou-ab12-11111111'] });
});

test('a cdk.out is compared with a template or another one', async () => {
  assembly('before', BEFORE);
  assembly('after', MOVED);
  write('deployed.json', template(BEFORE));
  for (const old of ['before', 'deployed.json', 'before/App.template.json']) {
    expect(await runJson(['compare', old, 'after', '--deployment'])).toMatchObject({ lapses: [{ actions: ['kms:Decrypt'] }] });
  }
});

describe('one deployed template and an app of several stacks', () => {
  beforeEach(() => {
    write('app/cdk.out', '{}');
    const artifact = (file: string, stackName?: string) => ({
      type: 'aws:cloudformation:stack', environment: 'aws://111122223333/eu-west-1', properties: { templateFile: `${file}.template.json`, ...(stackName && { stackName }) },
    });
    write('app/manifest.json', { artifacts: { Guardrails: artifact('Guardrails', 'prod-guardrails'), Data: artifact('Data') } });
    write('app/Guardrails.template.json', template(MOVED));
    write('app/Data.template.json', template({ R: role({}) }));
  });

  test.each(['prod-guardrails.json', 'Guardrails.json', 'Guardrails.template.json'])('%s is compared with its stack', async (name) => {
    write(name, template(BEFORE));
    const { lapses, steps } = await runJson(['compare', name, 'app', '--deployment']);
    expect(lapses).toMatchObject([{ actions: ['kms:Decrypt'] }]);
    expect(steps.map(({ change, logicalId }: any) => `${change} ${logicalId}`)).toEqual(['update A', 'update B']);
  });

  test('of another name is an error, for the stacks of the app would be new', async () => {
    write('deployed.json', template(BEFORE));
    const { code, stderr } = await run(['compare', 'deployed.json', 'app', '--deployment']);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain('deployed.json: none of the 2 stacks of app has its name (prod-guardrails, Data): '
      + 'call the file after its stack, such as prod-guardrails.json, or give the template of that stack instead of app');
  });
});

test('a policy that can come only after what it is of is a note', async () => {
  const Statement = [{ Sid: 'No', Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: '*' }];
  write('old.json', template({}));
  write('new.json', template({
    B: { Type: 'AWS::S3::Bucket', DeletionPolicy: 'Retain' },
    P: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'B' }, PolicyDocument: { Version: '2012-10-17', Statement } } },
  }));
  const { code, stdout } = await run(['compare', 'old.json', 'new.json', '--deployment']);
  expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
    0, expect.stringContaining('note: P is made after the bucket B, of which it is the policy: CloudFormation has no other order '),
  ]);
  expect(await runJson(['compare', 'new.json', 'old.json', '--deployment'])).toMatchObject({
    lapses: [], notes: ['P is deleted before the bucket B, of which it is the policy: CloudFormation has no other order, and B is kept without it'],
  });
});

test('a role is called by its path', async () => {
  write('old.json', template({}));
  write('new.json', template({
    P: managedPolicy(deny('kms:Decrypt'), { Roles: [{ Ref: 'R' }] }), R: role({ ManagedPolicyArns: [ADMINISTRATOR] }, { Metadata: { 'aws:cdk:path': 'App/Role/Resource' } }),
  }));
  const { stdout } = await run(['compare', 'old.json', 'new.json', '--deployment']);
  expect(stdout).toContain('role App/Role\n');
  expect(stdout.replace(/\s+/g, ' ')).toContain('let the principal name the policy (ManagedPolicyArns, Policies), and not the policy the principal');
});

test.each([
  [[], 'no files are given'],
  [['old.json'], '1 file is given'],
  [['old.json', 'old.json', 'old.json'], '3 files are given'],
])('%p is not two files', async (files, message) => {
  write('old.json', template({}));
  const { code, stderr } = await run(['compare', ...files, '--deployment']);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('what is no template is an error', async () => {
  write('old.json', template({}));
  write('policy.json', deny('s3:*'));
  expect(await run(['compare', 'old.json', 'policy.json', '--deployment'])).toMatchObject({ code: 2, stderr: expect.stringContaining('policy.json: not a template') });
  expect(await run(['compare', 'old.json', 'missing.json', '--deployment'])).toMatchObject({ code: 2, stderr: expect.stringContaining('missing.json') });
  expect(await run(['compare', 'old.json', 'old.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no role, user, permission set, control policy or policy of a') });
});

test('templates with the policy of a bucket alone are compared', async () => {
  const withPolicy = (...Statement: object[]) => template({
    Bucket: { Type: 'AWS::S3::Bucket' }, Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' }, PolicyDocument: { Version: '2012-10-17', Statement } } },
  });
  const secure = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  write('none.json', withPolicy(secure));
  write('trail.json', withPolicy(secure, { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } }));
  expect(await run(['compare', 'trail.json', 'trail.json'])).toMatchObject({ code: 0, stdout: expect.stringContaining('New for agents, through servers: nothing. Proved for every request.') });
  const { code, stdout } = await run(['compare', 'none.json', 'trail.json']);
  expect([code, stdout]).toEqual([1, expect.stringContaining('s3:PutObject on arn:aws:s3:::<Bucket>/example\n    by cloudtrail.amazonaws.com, a direct call\n')]);
});

describe('roles of the same logical id in several stacks', () => {
  const allow = (Action: string) => role({ Policies: [{ PolicyName: 'P', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } }] });
  const app = (directory: string, stacks: { [stack: string]: object }) => {
    write(`${directory}/cdk.out`, '{}');
    write(`${directory}/manifest.json`, {
      artifacts: Object.fromEntries(Object.keys(stacks).map((stack) => [stack, {
        type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: `${stack}.template.json` },
      }])),
    });
    Object.entries(stacks).forEach(([stack, agent]) => write(`${directory}/${stack}.template.json`, template({ Agent: agent })));
  };
  const gained = async (...options: string[]) => (await runJson(['compare', 'old', 'new', '--via', 'direct', ...options])).changes
    .map((change: any) => `${change.principal}: ${change.gained.answer}`);

  test('are each compared with that of its stack', async () => {
    app('old', { A: allow('s3:GetObject'), B: allow('sqs:SendMessage') });
    app('new', { A: allow('s3:*'), B: allow('sqs:SendMessage') });
    expect(await gained()).toEqual(['A.template.json Agent: REFUTED', 'B.template.json Agent: PROVED']);
    expect(await gained('--principal', 'Agent')).toEqual(['A.template.json Agent: REFUTED', 'B.template.json Agent: PROVED']);
    expect(await gained('--principal', 'B.template.json Agent')).toEqual(['B.template.json Agent: PROVED']);
  });

  test('and so is who may assume each', async () => {
    const assumed = (Principal: object) => role({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] } });
    const outside = { AWS: 'arn:aws:iam::444455556666:role/Other' };
    app('old', { A: assumed(outside), B: assumed(outside) });
    app('new', { A: assumed(outside), B: assumed(outside) });
    expect(await gained()).toEqual(['A.template.json Agent: PROVED', 'B.template.json Agent: PROVED']);
    app('new', { A: assumed(outside), B: assumed({ AWS: 'arn:aws:iam::444455556666:role/Another' }) });
    expect(await gained()).toContain('whoever is in no template: REFUTED');
  });

  test('that of one deployed stack, too: what the other stacks have is new', async () => {
    write('A.json', template({ Agent: allow('s3:GetObject') }));
    app('new', { A: allow('s3:GetObject'), B: allow('sqs:SendMessage') });
    const gainedIn = async (fresh: string) => (await runJson(['compare', 'A.json', fresh, '--via', 'direct'])).changes
      .map((change: any) => `${change.principal}: ${change.gained.answer}`);
    expect(await gainedIn('new')).toEqual(['A.json Agent: PROVED', 'B.template.json Agent: REFUTED']);
    expect(await gainedIn('new/A.template.json')).toEqual(['Agent: PROVED']);
  });
});

describe('policies of a resource are compared for everybody', () => {
  const bucket = (...Statement: object[]) => ({ Version: '2012-10-17', Statement: Statement.map((each) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*', ...each })) });
  const WRITER = { Principal: { AWS: 'arn:aws:iam::111122223333:role/Writer' } };

  test('and what is new is shown with who asks', async () => {
    write('old.json', bucket(WRITER));
    write('new.json', bucket(WRITER, { Principal: { AWS: '777788889999' } }));
    expect(await run(['compare', 'old.json', 'new.json'])).toMatchObject({
      code: 1, stderr: '', stdout: `Lost for people, in direct calls and through AWS services: nothing. Proved for every request.
Lost for agents, through servers: nothing. Proved for every request.
New for people, in direct calls and through AWS services:
  REFUTED: this request was not allowed before
    s3:GetObject on arn:aws:s3:::a/example
    by arn:aws:iam::777788889999:role/Example, a direct call
New for agents, through servers:
  REFUTED: this request was not allowed before
    s3:GetObject on arn:aws:s3:::a/example
    by arn:aws:iam::777788889999:role/Example, through any server
`,
    });
    expect(await run(['compare', 'old.json', 'new.json', '--expect', 'nothing-lost'])).toMatchObject({ code: 0 });
    expect(await run(['compare', 'old.json', 'new.json', '--action', 's3:PutObject'])).toMatchObject({ code: 0 });
  });

  test('trust policies with a reference that says something of everybody', async () => {
    const trust = (Principal: unknown, of: object = { Action: 'sts:AssumeRole' }) => ({ Effect: 'Allow', Principal, ...of });
    write('reference.json', [trust({ Service: 'glue.amazonaws.com' }), trust('*', { NotAction: 'sts:AssumeRole' })].reduce((all: any, each) => (
      { ...all, Statement: [...all.Statement, each] }), { Version: '2012-10-17', Statement: [] }));
    write('glue.json', { Version: '2012-10-17', Statement: [trust({ Service: 'glue.amazonaws.com' })] });
    write('ec2.json', { Version: '2012-10-17', Statement: [trust({ Service: ['glue.amazonaws.com', 'ec2.amazonaws.com'] })] });
    expect(await run(['compare', 'reference.json', 'glue.json'])).toMatchObject({ code: 0 });
    const { code, stdout } = await run(['compare', 'reference.json', 'ec2.json']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('by ec2.amazonaws.com, a direct call')]);
  });
});

describe('accounts with their service control policies', () => {
  const allow = (...Action: string[]) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  const account = (id: string, ...actions: string[]) => ({
    UserDetailList: [],
    GroupDetailList: [],
    Policies: [],
    RoleDetailList: [{
      RoleName: 'Agent',
      Path: '/',
      Arn: `arn:aws:iam::${id}:role/Agent`,
      RolePolicyList: [{ PolicyName: 'P', PolicyDocument: allow(...actions) }],
      AttachedManagedPolicies: [],
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
    }],
  });
  const organization = (...denied: string[]) => ({
    Roots: [{ Id: 'r-ab12', Policies: ['p-FullAWSAccess', 'p-12345678'], OrganizationalUnits: [], Accounts: [{ Id: '111122223333', Policies: ['p-FullAWSAccess'] }] }],
    Policies: [{ PolicySummary: { Id: 'p-12345678', Type: 'SERVICE_CONTROL_POLICY', Name: 'No' }, Content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: denied, Resource: '*' }] }) }],
  });
  const changed = async (...options: string[]) => {
    const { changes } = await runJson(['compare', 'old', 'new', '--via', 'direct', ...options]);
    return changes.map(({ principal, gained, lost }: any) => `${principal.replace('role ', '')}: ${gained.answer} ${lost.answer}`);
  };

  test('are folders: what an SCP denies on both sides is not new', async () => {
    write('old/account.json', account('111122223333', 's3:GetObject'));
    write('new/account.json', account('111122223333', 's3:GetObject', 'iam:CreateUser'));
    write('old/organization.json', organization('iam:*'));
    write('new/organization.json', organization('iam:*'));
    expect(await changed('--principal', 'Agent')).toEqual(['Agent: PROVED PROVED']);
    write('new/organization.json', organization('kms:*'));
    expect(await changed('--principal', 'Agent')).toEqual(['Agent: REFUTED PROVED']);
    expect(await changed()).toEqual(['Agent: REFUTED PROVED', 'whoever is under the control policies of 111122223333: REFUTED REFUTED']);
  });

  test('or the configuration names the organization, for both sides', async () => {
    write('old', account('111122223333', 's3:GetObject'));
    write('new', account('111122223333', 's3:GetObject', 'iam:CreateUser'));
    expect(await changed()).toEqual(['Agent: REFUTED PROVED']);
    write('organization.json', organization('iam:*'));
    write('mcp-guardrails.yaml', 'organization: [organization.json]\n');
    expect(await changed()).toEqual(['Agent: PROVED PROVED', 'whoever is under the control policies of 111122223333: PROVED PROVED']);
  });

  test('a cdk.out is compared with what is deployed', async () => {
    write('old', account('111122223333', 's3:GetObject'));
    assembly('new', { Agent: role({ RoleName: 'Agent', Policies: [{ PolicyName: 'P', PolicyDocument: allow('s3:*') }] }) });
    expect(await changed('--account', '111122223333', '--principal', 'Agent')).toEqual(['Agent: REFUTED PROVED']);
  });

  test('policies of which it is not known whose they are, are refused beside them', async () => {
    write('old/account.json', account('111122223333', 's3:GetObject'));
    write('old/policy.json', allow('s3:*'));
    expect(await run(['compare', 'old', 'old'])).toMatchObject({ code: 2, stderr: expect.stringContaining('policy documents beside templates') });
  });
});

test('of a policy that AWS would refuse nothing is said, on either side', async () => {
  const wrong = deny('s3:GetObject');
  write('wrong.json', { Resources: { R: role({ Policies: [{ PolicyName: 'P', PolicyDocument: { ...wrong, Statement: [{ ...wrong.Statement[0], Conditions: {} }] } }] }) } });
  write('right.json', { Resources: { R: role({ Policies: [{ PolicyName: 'P', PolicyDocument: wrong }] }) } });
  for (const files of [['wrong.json', 'right.json'], ['right.json', 'wrong.json']]) {
    const { code, stderr } = await run(['compare', ...files, '--deployment']);
    expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('wrong.json R Properties/Policies/0/PolicyDocument/Statement/0: has the element "Conditions"')]);
  }
});
