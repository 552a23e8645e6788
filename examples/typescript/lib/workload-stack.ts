import { Aws, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { AttributeType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AccountRootPrincipal, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { ActionSet, McpGrantee, McpGuardrail, McpScopedRole, McpServer } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';

/** An application's data, a role for its agent, and one that a developer shares with an agent. */
export class WorkloadStack extends Stack {
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
    const orders = new TableV2(this, 'Orders', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
    });

    // An agent that runs elsewhere and signs in by OIDC. Its role is of use only through the AWS MCP Server.
    const agent = new McpScopedRole(this, 'Agent', {
      path: '/agents/',
      assumedBy: new WebIdentityPrincipal(`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com`, {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': 'repo:example/reports:ref:refs/heads/main',
        },
      }),
      servers: [McpServer.AWS],
      guardrails: [
        McpGuardrail.denyViaMcp({ sid: 'DenyDeletingViaMcp', actions: ActionSet.of('s3:Delete*', 'dynamodb:Delete*') }),
      ],
    });
    reports.grantReadWrite(agent);
    orders.grantReadData(agent);

    // A developer and an agent with the developer's credentials: both read, only the developer writes.
    const developer = new Role(this, 'Developer', { assumedBy: new AccountRootPrincipal() });
    reports.grantRead(developer);
    orders.grantReadData(developer);
    orders.grantWriteData(McpGrantee.outsideMcp(developer));

    // What cdk-nag asks to be looked at.
    Validations.of(reports).acknowledge({
      id: 'AwsSolutions-S1', reason: 'CloudTrail tells who called, and through which server; access logs of the bucket would not.',
    });
    const resource = `Resource::<${this.getLogicalId(reports.node.defaultChild as CfnBucket)}.Arn>/*`;
    const reads = [resource, 'Action::s3:GetBucket*', 'Action::s3:GetObject*', 'Action::s3:List*'];
    const writes = ['Action::s3:Abort*', 'Action::s3:DeleteObject*', 'Action::kms:GenerateDataKey*', 'Action::kms:ReEncrypt*'];
    for (const [role, findings] of [[agent, [...reads, ...writes]], [developer, reads]] as const) {
      Validations.of(role).acknowledge(...findings.map((finding) => ({
        id: `AwsSolutions-IAM5[${finding}]`, reason: 'It is what a grant of the bucket gives: these actions, on this bucket, its objects and its key.',
      })));
    }
  }
}
