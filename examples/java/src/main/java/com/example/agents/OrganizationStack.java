package com.example.agents;

import io.github.cdkmcpguardrails.AllowOnlyServersOptions;
import io.github.cdkmcpguardrails.BaselineOptions;
import io.github.cdkmcpguardrails.DenyOutsideMcpOptions;
import io.github.cdkmcpguardrails.McpGuardrail;
import io.github.cdkmcpguardrails.McpServer;
import io.github.cdkmcpguardrails.McpServiceControlPolicy;
import io.github.cdkmcpguardrails.PolicyTarget;
import io.github.cdkmcpguardrails.PrincipalFilter;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Deployed once, in the organization's management account: what holds for every agent in an organizational unit. */
public class OrganizationStack extends Stack {
    public OrganizationStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        McpServiceControlPolicy.Builder.create(this, "Agents")
                .guardrails(List.of(
                        // Nothing that loses data, reveals a secret, changes access, or gets others to act.
                        McpGuardrail.baseline(BaselineOptions.builder()
                                .exempt(List.of(PrincipalFilter.roleNames("BreakGlass")))
                                .build()),
                        // Servers that nobody has looked at yet are denied.
                        McpGuardrail.allowOnlyServers(AllowOnlyServersOptions.builder()
                                .servers(List.of(McpServer.AWS, McpServer.EKS))
                                .build()),
                        // Credentials of an agent are of no use to anybody else.
                        McpGuardrail.denyOutsideMcp(DenyOutsideMcpOptions.builder()
                                .appliesTo(List.of(PrincipalFilter.rolePaths("/agents/")))
                                .build())))
                .targets(List.of(PolicyTarget.organizationalUnit("ou-ab12-11111111")))
                .build();
    }
}
