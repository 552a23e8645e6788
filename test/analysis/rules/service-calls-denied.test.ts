import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { allow, deny, findingsInTemplate, foundInTemplate, role } from './found';
import { ActionSet, AgentRuntime, AgentRuntimeRole, McpScopedRole } from '../../../src';

const OUTSIDE = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } };
const BASIC_EXECUTION = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
const trusting = (Principal: object) => ({ AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] } });
const LAMBDA = trusting({ Service: 'lambda.amazonaws.com' });
const everything = (more: object = {}) => deny(OUTSIDE, { Action: '*', ...more });
const LOGS = allow(undefined, { Action: 'logs:*' });
const found = (statements: object[], properties: object = LAMBDA) => foundInTemplate({ Role: role(statements, properties) });

test('a Deny of everything outside MCP in the role of a function', () => {
  const [finding] = findingsInTemplate({ Role: role([LOGS, everything()], LAMBDA) });
  expect(finding).toMatchObject({
    rule: { id: 'ServiceCallsDenied', severity: 'warning' },
    message: 'denies to lambda.amazonaws.com, which assumes the role Role, and to the code that it runs all that the role is allowed: these are direct calls',
    place: { logicalId: 'Role' },
    statement: 'Statement/1',
  });
  expect(finding.rule.fix).toContain('AgentRuntimeRole');
});

const boundary = (...Statement: object[]) => ({ Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement } } });

test.each<[string, object[], object?]>([
  ['of a task', [LOGS, everything()], trusting({ Service: 'ecs-tasks.amazonaws.com' })],
  ['of AgentCore and of people', [LOGS, everything()], trusting({ Service: ['bedrock-agentcore.amazonaws.com'], AWS: '111122223333' })],
  ['with a managed policy alone', [everything()], { ...LAMBDA, ManagedPolicyArns: [BASIC_EXECUTION] }],
  ['with one that is not known', [everything()], { ...LAMBDA, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Logs'] }],
  ['that leaves signing in, with a policy that is not known', [{ ...everything(), Action: undefined, NotAction: 'signin:*' }],
    { ...LAMBDA, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Logs'] }],
  ['that leaves signing in, and what it is not allowed', [LOGS, { ...everything(), Action: undefined, NotAction: ['signin:CreateOAuth2Token', 's3:*'] }], LAMBDA],
  ['that leaves what services call on, and servers\' own actions', [LOGS, deny({ BoolIfExists: { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false', 'aws:IsMcpServiceAction': 'false' } }, { Action: '*' })], LAMBDA],
])('one %s', (_, statements, properties) => {
  expect(found(statements, properties)).toEqual(['ServiceCallsDenied']);
});

test('one of a boundary', () => {
  expect(foundInTemplate({ Role: role([LOGS], { ...LAMBDA, PermissionsBoundary: { Ref: 'Boundary' } }), Boundary: boundary(allow(undefined, { Action: '*' }), everything()) }))
    .toEqual(['ServiceCallsDenied']);
});

test.each<[string, object[], object?]>([
  ['of people', [LOGS, everything()], trusting({ AWS: '111122223333' })],
  ['that leaves what the code calls', [LOGS, { ...everything(), Action: undefined, NotAction: ['logs:PutLogEvents'] }], LAMBDA],
  ['that leaves some of all that is allowed', [allow(undefined, { Action: '*' }), { ...everything(), Action: undefined, NotAction: 'logs:*' }], LAMBDA],
  ['that leaves some of what is allowed, where both have wildcards',
    [allow(undefined, { Action: 's3:Get*' }), { ...everything(), Action: undefined, NotAction: 's3:*Object' }], LAMBDA],
  ['that leaves what a policy that is not known may allow', [{ ...everything(), Action: undefined, NotAction: 's3:GetObject' }],
    { ...LAMBDA, ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Logs'] }],
  ['of some actions', [LOGS, everything({ Action: 's3:*' })], LAMBDA],
  ['of calls through MCP', [LOGS, deny({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Action: '*' })], LAMBDA],
  ['of another role', [LOGS, deny({ ...OUTSIDE, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/agents/*' } }, { Action: '*' })], LAMBDA],
  ['of what services call on only', [LOGS, deny({ ...OUTSIDE, Bool: { 'aws:ViaAWSService': 'true' } }, { Action: '*' })], LAMBDA],
  ['of a role that is allowed nothing', [everything()], LAMBDA],
  ['of a role that is allowed something through MCP only', [allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } }), everything()], LAMBDA],
])('none %s', (_, statements, properties) => {
  expect(found(statements, properties).filter((id) => id === 'ServiceCallsDenied')).toEqual([]);
});

test('McpScopedRole for a service has it, AgentRuntimeRole has not', () => {
  const stack = new Stack(new App(), 'Stack');
  const plain = new McpScopedRole(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  plain.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  for (const runtime of [AgentRuntime.LAMBDA_FUNCTION, AgentRuntime.AGENT_CORE, AgentRuntime.ECS_TASK]) {
    new AgentRuntimeRole(stack, runtime.servicePrincipal, { runtime, agentRoles: ['arn:aws:iam::111122223333:role/agents/Reader'] });
  }
  new AgentRuntimeRole(stack, 'Other', { runtime: AgentRuntime.of('ec2.amazonaws.com', ActionSet.of('logs:PutLogEvents')) });
  const findings = findingsInTemplate(Template.fromStack(stack).toJSON().Resources).filter(({ rule }) => rule.id === 'ServiceCallsDenied');
  expect(findings.map(({ place }) => place.logicalId)).toEqual([stack.getLogicalId(plain.node.defaultChild as iam.CfnRole)]);
});
