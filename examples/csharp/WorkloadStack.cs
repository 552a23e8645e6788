using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.DynamoDB;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.S3;
using CdkMcpGuardrails;
using Constructs;

namespace Agents;

/// <summary>An application's data, a role for its agent, and one that a developer shares with an agent.</summary>
public class WorkloadStack : Stack
{
    public WorkloadStack(Construct scope, string id, IStackProps? props = null)
        : base(scope, id, props)
    {
        var key = new Key(this, "Key", new KeyProps { EnableKeyRotation = true });
        var reports = new Bucket(this, "Reports", new BucketProps
        {
            Encryption = BucketEncryption.KMS,
            EncryptionKey = key,
            BlockPublicAccess = BlockPublicAccess.BLOCK_ALL,
            EnforceSSL = true,
            Versioned = true,
        });
        var orders = new TableV2(this, "Orders", new TablePropsV2
        {
            PartitionKey = new Attribute { Name = "id", Type = AttributeType.STRING },
        });

        // An agent that runs elsewhere and signs in by OIDC. Its role is of use only through the AWS MCP Server.
        var provider = $"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com";
        var agent = new McpScopedRole(this, "Agent", new McpScopedRoleProps
        {
            Path = "/agents/",
            AssumedBy = new WebIdentityPrincipal(provider, new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object>
                {
                    ["token.actions.githubusercontent.com:aud"] = "sts.amazonaws.com",
                    ["token.actions.githubusercontent.com:sub"] = "repo:example/reports:ref:refs/heads/main",
                },
            }),
            Servers = new[] { McpServer.AWS },
            Guardrails = new[]
            {
                McpGuardrail.DenyViaMcp(new DenyViaMcpOptions
                {
                    Sid = "DenyDeletingViaMcp",
                    Actions = ActionSet.Of("s3:Delete*", "dynamodb:Delete*"),
                }),
            },
        });
        reports.GrantReadWrite(agent);
        orders.GrantReadData(agent);

        // A developer and an agent with the developer's credentials: both read, only the developer writes.
        var developer = new Role(this, "Developer", new RoleProps { AssumedBy = new AccountRootPrincipal() });
        reports.GrantRead(developer);
        orders.GrantReadData(developer);
        orders.GrantWriteData(McpGrantee.OutsideMcp(developer));

        // What cdk-nag asks to be looked at.
        Validations.Of(reports).Acknowledge(new Acknowledgment
        {
            Id = "AwsSolutions-S1",
            Reason = "CloudTrail tells who called, and through which server; access logs of the bucket would not.",
        });
        var resource = $"Resource::<{GetLogicalId((CfnBucket)reports.Node.DefaultChild!)}.Arn>/*";
        var reads = new[] { resource, "Action::s3:GetBucket*", "Action::s3:GetObject*", "Action::s3:List*" };
        var writes = new[] { "Action::s3:Abort*", "Action::s3:DeleteObject*", "Action::kms:GenerateDataKey*", "Action::kms:ReEncrypt*" };
        AcknowledgeWildcards(agent, reads.Concat(writes));
        AcknowledgeWildcards(developer, reads);
    }

    private static void AcknowledgeWildcards(Role role, IEnumerable<string> findings)
    {
        foreach (var finding in findings)
        {
            Validations.Of(role).Acknowledge(new Acknowledgment
            {
                Id = $"AwsSolutions-IAM5[{finding}]",
                Reason = "It is what a grant of the bucket gives: these actions, on this bucket, its objects and its key.",
            });
        }
    }
}
