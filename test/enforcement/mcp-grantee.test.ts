import {
  App, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_s3 as s3, aws_sqs as sqs, CfnJson, PhysicalName, Stack,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { McpGrantee, McpScopedRole, McpServer } from '../../src';

const VIA_ANY = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const VIA_EKS = { StringEquals: { 'aws:CalledViaAWSMCP': 'eks-mcp.amazonaws.com' } };
const OUTSIDE = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } };

const here = { account: '111122223333', region: 'eu-central-1' };
const elsewhere = { account: '444455556666', region: 'eu-central-1' };

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: here });
});

function hasIdentityStatement(action: string, condition: object) {
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Allow', Action: action, Condition: condition })]) },
  });
}

describe('the identity statement carries the condition', () => {
  const newRole = () => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });

  test.each<[string, () => iam.IGrantable]>([
    ['a role', newRole],
    ['a user', () => new iam.User(stack, 'User')],
    ['a group', () => new iam.Group(stack, 'Group')],
    ['an McpScopedRole', () => new McpScopedRole(stack, 'Scoped', { assumedBy: new iam.AccountRootPrincipal() })],
    ['an imported role', () => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/Imported')],
    ['an imported role by name', () => iam.Role.fromRoleName(stack, 'Imported', 'Imported')],
    ['an imported user', () => iam.User.fromUserName(stack, 'Imported', 'someone')],
    ['an imported group', () => iam.Group.fromGroupName(stack, 'Imported', 'some')],
    ['a function, that is its role', () => new lambda.Function(stack, 'Function', {
      code: lambda.Code.fromInline('exports.handler = () => {}'), handler: 'index.handler', runtime: lambda.Runtime.NODEJS_22_X,
    })],
    ['a managed policy', () => new iam.ManagedPolicy(stack, 'Managed', { roles: [newRole()], statements: [] })],
  ])('with %s', (name, grantee) => {
    const queue = new sqs.Queue(stack, 'Queue');
    queue.grantPurge(McpGrantee.via(grantee(), McpServer.EKS)).assertSuccess();
    const type = name === 'a managed policy' ? 'AWS::IAM::ManagedPolicy' : 'AWS::IAM::Policy';
    Template.fromStack(stack).hasResourceProperties(type, {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({
          Effect: 'Allow',
          Action: ['sqs:PurgeQueue', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
          Condition: VIA_EKS,
        })]),
      },
    });
  });

  test('one role can read through MCP and write only directly', () => {
    const role = newRole();
    const table = new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    table.grant(McpGrantee.viaAnyServer(role), 'dynamodb:GetItem');
    table.grant(McpGrantee.outsideMcp(role), 'dynamodb:PutItem');
    hasIdentityStatement('dynamodb:GetItem', VIA_ANY);
    hasIdentityStatement('dynamodb:PutItem', OUTSIDE);
  });

  test('also where the grant has conditions of its own, of which it loses none', () => {
    iam.Grant.addToPrincipal({
      grantee: McpGrantee.via(newRole(), McpServer.EKS),
      actions: ['s3:GetObject'],
      resourceArns: ['*'],
      conditions: { StringEquals: { 's3:ExistingObjectTag/a': 'b' }, Bool: { 'aws:SecureTransport': 'true' } },
    });
    hasIdentityStatement('s3:GetObject', {
      StringEquals: { 's3:ExistingObjectTag/a': 'b', ...VIA_EKS.StringEquals }, Bool: { 'aws:SecureTransport': 'true' },
    });
  });

  test('the statement that is given stays as it is', () => {
    const statement = new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] });
    McpGrantee.viaAnyServer(newRole()).addToPrincipalPolicy(statement);
    expect(statement.conditions).toEqual({});
  });

  test('a grant can be waited for', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    const queue = new sqs.Queue(stack, 'Queue');
    bucket.grantRead(McpGrantee.viaAnyServer(newRole())).applyBefore(queue);
    Template.fromStack(stack).hasResource('AWS::SQS::Queue', { DependsOn: [Match.stringLikeRegexp('RoleDefaultPolicy')] });
  });
});

describe('the resource policy carries the condition', () => {
  test('a bucket and its key in another account', () => {
    const dataStack = new Stack(app, 'Data', { env: elsewhere });
    const key = new kms.Key(dataStack, 'Key', { alias: 'data' });
    const bucket = new s3.Bucket(dataStack, 'Bucket', { bucketName: 'data-of-elsewhere', encryptionKey: key, encryption: s3.BucketEncryption.KMS });
    const role = new iam.Role(stack, 'Role', { roleName: PhysicalName.GENERATE_IF_NEEDED, assumedBy: new iam.AccountRootPrincipal() });
    bucket.grantRead(McpGrantee.via(role, McpServer.EKS));

    const data = Template.fromStack(dataStack);
    data.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Effect: 'Allow', Principal: { AWS: Match.anyValue() }, Condition: VIA_EKS })] },
    });
    data.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey'], Condition: VIA_EKS })]) },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [Match.objectLike({ Action: ['s3:GetObject*', 's3:GetBucket*', 's3:List*'], Condition: VIA_EKS }),
          Match.objectLike({ Action: ['kms:Decrypt', 'kms:DescribeKey'], Condition: VIA_EKS })],
      },
    });
  });

  test('a role imported from another account, which only the resource policy can let in', () => {
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/Agent');
    const bucket = new s3.Bucket(stack, 'Bucket');
    bucket.grantRead(McpGrantee.viaAnyServer(role)).assertSuccess();
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Principal: { AWS: 'arn:aws:iam::444455556666:role/Agent' }, Condition: VIA_ANY })] },
    });
  });

  test('where there is no resource policy, a role from another account is no success', () => {
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/Agent');
    const grant = iam.Grant.addToPrincipal({ grantee: McpGrantee.viaAnyServer(role), actions: ['s3:GetObject'], resourceArns: ['*'] });
    expect(grant.success).toBe(false);
    expect(() => grant.assertSuccess()).toThrow("Permissions for 'Stack/Role' to call 's3:GetObject' on '*' could not be added");
  });

  test('a principal without policies of its own', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    bucket.grantRead(McpGrantee.outsideMcp(new iam.OrganizationPrincipal('o-a1b2c3d4e5')));
    Template.fromStack(stack).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' }, ...OUTSIDE } })] },
    });
  });

  test('addGrantsToResources of an immutable role', () => {
    const role = iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/Agent', { mutable: false, addGrantsToResources: true });
    new s3.Bucket(stack, 'Bucket').grantRead(McpGrantee.viaAnyServer(role)).assertSuccess();
    Template.fromStack(stack).hasResourceProperties('AWS::S3::BucketPolicy', { PolicyDocument: { Statement: [Match.objectLike({ Condition: VIA_ANY })] } });
  });
});

describe('the trust policy carries the condition', () => {
  const trusts = (statement: object) => Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [Match.objectLike(statement)] },
  });

  test('of a role assumed by it', () => {
    new iam.Role(stack, 'Role', { assumedBy: McpGrantee.via(new iam.ArnPrincipal('arn:aws:iam::444455556666:role/Agent'), McpServer.EKS) });
    trusts({ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::444455556666:role/Agent' }, Condition: VIA_EKS });
  });

  test('with an external id, and several principals', () => {
    new iam.Role(stack, 'Role', {
      assumedBy: new iam.CompositePrincipal(McpGrantee.viaAnyServer(new iam.AccountPrincipal('444455556666'))), externalIds: ['secret'],
    });
    trusts({ Condition: { StringEquals: { 'sts:ExternalId': 'secret' }, ...VIA_ANY } });
  });

  test('of a federated principal, with its own action', () => {
    new iam.Role(stack, 'Role', { assumedBy: McpGrantee.outsideMcp(new iam.WebIdentityPrincipal('accounts.example.com', { StringEquals: { aud: 'a' } })) });
    trusts({ Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { aud: 'a' }, ...OUTSIDE } });
  });

  test('and the permission to assume a role, in the identity policy', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    role.grantAssumeRole(McpGrantee.viaAnyServer(new iam.User(stack, 'User')));
    hasIdentityStatement('sts:AssumeRole', VIA_ANY);
  });
});

describe('what has no effect is an error', () => {
  test.each<[string, () => iam.IRole]>([
    ['Stack/Role', () => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111122223333:role/Agent', { mutable: false })],
    ['Stack/ImmutableRoleRole', () => new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }).withoutPolicyUpdates()],
  ])('a grant to the immutable %s', (path, role) => {
    const grantee = McpGrantee.viaAnyServer(role());
    expect(() => new sqs.Queue(stack, 'Queue').grantPurge(grantee)).toThrow(
      `${path} takes no policy updates, so that a grant to it would have no effect: import the role without "mutable: false", `
      + 'or with "addGrantsToResources: true" for resource policies');
  });

  test('an immutable role that only a trust policy names is fine', () => {
    const role = iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/Agent', { mutable: false });
    new iam.Role(stack, 'Role', { assumedBy: McpGrantee.viaAnyServer(role) });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Condition: VIA_ANY })] } });
  });

  test('a group in a resource policy', () => {
    const grantee = McpGrantee.viaAnyServer(new iam.Group(stack, 'Group'));
    expect(() => new s3.Bucket(stack, 'Bucket').addToResourcePolicy(new iam.PolicyStatement({ principals: [grantee] })))
      .toThrow('Stack/Group is a group, which no resource or trust policy can name: grant to its users or a role');
  });

  test('no server', () => {
    const user = new iam.User(stack, 'User');
    expect(() => McpGrantee.via(user)).toThrow('McpGrantee.via() needs at least one server');
    expect(() => McpGrantee.via(user, 'aws-mcp.amazonaws.com' as any)).toThrow('McpCondition.via(): "aws-mcp.amazonaws.com" is not an McpServer');
  });

  test('narrowing twice', () => {
    const grantee = McpGrantee.via(new iam.User(stack, 'User'), McpServer.EKS);
    expect(() => McpGrantee.outsideMcp(grantee)).toThrow('Stack/User is narrowed to an origin already: narrow the principal itself');
  });

  test('a condition on the same key that the narrowing would replace', () => {
    const principal = new iam.AccountPrincipal('444455556666').withConditions({ Bool: { 'AWS:ViaAWSMCPService': 'false' } });
    expect(() => new iam.PolicyStatement({ principals: [McpGrantee.viaAnyServer(principal)] }))
      .toThrow(/one statement cannot hold two Bool conditions on aws:ViaAWSMCPService: "false" and "true"/);
  });
});

test('the same principal under the same condition is one principal', () => {
  const principal = new iam.AccountPrincipal('444455556666');
  expect(McpGrantee.viaAnyServer(principal).dedupeString()).toEqual(McpGrantee.viaAnyServer(principal).dedupeString());
  expect(McpGrantee.viaAnyServer(principal).dedupeString()).not.toEqual(McpGrantee.outsideMcp(principal).dedupeString());
  expect(McpGrantee.viaAnyServer(new iam.User(stack, 'User')).dedupeString()).toBeUndefined();
});

test('a condition known only at deployment stays beside the one on the origin', () => {
  const json = new CfnJson(stack, 'Json', { value: { 'aws:PrincipalTag/team': 'a' } });
  const principal = new iam.ArnPrincipal('arn:aws:iam::444455556666:role/x').withConditions({ StringEquals: json });
  const bucket = new s3.Bucket(stack, 'Bucket');
  bucket.grantRead(McpGrantee.viaAnyServer(principal));
  Template.fromStack(stack).hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: { Statement: [Match.objectLike({ Condition: { StringEquals: stack.resolve(json.value), ...VIA_ANY } })] },
  });
  expect(() => bucket.grantRead(McpGrantee.via(principal, McpServer.EKS)))
    .toThrow(/cannot combine two StringEquals conditions, for the keys of one are known only at deployment/);
});
