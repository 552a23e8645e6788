package com.example.agents;

import io.github.cdkmcpguardrails.ActionSet;
import io.github.cdkmcpguardrails.AssertedRequest;
import io.github.cdkmcpguardrails.McpAssertions;
import io.github.cdkmcpguardrails.McpPrincipalAssertions;
import io.github.cdkmcpguardrails.McpServer;
import io.github.cdkmcpguardrails.RequestOrigin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;

class AgentsTest {
    private final McpPrincipalAssertions agent = McpAssertions.fromStack(new WorkloadStack(new App(), "Workload", null)).role("Agent");

    @Test
    void throughItsServerTheAgentWritesReportsAndDeletesNothing() {
        agent.can("s3:PutObject", request().via(McpServer.AWS).build());
        agent.isDenied("s3:DeleteObject", request().via(McpServer.AWS).build());
        agent.cannotAny(ActionSet.destructive("dynamodb"), AssertedRequest.builder().origin(RequestOrigin.viaAnyServer()).build());
    }

    @Test
    void outsideAServerTheRoleOfTheAgentIsOfNoUseToAnybody() {
        agent.isDenied("s3:GetObject", request().build());
        agent.cannot("dynamodb:GetItem");
    }

    private static AssertedRequest.Builder request() {
        return AssertedRequest.builder().resource("${Reports.Arn}/2026.csv").context(Map.of("aws:SecureTransport", List.of("true")));
    }
}
