import { allow, deny, findingsInTemplate, foundIn, foundInTemplate, messagesOf, role } from './found';
import { McpGuardrail, McpServer } from '../../../src';
import { PolicyKind } from '../../../src/iam/policy';

const DENIED = deny({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Action: 's3:Delete*' });
const INVOKE = allow(undefined, { Action: ['s3:Put*Object', 'lambda:Invoke*'] });

test('what an agent may set to work gets around a Deny of calls through MCP', () => {
  const [finding] = findingsInTemplate({ Role: role([INVOKE, DENIED]) });
  expect(finding).toMatchObject({
    rule: { id: 'DelegationNotDenied', severity: 'warning' },
    message: 'agents get around the Deny by lambda:InvokeAsync, lambda:InvokeFunction, lambda:InvokeFunctionUrl, which the role Role is allowed through MCP: '
      + 'what it sets to work acts as another principal, without the MCP keys',
    place: { logicalId: 'Role' },
    statement: 'Statement/1',
  });
});

test('of many actions only some are named', () => {
  const [{ message }] = findingsInTemplate({
    Role: role([allow({ StringEquals: { 'iam:PassedToService': 'ecs.amazonaws.com' } }, { Action: ['lambda:Invoke*', 'iam:PassRole', 'sts:AssumeRole'] }), DENIED]),
  });
  expect(message).toContain(' by iam:PassRole, lambda:InvokeAsync, lambda:InvokeFunction and 2 more, ');
});

test.each([
  ['everything', allow(undefined, { Action: '*' })],
  ['a service', allow(undefined, { Action: 'LAMBDA:*' })],
  ['all but something', { Effect: 'Allow', NotAction: ['s3:*', 'iam:PassRole'], Resource: '*' }],
  ['passing roles', allow(undefined, { Action: 'iam:Pass?ole', Resource: 'arn:aws:iam::111122223333:role/jobs/*' })],
  ['it through a server', allow({ StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } }, { Action: 'sts:AssumeRole' })],
])('where %s is allowed', (_, statement) => {
  expect(foundInTemplate({ Role: role([statement, DENIED]) })).toEqual(['DelegationNotDenied']);
});

test.each([
  ['nothing of it is allowed', [allow(undefined, { Action: 's3:GetObject*' }), DENIED]],
  ['it is allowed outside MCP only', [allow({ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, { Action: 'lambda:*' }), DENIED]],
  ['it is denied, too', [INVOKE, DENIED, deny(undefined, { Action: 'lambda:*' })]],
  ['it is denied through MCP by name', [INVOKE, DENIED, ...statements(McpGuardrail.denyDelegationViaMcp())]],
  ['all but some reads is denied', [allow(undefined, { Action: '*' }), ...statements(McpGuardrail.readOnlyViaMcp({ services: ['s3'] }))]],
  ['it can be reached through another server only', [
    allow({ StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }, { Action: 'lambda:*' }),
    ...statements(McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] })),
    deny({ StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } }, { Action: 's3:Delete*' }),
  ]],
  ['nothing is denied through MCP', [INVOKE, deny(undefined, { Action: 's3:Delete*' })]],
])('not where %s', (_, all) => {
  expect(foundInTemplate({ Role: role(all) })).toEqual([]);
});

test('not where it is in the baseline', () => {
  const all = [allow(undefined, { Action: '*' }), ...statements(McpGuardrail.baseline())];
  // One policy of a role can't hold all of it.
  expect(foundInTemplate({ Role: role(all) })).toEqual(['PolicyTooLarge']);
});

test('not where a boundary leaves none of it, or is not known', () => {
  const boundary = {
    Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow(undefined, { Action: 's3:GetObject*' })] } },
  };
  expect(foundInTemplate({ Role: role([INVOKE, DENIED], { PermissionsBoundary: { Ref: 'Boundary' } }), Boundary: boundary })).toEqual([]);
  expect(foundInTemplate({ Role: role([INVOKE, DENIED], { PermissionsBoundary: 'arn:aws:iam::111122223333:policy/Boundary' }) })).toEqual([]);
});

test.each(['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess'])('what %s allows, in whichever way its ARN is written', (name) => {
  for (const arn of [`arn:aws:iam::aws:policy/${name}`, { 'Fn::Sub': `arn:\${AWS::Partition}:iam::aws:policy/${name}` }]) {
    expect(foundInTemplate({ Agent: role([DENIED], { ManagedPolicyArns: [arn] }) })).toEqual(['DelegationNotDenied']);
  }
  expect(foundInTemplate({ Agent: role([DENIED], { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] }) })).toEqual([]);
});

describe('a document alone', () => {
  test('is judged as one in a template', () => {
    const [message] = messagesOf([INVOKE, DENIED]);
    expect(message).toBe('agents get around the Deny by lambda:InvokeAsync, lambda:InvokeFunction, lambda:InvokeFunctionUrl, which the same policy allows through MCP: '
      + 'what it sets to work acts as another principal, without the MCP keys');
  });

  test.each<[string, object[], PolicyKind]>([
    ['nothing of it is allowed', [allow(undefined, { Action: 's3:GetObject*' }), DENIED], PolicyKind.IDENTITY],
    ['it is denied, too', [INVOKE, DENIED, deny(undefined, { Action: 'lambda:*' })], PolicyKind.IDENTITY],
    ['the Allow is elsewhere', [DENIED], PolicyKind.IDENTITY],
    ['it only limits what others allow', [INVOKE, DENIED], PolicyKind.PERMISSIONS_BOUNDARY],
    ['it is one of the organization', [INVOKE, DENIED], PolicyKind.SERVICE_CONTROL],
  ])('not where %s', (_, all, kind) => {
    expect(foundIn(all, kind)).toEqual([]);
  });
});

function statements(guardrail: McpGuardrail) {
  return guardrail.statements().map((statement) => statement.toStatementJson());
}
