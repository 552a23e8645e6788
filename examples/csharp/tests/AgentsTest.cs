using System.Collections.Generic;
using Amazon.CDK;
using CdkMcpGuardrails;
using Xunit;

namespace Agents.Tests;

public class AgentsTest
{
    private const string Report = "${Reports.Arn}/2026.csv";
    private static readonly Dictionary<string, string[]> Tls = new() { ["aws:SecureTransport"] = new[] { "true" } };

    private readonly McpPrincipalAssertions _agent = McpAssertions.FromStack(new WorkloadStack(new App(), "Workload")).Role("Agent");

    [Fact]
    public void ThroughItsServerTheAgentWritesReportsAndDeletesNothing()
    {
        _agent.Can("s3:PutObject", new AssertedRequest { Via = McpServer.AWS, Resource = Report, Context = Tls });
        _agent.IsDenied("s3:DeleteObject", new AssertedRequest { Via = McpServer.AWS, Resource = Report, Context = Tls });
        _agent.CannotAny(ActionSet.Destructive("dynamodb"), new AssertedRequest { Origin = RequestOrigin.ViaAnyServer() });
    }

    [Fact]
    public void OutsideAServerTheRoleOfTheAgentIsOfNoUseToAnybody()
    {
        _agent.IsDenied("s3:GetObject", new AssertedRequest { Resource = Report, Context = Tls });
        _agent.Cannot("dynamodb:GetItem");
    }
}
