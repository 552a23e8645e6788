import { Aws, Stack, StackProps, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, PrincipalWithConditions } from 'aws-cdk-lib/aws-iam';
import { ActionSet, McpGuardrail, McpPermissionsBoundary, McpScopedRole, McpServer, PrincipalFilter } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';

/** Where the roles of agents are, in every account. Control policies tell agents by it. */
export const AGENTS_PATH = '/agents/';
/** What the organization itself puts there. */
export const CENTRAL_PATH = '/agents/central/';
/** The roles there. */
export const AGENTS = [PrincipalFilter.rolePaths(AGENTS_PATH)];
export const BOUNDARY_NAME = 'AgentBoundary';
/** The services that agents work with. */
const SERVICES = ['cloudformation', 'cloudwatch', 'dynamodb', 'ec2', 'lambda', 'logs', 's3'];

export interface AgentsStackProps extends StackProps {
  /** The account in which the agents run. */
  readonly agentAccount: string;
}

/** Deployed to every account: the boundary for all roles of agents there, and the role of an agent that looks into accounts. */
export class AgentsStack extends Stack {
  constructor(scope: Construct, id: string, props: AgentsStackProps) {
    super(scope, id, props);

    const boundary = new McpPermissionsBoundary(this, 'Boundary', {
      managedPolicyName: BOUNDARY_NAME,
      path: CENTRAL_PATH,
      // The most that a team can give its agents; without what loses data, or gets others to act for them.
      maximumPermissions: ActionSet.of(...SERVICES.map((service) => `${service}:*`)),
      guardrails: [
        McpGuardrail.denyDestructiveViaMcp({ services: SERVICES }),
        McpGuardrail.denyDelegationViaMcp({ services: SERVICES }),
      ],
    });

    const agent = new McpScopedRole(this, 'Inspector', {
      roleName: 'Inspector',
      path: CENTRAL_PATH,
      permissionsBoundary: boundary,
      servers: [McpServer.AWS],
      assumedBy: new PrincipalWithConditions(new AccountPrincipal(props.agentAccount), {
        ArnEquals: { 'aws:PrincipalArn': `arn:${Aws.PARTITION}:iam::${props.agentAccount}:role/AgentRuntime` },
      }),
    });
    agent.addToPolicy(new PolicyStatement({
      sid: 'Inspect',
      actions: [
        'cloudformation:DescribeStackEvents', 'cloudformation:DescribeStacks', 'cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData',
        'ec2:DescribeInstances', 'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    }));

    Validations.of(boundary).acknowledge(...['Resource::*', ...SERVICES.map((service) => `Action::${service}:*`)].map((finding) => ({
      id: `AwsSolutions-IAM5[${finding}]`, reason: 'A boundary allows nothing by itself: this is the most that the policies of a role may allow.',
    })));
    Validations.of(agent).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]', reason: 'It describes what is in the account, and most of these actions are about no resource.',
    });
  }
}
