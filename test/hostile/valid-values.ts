import * as fc from 'fast-check';
import type { Tagged, Tree } from './tree';
import { call, constant, statement } from './tree';

type Some<T = Tree> = fc.Arbitrary<T>;

/** A call with arguments of its own. */
const calling = (name: string, ...args: Some[]): Some<Tagged> => fc.tuple(...args).map((values) => call(name, ...values));
const callingWith = (name: string, list: Some<Tree[]>): Some<Tagged> => list.map((values) => call(name, ...values));
const from = (...values: Tree[]): Some => fc.constantFrom(...values);
const few = (item: Some, min = 1, max = 3): Some<Tree[]> => fc.array(item, { minLength: min, maxLength: max });
/** An object of which each property may be left out, but those in `needed`. */
export const props = (of: { [name: string]: Some }, ...needed: string[]): Some<{ [name: string]: Tree }> =>
  fc.record(of, { requiredKeys: needed }) as Some<{ [name: string]: Tree }>;

export const SERVICES = ['s3', 'dynamodb', 'iam', 'kms', 'sqs', 'sns', 'secretsmanager', 'lambda', 'ec2', 'sts', 'logs', 'cloudtrail'];
const service = from(...SERVICES);

export const server: Some = fc.oneof(
  from(constant('McpServer.AWS'), constant('McpServer.EKS'), constant('McpServer.ECS'), constant('McpServer.SAGEMAKER_UNIFIED_STUDIO')),
  from(
    call('McpServer.of', 'billing-mcp.amazonaws.com'), call('McpServer.of', 'aws-mcp.amazonaws.com'),
    call('McpServer.of', 'new-mcp.amazonaws.com.cn', { connectActions: ['new-mcp:Invoke*'] }), call('McpServer.of', 'eks-mcp.amazonaws.com', { connectActions: [] }),
  ),
);
export const servers = few(server);

const PATTERNS = [
  's3:DeleteObject', 's3:delete*', 'S3:GetObject', 's3:*', 's3:ListBucket', 's3:PutBucketPolicy', 'iam:*', 'iam:Put*', 'kms:Decrypt', 'kms:*', 'dynamodb:PutItem', 'dynamodb:Delete*',
  'secretsmanager:GetSecretValue', 'sqs:PurgeQueue', 'sns:DeleteTopic', 'lambda:InvokeFunction', 'LAMBDA:invoke*', 'ec2:*', 'sts:AssumeRole', 'signin:*', 'eks-mcp:*',
  'secretsmanager:Delete*', 'sqs:*', 'sns:Subscribe', 'SNS:*', 'dynamodb:*', 'kms:ScheduleKeyDeletion',
];
/** What is of services that have no resources but those of their own place. */
const PATTERNS_OF_PLACES = [
  's3express:CreateSession', 's3express:*', 's3tables:*', 's3tables:DeleteTable', 's3tables:Get*', 's3vectors:*', 's3vectors:Delete*', 's3vectors:PutVectors',
];
const pattern = from(...PATTERNS);
const SETS_OF_ACTIONS = [
  'readsOf', 'writesOf', 'permissionsManagement', 'privilegeEscalation', 'credentialWrites', 'destructive', 'secretReads', 'delegation', 'auditTampering', 'spending',
];
const readySet = fc.oneof(
  fc.tuple(from(...SETS_OF_ACTIONS), few(service, 1, 4))
    .map(([name, services]) => call(`ActionSet.${String(name)}`, ...services)),
  fc.tuple(from('List', 'Read', 'Write', 'Permissions management', 'Tagging'), few(service)).map(([level, services]) => call('ActionSet.withAccessLevel', level, ...services)),
);
const simpleSet: Some<Tagged> = fc.oneof(
  { weight: 5, arbitrary: callingWith('ActionSet.of', few(pattern, 1, 4)) },
  { weight: 3, arbitrary: readySet },
  { weight: 1, arbitrary: callingWith('ActionSet.allExcept', few(pattern)) },
  { weight: 1, arbitrary: callingWith('ActionSet.unlisted', few(from('newservice:DoIt', 's3:BrandNew*', 'kms:Decrypt', 's3:delete*'))) },
  { weight: 1, arbitrary: from(constant('ActionSet.ALL'), call('ActionSet.of', '*')) as Some<Tagged> },
);
/** With `on`, a method is called on what that is. */
const combinedSet: Some<Tagged> = fc.tuple(simpleSet, from('ActionSet#union', 'ActionSet#without'), simpleSet)
  .map(([a, name, b]) => ({ $: 'method', name, on: a, args: [b] }));
export const actionSet: Some<Tagged> = fc.oneof({ weight: 3, arbitrary: simpleSet }, { weight: 2, arbitrary: combinedSet });

const roleName = from('BreakGlass', 'Admin*', 'Worker', 'a?min');
export const filter: Some<Tagged> = fc.oneof(
  callingWith('PrincipalFilter.roleNames', few(roleName)),
  callingWith('PrincipalFilter.rolePaths', few(from('/agents/', '/team-*/', '/a/b/'))),
  callingWith('PrincipalFilter.arns', few(from('arn:aws:iam::111122223333:role/agents/*', 'arn:*:iam::*:user/Jo', 'arn:aws:iam::111122223333:root', 'arn:aws:iam::*:role/*/BreakGlass'))),
  fc.tuple(from('team', 'agents', 'cost:center'), few(from('blue', 'gr*', '', 'b?ue'))).map(([key, values]) => call('PrincipalFilter.tag', key, ...values)),
  callingWith('PrincipalFilter.accounts', few(from('111122223333', '444455556666'))),
  callingWith('PrincipalFilter.organizationPaths', few(from('o-a1b2c3d4e5/*', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*', 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'))),
);
const filters = few(filter, 1, 2);

export const resource = from(
  '*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data', 'arn:aws:s3:::*', 'arn:*:dynamodb:*:*:table/orders', 'arn:aws:sqs:eu-central-1:111122223333:jobs', 'arn:aws:s3:::data/secret/??y',
  'arn:aws:kms:*:111122223333:key/*', 'arn:aws:s3:::home/${aws:PrincipalTag/team}/*', { $: 'attribute', of: 'named bucket', name: 'bucketArn', suffix: '/*' },
);
const resources = few(resource);
const sid = from('MySid', 'A1', 'X'.repeat(30));
const boolean = from(true, false);

const sessionMark = from(
  call('AgentMark.sessionTag'), call('AgentMark.sessionTag', 'PrincipalType', ['Agent', 'Robot*']), call('AgentMark.sessionTag', 'team', ['blue']), call('AgentMark.rolePaths', '/agents/'),
);
const simpleMark = fc.oneof(sessionMark, from(call('AgentMark.viaAnyServer')), callingWith('AgentMark.via', servers));
/** Who is an agent. */
const agents = fc.oneof(simpleMark, callingWith('AgentMark.anyOf', few(simpleMark, 1, 2)));

const common = { sid, appliesTo: filters, exempt: filters };
const scope = { ...common, resources, servers };
/** The guardrails' options, of which `servers` and `agents` can't both be given. */
const withAgents = (of: { [name: string]: Some }, ...needed: string[]): Some => {
  const { servers: _, ...others } = of;
  return fc.oneof({ weight: 2, arbitrary: props(of, ...needed) }, { weight: 1, arbitrary: props({ ...others, agents }, 'agents', ...needed) });
};
const assumed = few(from('arn:aws:iam::111122223333:role/agents/*', 'arn:aws:iam::444455556666:role/ops/BreakGlass'));
const outside = {
  allowForwardAccessSessions: boolean,
  allowMcpServiceActions: boolean,
  allowOauthSignIn: boolean,
  allowAssuming: assumed,
  allowDirectly: callingWith('ActionSet.of', few(from('s3:GetObject', 'logs:*', 'sqs:Get*', 'kms:Decrypt'))),
};
export const outsideOptions = { ...common, ...outside };
export const outsideExceptions = outside;

const condition = fc.oneof(
  from({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { StringEquals: { 'aws:CalledViaAWSMCP': ['eks-mcp.amazonaws.com', 'aws-mcp.amazonaws.com'] } },
    { BoolIfExists: { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false' }, StringLike: { 'aws:PrincipalTag/team': 'b*' } }, {}),
);
/** A Deny as a team writes it. */
const teamStatement: Some<Tagged> = fc.tuple(
  fc.record({ sid: from('Team', 'Team2', 'Other3'), effect: from('Deny'), conditions: condition }),
  fc.oneof(few(pattern).map((actions) => ({ actions })), few(pattern).map((notActions) => ({ notActions }))),
  fc.oneof(resources.map((list) => ({ resources: list })), from({ notResources: ['arn:aws:s3:::data/*'] }) as Some<{ notResources: Tree }>),
).map(([rest, actions, about]) => statement({ ...rest, ...actions, ...about }));
const teamStatements = fc.uniqueArray(teamStatement, { minLength: 1, maxLength: 2, selector: (each) => (each.props as { sid: string }).sid });

const setOptions = withAgents({ ...scope, services: few(service, 1, 4) }, 'services');
const SETS = [
  'denyDestructiveViaMcp', 'denySecretReadsViaMcp', 'denyPrivilegeEscalationViaMcp', 'denyDelegationViaMcp', 'denyAuditTamperingViaMcp', 'denySpendingViaMcp',
];
const SESSION = 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4';
const oauthLists = {
  clientIds: few(from('arn:aws:signin:us-east-1::external-client/dcr/*', 'arn:aws:signin:us-east-1::external-client/x')),
  redirectUris: few(from('http://localhost:*', 'https://app.example/cb')),
  grantTypes: few(from('authorization_code', 'refresh_token', 'client_credentials')),
};

/** Every factory of `McpGuardrail`, and guardrails of one's own. */
export const guardrail: Some<Tagged> = fc.oneof(
  { weight: 4, arbitrary: calling('McpGuardrail.denyViaMcp', withAgents({ ...scope, actions: actionSet })) },
  { weight: 2, arbitrary: calling('McpGuardrail.denyOutsideMcp', props(outsideOptions)) },
  { weight: 2, arbitrary: calling('McpGuardrail.denyOutsideMcp', props(outsideOptions, 'appliesTo')) },
  { weight: 3, arbitrary: calling('McpGuardrail.allowOnlyServers', props({ ...scope, actions: actionSet, directCalls: from('UNAFFECTED', 'DENIED') }, 'servers')) },
  { weight: 4, arbitrary: fc.tuple(from(...SETS), setOptions).map(([name, options]) => call(`McpGuardrail.${String(name)}`, options)) },
  { weight: 1, arbitrary: calling('McpGuardrail.denyDestructiveViaMcp', withAgents({ ...scope, services: few(service, 1, 4), unlessTagged: from({ key: 'made-by', value: 'agents' }) }, 'services', 'unlessTagged')) },
  { weight: 2, arbitrary: calling('McpGuardrail.denyPassRoleViaMcp', withAgents({ ...scope, exceptServices: few(from('lambda.amazonaws.com', 'ecs-tasks.amazonaws.com', 'ec2.amazonaws.com')) })) },
  {
    weight: 2,
    arbitrary: calling('McpGuardrail.readOnlyViaMcp', withAgents({
      ...scope, services: few(service, 1, 4), additionalReads: callingWith('ActionSet.readsOf', few(from('sns', 'sqs'))),
    }, 'services')),
  },
  {
    weight: 1,
    arbitrary: calling('McpGuardrail.allowOnlyViaMcp', withAgents({
      ...scope, allowPrivilegeEscalation: boolean, actions: callingWith('ActionSet.of', few(from('s3:GetObject*', 's3:PutObject', 'dynamodb:Query', 'sqs:SendMessage', 'kms:Encrypt'))),
    }, 'actions')),
  },
  {
    weight: 1,
    arbitrary: calling('McpGuardrail.allowOnlyViaMcp', props({
      ...scope, allowDelegation: from(true), allowSecretReads: from(true), actions: from(call('ActionSet.of', 'lambda:InvokeFunction', 'secretsmanager:GetSecretValue', 's3:GetObject')),
    }, 'actions', 'allowDelegation', 'allowSecretReads')),
  },
  { weight: 1, arbitrary: calling('McpGuardrail.protectAgentMark', props({ ...common, issuers: filters, agents: fc.oneof(sessionMark, callingWith('AgentMark.anyOf', few(sessionMark, 1, 2))) }, 'issuers')) },
  { weight: 1, arbitrary: calling('McpGuardrail.denyAgentCoreOutsideSubnets', props({ ...common, subnets: few(from('subnet-0123456789abcdef0', 'subnet-1a2b3c4d')) }, 'subnets')) },
  { weight: 1, arbitrary: calling('McpGuardrail.protectGuardrails', withAgents({ ...common, administrators: filters, servers, resources: few(from('arn:aws:iam::*:role/agents/*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:cloudformation:*:*:stack/Guardrails-*')) }, 'administrators', 'resources')) },
  { weight: 1, arbitrary: calling('McpGuardrail.denyPresignedUrls', props({ ...common, resources: few(from('arn:aws:s3:::data/*', '*')), services: few(from('s3', 's3-object-lambda')), allowForwardAccessSessions: boolean })) },
  { weight: 1, arbitrary: calling('McpGuardrail.denyLeavingOrganization', withAgents({ ...common, administrators: filters, servers }, 'administrators')) },
  { weight: 1, arbitrary: calling('McpGuardrail.allowOnlyOauthClients', props({ ...common, servers, ...oauthLists }, 'redirectUris')) },
  { weight: 1, arbitrary: calling('McpGuardrail.denySignInSession', from(SESSION, 'arn:aws:signin:*:111122223333:session/*'), fc.oneof(props(scope), props({ ...common, resources, viaMcpOnly: boolean }))) },
  { weight: 1, arbitrary: calling('McpGuardrail.baseline', withAgents({ ...scope, grade: from('core', 'core', 'full'), additionalActions: callingWith('ActionSet.of', few(pattern)) })) },
  { weight: 2, arbitrary: callingWith('McpGuardrail.fromStatements', teamStatements) },
  { weight: 1, arbitrary: teamStatements.map((each): Tagged => ({ $: 'own guardrail', id: 'Own', statements: each })) },
);
/** Mostly of different Sids, as they have to be. */
const several = (each: Some<Tagged>, maxLength: number): Some<Tree[]> => fc.uniqueArray(each, { minLength: 1, maxLength, selector: sidOf });
export const guardrails = several(guardrail, 3);

/** Guardrails that are about some services only, and small: for places that take no others. */
export function guardrailsAbout(services: string[], maxLength = 3): Some<Tree[]> {
  const some = from(...[...PATTERNS, ...PATTERNS_OF_PLACES].filter((each) => services.includes(each.split(':')[0].toLowerCase())));
  const actions = fc.oneof(
    { weight: 4, arbitrary: callingWith('ActionSet.of', few(some)) }, { weight: 1, arbitrary: from(constant('ActionSet.ALL')) },
    { weight: 1, arbitrary: callingWith('ActionSet.allExcept', few(some)) },
    { weight: 1, arbitrary: fc.tuple(from('writesOf', 'readsOf'), from(...services)).map(([name, of]) => call(`ActionSet.${String(name)}`, of)) },
  );
  const all = from(['*']);
  const ofTeam = fc.tuple(from('Team', 'Other'), condition, few(some))
    .map(([id, conditions, list]) => statement({ sid: id, effect: 'Deny', actions: list, resources: ['*'], conditions }));
  return several(fc.oneof(
    { weight: 4, arbitrary: calling('McpGuardrail.denyViaMcp', withAgents({ ...common, servers, actions, resources: all }, 'actions')) },
    { weight: 2, arbitrary: calling('McpGuardrail.denyOutsideMcp', props(outsideOptions, 'appliesTo')) },
    { weight: 2, arbitrary: calling('McpGuardrail.allowOnlyServers', props({ ...common, servers, actions, directCalls: from('UNAFFECTED', 'DENIED') }, 'servers', 'actions', 'appliesTo')) },
    { weight: 1, arbitrary: calling('McpGuardrail.denyDestructiveViaMcp', withAgents({ ...common, servers, services: few(from(...services)) }, 'services')) },
    { weight: 1, arbitrary: calling('McpGuardrail.denySignInSession', from(SESSION), props({ ...common, servers })) },
    { weight: 1, arbitrary: fc.oneof(ofTeam.map((each) => call('McpGuardrail.fromStatements', each)), ofTeam.map((each): Tagged => ({ $: 'own guardrail', id: 'Own', statements: [each] }))) },
  ), maxLength);
}

function sidOf(tree: Tagged): string {
  const option = (tree.args as Tree[] | undefined)?.map((arg) => (arg as { sid?: string } | undefined)?.sid).find((each) => typeof each === 'string');
  return option ?? (/Statements$|^own/.test(String(tree.name ?? tree.$)) ? 'Team' : String(tree.name));
}
