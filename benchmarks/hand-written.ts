import type { StackProps } from 'aws-cdk-lib';
import { Aws, aws_organizations as organizations, Stack } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountRootPrincipal, Effect, PolicyDocument, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const OUTSIDE_MCP = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false', 'aws:IsMcpServiceAction': 'false', 'aws:ViaAWSService': 'false' } };

/** The workload stack of the example, of the same meaning, as somebody writes it who knows the condition keys well. */
export class HandWrittenWorkload extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const key = new Key(this, 'Key', { enableKeyRotation: true });
    const reports = new Bucket(this, 'Reports', {
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
    });
    const orders = new TableV2(this, 'Orders', { partitionKey: { name: 'id', type: AttributeType.STRING } });

    const deny = (sid: string, actions: string[], conditions: PolicyStatement['conditions']) =>
      new PolicyStatement({ sid, effect: Effect.DENY, actions, resources: ['*'], conditions });
    const agent = new Role(this, 'Agent', {
      path: '/agents/',
      assumedBy: new WebIdentityPrincipal(`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com`, {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': 'repo:example/reports:ref:refs/heads/main',
        },
      }),
      inlinePolicies: {
        Guardrails: new PolicyDocument({
          statements: [
            deny('DenyOutsideMcp', ['*'], OUTSIDE_MCP),
            deny('DenyOtherServers', ['*'], { ...VIA_MCP, StringNotEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }),
            deny('DenyDeleting', ['dynamodb:Delete*', 's3:Delete*'], VIA_MCP),
          ],
        }),
      },
    });
    reports.grantReadWrite(agent);
    orders.grantReadData(agent);

    const developer = new Role(this, 'Developer', { assumedBy: new AccountRootPrincipal() });
    reports.grantRead(developer);
    orders.grantReadData(developer);
    developer.addToPolicy(new PolicyStatement({
      actions: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:DescribeTable', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      resources: [orders.tableArn],
      conditions: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } },
    }));
  }
}

/** The actions that the organization denies to agents. */
export interface DeniedActions {
  /** By name, those of KMS left out. */
  readonly actions: string[];
  readonly ofKms: string[];
}

/** The organization stack of the example, of the same meaning. */
export class HandWrittenOrganization extends Stack {
  constructor(scope: Construct, id: string, denied: DeniedActions) {
    super(scope, id);
    const exempt = { ArnNotLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/BreakGlass', 'arn:*:iam::*:role/*/BreakGlass'] } };
    const deny = (sid: string, actions: string[], conditions: object) => ({ Sid: sid, Effect: 'Deny', Action: actions, Resource: '*', Condition: conditions });
    new organizations.CfnPolicy(this, 'Agents', {
      name: 'agents',
      type: 'SERVICE_CONTROL_POLICY',
      targetIds: ['ou-ab12-11111111'],
      content: {
        Version: '2012-10-17',
        Statement: [
          deny('DenyDangerousViaMcp', denied.actions, { ...VIA_MCP, ...exempt }),
          deny('DenyKmsViaMcp', denied.ofKms, { ...VIA_MCP, StringLikeIfExists: { 'kms:ViaService': '*-mcp.*' }, ...exempt }),
          deny('DenyOtherServers', ['*'], {
            ...VIA_MCP, StringNotEquals: { 'aws:CalledViaAWSMCP': ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'] },
          }),
          deny('DenyOutsideMcp', ['*'], { ...OUTSIDE_MCP, ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/agents/*' } }),
        ],
      },
    });
  }
}
