package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	NewOrganizationStack(app, "Organization", &awscdk.StackProps{
		Description: jsii.String("What agents may do anywhere in the organization"),
		// Nobody deletes the guardrails by mistake.
		TerminationProtection: jsii.Bool(true),
	})
	NewWorkloadStack(app, "Workload", &awscdk.StackProps{
		Description: jsii.String("Data, and the roles of an agent and a developer"),
	})
	NewAgentsStack(app, "Agents", &awscdk.StackProps{
		Description: jsii.String("Roles of agents that come through no managed MCP server"),
	})
	NewActivityStack(app, "Activity", &awscdk.StackProps{
		Description: jsii.String("What agents did in this account"),
	})
	app.Synth(nil)
}
