"""The same as ../node/everything.mts, and each public struct by its own class."""
import json

import cdk_mcp_guardrails as mcp
from aws_cdk import App, Mixins, Stack, Validations
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3

ACCOUNT = "111122223333"


def structs() -> list:
    """Each struct with the required properties alone."""
    guardrails = [mcp.McpGuardrail.deny_via_mcp(actions=mcp.ActionSet.of("s3:DeleteBucket"))]
    targets = [mcp.PolicyTarget.account(ACCOUNT)]
    return [
        mcp.AgentsOwn(),
        mcp.AllowMcpOptions(),
        mcp.AllowOnlyOauthClientsOptions(),
        mcp.AllowOnlyServersOptions(servers=[mcp.McpServer.AWS]),
        mcp.AllowOnlyViaMcpOptions(actions=mcp.ActionSet.of("s3:GetObject"), allow_delegation=False, allow_secret_reads=False, allow_privilege_escalation=False),
        mcp.AssertedRequest(),
        mcp.PeopleScope(agent_tags={"PrincipalType": "Agent"}),
        mcp.RequestScope(actions=["s3:Delete*"]),
        mcp.BaselineOptions(),
        mcp.DeployOnlyViaMcpOptions(deploy_roles=["arn:aws:iam::*:role/agents/*"], additional_reads=mcp.ActionSet.reads_of("sqs")),
        mcp.ConditionEvaluation(match=mcp.ConditionMatch.ALWAYS, depends_on=[]),
        mcp.CustomerManagedPolicyReference(name="team"),
        mcp.DecidingStatement(effect="Deny", place="here", policy_type="identity-based policy"),
        mcp.DenyOutsideMcpGuardrailProps(),
        mcp.DenyOutsideMcpOptions(),
        mcp.DenyPassRoleViaMcpOptions(),
        mcp.DenySetViaMcpOptions(),
        mcp.DenySignInSessionOptions(),
        mcp.DenyViaMcpOptions(),
        mcp.ForwardAccessSessionOptions(),
        mcp.McpActivityMonitorProps(log_group=logs.LogGroup.from_log_group_name(Stack(), "Logs", "trail")),
        mcp.McpActivityOptions(),
        mcp.McpActivityRulesProps(),
        mcp.McpActivityTableProps(bucket=s3.Bucket.from_bucket_name(Stack(), "Trail", "trail"), accounts=[ACCOUNT], regions=["us-east-1"]),
        mcp.McpActivityTelemetryProps(organization_id="o-a1b2c3d4e5"),
        mcp.McpActivityTrailProps(),
        mcp.McpControlPolicyProps(guardrails=guardrails, targets=targets),
        mcp.McpGuardrailAttachment(),
        mcp.McpGuardrailOptions(),
        mcp.McpGuardrailPolicyProps(guardrails=guardrails),
        mcp.McpGuardrailScope(),
        mcp.McpPrincipalGuardrailsOptions(),
        mcp.McpMaximumPermissions(guardrails=guardrails),
        mcp.McpPermissionSetProps(guardrails=guardrails, instance_arn="arn", name="People"),
        mcp.McpPermissionsBoundaryProps(guardrails=guardrails),
        mcp.McpResourceControlPolicyProps(guardrails=guardrails, targets=targets),
        mcp.McpScopedRoleProps(assumed_by=iam.AccountRootPrincipal()),
        mcp.McpServerOptions(),
        mcp.McpServiceControlPolicyProps(guardrails=guardrails, targets=targets),
        mcp.McpSessionPolicyProps(guardrails=guardrails),
        mcp.McpReplayOptions(context={"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}, principals=["arn:aws:iam::*:role/agents/*"]),
        mcp.OutsideMcpConditionOptions(),
        mcp.OutsideMcpExceptions(),
        mcp.PolicyDocuments(),
        mcp.PolicyMigrationFinding(changed=False, message="kept", statement="Sid"),
        mcp.PolicyMigrationResult(document={}, findings=[]),
        mcp.DenyDestructiveViaMcpOptions(unless_tagged=mcp.ResourceTag(key="created-by", value="agents")),
        mcp.DenyPresignedUrlsOptions(),
        mcp.ExceptAdministratorsOptions(administrators=[]),
        mcp.ProtectGuardrailsOptions(administrators=[], resources=[]),
        mcp.DenyAgentCoreOutsideSubnetsOptions(subnets=[]),
        mcp.ProtectAgentMarkOptions(issuers=[]),
        mcp.AgentSessionRoleProps(assumed_by=iam.AccountRootPrincipal()),
        mcp.AgentRuntimeRoleProps(runtime=mcp.AgentRuntime.LAMBDA_FUNCTION),
        mcp.ReadOnlyViaMcpOptions(services=["s3"], additional_reads=mcp.ActionSet.reads_of("sqs")),
        mcp.SimulationRequest(action="s3:GetObject"),
        mcp.SimulatedPart(action="s3:GetObject", except_resources=["arn:aws:s3:::bucket/secret"], result=mcp.McpSimulator.from_documents().simulate(action="s3:GetObject")),
        mcp.RuledOutStatement(effect="Deny", place="here", policy_type="identity-based policy", mismatches=[mcp.StatementMismatch(element="Action", policy_values=["s3:PutObject"], request_values=["s3:GetObject"])]),
        mcp.StatementMismatch(element="Action", policy_values=["s3:PutObject"], request_values=["s3:GetObject"]),
        mcp.TemplateSimulatorOptions(),
        mcp.mixins.VpcEndpointMcpAccessProps(accounts=["111122223333"], organizations=["o-a1b2c3d4e5"]),
        mcp.mixins.McpGuardrailsMixinProps(guardrails=guardrails),
        mcp.mixins.McpResourceGuardrailsProps(guardrails=guardrails),
        mcp.mixins.VpcEndpointMcpGuardrailsProps(guardrails=guardrails),
    ]


def define(stack: Stack) -> None:
    guardrails = [mcp.McpGuardrail.deny_via_mcp(actions=mcp.ActionSet.of("s3:DeleteBucket"))]
    targets = [mcp.PolicyTarget.account(ACCOUNT)]

    agent = mcp.McpScopedRole(stack, "Agent", assumed_by=iam.AccountRootPrincipal())
    developer = iam.Role(stack, "Developer", assumed_by=iam.AccountRootPrincipal())
    bucket = s3.Bucket(stack, "Bucket")
    bucket.grant_read(agent)
    bucket.grant_read(mcp.McpGrantee.outside_mcp(developer))

    policy = mcp.McpGuardrailPolicy(stack, "Policy", guardrails=[
        mcp.McpGuardrail.allow_only_servers(servers=[mcp.McpServer.AWS, mcp.McpServer.of("x-mcp.amazonaws.com")]),
        mcp.McpGuardrail.deny_sign_in_session(f"arn:aws:signin:us-east-1:{ACCOUNT}:session/a1b2c3d4"),
        mcp.McpGuardrail.deny_spending_via_mcp(services=["ec2"]),
        mcp.McpGuardrail.deny_pass_role_via_mcp(except_services=["lambda.amazonaws.com"]),
        mcp.McpGuardrail.deny_secret_reads_via_mcp(services=["secretsmanager"]),
        mcp.McpGuardrail.protect_guardrails(administrators=[mcp.PrincipalFilter.role_names("Admin")], resources=[agent.role_arn]),
        mcp.McpGuardrail.protect_agent_mark(issuers=[mcp.PrincipalFilter.role_names("Deploy")]),
    ])
    policy.attach_to_role(agent)
    mcp.AgentSessionRole(stack, "Laptop", assumed_by=iam.AccountRootPrincipal())
    mcp.AgentRuntimeRole(stack, "Runtime", runtime=mcp.AgentRuntime.LAMBDA_FUNCTION)
    mcp.DenyOutsideMcpGuardrail(stack, "Deny").attach_to_role(agent)
    mcp.McpPermissionsBoundary(stack, "Boundary", guardrails=[
        mcp.McpGuardrail.deny_outside_mcp(),
        mcp.McpGuardrail.deny_destructive_via_mcp(
            services=["sqs"], agents=mcp.AgentMark.any_of(mcp.AgentMark.via_any_server(), mcp.AgentMark.session_tag()),
        ),
    ])
    mcp.McpSessionPolicy(stack, "Session", guardrails=[mcp.McpGuardrail.read_only_via_mcp(services=["s3"])])
    mcp.McpServiceControlPolicy(stack, "Service", guardrails=[mcp.McpGuardrail.baseline()], targets=targets)
    mcp.McpResourceControlPolicy(stack, "Resource", guardrails=guardrails, targets=targets)
    trail = mcp.McpActivityTrail(stack, "Trail")
    mcp.McpActivityMonitor(stack, "Monitor", log_group=trail.log_group).grant_query(developer)
    mcp.McpActivityRules(stack, "Rules")
    mcp.McpActivityTelemetry(stack, "Telemetry", organization_id="o-a1b2c3d4e5", audit_account=ACCOUNT)
    mcp.McpActivityTable(stack, "Table", bucket=trail.bucket, accounts=[ACCOUNT], regions=["us-east-1"])
    mcp.McpPermissionSet(
        stack, "People", name="People", instance_arn="arn:aws:sso:::instance/ssoins-0123456789abcdef", guardrails=guardrails,
    )
    mcp.McpPrincipalGuardrails.of(stack).apply(mcp.McpGuardrail.allow_only_oauth_clients(
        client_ids=[f"arn:aws:signin:us-east-1:{ACCOUNT}:external-client/dcr/agent"],
    ))

    Mixins.of(developer).apply(mcp.mixins.RoleMcpGuardrails(guardrails=guardrails))
    Mixins.of(bucket).apply(mcp.mixins.BucketMcpGuardrails(guardrails=guardrails))
    endpoint = ec2.CfnVPCEndpoint(stack, "Endpoint", vpc_id="vpc-1", service_name="com.amazonaws.us-east-1.s3")
    Mixins.of(endpoint).apply(mcp.mixins.VpcEndpointMcpGuardrails(guardrails=guardrails))

    iam.ManagedPolicy(stack, "Perimeter", statements=[mcp.McpNetworkPerimeter.allow_mcp(iam.PolicyStatement(
        sid="Perimeter", effect=iam.Effect.DENY, actions=["*"], resources=["*"],
        conditions={"NotIpAddressIfExists": {"aws:SourceIp": "192.0.2.0/24"}},
    ))])


def answers(stack: Stack) -> list:
    documents = mcp.McpSimulator.from_documents(identity_policies=[{"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {
            "Sid": "NoDeleting", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*",
            "Condition": mcp.McpCondition.via_any_server().to_conditions(),
        },
    ]}])
    via = documents.simulate(action="s3:DeleteObject", origin=mcp.RequestOrigin.via(mcp.McpServer.AWS))
    read = documents.simulate(action="s3:GetObject", resource="arn:aws:s3:::bucket/key", context={"aws:SourceIp": ["192.0.2.1"]})
    nothing = mcp.McpSimulator.from_documents().simulate(action="s3:GetObject")
    evaluation = mcp.McpCondition.evaluate(
        {"StringNotEquals": {"aws:CalledViaAWSMCP": "eks-mcp.amazonaws.com"}}, mcp.RequestOrigin.direct(),
    )
    service = mcp.McpCondition.evaluate(mcp.McpCondition.via_any_server().to_conditions(), mcp.RequestOrigin.via_aws_service())
    migration = mcp.McpPolicyMigration.migrate({"Version": "2012-10-17", "Statement": [
        {"Sid": "NoMcp", "Effect": "Deny", "Action": "aws-mcp:*", "Resource": "*"},
    ]})
    assertions = mcp.McpAssertions.from_stack(stack)
    assertions.role("Agent").is_denied("s3:GetObject")
    decided = [f"{each.effect}/{each.sid}/{each.place}/{each.policy_type}" for each in via.statements]
    findings = [f"{each.statement} {'changed' if each.changed else 'kept'}" for each in migration.findings]
    return [
        f"server {mcp.McpServer.EKS.service_principal}",
        f"access level {mcp.AccessLevel.PERMISSIONS_MANAGEMENT.name}",
        f"condition {json.dumps(mcp.McpCondition.outside_mcp().to_conditions(), separators=(',', ':'))}",
        f"evaluation {evaluation.match.name} {len(evaluation.depends_on)}",
        f"service {service.match.name} {','.join(service.depends_on)}",
        f"via {via.decision.name} by {','.join(decided)}",
        f"read {read.decision.name} by {','.join(each.sid or 'no sid' for each in read.statements)}",
        f"nothing {nothing.decision.name} missing {','.join(nothing.missing_allows or [])}",
        f"actions {','.join(mcp.ActionSet.of('s3:DeleteBucket*').list_actions())}",
        f"migration {','.join(findings)}",
        f"migrated {migration.document['Statement'][0]['Condition']['StringEquals']['aws:CalledViaAWSMCP']}",
        f"rules {'many' if len(mcp.McpGuardrailValidator().rule_ids or []) > 10 else 'few'}",
        f"assertion {failure(assertions)}",
    ]


def failure(assertions: mcp.McpAssertions) -> str:
    try:
        assertions.role("Agent").can("s3:GetObject")
    except Exception as error:
        return "fails" if "expected that role Agent can call s3:GetObject, but" in str(error) else str(error)
    return "holds"


structs()
app = App()
stack = Stack(app, "Everything")
define(stack)
Validations.of(app).add_plugins(mcp.McpGuardrailValidator(), mcp.McpAccessReport())
app.synth()
print("\n".join(answers(stack)))
