import { Stack, StackProps } from 'aws-cdk-lib';
import { McpGuardrail, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';

/** Deployed once, in the organization's management account: what holds for every agent in an organizational unit. */
export class OrganizationStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    new McpServiceControlPolicy(this, 'Agents', {
      guardrails: [
        // Nothing that loses data, reveals a secret, changes access, or gets others to act.
        McpGuardrail.baseline({ exempt: [PrincipalFilter.roleNames('BreakGlass')] }),
        // Servers that nobody has looked at yet are denied.
        McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS, McpServer.EKS] }),
        // Credentials of an agent are of no use to anybody else.
        McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }),
      ],
      targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111')],
    });
  }
}
