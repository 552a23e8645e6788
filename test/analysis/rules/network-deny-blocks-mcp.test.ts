import { deny, foundIn } from './found';
import { PolicyKind } from '../../../src/iam/policy';

const OFFICE = '192.0.2.0/24';
const NOT_VIA_MCP = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } };

test.each<[what: string, condition: { [operator: string]: object }]>([
  ['another address', { NotIpAddress: { 'aws:SourceIp': OFFICE } }],
  ['another address, in other case', { NotIpAddressIfExists: { 'aws:sourceip': OFFICE } }],
  ['another VPC', { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }],
  ['another endpoint', { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-1' } }],
  ['endpoints of others', { StringNotEqualsIfExists: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } }],
  ['no VPC', { Null: { 'aws:SourceVpc': 'true' } }],
  ['neither office nor VPC', { NotIpAddressIfExists: { 'aws:SourceIp': OFFICE }, StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } }],
  ['but for services', { NotIpAddress: { 'aws:SourceIp': OFFICE }, Bool: { 'aws:ViaAWSService': 'false' } }],
  ['known at deployment', { StringNotEquals: { 'aws:SourceVpc': { Ref: 'Vpc' } } }],
])('a Deny of calls from %s blocks agents, unless they are left out', (_, condition) => {
  expect(foundIn(deny(condition))).toEqual(['NetworkDenyBlocksMcp']);
  expect(foundIn(deny({ ...condition, BoolIfExists: NOT_VIA_MCP.BoolIfExists }))).toEqual([]);
});

test.each<[what: string, statement: object]>([
  ['of calls from an address', deny({ IpAddress: { 'aws:SourceIp': OFFICE } })],
  ['of calls from a VPC', deny({ StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
  ['of calls from neither, one of which can\'t be', deny({ NotIpAddress: { 'aws:SourceIp': OFFICE }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } })],
  ['that leaves one server out', deny({ NotIpAddress: { 'aws:SourceIp': OFFICE }, StringNotEqualsIfExists: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } })],
  ['that is an Allow', { ...deny({ NotIpAddress: { 'aws:SourceIp': OFFICE } }), Effect: 'Allow' }],
])('not a Deny %s', (_, statement) => {
  expect(foundIn(statement)).toEqual([]);
});

test('through a VPC endpoint no server calls', () => {
  expect(foundIn(deny({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }, { Principal: '*' }), PolicyKind.VPC_ENDPOINT)).toEqual([]);
});
