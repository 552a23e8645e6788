from aws_cdk import Stack
from cdk_mcp_guardrails import McpGuardrail, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter
from constructs import Construct


class OrganizationStack(Stack):
    """Deployed once, in the organization's management account: what holds for every agent in an organizational unit."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        McpServiceControlPolicy(
            self,
            "Agents",
            guardrails=[
                # Nothing that loses data, reveals a secret, changes access, or gets others to act.
                McpGuardrail.baseline(exempt=[PrincipalFilter.role_names("BreakGlass")]),
                # Servers that nobody has looked at yet are denied.
                McpGuardrail.allow_only_servers(servers=[McpServer.AWS, McpServer.EKS]),
                # Credentials of an agent are of no use to anybody else.
                McpGuardrail.deny_outside_mcp(applies_to=[PrincipalFilter.role_paths("/agents/")]),
            ],
            targets=[PolicyTarget.organizational_unit("ou-ab12-11111111")],
        )
