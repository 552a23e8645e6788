// The same as ../node/everything.mts, and each public struct as it is with the required fields alone.
package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	mcp "github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails"
	"github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails/mixins"
)

const account = "111122223333"

type object = map[string]interface{}

func main() {
	defer jsii.Close()
	structs()
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Everything"), nil)
	define(stack)
	awscdk.Validations_Of(app).AddPlugins(mcp.NewMcpGuardrailValidator(), mcp.NewMcpAccessReport())
	app.Synth(nil)
	fmt.Println(strings.Join(answers(stack), "\n"))
}

// Each struct with the required fields alone.
func structs() []interface{} {
	targets := &[]mcp.PolicyTarget{mcp.PolicyTarget_Account(jsii.String(account))}
	return []interface{}{
		&mcp.AgentsOwn{},
		&mcp.AllowMcpOptions{},
		&mcp.AllowOnlyOauthClientsOptions{},
		&mcp.AllowOnlyServersOptions{Servers: &[]mcp.McpServer{mcp.McpServer_AWS()}},
		&mcp.AllowOnlyViaMcpOptions{Actions: mcp.ActionSet_Of(jsii.String("s3:GetObject")), AllowDelegation: jsii.Bool(false), AllowSecretReads: jsii.Bool(false), AllowPrivilegeEscalation: jsii.Bool(false)},
		&mcp.AssertedRequest{},
		&mcp.PeopleScope{AgentTags: &map[string]*string{"PrincipalType": jsii.String("Agent")}},
		&mcp.RequestScope{Actions: jsii.Strings("s3:Delete*")},
		&mcp.BaselineOptions{},
		&mcp.DeployOnlyViaMcpOptions{DeployRoles: jsii.Strings("arn:aws:iam::*:role/agents/*"), AdditionalReads: mcp.ActionSet_ReadsOf(jsii.String("sqs"))},
		&mcp.ConditionEvaluation{Match: mcp.ConditionMatch_ALWAYS, DependsOn: &[]*string{}},
		&mcp.CustomerManagedPolicyReference{Name: jsii.String("team")},
		&mcp.DecidingStatement{Effect: jsii.String("Deny"), Place: jsii.String("here"), PolicyType: jsii.String("identity-based policy")},
		&mcp.DenyOutsideMcpGuardrailProps{},
		&mcp.DenyOutsideMcpOptions{},
		&mcp.DenyPassRoleViaMcpOptions{},
		&mcp.DenySetViaMcpOptions{},
		&mcp.DenySignInSessionOptions{},
		&mcp.DenyViaMcpOptions{},
		&mcp.ForwardAccessSessionOptions{},
		&mcp.McpActivityMonitorProps{LogGroup: awslogs.LogGroup_FromLogGroupName(awscdk.NewStack(nil, nil, nil), jsii.String("Logs"), jsii.String("trail"))},
		&mcp.McpActivityOptions{},
		&mcp.McpActivityRulesProps{},
		&mcp.McpActivityTelemetryProps{OrganizationId: jsii.String("o-a1b2c3d4e5")},
		&mcp.McpActivityTableProps{
			Bucket:   awss3.Bucket_FromBucketName(awscdk.NewStack(nil, nil, nil), jsii.String("Trail"), jsii.String("trail")),
			Accounts: jsii.Strings(account), Regions: jsii.Strings("us-east-1"),
		},
		&mcp.McpActivityTrailProps{},
		&mcp.McpControlPolicyProps{Guardrails: guardrails(), Targets: targets},
		&mcp.McpGuardrailAttachment{},
		&mcp.McpGuardrailOptions{},
		&mcp.McpGuardrailPolicyProps{Guardrails: guardrails()},
		&mcp.McpGuardrailScope{},
		&mcp.McpPrincipalGuardrailsOptions{},
		&mcp.McpMaximumPermissions{Guardrails: guardrails()},
		&mcp.McpPermissionSetProps{Guardrails: guardrails(), InstanceArn: jsii.String("arn"), Name: jsii.String("People")},
		&mcp.McpPermissionsBoundaryProps{Guardrails: guardrails()},
		&mcp.McpResourceControlPolicyProps{Guardrails: guardrails(), Targets: targets},
		&mcp.McpScopedRoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()},
		&mcp.McpServerOptions{},
		&mcp.McpServiceControlPolicyProps{Guardrails: guardrails(), Targets: targets},
		&mcp.McpSessionPolicyProps{Guardrails: guardrails()},
		&mcp.McpReplayOptions{Principals: &[]*string{jsii.String("arn:aws:iam::*:role/agents/*")}},
		&mcp.OutsideMcpConditionOptions{},
		&mcp.OutsideMcpExceptions{},
		&mcp.PolicyDocuments{},
		&mcp.PolicyMigrationFinding{Changed: jsii.Bool(false), Message: jsii.String("kept"), Statement: jsii.String("Sid")},
		&mcp.PolicyMigrationResult{Document: &object{}, Findings: &[]*mcp.PolicyMigrationFinding{}},
		&mcp.DenyDestructiveViaMcpOptions{UnlessTagged: &mcp.ResourceTag{Key: jsii.String("created-by"), Value: jsii.String("agents")}},
		&mcp.DenyPresignedUrlsOptions{},
		&mcp.ExceptAdministratorsOptions{Administrators: &[]mcp.PrincipalFilter{}},
		&mcp.ProtectGuardrailsOptions{Administrators: &[]mcp.PrincipalFilter{}, Resources: jsii.Strings()},
		&mcp.DenyAgentCoreOutsideSubnetsOptions{Subnets: jsii.Strings()},
		&mcp.ProtectAgentMarkOptions{Issuers: &[]mcp.PrincipalFilter{}},
		&mcp.AgentSessionRoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()},
		&mcp.AgentRuntimeRoleProps{Runtime: mcp.AgentRuntime_LAMBDA_FUNCTION()},
		&mcp.ReadOnlyViaMcpOptions{Services: jsii.Strings("s3"), AdditionalReads: mcp.ActionSet_ReadsOf(jsii.String("sqs"))},
		&mcp.SimulationRequest{Action: jsii.String("s3:GetObject")},
		&mcp.SimulatedPart{
			Action: jsii.String("s3:GetObject"), ExceptResources: jsii.Strings("arn:aws:s3:::bucket/secret"),
			Result: mcp.McpSimulator_FromDocuments(&mcp.PolicyDocuments{}).Simulate(&mcp.SimulationRequest{Action: jsii.String("s3:GetObject")}),
		},
		&mcp.RuledOutStatement{
			Effect: jsii.String("Deny"), Place: jsii.String("here"), PolicyType: jsii.String("identity-based policy"),
			Mismatches: &[]*mcp.StatementMismatch{{
				Element: jsii.String("Action"), PolicyValues: jsii.Strings("s3:PutObject"), RequestValues: jsii.Strings("s3:GetObject"),
			}},
		},
		&mcp.StatementMismatch{Element: jsii.String("Action"), PolicyValues: jsii.Strings("s3:PutObject"), RequestValues: jsii.Strings("s3:GetObject")},
		&mcp.TemplateSimulatorOptions{},
		&mixins.VpcEndpointMcpAccessProps{Accounts: jsii.Strings("111122223333"), Organizations: jsii.Strings("o-a1b2c3d4e5")},
		&mixins.McpGuardrailsMixinProps{Guardrails: guardrails()},
		&mixins.McpResourceGuardrailsProps{Guardrails: guardrails()},
		&mixins.VpcEndpointMcpGuardrailsProps{Guardrails: guardrails()},
	}
}

func guardrails() *[]mcp.McpGuardrail {
	return &[]mcp.McpGuardrail{mcp.McpGuardrail_DenyViaMcp(&mcp.DenyViaMcpOptions{Actions: mcp.ActionSet_Of(jsii.String("s3:DeleteBucket"))})}
}

func define(stack awscdk.Stack) {
	targets := &[]mcp.PolicyTarget{mcp.PolicyTarget_Account(jsii.String(account))}

	agent := mcp.NewMcpScopedRole(stack, jsii.String("Agent"), &mcp.McpScopedRoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	developer := awsiam.NewRole(stack, jsii.String("Developer"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	bucket := awss3.NewBucket(stack, jsii.String("Bucket"), nil)
	bucket.GrantRead(agent, nil)
	bucket.GrantRead(mcp.McpGrantee_OutsideMcp(developer), nil)

	mcp.NewMcpGuardrailPolicy(stack, jsii.String("Policy"), &mcp.McpGuardrailPolicyProps{Guardrails: &[]mcp.McpGuardrail{
		mcp.McpGuardrail_AllowOnlyServers(&mcp.AllowOnlyServersOptions{
			Servers: &[]mcp.McpServer{mcp.McpServer_AWS(), mcp.McpServer_Of(jsii.String("x-mcp.amazonaws.com"), nil)},
		}),
		mcp.McpGuardrail_DenySignInSession(jsii.String("arn:aws:signin:us-east-1:"+account+":session/a1b2c3d4"), nil),
		mcp.McpGuardrail_DenySpendingViaMcp(&mcp.DenySetViaMcpOptions{Services: jsii.Strings("ec2")}),
		mcp.McpGuardrail_DenyPassRoleViaMcp(&mcp.DenyPassRoleViaMcpOptions{ExceptServices: jsii.Strings("lambda.amazonaws.com")}),
		mcp.McpGuardrail_DenySecretReadsViaMcp(&mcp.DenySetViaMcpOptions{Services: jsii.Strings("secretsmanager")}),
		mcp.McpGuardrail_ProtectGuardrails(&mcp.ProtectGuardrailsOptions{
			Administrators: &[]mcp.PrincipalFilter{mcp.PrincipalFilter_RoleNames(jsii.String("Admin"))},
			Resources:      &[]*string{agent.RoleArn()},
		}),
		mcp.McpGuardrail_ProtectAgentMark(&mcp.ProtectAgentMarkOptions{Issuers: &[]mcp.PrincipalFilter{mcp.PrincipalFilter_RoleNames(jsii.String("Deploy"))}}),
	}}).AttachToRole(agent)
	mcp.NewAgentSessionRole(stack, jsii.String("Laptop"), &mcp.AgentSessionRoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	mcp.NewAgentRuntimeRole(stack, jsii.String("Runtime"), &mcp.AgentRuntimeRoleProps{Runtime: mcp.AgentRuntime_LAMBDA_FUNCTION()})
	mcp.NewDenyOutsideMcpGuardrail(stack, jsii.String("Deny"), nil).AttachToRole(agent)
	mcp.NewMcpPermissionsBoundary(stack, jsii.String("Boundary"), &mcp.McpPermissionsBoundaryProps{
		Guardrails: &[]mcp.McpGuardrail{mcp.McpGuardrail_DenyOutsideMcp(nil), mcp.McpGuardrail_DenyDestructiveViaMcp(&mcp.DenyDestructiveViaMcpOptions{
			Services: jsii.Strings("sqs"),
			Agents:   mcp.AgentMark_AnyOf(mcp.AgentMark_ViaAnyServer(), mcp.AgentMark_SessionTag(nil, nil)),
		})},
	})
	mcp.NewMcpSessionPolicy(stack, jsii.String("Session"), &mcp.McpSessionPolicyProps{
		Guardrails: &[]mcp.McpGuardrail{mcp.McpGuardrail_ReadOnlyViaMcp(&mcp.ReadOnlyViaMcpOptions{Services: jsii.Strings("s3")})},
	})
	mcp.NewMcpServiceControlPolicy(stack, jsii.String("Service"), &mcp.McpServiceControlPolicyProps{
		Guardrails: &[]mcp.McpGuardrail{mcp.McpGuardrail_Baseline(nil)}, Targets: targets,
	})
	mcp.NewMcpResourceControlPolicy(stack, jsii.String("Resource"), &mcp.McpResourceControlPolicyProps{Guardrails: guardrails(), Targets: targets})
	trail := mcp.NewMcpActivityTrail(stack, jsii.String("Trail"), nil)
	mcp.NewMcpActivityMonitor(stack, jsii.String("Monitor"), &mcp.McpActivityMonitorProps{LogGroup: trail.LogGroup()}).GrantQuery(developer)
	mcp.NewMcpActivityRules(stack, jsii.String("Rules"), nil)
	mcp.NewMcpActivityTelemetry(stack, jsii.String("Telemetry"), &mcp.McpActivityTelemetryProps{
		OrganizationId: jsii.String("o-a1b2c3d4e5"), AuditAccount: jsii.String(account),
	})
	mcp.NewMcpActivityTable(stack, jsii.String("Table"), &mcp.McpActivityTableProps{
		Bucket: trail.Bucket(), Accounts: jsii.Strings(account), Regions: jsii.Strings("us-east-1"),
	})
	mcp.NewMcpPermissionSet(stack, jsii.String("People"), &mcp.McpPermissionSetProps{
		Name: jsii.String("People"), InstanceArn: jsii.String("arn:aws:sso:::instance/ssoins-0123456789abcdef"), Guardrails: guardrails(),
	})
	mcp.McpPrincipalGuardrails_Of(stack, nil).Apply(mcp.McpGuardrail_AllowOnlyOauthClients(&mcp.AllowOnlyOauthClientsOptions{
		ClientIds: jsii.Strings("arn:aws:signin:us-east-1:" + account + ":external-client/dcr/agent"),
	}))

	awscdk.Mixins_Of(developer, nil).Apply(mixins.NewRoleMcpGuardrails(&mixins.McpGuardrailsMixinProps{Guardrails: guardrails()}))
	awscdk.Mixins_Of(bucket, nil).Apply(mixins.NewBucketMcpGuardrails(&mixins.McpResourceGuardrailsProps{Guardrails: guardrails()}))
	endpoint := awsec2.NewCfnVPCEndpoint(stack, jsii.String("Endpoint"), &awsec2.CfnVPCEndpointProps{
		VpcId: jsii.String("vpc-1"), ServiceName: jsii.String("com.amazonaws.us-east-1.s3"),
	})
	awscdk.Mixins_Of(endpoint, nil).Apply(mixins.NewVpcEndpointMcpGuardrails(&mixins.VpcEndpointMcpGuardrailsProps{Guardrails: guardrails()}))

	awsiam.NewManagedPolicy(stack, jsii.String("Perimeter"), &awsiam.ManagedPolicyProps{
		Statements: &[]awsiam.PolicyStatement{mcp.McpNetworkPerimeter_AllowMcp(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{
			Sid: jsii.String("Perimeter"), Effect: awsiam.Effect_DENY, Actions: jsii.Strings("*"), Resources: jsii.Strings("*"),
			Conditions: &object{"NotIpAddressIfExists": object{"aws:SourceIp": "192.0.2.0/24"}},
		}), nil)},
	})
}

func answers(stack awscdk.Stack) []string {
	documents := mcp.McpSimulator_FromDocuments(&mcp.PolicyDocuments{IdentityPolicies: &[]*map[string]interface{}{{
		"Version": "2012-10-17", "Statement": []object{
			{"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
			{
				"Sid": "NoDeleting", "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*",
				"Condition": *mcp.McpCondition_ViaAnyServer().ToConditions(),
			},
		},
	}}})
	via := documents.Simulate(&mcp.SimulationRequest{Action: jsii.String("s3:DeleteObject"), Origin: mcp.RequestOrigin_Via(mcp.McpServer_AWS())})
	read := documents.Simulate(&mcp.SimulationRequest{
		Action: jsii.String("s3:GetObject"), Resource: jsii.String("arn:aws:s3:::bucket/key"),
		Context: &map[string]*[]*string{"aws:SourceIp": jsii.Strings("192.0.2.1")},
	})
	nothing := mcp.McpSimulator_FromDocuments(&mcp.PolicyDocuments{}).Simulate(&mcp.SimulationRequest{Action: jsii.String("s3:GetObject")})
	evaluation := mcp.McpCondition_Evaluate(
		&object{"StringNotEquals": object{"aws:CalledViaAWSMCP": "eks-mcp.amazonaws.com"}}, mcp.RequestOrigin_Direct(), nil)
	service := mcp.McpCondition_Evaluate(mcp.McpCondition_ViaAnyServer().ToConditions(), mcp.RequestOrigin_ViaAwsService(nil), nil)
	migration := mcp.McpPolicyMigration_Migrate(&object{"Version": "2012-10-17", "Statement": []object{
		{"Sid": "NoMcp", "Effect": "Deny", "Action": "aws-mcp:*", "Resource": "*"},
	}})
	assertions := mcp.McpAssertions_FromStack(stack, nil)
	assertions.Role(jsii.String("Agent")).IsDenied(jsii.String("s3:GetObject"), nil)
	condition, _ := json.Marshal(mcp.McpCondition_OutsideMcp(nil).ToConditions())
	return []string{
		"server " + *mcp.McpServer_EKS().ServicePrincipal(),
		"access level " + string(mcp.AccessLevel_PERMISSIONS_MANAGEMENT),
		"condition " + string(condition),
		fmt.Sprintf("evaluation %s %d", evaluation.Match, len(*evaluation.DependsOn)),
		fmt.Sprintf("service %s %s", service.Match, join(service.DependsOn)),
		fmt.Sprintf("via %s by %s", via.Decision(), decided(via)),
		fmt.Sprintf("read %s by %s", read.Decision(), sids(read)),
		fmt.Sprintf("nothing %s missing %s", nothing.Decision(), join(nothing.MissingAllows())),
		"actions " + join(mcp.ActionSet_Of(jsii.String("s3:DeleteBucket*")).ListActions()),
		"migration " + findings(migration),
		"migrated " + migrated(migration),
		"rules " + map[bool]string{true: "many", false: "few"}[len(*mcp.NewMcpGuardrailValidator().RuleIds()) > 10],
		"assertion " + failure(assertions),
	}
}

func join(texts *[]*string) string {
	var all []string
	for _, text := range *texts {
		all = append(all, *text)
	}
	return strings.Join(all, ",")
}

func decided(result mcp.SimulationResult) string {
	var all []string
	for _, each := range *result.Statements() {
		all = append(all, strings.Join([]string{*each.Effect, *each.Sid, *each.Place, *each.PolicyType}, "/"))
	}
	return strings.Join(all, ",")
}

func sids(result mcp.SimulationResult) string {
	var all []string
	for _, each := range *result.Statements() {
		sid := each.Sid
		if sid == nil {
			sid = jsii.String("no sid")
		}
		all = append(all, *sid)
	}
	return strings.Join(all, ",")
}

func findings(migration *mcp.PolicyMigrationResult) string {
	var all []string
	for _, each := range *migration.Findings {
		all = append(all, *each.Statement+map[bool]string{true: " changed", false: " kept"}[*each.Changed])
	}
	return strings.Join(all, ",")
}

func migrated(migration *mcp.PolicyMigrationResult) string {
	text, _ := json.Marshal(migration.Document)
	var policy struct {
		Statement []struct{ Condition map[string]map[string]string }
	}
	if err := json.Unmarshal(text, &policy); err != nil {
		return err.Error()
	}
	return policy.Statement[0].Condition["StringEquals"]["aws:CalledViaAWSMCP"]
}

func failure(assertions mcp.McpAssertions) (result string) {
	defer func() {
		if err := recover(); err != nil {
			result = fmt.Sprint(err)
			if strings.Contains(result, "expected that role Agent can call s3:GetObject, but") {
				result = "fails"
			}
		}
	}()
	assertions.Role(jsii.String("Agent")).Can(jsii.String("s3:GetObject"), nil)
	return "holds"
}
