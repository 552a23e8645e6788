#!/usr/bin/env python3
from aws_cdk import App

from stacks.activity_stack import ActivityStack
from stacks.agents_stack import AgentsStack
from stacks.organization_stack import OrganizationStack
from stacks.workload_stack import WorkloadStack

app = App()
OrganizationStack(
    app,
    "Organization",
    description="What agents may do anywhere in the organization",
    # Nobody deletes the guardrails by mistake.
    termination_protection=True,
)
WorkloadStack(app, "Workload", description="Data, and the roles of an agent and a developer")
AgentsStack(app, "Agents", description="Roles of agents that come through no managed MCP server")
ActivityStack(app, "Activity", description="What agents did in this account")
app.synth()
