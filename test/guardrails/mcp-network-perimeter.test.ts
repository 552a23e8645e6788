import { aws_iam as iam, CfnParameter, Stack, Token } from 'aws-cdk-lib';
import { McpServer } from '../../src';
import { checkDocument } from '../../src/analysis/rules/check';
import type { AllowMcpOptions } from '../../src/guardrails/mcp-network-perimeter';
import { McpNetworkPerimeter } from '../../src/guardrails/mcp-network-perimeter';
import { deniedFrom, DIRECT, except, VIA_MCP, VIA_SERVICE_KEYS_LOST } from '../meaning';

type Conditions = { [operator: string]: any };
const deny = (conditions: Conditions, more: iam.PolicyStatementProps = {}) =>
  new iam.PolicyStatement({ sid: 'Perimeter', effect: iam.Effect.DENY, actions: ['s3:*'], resources: ['*'], conditions, ...more });
const allowMcp = (conditions: Conditions, options?: AllowMcpOptions) => McpNetworkPerimeter.allowMcp(deny(conditions), options);

const OFFICE = { NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' } };
const KEYS = ['aws:SourceIp', 'aws:SourceVpc', 'aws:SourceVpce', 'aws:VpceOrgID', 'aws:SourceVpcArn'];
const from = (network: { [key: string]: string[] }) => ({
  action: 's3:GetObject', context: { ...Object.fromEntries(KEYS.map((key) => [key, []])), ...network },
});
const ELSEWHERE = from({ 'aws:SourceIp': ['198.51.100.1'] });
const AT_HOME = from({ 'aws:SourceIp': ['192.0.2.1'], 'aws:SourceVpc': ['vpc-12345671'], 'aws:SourceVpce': ['vpce-12345671'], 'aws:VpceOrgID': ['o-a1b2c3d4e5'] });
const AWS_ORIGINS = VIA_MCP.filter((name) => name.includes('via AWS'));

const found = (statement: iam.PolicyStatement) =>
  checkDocument({ Version: '2012-10-17', Statement: statement.toStatementJson() }, { path: '' }).map(({ rule }) => rule.id);

describe.each<[string, Conditions]>([
  ['an address', OFFICE],
  ['an address, without IfExists', { NotIpAddress: { 'aws:sourceip': ['192.0.2.0/24'] } }],
  ['a VPC', { StringNotEquals: { 'aws:SourceVpc': ['vpc-12345671', 'vpc-12345672'] } }],
  ['an endpoint', { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-12345671' } }],
  ['endpoints of the organization', { StringNotEqualsIfExists: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } }],
  ['neither an address nor a VPC', { ...OFFICE, StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-12345671' } }],
])('a Deny of calls from outside %s', (_, conditions) => {
  test('blocks calls through every server, as the validator says', () => {
    expect(deniedFrom([deny(conditions)], ELSEWHERE)).toEqual(except());
    expect(found(deny(conditions))).toEqual(['NetworkDenyBlocksMcp']);
  });

  test('lets in all servers', () => {
    const statement = allowMcp(conditions);
    expect(deniedFrom([statement], ELSEWHERE)).toEqual([...DIRECT, ...VIA_SERVICE_KEYS_LOST]);
    expect(deniedFrom([statement], AT_HOME)).toEqual([]);
    expect(found(statement)).toEqual([]);
  });

  test('lets in some', () => {
    const statement = allowMcp(conditions, { servers: [McpServer.AWS] });
    expect(deniedFrom([statement], ELSEWHERE)).toEqual(except(...AWS_ORIGINS));
    expect(found(statement)).toEqual([]);
    expect(deniedFrom([allowMcp(conditions, { servers: [McpServer.AWS, McpServer.EKS] })], ELSEWHERE))
      .toEqual(except(...VIA_MCP.filter((name) => /via (AWS|EKS)/.test(name))));
  });

  test('is done once, however often', () => {
    const once = allowMcp(conditions);
    expect(McpNetworkPerimeter.allowMcp(once).toStatementJson()).toEqual(once.toStatementJson());
    expect(McpNetworkPerimeter.allowMcp(once, { servers: [McpServer.EKS] }).toStatementJson()).toEqual(once.toStatementJson());
    const some = allowMcp(conditions, { servers: [McpServer.AWS] });
    expect(McpNetworkPerimeter.allowMcp(some, { servers: [McpServer.AWS] }).toStatementJson()).toEqual(some.toStatementJson());
  });
});

test('everything else stays, and the statement itself is not changed', () => {
  const statement = deny({ ...OFFICE, BoolIfExists: { 'aws:ViaAWSService': 'false' } }, { principals: [new iam.AnyPrincipal()] });
  const before = statement.toStatementJson();
  expect(McpNetworkPerimeter.allowMcp(statement).toStatementJson()).toEqual({
    ...before, Condition: { ...OFFICE, BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:ViaAWSMCPService': 'false' } },
  });
  expect(statement.toStatementJson()).toEqual(before);
});

test('an exception for some servers becomes one for all', () => {
  const some = allowMcp(OFFICE, { servers: [McpServer.AWS] });
  expect(deniedFrom([McpNetworkPerimeter.allowMcp(some)], ELSEWHERE)).toEqual([...DIRECT, ...VIA_SERVICE_KEYS_LOST]);
});

test('a Deny of what comes from elsewhere through MCP can let one server in', () => {
  const statement = allowMcp({ ...OFFICE, Bool: { 'aws:ViaAWSMCPService': 'true' } }, { servers: [McpServer.AWS] });
  expect(deniedFrom([statement], ELSEWHERE)).toEqual(VIA_MCP.filter((name) => !AWS_ORIGINS.includes(name)));
});

test('a second statement keeps out those who are no agents, as the docs say', () => {
  const second = deny({ ...OFFICE, Bool: { 'aws:ViaAWSMCPService': 'true' }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/agents/*' } });
  const as = (role: string) => ({ ...ELSEWHERE, context: { ...ELSEWHERE.context, 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] } });
  expect(deniedFrom([allowMcp(OFFICE), second], as('Developer'))).toEqual(except());
  expect(deniedFrom([allowMcp(OFFICE), second], as('agents/Reader'))).toEqual([...DIRECT, ...VIA_SERVICE_KEYS_LOST]);
  expect(found(second)).toEqual(['NetworkDenyBlocksMcp']);
});

test('networks known only at deployment', () => {
  const stack = new Stack();
  const parameter = new CfnParameter(stack, 'Vpc');
  const statement = allowMcp({ StringNotEquals: { 'aws:SourceVpc': parameter.valueAsString } });
  expect(stack.resolve(statement.toStatementJson().Condition)).toEqual({
    StringNotEquals: { 'aws:SourceVpc': { Ref: 'Vpc' } }, BoolIfExists: { 'aws:ViaAWSMCPService': 'false' },
  });
});

test.each<[string, () => iam.PolicyStatement, string]>([
  ['an Allow', () => McpNetworkPerimeter.allowMcp(new iam.PolicyStatement({ sid: 'Perimeter', actions: ['s3:*'], resources: ['*'], conditions: OFFICE })),
    'McpNetworkPerimeter.allowMcp(): statement "Perimeter" has the effect Allow: a network perimeter is a Deny'],
  ['no Sid', () => McpNetworkPerimeter.allowMcp(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })), 'allowMcp(): the statement has the effect Allow'],
  ['no condition', () => allowMcp({}), 'has no condition on a network key, such as aws:SourceIp'],
  ['no network key', () => allowMcp({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), 'has no condition on a network key'],
  ['conditions known only at deployment', () => allowMcp({ StringNotEquals: Token.asAny({ Ref: 'X' }) }), 'that is known at synthesis'],
  ['a list of bad addresses', () => allowMcp({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    'does not block calls through MCP: its condition on aws:SourceIp matches only calls that come from a network'],
  ['a list of bad VPCs besides', () => allowMcp({ ...OFFICE, StringEquals: { 'aws:SourceVpc': 'vpc-12345671' } }), 'its condition on aws:SourceVpc matches only calls'],
  ['no server', () => allowMcp(OFFICE, { servers: [] }), 'servers is empty, so that no call would be let in'],
  ['what is no server', () => allowMcp(OFFICE, { servers: ['aws-mcp.amazonaws.com' as any] }), 'aws-mcp.amazonaws.com'],
  ['calls through MCP only', () => allowMcp({ ...OFFICE, Bool: { 'aws:ViaAWSMCPService': 'true' } }),
    'is about calls through MCP only: with an exception for them it would match none'],
  ['another exception', () => allowMcp({ ...OFFICE, StringNotEqualsIfExists: { 'aws:CalledViaAWSMCP': McpServer.EKS.servicePrincipal } }, { servers: [McpServer.AWS] }),
    'one statement cannot hold two StringNotEqualsIfExists conditions on aws:CalledViaAWSMCP: "eks-mcp.amazonaws.com" and "aws-mcp.amazonaws.com"'],
])('%s is an error', (_, make, message) => {
  expect(make).toThrow(message);
});
