import { App, Aws, aws_iam as iam, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { ActionSet, McpCondition, McpGuardrail, McpGuardrailPolicy, McpScopedRole, McpServer, McpServiceControlPolicy, PolicyTarget, PrincipalFilter } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
});

const targets = [PolicyTarget.account('111122223333')];
const scp = (...guardrails: McpGuardrail[]) => new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
const deleteObject = (...resources: string[]) => McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:DeleteObject'), resources });
const BUCKET = 'arn:aws:s3:::b';
const protect = (...resources: string[]) => McpGuardrail.protectGuardrails({ administrators: [PrincipalFilter.roleNames('CloudTeam')], resources });
const team = (conditions: Record<string, unknown>, actions = ['s3:*'], resources = ['*'], sid = 'Team') =>
  new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions, resources, conditions });
const OBJECTS = 'its actions are about "arn:aws:s3:*:*:*/*", "arn:aws:s3:*:*:accesspoint/*/object/*"';
const SLIP = McpServer.of('awsmcp.amazonaws.com');

test.each<[string, () => McpGuardrail, string]>([
  ['an action about objects, on a bucket', () => deleteObject(BUCKET), `statement "DenyViaMcp" denies nothing: none of its actions is about "${BUCKET}"; ${OBJECTS}`],
  ['an action about objects, on buckets', () => deleteObject(BUCKET, 'arn:aws:s3:::c'), `none of its actions is about "${BUCKET}" and 1 more; ${OBJECTS}`],
  ['a bucket of some partition', () => deleteObject(`arn:${Aws.PARTITION}:s3:::b`), 'is about "arn:<known at deployment>:s3:::b"'],
  ['statements of a team, of which one never matches', () => McpGuardrail.fromStatements(
    team({}, ['s3:DeleteBucket'], [BUCKET], 'Bucket'), team({}, ['s3:DeleteObject'], [BUCKET], 'Objects')), 'statement "Objects" denies nothing'],
  ['a server with a slip', () => McpGuardrail.denyViaMcp({ servers: [SLIP] }),
    'statement "DenyViaMcp" is about no server: "awsmcp.amazonaws.com" is no known MCP server: did you mean "aws-mcp.amazonaws.com"?'],
  ['a server with a slip beside another', () => McpGuardrail.denyViaMcp({ servers: [McpServer.EKS, SLIP] }), 'is about no server: "awsmcp.amazonaws.com"'],
  ['all servers but one with a slip', () => McpGuardrail.allowOnlyServers({ servers: [SLIP] }), 'statement "DenyOtherMcpServers" is about no server'],
  ['the service instead of its server', () => McpGuardrail.denyViaMcp({ servers: [McpServer.of('eks.amazonaws.com')] }),
    '"eks.amazonaws.com" is a service, and no MCP server: did you mean "eks-mcp.amazonaws.com"?'],
  ['a condition that no call has', () => McpGuardrail.fromStatements(team({ StringEquals: { 'aws:CalledViaAWSMCP': 'true' } })),
    'statement "Team" denies nothing: StringEquals aws:CalledViaAWSMCP = "true" matches no call, direct or through any server'],
  ['conditions that contradict each other', () => McpGuardrail.fromStatements(team({ Bool: { 'aws:ViaAWSMCPService': 'false' }, StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } })),
    'statement "Team" denies nothing'],
])('%s is an error', (_, guardrail, message) => {
  expect(() => scp(guardrail())).toThrow(/^Stack\/It: statement "/);
  expect(() => new McpGuardrailPolicy(stack, 'Policy', { guardrails: [guardrail()] })).toThrow(message);
});

test('a scoped role for a server with a slip is an error', () => {
  expect(() => new McpScopedRole(stack, 'It', { assumedBy: new iam.AccountRootPrincipal(), servers: [SLIP] })).toThrow('Stack/It: statement "DenyOtherMcpServers" is about no server');
});

const warnings = () => Found.fromStack(stack).findWarning('*', Match.anyValue()).map(({ id, entry }) => `${id} ${String(entry.data)}`);

test.each<[string, () => McpGuardrail, RegExp]>([
  ['a bucket beside what fits', () => deleteObject(BUCKET, 'arn:aws:s3:::c/*'), /^\/Stack\/It\/Resource statement "DenyViaMcp" denies nothing there: none of its actions is about "arn:aws:s3:::b"; .*\[ack: cdk-mcp-guardrails:resourcePerhapsNotDenied\]$/],
  ['a service of which the reference lacks something', () => McpGuardrail.denyViaMcp({ actions: ActionSet.of('lambda:DeleteFunction'), resources: [BUCKET] }), /seems to deny nothing: none of its actions is about "arn:aws:s3:::b"/],
  ['a service that may have no server', () => McpGuardrail.denyViaMcp({ servers: [McpServer.of('billing.amazonaws.com')] }),
    /^\/Stack\/It\/Resource statement "DenyViaMcp" may be about no server: "billing.amazonaws.com" is a service, and no MCP server \[ack: cdk-mcp-guardrails:uncertainServer\]$/],
  ['a server of which AWS does not say the name', () => McpGuardrail.denyViaMcp({ servers: [McpServer.of('partnercentral-agents-mcp.amazonaws.com')] }), /AWS does not document the service principal/],
])('%s is a warning', (_, guardrail, message) => {
  scp(guardrail());
  expect(warnings()).toEqual([expect.stringMatching(message)]);
});

test.each<[string, () => McpGuardrail]>([
  ['objects', () => deleteObject(`${BUCKET}/*`)],
  ['a bucket with its objects', () => deleteObject(BUCKET, `${BUCKET}/*`)],
  ['everything', () => deleteObject('*')],
  ['what is known only at deployment', () => deleteObject(new s3.Bucket(stack, 'B').bucketArn)],
  ['a server whose name is', () => McpGuardrail.denyViaMcp({ servers: [McpServer.of(`${Aws.REGION}.amazonaws.com`)] })],
  ['a set that is divided', () => McpGuardrail.denySecretReadsViaMcp({ resources: ['arn:aws:secretsmanager:*:*:secret:*'] })],
  ['roles of the guardrails', () => protect('arn:aws:iam::*:role/agents/*', 'arn:aws:organizations::*:policy/*')],
  ['a server that AWS may have added', () => McpGuardrail.denyViaMcp({ servers: [McpServer.of('ec2-mcp.amazonaws.com')] })],
  ['a team\'s condition', () => McpGuardrail.fromStatements(team(McpCondition.viaAnyServer().toConditions()))],
])('%s: nothing to say', (_, guardrail) => {
  scp(guardrail());
  expect(warnings()).toEqual([]);
});
