using System.Collections.Generic;
using System.Linq;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using CdkMcpGuardrails;
using Constructs;

namespace Agents;

/// <summary>
/// Agents that come through no managed MCP server: on a laptop, in a function, and in AgentCore Runtime. Their sessions are marked.
/// </summary>
public class AgentsStack : Stack
{
    public AgentsStack(Construct scope, string id, IStackProps? props = null)
        : base(scope, id, props)
    {
        // What agents look at, and no more, whatever else allows them something.
        var profile = AgentProfile.Troubleshooter(AgentMark.SessionTag());
        var boundary = new McpPermissionsBoundary(this, "Looking", new McpPermissionsBoundaryProps
        {
            Statements = profile.Statements,
            Guardrails = profile.Guardrails,
        });

        // On a laptop: a credential_process in the agent's profile assumes it, with the tags, and with the name of its user as the source identity.
        var laptop = new AgentSessionRole(this, "Laptop", new AgentSessionRoleProps
        {
            Path = "/agents/",
            AssumedBy = new AccountRootPrincipal(),
            AgentNames = new[] { "code-assistant" },
            SourceIdentities = new[] { "${aws:username}" },
            PermissionsBoundary = boundary,
            InlinePolicies = Looks(profile),
        });

        // An MCP server of one's own in a function: its code writes logs, and does all else with marked sessions of another role.
        var server = new AgentRuntimeRole(this, "ServerRole", new AgentRuntimeRoleProps
        {
            Path = "/agents/",
            Runtime = AgentRuntime.LAMBDA_FUNCTION,
            AgentRoles = new[] { $"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/agents/ServerSession" },
        });
        var session = new AgentSessionRole(this, "ServerSession", new AgentSessionRoleProps
        {
            RoleName = "ServerSession",
            Path = "/agents/",
            AssumedBy = new ArnPrincipal(server.RoleArn),
            AgentNames = new[] { "reports-server" },
            PermissionsBoundary = boundary,
            InlinePolicies = Looks(profile),
        });
        var code = new Function(this, "Server", new FunctionProps
        {
            Role = server,
            Runtime = Runtime.NODEJS_22_X,
            Handler = "index.handler",
            Code = Code.FromInline("exports.handler = async () => ({ statusCode: 200 });"),
        });

        // In AgentCore Runtime: its code invokes models and keeps its memory by itself, and does all else through the AWS MCP Server.
        var runtime = new AgentRuntimeRole(this, "RuntimeRole", new AgentRuntimeRoleProps
        {
            Path = "/agents/",
            Runtime = AgentRuntime.AGENT_CORE,
            Servers = new[] { McpServer.AWS },
        });

        // What cdk-nag asks to be looked at.
        Validations.Of(code).Acknowledge(new Acknowledgment
        {
            Id = "AwsSolutions-L1",
            Reason = "It stands for the code of a server, which has a runtime of its own.",
        });
        var wildcards = profile.Statements.SelectMany(statement => statement.Actions).Where(action => action.Contains('*'));
        var findings = new[] { "Resource::*" }.Concat(wildcards.Select(action => $"Action::{action}")).ToList();
        foreach (var looking in new Construct[] { boundary, laptop, session })
        {
            foreach (var finding in findings)
            {
                Validations.Of(looking).Acknowledge(new Acknowledgment
                {
                    Id = $"AwsSolutions-IAM5[{finding}]",
                    Reason = "It reads the state of what runs, and no data.",
                });
            }
        }
        foreach (var role in new[] { server, runtime })
        {
            Validations.Of(role).Acknowledge(new Acknowledgment
            {
                Id = "AwsSolutions-IAM5[Resource::*]",
                Reason = "It is what the runtime itself needs, such as its logs.",
            });
        }
    }

    private static Dictionary<string, PolicyDocument> Looks(AgentProfile profile) => new()
    {
        ["Looks"] = new PolicyDocument(new PolicyDocumentProps { Statements = profile.Statements }),
    };
}
