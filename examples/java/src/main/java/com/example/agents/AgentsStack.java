package com.example.agents;

import io.github.cdkmcpguardrails.AgentMark;
import io.github.cdkmcpguardrails.AgentProfile;
import io.github.cdkmcpguardrails.AgentRuntime;
import io.github.cdkmcpguardrails.AgentRuntimeRole;
import io.github.cdkmcpguardrails.AgentSessionRole;
import io.github.cdkmcpguardrails.McpPermissionsBoundary;
import io.github.cdkmcpguardrails.McpServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.constructs.Construct;

/**
 * Agents that come through no managed MCP server: on a laptop, in a function, and in AgentCore Runtime. Their sessions are
 * marked.
 */
public class AgentsStack extends Stack {
    public AgentsStack(final Construct scope, final String id, final StackProps props) {
        super(scope, id, props);

        // What agents look at, and no more, whatever else allows them something.
        final AgentProfile profile = AgentProfile.troubleshooter(AgentMark.sessionTag());
        final McpPermissionsBoundary boundary = McpPermissionsBoundary.Builder.create(this, "Looking")
                .statements(profile.getStatements())
                .guardrails(profile.getGuardrails())
                .build();

        // On a laptop: a credential_process in the agent's profile assumes it, with the tags, and with the name of its
        // user as the source identity.
        final AgentSessionRole laptop = AgentSessionRole.Builder.create(this, "Laptop")
                .path("/agents/")
                .assumedBy(new AccountRootPrincipal())
                .agentNames(List.of("code-assistant"))
                .sourceIdentities(List.of("${aws:username}"))
                .permissionsBoundary(boundary)
                .inlinePolicies(Map.of("Looks", PolicyDocument.Builder.create().statements(profile.getStatements()).build()))
                .build();

        // An MCP server of one's own in a function: its code writes logs, and does all else with marked sessions of another
        // role.
        final AgentRuntimeRole server = AgentRuntimeRole.Builder.create(this, "ServerRole")
                .path("/agents/")
                .runtime(AgentRuntime.LAMBDA_FUNCTION)
                .agentRoles(List.of("arn:%s:iam::%s:role/agents/ServerSession".formatted(Aws.PARTITION, Aws.ACCOUNT_ID)))
                .build();
        final AgentSessionRole session = AgentSessionRole.Builder.create(this, "ServerSession")
                .roleName("ServerSession")
                .path("/agents/")
                .assumedBy(new ArnPrincipal(server.getRoleArn()))
                .agentNames(List.of("reports-server"))
                .permissionsBoundary(boundary)
                .inlinePolicies(Map.of("Looks", PolicyDocument.Builder.create().statements(profile.getStatements()).build()))
                .build();
        final Function code = Function.Builder.create(this, "Server")
                .role(server)
                .runtime(Runtime.NODEJS_22_X)
                .handler("index.handler")
                .code(Code.fromInline("exports.handler = async () => ({ statusCode: 200 });"))
                .build();

        // In AgentCore Runtime: its code invokes models and keeps its memory by itself, and does all else through the AWS MCP
        // Server.
        final AgentRuntimeRole runtime = AgentRuntimeRole.Builder.create(this, "RuntimeRole")
                .path("/agents/")
                .runtime(AgentRuntime.AGENT_CORE)
                .servers(List.of(McpServer.AWS))
                .build();

        // What cdk-nag asks to be looked at.
        Validations.of(code).acknowledge(Acknowledgment.builder()
                .id("AwsSolutions-L1")
                .reason("It stands for the code of a server, which has a runtime of its own.")
                .build());
        final List<String> wildcards = profile.getStatements().stream()
                .flatMap(statement -> statement.getActions().stream())
                .filter(action -> action.contains("*"))
                .map(action -> "Action::" + action)
                .toList();
        for (final Construct looking : List.<Construct>of(boundary, laptop, session)) {
            Stream.concat(Stream.of("Resource::*"), wildcards.stream())
                    .forEach(finding -> Validations.of(looking).acknowledge(Acknowledgment.builder()
                            .id("AwsSolutions-IAM5[%s]".formatted(finding))
                            .reason("It reads the state of what runs, and no data.")
                            .build()));
        }
        for (final AgentRuntimeRole role : List.of(server, runtime)) {
            Validations.of(role).acknowledge(Acknowledgment.builder()
                    .id("AwsSolutions-IAM5[Resource::*]")
                    .reason("It is what the runtime itself needs, such as its logs.")
                    .build());
        }
    }
}
