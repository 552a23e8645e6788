using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3;
using CdkMcpGuardrails;
using CdkMcpGuardrails.Mixins;

var everything = new Everything();
everything.Run();

/** The same as ../node/everything.mts, and each public struct. */
internal sealed class Everything
{
    private const string Account = "111122223333";
    private static readonly McpGuardrail[] Guardrails = { McpGuardrail.DenyViaMcp(new DenyViaMcpOptions { Actions = ActionSet.Of("s3:DeleteBucket") }) };
    private static readonly PolicyTarget[] Targets = { PolicyTarget.Account(Account) };

    public void Run()
    {
        Structs();
        var app = new App();
        var stack = new Stack(app, "Everything");
        Define(stack);
        Validations.Of(app).AddPlugins(new McpGuardrailValidator(), new McpAccessReport());
        app.Synth();
        foreach (var line in Answers(stack)) Console.WriteLine(line);
    }

    /** Each struct with the required properties alone. */
    private static object[] Structs() => new object[]
    {
        new AgentsOwn(), new AllowMcpOptions(), new AllowOnlyOauthClientsOptions(), new AllowOnlyServersOptions { Servers = new[] { McpServer.AWS } },
        new AllowOnlyViaMcpOptions { Actions = ActionSet.Of("s3:GetObject"), AllowDelegation = false, AllowSecretReads = false, AllowPrivilegeEscalation = false },
        new AssertedRequest(), new BaselineOptions(),
        new PeopleScope { MeantForPeople = new[] { "ProtectGuardrails" } }, new RequestScope { Actions = new[] { "s3:Delete*" } },
        new DeployOnlyViaMcpOptions { DeployRoles = new[] { "arn:aws:iam::*:role/agents/*" }, AdditionalReads = ActionSet.ReadsOf("sqs") },
        new ConditionEvaluation { Match = ConditionMatch.ALWAYS, DependsOn = Array.Empty<string>() },
        new CustomerManagedPolicyReference { Name = "team" }, new DecidingStatement { Effect = "Deny", Place = "here", PolicyType = "identity-based policy" },
        new DenyOutsideMcpGuardrailProps(), new DenyOutsideMcpOptions(), new DenyPassRoleViaMcpOptions(), new DenySetViaMcpOptions(), new DenySignInSessionOptions(),
        new McpActivityMonitorProps { LogGroup = LogGroup.FromLogGroupName(new Stack(), "Logs", "trail") }, new McpActivityOptions(), new McpActivityRulesProps(),
        new McpActivityTableProps { Bucket = Bucket.FromBucketName(new Stack(), "Trail", "trail"), Accounts = new[] { Account }, Regions = new[] { "us-east-1" } },
        new McpActivityTelemetryProps { OrganizationId = "o-a1b2c3d4e5" }, new McpActivityTrailProps(),
        new DenyViaMcpOptions(), new ForwardAccessSessionOptions(), new McpControlPolicyProps { Guardrails = Guardrails, Targets = Targets }, new McpGuardrailAttachment(),
        new McpGuardrailOptions(), new McpGuardrailPolicyProps { Guardrails = Guardrails }, new McpGuardrailScope(), new McpPrincipalGuardrailsOptions(),
        new McpMaximumPermissions { Guardrails = Guardrails }, new McpPermissionSetProps { Guardrails = Guardrails, InstanceArn = "arn", Name = "People" },
        new McpPermissionsBoundaryProps { Guardrails = Guardrails }, new McpResourceControlPolicyProps { Guardrails = Guardrails, Targets = Targets },
        new McpScopedRoleProps { AssumedBy = new AccountRootPrincipal() }, new McpServerOptions(),
        new McpServiceControlPolicyProps { Guardrails = Guardrails, Targets = Targets }, new McpSessionPolicyProps { Guardrails = Guardrails },
        new McpReplayOptions { Principals = new[] { "arn:aws:iam::*:role/agents/*" } },
        new OutsideMcpConditionOptions(), new OutsideMcpExceptions(), new PolicyDocuments(),
        new PolicyMigrationFinding { Changed = false, Message = "kept", Statement = "Sid" },
        new PolicyMigrationResult { Document = new Dictionary<string, object>(), Findings = Array.Empty<IPolicyMigrationFinding>() },
        new DenyDestructiveViaMcpOptions { UnlessTagged = new ResourceTag { Key = "created-by", Value = "agents" } }, new DenyPresignedUrlsOptions(),
        new ExceptAdministratorsOptions { Administrators = Array.Empty<PrincipalFilter>() },
        new ProtectGuardrailsOptions { Administrators = Array.Empty<PrincipalFilter>(), Resources = Array.Empty<string>() },
        new DenyAgentCoreOutsideSubnetsOptions { Subnets = Array.Empty<string>() }, new ProtectAgentMarkOptions { Issuers = Array.Empty<PrincipalFilter>() },
        new AgentSessionRoleProps { AssumedBy = new AccountRootPrincipal() }, new AgentRuntimeRoleProps { Runtime = AgentRuntime.LAMBDA_FUNCTION },
        new ReadOnlyViaMcpOptions { Services = new[] { "s3" }, AdditionalReads = ActionSet.ReadsOf("sqs") }, new SimulationRequest { Action = "s3:GetObject" },
        new SimulatedPart
        {
            Action = "s3:GetObject", ExceptResources = new[] { "arn:aws:s3:::bucket/secret" },
            Result = McpSimulator.FromDocuments(new PolicyDocuments()).Simulate(new SimulationRequest { Action = "s3:GetObject" }),
        },
        new RuledOutStatement
        {
            Effect = "Deny", Place = "here", PolicyType = "identity-based policy",
            Mismatches = new[] { new StatementMismatch { Element = "Action", PolicyValues = new[] { "s3:PutObject" }, RequestValues = new[] { "s3:GetObject" } } },
        },
        new TemplateSimulatorOptions(), new VpcEndpointMcpAccessProps { Accounts = new[] { Account }, Organizations = new[] { "o-a1b2c3d4e5" } },
        new McpGuardrailsMixinProps { Guardrails = Guardrails }, new McpResourceGuardrailsProps { Guardrails = Guardrails }, new VpcEndpointMcpGuardrailsProps { Guardrails = Guardrails },
    };

    private static void Define(Stack stack)
    {
        var agent = new McpScopedRole(stack, "Agent", new McpScopedRoleProps { AssumedBy = new AccountRootPrincipal() });
        var developer = new Role(stack, "Developer", new RoleProps { AssumedBy = new AccountRootPrincipal() });
        var bucket = new Bucket(stack, "Bucket");
        bucket.GrantRead(agent);
        bucket.GrantRead(McpGrantee.OutsideMcp(developer));

        new McpGuardrailPolicy(stack, "Policy", new McpGuardrailPolicyProps { Guardrails = new[]
        {
            McpGuardrail.AllowOnlyServers(new AllowOnlyServersOptions { Servers = new[] { McpServer.AWS, McpServer.Of("x-mcp.amazonaws.com") } }),
            McpGuardrail.DenySignInSession($"arn:aws:signin:us-east-1:{Account}:session/a1b2c3d4"),
            McpGuardrail.DenySpendingViaMcp(new DenySetViaMcpOptions { Services = new[] { "ec2" } }),
            McpGuardrail.DenyPassRoleViaMcp(new DenyPassRoleViaMcpOptions { ExceptServices = new[] { "lambda.amazonaws.com" } }),
            McpGuardrail.DenySecretReadsViaMcp(new DenySetViaMcpOptions { Services = new[] { "secretsmanager" } }),
            McpGuardrail.ProtectGuardrails(new ProtectGuardrailsOptions { Administrators = new[] { PrincipalFilter.RoleNames("Admin") }, Resources = new[] { agent.RoleArn } }),
            McpGuardrail.ProtectAgentMark(new ProtectAgentMarkOptions { Issuers = new[] { PrincipalFilter.RoleNames("Deploy") } }),
        } }).AttachToRole(agent);
        new AgentSessionRole(stack, "Laptop", new AgentSessionRoleProps { AssumedBy = new AccountRootPrincipal() });
        new AgentRuntimeRole(stack, "Runtime", new AgentRuntimeRoleProps { Runtime = AgentRuntime.LAMBDA_FUNCTION });
        new DenyOutsideMcpGuardrail(stack, "Deny").AttachToRole(agent);
        new McpPermissionsBoundary(stack, "Boundary", new McpPermissionsBoundaryProps { Guardrails = new[]
        {
            McpGuardrail.DenyOutsideMcp(),
            McpGuardrail.DenyDestructiveViaMcp(new DenyDestructiveViaMcpOptions { Services = new[] { "sqs" }, Agents = AgentMark.AnyOf(AgentMark.ViaAnyServer(), AgentMark.SessionTag()) }),
        } });
        new McpSessionPolicy(stack, "Session", new McpSessionPolicyProps { Guardrails = new[] { McpGuardrail.ReadOnlyViaMcp(new ReadOnlyViaMcpOptions { Services = new[] { "s3" } }) } });
        new McpServiceControlPolicy(stack, "Service", new McpServiceControlPolicyProps { Guardrails = new[] { McpGuardrail.Baseline() }, Targets = Targets });
        new McpResourceControlPolicy(stack, "Resource", new McpResourceControlPolicyProps { Guardrails = Guardrails, Targets = Targets });
        var trail = new McpActivityTrail(stack, "Trail");
        new McpActivityMonitor(stack, "Monitor", new McpActivityMonitorProps { LogGroup = trail.LogGroup }).GrantQuery(developer);
        new McpActivityRules(stack, "Rules");
        new McpActivityTelemetry(stack, "Telemetry", new McpActivityTelemetryProps { OrganizationId = "o-a1b2c3d4e5", AuditAccount = Account });
        new McpActivityTable(stack, "Table", new McpActivityTableProps { Bucket = trail.Bucket, Accounts = new[] { Account }, Regions = new[] { "us-east-1" } });
        new McpPermissionSet(stack, "People", new McpPermissionSetProps { Name = "People", InstanceArn = "arn:aws:sso:::instance/ssoins-0123456789abcdef", Guardrails = Guardrails });
        McpPrincipalGuardrails.Of(stack).Apply(McpGuardrail.AllowOnlyOauthClients(new AllowOnlyOauthClientsOptions { ClientIds = new[] { $"arn:aws:signin:us-east-1:{Account}:external-client/dcr/agent" } }));

        Amazon.CDK.Mixins.Of(developer).Apply(new RoleMcpGuardrails(new McpGuardrailsMixinProps { Guardrails = Guardrails }));
        Amazon.CDK.Mixins.Of(bucket).Apply(new BucketMcpGuardrails(new McpResourceGuardrailsProps { Guardrails = Guardrails }));
        Amazon.CDK.Mixins.Of(new CfnVPCEndpoint(stack, "Endpoint", new CfnVPCEndpointProps { VpcId = "vpc-1", ServiceName = "com.amazonaws.us-east-1.s3" }))
            .Apply(new VpcEndpointMcpGuardrails(new VpcEndpointMcpGuardrailsProps { Guardrails = Guardrails }));

        new ManagedPolicy(stack, "Perimeter", new ManagedPolicyProps { Statements = new[] { McpNetworkPerimeter.AllowMcp(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "Perimeter", Effect = Effect.DENY, Actions = new[] { "*" }, Resources = new[] { "*" },
            Conditions = new Dictionary<string, object> { ["NotIpAddressIfExists"] = new Dictionary<string, object> { ["aws:SourceIp"] = "192.0.2.0/24" } },
        })) } });
    }

    private static IEnumerable<string> Answers(Stack stack)
    {
        var documents = McpSimulator.FromDocuments(new PolicyDocuments { IdentityPolicies = new IDictionary<string, object>[] { new Dictionary<string, object>
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new object[]
            {
                new Dictionary<string, object> { ["Effect"] = "Allow", ["Action"] = "s3:*", ["Resource"] = "*" },
                new Dictionary<string, object> { ["Sid"] = "NoDeleting", ["Effect"] = "Deny", ["Action"] = "s3:Delete*", ["Resource"] = "*", ["Condition"] = McpCondition.ViaAnyServer().ToConditions() },
            },
        } } });
        var via = documents.Simulate(new SimulationRequest { Action = "s3:DeleteObject", Origin = RequestOrigin.Via(McpServer.AWS) });
        var read = documents.Simulate(new SimulationRequest { Action = "s3:GetObject", Resource = "arn:aws:s3:::bucket/key", Context = new Dictionary<string, string[]> { ["aws:SourceIp"] = new[] { "192.0.2.1" } } });
        var nothing = McpSimulator.FromDocuments(new PolicyDocuments()).Simulate(new SimulationRequest { Action = "s3:GetObject" });
        var evaluation = McpCondition.Evaluate(new Dictionary<string, object> { ["StringNotEquals"] = new Dictionary<string, object> { ["aws:CalledViaAWSMCP"] = "eks-mcp.amazonaws.com" } }, RequestOrigin.Direct());
        var service = McpCondition.Evaluate(McpCondition.ViaAnyServer().ToConditions(), RequestOrigin.ViaAwsService());
        var migration = McpPolicyMigration.Migrate(new Dictionary<string, object>
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new object[] { new Dictionary<string, object> { ["Sid"] = "NoMcp", ["Effect"] = "Deny", ["Action"] = "aws-mcp:*", ["Resource"] = "*" } },
        });
        var assertions = McpAssertions.FromStack(stack);
        assertions.Role("Agent").IsDenied("s3:GetObject");
        yield return $"server {McpServer.EKS.ServicePrincipal}";
        yield return $"access level {AccessLevel.PERMISSIONS_MANAGEMENT}";
        yield return $"condition {JsonSerializer.Serialize(McpCondition.OutsideMcp().ToConditions())}";
        yield return $"evaluation {evaluation.Match} {evaluation.DependsOn.Length}";
        yield return $"service {service.Match} {string.Join(",", service.DependsOn)}";
        yield return $"via {via.Decision} by {string.Join(",", via.Statements.Select(each => string.Join("/", each.Effect, each.Sid, each.Place, each.PolicyType)))}";
        yield return $"read {read.Decision} by {string.Join(",", read.Statements.Select(each => each.Sid ?? "no sid"))}";
        yield return $"nothing {nothing.Decision} missing {string.Join(",", nothing.MissingAllows)}";
        yield return $"actions {string.Join(",", ActionSet.Of("s3:DeleteBucket*").ListActions())}";
        yield return $"migration {string.Join(",", migration.Findings.Select(each => each.Statement + (each.Changed ? " changed" : " kept")))}";
        yield return $"migrated {JsonSerializer.SerializeToElement(migration.Document).GetProperty("Statement")[0].GetProperty("Condition").GetProperty("StringEquals").GetProperty("aws:CalledViaAWSMCP")}";
        yield return $"rules {(new McpGuardrailValidator().RuleIds!.Length > 10 ? "many" : "few")}";
        string assertion;
        try { assertions.Role("Agent").Can("s3:GetObject"); assertion = "holds"; }
        catch (Exception error) { assertion = error.Message.Contains("expected that role Agent can call s3:GetObject, but") ? "fails" : error.ToString(); }
        yield return $"assertion {assertion}";
    }
}
