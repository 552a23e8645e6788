import { allow, deny, foundIn, messagesOf } from './found';
import { DirectCalls, McpGuardrail, McpServer } from '../../../src';
import { unknownPart } from '../../../src/iam/unknown-text';

const VIA = 'aws:ViaAWSMCPService';
const CALLED = 'aws:CalledViaAWSMCP';
const AWS = 'aws-mcp.amazonaws.com';
const EKS = 'eks-mcp.amazonaws.com';

/** Each condition, with what is found if it is in a Deny and if it is in an Allow. */
const CONDITIONS: Array<[what: string, condition: object, inDeny: string[], inAllow: string[]]> = [
  // Right.
  ['any server', { Bool: { [VIA]: 'true' } }, [], []],
  ['any server, as a boolean', { Bool: { [VIA]: true } }, [], []],
  ['any server, in other case', { bool: { 'AWS:VIAAWSMCPSERVICE': 'True' } }, [], []],
  ['outside MCP', { BoolIfExists: { [VIA]: 'false' } }, [], []],
  ['one server', { StringEquals: { [CALLED]: AWS } }, [], []],
  ['two servers', { StringEquals: { [CALLED]: [AWS, EKS] } }, [], []],
  ['servers by pattern', { StringLike: { [CALLED]: '*-mcp.amazonaws.com' } }, [], []],
  ['servers to come, by pattern', { StringLike: { [CALLED]: 'new-?-*.amazonaws.com' } }, [], []],
  ['a server that is not listed', { StringEquals: { [CALLED]: 'billing-mcp.amazonaws.com' } }, [], []],
  ['all servers but one', { Bool: { [VIA]: 'true' }, StringNotEquals: { [CALLED]: AWS } }, [], []],
  ['whoever has the key', { Null: { [CALLED]: 'false' } }, [], []],
  ['key said to be missing', { StringNotEqualsIfExists: { [CALLED]: AWS } }, [], []],
  ['known only at deployment', { StringEquals: { [CALLED]: { Ref: 'Server' } }, Bool: { [VIA]: { Ref: 'Via' } } }, [], []],
  ['known in part', { StringEquals: { [CALLED]: `${unknownPart('Name')}.amazonaws.com` } }, [], []],
  ['a policy variable', { StringEquals: { [CALLED]: '${aws:PrincipalTag/server}' } }, [], []],
  ['other keys', { Bool: { 'aws:ViaAWSService': 'true' }, StringEquals: { 'aws:CalledViaFirst': 'athena.amazonaws.com' } }, [], []],

  // Never.
  ['a server named true', { StringEquals: { [CALLED]: 'true' } }, ['McpConditionNeverMatches'], ['McpConditionNeverMatches']],
  ['direct and through a server', { Bool: { [VIA]: 'false' }, StringEquals: { [CALLED]: AWS } }, ['McpConditionNeverMatches'], ['McpConditionNeverMatches']],
  ['through MCP without a server', { Bool: { [VIA]: 'true' }, Null: { [CALLED]: 'true' } }, ['McpConditionNeverMatches'], ['McpConditionNeverMatches']],
  ['through a server that is another', { StringEquals: { [CALLED]: AWS }, StringLike: { [CALLED]: 'eks*' } },
    ['McpConditionNeverMatches'], ['McpConditionNeverMatches']],
  ['hidden by a tag', { StringEquals: { [CALLED]: 'true', 'aws:PrincipalTag/team': '${aws:ResourceTag/team}' } },
    ['McpConditionNeverMatches'], ['McpConditionNeverMatches']],
  ['a pattern nothing is of', { StringLike: { [CALLED]: 'AWS-*' } }, ['McpConditionNeverMatches'], ['McpConditionNeverMatches']],

  // Always.
  ['true or false, or missing', { BoolIfExists: { [VIA]: ['true', 'false'] } }, ['McpConditionAlwaysMatches'], ['McpConditionAlwaysMatches']],
  ['not a server that there is', { StringNotEquals: { [CALLED]: 'x' } }, ['UnknownMcpServer'], ['UnknownMcpServer']],
  ['any value or none', { StringLikeIfExists: { [CALLED]: '*' } }, ['McpConditionAlwaysMatches'], ['McpConditionAlwaysMatches']],

  // Only with the key, or only without it.
  ['false', { Bool: { [VIA]: 'false' } }, ['McpConditionDependsOnMissingKey'], ['McpConditionDependsOnMissingKey']],
  ['true or false', { Bool: { [VIA]: ['true', 'false'] } }, ['McpConditionDependsOnMissingKey'], ['McpConditionDependsOnMissingKey']],
  ['missing', { Null: { [VIA]: 'true' } }, ['McpConditionDependsOnMissingKey'], ['McpConditionDependsOnMissingKey']],
  ['there', { Null: { [VIA]: 'false' } }, ['McpConditionDependsOnMissingKey'], ['McpConditionDependsOnMissingKey']],
  ['false, not by a service', { Bool: { [VIA]: 'false', 'aws:ViaAWSService': 'false' } },
    ['McpConditionDependsOnMissingKey'], ['McpConditionDependsOnMissingKey']],
  ['not true, as text', { StringEquals: { [VIA]: 'false' } }, ['McpConditionDependsOnMissingKey'], ['McpConditionDependsOnMissingKey']],

  // People whose call lacks the key.
  ['true or missing', { BoolIfExists: { [VIA]: 'true' } }, ['DenyReachesCallsWithoutMcpKey'], ['McpConditionDependsOnMissingKey']],
  ['true or missing, as a set', { 'ForAllValues:Bool': { [VIA]: 'true' } }, ['DenyReachesCallsWithoutMcpKey'], ['McpConditionDependsOnMissingKey']],
  ['not false, as text', { StringNotEquals: { [VIA]: 'false' } }, ['DenyReachesCallsWithoutMcpKey'], ['McpConditionDependsOnMissingKey']],

  // People.
  ['a server or none', { StringEqualsIfExists: { [CALLED]: AWS } }, ['DenyReachesDirectCalls'], []],
  ['not a server', { StringNotEquals: { [CALLED]: EKS } }, ['DenyReachesDirectCalls'], []],
  ['not a server by pattern', { StringNotLike: { [CALLED]: 'eks-*' } }, ['DenyReachesDirectCalls'], []],
  ['not a server, in any case', { StringNotEqualsIgnoreCase: { [CALLED]: 'EKS-mcp.amazonaws.com' } }, ['DenyReachesDirectCalls'], []],
  ['not a server, for a tag', { StringNotEquals: { [CALLED]: EKS, 'aws:PrincipalTag/team': 'a' } }, ['DenyReachesDirectCalls'], []],
  ['not a server, but for services', { StringNotEquals: { [CALLED]: EKS }, Bool: { 'aws:ViaAWSService': 'true' } }, [], []],
  ['all of a set', { 'ForAllValues:StringEquals': { [CALLED]: AWS } }, ['DenyReachesDirectCalls'], ['AllowReachesDirectCalls']],
  ['none of a set', { 'ForAllValues:StringNotEquals': { [CALLED]: AWS } }, ['DenyReachesDirectCalls'], ['SetOperatorOnMcpKey']],
];

test.each(CONDITIONS)('%s', (_, condition, inDeny, inAllow) => {
  expect([foundIn(deny(condition)), foundIn(allow(condition))]).toEqual([inDeny, inAllow]);
});

test('a leak is none where another statement closes it', () => {
  const withKey = deny({ Bool: { [VIA]: 'false' } });
  const withoutKey = deny({ Null: { [VIA]: 'true' } });
  expect(foundIn([withKey, withoutKey])).toEqual([]);
  expect(foundIn([withKey, { ...withoutKey, Action: 'ec2:*' }])).toEqual(['McpConditionDependsOnMissingKey', 'McpConditionDependsOnMissingKey']);
  expect(foundIn([withKey, withKey])).toEqual(['McpConditionDependsOnMissingKey', 'McpConditionDependsOnMissingKey']);
});

describe('a Deny of all but a server that reaches direct calls', () => {
  const denied = deny({ StringNotEquals: { [CALLED]: EKS } }, { Action: 'eks:*' });
  const allowed = allow({ StringEquals: { [CALLED]: EKS } }, { Action: 'eks:Describe*' });

  test('takes nothing away where the document allows the actions through that server only', () => {
    expect(foundIn([denied, allowed])).toEqual([]);
    expect(foundIn([denied, allowed, allow({}, { Action: 's3:*' })])).toEqual([]);
  });

  test.each([
    ['nothing', []],
    ['another service', [{ ...allowed, Action: 's3:*' }]],
    ['direct calls too', [allowed, allow(undefined, { Action: 'eks:List*' })]],
    ['all of it', [allowed, allow(undefined, { Action: '*' })]],
    ['all but something', [allowed, { ...allow(undefined), Action: undefined, NotAction: 'iam:*' }]],
    ['another server', [{ ...allowed, Condition: { StringEquals: { [CALLED]: AWS } } }]],
  ])('takes away where it allows %s', (_, allows) => {
    expect(foundIn([denied, ...allows])).toEqual(['DenyReachesDirectCalls']);
  });

  test('is what the option of the guardrail is for', () => {
    const guardrail = McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS], directCalls: DirectCalls.DENIED });
    expect(foundIn(guardrail.statements().map((statement) => statement.toStatementJson()))).toEqual([]);
  });
});

test('messages say what, which and why', () => {
  expect(messagesOf(deny({ StringNotEquals: { [CALLED]: EKS } }))).toEqual([
    'StringNotEquals aws:CalledViaAWSMCP = "eks-mcp.amazonaws.com" also matches direct calls, which lack the key: the Deny of s3:* hits people and '
    + 'programs, and not only calls through servers other than eks-mcp.amazonaws.com',
  ]);
  expect(messagesOf(deny({ Bool: { [VIA]: 'false' } }))).toEqual([
    'Bool aws:ViaAWSMCPService = "false" matches direct calls that say "false", not those that lack the key: the Deny leaves these open',
  ]);
});
