using Amazon.CDK;

namespace Agents;

internal static class Program
{
    private static void Main()
    {
        var app = new App();
        new OrganizationStack(app, "Organization", new StackProps
        {
            Description = "What agents may do anywhere in the organization",
            // Nobody deletes the guardrails by mistake.
            TerminationProtection = true,
        });
        new WorkloadStack(app, "Workload", new StackProps
        {
            Description = "Data, and the roles of an agent and a developer",
        });
        new AgentsStack(app, "Agents", new StackProps
        {
            Description = "Roles of agents that come through no managed MCP server",
        });
        new ActivityStack(app, "Activity", new StackProps
        {
            Description = "What agents did in this account",
        });
        app.Synth();
    }
}
