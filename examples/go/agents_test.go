package main

import (
	"os"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"
	mcp "github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails"
)

func TestMain(m *testing.M) {
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}

func simulator() mcp.McpSimulator {
	stack := NewWorkloadStack(awscdk.NewApp(nil), "Workload", nil)
	return mcp.McpSimulator_FromTemplate(assertions.Template_FromStack(stack, nil).ToJSON(), nil)
}

// An error of the library is a panic in Go, which ends the whole run: a result is compared here, not asserted.
func expect(t *testing.T, result mcp.SimulationResult, decision mcp.SimulationDecision) {
	t.Helper()
	if result.Decision() != decision {
		t.Errorf("expected %s, but %s", decision, *result.Explanation())
	}
}

func request(action string, origin mcp.RequestOrigin) *mcp.SimulationRequest {
	return &mcp.SimulationRequest{
		Principal: jsii.String("Agent"),
		Action:    &action,
		Origin:    origin,
		Resource:  jsii.String("${Reports.Arn}/2026.csv"),
		Context:   &map[string]*[]*string{"aws:SecureTransport": jsii.Strings("true")},
	}
}

func TestThroughItsServerTheAgentWritesReportsAndDeletesNothing(t *testing.T) {
	s, server := simulator(), mcp.RequestOrigin_Via(mcp.McpServer_AWS())
	expect(t, s.Simulate(request("s3:PutObject", server)), mcp.SimulationDecision_ALLOWED)
	expect(t, s.Simulate(request("s3:DeleteObject", server)), mcp.SimulationDecision_EXPLICITLY_DENIED)
}

func TestOutsideAServerTheRoleOfTheAgentIsOfNoUseToAnybody(t *testing.T) {
	expect(t, simulator().Simulate(request("s3:GetObject", mcp.RequestOrigin_Direct())), mcp.SimulationDecision_EXPLICITLY_DENIED)
}
