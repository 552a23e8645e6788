package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awseventstargets"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	mcp "github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails"
)

// NewActivityStack makes what tells what agents did in this account: a trail, alarms for people, and a dashboard.
func NewActivityStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	alarms := awssns.NewTopic(stack, jsii.String("Alarms"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
	trail := mcp.NewMcpActivityTrail(stack, jsii.String("Trail"), nil)
	mcp.NewMcpActivityMonitor(stack, jsii.String("Agents"), &mcp.McpActivityMonitorProps{
		LogGroup:   trail.LogGroup(),
		Servers:    &[]mcp.McpServer{mcp.McpServer_AWS()},
		Agents:     &[]mcp.PrincipalFilter{mcp.PrincipalFilter_RolePaths(jsii.String("/agents/"))},
		AlarmTopic: alarms,
		Dashboard:  jsii.Bool(true),
	})
	// Within seconds, in this Region.
	mcp.NewMcpActivityRules(stack, jsii.String("Rules"), &mcp.McpActivityRulesProps{
		Exempt:  &[]mcp.PrincipalFilter{mcp.PrincipalFilter_RoleNames(jsii.String("BreakGlass"))},
		Targets: &[]awsevents.IRuleTarget{awseventstargets.NewSnsTopic(alarms, nil)},
	})

	// What cdk-nag asks to be looked at.
	awscdk.Validations_Of(trail).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("AwsSolutions-S1"),
		Reason: jsii.String("It is the log: only CloudTrail writes to it."),
	})

	return stack
}
