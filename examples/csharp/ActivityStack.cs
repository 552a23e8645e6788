using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.Events.Targets;
using Amazon.CDK.AWS.SNS;
using CdkMcpGuardrails;
using Constructs;

namespace Agents;

/// <summary>What agents did in this account: a trail, alarms for people, and a dashboard.</summary>
public class ActivityStack : Stack
{
    public ActivityStack(Construct scope, string id, IStackProps? props = null)
        : base(scope, id, props)
    {
        var alarms = new Topic(this, "Alarms", new TopicProps { EnforceSSL = true });
        var trail = new McpActivityTrail(this, "Trail");
        new McpActivityMonitor(this, "Agents", new McpActivityMonitorProps
        {
            LogGroup = trail.LogGroup,
            Servers = new[] { McpServer.AWS },
            Agents = new[] { PrincipalFilter.RolePaths("/agents/") },
            AlarmTopic = alarms,
            Dashboard = true,
        });
        // Within seconds, in this Region.
        new McpActivityRules(this, "Rules", new McpActivityRulesProps
        {
            Exempt = new[] { PrincipalFilter.RoleNames("BreakGlass") },
            Targets = new IRuleTarget[] { new SnsTopic(alarms) },
        });

        // What cdk-nag asks to be looked at.
        Validations.Of(trail).Acknowledge(new Acknowledgment
        {
            Id = "AwsSolutions-S1",
            Reason = "It is the log: only CloudTrail writes to it.",
        });
    }
}
