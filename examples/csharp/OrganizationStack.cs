using Amazon.CDK;
using CdkMcpGuardrails;
using Constructs;

namespace Agents;

/// <summary>
/// Deployed once, in the organization's management account: what holds for every agent in an organizational unit.
/// </summary>
public class OrganizationStack : Stack
{
    public OrganizationStack(Construct scope, string id, IStackProps? props = null)
        : base(scope, id, props)
    {
        new McpServiceControlPolicy(this, "Agents", new McpServiceControlPolicyProps
        {
            Guardrails = new[]
            {
                // Nothing that loses data, reveals a secret, changes access, or gets others to act.
                McpGuardrail.Baseline(new BaselineOptions
                {
                    Exempt = new[] { PrincipalFilter.RoleNames("BreakGlass") },
                }),
                // Servers that nobody has looked at yet are denied.
                McpGuardrail.AllowOnlyServers(new AllowOnlyServersOptions
                {
                    Servers = new[] { McpServer.AWS, McpServer.EKS },
                }),
                // Credentials of an agent are of no use to anybody else.
                McpGuardrail.DenyOutsideMcp(new DenyOutsideMcpOptions
                {
                    AppliesTo = new[] { PrincipalFilter.RolePaths("/agents/") },
                }),
            },
            Targets = new[] { PolicyTarget.OrganizationalUnit("ou-ab12-11111111") },
        });
    }
}
