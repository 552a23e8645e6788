import { allow, deny, foundIn, foundInTemplate, role } from './found';

const EXCEPT_AWS = { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' };
const ADMIN = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] };

describe('what is right is not reported', () => {
  test.each<[string, object]>([
    ['a network perimeter with an exception for one server', deny({
      NotIpAddressIfExists: { 'aws:SourceIp': '192.0.2.0/24' }, BoolIfExists: { 'aws:ViaAWSService': 'false' }, StringNotEquals: EXCEPT_AWS,
    })],
    ['one of a bucket', deny({ StringNotEquals: { 'aws:SourceVpce': 'vpce-12345671', ...EXCEPT_AWS } })],
    ['a Deny of all but a server to principals that are named', deny({ StringNotEquals: EXCEPT_AWS, StringEquals: { 'aws:PrincipalTag/kind': 'agent' } })],
    ['a perimeter for AWS services', deny({ NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, Bool: { 'aws:PrincipalIsAWSService': 'true' } })],
    ['another key that has to do with a service', allow({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'cloudformation.amazonaws.com' } })],
    ['a tag that is called as a key is', allow({ StringEquals: { 'aws:PrincipalTag/ViaAWSMCPService': 'true' } })],
  ])('%s', (_, statement) => {
    expect(foundIn(statement)).toEqual([]);
  });

  test('Sids that are empty', () => {
    expect(foundIn([allow({}, { Sid: '' }), allow({}, { Sid: '', Action: 'ec2:*' })])).toEqual([]);
  });

  test('two Denies that close each other\'s leak, with the same actions in another order', () => {
    expect(foundIn([
      deny({ Bool: { 'aws:ViaAWSMCPService': 'false' } }, { Action: ['s3:*', 'ec2:*'] }),
      deny({ Null: { 'aws:ViaAWSMCPService': 'true' } }, { Action: ['ec2:*', 's3:*'], Resource: ['*'] }),
    ])).toEqual([]);
  });

  test('a managed policy under a boundary that allows through MCP only', () => {
    const boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Version: '2012-10-17', Statement: [allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Action: '*' })] } } };
    const scoped = role([allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } })], { ...ADMIN, PermissionsBoundary: { Ref: 'Boundary' } });
    expect(foundInTemplate({ Scoped: scoped, Boundary: boundary })).toEqual([]);
  });
});

describe('what is wrong is', () => {
  test.each<[string, object, string]>([
    ['a service for a server', deny({ StringEquals: { 'aws:CalledViaAWSMCP': 'eks.amazonaws.com' } }), 'UnknownMcpServer'],
    ['a server in the key of services', deny({ 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'aws-mcp.amazonaws.com' } }), 'MisspelledMcpServer'],
    ['the key with another prefix', deny({ Bool: { 'iam:ViaAWSMCPService': 'true' } }), 'UnknownMcpKey'],
    ['the key with underscores', deny({ Bool: { 'aws:Via_AWS_MCP_Service': 'true' } }), 'UnknownMcpKey'],
    ['the key with a space behind it', deny({ Bool: { 'aws:ViaAWSMCPService ': 'true' } }), 'UnknownMcpKey'],
    ['no action', { Effect: 'Deny', Action: [], Resource: '*' }, 'InvalidStatement'],
    ['no resource', { Effect: 'Deny', Action: '*', Resource: [] }, 'InvalidResourceElement'],
  ])('%s', (_, statement, rule) => {
    expect(foundIn(statement)).toContain(rule);
  });

  test('what AdministratorAccess delegates', () => {
    expect(foundInTemplate({ Agent: role([deny({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Action: 's3:Delete*' })], ADMIN) })).toEqual(['DelegationNotDenied']);
  });

  test.each<[string, object]>([
    ['on one bucket', deny({ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, { Action: '*', Resource: 'arn:aws:s3:::data/*' })],
    ['through MCP', deny({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { Action: '*' })],
  ])('a managed policy beside permissions for MCP, and a Deny of everything %s', (_, statement) => {
    expect(foundInTemplate({ Agent: role([allow({ Bool: { 'aws:ViaAWSMCPService': 'true' } }), statement], ADMIN) })).toContain('ManagedPolicyNotScoped');
  });
});
