package com.example.agents;

import software.amazon.awscdk.App;
import software.amazon.awscdk.StackProps;

public final class AgentsApp {
    private AgentsApp() {
    }

    public static void main(final String[] args) {
        final var app = new App();
        new OrganizationStack(app, "Organization", StackProps.builder()
                .description("What agents may do anywhere in the organization")
                // Nobody deletes the guardrails by mistake.
                .terminationProtection(true)
                .build());
        new WorkloadStack(app, "Workload", StackProps.builder()
                .description("Data, and the roles of an agent and a developer")
                .build());
        new AgentsStack(app, "Agents", StackProps.builder()
                .description("Roles of agents that come through no managed MCP server")
                .build());
        new ActivityStack(app, "Activity", StackProps.builder()
                .description("What agents did in this account")
                .build());
        app.synth();
    }
}
