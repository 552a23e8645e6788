package main

import (
	"fmt"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	mcp "github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails"
)

// NewAgentsStack makes the roles of agents that come through no managed MCP server: on a laptop, in a function, and in AgentCore
// Runtime. Their sessions are marked.
func NewAgentsStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	// What agents look at, and no more, whatever else allows them something.
	profile := mcp.AgentProfile_Troubleshooter(mcp.AgentMark_SessionTag(nil, nil))
	boundary := mcp.NewMcpPermissionsBoundary(stack, jsii.String("Looking"), &mcp.McpPermissionsBoundaryProps{
		Statements: profile.Statements(),
		Guardrails: profile.Guardrails(),
	})
	looks := func() *map[string]awsiam.PolicyDocument {
		return &map[string]awsiam.PolicyDocument{
			"Looks": awsiam.NewPolicyDocument(&awsiam.PolicyDocumentProps{Statements: profile.Statements()}),
		}
	}

	// On a laptop: a credential_process in the agent's profile assumes it, with the tags, and with the name of its user as the source identity.
	laptop := mcp.NewAgentSessionRole(stack, jsii.String("Laptop"), &mcp.AgentSessionRoleProps{
		Path:                jsii.String("/agents/"),
		AssumedBy:           awsiam.NewAccountRootPrincipal(),
		AgentNames:          jsii.Strings("code-assistant"),
		SourceIdentities:    jsii.Strings("${aws:username}"),
		PermissionsBoundary: boundary,
		InlinePolicies:      looks(),
	})

	// An MCP server of one's own in a function: its code writes logs, and does all else with marked sessions of another role.
	server := mcp.NewAgentRuntimeRole(stack, jsii.String("ServerRole"), &mcp.AgentRuntimeRoleProps{
		Path:    jsii.String("/agents/"),
		Runtime: mcp.AgentRuntime_LAMBDA_FUNCTION(),
		AgentRoles: jsii.Strings(fmt.Sprintf(
			"arn:%s:iam::%s:role/agents/ServerSession", *awscdk.Aws_PARTITION(), *awscdk.Aws_ACCOUNT_ID())),
	})
	session := mcp.NewAgentSessionRole(stack, jsii.String("ServerSession"), &mcp.AgentSessionRoleProps{
		RoleName:            jsii.String("ServerSession"),
		Path:                jsii.String("/agents/"),
		AssumedBy:           awsiam.NewArnPrincipal(server.RoleArn()),
		AgentNames:          jsii.Strings("reports-server"),
		PermissionsBoundary: boundary,
		InlinePolicies:      looks(),
	})
	code := awslambda.NewFunction(stack, jsii.String("Server"), &awslambda.FunctionProps{
		Role:    server,
		Runtime: awslambda.Runtime_NODEJS_22_X(),
		Handler: jsii.String("index.handler"),
		Code:    awslambda.Code_FromInline(jsii.String("exports.handler = async () => ({ statusCode: 200 });")),
	})

	// In AgentCore Runtime: its code invokes models and keeps its memory by itself, and does all else through the AWS MCP Server.
	runtime := mcp.NewAgentRuntimeRole(stack, jsii.String("RuntimeRole"), &mcp.AgentRuntimeRoleProps{
		Path:    jsii.String("/agents/"),
		Runtime: mcp.AgentRuntime_AGENT_CORE(),
		Servers: &[]mcp.McpServer{mcp.McpServer_AWS()},
	})

	// What cdk-nag asks to be looked at.
	awscdk.Validations_Of(code).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("AwsSolutions-L1"),
		Reason: jsii.String("It stands for the code of a server, which has a runtime of its own."),
	})
	findings := []string{"Resource::*"}
	for _, statement := range *profile.Statements() {
		for _, action := range *statement.Actions() {
			if strings.Contains(*action, "*") {
				findings = append(findings, "Action::"+*action)
			}
		}
	}
	for _, looking := range []constructs.IConstruct{boundary, laptop, session} {
		for _, finding := range findings {
			awscdk.Validations_Of(looking).Acknowledge(&awscdk.Acknowledgment{
				Id:     jsii.String(fmt.Sprintf("AwsSolutions-IAM5[%s]", finding)),
				Reason: jsii.String("It reads the state of what runs, and no data."),
			})
		}
	}
	for _, role := range []constructs.IConstruct{server, runtime} {
		awscdk.Validations_Of(role).Acknowledge(&awscdk.Acknowledgment{
			Id:     jsii.String("AwsSolutions-IAM5[Resource::*]"),
			Reason: jsii.String("It is what the runtime itself needs, such as its logs."),
		})
	}

	return stack
}
