from aws_cdk import Acknowledgment, Aws, Stack, Validations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from cdk_mcp_guardrails import ActionSet, McpGrantee, McpGuardrail, McpScopedRole, McpServer
from constructs import Construct


class WorkloadStack(Stack):
    """An application's data, a role for its agent, and one that a developer shares with an agent."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        key = kms.Key(self, "Key", enable_key_rotation=True)
        reports = s3.Bucket(
            self,
            "Reports",
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
        )
        orders = dynamodb.TableV2(
            self,
            "Orders",
            partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        )

        # An agent that runs elsewhere and signs in by OIDC. Its role is of use only through the AWS MCP Server.
        agent = McpScopedRole(
            self,
            "Agent",
            path="/agents/",
            assumed_by=iam.WebIdentityPrincipal(
                f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:oidc-provider/token.actions.githubusercontent.com",
                {
                    "StringEquals": {
                        "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                        "token.actions.githubusercontent.com:sub": "repo:example/reports:ref:refs/heads/main",
                    },
                },
            ),
            servers=[McpServer.AWS],
            guardrails=[
                McpGuardrail.deny_via_mcp(
                    sid="DenyDeletingViaMcp",
                    actions=ActionSet.of("s3:Delete*", "dynamodb:Delete*"),
                ),
            ],
        )
        reports.grant_read_write(agent)
        orders.grant_read_data(agent)

        # A developer and an agent with the developer's credentials: both read, only the developer writes.
        developer = iam.Role(self, "Developer", assumed_by=iam.AccountRootPrincipal())
        reports.grant_read(developer)
        orders.grant_read_data(developer)
        orders.grant_write_data(McpGrantee.outside_mcp(developer))

        # What cdk-nag asks to be looked at.
        Validations.of(reports).acknowledge(
            Acknowledgment(
                id="AwsSolutions-S1",
                reason="CloudTrail tells who called, and through which server; access logs of the bucket would not.",
            )
        )
        resource = f"Resource::<{self.get_logical_id(reports.node.default_child)}.Arn>/*"
        reads = [resource, "Action::s3:GetBucket*", "Action::s3:GetObject*", "Action::s3:List*"]
        writes = ["Action::s3:Abort*", "Action::s3:DeleteObject*", "Action::kms:GenerateDataKey*", "Action::kms:ReEncrypt*"]
        for role, findings in [(agent, reads + writes), (developer, reads)]:
            Validations.of(role).acknowledge(
                *(
                    Acknowledgment(
                        id=f"AwsSolutions-IAM5[{finding}]",
                        reason="It is what a grant of the bucket gives: these actions, on this bucket, its objects and its key.",
                    )
                    for finding in findings
                )
            )
