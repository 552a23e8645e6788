import * as fs from 'fs';
import * as path from 'path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, DirectCalls, McpCondition, McpGrantee, McpGuardrail, McpGuardrailPolicy, McpPolicyMigration, McpServer } from '../src';
import { deniedFrom, DIRECT } from './meaning';

// `blog-*`: AWS Security Blog, "Understanding IAM for Managed AWS MCP Servers".
// `toolhive-*`: what ToolHive's documentation asks for since the aws-mcp:* actions were removed.
const source = (name: string): any => JSON.parse(fs.readFileSync(path.join(__dirname, 'source-policies', `${name}.json`), 'utf-8'));

let stack: Stack;
let role: iam.Role;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack');
  role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
});

/** The statements of all policies in the stack, whatever their order and that of their keys and lists. */
function synthesized(): any[] {
  const resources = Template.fromStack(stack).toJSON().Resources;
  return normalize(Object.values(resources).flatMap((resource: any) => resource.Properties.PolicyDocument?.Statement ?? []));
}

function normalize(statements: any[]): any[] {
  return statements
    .map((statement) => ({ ...statement, Action: [statement.Action].flat().sort() }))
    .sort((a, b) => a.Sid.localeCompare(b.Sid));
}

test('blog: deny all actions via MCP', () => {
  new McpGuardrailPolicy(stack, 'Policy', {
    guardrails: [McpGuardrail.denyViaMcp({ sid: 'DenyAllActionsViaMCP' })],
    roles: [role],
  });
  expect(synthesized()).toEqual(normalize(source('blog-deny-all-via-mcp').Statement));
});

test('blog: read S3, but delete nothing via MCP', () => {
  role.addToPolicy(new iam.PolicyStatement({ sid: 'AllowS3ReadOperations', actions: ['s3:GetObject', 's3:ListBucket'], resources: ['*'] }));
  new McpGuardrailPolicy(stack, 'Policy', {
    guardrails: [McpGuardrail.denyViaMcp({ sid: 'DenyDeleteWhenAccessedViaMCP', actions: ActionSet.of('s3:DeleteObject', 's3:DeleteBucket') })],
    roles: [role],
  });
  expect(synthesized()).toEqual(normalize(source('blog-s3-read-no-delete-via-mcp').Statement));
});

describe('blog: EKS only via the EKS server', () => {
  const eks = ActionSet.of('eks:*');
  const allow = new iam.PolicyStatement({
    sid: 'AllowEKSOperationsViaEKSMCP', actions: ['eks:*'], resources: ['*'], conditions: McpCondition.via(McpServer.EKS).toConditions(),
  });

  test('as it stands there, which also denies EKS to people who call it directly', () => {
    const guardrail = McpGuardrail.allowOnlyServers({
      sid: 'DenyEKSOperationsViaOtherMCP', servers: [McpServer.EKS], actions: eks, directCalls: DirectCalls.DENIED,
    });
    const policy = new McpGuardrailPolicy(stack, 'Policy', { guardrails: [guardrail], roles: [role] });
    policy.addStatements(allow);
    expect(synthesized()).toEqual(normalize(source('blog-eks-only-via-eks-mcp').Statement));
    expect(deniedFrom(guardrail.statements(), { action: 'eks:DescribeCluster' })).toEqual(expect.arrayContaining(DIRECT));
  });

  test('the safe form, the default, leaves them alone', () => {
    const guardrail = McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS], actions: eks });
    const denied = deniedFrom(guardrail.statements(), { action: 'eks:DescribeCluster' });
    expect(denied).toEqual(['via AWS', 'via ECS', 'via SageMaker', 'via an unknown server', 'service, via AWS, keys kept']);
  });
});

test('ToolHive: a default role that can only say who it is, and only via MCP', () => {
  role.addToPolicy(new iam.PolicyStatement({
    sid: 'AllowCallerIdentityViaMCP',
    actions: ['sts:GetCallerIdentity'],
    resources: ['*'],
    conditions: McpCondition.viaAnyServer().toConditions(),
  }));
  new McpGuardrailPolicy(stack, 'Policy', {
    guardrails: [McpGuardrail.denyOutsideMcp({ sid: 'DenyDirectAPIAccess', allowForwardAccessSessions: false, allowMcpServiceActions: false })],
    roles: [role],
  });
  expect(synthesized()).toEqual(normalize(source('toolhive-default-role-after').Statement));
});

test('ToolHive: read S3 via the AWS MCP Server', () => {
  McpGrantee.via(role, McpServer.AWS).addToPrincipalPolicy(
    new iam.PolicyStatement({ sid: 'AllowS3ReadViaAwsMcp', actions: ['s3:GetObject', 's3:ListBucket'], resources: ['*'] }));
  expect(synthesized()).toEqual(normalize(source('toolhive-s3-read-after').Statement));
});

describe('ToolHive, before the actions were removed', () => {
  test('a default role that may only connect keeps nothing, and needs nothing', () => {
    const { document, findings } = McpPolicyMigration.migrate(source('toolhive-default-role-before'));
    expect(document.Statement).toEqual([]);
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('dropped aws-mcp:InvokeMcp, aws-mcp:CallReadOnlyTool'), expect.stringContaining('delete the policy'),
    ]);
  });

  test('reading S3 stays as it was', () => {
    const before = source('toolhive-s3-read-before');
    expect(McpPolicyMigration.migrate(before).document).toEqual({ ...before, Statement: [before.Statement[1]] });
  });
});

test('every source policy has a test', () => {
  const tests = fs.readFileSync(__filename, 'utf-8');
  for (const file of fs.readdirSync(path.join(__dirname, 'source-policies'))) {
    expect(tests).toContain(`source('${path.basename(file, '.json')}')`);
  }
});
