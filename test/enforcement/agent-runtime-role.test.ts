import { App, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ActionSet, AgentRuntime, AgentRuntimeRole, AgentSessionRole, McpAssertions, McpGuardrail, McpScopedRole, McpServer, RequestOrigin } from '../../src';

const READER = 'arn:aws:iam::111122223333:role/agents/Reader';
let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
});

const trust = (role: string) => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role', { Properties: { RoleName: role } }))[0].Properties.AssumeRolePolicyDocument.Statement;

test.each<[string, AgentRuntime, string[], string[]]>([
  ['a function', AgentRuntime.LAMBDA_FUNCTION, ['logs:PutLogEvents', 'xray:PutTraceSegments'], ['bedrock:InvokeModel', 'ec2:CreateNetworkInterface']],
  ['a function in a VPC', AgentRuntime.LAMBDA_IN_VPC, ['logs:PutLogEvents', 'ec2:CreateNetworkInterface'], ['bedrock:InvokeModel']],
  ['AgentCore', AgentRuntime.AGENT_CORE, ['ecr:BatchGetImage', 'bedrock:InvokeModel', 'bedrock-agentcore:CreateEvent'],
    ['bedrock-agentcore:GetWorkloadAccessTokenForUserId', 'logs:PutResourcePolicy']],
  ['a task', AgentRuntime.ECS_TASK, ['bedrock:InvokeModel'], ['logs:PutLogEvents']],
  ['another', AgentRuntime.of('ec2.amazonaws.com', ActionSet.of('logs:PutLogEvents')), ['logs:PutLogEvents'], ['bedrock:InvokeModel']],
])('the code of %s calls what it needs by itself, and nothing else but through a server', (_, runtime, own, others) => {
  const role = new AgentRuntimeRole(stack, 'Runtime', { runtime, roleName: 'Runtime' });
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  const assertions = McpAssertions.fromStack(stack).role('Runtime');
  for (const origin of [RequestOrigin.direct(), RequestOrigin.agentSession()]) {
    own.forEach((action) => assertions.can(action, { origin }));
    [...others, 's3:DeleteObject', 'sts:AssumeRole'].forEach((action) => assertions.cannot(action, { origin }));
  }
  others.forEach((action) => assertions.can(action, { via: McpServer.AWS }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Tags: [{ Key: 'PrincipalType', Value: 'Agent' }] });
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});

test('it may assume agents\' roles, and no others', () => {
  const bucket = new s3.Bucket(stack, 'State');
  const role = new AgentRuntimeRole(stack, 'Runtime', {
    runtime: AgentRuntime.LAMBDA_FUNCTION,
    roleName: 'Runtime',
    agentRoles: [READER],
    allowDirectly: ActionSet.of('s3:GetObject'),
    guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })],
  });
  bucket.grantReadWrite(role);
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  new AgentSessionRole(stack, 'Reader', { roleName: 'Reader', path: '/agents/', assumedBy: new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Runtime') });
  const assertions = McpAssertions.fromStack(stack).role('Runtime');
  const marked = {
    'aws:RequestTag/PrincipalType': ['Agent'],
    'aws:RequestTag/AgentName': ['helper'],
    'aws:TagKeys': ['PrincipalType', 'AgentName'],
    'sts:TransitiveTagKeys': ['PrincipalType'],
    'sts:SourceIdentity': ['server'],
  };
  for (const action of ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']) {
    assertions.can(action, { resource: READER, context: marked });
    assertions.cannot(action, { resource: 'arn:aws:iam::111122223333:role/Person', context: marked });
  }
  assertions.cannot('sts:AssumeRole', { resource: READER, context: { ...marked, 'aws:RequestTag/PrincipalType': [] } });
  assertions.can('s3:GetObject', { resource: bucket.arnForObjects('key') });
  assertions.cannot('s3:PutObject', { resource: bucket.arnForObjects('key') });
  assertions.cannot('s3:DeleteObject', { via: McpServer.AWS });
});

test.each<[string, AgentRuntime, object | undefined]>([
  ['lambda.amazonaws.com', AgentRuntime.LAMBDA_FUNCTION, undefined],
  ['bedrock-agentcore.amazonaws.com', AgentRuntime.AGENT_CORE, {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':bedrock-agentcore:eu-west-1:111122223333:*']] } },
  }],
  ['ecs-tasks.amazonaws.com', AgentRuntime.ECS_TASK, expect.objectContaining({ StringEquals: { 'aws:SourceAccount': '111122223333' } })],
])('%s assumes it, for what is in the account', (service, runtime, condition) => {
  new AgentRuntimeRole(stack, 'Runtime', { runtime, roleName: 'Runtime' });
  expect(trust('Runtime')).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service }, ...(condition && { Condition: condition }) }]);
});

test('a scoped role for a service is a warning that says what to do', () => {
  new McpScopedRole(stack, 'Plain', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
  new McpScopedRole(stack, 'Said', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), allowDirectly: ActionSet.of('logs:PutLogEvents') });
  new McpScopedRole(stack, 'People', { assumedBy: new iam.AccountRootPrincipal() });
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('calls by itself is denied')).map(({ id }) => id);
  expect(warnings).toEqual(['/Stack/Plain/Resource']);
  Annotations.fromStack(stack).hasWarning('/Stack/Plain/Resource', Match.stringLikeRegexp('use AgentRuntimeRole, or say with allowDirectly.*serviceCallsDenied'));
});

test('with the sign-in, each exception is for its own resources', () => {
  const role = new McpScopedRole(stack, 'Role', {
    roleName: 'Role', assumedBy: new iam.AccountRootPrincipal(), allowOauthSignIn: true, allowAssuming: [READER], allowDirectly: ActionSet.of('logs:PutLogEvents'),
  });
  role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess'));
  const assertions = McpAssertions.fromStack(stack).role('Role');
  assertions.can('signin:CreateOAuth2Token', { resource: 'arn:aws:signin:us-east-1:111122223333:service-principal/aws-mcp.amazonaws.com' });
  assertions.cannot('signin:CreateOAuth2Token', { resource: 'arn:aws:signin:us-east-1:111122223333:service-principal/other.amazonaws.com' });
  assertions.can('logs:PutLogEvents');
  assertions.cannot('s3:GetObject');
});

test.each<[string, () => unknown, string]>([
  ['no role', () => new AgentRuntimeRole(stack, 'Role', { runtime: AgentRuntime.LAMBDA_FUNCTION, agentRoles: [] }), 'Stack/Role: AgentRuntimeRole: agentRoles is empty: leave it out for none'],
  ['every role', () => new AgentRuntimeRole(stack, 'Role', { runtime: AgentRuntime.LAMBDA_FUNCTION, agentRoles: ['arn:aws:iam::*:role/*'] }), 'agentRoles has "arn:aws:iam::*:role/*", which would be all: name some'],
  ['no runtime', () => new AgentRuntimeRole(stack, 'Role', { runtime: 'lambda' as any }), 'Stack/Role: runtime is "lambda": expected an AgentRuntime, such as AgentRuntime.LAMBDA_FUNCTION'],
  ['no service', () => AgentRuntime.of('lambda', ActionSet.of('logs:PutLogEvents')), 'AgentRuntime.of(): "lambda" is not a service principal: expected one such as "ec2.amazonaws.com"'],
])('refuses %s', (_, make, message) => expect(make).toThrow(message));
