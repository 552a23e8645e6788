package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	mcp "github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails"
)

// NewOrganizationStack makes what is deployed once, in the organization's management account: what holds for every agent in an
// organizational unit.
func NewOrganizationStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	mcp.NewMcpServiceControlPolicy(stack, jsii.String("Agents"), &mcp.McpServiceControlPolicyProps{
		Guardrails: &[]mcp.McpGuardrail{
			// Nothing that loses data, reveals a secret, changes access, or gets others to act.
			mcp.McpGuardrail_Baseline(&mcp.BaselineOptions{
				Exempt: &[]mcp.PrincipalFilter{mcp.PrincipalFilter_RoleNames(jsii.String("BreakGlass"))},
			}),
			// Servers that nobody has looked at yet are denied.
			mcp.McpGuardrail_AllowOnlyServers(&mcp.AllowOnlyServersOptions{
				Servers: &[]mcp.McpServer{mcp.McpServer_AWS(), mcp.McpServer_EKS()},
			}),
			// Credentials of an agent are of no use to anybody else.
			mcp.McpGuardrail_DenyOutsideMcp(&mcp.DenyOutsideMcpOptions{
				AppliesTo: &[]mcp.PrincipalFilter{mcp.PrincipalFilter_RolePaths(jsii.String("/agents/"))},
			}),
		},
		Targets: &[]mcp.PolicyTarget{mcp.PolicyTarget_OrganizationalUnit(jsii.String("ou-ab12-11111111"))},
	})

	return stack
}
