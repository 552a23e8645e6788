import { ActionSet, McpGuardrail, PrincipalFilter } from '../../src';
import { deniedFrom, DIRECT, NOT_VIA_MCP } from '../meaning';

const { denyOutsideMcp } = McpGuardrail;
const connect = { action: 'eks-mcp:InvokeMcp', context: { 'aws:IsMcpServiceAction': ['true'] } };
const AWS_MCP = 'arn:aws:signin:us-east-1:111122223333:service-principal/aws-mcp.amazonaws.com';
const signIn = { action: 'signin:CreateOAuth2Token', resource: AWS_MCP };

test('by default: no direct call, but connecting and what services do for the agent', () => {
  const statements = denyOutsideMcp().statements();
  expect(deniedFrom(statements)).toEqual(DIRECT);
  expect(deniedFrom(statements, connect)).toEqual([]);
  expect(deniedFrom(statements, signIn)).toEqual(DIRECT);
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('the action of an MCP server is told by its key, and a missing one closes', () => {
  expect(deniedFrom(denyOutsideMcp().statements(), { ...connect, context: { 'aws:IsMcpServiceAction': [] } })).toEqual(DIRECT);
});

test('without forward access sessions, nothing outside MCP', () => {
  const statements = denyOutsideMcp({ allowForwardAccessSessions: false }).statements();
  expect(deniedFrom(statements)).toEqual(NOT_VIA_MCP);
  expect(deniedFrom(statements, connect)).toEqual([]);
});

test('without the servers\' own actions, no connecting', () => {
  const statements = denyOutsideMcp({ allowMcpServiceActions: false }).statements();
  expect(deniedFrom(statements, connect)).toEqual(DIRECT);
});

test('roles that may be assumed directly, and no others, unless all may', () => {
  const [own, other] = ['agents/Reader', 'Admin'].map((name) => `arn:aws:iam::111122223333:role/${name}`);
  const allowAssuming = ['arn:aws:iam::*:role/agents/*'];
  const [some, all] = [{ allowAssuming }, { allowAssuming, allowOauthSignIn: true, allowDirectly: ActionSet.of('sts:AssumeRole', 'signin:*') }]
    .map((options) => denyOutsideMcp(options).statements());
  for (const action of ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']) {
    const denied = (statements: typeof some, resource: string) => deniedFrom(statements, { action, resource });
    expect([action, denied(some, own), denied(some, other)]).toEqual([action, [], DIRECT]);
    expect([action, denied(all, own), denied(all, other)]).toEqual([action, [], action === 'sts:AssumeRole' ? [] : DIRECT]);
  }
  expect(deniedFrom(all, { ...signIn, resource: AWS_MCP.replace('aws-mcp', 'other') })).toEqual([]);
  expect([deniedFrom(some), deniedFrom(all)]).toEqual([DIRECT, DIRECT]);
});

test('with OAuth sign-in, those two actions on the AWS MCP Server only', () => {
  const statements = denyOutsideMcp({ allowOauthSignIn: true }).statements();
  expect(deniedFrom(statements)).toEqual(DIRECT);
  expect(deniedFrom(statements, signIn)).toEqual([]);
  expect(deniedFrom(statements, { ...signIn, action: 'signin:AuthorizeOAuth2Access' })).toEqual([]);
  expect(deniedFrom(statements, { ...signIn, resource: AWS_MCP.replace('arn:aws:', 'arn:aws-us-gov:') })).toEqual([]);
  expect(deniedFrom(statements, { ...signIn, resource: AWS_MCP.replace('aws-mcp', 'other') })).toEqual(DIRECT);
  expect(deniedFrom(statements, { action: 'signin:DeleteConsoleAuthorization', resource: AWS_MCP })).toEqual(DIRECT);
  expect(statements.map((statement) => statement.sid)).toEqual(['DenyOutsideMcp', 'DenyOutsideMcp2']);
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('with no exception it is the plain documented statement', () => {
  const [statement] = denyOutsideMcp({ allowForwardAccessSessions: false, allowMcpServiceActions: false, allowOauthSignIn: false }).statements();
  expect(statement.toStatementJson()).toEqual({
    Sid: 'DenyOutsideMcp', Effect: 'Deny', Action: '*', Resource: '*', Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } },
  });
});

test('narrowed to some principals', () => {
  const statements = denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')], exempt: [PrincipalFilter.roleNames('Test')] }).statements();
  const from = (role: string) => deniedFrom(statements, { context: { 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] } });
  expect(from('agents/Reader')).toEqual(DIRECT);
  expect(from('agents/Test')).toEqual([]);
  expect(from('Developer')).toEqual([]);
});
