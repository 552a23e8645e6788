from aws_cdk import Acknowledgment, Stack, Validations
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_sns as sns
from cdk_mcp_guardrails import McpActivityMonitor, McpActivityRules, McpActivityTrail, McpServer, PrincipalFilter
from constructs import Construct


class ActivityStack(Stack):
    """What agents did in this account: a trail, alarms for people, and a dashboard."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)

        alarms = sns.Topic(self, "Alarms", enforce_ssl=True)
        trail = McpActivityTrail(self, "Trail")
        McpActivityMonitor(
            self,
            "Agents",
            log_group=trail.log_group,
            servers=[McpServer.AWS],
            agents=[PrincipalFilter.role_paths("/agents/")],
            alarm_topic=alarms,
            dashboard=True,
        )
        # Within seconds, in this Region.
        McpActivityRules(
            self,
            "Rules",
            exempt=[PrincipalFilter.role_names("BreakGlass")],
            targets=[targets.SnsTopic(alarms)],
        )

        # What cdk-nag asks to be looked at.
        Validations.of(trail).acknowledge(
            Acknowledgment(id="AwsSolutions-S1", reason="It is the log: only CloudTrail writes to it.")
        )
