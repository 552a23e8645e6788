import { App, aws_iam as iam, aws_lambda as lambda, Stack } from 'aws-cdk-lib';
import { ActionSet, McpAssertions, McpGuardrail, McpGuardrailPolicy, McpServer, RequestOrigin } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'A', { env: { account: '111122223333', region: 'eu-west-1' } });
});

test('what the role of a function may not do is decided', () => {
  new lambda.Function(stack, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
  const role = McpAssertions.fromStack(stack).role('A/F/ServiceRole');
  role.cannot('secretsmanager:GetSecretValue', { resource: '*' });
  role.cannotAny(ActionSet.secretReads(), { origin: RequestOrigin.viaAnyServer() });
  role.can('logs:PutLogEvents', { resource: 'arn:aws:logs:eu-west-1:111122223333:log-group:x:log-stream:y' });
});

test('of a role that may do everything, reading secrets through MCP is denied for each action, as the README has it', () => {
  const role = new iam.Role(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
  new McpGuardrailPolicy(stack, 'Guardrails', { guardrails: [McpGuardrail.denySecretReadsViaMcp()] }).attachToRole(role);
  const agent = McpAssertions.fromStack(stack).role('Agent');
  agent.cannotAny(ActionSet.secretReads(), { origin: RequestOrigin.viaAnyServer() });
  agent.cannotAny(ActionSet.secretReads(), { origin: RequestOrigin.via(McpServer.EKS) });
  expect(() => agent.cannotAny(ActionSet.secretReads())).toThrow('but:');
  // What S3 decrypts for an agent is another matter.
  const byService = RequestOrigin.viaAwsService({ startedBy: RequestOrigin.viaAnyServer() });
  expect(() => agent.cannot('kms:Decrypt', { resource: '*', origin: byService })).toThrow('kms:ViaService');
  expect(() => agent.isDenied('kms:Decrypt', { origin: byService })).toThrow('CONDITIONAL');
});

test('neighbors: other policies, a boundary, one of no path, one that is not known', () => {
  const role = (id: string, name: string, props: Partial<iam.RoleProps> = {}) => {
    const managedPolicies = [iam.ManagedPolicy.fromAwsManagedPolicyName(name)];
    new iam.Role(stack, id, { assumedBy: new iam.AccountRootPrincipal(), managedPolicies, ...props });
    return () => McpAssertions.fromStack(stack).role(id);
  };
  const tasks = role('Tasks', 'service-role/AmazonECSTaskExecutionRolePolicy');
  const power = role('Power', 'PowerUserAccess');
  const capped = role('Capped', 'AdministratorAccess', { permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonS3ReadOnlyAccess') });
  // Its path is part of what it is.
  const misnamed = role('Misnamed', 'AWSLambdaBasicExecutionRole');
  tasks().cannot('s3:GetObject', { resource: 'arn:aws:s3:::b/k', via: McpServer.AWS });
  power().cannot('iam:CreateUser', { resource: '*' });
  power().can('s3:DeleteObject', { resource: 'arn:aws:s3:::b/k' });
  capped().cannot('s3:DeleteObject', { resource: 'arn:aws:s3:::b/k' });
  capped().can('s3:GetObject', { resource: 'arn:aws:s3:::b/k' });
  expect(() => misnamed().cannot('s3:GetObject', { resource: 'arn:aws:s3:::b/k' })).toThrow('CONDITIONAL');
});
