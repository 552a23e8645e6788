import { deny, foundIn } from './found';
import { PolicyKind } from '../../../src/iam/policy';

const OFFICE = '192.0.2.0/24';
const NOT_VIA_MCP = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } };

test.each<[what: string, condition: { [operator: string]: object }]>([
  ['another address', { NotIpAddress: { 'aws:SourceIp': OFFICE } }],
  ['another address, in other case', { NotIpAddressIfExists: { 'aws:sourceip': OFFICE } }],
  ['another VPC', { StringNotEquals: { 'aws:SourceVpc': 'vpc-12345671' } }],
  ['another endpoint', { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-12345671' } }],
  ['endpoints of others', { StringNotEqualsIfExists: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } }],
  ['no VPC', { Null: { 'aws:SourceVpc': 'true' } }],
  ['neither office nor VPC', { NotIpAddressIfExists: { 'aws:SourceIp': OFFICE }, StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-12345671' } }],
  ['but for services', { NotIpAddress: { 'aws:SourceIp': OFFICE }, Bool: { 'aws:ViaAWSService': 'false' } }],
  ['known at deployment', { StringNotEquals: { 'aws:SourceVpc': { Ref: 'Vpc' } } }],
])('a Deny of calls from %s blocks agents, unless they are left out', (_, condition) => {
  expect(foundIn(deny(condition))).toEqual(['NetworkDenyBlocksMcp']);
  expect(foundIn(deny({ ...condition, BoolIfExists: NOT_VIA_MCP.BoolIfExists }))).toEqual([]);
});

test.each<[what: string, statement: object]>([
  ['of calls from an address', deny({ IpAddress: { 'aws:SourceIp': OFFICE } })],
  ['of calls from a VPC', deny({ StringEquals: { 'aws:SourceVpc': 'vpc-12345671' } })],
  ['of calls from neither, one of which can\'t be', deny({ NotIpAddress: { 'aws:SourceIp': OFFICE }, StringEquals: { 'aws:SourceVpc': 'vpc-12345671' } })],
  ['that leaves one server out', deny({ NotIpAddress: { 'aws:SourceIp': OFFICE }, StringNotEqualsIfExists: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } })],
  ['of what no address is outside of', deny({ NotIpAddress: { 'aws:SourceIp': ['0.0.0.0/0', '::/0'] }, Bool: { 'aws:ViaAWSService': 'false' } }, { Action: '*' })],
  ['of the same in halves', deny({ NotIpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1', '::/0'] } })],
  ['of the root', deny({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' }, NotIpAddress: { 'aws:SourceIp': OFFICE } }, { Action: '*' })],
  ['of services', deny({ Null: { 'aws:PrincipalServiceName': 'false' }, NotIpAddress: { 'aws:SourceIp': OFFICE } })],
  ['of what a service is asked to do by an account', deny({ StringEquals: { 'aws:SourceAccount': '111122223333' }, NotIpAddress: { 'aws:SourceIp': OFFICE } })],
  ['of what a service calls', deny({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' }, 'NotIpAddress': { 'aws:SourceIp': OFFICE } })],
  ['that is an Allow', { ...deny({ NotIpAddress: { 'aws:SourceIp': OFFICE } }), Effect: 'Allow' }],
])('not a Deny %s', (_, statement) => {
  expect(foundIn(statement)).toEqual([]);
});

test.each<[what: string, condition: { [operator: string]: object }]>([
  ['a team', { StringEquals: { 'aws:PrincipalTag/team': 'red' } }],
  ['all but some', { StringNotEqualsIfExists: { 'aws:PrincipalTag/exempt': 'true' } }],
  ['a role', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/team/*' } }],
  ['all but the root and services', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' }, Bool: { 'aws:PrincipalIsAWSService': 'false' } }],
])('one of %s blocks their agents', (_, condition) => {
  expect(foundIn(deny({ ...condition, NotIpAddress: { 'aws:SourceIp': OFFICE } }))).toEqual(['NetworkDenyBlocksMcp']);
});

test.each([
  'execute-api:Invoke', 'execute-api:*', 'signin:AuthorizeOAuth2Access', 'signin:*', 'elasticfilesystem:ClientMount', 'rds-db:connect', 'es:ESHttpGet', 'ES:esHttp*',
])('nor does a Deny of %s, which no server calls', (action) => {
  const condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-12345671' } };
  expect(foundIn(deny(condition, { Action: action }))).toEqual([]);
  expect(foundIn(deny(condition, { Action: [action, 's3:GetObject'] }))).toEqual(['NetworkDenyBlocksMcp']);
});

test.each<[what: string, elements: object]>([
  ['all of such a service', { Action: 'es:*' }], ['all', { Action: '*' }], ['all but them', { Action: undefined, NotAction: 'execute-api:Invoke' }],
])('but one of %s does', (_, elements) => {
  expect(foundIn(deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-12345671' } }, { ...elements }))).toEqual(['NetworkDenyBlocksMcp']);
});

test('through a VPC endpoint no server calls', () => {
  expect(foundIn(deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-12345671' } }, { Principal: '*' }), PolicyKind.VPC_ENDPOINT)).toEqual([]);
});
