import { ALLOW_ALL, BY_NETWORK, DENY_DELETING_VIA_MCP, inEmptyDirectory, LEAKS, policy, role, run, runJson, write } from './run';

inEmptyDirectory();

test('in words', async () => {
  write('policy.json', policy(
    ALLOW_ALL,
    DENY_DELETING_VIA_MCP,
    { Sid: 'OnlyEks', Effect: 'Deny', NotAction: ['sts:*', 'iam:Get*'], Condition: { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } },
    LEAKS,
    BY_NETWORK,
    { Sid: 'Odd', Effect: 'Deny', Action: '*', Condition: { Boool: { 'aws:ViaAWSMCPService': 'true' } } },
    { Sid: 'Many', Effect: 'Allow', Action: ['a:A', 'a:B', 'a:C', 'a:D', 'a:E', 'a:F', 'a:G', 'a:H'] },
  ));
  const { code, stdout, stderr } = await run(['explain', 'policy.json']);
  expect(stdout).toMatchSnapshot();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

test.each<[string, unknown, unknown]>([
  ['the whole policy', { Version: '2020-01-01', Statement: [ALLOW_ALL] }, [['', "can't be judged, for AWS would refuse it: the Version is \"2020-01-01\": expected \"2012-10-17\""]]],
  ['a statement', { Version: '2012-10-17', Statement: ['x', { ...ALLOW_ALL, Resource: '*' }] },
    [['0', "can't be judged, for AWS would refuse it: the statement is \"x\": expected an object"], ['1', undefined]]],
  ['a Sid', policy({ ...ALLOW_ALL, Sid: 'A' }, { ...LEAKS, Sid: 'A' }), [['A', undefined], ['A', "can't be judged, for AWS would refuse it: another statement has the Sid \"A\" too"]]],
])('what AWS would refuse of %s is not explained', async (_, document, expected) => {
  write('policy.json', document);
  const { statements } = await runJson(['explain', 'policy.json']);
  expect(statements.map(({ statement, problem }: any) => [statement, problem])).toEqual(expected);
  expect(statements.map(({ origins }: any) => origins === undefined)).toEqual(statements.map(({ problem }: any) => problem !== undefined));
});

test('of a template', async () => {
  write('template.json', {
    Resources: {
      Agent: { ...role({ 'Fn::If': ['A', policy(ALLOW_ALL), { Ref: 'AWS::NoValue' }] }), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } },
      Bucket: { Type: 'AWS::S3::Bucket' },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Bucket' },
          PolicyDocument: policy(
            { Effect: 'Allow', Principal: { AWS: { 'Fn::GetAtt': ['Agent', 'Arn'] } }, Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Bucket.Arn}/*' } },
            { 'Fn::If': ['A', { ...DENY_DELETING_VIA_MCP, Principal: '*', Resource: '*' }, { Ref: 'AWS::NoValue' }], 'Resource': undefined },
            { 'Fn::Transform': { Name: 'x' }, 'Resource': undefined },
          ),
        },
      },
    },
    Conditions: { A: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } },
  });
  expect((await run(['explain', 'template.json'])).stdout).toMatchSnapshot();
});

test('of a statement with branches in its elements, each, but not for names of resources', async () => {
  const either = (then: unknown, otherwise: unknown) => ({ 'Fn::If': ['A', then, otherwise] });
  write('t.json', {
    Resources: {
      Agent: role(policy(
        { Effect: either('Allow', 'Deny'), Action: either('s3:GetObject', 'aws-mcp:InvokeMcp'), Resource: '*' },
        { Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: either({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Ref: 'AWS::NoValue' }) },
        { Effect: 'Allow', Action: 's3:GetObject', Resource: either('arn:aws:s3:::a/*', 'arn:aws:s3:::b/*') },
      )),
    },
    Conditions: { A: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } },
  });
  const { statements } = await runJson(['explain', 't.json']);
  const told = statements.map(({ statement, effect, Action, appliesTo, removed }: any) => (
    [statement, effect, Action.join(), appliesTo, removed !== undefined]));
  expect(told).toEqual([
    ['0', 'Allow', 'sts:AssumeRole', 'people and agents', false],
    ['0', 'Allow', 's3:GetObject', 'people and agents', false], ['0', 'Deny', 'aws-mcp:InvokeMcp', 'people and agents', true],
    ['1', 'Deny', 's3:*', 'agents', false], ['1', 'Deny', 's3:*', 'people and agents', false],
    ['2', 'Allow', 's3:GetObject', 'people and agents', false],
  ]);
});

test('sessions that are told by a tag', async () => {
  const byTag = (test: object, Effect = 'Deny') => policy({ Sid: 'ByAgents', Effect, Action: 's3:Delete*', Resource: '*', Condition: test });
  write('policy.json', byTag({ StringEquals: { 'aws:PrincipalTag/PrincipalType': ['Agent', 'Bot'] } }));
  const { stdout } = await run(['explain', 'policy.json']);
  expect(stdout).toMatch(/yes +agents' sessions \(PrincipalType=Agent\); agents' sessions \(PrincipalType=Bot\)\n/);
  expect(stdout).toMatch(/depends +on aws:PrincipalTag\/PrincipalType: direct calls; through any MCP server/);
  // A negated test, and a pattern, tell no session.
  for (const test of [{ StringNotEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } }, { StringLike: { 'aws:PrincipalTag/PrincipalType': 'Ag*' } }]) {
    write('policy.json', byTag(test));
    expect((await run(['explain', 'policy.json'])).stdout).not.toContain('sessions (');
  }
});

const hits = async (statement: object) => {
  const { statements: [{ appliesTo, origins }] } = await runJson(['explain'], { stdin: JSON.stringify(policy(statement)) });
  return { appliesTo, answers: Object.fromEntries(origins.map(({ origin, match }: any) => [origin, match])) };
};
const [WITHOUT_KEY, WITH_KEY] = ['direct calls without aws:ViaAWSMCPService', 'direct calls with aws:ViaAWSMCPService = false'];
const [FOR_PEOPLE, KEPT, LOST] = ['AWS services for direct calls', 'AWS services for agents, MCP keys kept', 'AWS services for agents, MCP keys lost'];

test.each<[string, object, string, { [origin: string]: string }]>([
  ['through any server', { Bool: { 'aws:ViaAWSMCPService': 'true' } }, 'agents',
    { [WITHOUT_KEY]: 'NEVER', [WITH_KEY]: 'NEVER', 'aws-mcp.amazonaws.com': 'ALWAYS', 'any other server': 'ALWAYS', [FOR_PEOPLE]: 'NEVER', [KEPT]: 'ALWAYS', [LOST]: 'NEVER' }],
  ['outside MCP', { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, 'people and AWS services',
    { [WITHOUT_KEY]: 'ALWAYS', [WITH_KEY]: 'ALWAYS', 'any other server': 'NEVER', [FOR_PEOPLE]: 'ALWAYS', [KEPT]: 'NEVER', [LOST]: 'ALWAYS' }],
  ['the key is there and false', { Bool: { 'aws:ViaAWSMCPService': 'false' } }, 'people and AWS services',
    { [WITHOUT_KEY]: 'NEVER', [WITH_KEY]: 'ALWAYS', [FOR_PEOPLE]: 'DEPENDS', [KEPT]: 'NEVER', [LOST]: 'DEPENDS' }],
  ['all but one server', { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } }, 'people and agents',
    { [WITH_KEY]: 'ALWAYS', 'eks-mcp.amazonaws.com': 'NEVER', 'ecs-mcp.amazonaws.com': 'ALWAYS', 'any other server': 'ALWAYS', [KEPT]: 'DEPENDS' }],
  ['a server that has no constant', { StringEquals: { 'aws:CalledViaAWSMCP': 'new-mcp.amazonaws.com' } }, 'agents',
    { 'new-mcp.amazonaws.com': 'ALWAYS', 'aws-mcp.amazonaws.com': 'NEVER', 'any other server': 'NEVER' }],
  ['nothing', { StringEquals: { 'aws:CalledViaAWSMCP': 'true' } }, 'nobody', { [WITH_KEY]: 'NEVER', 'any other server': 'NEVER' }],
  ['another key', { IpAddress: { 'aws:SourceIp': '192.0.2.1' }, Bool: { 'aws:ViaAWSMCPService': 'true' } }, 'agents', { [WITH_KEY]: 'NEVER', 'any other server': 'DEPENDS' }],
  ['not services', { BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:ViaAWSMCPService': 'false' } }, 'people', { [WITH_KEY]: 'ALWAYS', [FOR_PEOPLE]: 'NEVER', [LOST]: 'NEVER' }],
  ['services only', { Bool: { 'aws:ViaAWSService': 'true' } }, 'agents and AWS services',
    { [WITHOUT_KEY]: 'NEVER', [WITH_KEY]: 'NEVER', 'any other server': 'DEPENDS', [FOR_PEOPLE]: 'ALWAYS', [KEPT]: 'ALWAYS', [LOST]: 'ALWAYS' }],
  ['services for people only', { Bool: { 'aws:ViaAWSService': 'true' }, BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, 'AWS services',
    { [WITH_KEY]: 'NEVER', 'any other server': 'NEVER', [FOR_PEOPLE]: 'ALWAYS', [KEPT]: 'NEVER', [LOST]: 'ALWAYS' }],
  ['connecting only', { Bool: { 'aws:IsMcpServiceAction': 'true' } }, 'connecting', { [WITH_KEY]: 'NEVER', 'any other server': 'NEVER', [KEPT]: 'NEVER', 'connecting to a server': 'ALWAYS' }],
  ['a key that AWS leaves out where it is not true', { Bool: { 'aws:IsMcpServiceAction': 'false' } }, 'people and agents', { [WITH_KEY]: 'DEPENDS', 'connecting to a server': 'NEVER' }],
  ['not connecting', { BoolIfExists: { 'aws:IsMcpServiceAction': 'false' } }, 'people and agents', { [WITH_KEY]: 'ALWAYS', 'connecting to a server': 'NEVER' }],
])('whom it hits: %s', async (_, condition, appliesTo, answers) => {
  expect(await hits({ Effect: 'Deny', Action: '*', Condition: condition })).toEqual({ appliesTo, answers: expect.objectContaining(answers) });
});

test('of a statement about connecting to a server', async () => {
  const { answers } = await hits({ Effect: 'Deny', Action: ['eks-mcp:*'], Condition: { BoolIfExists: { 'aws:IsMcpServiceAction': 'false' } } });
  expect(answers[WITH_KEY]).toBe('NEVER');
  expect(answers['connecting to a server']).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['all', '*', 'connecting'],
  ['one that may be', 'partnercentral:UseSession', 'connecting'],
  ['one that nobody lists', 'new-mcp:InvokeMcp', 'connecting'],
  ['servers\' own, which are direct calls', ['eks-mcp:*', 'ecs-mcp:Use?cp'], 'people and agents'],
  ['some of either', ['eks-mcp:InvokeMcp', 's3:GetObject'], 'connecting'],
  ['one that is not in the table of actions', 'partnercentral:InvokeMcp', 'people and agents'],
  ['others', ['s3:Get*', 'eks:*'], 'nobody'],
  ['one that is known only at deployment', ['s3:Get*', { Ref: 'Action' }], 'connecting'],
])('what is allowed where it is a server\'s own action: %s', async (_, action, appliesTo) => {
  expect((await hits({ Effect: 'Allow', Action: action, Condition: { Bool: { 'aws:IsMcpServiceAction': 'true' } } })).appliesTo).toBe(appliesTo);
});

test.each<[object, string]>([
  [{ Bool: { 'aws:ViaAWSService': 'true' } }, 'what AWS services call with the caller\'s credentials, and agents (depending on aws:ViaAWSService).'],
  [{ Bool: { 'aws:ViaAWSService': 'true' }, BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, 'what AWS services call with the caller\'s credentials only.'],
  [{ Bool: { 'aws:ViaAWSService': 'true', 'aws:ViaAWSMCPService': 'false' } }, 'what AWS services call with the caller\'s credentials only, depending on aws:ViaAWSMCPService.'],
  [{ Bool: { 'aws:IsMcpServiceAction': 'true' } }, 'connecting to managed MCP servers only.'],
  [{ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, 'people, and what AWS services call for agents if the MCP keys are lost.'],
  [{ BoolIfExists: { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false' } }, 'people only.'],
  [{ Bool: { 'aws:ViaAWSMCPService': 'true' } }, 'agents only.'],
  [{ StringEquals: { 'aws:CalledViaAWSMCP': 'true' } }, 'nobody: its condition never matches.'],
  [{ IpAddress: { 'aws:SourceIp': '192.0.2.1' } }, 'people and agents, depending on aws:SourceIp.'],
  [{ IpAddress: { 'aws:SourceIp': '192.0.2.1' }, BoolIfExists: { 'aws:ViaAWSService': 'false' } },
    'people (depending on aws:SourceIp) and agents (depending on aws:SourceIp, aws:ViaAWSService).'],
])('in a sentence: %j', async (Condition, sentence) => {
  const { stdout } = await run(['explain'], { stdin: JSON.stringify(policy({ Effect: 'Allow', Action: '*', Condition })) });
  expect(stdout.replace(/\s+/g, ' ')).toContain(`Allows ${sentence} `);
});

const ROLES = ['arn:aws:iam::*:role/BreakGlass', 'arn:aws:iam::*:role/*/BreakGlass', 'arn:aws:iam::111122223333:role/ops/Admin'];
test.each<[effect: string, condition: object, sentence: string]>([
  ['Deny', { ArnNotLike: { 'aws:PrincipalArn': ROLES }, Bool: { 'aws:ViaAWSMCPService': 'true' } }, 'Denies agents only; exempts BreakGlass and Admin.'],
  ['Deny', { ArnNotLike: { 'aws:PrincipalArn': ROLES[0] }, IpAddress: { 'aws:SourceIp': '192.0.2.1' } }, 'Denies people and agents, depending on aws:SourceIp; exempts BreakGlass.'],
  ['Allow', { ArnNotLike: { 'aws:PrincipalArn': ROLES[0] } }, 'Allows people and agents; not BreakGlass.'],
  ['Allow', { ArnLike: { 'aws:PrincipalArn': ROLES[2] } }, 'Allows people and agents; only Admin.'],
  ['Allow', { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/agents/*' } }, 'Allows people and agents; only arn:*:iam::*:role/agents/*.'],
  ['Deny', { ArnNotLike: { 'aws:PrincipalArn': ['*', 'arn:*:iam::*:role/Ops*'] } }, 'Denies people and agents; exempts * and Ops*.'],
  ['Deny', { ArnNotLikeIfExists: { 'aws:PrincipalArn': ROLES[0] } }, 'Denies people and agents, depending on aws:PrincipalArn.'],
  ['Deny', { ArnLike: { 'aws:PrincipalArn': ROLES[2] }, StringLike: { 'aws:PrincipalArn': '*' } }, 'Denies people and agents, depending on aws:PrincipalArn.'],
])('whom it exempts by name is told by name: %s %j', async (Effect, Condition, sentence) => {
  const stdin = JSON.stringify(policy({ Effect, Action: '*', Resource: '*', Condition }));
  expect((await run(['explain'], { stdin })).stdout.replace(/\s+/g, ' ')).toContain(`${sentence} `);
});

test('long lists are printed as a whole if that is asked for', async () => {
  const stdin = JSON.stringify(policy({ Effect: 'Allow', Action: [...'ABCDEFGHIJ'].map((name) => `s3:${name}`), Resource: '*' }));
  expect((await run(['explain'], { stdin })).stdout).toContain('s3:F and 4 more, which --all prints\n');
  expect((await run(['explain', '--all'], { stdin })).stdout).toContain('s3:I, s3:J\n');
});

test('it fits a terminal of 80 characters', async () => {
  const stdin = JSON.stringify(policy({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { ArnNotLike: { 'aws:PrincipalArn': ROLES }, StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } } }));
  const { stdout } = await run(['explain'], { stdin, terminal: true, columns: 80 });
  expect(Math.max(...stdout.replace(/\u001b\[\d+m/g, '').split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('of all actions but some', async () => {
  expect((await hits({ Effect: 'Allow', NotAction: 's3:*', Condition: { Bool: { 'aws:IsMcpServiceAction': 'true' } } })).appliesTo).toBe('connecting');
});

test('the sentence names whoever a line says yes of, and nobody else', async () => {
  const values = [undefined, ['true'], ['false'], ['true', 'false']];
  const conditions = values.flatMap((via) => values.flatMap((service) => values.flatMap((own) => ['Bool', 'BoolIfExists'].map((operator) => ({
    [operator]: { ...(via && { 'aws:ViaAWSMCPService': via }), ...(service && { 'aws:ViaAWSService': service }), ...(own && { 'aws:IsMcpServiceAction': own }) },
  })))));
  for (const Condition of conditions.filter((condition) => Object.values(condition).some((keys) => Object.keys(keys).length > 0))) {
    const { appliesTo, answers } = await hits({ Effect: 'Deny', Action: '*', Condition });
    const hit = (...origins: string[]) => origins.some((origin) => (answers[origin] ?? 'NEVER') !== 'NEVER');
    const named = (name: string) => String(appliesTo).split(' and ').includes(name);
    const [people, agents] = [hit(WITH_KEY, WITHOUT_KEY), hit('any other server')];
    expect([Condition, named('people'), named('agents')]).toEqual([Condition, people, agents]);
    expect([Condition, named('AWS services')]).toEqual([Condition, (!people && hit(FOR_PEOPLE)) || (!agents && hit(KEPT, LOST))]);
    expect([Condition, named('connecting')]).toEqual([Condition, !people && hit('connecting to a server')]);
    expect([Condition, appliesTo === 'nobody']).toEqual([Condition, !Object.keys(answers).some((origin) => hit(origin))]);
  }
});

test('whose own actions a statement names', async () => {
  write('policy.json', policy({ Effect: 'Deny', Action: ['eks-mcp:Call*', 'agentaccess-mcp:InvokeMcp', 'partnercentral:*', 's3:*'] }, { Effect: 'Deny', Action: '*' }));
  expect((await run(['explain', 'policy.json'])).stdout.replace(/\s+/g, ' ')).toContain(
    'servers the actions are those of the Amazon EKS MCP Server, the Amazon WorkSpaces AgentAccess MCP Server, and the AWS Partner Central Agent MCP Server');
  const { statements: [named, all] } = await runJson(['explain', 'policy.json']);
  expect(named.ownActionsOf).toEqual(['Amazon EKS MCP Server', 'Amazon WorkSpaces AgentAccess MCP Server', 'AWS Partner Central Agent MCP Server']);
  expect(all.ownActionsOf).toBeUndefined();
});

describe('a test of a sign-in session, which tells a login and not a channel', () => {
  const SESSION = { ArnLike: { 'aws:signInSessionArn': 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4' } };
  const FACT = 'aws:SignInSessionArn tells a login, not a channel: after aws login, the person\'s own calls carry it, too';

  test.each<[string, 'Allow' | 'Deny', object, string | undefined]>([
    ['of everybody', 'Deny', SESSION, `${FACT}; for the agents' only, add Bool aws:ViaAWSMCPService = "true" (as it is, the person is denied, too)`],
    ['of everybody, in an Allow', 'Allow', SESSION, `${FACT}; for the agents' only, add Bool aws:ViaAWSMCPService = "true"`],
    ['of agents', 'Deny', { ...SESSION, Bool: { 'aws:ViaAWSMCPService': 'true' } }, `${FACT}; of these, the statement is about the agents' only`],
    ['of people', 'Deny', { ...SESSION, BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, FACT],
    ['none', 'Deny', { Bool: { 'aws:ViaAWSMCPService': 'true' } }, undefined],
  ])('%s', async (_, Effect, Condition, login) => {
    write('policy.json', policy({ Effect, Action: '*', Condition }));
    expect((await runJson(['explain', 'policy.json'])).statements[0].login).toBe(login);
    const printed = (await run(['explain', 'policy.json'])).stdout.replace(/\s+/g, ' ');
    expect(printed.includes(`login ${login ?? ''}`)).toBe(login !== undefined);
  });

  test('what it advises does what it says', async () => {
    const appliesTo = async (Condition: object) => (await hits({ Effect: 'Deny', Action: '*', Condition })).appliesTo;
    expect(await appliesTo(SESSION)).toBe('people and agents');
    expect(await appliesTo({ ...SESSION, Bool: { 'aws:ViaAWSMCPService': 'true' } })).toBe('agents');
  });
});

test('as JSON', async () => {
  write('a.json', { Resources: { Agent: { ...role(policy(DENY_DELETING_VIA_MCP)), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } } } });
  const { statements } = await runJson(['explain', 'a.json']);
  expect(statements.map(({ policyType }: any) => policyType).sort()).toEqual(['identity-based policy', 'trust policy']);
  expect(statements.find(({ policyType }: any) => policyType === 'identity-based policy')).toMatchObject({
    file: 'a.json',
    logicalId: 'Agent',
    constructPath: 'App/Agent/Resource',
    statement: 'DenyDeletingViaMcp',
    path: 'Resources/Agent/Properties/Policies/0/PolicyDocument/Statement/0',
    line: 24,
    effect: 'Deny',
    Action: ['s3:Delete*'],
    Resource: ['*'],
    appliesTo: 'agents',
  });
});

test('a template without policies', async () => {
  write('a.json', { Resources: {} });
  expect(await run(['explain', 'a.json'])).toEqual({ code: 0, stdout: 'There is no policy.\n', stderr: '' });
});

test('an action that AWS has removed says nothing any more', async () => {
  write('policy.json', policy({ Effect: 'Deny', Action: ['aws-mcp:*', 's3:*'], Resource: '*' }));
  expect((await run(['explain', 'policy.json'])).stdout).toContain('removed    aws-mcp:*: AWS has removed that, so that nothing is denied by it');
  expect(await runJson(['explain', 'policy.json'])).toMatchObject({ statements: [{ removed: 'aws-mcp:*' }] });
});
