import type { aws_iam as iam } from 'aws-cdk-lib';
import { ActionSet, AgentMark, BaselineGrade, ConditionMatch, McpCondition, McpGuardrail, McpServer, PrincipalFilter, RequestOrigin } from '../../src';
import { wildcardMatcher } from '../../src/iam/wildcard';

const both = AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag());
const TAG = 'aws:PrincipalTag/PrincipalType';
const UNTAGGED = { [TAG]: [] };

/** Who calls, and what is known of the caller. */
const CALLS = {
  'a person': { origin: RequestOrigin.direct(), context: UNTAGGED },
  'a person of a team': { origin: RequestOrigin.direct(), context: { [TAG]: ['Human'] } },
  'a marked session': { origin: RequestOrigin.agentSession(), context: {} },
  'a service for a marked session': { origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.agentSession() }), context: {} },
  'a service for a person': { origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }), context: UNTAGGED },
  'a server': { origin: RequestOrigin.via(McpServer.AWS), context: UNTAGGED },
  'another server': { origin: RequestOrigin.via(McpServer.EKS), context: UNTAGGED },
};
type Caller = keyof typeof CALLS;
const AGENTS: Caller[] = ['a marked session', 'a service for a marked session', 'a server', 'another server'];
const MARKED: Caller[] = ['a marked session', 'a service for a marked session'];

/** Who is denied a request for certain; fails where that is not known. */
function denied(guardrail: McpGuardrail, action: string, context: { [key: string]: string[] } = {}, resource = 'arn:aws:s3:::data/key'): Caller[] {
  return (Object.keys(CALLS) as Caller[]).filter((name) => guardrail.statements().map(jsonOf).some((statement) => {
    if (!means(statement, 'Action', action) || !means(statement, 'Resource', resource)) {
      return false;
    }
    const { match, dependsOn } = McpCondition.evaluate(statement.Condition ?? {}, CALLS[name].origin, {
      'aws:IsMcpServiceAction': ['false'], 'kms:ViaService': [], ...CALLS[name].context, ...context,
    });
    expect([statement.Sid, dependsOn]).toEqual([statement.Sid, []]);
    return match === ConditionMatch.ALWAYS;
  }));
}

const jsonOf = (statement: iam.PolicyStatement): { [element: string]: any } => statement.toStatementJson();
const means = (statement: { [element: string]: any }, element: string, value: string) => {
  const matches = (pattern: string) => wildcardMatcher(pattern.toLowerCase())(value.toLowerCase()) === true;
  const listed = (name: string) => [statement[name]].flat().some(matches);
  return statement[element] === undefined ? !listed(`Not${element}`) : listed(element);
};
const sids = (guardrail: McpGuardrail) => guardrail.statements().map(({ sid }) => sid);

test.each<[string, (agents: AgentMark) => McpGuardrail, string, string]>([
  ['DenyByAgents', (agents) => McpGuardrail.denyViaMcp({ agents, actions: ActionSet.of('s3:Delete*') }), 's3:DeleteObject', 's3:GetObject'],
  ['DenyDestructiveByAgents', (agents) => McpGuardrail.denyDestructiveViaMcp({ agents, services: ['s3'] }), 's3:DeleteObject', 's3:PutObject'],
  ['DenySecretReadsByAgents', (agents) => McpGuardrail.denySecretReadsViaMcp({ agents }), 'secretsmanager:GetSecretValue', 's3:GetObject'],
  ['DenyPrivilegeEscalationByAgents', (agents) => McpGuardrail.denyPrivilegeEscalationViaMcp({ agents, services: ['iam'] }), 'iam:PutRolePolicy', 'iam:GetRole'],
  ['DenyDelegationByAgents', (agents) => McpGuardrail.denyDelegationViaMcp({ agents }), 'lambda:InvokeFunction', 'lambda:GetFunction'],
  ['DenyPassRoleByAgents', (agents) => McpGuardrail.denyPassRoleViaMcp({ agents }), 'iam:PassRole', 'iam:GetRole'],
  ['DenyAuditTamperingByAgents', (agents) => McpGuardrail.denyAuditTamperingViaMcp({ agents }), 'cloudtrail:StopLogging', 'cloudtrail:LookupEvents'],
  ['DenySpendingByAgents', (agents) => McpGuardrail.denySpendingViaMcp({ agents }), 'savingsplans:CreateSavingsPlan', 'savingsplans:DescribeSavingsPlans'],
  ['ReadOnlyByAgents', (agents) => McpGuardrail.readOnlyViaMcp({ agents }), 's3:PutObject', 'ec2:DescribeInstances'],
  ['AllowOnlyByAgents', (agents) => McpGuardrail.allowOnlyViaMcp({ agents, actions: ActionSet.of('s3:GetObject') }), 's3:PutObject', 's3:GetObject'],
  ['BaselineByAgents', (agents) => McpGuardrail.baseline({ agents }), 'iam:PutRolePolicy', 'ec2:DescribeInstances'],
  ['BaselineCoreByAgents', (agents) => McpGuardrail.baseline({ agents, grade: BaselineGrade.CORE }), 'cloudtrail:StopLogging', 'ec2:DescribeInstances'],
  ['BaselineNoEscalationByAgents', (agents) => McpGuardrail.baseline({ agents, grade: BaselineGrade.NO_ESCALATION }), 'iam:PutRolePolicy', 'ec2:DescribeInstances'],
  ['DenyLeavingOrganization', (agents) => McpGuardrail.denyLeavingOrganization({ agents, administrators: [PrincipalFilter.accounts('444455556666')] }), 'organizations:LeaveOrganization', 's3:GetObject'],
])('%s holds for people never, and for agents by any mark', (sid, make, bad, good) => {
  const context = { 'aws:PrincipalAccount': ['111122223333'] };
  expect(make(both).id).toBe(sid);
  expect(denied(make(both), bad, context)).toEqual(AGENTS);
  expect(denied(make(both), good, context)).toEqual([]);
  expect(denied(make(AgentMark.sessionTag()), bad, context)).toEqual(MARKED);
  expect(denied(make(AgentMark.via(McpServer.EKS)), bad, context)).toEqual(['another server']);
  // What is said of servers only is named as before, and the same.
  expect(JSON.stringify(make(AgentMark.viaAnyServer()).statements().map(jsonOf))).not.toContain('ByAgents');
});

test('a mark is a statement of its own, and servers, tags and paths are merged by the key they are told by', () => {
  const agents = AgentMark.anyOf(
    AgentMark.via(McpServer.AWS), AgentMark.via(McpServer.EKS), AgentMark.sessionTag(), AgentMark.sessionTag('PrincipalType', ['Bot*']),
    AgentMark.rolePaths('/agents/'), AgentMark.rolePaths('/bots/'), AgentMark.sessionTag('kind', ['agent']),
  );
  const statements = McpGuardrail.denyViaMcp({ agents, actions: ActionSet.of('s3:Delete*') }).statements().map(jsonOf);
  expect(statements.filter(({ Action }) => Action === 's3:Delete*').map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
    ['DenyByAgents', { StringEquals: { 'aws:CalledViaAWSMCP': ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'] } }],
    ['DenyByAgents2', { StringEquals: { [TAG]: 'Agent' } }],
    ['DenyByAgents3', { StringLike: { [TAG]: 'Bot*' } }],
    ['DenyByAgents4', { ArnLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/agents/*', 'arn:*:iam::*:role/bots/*'] } }],
    ['DenyByAgents5', { StringEquals: { 'aws:PrincipalTag/kind': 'agent' } }],
  ]);
  expect(McpGuardrail.denyViaMcp({ agents: AgentMark.anyOf(AgentMark.via(McpServer.AWS), AgentMark.viaAnyServer()) }).statements().map(jsonOf))
    .toEqual(McpGuardrail.denyViaMcp().statements().map(jsonOf));
  expect(McpGuardrail.baseline({ agents: AgentMark.viaAnyServer() }).statements().map(jsonOf))
    .toEqual(McpGuardrail.baseline().statements().map(jsonOf));
});

test('filters narrow each mark', () => {
  const guardrail = McpGuardrail.denyViaMcp({ agents: both, exempt: [PrincipalFilter.roleNames('BreakGlass')] });
  const as = (role: string) => ({ 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] });
  expect(denied(guardrail, 's3:GetObject', as('Developer'))).toEqual(AGENTS);
  expect(denied(guardrail, 's3:GetObject', as('BreakGlass'))).toEqual([]);
});

test('agents keep the mark, which they may pass on', () => {
  const guardrail = McpGuardrail.denyViaMcp({ agents: both, actions: ActionSet.of('s3:Delete*') });
  expect(sids(guardrail)).toEqual(['DenyByAgents', 'DenyByAgents2', 'DenyByAgents3', 'DenyByAgents4']);
  const request = (keys: string[], value?: string) => ({ 'aws:TagKeys': keys, 'aws:RequestTag/PrincipalType': value === undefined ? [] : [value] });
  for (const action of ['sts:TagSession', 'iam:TagRole', 'iam:CreateRole', 'iam:CreateUser']) {
    expect([action, denied(guardrail, action, request(['PrincipalType'], 'Human'))]).toEqual([action, AGENTS]);
    expect([action, denied(guardrail, action, request(['principaltype'], 'agent'))]).toEqual([action, AGENTS]);
    expect([action, denied(guardrail, action, request(['PrincipalType'], 'Agent'))]).toEqual([action, []]);
    expect([action, denied(guardrail, action, request(['team'], undefined))]).toEqual([action, []]);
  }
  expect(denied(guardrail, 'iam:UntagRole', request(['team', 'PRINCIPALTYPE']))).toEqual(AGENTS);
  // Through a server that is not the one named, too.
  const ofEks = McpGuardrail.denyViaMcp({ agents: AgentMark.anyOf(AgentMark.via(McpServer.EKS), AgentMark.sessionTag()), actions: ActionSet.of('s3:Delete*') });
  expect(denied(ofEks, 'iam:UntagRole', request(['PrincipalType']))).toEqual(AGENTS);
});

test('what an agent made by its tag, it may delete, and a marked session can\'t give that tag either', () => {
  const guardrail = McpGuardrail.denyDestructiveViaMcp({ agents: both, services: ['ecs'], unlessTagged: { key: 'created-by', value: 'agents' } });
  const tagged = (value: string[]) => ({ 'aws:ResourceTag/created-by': value });
  expect(denied(guardrail, 'ecs:DeleteService', tagged([]))).toEqual(AGENTS);
  expect(denied(guardrail, 'ecs:DeleteService', tagged(['agents']))).toEqual([]);
  expect(denied(guardrail, 'tag:TagResources')).toEqual(AGENTS);
});

test('a marked session connects to servers directly, and what services call of KMS for it goes on', () => {
  const own = { 'aws:IsMcpServiceAction': ['true'] };
  const reads = ActionSet.of('s3:GetObject');
  for (const guardrail of [
    McpGuardrail.readOnlyViaMcp({ agents: both }), McpGuardrail.readOnlyViaMcp({ agents: both, services: ['s3'] }),
    McpGuardrail.allowOnlyViaMcp({ agents: both, actions: reads }),
    McpGuardrail.deployOnlyViaMcp({ agents: both, deployRoles: ['arn:aws:iam::*:role/Deploy'] }),
  ]) {
    const more = { 'aws:CalledVia': [] };
    expect([guardrail.id, MARKED.filter((each) => denied(guardrail, 'eks-mcp:InvokeMcp', { ...own, ...more }).includes(each))]).toEqual([guardrail.id, []]);
    expect([guardrail.id, MARKED.every((each) => denied(guardrail, 'eks-mcp:CallPrivilegedTool', { ...own, ...more }).includes(each))]).toEqual([guardrail.id, true]);
    expect([guardrail.id, denied(guardrail, 'kms:Decrypt', { 'kms:ViaService': ['s3.eu-west-1.amazonaws.com'], ...more })]).toEqual([guardrail.id, []]);
    expect([guardrail.id, denied(guardrail, 'kms:Decrypt', { 'kms:ViaService': [], ...more })]).toEqual([guardrail.id, AGENTS]);
  }
});

test('a marked session that deploys needs a role, and what CloudFormation calls for it goes on', () => {
  const guardrail = McpGuardrail.deployOnlyViaMcp({ agents: AgentMark.sessionTag(), deployRoles: ['arn:aws:iam::*:role/Deploy'] });
  const by = (role: string[], calledVia: string[] = []) => ({ 'cloudformation:RoleArn': role, 'aws:CalledVia': calledVia });
  expect(denied(guardrail, 'cloudformation:CreateStack', by([]))).toEqual(MARKED);
  expect(denied(guardrail, 'cloudformation:CreateStack', by(['arn:aws:iam::111122223333:role/Deploy']))).toEqual([]);
  expect(denied(guardrail, 's3:PutObject', by([]))).toEqual(MARKED);
  expect(denied(guardrail, 's3:PutObject', by([], ['cloudformation.amazonaws.com']))).toEqual([]);
});

test('who protects the guardrails from agents alone', () => {
  const options = { administrators: [PrincipalFilter.tag('team', 'cloud')], resources: ['arn:aws:iam::*:role/agents/*'] };
  const guardrail = McpGuardrail.protectGuardrails({ ...options, agents: both });
  const role = 'arn:aws:iam::111122223333:role/agents/One';
  expect(denied(guardrail, 'iam:DeleteRole', { 'aws:PrincipalTag/team': [] }, role)).toEqual(AGENTS);
  expect(denied(guardrail, 'iam:DeleteRole', { 'aws:PrincipalTag/team': ['cloud'] }, role)).toEqual([]);
  expect(denied(guardrail, 'iam:TagRole', { 'aws:PrincipalTag/team': [], 'aws:TagKeys': ['team'], 'aws:RequestTag/PrincipalType': [] }, 'arn:aws:iam::111122223333:role/Other')).toEqual(AGENTS);
});

test('AgentCore runs code in the named subnets only', () => {
  const guardrail = McpGuardrail.denyAgentCoreOutsideSubnets({ subnets: ['subnet-0a', 'subnet-0b'], exempt: [PrincipalFilter.roleNames('Admin')] });
  const by = (subnets: string[], role = 'Developer') => denied(guardrail, 'bedrock-agentcore:CreateAgentRuntime', {
    'bedrock-agentcore:subnets': subnets, 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`],
  });
  const all = Object.keys(CALLS);
  expect([by(['subnet-0a']), by(['subnet-0a', 'subnet-0b'])]).toEqual([[], []]);
  expect([by([]), by(['subnet-0c']), by(['subnet-0a', 'subnet-0c'])]).toEqual([all, all, all]);
  expect(by([], 'Admin')).toEqual([]);
  expect(() => McpGuardrail.denyAgentCoreOutsideSubnets({ subnets: [] })).toThrow('subnets is empty: expected the ids of subnets');
});

test.each<[string, () => unknown, string]>([
  ['no mark', () => AgentMark.anyOf(), 'AgentMark.anyOf() needs at least one mark, such as AgentMark.viaAnyServer()'],
  ['no server', () => AgentMark.via(), 'AgentMark.via() needs at least one server: use AgentMark.viaAnyServer() for any'],
  ['a server for a mark', () => AgentMark.anyOf(McpServer.AWS as any), 'AgentMark.anyOf(): what is passed has aws-mcp.amazonaws.com: expected a list of AgentMark'],
  ['a key without a value', () => AgentMark.sessionTag('team'), 'PrincipalFilter.tag() needs at least one value'],
  ['a tag that is none', () => AgentMark.sessionTag('a*b', ['x']), 'is not a value for PrincipalFilter.tag()'],
  ['a string for a mark', () => McpGuardrail.denyViaMcp({ agents: 'agents' as any }), 'agents is "agents": expected an AgentMark, such as AgentMark.sessionTag()'],
  ['servers and a mark', () => McpGuardrail.denyViaMcp({ agents: both, servers: [McpServer.AWS] }), 'DenyByAgents: servers and agents are both given: say agents: AgentMark.anyOf(AgentMark.via(…), …) instead'],
  ['an origin without a tag', () => RequestOrigin.agentSession('', 'x'), 'RequestOrigin.agentSession(): key is "": expected the key or value of a tag, without wildcards'],
  ['an origin with a wildcard', () => RequestOrigin.agentSession('a', '*'), 'RequestOrigin.agentSession(): value is "*": expected the key or value of a tag'],
])('refuses %s', (_, make, message) => expect(make).toThrow(message));
