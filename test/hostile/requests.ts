import { ACCOUNT, REGION } from './deployment';
import type { Request } from './iam';

type Context = { [key: string]: string[] };

const via = (server: string): Context => ({ 'aws:viaawsmcpservice': ['true'], 'aws:calledviaawsmcp': [server] });
const PLAIN: Context = { 'aws:viaawsservice': ['false'] };
const FORWARDED: Context = { 'aws:viaawsservice': ['true'] };

/** Every place a request can come from, in each form it can have. */
export const ORIGINS: { [name: string]: Context } = {
  'direct, key absent': {},
  'direct, key false': { ...PLAIN, 'aws:viaawsmcpservice': ['false'] },
  'via AWS': { ...PLAIN, ...via('aws-mcp.amazonaws.com') },
  'via EKS': via('eks-mcp.amazonaws.com'),
  'via ECS': via('ecs-mcp.amazonaws.com'),
  'via SageMaker': via('sagemaker-unified-studio-mcp.amazonaws.com'),
  'via Billing': via('billing-mcp.amazonaws.com'),
  'via one in China': via('new-mcp.amazonaws.com.cn'),
  'via an unknown one': via('unknown-mcp.amazonaws.com'),
  'service, for a direct call': FORWARDED,
  'service, via AWS, keys kept': { ...FORWARDED, ...via('aws-mcp.amazonaws.com') },
  'service, via EKS, keys lost': { ...FORWARDED, 'aws:viaawsmcpservice': ['false'] },
};

const principal = (name: string, account = ACCOUNT, rest: Context = {}): Context => ({
  'aws:principalarn': [`arn:aws:iam::${account}:${name}`],
  'aws:principalaccount': [account],
  'aws:principalorgid': ['o-a1b2c3d4e5'],
  'aws:principalorgpaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-22222222/'],
  ...rest,
});
export const PRINCIPALS: { [name: string]: Context } = {
  'somebody': principal('role/Developer', '999999999999', { 'aws:principalorgid': [], 'aws:principalorgpaths': [] }),
  'an agent': principal('role/agents/Worker'),
  'break glass': principal('role/BreakGlass'),
  'break glass under a path': principal('role/ops/BreakGlass', '444455556666'),
  'break glass of others': principal('role/BreakGlass', '999999999999', { 'aws:principalorgid': ['o-others1234'], 'aws:principalorgpaths': ['o-others1234/r-cd34/'] }),
  'tagged by others': principal('role/Plain', '999999999999', { 'aws:principalorgid': [], 'aws:principalorgpaths': [], 'aws:principaltag/team': ['blue'] }),
  'a user': principal('user/Jo'),
  'the root': principal('root'),
  'with tags': principal('role/team-x/Admin1', ACCOUNT, { 'aws:principaltag/team': ['blue'], 'aws:principaltag/cost:center': ['green'] }),
  'with an empty tag': principal('role/a/b/c', '555566667777', { 'aws:principaltag/agents': [''], 'aws:principaltag/team': ['red'] }),
  'an agent by its tag': principal('role/Plain', ACCOUNT, { 'aws:principaltag/principaltype': ['Agent'] }),
  'another agent by its tag': principal('role/Laptop', '444455556666', { 'aws:principaltag/principaltype': ['Robot7'] }),
  'in an OU': principal('role/Plain', '555566667777', { 'aws:principalorgpaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/'] }),
  'in an OU below': principal('role/admin', '555566667777', { 'aws:principalorgpaths': ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-33333333/'] }),
};

export const SESSION = 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4';
const SIGN_IN: Context = {
  'signin:oauthclientid': ['arn:aws:signin:us-east-1::external-client/x'], 'signin:oauthredirecturi': ['http://localhost:8080'], 'signin:oauthgranttype': ['refresh_token'],
};
const OTHER_SIGN_IN: Context = {
  'signin:oauthclientid': ['arn:aws:signin:us-east-1::other/y'], 'signin:oauthredirecturi': ['https://evil.example'], 'signin:oauthgranttype': ['client_credentials'],
};
const MCP_ACTION: Context = { 'aws:ismcpserviceaction': ['true'] };

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const OBJECTS = ['arn:aws:s3:::data/key', 'arn:aws:s3:::data/secret/key', 'arn:aws:s3:::other/key', 'arn:aws:s3:::home/blue/key'];

/** What changes the tag that marks agents: of which value it becomes, and of which the role has it. */
const MARKS: Context[] = [['Agent', 'Human'], ['Human', 'Agent'], [undefined, 'Robot7'], ['Human']].map(([becomes, is]) => ({
  'aws:tagkeys': ['principaltype'],
  ...becomes !== undefined && { 'aws:requesttag/principaltype': [becomes] },
  ...is !== undefined && { 'aws:resourcetag/principaltype': [is] },
}));

interface Probe {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}
const probes = (actions: string, resources: string[], ...contexts: Context[]): Probe[] => actions.split(' ').flatMap((action) =>
  resources.flatMap((resource) => (contexts.length === 0 ? [{ action, resource }] : contexts.map((context) => ({ action, resource, context })))));

/** By service: what can be done to a resource of it. */
export const ON: { [service: string]: { readonly self: string; readonly content?: string; readonly at?: string } } = {
  s3: { self: 's3:DeleteBucket s3:ListBucket s3:PutBucketPolicy', content: 's3:DeleteObject s3:GetObject' },
  kms: { self: 'kms:Decrypt kms:PutKeyPolicy kms:ScheduleKeyDeletion kms:DescribeKey' },
  sqs: { self: 'sqs:PurgeQueue sqs:SetQueueAttributes sqs:GetQueueAttributes' },
  sns: { self: 'sns:DeleteTopic sns:Subscribe sns:SetTopicAttributes sns:GetTopicAttributes' },
  secretsmanager: { self: 'secretsmanager:GetSecretValue secretsmanager:DeleteSecret secretsmanager:PutResourcePolicy secretsmanager:DescribeSecret' },
  lambda: { self: 'lambda:InvokeFunction lambda:GetFunction lambda:DeleteFunction', content: 'lambda:InvokeFunction lambda:GetFunction', at: ':live' },
  s3express: { self: 's3express:CreateSession' },
  s3tables: { self: 's3tables:DeleteTableBucket s3tables:PutTableBucketPolicy s3tables:GetTableBucket', content: 's3tables:DeleteTable s3tables:GetTableData', at: '/table/1' },
  s3vectors: { self: 's3vectors:DeleteVectorBucket s3vectors:PutVectorBucketPolicy s3vectors:GetVectorBucket', content: 's3vectors:PutVectors s3vectors:GetVectors', at: '/index/1' },
  dynamodb: { self: 'dynamodb:PutItem dynamodb:DeleteTable dynamodb:PutResourcePolicy dynamodb:GetItem' },
};

const VIA_SERVICE: Context[] = [{}, { 'kms:viaservice': ['s3.eu-central-1.amazonaws.com'] }, { 'kms:viaservice': ['aws-mcp.eu-central-1.amazonaws.com'] }];

/** What is asked of the resource itself and what it holds. */
export function probesOn(service: string, resource: string): Probe[] {
  const { self, content, at = '/key' } = ON[service];
  return [...probes(self, [resource], ...(service === 'kms' ? VIA_SERVICE : [])), ...(content ? probes(content, [`${resource}${at}`]) : [])];
}

const PROBES: Probe[] = [
  ...probes('s3:DeleteObject s3:GetObject s3:BrandNewThing', OBJECTS, {}, { 's3:authtype': ['REST-QUERY-STRING'] }),
  ...probes(ON.s3.self, ['arn:aws:s3:::data', 'arn:aws:s3:::other']),
  ...probesOn('kms', arn('kms', 'key/1')),
  ...probesOn('sqs', arn('sqs', 'jobs')),
  ...probesOn('sns', arn('sns', 'news')),
  ...probesOn('secretsmanager', arn('secretsmanager', 'secret:x')),
  ...probesOn('dynamodb', arn('dynamodb', 'table/orders')),
  ...probes('iam:PutRolePolicy iam:DeleteRole iam:GetRole', [`arn:aws:iam::${ACCOUNT}:role/agents/Worker`, 'arn:aws:iam::444455556666:role/Other']),
  ...probes('iam:CreateRole iam:UpdateAssumeRolePolicy iam:TagRole', [`arn:aws:iam::${ACCOUNT}:role/BreakGlass`, 'arn:aws:iam::444455556666:role/ops/BreakGlass']),
  ...probes('cloudformation:DeleteStack', ['Guardrails-Roles', 'Other'].map((name) => arn('cloudformation', `stack/${name}/0a1b2c3d`))),
  ...probes('organizations:LeaveOrganization account:CloseAccount', ['*']),
  ...probes('iam:PassRole', [`arn:aws:iam::${ACCOUNT}:role/Job`], { 'iam:passedtoservice': ['lambda.amazonaws.com'] }, { 'iam:passedtoservice': ['ec2.amazonaws.com'] }, { 'iam:passedtoservice': [] }),
  ...probes('sts:AssumeRole', [`arn:aws:iam::${ACCOUNT}:role/agents/Worker`]),
  ...probes('iam:TagRole iam:UntagRole sts:TagSession', [`arn:aws:iam::${ACCOUNT}:role/Plain`], ...MARKS),
  ...probes('sts:AssumeRole sts:SetSourceIdentity', ['role/Plain', 'role/agents/Worker'].map((name) => `arn:aws:iam::${ACCOUNT}:${name}`), { 'aws:resourcetag/principaltype': ['Agent'] }, {}),
  ...probes('bedrock-agentcore:CreateAgentRuntime', ['*'], ...[['subnet-1a2b3c4d'], ['subnet-1a2b3c4d', 'subnet-5e6f7a8b'], []].map((ids) => ({ 'bedrock-agentcore:subnets': ids }))),
  ...probes('s3-object-lambda:GetObject', [arn('s3-object-lambda', 'accesspoint/a')], { 's3-object-lambda:authtype': ['POST'] }, {}),
  ...probes('lambda:InvokeFunction lambda:GetFunction', [arn('lambda', 'function:f')]),
  ...probes('cloudtrail:StopLogging', [arn('cloudtrail', 'trail/t')]),
  ...probes('logs:DeleteLogGroup', [arn('logs', 'log-group:g')]),
  ...probes('ec2:DescribeInstances ec2:TerminateInstances', ['*']),
  ...probes('newservice:DoIt', ['*']),
  ...probes('signin:AuthorizeOAuth2Access signin:CreateOAuth2Token', [arn('signin', 'service-principal/aws-mcp.amazonaws.com'), arn('signin', 'service-principal/eks-mcp.amazonaws.com')], SIGN_IN, OTHER_SIGN_IN, {}),
  ...probes('eks-mcp:InvokeMcp', ['*'], MCP_ACTION),
];

/** Whose the resources are that requests are about. */
const RESOURCES: Context = { 'aws:resourceaccount': [ACCOUNT], 'aws:resourceorgid': ['o-a1b2c3d4e5'] };

export interface NamedRequest extends Request {
  readonly title: string;
}

/** From every origin all the probes, each of a few principals, others for another `salt`. */
export function requests(salt: number, more: Probe[] = [], each: Context = {}): NamedRequest[] {
  const of = (key: string, made: readonly Probe[], from: number) => {
    const known = asked.get(key) ?? made.flatMap((probe, i) => requestsFor(probe, from + i, salt, each));
    asked.set(key, known);
    return known;
  };
  return [...of(JSON.stringify([salt, each]), PROBES, 0), ...of(JSON.stringify([salt, each, more]), more, PROBES.length)];
}

/** Most are the same for each place. */
const asked = new Map<string, NamedRequest[]>();

function requestsFor({ action, resource, context }: Probe, i: number, salt: number, each: Context): NamedRequest[] {
  const principals = Object.entries(PRINCIPALS);
  return Object.entries(ORIGINS).flatMap(([origin, keys], j) => [0, 1].map((k): NamedRequest => {
    const [who, of] = principals[(salt + i * 3 + j * 7 + k * 5) % principals.length];
    const session: Context = (salt + i + j) % 3 === 0 ? { 'aws:signinsessionarn': [SESSION] } : {};
    return { action, resource, context: { ...RESOURCES, ...keys, ...of, ...session, ...context, ...each }, title: `${action} on ${resource}, ${origin}, of ${who}` };
  }));
}
