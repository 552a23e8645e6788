import type { Status } from './judge';
import { judge, statusOf } from './judge';
import { accountIn, controlPolicy, WORK } from './organizations';
import { policiesOf } from './sample';
import { McpCondition, McpServer } from '../../../src';
import { countIn } from '../../../src/analysis/access-report/action-bits';
import type { Json } from '../../../src/iam/value';

const allow = (Action: unknown, more: Json = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });
const deny = (Action: unknown, more: Json = {}) => ({ Effect: 'Deny', Action, Resource: '*', ...more });
const VIA = { Condition: McpCondition.viaAnyServer().toConditions() };
const OUTSIDE = {
  Condition: McpCondition.outsideMcp({ exceptMcpServiceActions: true, exceptForwardAccessSessions: true }).toConditions(),
};
const TAGGED = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } };
const NAMED = { Resource: 'arn:aws:s3:::data/*' };
const document = (Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

/** A role with the statements in its inline policy, if there are any. */
function role(statements: unknown[], properties: Json = {}, others: Json = {}): Json {
  return {
    Conditions: { Maybe: { 'Fn::Equals': [{ Ref: 'Flag' }, 'yes'] } },
    Parameters: { Flag: { Type: 'String' } },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'Agent', ...(statements.length > 0 && { Policies: [{ PolicyName: 'P', PolicyDocument: document(statements) }] }), ...properties,
        },
      },
      ...others,
    },
  };
}

const boundary = (...statements: unknown[]): [Json, Json] => [
  { PermissionsBoundary: { Ref: 'Boundary' } },
  { Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document(statements) } } },
];

/** What the role may do directly, in the sessions that a Deny tells by a tag, through the AWS, EKS, ECS and SageMaker servers, and through any other. */
function statuses(template: Json, action = 's3:GetObject'): string {
  return judge(policiesOf(template)).map(({ access }) => statusOf(access, action)).join(' ');
}

const everywhere = (status: Status) => Array(6).fill(status).join(' ');
/** A Deny asks for the tag of `TAGGED`, so that its sessions are an origin of their own. */
const inSessions = (session: Status, others: Status) => [others, session, ...Array(5).fill(others)].join(' ');
const viaMcp = (direct: Status, via: Status) => [direct, ...Array(5).fill(via)].join(' ');

describe('what a role may do', () => {
  test.each<[title: string, expected: string, ...template: [unknown[], Json?, Json?]]>([
    ['no statement', everywhere('notAllowed'), []],
    ['an Allow', everywhere('allowed'), [allow('s3:Get*')]],
    ['an Allow of all but others', everywhere('allowed'), [allow(undefined, { NotAction: 'iam:*' })]],
    ['an Allow of all but it', everywhere('notAllowed'), [allow(undefined, { NotAction: 's3:*' })]],
    ['an Allow for some resources', everywhere('partly'), [allow('s3:*', NAMED)]],
    ['an Allow for all but some resources', everywhere('partly'), [allow('s3:*', { Resource: undefined, NotResource: 'arn:aws:s3:::x' })]],
    ['an Allow for no resource', everywhere('notAllowed'), [allow('s3:*', { Resource: undefined, NotResource: '*' })]],
    ['an Allow for a resource known at deployment', everywhere('partly'), [allow('s3:*', { Resource: { Ref: 'Flag' } })]],
    ['an Allow for what is no text', everywhere('depends'), [allow('s3:*', { Resource: { Macro: 'x' } })]],
    ['an Allow under a condition', everywhere('depends'), [allow('s3:*', TAGGED)]],
    ['an Allow via MCP', viaMcp('notAllowed', 'allowed'), [allow('s3:*', VIA)]],
    ['a Deny alone', everywhere('denied'), [deny('s3:*')]],
    ['a Deny for some resources alone', everywhere('notAllowed'), [deny('s3:*', NAMED)]],
    ['both', everywhere('denied'), [allow('*'), deny('s3:*')]],
    ['a Deny for some resources', everywhere('partly'), [allow('*'), deny('s3:*', NAMED)]],
    ['a Deny for some resources and one that may apply', inSessions('denied', 'depends'), [allow('*'), deny('s3:*', NAMED), deny('*', TAGGED)]],
    ['a Deny under a condition', inSessions('denied', 'depends'), [allow('*'), deny('s3:*', TAGGED)]],
    ['a Deny under a condition, nothing allowed', inSessions('denied', 'notAllowed'), [deny('s3:*', TAGGED)]],
    ['a Deny of sessions with another value of the tag', inSessions('allowed', 'depends'), [allow('*'), deny('ec2:*', TAGGED), deny('s3:*', { Condition: { StringLike: { 'aws:PrincipalTag/TEAM': 'b*' } } })]],
    ['a Deny of all but the sessions', inSessions('denied', 'depends'), [allow('*', TAGGED), deny('s3:*', { Condition: { StringNotEquals: { 'aws:PrincipalTag/team': 'b' } } }), deny('ec2:*', TAGGED)]],
    ['a Deny via MCP', viaMcp('allowed', 'denied'), [allow('*'), deny('s3:*', VIA)]],
    ['a Deny outside MCP', viaMcp('denied', 'allowed'), [allow('*'), deny('*', OUTSIDE)]],
    ['a Deny that a direct call escapes if it lacks the key', viaMcp('depends', 'allowed'),
      [allow('*'), deny('*', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } })]],
    ['two Denies that together hit both forms of a direct call', viaMcp('denied', 'allowed'), [
      allow('*'), deny('*', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } }),
      deny('*', { Condition: { Null: { 'aws:ViaAWSMCPService': 'true' } } }),
    ]],
    ['a statement known at deployment', everywhere('depends'), [allow('s3:*'), { 'Fn::If': ['Maybe', deny('*'), { Ref: 'AWS::NoValue' }] }]],
    ['an operator that is none', everywhere('depends'), [allow('s3:*', { Condition: { StringIs: { a: 'b' } } })]],
    ['an Allow for the role itself', everywhere('allowed'), [allow('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/Agent' } } })]],
    ['an Allow for another role', everywhere('notAllowed'), [allow('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/Other' } } })]],
  ])('%s: %s', (_, expected, statements) => {
    expect(statuses(role(statements))).toBe(expected);
  });

  test.each<[title: string, expected: string, ...boundary: [Json, Json?]]>([
    ['that allows', everywhere('allowed'), ...boundary(allow('*'))],
    ['that does not', everywhere('notAllowed'), ...boundary(allow('ec2:*'))],
    ['that allows for some resources', everywhere('partly'), ...boundary(allow('*', NAMED))],
    ['that denies via MCP', viaMcp('allowed', 'denied'), ...boundary(allow('*'), deny('*', VIA))],
    ['that allows via MCP', viaMcp('notAllowed', 'allowed'), ...boundary(allow('*', VIA))],
    ['that is not in the templates', everywhere('depends'), { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/B' }],
    ['of AWS that allows everything', everywhere('allowed'), { PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
  ])('with a boundary %s: %s', (_, expected, properties, others = {}) => {
    expect(statuses(role([allow('s3:*')], properties, others))).toBe(expected);
  });

  const control = (targets: string[], ...statements: Json[]) => role([allow('s3:*')], {}, { Control: controlPolicy(targets, ...statements) });
  test.each<[title: string, expected: string, template: Json]>([
    ['that denies', everywhere('denied'), control(['r-ab12'], deny('s3:*'))],
    ['that denies via MCP', viaMcp('allowed', 'denied'), control(['r-ab12'], deny('s3:*', VIA))],
    ['that denies on named resources', everywhere('partly'), control(['r-ab12'], deny('s3:*', NAMED))],
    ['that denies others', everywhere('allowed'), control(['r-ab12'], deny('sqs:*'))],
    ['that allows', everywhere('allowed'), control(['r-ab12'], allow('s3:*'))],
    ['that allows others, unless FullAWSAccess is attached as well', everywhere('depends'), control(['r-ab12'], allow('sqs:*'))],
  ])('with a service control policy %s: %s', (_, expected, template) => {
    expect(statuses(template)).toBe(expected);
  });

  test('with one that may not be attached above it, this is what it depends on', () => {
    const { Resources, ...others } = control(['ou-agents'], deny('s3:*'));
    const template = { ...others, Resources: { ...Resources, Account: accountIn('r-ab12', WORK) } };
    expect(statuses(template)).toBe(everywhere('depends'));
    expect(judge(policiesOf(template))[0].access.dependsOn).toEqual(['whether Stack1.template.json Control Properties/Content/Statement/0 is attached']);
  });

  test.each<[arn: unknown, expected: string]>([
    ['arn:aws:iam::aws:policy/AdministratorAccess', everywhere('allowed')],
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' }, everywhere('allowed')],
    ['arn:aws:iam::aws:policy/AWSDenyAll', everywhere('denied')],
    ['arn:aws:iam::aws:policy/ReadOnlyAccess', everywhere('allowed')],
    ['arn:aws:iam::aws:policy/NewerThanTheTable', everywhere('depends')],
    ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess', everywhere('depends')],
    ['arn:aws:iam::111122223333:policy/AdministratorAccess', everywhere('depends')],
  ])('with the managed policy %j: %s', (arn, expected) => {
    expect(statuses(role([], { ManagedPolicyArns: [arn] }))).toBe(expected);
  });

  test('a policy that is not in the templates may deny what others allow, but not allow what others deny', () => {
    const managed = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/NewerThanTheTable'] };
    const [first] = judge(policiesOf(role([allow('s3:*')], managed)));
    expect(statusOf(first.access, 's3:GetObject')).toBe('depends');
    expect(first.access.dependsOn).toEqual(['arn:aws:iam::aws:policy/NewerThanTheTable']);
    expect(statuses(role([deny('*', VIA)], managed))).toBe(viaMcp('depends', 'denied'));
    expect(statuses(role([], { ...managed, ...boundary()[0] }, boundary(allow('ec2:*'))[1]))).toBe(everywhere('notAllowed'));
  });

  test('nothing is said of a policy that AWS would refuse, nor of what it limits', () => {
    const refused = [allow('*'), { ...deny('s3:*', VIA), Conditions: {} }];
    expect(statuses(role(refused))).toBe(everywhere('depends'));
    expect(statuses(role(refused), 'ec2:RunInstances')).toBe(everywhere('depends'));
    expect(judge(policiesOf(role(refused)))[1].access.dependsOn).toEqual([
      'Stack1.template.json Role Properties/Policies/0/PolicyDocument, which AWS would refuse: has the element "Conditions", which IAM does not know: did you mean Condition?',
    ]);
    expect(statuses(role([allow('*')], ...boundary(...refused)))).toBe(everywhere('depends'));
    expect(statuses(role([deny('*')], ...boundary(...refused)))).toBe(everywhere('denied'));
    expect(statuses(role([allow('*')], {}, { Scp: controlPolicy(['r-ab12'], ...refused) }))).toBe(everywhere('depends'));
    expect(statuses(role([allow('*')], {}, { Scp: controlPolicy(['r-ab12'], allow('*'), deny('s3:*')) }))).toBe(everywhere('denied'));
  });

  test('a policy that hangs on a condition of the template may be missing', () => {
    const policy = { Type: 'AWS::IAM::Policy', Condition: 'Maybe', Properties: { PolicyName: 'Q', Roles: [{ Ref: 'Role' }], PolicyDocument: document([allow('s3:*')]) } };
    const template = role([], {}, { Policy: policy });
    expect(statuses(template)).toBe(everywhere('depends'));
    expect(judge(policiesOf(template))[0].access.dependsOn).toEqual(['whether Stack1.template.json Policy Properties/PolicyDocument/Statement/0 is attached']);
  });
});

describe('a server\'s own actions', () => {
  const outside = [allow('*'), deny('*', OUTSIDE)];

  test('are told from others', () => {
    expect(statuses(role(outside), 'eks-mcp:InvokeMcp')).toBe(everywhere('allowed'));
    expect(statuses(role(outside), 'ecs-mcp:UseMcp')).toBe(everywhere('allowed'));
    expect(statuses(role(outside), 'eks:DescribeCluster')).toBe(viaMcp('denied', 'allowed'));
  });

  test.each(['application-signals-mcp:InvokeMcp', 'agentaccess-mcp:TypeText', 'agent-registry:InvokeRegistryMcp'])('of a server without a service principal: %s', (action) => {
    expect(statuses(role(outside), action)).toBe(everywhere('allowed'));
  });

  test.each(['partnercentral:UseSession', 'aidevops:SendMessage', 'sagemaker-unified-studio-mcp:AuthorizeVpce'])('%s may be one', (action) => {
    expect(statuses(role(outside), action)).toBe(viaMcp('depends', 'allowed'));
  });
});

test('a direct call is made by no service; whether a server\'s call counts as made by one is not documented', () => {
  const bySomebody = { Condition: { Bool: { 'aws:ViaAWSService': 'false' } } };
  expect(statuses(role([allow('*'), deny('s3:*', bySomebody)]), 's3:GetObject')).toBe(viaMcp('denied', 'depends'));
});

test('what it depends on is named', () => {
  const statements = [
    allow('s3:*', { Sid: 'ByTag', ...TAGGED }), allow('ec2:*', { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }),
    deny('s3:*', { Sid: 'Denied', Condition: { StringEquals: { 'aws:RequestedRegion': 'x' } } }), deny('ec2:*'),
    allow({ Ref: 'Flag' }, { Sid: 'Open' }),
  ];
  expect(judge(policiesOf(role(statements)))[0].access.dependsOn).toEqual(['aws:PrincipalTag/team', 'aws:RequestedRegion', 'what Open is at deployment']);
});

test('servers that a condition names have their own origin', () => {
  const template = role([allow('s3:*', { Condition: McpCondition.via(McpServer.of('billing-mcp.amazonaws.com')).toConditions() })]);
  const found = judge(policiesOf(template)).map(({ origin, access }) => [origin.id, statusOf(access, 's3:GetObject')]);
  expect(found.filter(([, status]) => status === 'allowed')).toEqual([['billing-mcp.amazonaws.com', 'allowed']]);
  expect(found.map(([id]) => id)).toEqual([
    'direct', 'aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com', 'ecs-mcp.amazonaws.com', 'sagemaker-unified-studio-mcp.amazonaws.com',
    'billing-mcp.amazonaws.com', 'any-other-server',
  ]);
});

test('what is no server is not taken for one', () => {
  for (const value of ['true', '*-mcp.amazonaws.com', 'AWS-MCP.amazonaws.com', { Ref: 'Flag' }, 7]) {
    const template = role([allow('s3:*', { Condition: { StringLike: { 'aws:calledviaawsmcp': value } } })]);
    expect(judge(policiesOf(template))).toHaveLength(6);
  }
});

test('what only one form of a direct call is allowed counts as what may be allowed', () => {
  for (const absent of ['true', 'false']) {
    const [{ access }] = judge(policiesOf(role([allow('s3:GetObject', { Condition: { Null: { 'aws:ViaAWSMCPService': absent } } })])));
    expect(statusOf(access, 's3:GetObject')).toBe('depends');
    expect([access.listed, access.mayAllow].map((bits) => countIn(bits))).toEqual([1, 1]);
  }
});
