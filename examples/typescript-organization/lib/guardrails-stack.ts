import { CfnStackSet, Stack, StackProps } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { McpGuardrail, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';
import { AGENTS, AGENTS_PATH, BOUNDARY_NAME, CENTRAL_PATH } from './agents-stack';
import { BREAK_GLASS, CLOUD_TEAM } from './ids';
import { Phase } from './phases';

/** Who is not bound by what is denied to agents, in an emergency. */
export const EXEMPT = [PrincipalFilter.roleNames(BREAK_GLASS)];
export const STACK_SET = 'mcp-agents';
/** The roles that StackSets makes in the accounts, and acts with. */
const STACK_SETS = 'arn:aws:iam::*:role/stacksets-exec-*';
/** Who changes the guardrails. */
export const ADMINISTRATORS = [PrincipalFilter.roleNames(CLOUD_TEAM), PrincipalFilter.arns(STACK_SETS)];

export interface GuardrailsStackProps extends StackProps {
  readonly phase: Phase;
  /** What StackSets deploys to the accounts, as JSON. */
  readonly agentsTemplate: string;
  readonly delegatedAdministrator: boolean;
}

/** Deployed once, to the management account or to a delegated administrator. */
export class GuardrailsStack extends Stack {
  constructor(scope: Construct, id: string, props: GuardrailsStackProps) {
    super(scope, id, props);

    const agents = new CfnStackSet(this, 'Agents', {
      stackSetName: STACK_SET,
      description: 'The role of an agent and its boundary',
      permissionModel: 'SERVICE_MANAGED',
      callAs: props.delegatedAdministrator ? 'DELEGATED_ADMIN' : 'SELF',
      // An account that joins gets the role, one that leaves loses it.
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      managedExecution: { Active: true },
      capabilities: ['CAPABILITY_NAMED_IAM'],
      // The first failure stops the roll-out.
      operationPreferences: { failureToleranceCount: 0, maxConcurrentPercentage: 10, concurrencyMode: 'SOFT_FAILURE_TOLERANCE' },
      // IAM is global: one region is all it takes.
      stackInstancesGroup: props.phase.agentsIn.map((organizationalUnit) => ({
        deploymentTargets: { organizationalUnitIds: [organizationalUnit] }, regions: ['us-east-1'],
      })),
      templateBody: props.agentsTemplate,
    });

    if (props.phase.controlled.length > 0) {
      const policy = new McpServiceControlPolicy(this, 'Policy', {
        policyName: 'mcp-agents',
        guardrails: [
          McpGuardrail.baseline({ exempt: EXEMPT }),
          McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS, McpServer.EKS] }),
          // Credentials of an agent are of no use to anybody else.
          McpGuardrail.denyOutsideMcp({ appliesTo: AGENTS }),
          McpGuardrail.protectGuardrails({
            administrators: ADMINISTRATORS,
            resources: [
              `arn:aws:iam::*:role${CENTRAL_PATH}*`,
              `arn:aws:iam::*:policy${CENTRAL_PATH}*`,
              // What StackSets makes in the accounts of it: a stack acts with a role of its own.
              `arn:aws:cloudformation:*:*:stack/StackSet-${STACK_SET}-*`,
            ],
          }),
          // An account that leaves has no guardrails any more.
          McpGuardrail.denyLeavingOrganization({ administrators: [PrincipalFilter.roleNames(CLOUD_TEAM)] }),
          requireBoundary(),
          protectExemptRoles(),
        ],
        targets: props.phase.controlled.map((organizationalUnit) => PolicyTarget.organizationalUnit(organizationalUnit)),
      });
      // The accounts are guarded before the roles come.
      agents.node.addDependency(policy);
    }
  }
}

/** Teams may make roles for their agents, with the boundary. */
function requireBoundary(): McpGuardrail {
  const roles = [`arn:aws:iam::*:role${AGENTS_PATH}*`];
  return McpGuardrail.fromStatements(
    new PolicyStatement({
      sid: 'RequireAgentBoundary',
      effect: Effect.DENY,
      actions: ['iam:CreateRole', 'iam:PutRolePermissionsBoundary'],
      resources: roles,
      conditions: { StringNotLike: { 'iam:PermissionsBoundary': `arn:aws:iam::*:policy${CENTRAL_PATH}${BOUNDARY_NAME}` } },
    }),
    new PolicyStatement({ sid: 'KeepAgentBoundary', effect: Effect.DENY, actions: ['iam:DeleteRolePermissionsBoundary'], resources: roles }),
  );
}

/** What makes a role, or changes what it may do and who may use it. */
const CHANGES_OF_ROLES = ['iam:Attach*', 'iam:Create*', 'iam:Delete*', 'iam:Detach*', 'iam:Put*', 'iam:Tag*', 'iam:Untag*', 'iam:Update*'];

/** Whoever could make or change a role of an exempted name would be exempt. */
function protectExemptRoles(): McpGuardrail {
  const named = (name: string) => [`arn:aws:iam::*:role/${name}`, `arn:aws:iam::*:role/*/${name}`];
  return McpGuardrail.fromStatements(
    new PolicyStatement({
      sid: 'ProtectExemptRoles',
      effect: Effect.DENY,
      actions: CHANGES_OF_ROLES,
      resources: [...named(BREAK_GLASS), ...named(CLOUD_TEAM)],
      conditions: { ArnNotLike: { 'aws:PrincipalArn': [...named(CLOUD_TEAM), STACK_SETS] } },
    }),
    // Its own is made and changed by the service-linked role of StackSets, which no SCP restricts.
    new PolicyStatement({ sid: 'ProtectStackSetsRole', effect: Effect.DENY, actions: CHANGES_OF_ROLES, resources: [STACK_SETS] }),
  );
}
