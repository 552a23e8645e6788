import * as fs from 'fs';
import * as path from 'path';
import { ALLOW_ALL, DENY_DELETING_VIA_MCP, inEmptyDirectory, policy, role, run, runJson, write } from './run';

inEmptyDirectory();

const DELETE = ['simulate', '--action', 's3:DeleteObject', '--resource', 'arn:aws:s3:::data/key'];
const DEVELOPER = 'arn:aws:iam::111122223333:role/Developer';
const SERVERS = ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com', 'ecs-mcp.amazonaws.com', 'sagemaker-unified-studio-mcp.amazonaws.com'];

const decisions = async (...args: string[]) =>
  Object.fromEntries((await runJson(args)).results.map(({ origin, decision }: any) => [origin, decision]));

describe('origins', () => {
  beforeEach(() => {
    write('a.json', policy(ALLOW_ALL, DENY_DELETING_VIA_MCP));
  });

  test('by default a direct call, each known server, and any other one', async () => {
    const { code, stdout, stderr } = await run([...DELETE, '--principal', DEVELOPER, '--action', 's3:GetObject', 'a.json']);
    expect(stdout).toMatchSnapshot();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(Object.keys(await decisions(...DELETE, 'a.json'))).toEqual(['direct', ...SERVERS, 'any other server']);
  });

  test.each([
    ['aws', 'aws-mcp.amazonaws.com'],
    ['eks', 'eks-mcp.amazonaws.com'],
    ['eks-mcp', 'eks-mcp.amazonaws.com'],
    ['ecs', 'ecs-mcp.amazonaws.com'],
    ['sagemaker-unified-studio', 'sagemaker-unified-studio-mcp.amazonaws.com'],
    ['aws-mcp.amazonaws.com', 'aws-mcp.amazonaws.com'],
    ['new-mcp.amazonaws.com', 'new-mcp.amazonaws.com'],
    ['any', 'any server'],
  ])('--via %s', async (via, origin) => {
    expect(await decisions(...DELETE, '--via', via, 'a.json')).toEqual({ [origin]: 'EXPLICITLY_DENIED' });
  });

  test('--via agent-session, which carries no MCP key but the tag', async () => {
    write('a.json', policy(ALLOW_ALL, { Sid: 'ByAgents', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } } }));
    expect(await decisions(...DELETE, '--via', 'agent-session', '--via', 'direct', '--via', 'aws', 'a.json'))
      .toEqual({ 'agent-session': 'EXPLICITLY_DENIED', 'direct': 'CONDITIONAL', 'aws-mcp.amazonaws.com': 'CONDITIONAL' });
    expect(await decisions(...DELETE, '--via', 'direct', '--context', 'aws:PrincipalTag/PrincipalType=', 'a.json')).toEqual({ direct: 'ALLOWED' });
    const { stdout } = await run([...DELETE, '--via', 'agent-session', 'a.json']);
    expect(stdout).toContain('agent session  EXPLICITLY_DENIED');
  });

  test('an agent\'s session is among the origins where a Deny tells it, unless the context says who it is', async () => {
    const marked = (key: string, ...values: string[]) => ({ Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: { StringEquals: { [`aws:PrincipalTag/${key}`]: values } } });
    write('a.json', policy(ALLOW_ALL, marked('PrincipalType', 'Agent'), marked('kind', 'bot')));
    expect(Object.entries(await decisions(...DELETE, 'a.json')).slice(0, 4)).toEqual([
      ['direct', 'CONDITIONAL'], ['agent-session', 'EXPLICITLY_DENIED'], ['agent-session:kind=bot', 'EXPLICITLY_DENIED'], ['aws-mcp.amazonaws.com', 'CONDITIONAL'],
    ]);
    expect(Object.keys(await decisions(...DELETE, '--context', 'aws:PrincipalTag/principaltype=Human', 'a.json'))).not.toContain('agent-session');
    expect(await decisions(...DELETE, '--via', 'agent-session:Kind=bot', '--context', 'aws:PrincipalTag/PrincipalType=', 'a.json')).toEqual({ 'agent-session:Kind=bot': 'EXPLICITLY_DENIED' });
    expect((await run([...DELETE, 'a.json'])).stdout).toContain('agent session (kind=bot)');
    expect((await run(['simulate', '--operation', 's3:DeleteBucket', 'a.json'])).stdout).toContain('by an agent session (kind=bot): EXPLICITLY_DENIED');
    for (const wrong of ['agent-session:kind', 'agent-session:kind=b*']) {
      expect(await run([...DELETE, '--via', wrong, 'a.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining(`--via ${wrong}: expected a tag without wildcards, such as`) });
    }
  });

  test('--via more than once', async () => {
    expect(await decisions(...DELETE, '--via', 'direct', '--via', 'eks', '--via', 'eks-mcp', 'a.json'))
      .toEqual({ 'direct': 'ALLOWED', 'eks-mcp.amazonaws.com': 'EXPLICITLY_DENIED' });
  });

  test.each([
    ['agentaccess', 'AWS does not document the service principal of the Amazon WorkSpaces AgentAccess MCP Server'],
    ['application-signals-mcp', 'AWS does not document the service principal of the Amazon CloudWatch Application Signals MCP Server'],
    ['marketplace', 'the AWS Marketplace MCP Server needs no credentials and makes no calls with any: IAM can\'t gate it'],
  ])('--via %s, a server that nobody can tell by a condition', async (via, reason) => {
    const { code, stderr } = await run([...DELETE, '--via', via, 'a.json']);
    expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(`--via ${via}: ${reason}`)]);
  });

  test.each(['esk', 'true', '*', 'aws-mcp.amazon.com'])('--via %s', async (via) => {
    expect(await run([...DELETE, '--via', via, 'a.json'])).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringContaining(`mcp-guardrails: --via ${via}: expected aws, eks, ecs, `),
    });
  });
});

test('as JSON, with the statements that decided', async () => {
  write('a.json', policy(ALLOW_ALL, DENY_DELETING_VIA_MCP));
  expect(await runJson([...DELETE, '--principal', DEVELOPER, '--via', 'eks', 'a.json'])).toEqual({
    results: [{
      principal: DEVELOPER,
      action: 's3:DeleteObject',
      resource: 'arn:aws:s3:::data/key',
      origin: 'eks-mcp.amazonaws.com',
      decision: 'EXPLICITLY_DENIED',
      statements: [{
        effect: 'Deny', sid: 'DenyDeletingViaMcp', policyType: 'identity-based policy', place: 'identityPolicies/0/Statement/1', file: 'a.json', line: 9,
      }],
      dependsOn: [],
      missingAllows: [],
      allowedIf: [{ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }],
      ruledOut: [],
    }],
  });
});

describe('documents of each kind', () => {
  const deny = (principal?: object) => policy({ Sid: 'Stop', Effect: 'Deny', Action: 's3:*', ...principal });

  test.each([
    ['--boundary', 'permissions boundary', deny()],
    ['--session', 'session policy', deny()],
    ['--scp', 'service control policy', deny()],
    ['--rcp', 'resource control policy', deny({ Principal: '*' })],
    ['--resource-policy', 'resource-based policy', deny({ Principal: '*' })],
    ['--endpoint-policy', 'VPC endpoint policy', deny({ Principal: '*' })],
  ])('%s', async (option, policyType, document) => {
    write('a.json', policy(ALLOW_ALL));
    write('b.json', document);
    const { results } = await runJson([...DELETE, '--principal', DEVELOPER, '--via', 'direct', 'a.json', option, 'b.json']);
    expect(results).toMatchObject([{ decision: 'EXPLICITLY_DENIED', statements: [{ sid: 'Stop', policyType, file: 'b.json', line: 4 }] }]);
  });

  test('a list where there may be several, one where there may be one', async () => {
    write('a.json', policy(ALLOW_ALL));
    write('b.json', [policy(ALLOW_ALL), deny()]);
    expect((await runJson([...DELETE, '--via', 'direct', 'a.json', '--scp', 'a.json', '--scp', 'b.json'])).results)
      .toMatchObject([{ decision: 'EXPLICITLY_DENIED', statements: [{ place: 'serviceControlPolicies/2/Statement/0', file: 'b.json', line: 15 }] }]);
    expect(await run([...DELETE, 'a.json', '--boundary', 'b.json'])).toMatchObject({
      code: 2, stderr: expect.stringContaining('b.json: there is more than one --boundary'),
    });
  });

  test('what the AWS CLI prints around a document says where it acts', async () => {
    write('a.json', policy(ALLOW_ALL));
    write('scp.json', { Policy: { PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: JSON.stringify(deny()) } });
    expect((await runJson([...DELETE, '--via', 'direct', 'a.json', 'scp.json'])).results).toMatchObject([{ statements: [{ policyType: 'service control policy' }] }]);
  });

  test('a resource-based policy is not taken for the principal\'s', async () => {
    write('a.json', deny({ Principal: '*' }));
    expect(await run([...DELETE, 'a.json'])).toEqual({
      code: 2, stdout: '', stderr: 'mcp-guardrails: a.json: has a Principal: not a policy of the principal that makes the request\nGive it as --resource-policy a.json, or with --endpoint-policy or --rcp.\n',
    });
  });

  test('policies given by options are enough', async () => {
    write('b.json', policy({ Effect: 'Allow', Principal: { AWS: DEVELOPER }, Action: 's3:*' }));
    expect(await decisions(...DELETE, '--principal', DEVELOPER, '--via', 'direct', '--resource-policy', 'b.json')).toEqual({ direct: 'ALLOWED' });
  });

  describe('without policies of the principal', () => {
    const OPEN = ['CONDITIONAL', ['the policies of the principal, which are not given']];
    const answer = async (...args: string[]) => {
      const { results: [{ decision, dependsOn }] } = await runJson([...DELETE, '--via', 'direct', ...args]);
      return [decision, dependsOn];
    };
    const everybody = (effect: string) => ({ Effect: effect, Principal: '*', Action: '*' });

    test.each([
      ['--boundary', policy(ALLOW_ALL), policy({ Effect: 'Deny', Action: 's3:*' })],
      ['--session', policy(ALLOW_ALL), policy({ Effect: 'Deny', Action: 's3:*' })],
      ['--scp', policy({ Effect: 'Deny', Action: 'sqs:*' }), policy({ Effect: 'Deny', Action: 's3:*' })],
      ['--rcp', policy({ ...everybody('Deny'), Action: 'sqs:*' }), policy({ ...everybody('Deny'), Action: 's3:*' })],
      ['--endpoint-policy', policy(everybody('Allow')), policy(everybody('Deny'))],
      ['--resource-policy', policy({ ...everybody('Allow'), Action: 's3:GetObject' }), policy({ ...everybody('Deny'), Action: 's3:*' })],
    ])('only %s', async (option, permits, denies) => {
      write('permits.json', permits);
      write('denies.json', denies);
      const of = ['--principal', DEVELOPER, option];
      expect(await answer(...of, 'permits.json')).toEqual(OPEN);
      expect(await answer(...of, 'denies.json')).toEqual(['EXPLICITLY_DENIED', []]);
      expect(await run([...DELETE, '--via', 'direct', ...of, 'permits.json', '--expect', 'denied'])).toMatchObject({ code: 1 });
    });

    test('what a boundary or a service control policy leaves out is denied', async () => {
      write('a.json', policy({ Effect: 'Allow', Action: 'sqs:*' }));
      expect(await answer('--principal', DEVELOPER, '--boundary', 'a.json')).toEqual(['IMPLICITLY_DENIED', []]);
      expect(await answer('--principal', DEVELOPER, '--scp', 'a.json')).toEqual(['IMPLICITLY_DENIED', []]);
    });

    test('with some of the principal, the answer is certain', async () => {
      write('scp.json', policy({ Effect: 'Deny', Action: 'sqs:*' }));
      write('other.json', policy({ Effect: 'Allow', Action: 'sqs:*' }));
      expect(await answer('--principal', DEVELOPER, '--scp', 'scp.json', 'other.json')).toEqual(['IMPLICITLY_DENIED', []]);
    });

    test.each(['anonymous', 'ec2.amazonaws.com'])('of %s there are none', async (who) => {
      write('b.json', policy({ ...everybody('Allow'), Action: 's3:GetObject' }));
      expect(await answer('--principal', who, '--resource-policy', 'b.json')).toEqual(['IMPLICITLY_DENIED', []]);
    });

    test('another account\'s resource must allow by itself', async () => {
      write('b.json', policy({ ...everybody('Allow'), Action: 'sqs:SendMessage' }));
      const send = (principal: string, action: string) => runJson(['simulate', '--action', action, '--resource', 'arn:aws:sqs:us-east-1:444455556666:q', '--via', 'direct',
        '--principal', principal, '--resource-policy', 'b.json']);
      expect((await send(DEVELOPER, 'sqs:SendMessage')).results[0].decision).toBe('CONDITIONAL');
      expect((await send(DEVELOPER, 'sqs:DeleteQueue')).results[0].decision).toBe('IMPLICITLY_DENIED');
      expect((await send('arn:aws:iam::111122223333:root', 'sqs:SendMessage')).results[0].decision).toBe('ALLOWED');
    });
  });

  test('an option names a document, no directory', async () => {
    write('dir/a.json', policy(ALLOW_ALL));
    expect(await run([...DELETE, 'dir/a.json', '--scp', 'dir'])).toMatchObject({ code: 2, stderr: 'mcp-guardrails: dir: a directory: expected a policy document\n' });
  });
});

test('why: a missing Allow, and what a decision depends on', async () => {
  write('a.json', policy({ Effect: 'Allow', Action: 's3:*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }));
  const { stdout } = await run(['simulate', '--action', 'ec2:RunInstances', '--action', 's3:ListBucket', '--via', 'direct', 'a.json']);
  expect(stdout).toMatchSnapshot();
});

test('long lists are counted, and printed as a whole if that is asked for', async () => {
  const five = [1, 2, 3, 4, 5];
  const allows = five.map((i) => ({ Sid: `Read${i}`, Effect: 'Allow', Action: 's3:GetObject', Resource: five.map((j) => `arn:aws:s3:::bucket-${i}${j}/*`) }));
  const Condition = { StringEquals: Object.fromEntries(five.map((i) => [`aws:PrincipalTag/tag${i}`, `value${i}`])) };
  write('a.json', policy(...allows, { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }, { Effect: 'Deny', Action: 's3:PutObject', Resource: '*', Condition }));
  const command = ['simulate', 'a.json', '--via', 'direct', '--action', 's3:GetObject', '--action', 's3:PutObject', '--resource', 'arn:aws:s3:::other/key'];
  const printed = async (...args: string[]) => (await run([...command, ...args])).stdout.replace(/\s+/g, ' ');
  const few = await printed();
  expect(few).toContain('"arn:aws:s3:::bucket-33/*" and 2 more, which --all prints, and the request has "arn:aws:s3:::other/key" nor 2 more Allows of the action, which --all prints ');
  expect(few).toContain('or if 2 more, which --all prints ');
  const whole = await printed('--all');
  expect(whole).not.toContain('--all');
  for (const i of five) {
    expect(whole).toContain(`not Allow "Read${i}" `);
    expect(whole).toContain(`"arn:aws:s3:::bucket-5${i}/*"`);
    expect(whole).toMatch(new RegExp(`(allowed|or) if \\{[^ ]*tag${i}`));
  }
  expect(await runJson([...command, '--all'])).toEqual(await runJson(command));
});

describe('context keys', () => {
  const from = (...contexts: string[]) => decisions('simulate', 'a.json', '--action', 's3:ListBucket', '--via', 'direct', ...contexts.flatMap((each) => ['--context', each]));
  const allowIf = (condition: object) => write('a.json', policy({ Effect: 'Allow', Action: 's3:*', Condition: condition }));

  test('a value, another one, and none', async () => {
    allowIf({ IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } });
    expect(await from()).toEqual({ direct: 'CONDITIONAL' });
    expect(await from('aws:SourceIp=192.0.2.1')).toEqual({ direct: 'ALLOWED' });
    expect(await from('aws:sourceip=198.51.100.1')).toEqual({ direct: 'IMPLICITLY_DENIED' });
    expect(await from('aws:SourceIp=')).toEqual({ direct: 'IMPLICITLY_DENIED' });
  });

  test('several values', async () => {
    allowIf({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b=c'] } });
    expect(await from('aws:TagKeys=a,b=c')).toEqual({ direct: 'ALLOWED' });
    expect(await from('aws:TagKeys=a', 'aws:TagKeys=d')).toEqual({ direct: 'IMPLICITLY_DENIED' });
  });

  test.each([
    ['no key', ['=x'], '--context =x: expected KEY=VALUE, such as aws:SourceIp=203.0.113.7'],
    ['no value', ['aws:SourceIp'], '--context aws:SourceIp: expected KEY=VALUE, such as aws:SourceIp=203.0.113.7'],
    ['one that contradicts the origin', ['aws:ViaAWSMCPService=true'], 'no request of the origin "direct" has the context {"aws:ViaAWSMCPService":["true"]}'],
  ])('%s', async (_, contexts, message) => {
    allowIf({});
    const { code, stderr } = await run(['simulate', 'a.json', '--action', 's3:ListBucket', '--via', 'direct', ...contexts.flatMap((each) => ['--context', each])]);
    expect({ code, first: stderr.split('\n')[0] }).toEqual({ code: 2, first: `mcp-guardrails: ${message}` });
  });
});

describe('--expect', () => {
  beforeEach(() => {
    write('a.json', policy(
      { Effect: 'Allow', Action: 's3:*' },
      DENY_DELETING_VIA_MCP,
      { Effect: 'Allow', Action: 'ec2:*', Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } },
    ));
  });

  test.each([
    ['allowed', 's3:DeleteObject', 'direct', 0],
    ['allowed', 's3:DeleteObject', 'aws', 1],
    ['allowed', 'iam:GetUser', 'direct', 1],
    ['allowed', 'ec2:RunInstances', 'direct', 1],
    ['denied', 's3:DeleteObject', 'direct', 1],
    ['denied', 's3:DeleteObject', 'aws', 0],
    ['denied', 'iam:GetUser', 'direct', 0],
    ['denied', 'ec2:RunInstances', 'direct', 1],
  ])('%s: %s via %s', async (expected, action, via, code) => {
    const args = ['simulate', 'a.json', '--action', action, '--via', via];
    expect((await run([...args, '--expect', expected])).code).toBe(code);
    expect((await run(args)).code).toBe(0);
  });

  test('what is not so is said', async () => {
    const { code, stderr } = await run(['simulate', 'a.json', '--action', 's3:DeleteObject', '--via', 'direct', '--via', 'eks', '--expect', 'denied']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'Expected denied: s3:DeleteObject (direct) is ALLOWED\n' });
  });
});

describe('a template', () => {
  const one = { Agent: { ...role(policy(ALLOW_ALL, DENY_DELETING_VIA_MCP)), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } } };
  const arn = { Ref: 'AWS::AccountId' };
  const other = { Other: role(policy({ Effect: 'Allow', Action: 's3:*', Resource: { 'Fn::Sub': ['arn:aws:s3:::data-${id}/*', { id: arn }] } })) };

  test('its only principal needs no name', async () => {
    write('a.json', { Resources: one });
    const { results } = await runJson([...DELETE, '--via', 'aws', 'a.json']);
    expect(results).toMatchObject([{ principal: 'App/Agent', decision: 'EXPLICITLY_DENIED', statements: [{ logicalId: 'Agent', file: 'a.json', line: 29 }] }]);
  });

  test('one of several does', async () => {
    write('a.json', { Resources: { ...one, ...other, Group: { Type: 'AWS::IAM::Group' } } });
    expect(await run([...DELETE, 'a.json'])).toMatchObject({
      code: 2, stdout: '', stderr: expect.stringMatching(/: more than one principal: name one with --principal: there are "App\/Agent",\s"Other"\n$/),
    });
    expect(await decisions(...DELETE, '--principal', 'Agent', '--via', 'direct', 'a.json')).toEqual({ direct: 'ALLOWED' });
    expect(await run([...DELETE, '--principal', 'Agnet', 'a.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no role, user or permission set "Agnet"') });
  });

  test('of two templates, each with one of the name', async () => {
    write('a.json', { Resources: { Agent: role(policy({ Effect: 'Allow', Action: 's3:Get*' })) } });
    write('b.json', { Resources: { Agent: role(policy({ Effect: 'Allow', Action: 's3:Delete*' })) } });
    const { code, stderr } = await run([...DELETE, '--principal', 'Agent', 'a.json', 'b.json']);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toBe('mcp-guardrails: "Agent" means several: "a.json/Agent", "b.json/Agent": name one as it stands here ');
    expect(await decisions(...DELETE, '--principal', 'b.json/Agent', '--via', 'direct', 'a.json', 'b.json')).toEqual({ direct: 'ALLOWED' });
    expect(await decisions(...DELETE, '--principal', 'a.json/Agent', '--via', 'direct', 'a.json', 'b.json')).toEqual({ direct: 'IMPLICITLY_DENIED' });
  });

  test('a resource that two templates have', async () => {
    write('a.json', { Resources: { ...one, Data: { Type: 'AWS::S3::Bucket' } } });
    write('b.json', { Resources: { Data: { Type: 'AWS::S3::Bucket' } } });
    expect(await run(['simulate', 'a.json', 'b.json', '--action', 's3:GetObject', '--resource', '${Data.Arn}/key'])).toMatchObject({
      code: 2, stderr: 'mcp-guardrails: --resource ${Data.Arn}/key: a.json and b.json have a resource Data each: expected\nits ARN\n',
    });
  });

  test('a managed policy that it does not have', async () => {
    const managed = 'arn:aws:iam::111122223333:policy/ReadOnlyAccess';
    write('a.json', { Resources: { Agent: role(policy(ALLOW_ALL), { ManagedPolicyArns: [managed] }) } });
    write('p.json', policy({ Effect: 'Deny', Action: 's3:Delete*' }));
    const given = async (...args: string[]) => runJson([...DELETE, '--via', 'direct', 'a.json', ...args]);
    expect((await given()).results).toMatchObject([{ decision: 'CONDITIONAL', dependsOn: [`the managed policy ${managed}, whose document --managed-policies can give`] }]);
    for (const name of ['ReadOnlyAccess', managed]) {
      expect((await given('--managed-policy', `${name}=p.json`)).results).toMatchObject([{ decision: 'EXPLICITLY_DENIED' }]);
    }
  });

  test.each([
    ['no file', 'ReadOnlyAccess', '--managed-policy ReadOnlyAccess: expected NAME=FILE, such as ReadOnlyAccess=read-only.json'],
    ['a missing file', 'ReadOnlyAccess=missing.json', 'missing.json: there is no such file'],
    ['two policies', 'ReadOnlyAccess=p.json', 'p.json: 2 policies: expected one, the managed policy ReadOnlyAccess'],
  ])('--managed-policy with %s', async (_, value, message) => {
    write('a.json', { Resources: one });
    write('p.json', [policy(ALLOW_ALL), policy(ALLOW_ALL)]);
    const { code, stdout, stderr } = await run([...DELETE, 'a.json', '--managed-policy', value]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
  });

  test('none', async () => {
    write('a.json', { Resources: {} });
    expect(await run([...DELETE, 'a.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no role, user or permission set in the templates') });
  });

  test('its account', async () => {
    write('a.json', { Resources: other });
    const args = ['simulate', 'a.json', '--via', 'direct', '--action', 's3:GetObject', '--resource', 'arn:aws:s3:::data-111122223333/key'];
    expect(await decisions(...args)).toEqual({ direct: 'CONDITIONAL' });
    expect(await decisions(...args, '--account', '111122223333')).toEqual({ direct: 'ALLOWED' });
  });

  test('a reference is resolved in the template that has what it names', async () => {
    const bucket = { Type: 'AWS::S3::Bucket', Metadata: { 'aws:cdk:path': 'Data/Bucket/Resource' } };
    write('a.json', { Resources: one });
    write('b.json', { Resources: { BucketB1: bucket } });
    expect(await decisions('simulate', 'a.json', 'b.json', '--via', 'direct', '--action', 's3:GetObject', '--resource', '${BucketB1.Arn}/key')).toEqual({ direct: 'ALLOWED' });
    expect(await run(['simulate', 'a.json', 'b.json', '--action', 's3:GetObject', '--resource', '${Nothing.Arn}/key']))
      .toMatchObject({ code: 2, stderr: expect.stringContaining('"${Nothing}" refers to no resource') });
  });

  test.each([
    ['with a document beside it', ['a.json', 'p.json'], 'policy documents beside templates: expected either policy documents'],
    ['with a policy of a kind of its own', ['a.json', '--scp', 'p.json'], '--scp does not go with a template, of which all policies count'],
    ['documents attach no policy', ['p.json', '--managed-policy', 'X=p.json'], '--managed-policy is for templates: of policy documents, give those of the principal as files'],
    ['an account that is none', ['a.json', '--account', '1234'], '--account 1234: expected its id, which has 12 digits'],
    ['documents have no account', ['p.json', '--account', '111122223333'], '--account is for templates: with policy documents, --principal and --resource tell the accounts'],
  ])('%s', async (_, args, message) => {
    write('a.json', { Resources: one });
    write('p.json', policy(ALLOW_ALL));
    const { code, stderr } = await run([...DELETE, ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message.slice(0, 70)) });
  });
});

test('a request with wildcards, as docs/command-line.md shows it', async () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/command-line.md'), 'utf-8');
  const [, document, output] = /this `role\.json`\n\n```json\n([^]*?)```[^]*?```text\n\$[^\n]*\n([^]*?)```/.exec(page)!;
  write('role.json', document);
  const args = ['simulate', 'role.json', '--via', 'aws', '--action', 's3:*ObjectTagging', '--resource', 'arn:aws:s3:::reports/*'];
  expect((await run(args)).stdout).toBe(output);
  const { results } = await runJson(args);
  expect(results.map(({ action, resource, exceptResources, decision }: any) => [action, resource, exceptResources, decision])).toContainEqual(
    ['s3:GetObjectTagging', 'arn:aws:s3:::reports/public/*', ['arn:aws:s3:::reports/public/drafts/*'], 'ALLOWED']);
  expect(await run([...args, '--expect', 'denied'])).toMatchObject({ code: 1, stderr: expect.stringContaining('s3:GetObjectTagging on') });
});

test.each([
  ['no action', ['a.json'], 'no action is given: expected --action, such as --action s3:GetObject'],
  ['actions of more than one service', ['a.json', '--action', '*:Get*'], '"*:Get*" means no actions of one service'],
  ['a pattern that means no action', ['a.json', '--action', 's3:Gte*'], '"s3:Gte*" means no action, as of the table of'],
  ['a principal that is none', ['a.json', '--action', 's3:GetObject', '--principal', 'me'], '"me" is not a principal that makes requests'],
  ['an expectation that is none', ['a.json', '--action', 's3:GetObject', '--expect', 'CONDITIONAL'], '--expect CONDITIONAL: expected allowed or denied'],
])('%s', async (_, args, message) => {
  write('a.json', policy(ALLOW_ALL));
  expect(await run(['simulate', ...args])).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(`mcp-guardrails: ${message}`) });
});

describe('an action that the table does not have', () => {
  const ask = (...args: string[]) => run(['simulate', '--expect', 'denied', ...args], { stdin: JSON.stringify(policy(ALLOW_ALL)) });

  test('the name of an operation is an error that names its action', async () => {
    const { code, stderr } = await ask('--action', 's3:HeadObject');
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, ' ')).toContain('"s3:HeadObject" is an API operation; its IAM action is "s3:GetObject": ask about that');
  });

  test.each([
    ['dynamo:DeleteItem', 'dynamodb:DeleteItem'], ['monitoring:DeleteAlarms', 'cloudwatch:DeleteAlarms'], ['email:DeleteIdentity', 'ses:DeleteIdentity'],
  ])('%s is an error that names %s', async (action, meant) => {
    const { code, stdout, stderr } = await ask('--action', 's3:GetObject', '--action', action);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toContain(`"${action}" (did you mean "${meant}"?)`);
    expect(stderr).toContain('--unlisted-action');
  });

  test('may be newer, with --unlisted-action', async () => {
    expect(await ask('--action', 'dynamodb:NewerThanTheTable', '--unlisted-action', '--resource', '*', '--via', 'aws')).toMatchObject({ code: 1, stderr: expect.stringContaining('ALLOWED') });
  });
});
