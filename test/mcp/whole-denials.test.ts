import { McpServer, RequestOrigin } from '../../src';
import { PolicyDocument } from '../../src/iam/document';
import { mayMatch, WholeDenials } from '../../src/mcp/whole-denials';

type Json = { [element: string]: any };
const DENY = { Effect: 'Deny', Action: '*', Resource: '*' };
const VIA_MCP = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const denials = (...statements: Json[]) => new WholeDenials(new PolicyDocument({ Version: '2012-10-17', Statement: statements }).statements.map((statement, i) => ({ name: `${i}`, statement })));
const DIRECT = RequestOrigin.direct();

test.each<[what: string, statement: Json, denies: boolean]>([
  ['everything', {}, true],
  ['everything but what connects an agent', { Action: undefined, NotAction: ['signin:AuthorizeOAuth2Access', 'eks-mcp:InvokeMcp', 'SIGNIN:CreateOAuth2Token'] }, true],
  ['everything but an action of a server whose service has others', { Action: undefined, NotAction: ['bedrock-agentcore:InvokeRegistryMcp'] }, true],
  ['everything but others of that service', { Action: undefined, NotAction: ['bedrock-agentcore:Invoke*'] }, false],
  ['everything but a service whose name has that of a server in it', { Action: undefined, NotAction: ['x:eks-mcp:InvokeMcp'] }, false],
  ['everything but what only begins as signing in does', { Action: undefined, NotAction: ['signin:AuthorizeOAuth2Access*'] }, false],
  ['everything but another action beside', { Action: undefined, NotAction: ['signin:AuthorizeOAuth2Access', 's3:GetObject'] }, false],
  ['everything but an action that is not known', { Action: undefined, NotAction: [{ Ref: 'P' }] }, false],
  ['nothing, as it is an Allow', { Effect: 'Allow' }, false],
  ['what somebody calls', { Principal: { AWS: '111122223333' } }, false],
  ['some actions', { Action: 's3:*' }, false],
  ['some resources', { Resource: 'arn:aws:s3:::data' }, false],
  ['all but some resources', { Resource: undefined, NotResource: 'arn:aws:s3:::data' }, false],
  ['calls in another Region', { Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }, false],
  ['calls that have such a key', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } }, false],
  ['every call but those through servers', { Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } } }, true],
  ['calls through servers', { Condition: VIA_MCP }, false],
  ['calls by the tag of a principal', { Condition: { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' }, StringEqualsIfExists: { 'aws:PrincipalTag/team': 'a' } } }, false],
  ['calls by an operator that there is not', { Condition: { Odd: { 'aws:ViaAWSMCPService': 'false' } } }, false],
])('a Deny of %s: whether all direct calls are denied ', (_, statement, denies) => {
  expect(denials({ ...DENY, ...statement }).denying(DIRECT)).toEqual(denies ? ['0'] : []);
});

test('the origins are those that the conditions name, too, each once', () => {
  const [ours, theirs] = ['ours', 'theirs'].map((name) => RequestOrigin.via(McpServer.of(`${name}-mcp.amazonaws.com`)).description);
  const only = (...servers: string[]) => ({ ...DENY, Condition: { ...VIA_MCP, StringNotEquals: { 'aws:CalledViaAWSMCP': servers } } });
  const whole = denials(only('ours-mcp.amazonaws.com'), { ...DENY, Condition: VIA_MCP });
  const { direct, servers } = whole.origins(new PolicyDocument({ Statement: [only('theirs-mcp.amazonaws.com', 'aws-mcp.amazonaws.com')] }).statements[0].condition);
  const names = servers.map(({ description }) => description);
  expect(direct.description).toBe(DIRECT.description);
  expect(names).toEqual(expect.arrayContaining([ours, theirs, RequestOrigin.via(McpServer.AWS).description]));
  expect([names.length, new Set(names).size]).toEqual([servers.length, names.length]);
  const denied = Object.fromEntries(servers.map((server) => [server.description, whole.denying(server)]));
  expect([denied[ours], denied[theirs]]).toEqual([['1'], ['0', '1']]);
  // One that nothing names, too; and nothing of what names no server.
  expect(denials(only('*')).origins().servers.length).toBe(McpServer._all().length + 1);
  expect(servers.length).toBe(McpServer._all().length + 3);
});

test.each<[Json, RequestOrigin, boolean]>([
  [VIA_MCP, DIRECT, false],
  [VIA_MCP, RequestOrigin.via(McpServer.AWS), true],
  [{ StringEquals: { 'aws:PrincipalTag/team': 'a' } }, DIRECT, true],
])('whether a call may meet %j', (Condition, origin, may) => {
  expect(mayMatch(new PolicyDocument({ Statement: [{ ...DENY, Condition }] }).statements[0].condition, origin)).toBe(may);
});
