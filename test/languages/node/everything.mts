import { App, Mixins, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as mcp from 'cdk-mcp-guardrails';

const ACCOUNT = '111122223333';

/** Every construct, and two mixins, each struct with the required properties alone. */
function define(stack: Stack): void {
  const guardrails = [mcp.McpGuardrail.denyViaMcp({ actions: mcp.ActionSet.of('s3:DeleteBucket') })];
  const targets = [mcp.PolicyTarget.account(ACCOUNT)];

  const agent = new mcp.McpScopedRole(stack, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
  const developer = new iam.Role(stack, 'Developer', { assumedBy: new iam.AccountRootPrincipal() });
  const bucket = new s3.Bucket(stack, 'Bucket');
  bucket.grantRead(agent);
  bucket.grantRead(mcp.McpGrantee.outsideMcp(developer));

  new mcp.McpGuardrailPolicy(stack, 'Policy', { guardrails: [
    mcp.McpGuardrail.allowOnlyServers({ servers: [mcp.McpServer.AWS, mcp.McpServer.of('x-mcp.amazonaws.com', {})] }),
    mcp.McpGuardrail.denySignInSession(`arn:aws:signin:us-east-1:${ACCOUNT}:session/a1b2c3d4`, {}),
    mcp.McpGuardrail.denySpendingViaMcp({ services: ['ec2'] }),
    mcp.McpGuardrail.denyPassRoleViaMcp({ exceptServices: ['lambda.amazonaws.com'] }),
    mcp.McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager'] }),
    mcp.McpGuardrail.protectGuardrails({ administrators: [mcp.PrincipalFilter.roleNames('Admin')], resources: [agent.roleArn] }),
    mcp.McpGuardrail.protectAgentMark({ issuers: [mcp.PrincipalFilter.roleNames('Deploy')] }),
  ] }).attachToRole(agent);
  new mcp.AgentSessionRole(stack, 'Laptop', { assumedBy: new iam.AccountRootPrincipal() });
  new mcp.AgentRuntimeRole(stack, 'Runtime', { runtime: mcp.AgentRuntime.LAMBDA_FUNCTION });
  new mcp.DenyOutsideMcpGuardrail(stack, 'Deny', {}).attachToRole(agent);
  new mcp.McpPermissionsBoundary(stack, 'Boundary', { guardrails: [
    mcp.McpGuardrail.denyOutsideMcp({}),
    mcp.McpGuardrail.denyDestructiveViaMcp({ services: ['sqs'], agents: mcp.AgentMark.anyOf(mcp.AgentMark.viaAnyServer(), mcp.AgentMark.sessionTag()) }),
  ] });
  new mcp.McpSessionPolicy(stack, 'Session', { guardrails: [mcp.McpGuardrail.readOnlyViaMcp({ services: ['s3'] })] });
  new mcp.McpServiceControlPolicy(stack, 'Service', { guardrails: [mcp.McpGuardrail.baseline({})], targets });
  new mcp.McpResourceControlPolicy(stack, 'Resource', { guardrails, targets });
  const trail = new mcp.McpActivityTrail(stack, 'Trail');
  new mcp.McpActivityMonitor(stack, 'Monitor', { logGroup: trail.logGroup }).grantQuery(developer);
  new mcp.McpActivityRules(stack, 'Rules');
  new mcp.McpActivityTelemetry(stack, 'Telemetry', { organizationId: 'o-a1b2c3d4e5', auditAccount: ACCOUNT });
  new mcp.McpActivityTable(stack, 'Table', { bucket: trail.bucket, accounts: [ACCOUNT], regions: ['us-east-1'] });
  new mcp.McpPermissionSet(stack, 'People', { name: 'People', instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', guardrails });
  mcp.McpPrincipalGuardrails.of(stack, {}).apply(mcp.McpGuardrail.allowOnlyOauthClients({ clientIds: [`arn:aws:signin:us-east-1:${ACCOUNT}:external-client/dcr/agent`] }));

  Mixins.of(developer).apply(new mcp.mixins.RoleMcpGuardrails({ guardrails }));
  Mixins.of(bucket).apply(new mcp.mixins.BucketMcpGuardrails({ guardrails }));
  Mixins.of(new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.us-east-1.s3' }))
    .apply(new mcp.mixins.VpcEndpointMcpGuardrails({ guardrails }));

  new iam.ManagedPolicy(stack, 'Perimeter', { statements: [mcp.McpNetworkPerimeter.allowMcp(new iam.PolicyStatement({
    sid: 'Perimeter', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'],
    conditions: { NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' } },
  }), {})] });
}

/** What comes back from the library, a line each. */
function answers(stack: Stack): string[] {
  const direct = mcp.RequestOrigin.direct();
  const documents = mcp.McpSimulator.fromDocuments({ identityPolicies: [{ Version: '2012-10-17', Statement: [
    { Effect: 'Allow', Action: 's3:*', Resource: '*' },
    { Sid: 'NoDeleting', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', Condition: mcp.McpCondition.viaAnyServer().toConditions() },
  ] }] });
  const via = documents.simulate({ action: 's3:DeleteObject', origin: mcp.RequestOrigin.via(mcp.McpServer.AWS) });
  const read = documents.simulate({ action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key', context: { 'aws:SourceIp': ['192.0.2.1'] } });
  const nothing = mcp.McpSimulator.fromDocuments({}).simulate({ action: 's3:GetObject' });
  const evaluation = mcp.McpCondition.evaluate({ StringNotEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } }, direct);
  const service = mcp.McpCondition.evaluate(mcp.McpCondition.viaAnyServer().toConditions(), mcp.RequestOrigin.viaAwsService({}));
  const migration = mcp.McpPolicyMigration.migrate({ Version: '2012-10-17', Statement: [{ Sid: 'NoMcp', Effect: 'Deny', Action: 'aws-mcp:*', Resource: '*' }] });
  const assertions = mcp.McpAssertions.fromStack(stack, {});
  assertions.role('Agent').isDenied('s3:GetObject', {});
  return [
    `server ${mcp.McpServer.EKS.servicePrincipal}`,
    `access level ${nameOf(mcp.AccessLevel, mcp.AccessLevel.PERMISSIONS_MANAGEMENT)}`,
    `condition ${JSON.stringify(mcp.McpCondition.outsideMcp({}).toConditions())}`,
    `evaluation ${evaluation.match} ${evaluation.dependsOn.length}`,
    `service ${service.match} ${service.dependsOn.join()}`,
    `via ${via.decision} by ${via.statements.map(({ effect, sid, place, policyType }) => [effect, sid, place, policyType].join('/')).join()}`,
    `read ${read.decision} by ${read.statements.map(({ sid }) => sid ?? 'no sid').join()}`,
    `nothing ${nothing.decision} missing ${(nothing.missingAllows ?? []).join()}`,
    `actions ${mcp.ActionSet.of('s3:DeleteBucket*').listActions().join()}`,
    `migration ${migration.findings.map(({ statement, changed }) => `${statement} ${changed ? 'changed' : 'kept'}`).join()}`,
    `migrated ${migration.document.Statement[0].Condition.StringEquals['aws:CalledViaAWSMCP']}`,
    `rules ${(new mcp.McpGuardrailValidator().ruleIds ?? []).length > 10 ? 'many' : 'few'}`,
    `assertion ${failure(() => assertions.role('Agent').can('s3:GetObject'))}`,
  ];
}

/** As in the other languages, where an enum's value is its name. */
function nameOf(enumeration: { [name: string]: string }, value: string): string | undefined {
  return Object.keys(enumeration).find((name) => enumeration[name] === value);
}

function failure(body: () => void): string {
  try {
    body();
    return 'holds';
  } catch (error) {
    return (error as Error).message.includes('expected that role Agent can call s3:GetObject, but') ? 'fails' : String(error);
  }
}

const app = new App();
const stack = new Stack(app, 'Everything');
define(stack);
Validations.of(app).addPlugins(new mcp.McpGuardrailValidator(), new mcp.McpAccessReport());
app.synth();
console.log(answers(stack).join('\n'));
