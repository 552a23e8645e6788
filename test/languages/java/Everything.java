package com.example.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdkmcpguardrails.*;
import io.github.cdkmcpguardrails.mixins.BucketMcpGuardrails;
import io.github.cdkmcpguardrails.mixins.McpGuardrailsMixinProps;
import io.github.cdkmcpguardrails.mixins.McpResourceGuardrailsProps;
import io.github.cdkmcpguardrails.mixins.RoleMcpGuardrails;
import io.github.cdkmcpguardrails.mixins.VpcEndpointMcpAccessProps;
import io.github.cdkmcpguardrails.mixins.VpcEndpointMcpGuardrails;
import io.github.cdkmcpguardrails.mixins.VpcEndpointMcpGuardrailsProps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Mixins;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.ec2.CfnVPCEndpoint;
import software.amazon.awscdk.services.iam.AccountRootPrincipal;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.s3.Bucket;

/** The same as ../node/everything.mts, and each public struct by its builder. */
public final class Everything {
    private static final String ACCOUNT = "111122223333";

    private Everything() {
    }

    public static void main(final String[] args) throws JsonProcessingException {
        structs();
        final App app = new App();
        final Stack stack = new Stack(app, "Everything");
        define(stack);
        Validations.of(app).addPlugins(new McpGuardrailValidator(), new McpAccessReport());
        app.synth();
        System.out.println(String.join("\n", answers(stack)));
    }

    /** Each struct with the required properties alone: a builder throws where one is missing. */
    private static List<Object> structs() {
        final List<McpGuardrail> guardrails = guardrails();
        final List<PolicyTarget> targets = List.of(PolicyTarget.account(ACCOUNT));
        return List.of(
                AgentsOwn.builder().build(),
                AllowMcpOptions.builder().build(),
                AllowOnlyOauthClientsOptions.builder().build(),
                AllowOnlyServersOptions.builder().servers(List.of(McpServer.AWS)).build(),
                AllowOnlyViaMcpOptions.builder().actions(ActionSet.of("s3:GetObject")).allowDelegation(false).allowSecretReads(false).allowPrivilegeEscalation(false).build(),
                AssertedRequest.builder().build(),
                PeopleScope.builder().agentTags(Map.of("PrincipalType", "Agent")).build(),
                RequestScope.builder().actions(List.of("s3:Delete*")).build(),
                BaselineOptions.builder().build(),
                DeployOnlyViaMcpOptions.builder().deployRoles(List.of("arn:aws:iam::*:role/agents/*")).additionalReads(ActionSet.readsOf("sqs")).build(),
                ConditionEvaluation.builder().match(ConditionMatch.ALWAYS).dependsOn(List.of()).build(),
                CustomerManagedPolicyReference.builder().name("team").build(),
                DecidingStatement.builder().effect("Deny").place("here").policyType("identity-based policy").build(),
                DenyOutsideMcpGuardrailProps.builder().build(),
                DenyOutsideMcpOptions.builder().build(),
                DenyPassRoleViaMcpOptions.builder().build(),
                DenySetViaMcpOptions.builder().build(),
                DenySignInSessionOptions.builder().build(),
                DenyViaMcpOptions.builder().build(),
                ForwardAccessSessionOptions.builder().build(),
                McpActivityMonitorProps.builder().logGroup(LogGroup.fromLogGroupName(new Stack(), "Logs", "trail")).build(),
                McpActivityOptions.builder().build(),
                McpActivityRulesProps.builder().build(),
                McpActivityTableProps.builder().bucket(Bucket.fromBucketName(new Stack(), "Trail", "trail"))
                        .accounts(List.of(ACCOUNT)).regions(List.of("us-east-1")).build(),
                McpActivityTelemetryProps.builder().organizationId("o-a1b2c3d4e5").build(),
                McpActivityTrailProps.builder().build(),
                McpControlPolicyProps.builder().guardrails(guardrails).targets(targets).build(),
                McpGuardrailAttachment.builder().build(),
                McpGuardrailOptions.builder().build(),
                McpGuardrailPolicyProps.builder().guardrails(guardrails).build(),
                McpGuardrailScope.builder().build(),
                McpPrincipalGuardrailsOptions.builder().build(),
                McpMaximumPermissions.builder().guardrails(guardrails).build(),
                McpPermissionSetProps.builder().guardrails(guardrails).instanceArn("arn").name("People").build(),
                McpPermissionsBoundaryProps.builder().guardrails(guardrails).build(),
                McpResourceControlPolicyProps.builder().guardrails(guardrails).targets(targets).build(),
                McpScopedRoleProps.builder().assumedBy(new AccountRootPrincipal()).build(),
                McpServerOptions.builder().build(),
                McpServiceControlPolicyProps.builder().guardrails(guardrails).targets(targets).build(),
                McpSessionPolicyProps.builder().guardrails(guardrails).build(),
                McpReplayOptions.builder().context(Map.of("aws:PrincipalOrgID", List.of("o-a1b2c3d4e5"))).principals(List.of("arn:aws:iam::*:role/agents/*")).build(),
                OutsideMcpConditionOptions.builder().build(),
                OutsideMcpExceptions.builder().build(),
                PolicyDocuments.builder().build(),
                PolicyMigrationFinding.builder().changed(false).message("kept").statement("Sid").build(),
                PolicyMigrationResult.builder().document(Map.of()).findings(List.of()).build(),
                DenyDestructiveViaMcpOptions.builder().unlessTagged(ResourceTag.builder().key("created-by").value("agents").build()).build(),
                DenyPresignedUrlsOptions.builder().build(),
                ExceptAdministratorsOptions.builder().administrators(List.of()).build(),
                ProtectGuardrailsOptions.builder().administrators(List.of()).resources(List.of()).build(),
                DenyAgentCoreOutsideSubnetsOptions.builder().subnets(List.of()).build(),
                ProtectAgentMarkOptions.builder().issuers(List.of()).build(),
                AgentSessionRoleProps.builder().assumedBy(new AccountRootPrincipal()).build(),
                AgentRuntimeRoleProps.builder().runtime(AgentRuntime.LAMBDA_FUNCTION).build(),
                ReadOnlyViaMcpOptions.builder().services(List.of("s3")).additionalReads(ActionSet.readsOf("sqs")).build(),
                SimulationRequest.builder().action("s3:GetObject").build(),
                SimulatedPart.builder().action("s3:GetObject").exceptResources(List.of("arn:aws:s3:::bucket/secret"))
                        .result(McpSimulator.fromDocuments(PolicyDocuments.builder().build()).simulate(SimulationRequest.builder().action("s3:GetObject").build())).build(),
                RuledOutStatement.builder().effect("Deny").place("here").policyType("identity-based policy").mismatches(List.of(
                        StatementMismatch.builder().element("Action").policyValues(List.of("s3:PutObject")).requestValues(List.of("s3:GetObject")).build())).build(),
                StatementMismatch.builder().element("Action").policyValues(List.of("s3:PutObject")).requestValues(List.of("s3:GetObject")).build(),
                TemplateSimulatorOptions.builder().build(),
                VpcEndpointMcpAccessProps.builder().accounts(List.of("111122223333")).organizations(List.of("o-a1b2c3d4e5")).build(),
                McpGuardrailsMixinProps.builder().guardrails(guardrails).build(),
                McpResourceGuardrailsProps.builder().guardrails(guardrails).build(),
                VpcEndpointMcpGuardrailsProps.builder().guardrails(guardrails).build());
    }

    private static List<McpGuardrail> guardrails() {
        return List.of(McpGuardrail.denyViaMcp(DenyViaMcpOptions.builder().actions(ActionSet.of("s3:DeleteBucket")).build()));
    }

    private static void define(final Stack stack) {
        final List<McpGuardrail> guardrails = guardrails();
        final List<PolicyTarget> targets = List.of(PolicyTarget.account(ACCOUNT));

        final McpScopedRole agent = McpScopedRole.Builder.create(stack, "Agent").assumedBy(new AccountRootPrincipal()).build();
        final Role developer = Role.Builder.create(stack, "Developer").assumedBy(new AccountRootPrincipal()).build();
        final Bucket bucket = new Bucket(stack, "Bucket");
        bucket.grantRead(agent);
        bucket.grantRead(McpGrantee.outsideMcp(developer));

        McpGuardrailPolicy.Builder.create(stack, "Policy").guardrails(List.of(
                McpGuardrail.allowOnlyServers(AllowOnlyServersOptions.builder()
                        .servers(List.of(McpServer.AWS, McpServer.of("x-mcp.amazonaws.com")))
                        .build()),
                McpGuardrail.denySignInSession("arn:aws:signin:us-east-1:%s:session/a1b2c3d4".formatted(ACCOUNT)),
                McpGuardrail.denySpendingViaMcp(DenySetViaMcpOptions.builder().services(List.of("ec2")).build()),
                McpGuardrail.denyPassRoleViaMcp(DenyPassRoleViaMcpOptions.builder().exceptServices(List.of("lambda.amazonaws.com")).build()),
                McpGuardrail.denySecretReadsViaMcp(DenySetViaMcpOptions.builder().services(List.of("secretsmanager")).build()),
                McpGuardrail.protectGuardrails(ProtectGuardrailsOptions.builder()
                        .administrators(List.of(PrincipalFilter.roleNames("Admin")))
                        .resources(List.of(agent.getRoleArn()))
                        .build()),
                McpGuardrail.protectAgentMark(ProtectAgentMarkOptions.builder().issuers(List.of(PrincipalFilter.roleNames("Deploy"))).build())))
                .build().attachToRole(agent);
        AgentSessionRole.Builder.create(stack, "Laptop").assumedBy(new AccountRootPrincipal()).build();
        AgentRuntimeRole.Builder.create(stack, "Runtime").runtime(AgentRuntime.LAMBDA_FUNCTION).build();
        new DenyOutsideMcpGuardrail(stack, "Deny").attachToRole(agent);
        McpPermissionsBoundary.Builder.create(stack, "Boundary").guardrails(List.of(
                McpGuardrail.denyOutsideMcp(),
                McpGuardrail.denyDestructiveViaMcp(DenyDestructiveViaMcpOptions.builder()
                        .services(List.of("sqs"))
                        .agents(AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag()))
                        .build()))).build();
        McpSessionPolicy.Builder.create(stack, "Session")
                .guardrails(List.of(McpGuardrail.readOnlyViaMcp(ReadOnlyViaMcpOptions.builder().services(List.of("s3")).build())))
                .build();
        McpServiceControlPolicy.Builder.create(stack, "Service").guardrails(List.of(McpGuardrail.baseline())).targets(targets).build();
        McpResourceControlPolicy.Builder.create(stack, "Resource").guardrails(guardrails).targets(targets).build();
        final McpActivityTrail trail = new McpActivityTrail(stack, "Trail");
        McpActivityMonitor.Builder.create(stack, "Monitor").logGroup(trail.getLogGroup()).build().grantQuery(developer);
        new McpActivityRules(stack, "Rules");
        McpActivityTelemetry.Builder.create(stack, "Telemetry").organizationId("o-a1b2c3d4e5").auditAccount(ACCOUNT).build();
        McpActivityTable.Builder.create(stack, "Table").bucket(trail.getBucket())
                .accounts(List.of(ACCOUNT)).regions(List.of("us-east-1")).build();
        McpPermissionSet.Builder.create(stack, "People").name("People")
                .instanceArn("arn:aws:sso:::instance/ssoins-0123456789abcdef").guardrails(guardrails).build();
        McpPrincipalGuardrails.of(stack).apply(McpGuardrail.allowOnlyOauthClients(AllowOnlyOauthClientsOptions.builder()
                .clientIds(List.of("arn:aws:signin:us-east-1:%s:external-client/dcr/agent".formatted(ACCOUNT)))
                .build()));

        Mixins.of(developer).apply(RoleMcpGuardrails.Builder.create().guardrails(guardrails).build());
        Mixins.of(bucket).apply(BucketMcpGuardrails.Builder.create().guardrails(guardrails).build());
        Mixins.of(CfnVPCEndpoint.Builder.create(stack, "Endpoint").vpcId("vpc-1").serviceName("com.amazonaws.us-east-1.s3").build())
                .apply(VpcEndpointMcpGuardrails.Builder.create().guardrails(guardrails).build());

        ManagedPolicy.Builder.create(stack, "Perimeter").statements(List.of(McpNetworkPerimeter.allowMcp(PolicyStatement.Builder.create()
                .sid("Perimeter").effect(Effect.DENY).actions(List.of("*")).resources(List.of("*"))
                .conditions(Map.of("NotIpAddressIfExists", Map.of("aws:SourceIp", "192.0.2.0/24")))
                .build()))).build();
    }

    private static List<String> answers(final Stack stack) throws JsonProcessingException {
        final McpSimulator documents = McpSimulator.fromDocuments(PolicyDocuments.builder().identityPolicies(List.of(
                Map.of("Version", "2012-10-17", "Statement", List.of(
                        Map.of("Effect", "Allow", "Action", "s3:*", "Resource", "*"),
                        Map.of("Sid", "NoDeleting", "Effect", "Deny", "Action", "s3:Delete*", "Resource", "*",
                                "Condition", McpCondition.viaAnyServer().toConditions()))))).build());
        final SimulationResult via = documents.simulate(SimulationRequest.builder()
                .action("s3:DeleteObject").origin(RequestOrigin.via(McpServer.AWS)).build());
        final SimulationResult read = documents.simulate(SimulationRequest.builder().action("s3:GetObject")
                .resource("arn:aws:s3:::bucket/key").context(Map.of("aws:SourceIp", List.of("192.0.2.1"))).build());
        final SimulationResult nothing = McpSimulator.fromDocuments(PolicyDocuments.builder().build())
                .simulate(SimulationRequest.builder().action("s3:GetObject").build());
        final ConditionEvaluation evaluation = McpCondition.evaluate(
                Map.of("StringNotEquals", Map.of("aws:CalledViaAWSMCP", "eks-mcp.amazonaws.com")), RequestOrigin.direct());
        final ConditionEvaluation service = McpCondition.evaluate(
                McpCondition.viaAnyServer().toConditions(), RequestOrigin.viaAwsService());
        final PolicyMigrationResult migration = McpPolicyMigration.migrate(Map.of("Version", "2012-10-17", "Statement", List.of(
                Map.of("Sid", "NoMcp", "Effect", "Deny", "Action", "aws-mcp:*", "Resource", "*"))));
        final McpAssertions assertions = McpAssertions.fromStack(stack);
        assertions.role("Agent").isDenied("s3:GetObject");
        return List.of(
                "server " + McpServer.EKS.getServicePrincipal(),
                "access level " + AccessLevel.PERMISSIONS_MANAGEMENT,
                "condition " + new ObjectMapper().writeValueAsString(McpCondition.outsideMcp().toConditions()),
                "evaluation %s %d".formatted(evaluation.getMatch(), evaluation.getDependsOn().size()),
                "service %s %s".formatted(service.getMatch(), String.join(",", service.getDependsOn())),
                "via %s by %s".formatted(via.getDecision(), via.getStatements().stream()
                        .map(each -> String.join("/", each.getEffect(), each.getSid(), each.getPlace(), each.getPolicyType()))
                        .collect(Collectors.joining(","))),
                "read %s by %s".formatted(read.getDecision(), read.getStatements().stream()
                        .map(each -> Optional.ofNullable(each.getSid()).orElse("no sid"))
                        .collect(Collectors.joining(","))),
                "nothing %s missing %s".formatted(nothing.getDecision(), String.join(",", nothing.getMissingAllows())),
                "actions " + String.join(",", ActionSet.of("s3:DeleteBucket*").listActions()),
                "migration " + migration.getFindings().stream()
                        .map(each -> each.getStatement() + (each.getChanged() ? " changed" : " kept"))
                        .collect(Collectors.joining(",")),
                "migrated " + new ObjectMapper().valueToTree(migration.getDocument())
                        .at("/Statement/0/Condition/StringEquals/aws:CalledViaAWSMCP").asText(),
                "rules " + (new McpGuardrailValidator().getRuleIds().size() > 10 ? "many" : "few"),
                "assertion " + failure(assertions));
    }

    private static String failure(final McpAssertions assertions) {
        try {
            assertions.role("Agent").can("s3:GetObject");
            return "holds";
        } catch (RuntimeException e) {
            return e.getMessage().contains("expected that role Agent can call s3:GetObject, but") ? "fails" : e.getMessage();
        }
    }
}
