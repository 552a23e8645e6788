import {
  App, Aspects, Aws, CfnCondition, CfnResource, Fn, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_iam as iam, aws_kms as kms, aws_lambda as lambda,
  aws_organizations as organizations, aws_s3 as s3, aws_s3express as s3express, aws_s3tables as s3tables, aws_s3vectors as s3vectors,
  aws_secretsmanager as secrets, aws_sns as sns, aws_sqs as sqs, aws_sso as sso, NestedStack, Stack,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import {
  ActionSet, DenyOutsideMcpGuardrail, McpGuardrail, McpGuardrailPolicy, McpPermissionsBoundary, McpPermissionSet, McpPrincipalGuardrails,
  McpResourceControlPolicy, McpScopedRole, McpServiceControlPolicy, mixins, PermissionSetBoundary, PolicyTarget, PrincipalFilter,
} from '../../src';

const guardrails = [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*', 'kms:ScheduleKeyDeletion', 'sqs:PurgeQueue') })];
const denyOf = (action: string) => [McpGuardrail.denyViaMcp({ actions: ActionSet.of(action) })];
const assumedBy = new iam.AccountRootPrincipal();
const trust = { Version: '2012-10-17', Statement: [] };
const instanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const targets = [PolicyTarget.account('111122223333'), PolicyTarget.organizationalUnit('ou-ab12-11111111')];
let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
});
const synth = () => app.synth({ force: true });
const only = (type: string) => stack.node.findAll().find((each) => CfnResource.isCfnResource(each) && each.cfnResourceType === type) as CfnResource;

/** Each place: what holds the guardrails, in which property, and what the policy's condition may be. */
interface Place {
  readonly make: () => void;
  readonly holder: string;
  readonly property: string;
  /** The path of the first statement, if it is not that of a document in the property. */
  readonly statement?: string;
  /** Whether it is the principal or resource itself, which may be there on a condition. */
  readonly isItself?: true;
  /** What it is attached to, as properties. */
  readonly attachedBy?: readonly string[];
}

const role = () => new iam.Role(stack, 'Role', { assumedBy });
const lambdaFunction = () => new lambda.Function(stack, 'It', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;') });
const imported = () => iam.Role.fromRoleName(stack, 'Role', 'imported');
const PLACES: { [name: string]: Place } = {
  'service control policy': {
    make: () => new McpServiceControlPolicy(stack, 'It', { guardrails, targets }), holder: 'AWS::Organizations::Policy', property: 'Content', attachedBy: ['TargetIds', 'Type'],
  },
  'resource control policy': {
    make: () => new McpResourceControlPolicy(stack, 'It', { guardrails, targets }), holder: 'AWS::Organizations::Policy', property: 'Content', attachedBy: ['TargetIds', 'Type'],
  },
  'managed policy': {
    make: () => new McpGuardrailPolicy(stack, 'It', { guardrails, roles: [imported()] }), holder: 'AWS::IAM::ManagedPolicy', property: 'PolicyDocument', attachedBy: ['Roles'],
  },
  'managed policy that a role names': {
    make: () => new McpGuardrailPolicy(stack, 'It', { guardrails, roles: [role()] }), holder: 'AWS::IAM::ManagedPolicy', property: 'PolicyDocument',
  },
  'inline policy that is part of a role': {
    make: () => new DenyOutsideMcpGuardrail(stack, 'It', { roles: [role()] }), holder: 'AWS::IAM::Role', property: 'Policies', isItself: true,
  },
  'inline policy': {
    make: () => new DenyOutsideMcpGuardrail(stack, 'It', { roles: [imported()] }), holder: 'AWS::IAM::Policy', property: 'PolicyDocument', attachedBy: ['Roles'],
  },
  'boundary': { make: () => new McpPermissionsBoundary(stack, 'It', { guardrails }), holder: 'AWS::IAM::ManagedPolicy', property: 'PolicyDocument' },
  'permission set': { make: () => new McpPermissionSet(stack, 'It', { guardrails, name: 'A', instanceArn }), holder: 'AWS::SSO::PermissionSet', property: 'InlinePolicy' },
  'scoped role': { make: () => new McpScopedRole(stack, 'It', { assumedBy, guardrails }), holder: 'AWS::IAM::Role', property: 'Policies', isItself: true },
  'shared policy by ARN': {
    make: () => {
      role();
      McpPrincipalGuardrails.of(stack).apply(...guardrails);
      synth();
    },
    holder: 'AWS::IAM::ManagedPolicy',
    property: 'PolicyDocument',
  },
  'shared policy by name': {
    make: () => {
      imported();
      McpPrincipalGuardrails.of(stack).apply(...guardrails);
      synth();
    },
    holder: 'AWS::IAM::ManagedPolicy',
    property: 'PolicyDocument',
    attachedBy: ['Roles'],
  },
  'role with a mixin': { make: () => role().with(new mixins.RoleMcpGuardrails({ guardrails })), holder: 'AWS::IAM::Role', property: 'Policies', isItself: true },
  'user with a mixin': { make: () => new iam.User(stack, 'U').with(new mixins.UserMcpGuardrails({ guardrails })), holder: 'AWS::IAM::User', property: 'Policies', isItself: true },
  'group with a mixin': { make: () => new iam.Group(stack, 'G').with(new mixins.GroupMcpGuardrails({ guardrails })), holder: 'AWS::IAM::Group', property: 'Policies', isItself: true },
  'permission set with a mixin': {
    make: () => new sso.CfnPermissionSet(stack, 'It', { name: 'A', instanceArn }).with(new mixins.PermissionSetMcpGuardrails({ guardrails })),
    holder: 'AWS::SSO::PermissionSet',
    property: 'InlinePolicy',
    isItself: true,
  },
  'bucket': { make: () => new s3.Bucket(stack, 'It').with(new mixins.BucketMcpGuardrails({ guardrails })), holder: 'AWS::S3::BucketPolicy', property: 'PolicyDocument', attachedBy: ['Bucket'] },
  'bucket as an L1': { make: () => new s3.CfnBucket(stack, 'It').with(new mixins.BucketMcpGuardrails({ guardrails })), holder: 'AWS::S3::BucketPolicy', property: 'PolicyDocument', attachedBy: ['Bucket'] },
  'queue': { make: () => new sqs.Queue(stack, 'It').with(new mixins.QueueMcpGuardrails({ guardrails })), holder: 'AWS::SQS::QueuePolicy', property: 'PolicyDocument', attachedBy: ['Queues'] },
  'topic': { make: () => new sns.Topic(stack, 'It').with(new mixins.TopicMcpGuardrails({ guardrails: denyOf('sns:Publish') })), holder: 'AWS::SNS::TopicPolicy', property: 'PolicyDocument', attachedBy: ['Topics'] },
  'secret': {
    make: () => new secrets.Secret(stack, 'It').with(new mixins.SecretMcpGuardrails({ guardrails: denyOf('secretsmanager:GetSecretValue') })),
    holder: 'AWS::SecretsManager::ResourcePolicy',
    property: 'ResourcePolicy',
    attachedBy: ['SecretId'],
  },
  'key': { make: () => new kms.Key(stack, 'It').with(new mixins.KeyMcpGuardrails({ guardrails })), holder: 'AWS::KMS::Key', property: 'KeyPolicy', isItself: true },
  'function': {
    make: () => lambdaFunction().with(new mixins.FunctionMcpGuardrails({ guardrails: denyOf('lambda:InvokeFunction') })),
    holder: 'AWS::Lambda::ResourcePolicy',
    property: 'PolicyDocument',
    attachedBy: ['ResourceArn'],
  },
  'directory bucket': {
    make: () => new s3express.CfnDirectoryBucket(stack, 'It', { dataRedundancy: 'SingleAvailabilityZone', locationName: 'euw1-az1' })
      .with(new mixins.DirectoryBucketMcpGuardrails({ guardrails: denyOf('s3express:CreateSession') })),
    holder: 'AWS::S3Express::BucketPolicy',
    property: 'PolicyDocument',
    attachedBy: ['Bucket'],
  },
  'table bucket': {
    make: () => new s3tables.CfnTableBucket(stack, 'It', { tableBucketName: 'orders' }).with(new mixins.TableBucketMcpGuardrails({ guardrails: denyOf('s3tables:DeleteTable') })),
    holder: 'AWS::S3Tables::TableBucketPolicy',
    property: 'ResourcePolicy',
    attachedBy: ['TableBucketARN'],
  },
  'vector bucket': {
    make: () => new s3vectors.CfnVectorBucket(stack, 'It').with(new mixins.VectorBucketMcpGuardrails({ guardrails: denyOf('s3vectors:DeleteVectors') })),
    holder: 'AWS::S3Vectors::VectorBucketPolicy',
    property: 'Policy',
    attachedBy: ['VectorBucketArn'],
  },
  'table': {
    make: () => new dynamodb.CfnTable(stack, 'It', { keySchema: [{ attributeName: 'id', keyType: 'HASH' }], attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }] })
      .with(new mixins.TableMcpGuardrails({ guardrails: denyOf('dynamodb:DeleteItem') })),
    holder: 'AWS::DynamoDB::Table',
    property: 'ResourcePolicy',
    statement: 'ResourcePolicy.PolicyDocument.Statement.0',
    isItself: true,
  },
  'endpoint': {
    make: () => new ec2.CfnVPCEndpoint(stack, 'It', { vpcId: 'vpc-1', serviceName: 'com.amazonaws.eu-west-1.s3' })
      .with(new mixins.VpcEndpointMcpGuardrails({ guardrails: [McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] })] })),
    holder: 'AWS::EC2::VPCEndpoint',
    property: 'PolicyDocument',
    isItself: true,
  },
};

const lost = (property: string) => new RegExp(`the guardrails are no longer in ${property}: something has replaced it, such as an override`);

describe.each(Object.entries(PLACES))('%s', (_, { make, holder: type, property, statement: path, isItself, attachedBy = [] }) => {
  let holder: CfnResource;
  beforeEach(() => {
    make();
    holder = only(type);
  });
  const l1Name = property[0].toLowerCase() + property.slice(1);
  // What has no class of its own has its properties as they are.
  const set = (value: unknown) =>
    (l1Name in holder ? Object.assign(holder, { [l1Name]: value }) : Object.assign((holder as any)._cfnProperties, { [property]: value }));
  const statement = path ?? (type === 'AWS::IAM::Role' || property === 'Policies' ? 'Policies.0.PolicyDocument.Statement.0' : `${property}.Statement.${['AWS::KMS::Key', 'AWS::EC2::VPCEndpoint', 'AWS::SNS::TopicPolicy'].includes(type) ? 1 : 0}`);

  test('holds', () => {
    expect(synth).not.toThrow();
    holder.addMetadata('a', 'b');
    expect(synth).not.toThrow();
  });

  test.each<[string, () => void]>([
    ['an override of all', () => holder.addPropertyOverride(property, [])],
    ['an override of a part', () => holder.addPropertyOverride(`${statement}.Action`, 'iam:GetRole')],
    ['an override that makes it an Allow', () => holder.addPropertyOverride(`${statement}.Effect`, 'Allow')],
    ['an override that adds a condition', () => holder.addPropertyOverride(`${statement}.Condition.Null`, { 'aws:PrincipalArn': 'true' })],
    ['a deletion', () => holder.addPropertyDeletionOverride(property)],
    ['another value', () => set(property === 'Policies' ? [] : path === undefined ? trust : { policyDocument: trust })],
    ['one that is known at deployment', () => set(Fn.conditionIf('C', trust, trust))],
    ['an aspect', () => Aspects.of(app).add({ visit: (node) => { node === holder && holder.addPropertyDeletionOverride(property); } })],
  ])(`%s that takes them out of ${property}`, (__, weaken) => {
    weaken();
    expect(synth).toThrow(lost(property));
  });

  test('another type', () => {
    holder.addOverride('Type', 'AWS::Other::Type');
    expect(synth).toThrow(lost('Type'));
  });

  test('another attachment, or none', () => {
    for (const attached of attachedBy) {
      holder.addPropertyOverride(attached, ['Type', 'Bucket', 'SecretId', 'ResourceArn', 'TableBucketARN', 'VectorBucketArn'].includes(attached) ? 'other' : []);
      expect(synth).toThrow(lost(attached));
      holder.addPropertyDeletionOverride(attached);
      expect(synth).toThrow(lost(attached));
    }
  });

  test.each<[string, () => void]>([
    ['of its own', () => { holder.cfnOptions.condition = new CfnCondition(stack, 'IfProduction', { expression: Fn.conditionEquals('a', 'b') }); }],
    ['as an override', () => holder.addOverride('Condition', 'IfProduction')],
  ])(`a condition ${isItself ? 'is fine' : 'is an error'}: %s`, (__, weaken) => {
    weaken();
    if (isItself) {
      expect(synth).not.toThrow();
    } else {
      expect(synth).toThrow(/the guardrails are there only under the condition "IfProduction": take the condition off/);
    }
  });
});

test('one of the policies of a divided control policy is removed', () => {
  const policy = new McpServiceControlPolicy(stack, 'It', { guardrails: [McpGuardrail.denyDestructiveViaMcp()], targets });
  expect(policy.policyIds.length).toBeGreaterThan(1);
  const [, { node: { id } }] = policy.node.children;
  policy.node.tryRemoveChild(id);
  expect(synth).toThrow(`Stack/It/${id}: the policy with the guardrails is no longer there: something has removed it`);
});

test('targets that are set to others', () => {
  new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
  (only('AWS::Organizations::Policy') as organizations.CfnPolicy).targetIds = ['111122223333'];
  expect(synth).toThrow(lost('TargetIds'));
  (only('AWS::Organizations::Policy') as organizations.CfnPolicy).targetIds = ['r-ab12', 'ou-ab12-11111111', '111122223333'];
  expect(synth).not.toThrow();
});

test('a type that is set to another', () => {
  new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
  (only('AWS::Organizations::Policy') as organizations.CfnPolicy).type = 'TAG_POLICY';
  expect(synth).toThrow(lost('Type'));
});

test('content that something else has changed in place', () => {
  new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
  ((only('AWS::Organizations::Policy') as organizations.CfnPolicy).content as any).Statement[0].Action = 's3:Nothing';
  expect(synth).toThrow(lost('Content'));
});

test('a condition that the resource has, too', () => {
  const bucket = new s3.CfnBucket(stack, 'It');
  bucket.cfnOptions.condition = new CfnCondition(stack, 'IfProduction', { expression: Fn.conditionEquals('a', 'b') });
  bucket.with(new mixins.BucketMcpGuardrails({ guardrails }));
  const policy = only('AWS::S3::BucketPolicy');
  expect(synth).not.toThrow();
  policy.cfnOptions.condition = bucket.cfnOptions.condition;
  expect(synth).not.toThrow();
  policy.cfnOptions.condition = new CfnCondition(stack, 'Other', { expression: Fn.conditionEquals('a', 'b') });
  expect(synth).toThrow('under the condition "Other": take the condition off, or give Stack/It the same');
});

describe('a nested stack on a condition', () => {
  let nested: NestedStack;
  beforeEach(() => {
    nested = new NestedStack(stack, 'Nested');
    nested.nestedStackResource!.cfnOptions.condition = new CfnCondition(stack, 'IfProduction', { expression: Fn.conditionEquals('a', 'b') });
  });
  const LOST = /the guardrails are there only under the condition of the nested stack Stack\/Nested: take the condition off, or move the guardrails out of the nested stack/;

  test.each<[string, () => void]>([
    ['a control policy', () => void new McpServiceControlPolicy(nested, 'It', { guardrails, targets })],
    ['a policy for a role that is not in it', () => void new McpGuardrailPolicy(nested, 'It', { guardrails, roles: [role(), new iam.Role(nested, 'Other', { assumedBy })] })],
    ['one in another nested stack there', () => void new McpGuardrailPolicy(new NestedStack(nested, 'Inner'), 'It', { guardrails, roles: [role()] })],
    ['a policy for a role that exists', () => void new DenyOutsideMcpGuardrail(nested, 'It', { roles: [iam.Role.fromRoleName(nested, 'Role', 'imported')] })],
  ])('%s', (_, make) => {
    make();
    expect(synth).toThrow(LOST);
    nested.nestedStackResource!.cfnOptions.condition = undefined;
    expect(synth).not.toThrow();
  });

  test.each<[string, () => void]>([
    ['a policy for a role in it', () => void new McpGuardrailPolicy(nested, 'It', { guardrails, roles: [new iam.Role(nested, 'Role', { assumedBy })] })],
    ['a scoped role', () => void new McpScopedRole(nested, 'It', { assumedBy, guardrails })],
    ['a bucket', () => void new s3.Bucket(nested, 'It').with(new mixins.BucketMcpGuardrails({ guardrails }))],
  ])('%s is fine', (_, make) => {
    make();
    expect(synth).not.toThrow();
  });
});

describe('a permissions boundary that is taken off', () => {
  const OFF = (path: string) => `${path}: the boundary Stack/It is no longer its PermissionsBoundary: something has replaced it, such as an override`;
  const WAYS: Array<[string, (it: CfnResource) => void]> = [
    ['an override deletes it', (it) => it.addPropertyDeletionOverride('PermissionsBoundary')],
    ['an override replaces it', (it) => it.addPropertyOverride('PermissionsBoundary', 'arn:aws:iam::aws:policy/PowerUserAccess')],
    ['its L1 has none any more', (it) => { (it as iam.CfnRole).permissionsBoundary = undefined; }],
    ['its L1 has another', (it) => { (it as iam.CfnRole).permissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess'; }],
    ['an aspect takes it off', (it) => Aspects.of(app).add({ visit: (node) => { node === it && ((it as iam.CfnRole).permissionsBoundary = undefined); } })],
  ];

  test.each(WAYS.flatMap(([how, takeOff]) => ['role', 'user', 'scoped role'].map((whose) => [how, whose, takeOff] as const)))('%s: of a %s', (_, whose, takeOff) => {
    const permissionsBoundary = new McpPermissionsBoundary(stack, 'It', { guardrails });
    const it = whose === 'user' ? new iam.User(stack, 'Its', { permissionsBoundary })
      : whose === 'role' ? new iam.Role(stack, 'Its', { assumedBy, permissionsBoundary }) : new McpScopedRole(stack, 'Its', { assumedBy, permissionsBoundary });
    expect(synth).not.toThrow();
    takeOff(it.node.defaultChild as CfnResource);
    expect(synth).toThrow(OFF('Stack/Its/Resource'));
  });

  test('another boundary, which was given so, is none of its business', () => {
    new McpPermissionsBoundary(stack, 'It', { guardrails });
    const other = iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess');
    const it = new iam.Role(stack, 'Its', { assumedBy, permissionsBoundary: other }).node.defaultChild as iam.CfnRole;
    it.permissionsBoundary = undefined;
    expect(synth).not.toThrow();
  });

  test.each<[string, (it: sso.CfnPermissionSet) => void]>([
    ['an override deletes it', (it) => it.addPropertyDeletionOverride('PermissionsBoundary')],
    ['an override names another policy', (it) => it.addPropertyOverride('PermissionsBoundary.CustomerManagedPolicyReference.Name', 'Other')],
    ['its L1 has none any more', (it) => { it.permissionsBoundary = undefined; }],
  ])('%s: of a permission set', (_, takeOff) => {
    new McpPermissionSet(stack, 'It', { guardrails, name: 'A', instanceArn, permissionsBoundary: PermissionSetBoundary.customerManaged({ name: 'Boundary' }) });
    expect(synth).not.toThrow();
    takeOff(only('AWS::SSO::PermissionSet') as sso.CfnPermissionSet);
    expect(synth).toThrow(lost('PermissionsBoundary'));
  });
});

test('a Version in which policy variables are plain text', () => {
  const statement = (resource: string) => new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['s3:GetObject'], resources: [resource] });
  const make = (id: string, resource: string) => {
    const policy = new McpGuardrailPolicy(stack, id, { guardrails: [McpGuardrail.fromStatements(statement(resource))], roles: [role()] });
    (policy.node.defaultChild as CfnResource).addPropertyOverride('PolicyDocument.Version', '2008-10-17');
  };
  make('Plain', `arn:${Aws.PARTITION}:s3:::b/*`);
  expect(synth).not.toThrow();
  stack.node.tryRemoveChild('Role');
  make('It', 'arn:aws:s3:::b/${aws:username}/*');
  expect(synth).toThrow('Stack/It/Resource: the guardrails have policy variables, which are plain text in any other Version of a policy than "2012-10-17": set that');
});

test('more statements, and what else a policy has, are no concern', () => {
  const policy = new McpGuardrailPolicy(stack, 'It', { guardrails, roles: [imported()] });
  policy.addStatements(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  (policy.node.defaultChild as CfnResource).addPropertyOverride('Description', 'x');
  (policy.node.defaultChild as CfnResource).addPropertyOverride('Roles.1', 'more');
  expect(synth).not.toThrow();
});

test.each<[string, () => IConstruct]>([
  ['the construct', () => stack.node.findChild('It')],
  ['all of its stack', () => stack],
])('%s may be removed by its owner', (_, what) => {
  new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
  const { scope, id } = what().node;
  expect(scope!.node.tryRemoveChild(id)).toBe(true);
  expect(synth).not.toThrow();
});

test('skipValidation skips it, as the name says', () => {
  new McpServiceControlPolicy(stack, 'It', { guardrails, targets });
  only('AWS::Organizations::Policy').addPropertyDeletionOverride('TargetIds');
  expect(() => app.synth({ skipValidation: true })).not.toThrow();
});
