import * as fs from 'fs';
import * as path from 'path';
import { inEmptyDirectory, run, runJson, write } from './run';
import { role as roleWith } from '../analysis/deployment/templates';

inEmptyDirectory();

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/prove.md'), 'utf-8');
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: string, Resource = '*', Condition?: object) => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
const deny = (Action: string, Resource = '*', Condition?: object) => ({ ...allow(Action, Resource, Condition), Effect: 'Deny' });
const role = (...Statement: object[]) => roleWith({ Policies: [{ PolicyName: 'p', PolicyDocument: policy(...Statement) }] });
const VIA = { Bool: { 'aws:ViaAWSMCPService': 'true' } };

test('the page shows what is printed', async () => {
  const shown = [...PAGE.matchAll(/^```text\n\$ npx mcp-guardrails (.*)\n([^]*?)^```$/gm)].map(([, args, output]) => [args, output]);
  const blocks = [...PAGE.matchAll(/`(\w+\.json)`[^`]*```json\n([^]*?)```/g)];
  expect([shown.length, blocks.map(([, name]) => name)]).toEqual([2, ['agent.json', 'before.json', 'after.json']]);
  blocks.forEach(([, name, content]) => write(name, content));
  for (const [args, output] of shown) {
    expect((await run(args.split(' ').map((each) => each.replace(/'/g, '')))).stdout).toBe(output);
  }
});

test.each<[string, object, string[], number]>([
  ['proved', policy(allow('s3:Get*')), ['--action', 's3:Put*'], 0],
  ['refuted', policy(allow('s3:Get*')), ['--action', 's3:*'], 1],
  ['undecided', policy(allow('kms:Decrypt')), ['--action', 'kms:Decrypt', '--principal', 'arn:aws:iam::111122223333:role/A'], 3],
  ['an SCP counts', policy(allow('s3:*')), ['--action', 's3:Put*', '--scp', 'scp.json'], 0],
  ['no action', policy(allow('s3:*')), ['--action', 'GetObject'], 2],
  ['misspelled', policy(allow('s3:*')), ['--action', 's3:GetObjekt'], 2],
  ['newer than the table', policy(allow('s3:*')), ['--action', 's3:GetObjekt', '--unlisted-action'], 1],
  ['of no action', policy(allow('s3:*')), ['--action', 's3x:Get*'], 2],
  ['no ARN', policy(allow('s3:*')), ['--resource', 'bucket'], 2],
])('prove: the exit code where it is %s', async (_, document, args, code) => {
  write('policy.json', document);
  write('scp.json', policy(deny('s3:Put*')));
  expect((await run(['prove', 'policy.json', ...args])).code).toBe(code);
});

test('calls that an AWS service makes for somebody count, unless others are asked for', async () => {
  write('old.json', policy(allow('ec2:DescribeVpcs')));
  write('new.json', policy(
    allow('ec2:DescribeVpcs'), allow('s3:GetObject', '*', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } }), deny('*', '*', VIA),
  ));
  const { stdout, code } = await run(['prove', 'new.json', '--action', 's3:*']);
  expect([code, stdout]).toEqual([1, `REFUTED: this request is allowed
  s3:GetObject on arn:aws:s3:::example/example
  through an AWS service
  with aws:viaawsmcpservice absent
  with aws:calledvia = "cloudformation.amazonaws.com"
`]);
  expect((await run(['prove', 'new.json', '--action', 's3:*', '--via', 'direct', '--via', 'any'])).code).toBe(0);
  const compared = await run(['compare', 'old.json', 'new.json', '--action', 's3:*']);
  expect([compared.code, compared.stdout]).toEqual([1, expect.stringContaining('New for people, in direct calls and through AWS services:\n  REFUTED')]);
});

test('prove of a template, and of another principal', async () => {
  write('t.json', { Resources: { Agent: role(allow('s3:Get*')) } });
  expect((await run(['prove', 't.json', '--action', 's3:Put*'])).stdout).toBe('PROVED: no request is allowed\n');
  expect(await runJson(['prove', 't.json', '--action', 's3:*', '--via', 'aws'])).toEqual({
    version: 1,
    answer: 'REFUTED',
    request: { principal: 'Agent', action: 's3:GetObject', listed: true, resource: 'arn:aws:s3:::example/example', fits: true, origin: 'aws-mcp.amazonaws.com', context: {} },
  });
});

test.each<[string, object, object, string[], number]>([
  ['nothing is new', policy(allow('s3:*')), policy(allow('s3:Get*')), [], 0],
  ['something is lost', policy(allow('s3:*')), policy(allow('s3:Get*')), ['--expect', 'nothing-lost'], 1],
  ['something is new', policy(allow('s3:Get*')), policy(allow('s3:*')), [], 1],
  ['it is the same', policy(allow('s3:Get*'), allow('ec2:*')), policy(allow('ec2:*'), allow('s3:Get*')), ['--expect', 'same'], 0],
  ['a guardrail takes nothing from people', policy(allow('*')), policy(deny('s3:Delete*', '*', VIA)), ['--expect', 'same', '--via', 'direct'], 0],
  ['but from agents', policy(allow('*')), policy(deny('s3:Delete*', '*', VIA)), ['--expect', 'same'], 1],
  ['it is of other actions', policy(allow('s3:*')), policy(allow('s3:Get*')), ['--expect', 'same', '--action', 's3:Get*'], 0],
  ['it hangs on what is not documented', policy(allow('ec2:*')), policy(allow('s3:*', '*', { Bool: { 'aws:PrincipalTag/a': 'true' }, StringEquals: { 'aws:PrincipalTag/a': 'b' } })), [], 3],
  ['one has a principal', policy({ ...allow('s3:*'), Principal: '*' }), policy(), [], 2],
])('compare: the exit code where %s', async (_, before, after, args, code) => {
  write('old.json', before);
  write('new.json', after);
  expect((await run(['compare', 'old.json', 'new.json', ...args])).code).toBe(code);
});

const CONDITIONS = { A: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, B: { 'Fn::Equals': [{ Ref: 'P' }, 'b'] } };
const conditional = (first: string | undefined, second?: string, Conditions: object = CONDITIONS) => ({
  Parameters: { P: { Type: 'String' } },
  Conditions,
  Resources: {
    Agent: roleWith({}),
    ...Object.fromEntries(([['s3:Get*', first], ['ec2:DescribeVpcs', second]] as const).map(([action, Condition], i) => [`Policy${i}`, {
      Type: 'AWS::IAM::Policy', ...Condition && { Condition }, Properties: { PolicyName: `p${i}`, Roles: [{ Ref: 'Agent' }], PolicyDocument: policy(allow(action)) },
    }])),
  },
});
const queue = (Condition?: string) => ({
  Conditions: CONDITIONS,
  Resources: {
    Agent: role(allow('s3:Get*')),
    Queue: { Type: 'AWS::SQS::Queue' },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      ...Condition && { Condition },
      Properties: {
        Queues: [{ Ref: 'Queue' }], PolicyDocument: policy({ ...allow('sqs:SendMessage'), Principal: { AWS: { 'Fn::GetAtt': ['Agent', 'Arn'] } } }),
      },
    },
  },
});
const managed = (name: string) => ({
  Conditions: CONDITIONS, Resources: { Agent: roleWith({ ManagedPolicyArns: [{ 'Fn::If': [name, 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess', { Ref: 'AWS::NoValue' }] }] }) },
});

test.each<[string, object, object, number]>([
  ['is the same', conditional('A'), conditional('A'), 0],
  ['is that of another policy', conditional('A'), conditional(undefined, 'A'), 3],
  ['is another one', conditional('A'), conditional('B'), 3],
  ['is called the same and means something else', conditional('A'), conditional('A', undefined, { ...CONDITIONS, A: CONDITIONS.B }), 3],
  ['is the same of a managed policy', managed('A'), managed('A'), 0],
  ['is another one of a managed policy', managed('A'), managed('B'), 3],
  ['is the same of the policy of a resource', queue('A'), queue('A'), 0],
  ['is another one of the policy of a resource', queue('A'), queue('B'), 3],
])('compare: the exit code where the condition of a policy %s', async (_, before, after, code) => {
  write('old.json', before);
  write('new.json', after);
  expect((await run(['compare', 'old.json', 'new.json', '--via', 'direct'])).code).toBe(code);
  // What hangs on the account is then known.
  expect((await run(['compare', 'old.json', 'new.json', '--via', 'direct', '--account', '111122223333'])).code).toBe(code);
});

test.each([['another one', '*', 3], ['the same', 'arn:aws:s3:::data/*', 0]])('compare: the default of a parameter is %s', async (_, Default, code) => {
  const agent = (value: string) => ({
    Parameters: { Where: { Type: 'String', Default: value } },
    Resources: { Agent: role({ ...allow('s3:GetObject'), Resource: { Ref: 'Where' } }) },
  });
  write('old.json', agent('arn:aws:s3:::data/*'));
  write('new.json', agent(Default));
  expect((await run(['compare', 'old.json', 'new.json', '--via', 'direct'])).code).toBe(code);
});

test('compare: a policy that AWS would not take is the fault of the input', async () => {
  write('old.json', { Resources: { Agent: role(allow('s3:GetObject')), Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data', PolicyDocument: policy() } } } });
  const { code, stderr } = await run(['compare', 'old.json', 'old.json']);
  expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, 'mcp-guardrails: old.json Policy Properties/PolicyDocument: the policy has an empty list as Statement ']);
});

test('compare: a statement that is none is the fault of the input', async () => {
  write('old.json', { Version: '2012-10-17', Statement: [null] });
  expect(await run(['compare', 'old.json', 'old.json'])).toMatchObject({
    code: 2, stderr: 'mcp-guardrails: identityPolicies/0/Statement/0: the statement is null: expected an object\n',
  });
});

test('compare: principals in no template are compared where the policy of a resource changes for them', async () => {
  const open = { ...queue(), Resources: { ...(queue() as any).Resources } };
  write('old.json', queue());
  open.Resources.Policy = { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: policy({ ...allow('sqs:SendMessage'), Principal: '*' }) } };
  write('new.json', open);
  expect(await run(['compare', 'old.json', 'new.json', '--via', 'direct'])).toMatchObject({
    code: 1, stdout: expect.stringMatching(/whoever is in no template\n {2}REFUTED: this request was not allowed before\n {4}sqs:SendMessage on arn:aws:sqs:.*\n {4}by arn:aws:iam::444455556666:/),
  });
  expect((await run(['compare', 'old.json', 'new.json', '--via', 'direct', '--action', 's3:*'])).code).toBe(0);
});

const IF = { 'Fn::If': ['C', 'arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] };
const FROM_MAP = { 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'value'] };
const TAG_IS = (value: unknown) => ({ StringEquals: { 'aws:PrincipalTag/a': value } });

/** What a role may do hangs on a condition, which itself does on another one, or on a mapping. The rest of a policy is not the same on both sides. */
test.each<[string, (more: string) => object]>([
  ['an Fn::If is a resource', (more) => role(allow('s3:Get*', IF as any), allow(more))],
  ['an Fn::If is in an Fn::Join', (more) => role(allow('s3:Get*', { 'Fn::Join': ['', [IF, '*']] } as any), allow(more))],
  ['an Fn::If is in a long Fn::Sub', (more) => role(allow('s3:Get*', { 'Fn::Sub': [`arn:aws:s3:::\${A}/${'x'.repeat(200)}`, { A: IF }] } as any), allow(more))],
  ['an Fn::If is a value', (more) => role(allow('s3:Get*', '*', TAG_IS(IF)), allow(more))],
  ['an Fn::If is a Condition', (more) => role(allow('s3:Get*', '*', { 'Fn::If': ['C', TAG_IS('a'), TAG_IS('b')] }), allow(more))],
  ['an Fn::If is an action', (more) => role(allow({ 'Fn::If': ['C', 's3:Get*', 's3:Put*'] } as any), allow(more))],
  ['an Fn::If is a statement', (more) => role({ 'Fn::If': ['C', allow('s3:Get*'), allow('s3:Put*')] }, allow(more))],
  ['a mapping is read', (more) => role(allow('s3:Get*', FROM_MAP as any), allow(more))],
  ['a mapping is read in an Fn::Sub', (more) => role(allow('s3:Get*', { 'Fn::Sub': ['arn:aws:s3:::${A}/*', { A: FROM_MAP }] } as any), allow(more))],
])('compare: what is called the same and redefined is not the same, where %s', async (_, agent) => {
  const stack = (more: string, P: string, value: string) => ({
    Parameters: { P: { Type: 'String' } },
    Mappings: { M: { 'us-east-1': { value: `arn:aws:s3:::${value}/*` }, 'us-west-2': { value: 'arn:aws:s3:::c/*' } } },
    Conditions: { Inner: { 'Fn::Equals': [{ Ref: 'P' }, P] }, C: { 'Fn::Not': [{ Condition: 'Inner' }] } },
    Resources: { Agent: agent(more) },
  });
  write('old.json', stack('sqs:*', 'a', 'a'));
  const codeOf = async (fresh: object) => {
    write('new.json', fresh);
    return (await run(['compare', 'old.json', 'new.json', '--action', 's3:*', '--via', 'direct'])).code;
  };
  // The same policies, and others.
  for (const more of ['sqs:*', 'sqs:Send*']) {
    expect(await codeOf(stack(more, 'b', 'b'))).toBe(3);
  }
  expect(await codeOf(stack('sqs:*', 'a', 'a'))).toBe(0);
});

test('compare: whether a policy is in force is not the same where its condition is about a parameter with another default', async () => {
  const stack = (P: string, Other: string) => ({
    Parameters: { P: { Type: 'String', Default: P }, Other: { Type: 'String', Default: Other } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'a'] } },
  });
  const codeOf = async (P: string, Other: string) => {
    const denying = { Type: 'AWS::IAM::Policy', Condition: 'C', Properties: { PolicyName: 'q', Roles: ['agent'], PolicyDocument: policy(deny('s3:*')) } };
    const Resources = { Agent: roleWith({ RoleName: 'agent', Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*')) }] }), Denying: denying };
    write('old.json', { ...stack('a', 'a'), Resources });
    write('new.json', { ...stack(P, Other), Resources });
    return (await run(['compare', 'old.json', 'new.json', '--action', 's3:*', '--via', 'direct'])).code;
  };
  expect([await codeOf('a', 'a'), await codeOf('b', 'a'), await codeOf('a', 'b')]).toEqual([0, 3, 0]);
});

test.each<[string, object, object, number]>([
  ['another one', { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-west-2'] }, 3],
  ['of parameters of each', { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, { 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, 3],
])('prove: a condition of the same name in another template is not the same, where it is %s', async (_, first, second, code) => {
  const stack = (C: object, Resources: object) => ({ Parameters: { P: { Type: 'String' } }, Conditions: { C }, Resources });
  write('a.json', stack(first, { Agent: roleWith({ RoleName: 'agent', Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*', IF as any)) }] }) }));
  const denying = { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'q', Roles: ['agent'], PolicyDocument: policy(deny('s3:*', IF as any)) } };
  write('b.json', stack(second, { Denying: denying }));
  expect((await run(['prove', 'a.json', 'b.json', '--principal', 'Agent', '--action', 's3:GetObject', '--account', '111122223333'])).code).toBe(code);
  // In one template it is.
  write('one.json', stack(first, { Agent: roleWith({ RoleName: 'agent', Policies: [{ PolicyName: 'p', PolicyDocument: policy(allow('s3:*', IF as any)) }] }), Denying: denying }));
  expect((await run(['prove', 'one.json', '--principal', 'Agent', '--action', 's3:GetObject', '--account', '111122223333'])).code).toBe(0);
});

test('compare of templates tells it of each principal', async () => {
  write('old.json', { Resources: { Agent: role(allow('s3:Get*')), Same: role(allow('s3:*')) } });
  write('new.json', { Resources: { Agent: role(allow('s3:Get*'), allow('s3:PutObject')), Same: role(allow('s3:*')), More: role(allow('sqs:SendMessage')) } });
  const { stdout, code } = await run(['compare', 'old.json', 'new.json', '--via', 'direct']);
  expect([code, stdout]).toEqual([1, `Lost for people, in direct calls: nothing. Proved for every request.
New for people, in direct calls:
  Agent
  REFUTED: this request was not allowed before
    s3:PutObject on arn:aws:s3:::example/example
    by new.json/Agent, a direct call
  More
  REFUTED: this request was not allowed before
    sqs:SendMessage on arn:aws:sqs:us-east-1:<AWS::AccountId>:example
    by new.json/More, a direct call
`]);
  expect(await runJson(['compare', 'old.json', 'new.json', '--principal', 'Same', '--via', 'direct'])).toEqual({
    version: 1, changes: [{ principal: 'Same', for: 'people', gained: { answer: 'PROVED' }, lost: { answer: 'PROVED' } }],
  });
});
