import { App, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_sso as sso, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { IMixin } from 'constructs';
import type { Caller, Row } from './guardrails';
import type { Context, Json, Probe, ResourceName } from './world';
import {
  ACCOUNT, administrator, ALLOW_ALL, named, newRole, newStack, REGION, RESOURCES, ROLE_NAMES, roleArn, roleProps, serviceOf, templateWith,
} from './world';
import type { SimulationRequest } from '../../src';
import {
  DenyOutsideMcpGuardrail, McpGuardrail, McpGuardrailPolicy, McpPermissionsBoundary, McpPermissionSet, McpPrincipalGuardrails,
  McpResourceControlPolicy, McpScopedRole, McpServiceControlPolicy, McpSessionPolicy, McpSimulator, mixins, PolicyTarget,
} from '../../src';
import { rcpServices } from '../../src/actions/rcp-services';

/** A guardrail in its place: what asks the simulator. */
export interface Enforced {
  readonly simulator: (probe: Probe) => McpSimulator;
  /** The principal that a caller is there, with what the simulator can't know of it. */
  readonly caller?: (caller: Caller) => { readonly principal: string; readonly context?: Context };
  readonly resource?: (probe: Probe) => SimulationRequest['resource'];
  /** The Deny statements, as they are written there. */
  readonly denials: Json[];
}

/** A place, and how it differs from what a guardrail says: from AWS's documentation, not from the code that enforces. */
export interface Place {
  readonly name: string;
  /** Its column in the table; places of one column take the same. Default: it has none. */
  readonly column?: string;
  /** The most characters that the policy may have, and those that it has besides the guardrail. */
  readonly limit?: number;
  readonly besides?: number;
  /** The most characters of a policy, where several are made of a guardrail: a statement with a NotAction has to fit one. */
  readonly limitOfOne?: number;
  /** The services that it can be about. */
  readonly services?: () => string[];
  /** Only of this resource. */
  readonly resource?: ResourceName;
  readonly lockOut?: 'control' | 'resource';
  readonly exemptsAwsServices?: true;
  /** What `Principal` has to say. Default: it can't be there. */
  readonly principal?: '*';
  /** What it denies by itself. */
  readonly always?: () => McpGuardrail;
  /** The role names do not tell callers apart there. */
  readonly principalArn?: string;
  /** It takes no wildcard as short as that of the statements about what services call of KMS, which never come there. */
  readonly withoutKmsViaServices?: true;
  /** Whether it can be told to leave out other services. */
  readonly leavesOut?: true;
  readonly takes?: (row: Row) => boolean;
  enforce(guardrail: McpGuardrail, row: Row, leaveOutOthers?: boolean): Enforced;
}

function inTemplate(stack: Stack, caller: Enforced['caller'] = ({ role }) => ({ principal: roleArn(role) })): Enforced {
  const simulator = McpSimulator.fromTemplate(templateWith(stack), { account: ACCOUNT, region: REGION });
  return {
    simulator: () => simulator,
    caller,
    resource: (probe) => probe.inTemplate ?? probe.resource,
    denials: denialsIn(Template.fromStack(stack).toJSON()),
  };
}

function denialsIn(value: unknown): Json[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return (value as Json).Effect === 'Deny' ? [value] : Object.values(value).flatMap(denialsIn);
}

/** The policies of a key say that the account's own policies count, as the key in the template does. */
const KEY_POLICY = { Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }] };
/** So do those of roles. */
const TRUST_POLICY = { Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: ['sts:AssumeRole', 'sts:TagSession'] }] };

function asDocument(documents: Json, caller: Enforced['caller']): Enforced {
  const without = McpSimulator.fromDocuments({ identityPolicies: [ALLOW_ALL], ...documents });
  const withKey = McpSimulator.fromDocuments({ identityPolicies: [ALLOW_ALL], ...documents, resourcePolicy: KEY_POLICY });
  const withTrust = McpSimulator.fromDocuments({ identityPolicies: [ALLOW_ALL], ...documents, resourcePolicy: TRUST_POLICY });
  return { simulator: ({ of, action }) => (of === 'Key' ? withKey : serviceOf(action) === 'sts' ? withTrust : without), caller, denials: denialsIn(documents) };
}

const asUser = (): ReturnType<NonNullable<Enforced['caller']>> => ({ principal: USER });
const USER = `arn:aws:iam::${ACCOUNT}:user/agents/Developer`;
const newUser = (stack: Stack) => named(new iam.User(stack, 'User', { userName: 'Developer', path: '/agents/', managedPolicies: [administrator()] }));
const instanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const SIGNED_IN = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/${REGION}/AWSReservedSSO_Agents_0123456789abcdef`;
/** The rest of the role's name is made up by IAM Identity Center. */
const asSignedIn = () => ({ principal: 'Set', context: { 'aws:PrincipalArn': [SIGNED_IN] } });
/** In which account people are signed in is not known, so that the policies of the key and the role have to allow it to whoever comes. */
function openToAll(stack: Stack): void {
  const policy = (...actions: string[]) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: actions, Resource: '*' }] });
  new kms.CfnKey(stack, 'Key', { keyPolicy: policy('kms:*') });
  const { Version, Statement: [{ Resource: _, ...trust }] } = policy('sts:AssumeRole', 'sts:TagSession');
  new iam.CfnRole(stack, 'BreakGlass', { roleName: 'BreakGlass', assumeRolePolicyDocument: { Version, Statement: [trust] } });
}
const targets = [PolicyTarget.root('r-ab12')];

const OUTSIDE = McpGuardrail.denyOutsideMcp();

const ofRoles = (place: Omit<Place, 'enforce'>, enforce: (stack: Stack, guardrail: McpGuardrail, row: Row) => void): Place => ({
  ...place,
  enforce: (guardrail, row) => {
    const stack = newStack();
    enforce(stack, guardrail, row);
    return inTemplate(stack);
  },
});

/** Where a guardrail is part of a principal, or of what it has. */
export const OF_PRINCIPALS: Place[] = [
  ofRoles({ name: 'McpScopedRole', column: 'scoped role', limit: 10_240, besides: 160, always: () => OUTSIDE }, (stack, guardrail) =>
    ROLE_NAMES.forEach((name) => named(new McpScopedRole(stack, name, { ...roleProps(name), guardrails: [guardrail] })))),
  ofRoles({ name: 'DenyOutsideMcpGuardrail', limit: 10_240, takes: ({ outsideMcp }) => outsideMcp !== undefined }, (stack, _, { outsideMcp }) =>
    new DenyOutsideMcpGuardrail(stack, 'Guardrail', { ...outsideMcp, roles: ROLE_NAMES.map((name) => newRole(stack, name)) })),
  ofRoles({ name: 'McpGuardrailPolicy', column: 'policy', limit: 6_144 }, (stack, guardrail) =>
    new McpGuardrailPolicy(stack, 'Policy', { guardrails: [guardrail], roles: ROLE_NAMES.map((name) => newRole(stack, name)) })),
  ofRoles({ name: 'McpPrincipalGuardrails.of()', column: 'scope', limitOfOne: 6_144 }, (stack, guardrail) => {
    ROLE_NAMES.forEach((name) => newRole(stack, name));
    McpPrincipalGuardrails.of(stack).apply(guardrail);
  }),
  ofRoles({ name: 'RoleMcpGuardrails', column: 'role', limit: 10_240 }, (stack, guardrail) =>
    ROLE_NAMES.forEach((name) => newRole(stack, name).with(new mixins.RoleMcpGuardrails({ guardrails: [guardrail] })))),
  {
    name: 'UserMcpGuardrails',
    column: 'user',
    limit: 2_048,
    principalArn: USER,
    enforce: (guardrail) => {
      const stack = newStack();
      newUser(stack).with(new mixins.UserMcpGuardrails({ guardrails: [guardrail] }));
      return inTemplate(stack, asUser);
    },
  },
  {
    name: 'GroupMcpGuardrails',
    column: 'group',
    limit: 5_120,
    principalArn: USER,
    enforce: (guardrail) => {
      const stack = newStack();
      newUser(stack).addToGroup(new iam.Group(stack, 'Group').with(new mixins.GroupMcpGuardrails({ guardrails: [guardrail] })) as iam.Group);
      return inTemplate(stack, asUser);
    },
  },
  ofRoles({ name: 'McpPermissionsBoundary', column: 'boundary', limit: 6_144, besides: 80 }, (stack, guardrail) => {
    const boundary = new McpPermissionsBoundary(stack, 'Boundary', { guardrails: [guardrail] });
    ROLE_NAMES.forEach((name) => newRole(stack, name, boundary));
  }),
  {
    name: 'McpPermissionSet',
    column: 'permission set',
    limit: 10_240,
    principalArn: SIGNED_IN,
    enforce: (guardrail) => {
      const stack = newStack();
      const set = new McpPermissionSet(stack, 'Set', { instanceArn, name: 'Agents', guardrails: [guardrail], managedPolicies: [administrator()] });
      named(set);
      openToAll(stack);
      return inTemplate(stack, asSignedIn);
    },
  },
  {
    name: 'PermissionSetMcpGuardrails',
    column: 'permission set',
    limit: 10_240,
    principalArn: SIGNED_IN,
    enforce: (guardrail) => {
      const stack = newStack();
      new sso.CfnPermissionSet(stack, 'Set', { instanceArn, name: 'Agents', managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'] })
        .with(new mixins.PermissionSetMcpGuardrails({ guardrails: [guardrail] }));
      openToAll(stack);
      return inTemplate(stack, asSignedIn);
    },
  },
  {
    name: 'McpSessionPolicy',
    column: 'session',
    limit: 2_048,
    besides: 80,
    enforce: (guardrail) => {
      const stack = newStack();
      const policy = new McpSessionPolicy(stack, 'Session', { guardrails: [guardrail] });
      (stack.node.root as App).synth();
      return asDocument({ sessionPolicy: JSON.parse(policy.json) }, ({ role }) =>
        ({ principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`, context: { 'aws:PrincipalArn': [roleArn(role)] } }));
    },
  },
];

const ofResource = (
  resource: ResourceName, service: string, mixin: (props: mixins.McpResourceGuardrailsProps) => IMixin, rest: Partial<Place> = {},
): Place => ({
  name: `${resource}McpGuardrails`,
  column: resource.replace(/\B[A-Z]/, ' $&').toLowerCase(),
  services: () => [service],
  resource,
  lockOut: 'resource',
  exemptsAwsServices: true,
  principal: '*',
  enforce: (guardrail) => {
    const stack = newStack();
    RESOURCES[resource](stack).with(mixin({ guardrails: [guardrail] }));
    return inTemplate(stack);
  },
  ...rest,
});

/** Where a guardrail judges whoever comes, or all of an account. */
export const OF_EVERYBODY: Place[] = [
  {
    name: 'McpServiceControlPolicy',
    column: 'SCP',
    lockOut: 'control',
    enforce: (guardrail) => {
      const stack = newStack();
      new McpServiceControlPolicy(stack, 'Agents', { guardrails: [guardrail], targets });
      return inTemplate(stack);
    },
  },
  {
    name: 'McpResourceControlPolicy',
    column: 'RCP',
    services: rcpServices,
    lockOut: 'control',
    exemptsAwsServices: true,
    principal: '*',
    leavesOut: true,
    enforce: (guardrail, _, leaveOutUnsupportedServices) => {
      const stack = newStack();
      new McpResourceControlPolicy(stack, 'Data', { guardrails: [guardrail], targets, leaveOutUnsupportedServices });
      return inTemplate(stack);
    },
  },
  ofResource('Bucket', 's3', (props) => new mixins.BucketMcpGuardrails(props)),
  ofResource('Key', 'kms', (props) => new mixins.KeyMcpGuardrails(props)),
  ofResource('Queue', 'sqs', (props) => new mixins.QueueMcpGuardrails(props)),
  ofResource('Topic', 'sns', (props) => new mixins.TopicMcpGuardrails(props)),
  ofResource('Secret', 'secretsmanager', (props) => new mixins.SecretMcpGuardrails(props)),
  ofResource('Table', 'dynamodb', (props) => new mixins.TableMcpGuardrails(props)),
  // Policies of principals say who may change the policies of these two.
  ofResource('Function', 'lambda', (props) => new mixins.FunctionMcpGuardrails(props), { lockOut: undefined }),
  ofResource('DirectoryBucket', 's3express', (props) => new mixins.DirectoryBucketMcpGuardrails(props), { lockOut: undefined }),
  ofResource('TableBucket', 's3tables', (props) => new mixins.TableBucketMcpGuardrails(props)),
  ofResource('VectorBucket', 's3vectors', (props) => new mixins.VectorBucketMcpGuardrails(props)),
  {
    name: 'VpcEndpointMcpGuardrails',
    column: 'endpoint',
    withoutKmsViaServices: true,
    limit: 20_480,
    besides: 110,
    principal: '*',
    lockOut: 'control',
    enforce: (guardrail) => {
      const stack = newStack();
      new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName: `com.amazonaws.${REGION}.s3` })
        .with(new mixins.VpcEndpointMcpGuardrails({ guardrails: [guardrail] }));
      const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
      return asDocument({ vpcEndpointPolicy: Properties.PolicyDocument }, ({ role }) => ({ principal: roleArn(role) }));
    },
  },
];
