import { App, aws_ec2 as ec2, aws_eks as eks, aws_iam as iam, aws_lambda as lambda, CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { McpScopedRole, McpServer } from '../../src';

const assumedBy = new iam.AccountRootPrincipal();
const env = { account: '111122223333', region: 'eu-west-1' };

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env });
});

const newRole = (props: object = {}) => new McpScopedRole(stack, 'Agent', { assumedBy, servers: [McpServer.EKS], ...props });
const entry = (scope: Stack, principalArn: string, id = 'Entry') => new eks.CfnAccessEntry(scope, id, { clusterName: 'main', principalArn });
const warnings = () => Found.fromStack(stack).findWarning('*', Match.stringLikeRegexp('clusterAccess')).map(({ id, entry: { data } }) => `${id} ${String(data)}`);

test('an access entry for the role', () => {
  entry(stack, newRole().roleArn);
  expect(warnings()).toEqual([expect.stringMatching(/^\/Stack\/Agent\/Resource Stack\/Entry lets the role into an EKS cluster, also outside of MCP: .*\[ack: cdk-mcp-guardrails:clusterAccess\]$/)]);
});

test('access entries in another stack', () => {
  const other = new Stack(app, 'Other', { env });
  const role = newRole();
  entry(other, role.roleArn);
  entry(other, role.roleArn, 'Entry2');
  expect(warnings()).toEqual([expect.stringContaining('Other/Entry, Other/Entry2 let the role into an EKS cluster')]);
});

test.each([
  ['arn:aws:iam::111122223333:role/Reader', {}],
  ['arn:aws:iam::111122223333:role/agents/Reader', { path: '/agents/' }],
  // The mapping of aws-auth leaves the path out.
  ['arn:aws:iam::111122223333:role/Reader', { path: '/agents/' }],
])('an entry that names it: %s', (arn, props) => {
  newRole({ roleName: 'Reader', ...props });
  entry(stack, arn);
  expect(warnings()).toHaveLength(1);
});

test('a generic resource, also in another stack', () => {
  const { roleArn } = newRole();
  const generic = (scope: Stack) => new CfnResource(scope, 'Generic', { type: 'AWS::EKS::AccessEntry', properties: { ClusterName: 'main', PrincipalArn: roleArn } });
  generic(stack);
  generic(new Stack(app, 'Other', { env }));
  expect(warnings()).toEqual([expect.stringContaining('Stack/Generic, Other/Generic let the role into an EKS cluster')]);
});

test('a mapping that names a role with a longer name, or of another account, before it', () => {
  newRole({ roleName: 'Reader' });
  new CfnResource(stack, 'Manifest', {
    type: 'Custom::AWSCDK-EKS-KubernetesResource',
    properties: { Manifest: JSON.stringify(['111122223333:role/Reader2', '444455556666:role/Reader', '111122223333:role/Reader'].map((name) => ({ rolearn: `arn:aws:iam::${name}` }))) },
  });
  expect(warnings()).toHaveLength(1);
});

test('the mapping of the CDK', () => {
  const cluster = new eks.Cluster(stack, 'Cluster', {
    version: eks.KubernetesVersion.of('1.33'),
    vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 }),
    defaultCapacity: 0,
    kubectlLayer: lambda.LayerVersion.fromLayerVersionArn(stack, 'Kubectl', 'arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1'),
  });
  cluster.awsAuth.addRoleMapping(newRole(), { groups: ['viewers'] });
  expect(warnings()).toEqual([expect.stringMatching(/Stack\/Cluster\/AwsAuth\/manifest\/Resource(\/Default)? lets the role/)]);
});

test.each<[string, () => unknown]>([
  ['an entry for another role', () => entry(stack, new iam.Role(stack, 'Other', { assumedBy }).roleArn)],
  ['an entry that names a role with a longer name', () => entry(stack, 'arn:aws:iam::111122223333:role/Reader2')],
  ['an entry that names a role of another account', () => entry(stack, 'arn:aws:iam::444455556666:role/Reader')],
  ['a manifest about something else', () => new CfnResource(stack, 'Manifest', { type: 'Custom::AWSCDK-EKS-KubernetesResource', properties: { Manifest: '[]' } })],
  ['nothing', () => undefined],
])('%s lets nobody in', (_, make) => {
  newRole({ roleName: 'Reader' });
  make();
  expect(warnings()).toEqual([]);
});
