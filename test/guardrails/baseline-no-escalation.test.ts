import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { baselineDenies } from '../../build-tools/set-files';
import {
  ActionSet, BaselineGrade, BaselineOptions, McpGuardrail, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter,
} from '../../src';
import { deniedFrom, Request, VIA_MCP } from '../meaning';

const BOUNDARY = 'arn:aws:iam::111122223333:policy/AgentBoundary';
const AGENT_ROLE = 'arn:aws:iam::111122223333:role/agents/Reader';
const OTHER_ROLE = 'arn:aws:iam::111122223333:role/Admin';
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:agents/db-AbCdEf';

const make = (options: BaselineOptions = {}) => McpGuardrail.baseline({ grade: BaselineGrade.NO_ESCALATION, ...options });
const nothing = make();
const own = make({
  rolesBoundary: 'arn:aws:iam::*:policy/AgentBoundary',
  agentRoles: ['arn:aws:iam::*:role/agents/*', 'arn:aws:iam::*:role/cdk-hnb659fds-*'],
  agentSecrets: ['arn:aws:secretsmanager:*:*:secret:agents/*', 'arn:aws:ssm:*:*:parameter/agents/*'],
});
const from = (guardrail: McpGuardrail, action: string, request: Request = {}) => deniedFrom(guardrail.statements(), {
  action, ...request, context: { 'kms:ViaService': [], 'iam:PermissionsBoundary': [], 'cloudformation:RoleArn': [], 'lambda:Principal': [], ...request.context },
});
const with_ = (context: Request['context']) => ({ resource: AGENT_ROLE, context });

test('the grades are in each other', () => {
  const [core, middle, full] = [BaselineGrade.CORE, BaselineGrade.NO_ESCALATION, BaselineGrade.FULL].map((grade) => {
    const isDenied = baselineDenies(grade);
    return ActionSet.ALL.listActions().filter(isDenied);
  });
  expect(core.filter((action) => !middle.includes(action))).toEqual([]);
  expect(middle.filter((action) => !full.includes(action))).toEqual([]);
  expect(middle.length).toBeGreaterThan(900);
});

test.each('iam:CreateUser iam:CreateAccessKey iam:UpdateAssumeRolePolicy iam:CreatePolicyVersion iam:SetDefaultPolicyVersion iam:DeletePolicy iam:AttachUserPolicy '
  .concat('iam:DeleteRolePermissionsBoundary iam:PutRolePermissionsBoundary cognito-idp:AdminSetUserPassword ec2:GetPasswordData s3:PutBucketPolicy kms:PutKeyPolicy ')
  .concat('sts:GetFederationToken secretsmanager:BatchGetSecretValue cloudformation:CreateStackInstances cloudformation:CreateResource cloudtrail:StopLogging ')
  .concat('kms:Decrypt lakeformation:GrantPermissions organizations:LeaveOrganization').split(' '))('%s is denied to every agent, whatever is named', (action) => {
  const context = { 'iam:PermissionsBoundary': [BOUNDARY], 'cloudformation:RoleArn': [AGENT_ROLE] };
  expect(from(nothing, action, with_(context))).toEqual(VIA_MCP);
  expect(from(own, action, with_(context))).toEqual(VIA_MCP);
});

describe('roles are made and changed only with the boundary', () => {
  test.each(['CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole'])('%s', (name) => {
    expect(from(own, `iam:${name}`, with_({ 'iam:PermissionsBoundary': [BOUNDARY] }))).toEqual([]);
    expect(from(own, `iam:${name}`, with_({ 'iam:PermissionsBoundary': ['arn:aws:iam::111122223333:policy/Other'] }))).toEqual(VIA_MCP);
    expect(from(own, `iam:${name}`, with_({}))).toEqual(VIA_MCP);
    expect(from(nothing, `iam:${name}`, with_({ 'iam:PermissionsBoundary': [BOUNDARY] }))).toEqual(VIA_MCP);
  });
});

test.each(['iam:PassRole', 'sts:AssumeRole', 'iam:TagRole', 'iam:UntagRole'])('%s: of the agents\' own roles', (action) => {
  expect(from(own, action, { resource: AGENT_ROLE })).toEqual([]);
  expect(from(own, action, { resource: 'arn:aws:iam::111122223333:role/cdk-hnb659fds-deploy-role-111122223333-eu-west-1' })).toEqual([]);
  expect(from(own, action, { resource: OTHER_ROLE })).toEqual(VIA_MCP);
  expect(from(nothing, action, { resource: AGENT_ROLE })).toEqual(VIA_MCP);
});

test.each(['CreateStack', 'UpdateStack', 'CreateChangeSet', 'DeleteStack', 'ContinueUpdateRollback', 'RollbackStack'])(
  'cloudformation:%s: only as a role of the agents, which is named', (name) => {
    expect(from(own, `cloudformation:${name}`, { context: { 'cloudformation:RoleArn': [AGENT_ROLE] } })).toEqual([]);
    expect(from(own, `cloudformation:${name}`, { context: { 'cloudformation:RoleArn': [OTHER_ROLE] } })).toEqual(VIA_MCP);
    expect(from(own, `cloudformation:${name}`)).toEqual(VIA_MCP);
    expect(from(nothing, `cloudformation:${name}`, { context: { 'cloudformation:RoleArn': [AGENT_ROLE] } })).toEqual(VIA_MCP);
  });

test('a change set is carried out where change sets can be made', () => {
  expect(from(own, 'cloudformation:ExecuteChangeSet')).toEqual([]);
  expect(from(nothing, 'cloudformation:ExecuteChangeSet')).toEqual(VIA_MCP);
});

test('of the secrets, the agents\' own', () => {
  expect(from(own, 'secretsmanager:GetSecretValue', { resource: SECRET })).toEqual([]);
  expect(from(own, 'ssm:GetParameter', { resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/agents/a' })).toEqual([]);
  expect(from(own, 'ssm:GetParametersByPath', { resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/prod' })).toEqual(VIA_MCP);
  expect(from(own, 'secretsmanager:GetSecretValue', { resource: SECRET.replace('agents', 'prod') })).toEqual(VIA_MCP);
  expect(from(nothing, 'secretsmanager:GetSecretValue', { resource: SECRET })).toEqual(VIA_MCP);
});

test('a function may be invoked by AWS services, and nobody else is let in', () => {
  const principal = (value: string) => from(nothing, 'lambda:AddPermission', { context: { 'lambda:Principal': [value] } });
  expect(principal('apigateway.amazonaws.com')).toEqual([]);
  expect(principal('444455556666')).toEqual(VIA_MCP);
  expect(principal('*')).toEqual(VIA_MCP);
  expect(principal('arn:aws:iam::444455556666:root')).toEqual(VIA_MCP);
  expect(from(nothing, 'lambda:AddPermission')).toEqual(VIA_MCP);
});

test('plain work goes on, and people are left alone', () => {
  for (const action of ['lambda:UpdateFunctionCode', 'ec2:RunInstances', 's3:DeleteObject', 'iam:CreatePolicy', 'iam:CreateInstanceProfile', 'sns:SetTopicAttributes',
    'states:StartExecution', 'cloudformation:DescribeStacks', 'glue:StartJobRun', 'dynamodb:PutItem']) {
    expect([action, from(own, action)]).toEqual([action, []]);
  }
});

test('in policies', () => {
  const policy = (guardrail: McpGuardrail) => new McpServiceControlPolicy(new Stack(new App(), 'Organization'), 'Agents', {
    guardrails: [guardrail], targets: [PolicyTarget.root('r-ab12')],
  });
  expect(policy(own).policyIds).toHaveLength(2);
  expect(policy(make({ exempt: [PrincipalFilter.roleNames('BreakGlass', 'CloudTeam')], servers: [McpServer.AWS] })).policyIds).toHaveLength(2);
  expect(own.statements().map(({ sid }) => sid)).toEqual(['', '2', '3', '4', '5', '6', '7', '8'].map((number) => `BaselineNoEscalationViaMcp${number}`));
  expect(own.statements().slice(1).map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test.each<[BaselineOptions, string]>([
  [{ agentRoles: [] }, 'BaselineNoEscalationViaMcp: agentRoles is empty: leave it out to deny all'],
  [{ agentRoles: ['*'] }, 'BaselineNoEscalationViaMcp: agentRoles has "*", which would be all: name some'],
  [{ agentRoles: ['arn:aws:iam::*:role/*'] }, 'agentRoles has "arn:aws:iam::*:role/*", which would be all: name some'],
  [{ agentRoles: ['arn:aws:iam::*:policy/Agents'] }, 'agentRoles has "arn:aws:iam::*:policy/Agents", which is no role: expected an ARN such as'],
  [{ agentSecrets: ['arn:aws:secretsmanager:*:*:secret:*'] }, 'agentSecrets has "arn:aws:secretsmanager:*:*:secret:*", which would be all: name some'],
  [{ rolesBoundary: 'arn:aws:iam::*:role/Boundary' }, 'rolesBoundary has "arn:aws:iam::*:role/Boundary", which is no policy: expected an ARN such as'],
  [{ agentSecrets: ['agents/db'] }, 'BaselineNoEscalationViaMcp: "agents/db" is not a resource: expected an ARN'],
  [{ rolesBoundary: 'AgentBoundary' }, 'BaselineNoEscalationViaMcp: "AgentBoundary" is not a resource: expected an ARN'],
  [{ rolesBoundary: '*' }, 'rolesBoundary has "*", which would be all: name some'],
  [{ rolesBoundary: 1 as any }, 'McpGuardrail.baseline(): rolesBoundary is 1: expected a string'],
  [{ agentRoles: [AGENT_ROLE], resources: ['arn:aws:s3:::a'] }, 'resources and agentRoles can\'t be given both, for a statement has either: leave resources out'],
  [{ grade: BaselineGrade.FULL, agentRoles: [AGENT_ROLE] },
    'BaselineViaMcp: agentRoles is an option of grade: BaselineGrade.NO_ESCALATION: FULL lets no agent through, so take that grade, or leave it out'],
  [{ grade: BaselineGrade.CORE, rolesBoundary: BOUNDARY }, 'CORE does not deny what it would let through, so leave it out'],
])('bad input: %j', (options, message) => {
  expect(() => make(options)).toThrow(message);
});

test('no agent puts a policy in the place of the boundary', () => {
  const boundary = 'arn:aws:iam::111122223333:policy/AgentBoundary';
  expect(from(own, 'iam:CreatePolicy', { resource: boundary })).toEqual(VIA_MCP);
  expect(from(own, 'iam:CreatePolicy', { resource: 'arn:aws:iam::111122223333:policy/Mine' })).toEqual([]);
});

test('no policy of a resource is replaced whole, no stack of a stack set is deleted, and no rights are handed out', () => {
  for (const action of [
    'lambda:PutResourcePolicy', 's3tables:PutTableBucketPolicy', 's3vectors:PutVectorBucketPolicy', 's3express:PutBucketPolicy',
    'cloudformation:DeleteStackInstances', 'cloudformation:DeleteStackSet', 'iam:AcceptDelegationRequest', 'iam:SendDelegationToken',
  ]) {
    expect([action, from(own, action)]).toEqual([action, VIA_MCP]);
    expect([action, from(McpGuardrail.baseline(), action)]).toEqual([action, VIA_MCP]);
  }
});

test.each([
  ['a public endpoint', { 'eks:endpointPublicAccess': ['true'], 'eks:loggingType/audit': [] }, VIA_MCP],
  ['no audit log', { 'eks:endpointPublicAccess': [], 'eks:loggingType/audit': ['false'] }, VIA_MCP],
  ['a private endpoint and an audit log', { 'eks:endpointPublicAccess': ['false'], 'eks:loggingType/audit': ['true'] }, []],
  ['something else', { 'eks:endpointPublicAccess': [], 'eks:loggingType/audit': [] }, []],
])('a cluster gets %s, under the statements that the docs show', (_, context, denied) => {
  const [opens, hides] = [{ 'eks:endpointPublicAccess': 'true' }, { 'eks:loggingType/audit': 'false' }].map((keys, i) => new iam.PolicyStatement({
    sid: `KeepClusterClosed${i + 1}`,
    effect: iam.Effect.DENY,
    actions: ['eks:UpdateClusterConfig'],
    resources: ['*'],
    conditions: { Bool: { ...keys, 'aws:ViaAWSMCPService': 'true' } },
  }));
  expect(from(McpGuardrail.fromStatements(opens, hides), 'eks:UpdateClusterConfig', { context })).toEqual(denied);
});
