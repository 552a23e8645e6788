import { App, Aws, aws_ec2 as ec2, Fn, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { McpGuardrail, McpServer, McpSimulator, mixins, PrincipalFilter, RequestOrigin, SimulationDecision } from '../../src';
import { ENDPOINT_SERVICES } from '../../src/mcp/endpoint-services';

const ORGANIZATION = 'o-a1b2c3d4e5';
const AGENT = 'arn:aws:iam::111122223333:role/agents/Worker';
const NAME = 'com.amazonaws.eu-west-1.sagemaker-unified-studio-mcp';

function endpoint(serviceName = NAME, props: object = { organizations: [ORGANIZATION] }, rest: object = {}) {
  const stack = new Stack(new App(), 'Stack');
  new ec2.CfnVPCEndpoint(stack, 'Endpoint', { vpcId: 'vpc-1', serviceName, vpcEndpointType: 'Interface', ...rest }).with(new mixins.VpcEndpointMcpAccess(props));
  return Object.values<any>(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'))[0].Properties.PolicyDocument;
}

test('the policy of the endpoint of a server allows its own action, to the organization', () => {
  expect(endpoint().Statement).toEqual([{
    Sid: 'AllowMcpAccess',
    Effect: 'Allow',
    Principal: '*',
    Action: 'sagemaker-unified-studio-mcp:AuthorizeVpce',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
  }]);
});

test.each(['signin', 'signin-v2'])('that of %s has a stage before anybody is known, and one after', (name) => {
  const statements = endpoint(`com.amazonaws.eu-west-1.${name}`, { accounts: ['111122223333', '444455556666'], organizations: [ORGANIZATION] }).Statement;
  const accounts = ['111122223333', '444455556666'];
  expect(statements.map(({ Action, Condition }: any) => [Action, Condition])).toEqual([
    ['signin:Authenticate', { StringEquals: { 'aws:ResourceAccount': accounts } }],
    ['signin:Authenticate', { StringEquals: { 'aws:ResourceOrgID': ORGANIZATION } }],
    ['signin:CreateOAuth2PublicClient', undefined],
    [expect.arrayContaining(['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token']), { StringEquals: { 'aws:PrincipalAccount': accounts } }],
    [expect.arrayContaining(['signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token']), { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } }],
  ]);
});

test('ids that are known only at deployment', () => {
  expect(endpoint(NAME, { accounts: [Aws.ACCOUNT_ID], organizations: [Token.asString({ 'Fn::GetAtt': ['Organization', 'Id'] })] }).Statement.map(({ Condition }: any) => Condition)).toEqual([
    { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
    { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::GetAtt': ['Organization', 'Id'] } } },
  ]);
});

test.each([
  Fn.sub('com.amazonaws.${AWS::Region}.signin-v2'), Fn.sub('com.amazonaws.${Where}.signin-v2', { Where: 'eu-west-1' }), `com.amazonaws.${Aws.REGION}.signin-v2`,
])('a service whose Region is known only at deployment: %#', (name) => {
  expect(endpoint(name).Statement[0].Action).toBe('signin:Authenticate');
});

test('an imported one is an error', () => {
  const imported = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(new Stack(new App(), 'Stack'), 'Imported', { vpcEndpointId: 'vpce-1', port: 443 });
  expect(() => imported.with(new mixins.VpcEndpointMcpAccess({ organizations: [ORGANIZATION] }))).toThrow('Stack/Imported: the policy of an imported VPC endpoint is not part of the app');
});

test('the L2 of the CDK, in any Region, and Denies after it', () => {
  const stack = new Stack(new App(), 'Stack');
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
  const service = new ec2.InterfaceVpcEndpointAwsService('sagemaker-unified-studio-mcp');
  vpc.addInterfaceEndpoint('Mcp', { service, subnets: { subnetType: ec2.SubnetType.PUBLIC } })
    .with(new mixins.VpcEndpointMcpAccess({ organizations: [ORGANIZATION] }))
    .with(new mixins.VpcEndpointMcpGuardrails({ guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/people/')] })] }));
  const [{ Properties }] = Object.values<any>(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
  expect(Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid)).toEqual(['AllowMcpAccess', 'DenyOutsideMcp']);
});

describe('both stages', () => {
  const json = (...guardrails: McpGuardrail[]) =>
    guardrails.flatMap((guardrail) => guardrail.statements()).map((statement) => statement.toStatementJson());
  const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
  const all = { Effect: 'Allow', Action: '*', Resource: '*' };
  const layers = {
    identityPolicies: [document(all)],
    serviceControlPolicies: [document(all), document(...json(McpGuardrail.denyDestructiveViaMcp({ services: ['glue', 's3'] })))],
    resourceControlPolicies: [],
  };
  const connect = (context: { [key: string]: string[] }, identityPolicies: any[] = layers.identityPolicies) => McpSimulator.fromDocuments({
    ...layers, identityPolicies, vpcEndpointPolicy: endpoint(),
  }).simulate({
    principal: AGENT, action: 'sagemaker-unified-studio-mcp:AuthorizeVpce', resource: '*', origin: RequestOrigin.direct(), context,
  });

  test('first the endpoint: who may connect', () => {
    expect(connect({ 'aws:PrincipalOrgID': [ORGANIZATION] }).decision).toBe(SimulationDecision.ALLOWED);
    expect(connect({ 'aws:PrincipalOrgID': ['o-others1234'] }).decision).toBe(SimulationDecision.IMPLICITLY_DENIED);
    expect(connect({ 'aws:PrincipalOrgID': [] }).decision).toBe(SimulationDecision.IMPLICITLY_DENIED);
  });

  test('then the organization and the role: what may be done through the server', () => {
    const through = (action: string, server = McpServer.SAGEMAKER_UNIFIED_STUDIO, identityPolicies: any[] = layers.identityPolicies) =>
      McpSimulator.fromDocuments({ ...layers, identityPolicies }).simulate({ principal: AGENT, action, resource: '*', origin: RequestOrigin.via(server) }).decision;
    expect(through('glue:GetTables')).toBe(SimulationDecision.ALLOWED);
    expect(through('glue:DeleteTable')).toBe(SimulationDecision.EXPLICITLY_DENIED);
    const only = [document(all, ...json(McpGuardrail.allowOnlyServers({ servers: [McpServer.SAGEMAKER_UNIFIED_STUDIO] })))];
    expect(through('glue:GetTables', McpServer.SAGEMAKER_UNIFIED_STUDIO, only)).toBe(SimulationDecision.ALLOWED);
    expect(through('glue:GetTables', McpServer.AWS, only)).toBe(SimulationDecision.EXPLICITLY_DENIED);
  });

  test('what AWS does not document is not decided', () => {
    const scoped = [document(all, ...json(McpGuardrail.denyOutsideMcp()))];
    const result = connect({ 'aws:PrincipalOrgID': [ORGANIZATION], 'aws:ViaAWSService': [] }, scoped);
    expect([result.decision, result.dependsOn]).toEqual([SimulationDecision.CONDITIONAL, ['aws:IsMcpServiceAction']]);
  });
});

test.each<[string, () => unknown, string]>([
  ['the endpoint of S3', () => endpoint('com.amazonaws.eu-west-1.s3'),
    'Stack/Endpoint: AWS documents no endpoint of a managed MCP server, nor of the sign-in to one, of that service name: expected one that ends with ".sagemaker-unified-studio-mcp", ".signin", ".signin-v2"'],
  ['an endpoint of a like name', () => endpoint('com.amazonaws.eu-west-1.x.signin'), 'AWS documents no endpoint'],
  ['nobody', () => endpoint(NAME, {}), 'neither accounts nor organizations are given'],
  ['an empty list', () => endpoint(NAME, { accounts: [] }), 'neither accounts nor organizations are given'],
  ['an account that is none', () => endpoint(NAME, { accounts: ['1111'] }), 'accounts has "1111": expected a list of ids of accounts'],
  ['an organization with a wildcard', () => endpoint(NAME, { organizations: ['o-*'] }), 'organizations has "o-*"'],
  ['a policy that is there', () => endpoint(NAME, undefined, { policyDocument: { Statement: [] } }), 'it has a policy already'],
])('%s is an error', (_, make, message) => {
  expect(make).toThrow(message);
});

test('every server with an endpoint is one of its services', () => {
  expect(ENDPOINT_SERVICES.map(({ name }) => name)).toEqual(['sagemaker-unified-studio-mcp', 'signin', 'signin-v2']);
});
