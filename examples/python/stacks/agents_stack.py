from aws_cdk import Acknowledgment, Aws, Stack, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from cdk_mcp_guardrails import (
    AgentMark,
    AgentProfile,
    AgentRuntime,
    AgentRuntimeRole,
    AgentSessionRole,
    McpPermissionsBoundary,
    McpServer,
)
from constructs import Construct


class AgentsStack(Stack):
    """Agents that come through no managed MCP server: on a laptop, in a function, and in AgentCore Runtime. Their sessions are marked."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        # What agents look at, and no more, whatever else allows them something.
        profile = AgentProfile.troubleshooter(AgentMark.session_tag())
        boundary = McpPermissionsBoundary(self, "Looking", statements=profile.statements, guardrails=profile.guardrails)

        # On a laptop: a credential_process in the agent's profile assumes it, with the tags, and with the name of its user as the source identity.
        laptop = AgentSessionRole(
            self,
            "Laptop",
            path="/agents/",
            assumed_by=iam.AccountRootPrincipal(),
            agent_names=["code-assistant"],
            source_identities=["${aws:username}"],
            permissions_boundary=boundary,
            inline_policies={"Looks": iam.PolicyDocument(statements=profile.statements)},
        )

        # An MCP server of one's own in a function: its code writes logs, and does all else with marked sessions of another role.
        server = AgentRuntimeRole(
            self,
            "ServerRole",
            path="/agents/",
            runtime=AgentRuntime.LAMBDA_FUNCTION,
            agent_roles=[f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/agents/ServerSession"],
        )
        session = AgentSessionRole(
            self,
            "ServerSession",
            role_name="ServerSession",
            path="/agents/",
            assumed_by=iam.ArnPrincipal(server.role_arn),
            agent_names=["reports-server"],
            permissions_boundary=boundary,
            inline_policies={"Looks": iam.PolicyDocument(statements=profile.statements)},
        )
        code = lambda_.Function(
            self,
            "Server",
            role=server,
            runtime=lambda_.Runtime.NODEJS_22_X,
            handler="index.handler",
            code=lambda_.Code.from_inline("exports.handler = async () => ({ statusCode: 200 });"),
        )

        # In AgentCore Runtime: its code invokes models and keeps its memory by itself, and does all else through the AWS MCP Server.
        runtime = AgentRuntimeRole(
            self,
            "RuntimeRole",
            path="/agents/",
            runtime=AgentRuntime.AGENT_CORE,
            servers=[McpServer.AWS],
        )

        # What cdk-nag asks to be looked at.
        Validations.of(code).acknowledge(
            Acknowledgment(
                id="AwsSolutions-L1",
                reason="It stands for the code of a server, which has a runtime of its own.",
            )
        )
        actions = [action for statement in profile.statements for action in statement.actions]
        wildcards = [f"Action::{action}" for action in actions if "*" in action]
        for looking in [boundary, laptop, session]:
            Validations.of(looking).acknowledge(
                *(
                    Acknowledgment(
                        id=f"AwsSolutions-IAM5[{finding}]",
                        reason="It reads the state of what runs, and no data.",
                    )
                    for finding in ["Resource::*", *wildcards]
                )
            )
        for role in [server, runtime]:
            Validations.of(role).acknowledge(
                Acknowledgment(
                    id="AwsSolutions-IAM5[Resource::*]",
                    reason="It is what the runtime itself needs, such as its logs.",
                )
            )
