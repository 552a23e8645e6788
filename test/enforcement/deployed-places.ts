import { aws_ec2 as ec2, aws_iam as iam, aws_sso as sso, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ActionSet, DenyOutsideMcpGuardrail, McpGuardrail, McpGuardrailPolicy, McpPermissionsBoundary, McpPermissionSet, McpPrincipalGuardrails,
  McpResourceControlPolicy, McpScopedRole, McpServer, McpServiceControlPolicy, mixins, PolicyTarget, PrincipalFilter,
} from '../../src';
import { KINDS } from '../mixins/resource-kinds';

/** A place of guardrails, as an app has it. */
export interface DeployedPlace {
  readonly name: string;
  /** Of which an app has some. */
  readonly pool: readonly McpGuardrail[];
  /** Makes it, with what it guards. */
  readonly add: (scope: Construct, guardrails: McpGuardrail[]) => void;
}

const OU = PolicyTarget.organizationalUnit('ou-ab12-11111111');
const INSTANCE = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const ADMIN = iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
const assumedBy = new iam.AccountRootPrincipal();

const role = (scope: Construct, id = 'Role') => new iam.Role(scope, id, { assumedBy, managedPolicies: [ADMIN] });
const user = (scope: Construct) => new iam.User(scope, 'User', { managedPolicies: [ADMIN] });
const group = (scope: Construct) => new iam.Group(scope, 'Group', { managedPolicies: [ADMIN] });
const permissionSet = (scope: Construct) => new sso.CfnPermissionSet(scope, 'Set', {
  instanceArn: INSTANCE, name: 'Developers', managedPolicies: [ADMIN.managedPolicyArn],
});

/** Those that need several policies. */
const LARGE = [
  McpGuardrail.denyDestructiveViaMcp(),
  McpGuardrail.denySecretReadsViaMcp(), McpGuardrail.denyDelegationViaMcp(), McpGuardrail.denyAuditTamperingViaMcp(),
  McpGuardrail.denySpendingViaMcp(), McpGuardrail.denyViaMcp({ sid: 'Own', actions: ActionSet.writesOf('s3', 'sqs') }),
  McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }),
];
/** Those that fit an inline policy together, and of which two with a Sid differ. */
export const SMALL = [
  McpGuardrail.denyViaMcp({ sid: 'Writes', actions: ActionSet.of('s3:Put*', 's3:Delete*') }),
  McpGuardrail.denyViaMcp({ sid: 'Keys', actions: ActionSet.of('kms:*') }),
  McpGuardrail.denyViaMcp({ sid: 'Queues', actions: ActionSet.of('sqs:*'), exempt: [PrincipalFilter.roleNames('Admin')] }),
  McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS, McpServer.EKS] }),
];
/** In reach of resource control policies, and too large for one. */
const RESOURCES = ['s3', 'dynamodb', 'kms', 'secretsmanager', 'sqs', 'ecr'].map((service) => McpGuardrail.denyViaMcp({
  sid: `Writes${service}`,
  actions: ActionSet.of(`${service}:*`),
  exempt: [PrincipalFilter.roleNames(...Array.from({ length: 14 }, (_, i) => `${service}-admin-${i}`))],
}));
const DIRECT = ['/agents/', '/robots/'].map((path) => McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths(path)], sid: `Outside${path.slice(1, 3)}` }));

const principals = (guard: (scope: Construct, guardrails: McpGuardrail[], all: { role: iam.Role; user: iam.User; group: iam.Group }) => void) =>
  (scope: Construct, guardrails: McpGuardrail[]) => guard(scope, guardrails, { role: role(scope), user: user(scope), group: group(scope) });
const whole = (scope: Construct, guardrails: McpGuardrail[]) => McpPrincipalGuardrails.of(Stack.of(scope)).apply(...guardrails);

export const PLACES: readonly DeployedPlace[] = [
  { name: 'McpServiceControlPolicy', pool: LARGE, add: (scope, guardrails) => void new McpServiceControlPolicy(scope, 'Policy', { guardrails, targets: [OU] }) },
  { name: 'McpResourceControlPolicy', pool: RESOURCES, add: (scope, guardrails) => void new McpResourceControlPolicy(scope, 'Policy', { guardrails, targets: [OU] }) },
  {
    name: 'McpGuardrailPolicy',
    pool: SMALL,
    add: principals((scope, guardrails, all) => new McpGuardrailPolicy(scope, 'Policy', { guardrails, roles: [all.role], users: [all.user], groups: [all.group] })),
  },
  {
    name: 'DenyOutsideMcpGuardrail',
    pool: SMALL,
    add: principals((scope, { length }, all) => new DenyOutsideMcpGuardrail(scope, 'Policy', {
      roles: [all.role], users: [all.user], groups: [all.group], exempt: Array.from({ length }, (_, i) => PrincipalFilter.roleNames(`Admin${i}`)),
    })),
  },
  { name: 'McpScopedRole', pool: SMALL.slice(0, 3), add: (scope, guardrails) => void new McpScopedRole(scope, 'Role', { assumedBy, guardrails, managedPolicies: [ADMIN] }) },
  {
    name: 'McpPermissionsBoundary',
    pool: SMALL,
    add: (scope, guardrails) => {
      const boundary = new McpPermissionsBoundary(scope, 'Boundary', {
        // One that changes makes the policy anew.
        guardrails, maximumPermissions: ActionSet.allExcept('iam:*'), description: `${guardrails.length} guardrails`,
      });
      iam.PermissionsBoundary.of(role(scope)).apply(boundary);
      iam.PermissionsBoundary.of(user(scope)).apply(boundary);
    },
  },
  {
    name: 'McpPermissionSet',
    pool: SMALL,
    add: (scope, guardrails) => void new McpPermissionSet(scope, 'Set', { guardrails, instanceArn: INSTANCE, name: 'Agents', managedPolicies: [ADMIN] }),
  },
  { name: 'RoleMcpGuardrails', pool: SMALL, add: (scope, guardrails) => void role(scope).with(new mixins.RoleMcpGuardrails({ guardrails })) },
  { name: 'UserMcpGuardrails', pool: SMALL, add: (scope, guardrails) => void user(scope).with(new mixins.UserMcpGuardrails({ guardrails })) },
  { name: 'GroupMcpGuardrails', pool: SMALL, add: (scope, guardrails) => void group(scope).with(new mixins.GroupMcpGuardrails({ guardrails })) },
  {
    name: 'PermissionSetMcpGuardrails', pool: SMALL, add: (scope, guardrails) => void permissionSet(scope).with(new mixins.PermissionSetMcpGuardrails({ guardrails })),
  },
  {
    name: 'McpPrincipalGuardrails',
    pool: SMALL,
    add: principals((scope, guardrails) => {
      permissionSet(scope);
      whole(scope, guardrails);
    }),
  },
  {
    name: 'VpcEndpointMcpGuardrails',
    pool: DIRECT,
    add: (scope, guardrails) => void new ec2.CfnVPCEndpoint(scope, 'It', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' })
      .with(new mixins.VpcEndpointMcpGuardrails({ guardrails })),
  },
  ...KINDS.map((kind): DeployedPlace => ({
    name: `mixin for a ${kind.name}`,
    pool: [
      McpGuardrail.denyViaMcp({ sid: 'One', actions: ActionSet.of(kind.action) }),
      McpGuardrail.denyViaMcp({ sid: 'Two', actions: ActionSet.of(kind.action), exempt: [PrincipalFilter.roleNames('Admin')] }),
      ...DIRECT,
    ],
    add: (scope, guardrails) => void kind.l2(scope as Stack).with(kind.mixin({ guardrails })),
  })),
];

/** Principals of a stack with guardrails that need several shared policies. */
export const SHARED: DeployedPlace = { name: 'McpPrincipalGuardrails', pool: LARGE, add: principals(whole) };
