import { ALLOW_ALL, inEmptyDirectory, policy, role, run, runJson, write } from './run';

inEmptyDirectory();

const AWS = 'arn:aws:iam::aws:policy/';
const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });
const VIA_MCP = { Sid: 'Agents', ...allow('s3:PutObject'), Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
const described = (name: string, document: unknown, arn = `${AWS}${name}`) => (
  { PolicyName: name, Arn: arn, PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: false, Document: policy(ALLOW_ALL) }, { VersionId: 'v2', IsDefaultVersion: true, Document: document }] });

const decision = async (action: string, ...args: string[]) =>
  (await runJson(['simulate', 'a.json', '--via', 'direct', '--action', action, ...args])).results[0].decision;

beforeEach(() => {
  write('a.json', { Resources: { Agent: role(undefined, { ManagedPolicyArns: [`${AWS}ReadOnlyAccess`, `${AWS}NewerThanTheTable`] }) } });
});

test.each<[string, unknown]>([
  ['documents by name', { ReadOnlyAccess: policy(allow('s3:PutObject')), NewerThanTheTable: policy(allow('s3:PutObjectAcl')) }],
  ['documents by ARN, as YAML', `${AWS}ReadOnlyAccess: { Statement: { Effect: Allow, Action: 's3:PutObject', Resource: '*' } }\n${AWS}NewerThanTheTable: { Statement: [{ Effect: Allow, Action: 's3:PutObjectAcl', Resource: '*' }] }\n`],
  ['what the AWS CLI prints of policies', { Policies: [described('ReadOnlyAccess', policy(allow('s3:PutObject'))), described('NewerThanTheTable', policy(allow('s3:PutObjectAcl')))] }],
  ['what the API returns', { Policies: [described('ReadOnlyAccess', encodeURIComponent(JSON.stringify(policy(allow('s3:PutObject'))))), described('NewerThanTheTable', policy(allow('s3:PutObjectAcl')))] }],
])('--managed-policies adds to what is known of AWS\'s policies, and counts more: %s', async (_, content) => {
  expect(await decision('s3:PutObject')).toBe('CONDITIONAL');
  write('policies.json', content);
  const given = ['--managed-policies', 'policies.json'];
  expect(await decision('s3:PutObject', ...given)).toBe('ALLOWED');
  expect(await decision('s3:PutObjectAcl', ...given)).toBe('ALLOWED');
  expect(await decision('s3:GetObject', ...given)).toBe('IMPLICITLY_DENIED');
});

test('of the same policy, what comes later counts, and --managed-policy most', async () => {
  write('1.json', { ReadOnlyAccess: policy(allow('s3:PutObject')), NewerThanTheTable: policy(allow('sqs:*')) });
  write('2.json', { ReadOnlyAccess: policy(allow('ec2:RunInstances')) });
  write('3.json', policy(allow('kms:ListKeys')));
  const given = ['--managed-policies', '1.json', '--managed-policies', '2.json'];
  expect([await decision('s3:PutObject', ...given), await decision('ec2:RunInstances', ...given)]).toEqual(['IMPLICITLY_DENIED', 'ALLOWED']);
  expect(await decision('ec2:RunInstances', ...given, '--managed-policy', 'ReadOnlyAccess=3.json')).toBe('IMPLICITLY_DENIED');
});

test('it counts more than what an account\'s dump has of AWS\'s policies', async () => {
  const Arn = 'arn:aws:iam::111122223333:role/Agent';
  write('a.json', {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: [{ RoleName: 'Agent', Path: '/', Arn, RolePolicyList: [], AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: `${AWS}ReadOnlyAccess` }] }],
    Policies: [described('ReadOnlyAccess', policy(allow('s3:PutObject')))],
  });
  write('policies.json', { ReadOnlyAccess: policy(allow('sqs:SendMessage')) });
  expect(await decision('s3:PutObject')).toBe('ALLOWED');
  expect(await decision('s3:PutObject', '--managed-policies', 'policies.json')).toBe('IMPLICITLY_DENIED');
});

test('check judges principals by them', async () => {
  write('a.json', { Resources: { Agent: role(policy(VIA_MCP), { ManagedPolicyArns: [`${AWS}ReadOnlyAccess`] }) } });
  write('policies.json', { ReadOnlyAccess: policy(allow('s3:*')) });
  const rules = async (...args: string[]) => (await runJson(['check', 'a.json', ...args])).findings.map(({ rule }: { rule: string }) => rule);
  expect(await rules()).toEqual([]);
  expect(await rules('--managed-policies', 'policies.json')).toEqual(['ManagedPolicyNotScoped']);
});

test.each<[string, unknown, string]>([
  ['a document without a name', policy(ALLOW_ALL), 'p.json: not managed policies: expected their documents by name or ARN, such as'],
  ['a list', [policy(ALLOW_ALL)], 'p.json: not managed policies'],
  ['nothing', {}, 'p.json: not managed policies'],
  ['a policy without its document', { Policies: [{ PolicyName: 'P', Arn: `${AWS}P` }] }, 'p.json: not managed policies'],
  ['no JSON', '{', 'p.json:1:2: not valid JSON'],
])('an error: %s', async (_, content, message) => {
  write('p.json', content);
  for (const command of [['simulate', '--action', 's3:PutObject'], ['check']]) {
    const { code, stdout, stderr } = await run([...command, 'a.json', '--managed-policies', 'p.json']);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
    expect(command[0] === 'check' || stdout === '').toBe(true);
  }
});

test('with policy documents alone it is an error', async () => {
  write('a.json', policy(ALLOW_ALL));
  write('p.json', { P: policy(ALLOW_ALL) });
  expect(await run(['simulate', '--action', 's3:PutObject', 'a.json', '--managed-policies', 'p.json'])).toMatchObject({
    code: 2, stderr: expect.stringContaining('--managed-policies is for templates'),
  });
});
