import { App, Aws, aws_ec2 as ec2, aws_iam as iam, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { IConstruct } from 'constructs';
import { McpGuardrail, McpSimulator, mixins, PrincipalFilter, SimulationDecision } from '../../src';
import type { OriginName } from '../meaning';
import { ALL, DIRECT, ORIGINS } from '../meaning';
import type { Json } from './resource-kinds';
import { newStack, ROLE } from './resource-kinds';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

describe('a VPC endpoint', () => {
  const document = () => Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'))[0].Properties.PolicyDocument;
  const agents = McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.roleNames('Developer')] });
  const mixin = (...guardrails: McpGuardrail[]) => new mixins.VpcEndpointMcpGuardrails({ guardrails });
  const vpc = () => new ec2.Vpc(stack, 'Vpc');
  const gatewayNamed = (id: string) => new ec2.GatewayVpcEndpoint(stack, id, { vpc: new ec2.Vpc(stack, `${id}Vpc`), service: ec2.GatewayVpcEndpointAwsService.S3 });
  const gateway = () => new ec2.GatewayVpcEndpoint(stack, 'It', { vpc: vpc(), service: ec2.GatewayVpcEndpointAwsService.S3 });
  const decided = (name: OriginName, action = 's3:GetObject') => McpSimulator.fromDocuments({
    identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
    vpcEndpointPolicy: document(),
  }).simulate({
    principal: ROLE, action, resource: 'arn:aws:s3:::data/key', origin: ORIGINS[name], context: { 'aws:IsMcpServiceAction': ['false'] },
  }).decision;

  test.each<[string, () => IConstruct]>([
    ['gateway', gateway],
    ['interface', () => new ec2.InterfaceVpcEndpoint(stack, 'It', { vpc: vpc(), service: ec2.InterfaceVpcEndpointAwsService.SQS })],
    ['L1', () => new ec2.CfnVPCEndpoint(stack, 'It', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' })],
  ])('%s: goes on to allow what is not denied', (_, make) => {
    make().with(mixin(agents));
    expect(document()).toMatchSnapshot();
    expect(ALL.filter((name) => decided(name) !== SimulationDecision.ALLOWED)).toEqual(DIRECT);
    expect(ALL.filter((name) => decided(name) === SimulationDecision.IMPLICITLY_DENIED)).toEqual([]);
  });

  test('keeps the policy that it has, also one that is given later', () => {
    const it = gateway();
    it.with(mixin(agents));
    it.addToPolicy(new iam.PolicyStatement({ sid: 'Reads', principals: [new iam.StarPrincipal()], actions: ['s3:GetObject'], resources: ['*'] }));
    expect(document().Statement.map(({ Sid }: Json) => Sid)).toEqual(['Reads', 'DenyOutsideMcp']);
    expect(decided('via AWS', 's3:PutObject')).toBe(SimulationDecision.IMPLICITLY_DENIED);
  });

  test('applied twice is applied once', () => {
    const it = gateway();
    it.with(mixin(agents));
    it.with(mixin(agents));
    expect(document().Statement).toHaveLength(2);
  });

  test('nobody is locked out, and an imported one is an error', () => {
    expect(() => gateway().with(mixin(McpGuardrail.denyOutsideMcp()))).toThrow(
      'Data/It/Resource: statement "DenyOutsideMcp" would lock everybody out: in the policy of a VPC endpoint it denies everything');
    const imported = ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Imported', { vpcEndpointId: 'vpce-1', port: 443 });
    expect(() => imported.with(mixin(agents))).toThrow('Data/Imported: cannot add guardrails to an imported VPC endpoint');
  });

  test.each<[string, ec2.CfnVPCEndpointProps]>([
    ['a Gateway Load Balancer', { vpcId: 'vpc-1', vpcEndpointType: 'GatewayLoadBalancer', serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1' }],
    ['a service network', { vpcId: 'vpc-1', vpcEndpointType: 'ServiceNetwork', serviceNetworkArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-1' }],
    ['a resource', { vpcId: 'vpc-1', vpcEndpointType: 'Resource', resourceConfigurationArn: 'arn:aws:vpc-lattice:eu-west-1:111122223333:resourceconfiguration/rcfg-1' }],
    ['a tunnel', { vpcId: 'vpc-1', vpcEndpointType: 'Tunnel' }],
    ['a service that is not AWS\'s', { vpcId: 'vpc-1', vpcEndpointType: 'Interface', serviceName: `com.amazonaws.vpce.${Aws.REGION}.vpce-svc-1` }],
  ])('one for %s has no policy: an info', (_, props) => {
    new ec2.CfnVPCEndpoint(stack, 'It', props);
    Mixins.of(stack).apply(mixin(agents, McpGuardrail.denyViaMcp()));
    expect(document()).toBeUndefined();
    Annotations.fromStack(stack).hasInfo('/Data/It', Match.stringLikeRegexp('guardrails are not applied to an endpoint of (a service that is not one of AWS\'s|type \\w+: gateway and interface endpoints only)'));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('what never applies is a warning', () => {
    gateway().with(mixin(agents, McpGuardrail.denyViaMcp({ sid: 'Idle' }), McpGuardrail.denySecretReadsViaMcp()));
    Annotations.fromStack(stack).hasWarning('/Data/It/Resource',
      Match.stringLikeRegexp('^Idle, DenySecretReadsViaMcp: never applies here, .*\\[ack: cdk-mcp-guardrails:endpointWithoutEffect\\]$'));
  });

  test('what is denied of KMS through MCP, which never comes through, is left out', () => {
    gateway().with(mixin(agents, McpGuardrail.denySecretReadsViaMcp()));
    expect(JSON.stringify(document())).not.toMatch(/kms:ViaService|kms:Decrypt/);
    expect(document().Statement.map(({ Sid }: Json) => Sid)).toContain('DenySecretReadsViaMcp');
    expect(() => gatewayNamed('Kms').with(mixin(McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['kms:Decrypt'], resources: ['*'], conditions: { Bool: { 'aws:ViaAWSMCPService': 'true' }, StringLikeIfExists: { 'kms:ViaService': '*-mcp.*' } },
    }))))).toThrow(
      'Data/Kms/Resource: the guardrail "Own" is about calls of KMS through MCP only, which never come through a VPC endpoint');
  });

  test.each<{ [operator: string]: { [key: string]: string } }>([
    { StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    { StringEqualsIfExists: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    { StringLikeIfExists: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
    { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
  ])('what a team says of calls of KMS by itself stays as it is: %j', (Condition) => {
    gateway().with(mixin(agents, McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['kms:Decrypt'], resources: ['*'], conditions: Condition,
    }))));
    expect(document().Statement).toContainEqual({ Sid: 'Own', Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition });
  });

  test.each([
    [PrincipalFilter.tag('team', 'ag*'), 'statement "DenyOutsideMcp" has the value "ag*" of StringLike aws:PrincipalTag/team: a VPC endpoint policy takes a wildcard with a string operator only where'],
    [PrincipalFilter.arns('arn:aws:iam::1111*:role/x'), 'has the value "arn:aws:iam::1111*:role/x" of ArnLike aws:PrincipalArn: a VPC endpoint policy takes an id or a wildcard as the account of an ARN, not both'],
  ])('a wildcard that AWS does not take is an error: %#', (filter, message) => {
    expect(() => gateway().with(mixin(McpGuardrail.denyOutsideMcp({ appliesTo: [filter] })))).toThrow(message);
  });

  test('what applies to some direct calls is no warning', () => {
    gateway().with(mixin(agents, McpGuardrail.denyOutsideMcp({ sid: 'Others', appliesTo: [PrincipalFilter.rolePaths('/others/')] })));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('one character over the limit', () => {
    const make = (length: number) => {
      stack = new Stack(new App(), 'Data');
      new ec2.CfnVPCEndpoint(stack, 'It', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' })
        .with(mixin(McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(length)}`] })));
      return stack;
    };
    make(1);
    const room = 20_480 - JSON.stringify(document()).length + 1;
    expect(() => Stack.of(make(room)).node.root.node.tryFindChild('Data') && (stack.node.root as App).synth()).not.toThrow();
    make(room + 1);
    expect(() => (stack.node.root as App).synth()).toThrow('the VPC endpoint policy has 20,481 characters, 1 over the limit of 20,480');
  });
});
