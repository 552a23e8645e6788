import pytest
from aws_cdk import App
from cdk_mcp_guardrails import ActionSet, McpAssertions, McpServer, RequestOrigin

from stacks.workload_stack import WorkloadStack

REQUEST = {"resource": "${Reports.Arn}/2026.csv", "context": {"aws:SecureTransport": ["true"]}}


@pytest.fixture(scope="module")
def agent():
    return McpAssertions.from_stack(WorkloadStack(App(), "Workload")).role("Agent")


def test_through_its_server_the_agent_writes_reports_and_deletes_nothing(agent):
    agent.can("s3:PutObject", via=McpServer.AWS, **REQUEST)
    agent.is_denied("s3:DeleteObject", via=McpServer.AWS, **REQUEST)
    agent.cannot_any(ActionSet.destructive("dynamodb"), origin=RequestOrigin.via_any_server())


def test_outside_a_server_the_role_of_the_agent_is_of_no_use_to_anybody(agent):
    agent.is_denied("s3:GetObject", **REQUEST)
    agent.cannot("dynamodb:GetItem")
