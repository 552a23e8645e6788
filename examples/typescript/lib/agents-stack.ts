import { Aws, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { AccountRootPrincipal, ArnPrincipal, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { AgentMark, AgentProfile, AgentRuntime, AgentRuntimeRole, AgentSessionRole, McpPermissionsBoundary, McpServer } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';

/** Agents that come through no managed MCP server: on a laptop, in a function, and in AgentCore Runtime. Their sessions are marked. */
export class AgentsStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // What agents look at, and no more, whatever else allows them something.
    const profile = AgentProfile.troubleshooter(AgentMark.sessionTag());
    const boundary = new McpPermissionsBoundary(this, 'Looking', { statements: profile.statements, guardrails: profile.guardrails });

    // On a laptop: a credential_process in the agent's profile assumes it, with the tags, and with the name of its user as the source identity.
    const laptop = new AgentSessionRole(this, 'Laptop', {
      path: '/agents/',
      assumedBy: new AccountRootPrincipal(),
      agentNames: ['code-assistant'],
      sourceIdentities: ['${aws:username}'],
      permissionsBoundary: boundary,
      inlinePolicies: { Looks: new PolicyDocument({ statements: profile.statements }) },
    });

    // An MCP server of one's own in a function: its code writes logs, and does all else with marked sessions of another role.
    const server = new AgentRuntimeRole(this, 'ServerRole', {
      path: '/agents/',
      runtime: AgentRuntime.LAMBDA_FUNCTION,
      agentRoles: [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/agents/ServerSession`],
    });
    const session = new AgentSessionRole(this, 'ServerSession', {
      roleName: 'ServerSession',
      path: '/agents/',
      assumedBy: new ArnPrincipal(server.roleArn),
      agentNames: ['reports-server'],
      permissionsBoundary: boundary,
      inlinePolicies: { Looks: new PolicyDocument({ statements: profile.statements }) },
    });
    const code = new Function(this, 'Server', {
      role: server,
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
    });

    // In AgentCore Runtime: its code invokes models and keeps its memory by itself, and does all else through the AWS MCP Server.
    const runtime = new AgentRuntimeRole(this, 'RuntimeRole', {
      path: '/agents/',
      runtime: AgentRuntime.AGENT_CORE,
      servers: [McpServer.AWS],
    });

    // What cdk-nag asks to be looked at.
    Validations.of(code).acknowledge({ id: 'AwsSolutions-L1', reason: 'It stands for the code of a server, which has a runtime of its own.' });
    const wildcards = profile.statements.flatMap((statement) => statement.actions).filter((action) => action.includes('*')).map((action) => `Action::${action}`);
    for (const looking of [boundary, laptop, session]) {
      Validations.of(looking).acknowledge(...['Resource::*', ...wildcards].map((finding) => (
        { id: `AwsSolutions-IAM5[${finding}]`, reason: 'It reads the state of what runs, and no data.' })));
    }
    for (const role of [server, runtime]) {
      Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason: 'It is what the runtime itself needs, such as its logs.' });
    }
  }
}
