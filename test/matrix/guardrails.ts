import { aws_iam as iam } from 'aws-cdk-lib';
import type { Context, ResourceName, RoleName } from './world';
import type { DenyOutsideMcpOptions } from '../../src';
import { ActionSet, AgentMark, BaselineGrade, DirectCalls, McpGuardrail, McpServer, OAuthGrantType, PrincipalFilter } from '../../src';

/** Who asks, and what is so of their sessions. */
export interface Caller {
  readonly role: RoleName;
  readonly context?: Context;
}

/** A guardrail, as the table shows it. */
export interface Row {
  readonly name: string;
  readonly make: () => McpGuardrail;
  /** For places that are too small for it. */
  readonly narrowed?: () => McpGuardrail;
  /** For whom it is evaluated. Default: a role that no filter names. */
  readonly callers?: Caller[];
  /** Where it would be a mistake, for it denies everything, or a change of the policy itself, to everybody who calls directly. */
  readonly locksOut?: Array<'control' | 'resource'>;
  /** The resources that none of its actions is about, though some are of their service. */
  readonly nothingOn?: readonly ResourceName[];
  /** What the construct of its own takes. */
  readonly outsideMcp?: DenyOutsideMcpOptions;
}

const agents = [PrincipalFilter.rolePaths('/agents/'), PrincipalFilter.arns('arn:aws:iam::*:user/agents/*', 'arn:aws:iam::*:role/aws-reserved/*/AWSReservedSSO_Agents_*')];
const breakGlass = [PrincipalFilter.roleNames('BreakGlass')];
const FILTERED: Caller[] = [{ role: 'Developer' }, { role: 'Agent' }, { role: 'BreakGlass' }];
const anyAgent = AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag());
/** An agent whose session is marked, which calls directly too; one without any tag, and a person's. */
const MARKED: Caller[] = [['Agent'], [], ['Human']].map((tag) => ({
  role: 'Developer', context: { 'aws:PrincipalTag/PrincipalType': tag, 'aws:TagKeys': ['PrincipalType'], 'aws:RequestTag/PrincipalType': ['Human'] },
}));
/** Somebody who sets another value of the tag, an agent who passes it on, one who takes it off, and who may. */
const REMARKING: Caller[] = [['Developer', 'Human', 'Human'], ['Developer', 'Agent', 'Agent'], ['Agent', 'Agent', 'Human'], ['BreakGlass', 'Agent', 'Human']].map(([role, is, becomes]) => ({
  role: role as Caller['role'],
  context: {
    'aws:TagKeys': ['PrincipalType'], 'aws:PrincipalTag/PrincipalType': [is], 'aws:ResourceTag/PrincipalType': [], 'aws:RequestTag/PrincipalType': [becomes],
  },
}));
const session = 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4';
const FEW = ['s3', 'dynamodb', 'secretsmanager', 'kms'];

const outsideMcp = (name: string, options: DenyOutsideMcpOptions, rest: Partial<Row> = {}): Row =>
  ({ name: `denyOutsideMcp(${name})`, make: () => McpGuardrail.denyOutsideMcp(options), outsideMcp: options, ...rest });

/** Every ready guardrail, with its main options. */
export const ROWS: Row[] = [
  outsideMcp('', {}, { locksOut: ['control', 'resource'] }),
  outsideMcp('{ appliesTo }', { appliesTo: agents }, { callers: FILTERED }),
  outsideMcp('{ exempt }', { exempt: breakGlass, allowForwardAccessSessions: false, allowMcpServiceActions: false }, { callers: FILTERED, locksOut: ['control'] }),
  outsideMcp('{ appliesTo, allowOauthSignIn }', { appliesTo: agents, allowOauthSignIn: true }, { callers: FILTERED }),
  { name: 'denyViaMcp()', make: () => McpGuardrail.denyViaMcp() },
  {
    name: 'denyViaMcp({ actions, resources }) of S3',
    make: () => McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*', 's3:PutObject*'), resources: ['arn:aws:s3:::reports/secret/*'] }),
  },
  {
    name: 'denyViaMcp({ actions }) of all but some',
    make: () => McpGuardrail.denyViaMcp({ actions: ActionSet.allExcept('sqs:GetQueueAttributes', 's3:GetObject*', 'kms:Describe*', 'iam:Get*') }),
  },
  { name: 'denyViaMcp({ servers, exempt })', make: () => McpGuardrail.denyViaMcp({ servers: [McpServer.EKS], exempt: breakGlass }), callers: FILTERED },
  {
    name: 'denyViaMcp({ agents, actions })',
    make: () => McpGuardrail.denyViaMcp({ agents: anyAgent, actions: ActionSet.allExcept('sqs:GetQueueAttributes', 's3:GetObject*', 'kms:Describe*', 'iam:Get*') }),
    callers: MARKED,
  },
  {
    name: 'denyDestructiveViaMcp({ agents })',
    make: () => McpGuardrail.denyDestructiveViaMcp({ agents: anyAgent }),
    nothingOn: ['DirectoryBucket'],
    narrowed: () => McpGuardrail.denyDestructiveViaMcp({ agents: anyAgent, services: ['s3'] }),
    callers: MARKED,
  },
  {
    name: 'readOnlyViaMcp({ agents, services }) of sessions with a tag',
    make: () => McpGuardrail.readOnlyViaMcp({ agents: AgentMark.sessionTag(), services: ['s3', 'dynamodb'] }),
    callers: MARKED,
  },
  { name: 'baseline({ agents, grade: CORE })', make: () => McpGuardrail.baseline({ agents: anyAgent, grade: BaselineGrade.CORE }), nothingOn: ['DirectoryBucket'], callers: MARKED },
  { name: 'allowOnlyServers({ servers })', make: () => McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }) },
  {
    name: 'allowOnlyServers({ servers, directCalls: DENIED })',
    make: () => McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], directCalls: DirectCalls.DENIED }),
    locksOut: ['control', 'resource'],
  },
  {
    name: 'allowOnlyServers({ servers, actions, directCalls: DENIED, exempt }) of S3, KMS and DynamoDB',
    make: () => McpGuardrail.allowOnlyServers({
      servers: [McpServer.AWS, McpServer.EKS], actions: ActionSet.of('s3:*', 'kms:*', 'dynamodb:*'), directCalls: DirectCalls.DENIED, exempt: breakGlass,
    }),
    callers: FILTERED,
  },
  {
    name: 'denyDestructiveViaMcp()',
    make: () => McpGuardrail.denyDestructiveViaMcp(),
    // Its policy is about s3express:CreateSession only.
    nothingOn: ['DirectoryBucket'],
    narrowed: () => McpGuardrail.denyDestructiveViaMcp({ services: FEW }),
  },
  {
    name: 'denyDestructiveViaMcp({ services, unlessTagged })',
    make: () => McpGuardrail.denyDestructiveViaMcp({ services: FEW, unlessTagged: { key: 'created-by', value: 'agents' } }),
    callers: [['agents'], []].map((tag) => ({
      role: 'Developer', context: { 'aws:ResourceTag/created-by': tag, 'aws:TagKeys': ['created-by'] },
    })),
  },
  {
    name: 'denySecretReadsViaMcp()',
    make: () => McpGuardrail.denySecretReadsViaMcp(),
    // s3:GetDataAccess, which is about an access grant; of Lambda, tokens for virtual machines.
    nothingOn: ['Bucket', 'Function'],
    narrowed: () => McpGuardrail.denySecretReadsViaMcp({ services: ['secretsmanager', 'ssm', 'kms'] }),
  },
  {
    name: 'denyPrivilegeEscalationViaMcp()',
    make: () => McpGuardrail.denyPrivilegeEscalationViaMcp(),
    // Changes of their policies, which their policies can't hold.
    nothingOn: ['DirectoryBucket', 'Function'],
    narrowed: () => McpGuardrail.denyPrivilegeEscalationViaMcp({ services: FEW }),
  },
  {
    name: 'denyDelegationViaMcp()',
    make: () => McpGuardrail.denyDelegationViaMcp(),
    narrowed: () => McpGuardrail.denyDelegationViaMcp({ services: ['lambda', 'sns', 'sts'] }),
  },
  {
    name: 'denyAuditTamperingViaMcp()',
    make: () => McpGuardrail.denyAuditTamperingViaMcp(),
    // sns:Unsubscribe, which is about no resource.
    nothingOn: ['Topic'],
    narrowed: () => McpGuardrail.denyAuditTamperingViaMcp({ services: ['cloudtrail', 's3'] }),
  },
  {
    name: 'denySpendingViaMcp()',
    make: () => McpGuardrail.denySpendingViaMcp(),
    // Purchases are about no resource.
    nothingOn: ['Table'],
    narrowed: () => McpGuardrail.denySpendingViaMcp({ services: ['dynamodb', 'ec2'] }),
  },
  { name: 'denyPassRoleViaMcp({ exceptServices })', make: () => McpGuardrail.denyPassRoleViaMcp({ exceptServices: ['lambda.amazonaws.com'] }) },
  {
    name: 'denyPresignedUrls()',
    make: () => McpGuardrail.denyPresignedUrls(),
    callers: ['REST-QUERY-STRING', 'REST-HEADER'].map((authType) => ({ role: 'Developer', context: { 's3:authType': [authType] } })),
  },
  {
    name: 'readOnlyViaMcp()',
    make: () => McpGuardrail.readOnlyViaMcp(),
    narrowed: () => McpGuardrail.readOnlyViaMcp({ services: FEW, additionalReads: ActionSet.of('sqs:GetQueueAttributes') }),
  },
  { name: 'readOnlyViaMcp({ services })', make: () => McpGuardrail.readOnlyViaMcp({ services: ['s3', 'dynamodb'] }) },
  {
    name: 'deployOnlyViaMcp({ deployRoles })',
    make: () => McpGuardrail.deployOnlyViaMcp({ deployRoles: ['arn:aws:iam::*:role/agents/*'] }),
    callers: ['agents/Deploy', 'Other'].map((role) => ({
      role: 'Developer', context: { 'cloudformation:RoleArn': [`arn:aws:iam::111122223333:role/${role}`], 'aws:CalledVia': [] },
    })),
  },
  {
    name: 'allowOnlyViaMcp({ actions })',
    make: () => McpGuardrail.allowOnlyViaMcp({ actions: ActionSet.of('s3:GetObject', 's3:List*', 'dynamodb:Query', 'dynamodb:PutItem', 'sqs:SendMessage') }),
  },
  {
    name: 'protectGuardrails({ administrators, resources })',
    make: () => McpGuardrail.protectGuardrails({ administrators: breakGlass, resources: ['arn:aws:iam::*:role/agents/*'] }),
    callers: FILTERED,
  },
  {
    name: 'protectAgentMark({ issuers })',
    make: () => McpGuardrail.protectAgentMark({ issuers: breakGlass }),
    callers: REMARKING,
  },
  {
    name: 'denyAgentCoreOutsideSubnets({ subnets, exempt })',
    make: () => McpGuardrail.denyAgentCoreOutsideSubnets({ subnets: ['subnet-1a2b3c4d'], exempt: breakGlass }),
    callers: [{ role: 'BreakGlass' }, ...[['subnet-1a2b3c4d'], ['subnet-1a2b3c4d', 'subnet-5e6f7a8b'], []].map((subnets): Caller => ({
      role: 'Developer', context: { 'bedrock-agentcore:subnets': subnets },
    }))],
  },
  {
    name: 'protectGuardrails({ resources }) of stacks and permission sets',
    make: () => McpGuardrail.protectGuardrails({
      administrators: breakGlass, resources: ['arn:aws:cloudformation:*:*:stack/Guardrails-*', 'arn:aws:sso:::permissionSet/*/*'],
    }),
    callers: FILTERED,
  },
  { name: 'denyLeavingOrganization({ administrators })', make: () => McpGuardrail.denyLeavingOrganization({ administrators: breakGlass }), callers: FILTERED },
  {
    name: 'allowOnlyOauthClients({ redirectUris, grantTypes })',
    make: () => McpGuardrail.allowOnlyOauthClients({ redirectUris: ['http://localhost:*'], grantTypes: [OAuthGrantType.AUTHORIZATION_CODE] }),
  },
  {
    name: 'denySignInSession(arn)',
    make: () => McpGuardrail.denySignInSession(session),
    callers: [
      { role: 'Developer', context: { 'aws:SignInSessionArn': [session] } },
      { role: 'Developer', context: { 'aws:SignInSessionArn': [`${session}5`] } },
      { role: 'Developer', context: { 'aws:SignInSessionArn': [] } },
    ],
  },
  { name: 'baseline({ grade: CORE })', make: () => McpGuardrail.baseline({ grade: BaselineGrade.CORE }), nothingOn: ['DirectoryBucket'] },
  {
    name: 'baseline({ grade: NO_ESCALATION, rolesBoundary, agentRoles })',
    make: () => McpGuardrail.baseline({
      grade: BaselineGrade.NO_ESCALATION,
      rolesBoundary: 'arn:aws:iam::*:policy/AgentBoundary',
      agentRoles: ['arn:aws:iam::*:role/agents/*'],
    }),
    nothingOn: ['Function'],
    callers: ['AgentBoundary', 'Other'].map((boundary) => ({
      role: 'Developer',
      context: {
        'iam:PermissionsBoundary': [`arn:aws:iam::111122223333:policy/${boundary}`],
        'cloudformation:RoleArn': [`arn:aws:iam::111122223333:role/${boundary === 'Other' ? 'Other' : 'agents/Deploy'}`],
        'lambda:Principal': [boundary === 'Other' ? '444455556666' : 'apigateway.amazonaws.com'],
      },
    })),
  },
  { name: 'baseline({ exempt })', make: () => McpGuardrail.baseline({ exempt: breakGlass }), callers: FILTERED },
  {
    name: 'fromStatements() without a condition',
    make: () => McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'DenyTeam',
      effect: iam.Effect.DENY,
      actions: ['s3:PutObject', 'kms:Decrypt', 'sqs:DeleteQueue', 'sns:Subscribe', 'secretsmanager:DeleteSecret', 'dynamodb:PutItem'],
      resources: ['*'],
    })),
  },
];
