import { App, Aws, aws_ec2 as ec2, aws_iam as iam, aws_organizations as organizations, aws_s3 as s3, aws_sso as sso, Fn, Lazy, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { mixins } from '../../src';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

const migration = () => new mixins.RemovedActionsMigration();
const statement = (effect = iam.Effect.DENY, ...more: string[]) => new iam.PolicyStatement({ effect, actions: ['aws-mcp:InvokeMcp', ...more], resources: ['*'] });
const viaAws = { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } };
const blocked = { Effect: 'Deny', Action: '*', Resource: '*', Condition: viaAws };
const json = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'aws-mcp:InvokeMcp', Resource: '*' }] };
const has = (type: string, properties: object) => Template.fromStack(stack).hasResourceProperties(type, properties);

test('policies of roles, users and groups', () => {
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal(), inlinePolicies: { A: new iam.PolicyDocument({ statements: [statement()] }) } });
  role.addToPolicy(statement());
  new iam.ManagedPolicy(stack, 'Managed', { statements: [statement()] });
  new iam.CfnUser(stack, 'User', { policies: [{ policyName: 'A', policyDocument: json }] });
  new iam.CfnGroupPolicy(stack, 'GroupPolicy', { policyName: 'A', groupName: 'a', policyDocument: json });
  Mixins.of(stack).apply(migration());
  has('AWS::IAM::Role', { Policies: [{ PolicyName: 'A', PolicyDocument: { Statement: [blocked] } }], AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole' }] } });
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::GroupPolicy']) {
    has(type, { PolicyDocument: { Statement: [blocked] } });
  }
  has('AWS::IAM::User', { Policies: [{ PolicyName: 'A', PolicyDocument: { Statement: [blocked] } }] });
});

test('control policies and permission sets', () => {
  new organizations.CfnPolicy(stack, 'A', { name: 'a', type: 'SERVICE_CONTROL_POLICY', content: json });
  new sso.CfnPermissionSet(stack, 'C', { name: 'c', instanceArn: 'arn:aws:sso:::instance/ssoins-1', inlinePolicy: json });
  Mixins.of(stack).apply(migration());
  const migrated = { Version: '2012-10-17', Statement: [blocked] };
  has('AWS::Organizations::Policy', { Name: 'a', Content: migrated });
  has('AWS::SSO::PermissionSet', { InlinePolicy: migrated });
});

test('policies of VPC endpoints, L2 and L1', () => {
  const everybody = () => new iam.PolicyStatement({ effect: iam.Effect.DENY, principals: [new iam.StarPrincipal()], actions: ['aws-mcp:InvokeMcp'], resources: ['*'] });
  const vpc = new ec2.Vpc(stack, 'Vpc');
  vpc.addGatewayEndpoint('Gateway', { service: ec2.GatewayVpcEndpointAwsService.S3 }).addToPolicy(everybody());
  new ec2.CfnVPCEndpoint(stack, 'L1', { vpcId: 'vpc-1', serviceName: 's3', policyDocument: { ...json, Statement: [{ ...json.Statement[0], Principal: '*' }] } });
  Mixins.of(stack).apply(migration());
  const migrated = { PolicyDocument: { Version: '2012-10-17', Statement: [{ ...blocked, Principal: '*' }] } };
  Template.fromStack(stack).resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', migrated, 2);
});

test('one resource, L2 by its default child, and what is added later', () => {
  const policy = new iam.ManagedPolicy(stack, 'Policy');
  new iam.ManagedPolicy(stack, 'Other', { statements: [statement()] });
  (policy.node.defaultChild as iam.CfnManagedPolicy).with(migration());
  policy.addStatements(statement(iam.Effect.ALLOW, 's3:GetObject'));
  has('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] } });
  has('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'aws-mcp:InvokeMcp' })] } });
});

test('references to other stacks go on working', () => {
  const data = new Stack(app, 'Data');
  const bucket = new s3.Bucket(data, 'Bucket');
  new iam.ManagedPolicy(stack, 'Policy', { statements: [statement(iam.Effect.ALLOW, 's3:GetObject'), new iam.PolicyStatement({ actions: ['s3:*'], resources: [bucket.bucketArn] })] });
  Mixins.of(stack).apply(migration());
  has('AWS::IAM::ManagedPolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Resource: { 'Fn::ImportValue': Match.stringLikeRegexp('^Data') } })]) } });
});

test('what is nothing of its business stays as it is', () => {
  const bucket = new s3.CfnBucket(stack, 'Bucket');
  expect(migration().supports(bucket)).toBe(false);
  expect(() => migration().applyTo(bucket)).not.toThrow();
  new organizations.CfnPolicy(stack, 'B', { name: 'b', type: 'SERVICE_CONTROL_POLICY', content: Lazy.any({ produce: () => ({ Ref: 'Content' }) }) });
  new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: { Statement: [] } });
  new iam.CfnUser(stack, 'User', { policies: Lazy.any({ produce: () => undefined }) });
  Mixins.of(stack).apply(migration());
  has('AWS::Organizations::Policy', { Name: 'b', Content: { Ref: 'Content' } });
  has('AWS::IAM::Role', { Policies: Match.absent() });
});

test('says what it did, and warns of what is left', () => {
  new iam.ManagedPolicy(stack, 'Policy', {
    statements: [statement(), new iam.PolicyStatement({ sid: 'Rest', effect: iam.Effect.DENY, notActions: ['aws-mcp:*'], resources: ['*'] })],
  });
  Mixins.of(stack).apply(migration());
  Annotations.fromStack(stack).hasInfo('/Stack/Policy/Resource', Match.stringLikeRegexp('statement "0": denied aws-mcp:InvokeMcp'));
  Annotations.fromStack(stack).hasWarning('/Stack/Policy/Resource', Match.stringLikeRegexp('statement "Rest": NotAction has aws-mcp:\\*.*policyMigration'));
});

test('a malformed document is an error that names the resource, at once and later', () => {
  const message = /^Stack\/Policy: not a policy document/;
  const malformed = { Statement: ['x'] };
  const policy = new iam.CfnManagedPolicy(stack, 'Policy', { policyDocument: malformed });
  expect(() => migration().applyTo(policy)).toThrow(message);
  let document: object = json;
  policy.policyDocument = Lazy.uncachedAny({ produce: () => document });
  migration().applyTo(policy);
  document = malformed;
  expect(() => stack.resolve(policy.policyDocument)).toThrow(/Stack\/Policy: not a policy document/);
});

test('a statement known only at deployment is warned of', () => {
  new iam.CfnManagedPolicy(stack, 'Policy', { policyDocument: { Statement: [Fn.conditionIf('A', json.Statement[0], Aws.NO_VALUE)] } });
  Mixins.of(stack).apply(migration());
  Annotations.fromStack(stack).hasWarning('/Stack/Policy', Match.stringLikeRegexp('statement "0": is Fn::If with aws-mcp:InvokeMcp in it'));
});
