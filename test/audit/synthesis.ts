import { App, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_s3 as s3, CfnResource, Mixins, Stack } from 'aws-cdk-lib';
import type { IMixin } from 'constructs';
import type { AuditRow } from './row';
import { errorOf, row, rowsOf } from './row';
import {
  ActionSet, McpGuardrail, McpPermissionsBoundary, McpPermissionSet, McpPrincipalGuardrails, McpResourceControlPolicy, McpServer, McpSessionPolicy,
  McpSimulator, mixins,
  PolicyTarget, PrincipalFilter, RequestOrigin,
} from '../../src';
import { PAGES } from '../conformance/pages';

const IAM_QUOTAS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html';
const SSO_LIMITS = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html';

const stackOf = () => new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
const policies = (count: number) => Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`));
const permissionSet = (count: number, maxManagedPolicies?: number) => errorOf(() => new McpPermissionSet(stackOf(), 'Set', {
  instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', name: 'Agents', guardrails: [McpGuardrail.denyDestructiveViaMcp()], managedPolicies: policies(count), maxManagedPolicies,
}));
/** How many managed policies a role or group has, once guardrails were applied to it. */
const attached = (make: (stack: Stack) => iam.Role | iam.Group, maxManagedPolicies?: number) => {
  const stack = stackOf();
  const principal = make(stack);
  McpPrincipalGuardrails.of(stack, maxManagedPolicies === undefined ? {} : { maxManagedPolicies }).apply(McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') }));
  const template: any = (stack.node.root as App).synth().getStackArtifact(stack.artifactId).template;
  return template.Resources[stack.getLogicalId(principal.node.defaultChild as iam.CfnRole)].Properties.ManagedPolicyArns.length;
};
const role = (count: number) => (stack: Stack) => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), managedPolicies: policies(count) });
const group = (count: number) => (stack: Stack) => new iam.Group(stack, 'Group', { managedPolicies: policies(count) });

/** What a service-linked role is answered, whom a policy of the account allows everything, where others are denied all that does not come through MCP. */
const linkedRole = (of: (stack: Stack) => CfnResource, mixin: IMixin, principal: string, action: string) => {
  const stack = stackOf();
  const resource = of(stack).with(mixin) as CfnResource;
  const template = JSON.parse(JSON.stringify(stack.resolve((stack.node.root as App).synth().getStackArtifact(stack.artifactId).template)));
  return McpSimulator.fromTemplate(template, { account: stack.account, region: stack.region })
    .simulate({ principal: `arn:aws:iam::111122223333:role/${principal}`, action, resource: `\${${stack.getLogicalId(resource)}.Arn}` }).decision;
};
const OUTSIDE = { guardrails: [McpGuardrail.denyOutsideMcp({ exempt: [PrincipalFilter.roleNames('Admin')] })] };
const AUTO_SCALING = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
const REPLICATION = 'aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication';
const key = (stack: Stack) => new kms.CfnKey(stack, 'Key');
const table = (stack: Stack) => new dynamodb.CfnTable(stack, 'Table', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }] });
/** Whether the baseline denies an agent to decrypt with a key, where the request carries the values of kms:ViaService. */
const decryptDenied = (values: string[]) => McpSimulator.fromDocuments({
  identityPolicies: [
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
    new iam.PolicyDocument({ statements: McpGuardrail.baseline().statements() }).toJSON(),
  ],
}).simulate({
  principal: 'arn:aws:iam::111122223333:role/Agent',
  action: 'kms:Decrypt',
  resource: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  origin: RequestOrigin.via(McpServer.AWS),
  context: { 'kms:ViaService': values },
}).decision === 'EXPLICITLY_DENIED';
const denied = (answer: string) => answer === 'EXPLICITLY_DENIED';
/** The error of putting guardrails on the principals of a stack with the resource. */
const inScope = (type: string) => errorOf(() => {
  const stack = stackOf();
  new CfnResource(stack, 'It', { type, properties: {} });
  McpPrincipalGuardrails.of(stack).apply(McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') }));
  (stack.node.root as App).synth();
})?.includes('gets its role from the SAM transform');
const SAM = 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide';
const ENDPOINTS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html';

/** What was refused, and AWS takes; or the other way round. */
export const SYNTHESIS: readonly AuditRow[] = [
  ...rowsOf('managed-policies',
    row('a role has 20 managed policies by default', IAM_QUOTAS, 20, () => attached(role(19))),
    row('a role has 25 managed policies at most', IAM_QUOTAS, 25, () => attached(role(24), 25)),
    row('a permission set with 12 managed policies', SSO_LIMITS, undefined, () => permissionSet(12)),
    row('a permission set with 25 managed policies, where the quota is that', SSO_LIMITS, undefined, () => permissionSet(25, 25)),
    row('a permission set with 26 managed policies', SSO_LIMITS, true, () => permissionSet(26, 25)?.includes('26 managed policies')),
  ),
  ...rowsOf('via-service',
    ...[
      ['without the key', [], true], ['through an MCP server', ['aws-mcp.us-east-1.amazonaws.com'], true], ['through S3', ['s3.us-east-1.amazonaws.com'], false],
    ].map(([what, values, right]) => row(`kms:Decrypt of an agent, ${what as string}`, PAGES.keyConditions, right, () => decryptDenied(values as string[]))),
  ),
  ...rowsOf('table-actions',
    row('what a guardrail denies of a table', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html', 'dynamodb:DeleteTable', () => {
      const it = table(stackOf());
      it.with(new mixins.TableMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('dynamodb:DeleteTable', 'dynamodb:ImportTable', 'dynamodb:RestoreTableFromBackup') })] }));
      return [it.stack.resolve(it.resourcePolicy).policyDocument.Statement].flat()[0].Action;
    }),
  ),
  ...rowsOf('endpoint-and-organization-policies',
    row('a removed action in the policy of a VPC endpoint is migrated', 'https://docs.aws.amazon.com/signin/latest/userguide/aws-mcp-server.html', false, () => {
      const it = new ec2.CfnVPCEndpoint(stackOf(), 'It', {
        vpcId: 'vpc-1', policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'aws-mcp:InvokeMcp', Resource: '*' }] },
      });
      Mixins.of(it).apply(new mixins.RemovedActionsMigration());
      return JSON.stringify(it.stack.resolve(it.policyDocument)).includes('InvokeMcp');
    }),
  ),
  ...rowsOf('session-policy-size',
    row('a session policy with the ARNs of managed policies', IAM_QUOTAS, [false, true], () => [0, 10].map((count) => {
      const stack = stackOf();
      new McpSessionPolicy(stack, 'Session', {
        guardrails: [McpGuardrail.denyOutsideMcp()],
        maximumPermissions: ActionSet.of('s3:GetObject'),
        statements: Array.from({ length: 17 }, (_, i) => new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::reports-of-the-last-year/${'x'.repeat(10)}${i}/*`] })),
        managedPolicies: policies(count),
      });
      return errorOf(() => (stack.node.root as App).synth())?.includes('with the ARNs of 10 managed policies') ?? false;
    })),
    row('11 managed policies beside a session policy', 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html', true, () => errorOf(() =>
      new McpSessionPolicy(stackOf(), 'Session', { guardrails: [McpGuardrail.denyOutsideMcp()], managedPolicies: policies(11) }))?.includes('10 at most')),
    row('a group has 10 managed policies, whatever the quota of roles', IAM_QUOTAS, 10, () => attached(group(10), 25)),
  ),
  ...rowsOf('boundary-arn',
    row('an incomplete ARN in a statement of a boundary', PAGES.grammar, undefined, () => errorOf(() => new McpPermissionsBoundary(stackOf(), 'Boundary', {
      guardrails: [McpGuardrail.denyDestructiveViaMcp()], statements: [new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['arn:aws:sqs'] })],
    }))),
  ),
  ...rowsOf('bucket-policy-of-root',
    row('a bucket\'s policy can be changed by root, whatever it denies', PAGES.putBucketPolicy, true, () => errorOf(() => {
      const stack = stackOf();
      Mixins.of(new s3.Bucket(stack, 'Bucket')).apply(new mixins.BucketMcpGuardrails({ guardrails: [McpGuardrail.denyOutsideMcp()] }));
      stack.node.root.node.findChild('Stack');
      (stack.node.root as App).synth();
    })?.includes('only the root user of its account could change the bucket policy')),
  ),
  ...rowsOf('service-linked-roles',
    row('Auto Scaling\'s role, on a key where all but the exempt are denied', 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html', [false, true],
      () => [AUTO_SCALING, 'Worker'].map((role_) => denied(linkedRole(key, new mixins.KeyMcpGuardrails(OUTSIDE), role_, 'kms:Decrypt')))),
    row('DynamoDB\'s role for replication, on a table', 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-security.html', [false, true],
      () => [REPLICATION, 'Worker'].map((role_) => denied(linkedRole(table, new mixins.TableMcpGuardrails(OUTSIDE), role_, 'dynamodb:PutItem')))),
  ),
  ...rowsOf('oauth-in-rcp',
    row('an OAuth guardrail in an RCP with a filter that Sign-In does not know', 'https://docs.aws.amazon.com/signin/latest/userguide/reference-signin-condition-keys.html', true, () => errorOf(() =>
      new McpResourceControlPolicy(stackOf(), 'Policy', {
        guardrails: [McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], exempt: [PrincipalFilter.tag('team', 'cloud')] })], targets: [PolicyTarget.root('r-ab12')],
      }))?.includes('filters by aws:PrincipalTag/team')),
  ),
  ...rowsOf('sam-roles',
    row('a role that SAM makes for a MicrovmImage', `${SAM}/sam-specification-generated-resources-microvmimage.html`, true, () => inScope('AWS::Serverless::MicrovmImage')),
    row('a role that SAM makes for a CapacityProvider', `${SAM}/sam-resource-capacityprovider.html`, true, () => inScope('AWS::Serverless::CapacityProvider')),
    row('a role that SAM makes for a NetworkConnector', `${SAM}/sam-specification-generated-resources-networkconnector.html`, true, () => inScope('AWS::Serverless::NetworkConnector')),
  ),
  ...rowsOf('endpoint-types',
    ...['ServiceNetwork', 'Resource', 'Tunnel'].map((vpcEndpointType) => row(`an endpoint of type ${vpcEndpointType} gets no policy`, ENDPOINTS, undefined, () => {
      const endpoint = new ec2.CfnVPCEndpoint(stackOf(), 'It', { vpcId: 'vpc-1', vpcEndpointType });
      Mixins.of(endpoint).apply(new mixins.VpcEndpointMcpGuardrails({ guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] })] }));
      return endpoint.policyDocument as unknown;
    })),
  ),
  ...rowsOf('federated-user-arn',
    row('a filter takes the ARN of a federated user', PAGES.globalKeys, undefined,
      () => errorOf(() => PrincipalFilter.arns('arn:aws:sts::111122223333:federated-user/Ana'))),
  ),
  ...rowsOf('characters',
    row('a character over U+00FF in a filter of a boundary', IAM_QUOTAS, true, () => errorOf(() => {
      const stack = stackOf();
      new McpPermissionsBoundary(stack, 'Boundary', { guardrails: [McpGuardrail.denyDestructiveViaMcp({ appliesTo: [PrincipalFilter.tag('team', 'Łódź')] })] });
      (stack.node.root as App).synth();
    })?.includes('U+0141')),
  ),
];
