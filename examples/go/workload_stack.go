package main

import (
	"fmt"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	mcp "github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails"
)

// NewWorkloadStack makes an application's data, a role for its agent, and one that a developer shares with an agent.
func NewWorkloadStack(scope constructs.Construct, id string, props *awscdk.StackProps) awscdk.Stack {
	stack := awscdk.NewStack(scope, &id, props)

	key := awskms.NewKey(stack, jsii.String("Key"), &awskms.KeyProps{EnableKeyRotation: jsii.Bool(true)})
	reports := awss3.NewBucket(stack, jsii.String("Reports"), &awss3.BucketProps{
		Encryption:        awss3.BucketEncryption_KMS,
		EncryptionKey:     key,
		BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
		EnforceSSL:        jsii.Bool(true),
		Versioned:         jsii.Bool(true),
	})
	orders := awsdynamodb.NewTableV2(stack, jsii.String("Orders"), &awsdynamodb.TablePropsV2{
		PartitionKey: &awsdynamodb.Attribute{Name: jsii.String("id"), Type: awsdynamodb.AttributeType_STRING},
	})

	// An agent that runs elsewhere and signs in by OIDC. Its role is of use only through the AWS MCP Server.
	provider := fmt.Sprintf("arn:%s:iam::%s:oidc-provider/token.actions.githubusercontent.com", *awscdk.Aws_PARTITION(), *awscdk.Aws_ACCOUNT_ID())
	agent := mcp.NewMcpScopedRole(stack, jsii.String("Agent"), &mcp.McpScopedRoleProps{
		Path: jsii.String("/agents/"),
		AssumedBy: awsiam.NewWebIdentityPrincipal(&provider, &map[string]interface{}{
			"StringEquals": map[string]string{
				"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
				"token.actions.githubusercontent.com:sub": "repo:example/reports:ref:refs/heads/main",
			},
		}),
		Servers: &[]mcp.McpServer{mcp.McpServer_AWS()},
		Guardrails: &[]mcp.McpGuardrail{
			mcp.McpGuardrail_DenyViaMcp(&mcp.DenyViaMcpOptions{
				Sid:     jsii.String("DenyDeletingViaMcp"),
				Actions: mcp.ActionSet_Of(jsii.String("s3:Delete*"), jsii.String("dynamodb:Delete*")),
			}),
		},
	})
	reports.GrantReadWrite(agent, nil)
	orders.GrantReadData(agent)

	// A developer and an agent with the developer's credentials: both read, only the developer writes.
	developer := awsiam.NewRole(stack, jsii.String("Developer"), &awsiam.RoleProps{AssumedBy: awsiam.NewAccountRootPrincipal()})
	reports.GrantRead(developer, nil)
	orders.GrantReadData(developer)
	orders.GrantWriteData(mcp.McpGrantee_OutsideMcp(developer))

	// What cdk-nag asks to be looked at.
	awscdk.Validations_Of(reports).Acknowledge(&awscdk.Acknowledgment{
		Id:     jsii.String("AwsSolutions-S1"),
		Reason: jsii.String("CloudTrail tells who called, and through which server; access logs of the bucket would not."),
	})
	resource := fmt.Sprintf("Resource::<%s.Arn>/*", *stack.GetLogicalId(reports.Node().DefaultChild().(awss3.CfnBucket)))
	reads := []string{resource, "Action::s3:GetBucket*", "Action::s3:GetObject*", "Action::s3:List*"}
	writes := []string{"Action::s3:Abort*", "Action::s3:DeleteObject*", "Action::kms:GenerateDataKey*", "Action::kms:ReEncrypt*"}
	acknowledgeWildcards(agent, slices.Concat(reads, writes))
	acknowledgeWildcards(developer, reads)

	return stack
}

func acknowledgeWildcards(role awsiam.IRole, findings []string) {
	for _, finding := range findings {
		awscdk.Validations_Of(role).Acknowledge(&awscdk.Acknowledgment{
			Id:     jsii.String(fmt.Sprintf("AwsSolutions-IAM5[%s]", finding)),
			Reason: jsii.String("It is what a grant of the bucket gives: these actions, on this bucket, its objects and its key."),
		})
	}
}
