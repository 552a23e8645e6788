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
            { 'Fn::If': ['A', DENY_DELETING_VIA_MCP, { Ref: 'AWS::NoValue' }], 'Resource': undefined },
            { 'Fn::Transform': { Name: 'x' }, 'Resource': undefined },
          ),
        },
      },
    },
    Conditions: { A: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-central-1'] } },
  });
  expect((await run(['explain', 'template.json'])).stdout).toMatchSnapshot();
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
  ['outside MCP', { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, 'people',
    { [WITHOUT_KEY]: 'ALWAYS', [WITH_KEY]: 'ALWAYS', 'any other server': 'NEVER', [FOR_PEOPLE]: 'ALWAYS', [KEPT]: 'NEVER', [LOST]: 'ALWAYS' }],
  ['the key is there and false', { Bool: { 'aws:ViaAWSMCPService': 'false' } }, 'people', { [WITHOUT_KEY]: 'NEVER', [WITH_KEY]: 'ALWAYS', [FOR_PEOPLE]: 'DEPENDS' }],
  ['all but one server', { StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } }, 'people and agents',
    { [WITH_KEY]: 'ALWAYS', 'eks-mcp.amazonaws.com': 'NEVER', 'ecs-mcp.amazonaws.com': 'ALWAYS', 'any other server': 'ALWAYS', [KEPT]: 'DEPENDS' }],
  ['a server that has no constant', { StringEquals: { 'aws:CalledViaAWSMCP': 'new-mcp.amazonaws.com' } }, 'agents',
    { 'new-mcp.amazonaws.com': 'ALWAYS', 'aws-mcp.amazonaws.com': 'NEVER', 'any other server': 'NEVER' }],
  ['nothing', { StringEquals: { 'aws:CalledViaAWSMCP': 'true' } }, 'nobody', { [WITH_KEY]: 'NEVER', 'any other server': 'NEVER' }],
  ['another key', { IpAddress: { 'aws:SourceIp': '192.0.2.1' }, Bool: { 'aws:ViaAWSMCPService': 'true' } }, 'agents', { [WITH_KEY]: 'NEVER', 'any other server': 'DEPENDS' }],
  ['not services', { BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:ViaAWSMCPService': 'false' } }, 'people', { [WITH_KEY]: 'ALWAYS', [FOR_PEOPLE]: 'NEVER', [LOST]: 'NEVER' }],
  ['not connecting', { BoolIfExists: { 'aws:IsMcpServiceAction': 'false' } }, 'people and agents', { [WITH_KEY]: 'ALWAYS', 'connecting to a server': 'NEVER' }],
])('whom it hits: %s', async (_, condition, appliesTo, answers) => {
  expect(await hits({ Effect: 'Deny', Action: '*', Condition: condition })).toEqual({ appliesTo, answers: expect.objectContaining(answers) });
});

test('of a statement about connecting to a server', async () => {
  const { answers } = await hits({ Effect: 'Deny', Action: ['eks-mcp:*'], Condition: { BoolIfExists: { 'aws:IsMcpServiceAction': 'false' } } });
  expect(answers[WITH_KEY]).toBe('NEVER');
  expect(answers['connecting to a server']).toBeUndefined();
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
