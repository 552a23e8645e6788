import { App, aws_iam as iam, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { testRefusedAttachments } from './refused-attachments';
import { ActionSet, McpGuardrail, McpGuardrailPolicy, McpGuardrailPolicyProps, McpServer } from '../../src';
import { deniedFrom, VIA_MCP } from '../meaning';

let app: App;
let stack: Stack;
let role: iam.Role;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
});

const noDeletes = McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') });
const make = (props: Partial<McpGuardrailPolicyProps> = {}) => new McpGuardrailPolicy(stack, 'Policy', { guardrails: [noDeletes], ...props });
const policy = () => Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))[0].Properties;

test('holds the guardrails for roles, users and groups', () => {
  make({
    guardrails: [noDeletes, McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] })],
    roles: [role],
    users: [new iam.User(stack, 'User')],
    groups: [iam.Group.fromGroupName(stack, 'Group', 'imported')],
    managedPolicyName: 'agents',
    description: 'For agents',
    path: '/guardrails/',
  });
  expect(policy()).toMatchSnapshot();
  const { Statement } = policy().PolicyDocument;
  expect(deniedFrom(Statement, { action: 's3:DeleteObject' })).toEqual(VIA_MCP);
  expect(deniedFrom(Statement, { action: 's3:GetObject' })).toEqual(VIA_MCP.filter((name) => !name.includes('via AWS')));
});

describe('a policy that guards nobody', () => {
  const warnings = () => Annotations.fromStack(stack).findWarning('/Stack/Policy/Resource', Match.stringLikeRegexp(
    '^nothing in the app has the policy attached, so that it guards nobody: give it roles, users or groups\\. .*\\[ack: cdk-mcp-guardrails:attachedToNobody\\]$'));

  test('is a warning', () => {
    make();
    expect(warnings()).toHaveLength(1);
  });

  test.each<[string, () => void]>([
    ['attached by itself', () => make().attachToRole(role)],
    ['attached by the role', () => role.addManagedPolicy(make())],
    ['attached by a plain L1', () => void new iam.CfnRole(stack, 'Plain', { assumeRolePolicyDocument: {}, managedPolicyArns: [make().managedPolicyArn] })],
    ['attached in another stack', () => new iam.Role(new Stack(app, 'Other', { env: { account: '111122223333', region: 'eu-central-1' } }), 'Role', { assumedBy: new iam.AccountRootPrincipal() }).addManagedPolicy(make())],
    ['known to others by its name', () => void make({ managedPolicyName: 'agents' })],
  ])('not where it is %s', (_, attach) => {
    attach();
    expect(warnings()).toHaveLength(0);
  });
});

test('is attached later, as any managed policy', () => {
  const managed = make();
  managed.attachToRole(role);
  const other = new iam.Role(stack, 'Other', { assumedBy: new iam.AccountRootPrincipal(), managedPolicies: [managed] });
  expect(policy().Roles).toBeUndefined();
  managed.attachToRole(other);
  expect(listed(role)).toEqual([stack.resolve(managed.managedPolicyArn)]);
  expect(stack.resolve((other.node.defaultChild as iam.CfnRole).managedPolicyArns)).toEqual([stack.resolve(managed.managedPolicyArn)]);
});

const listed = ({ node }: iam.Role) => Template.fromStack(Stack.of(node.scope!)).findResources('AWS::IAM::Role')[
  stack.getLogicalId(node.defaultChild as iam.CfnRole)].Properties.ManagedPolicyArns;

describe('a role of the app names the policy', () => {
  test('beside others, those that come later too', () => {
    const managed = make({ roles: [role] });
    role.addManagedPolicy(iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Other', 'arn:aws:iam::111122223333:policy/other'));
    expect(listed(role)).toEqual(['arn:aws:iam::111122223333:policy/other', stack.resolve(managed.managedPolicyArn)]);
  });

  test('an L1 and a lazy role too', () => {
    const user = new iam.CfnUser(stack, 'User');
    const lazy = new iam.LazyRole(stack, 'Lazy', { assumedBy: new iam.AccountRootPrincipal() });
    const managed = make({ roles: [lazy] });
    managed.attachToUser(user);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::User', { ManagedPolicyArns: [stack.resolve(managed.managedPolicyArn)] });
    expect(policy().Roles).toBeUndefined();
  });

  test('unless the construct is removed', () => {
    make({ roles: [role] });
    stack.node.tryRemoveChild('Policy');
    expect(listed(role)).toBeUndefined();
  });

  test('after what both come after', () => {
    const both = new Construct(stack, 'Both');
    both.node.addDependency(new iam.User(stack, 'User'));
    role = new iam.Role(both, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    const managed = new McpGuardrailPolicy(both, 'Policy', { guardrails: [noDeletes], roles: [role] });
    expect(listed(role)).toEqual([stack.resolve(managed.managedPolicyArn)]);
  });

  test.each<[string, () => void]>([
    ['refers to it', () => make({ roles: [role], guardrails: [McpGuardrail.denyViaMcp({ resources: [role.roleArn] })] })],
    ['refers to it later', () => make({ roles: [role] }).addStatements(
      new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['sts:AssumeRole'], resources: [role.roleArn] }))],
    ['has its name', () => make({ roles: [role], managedPolicyName: `of-${role.roleName}` })],
    ['comes after it', () => make({ roles: [role] }).node.addDependency(role)],
  ])('unless the policy %s', (_, attach) => {
    attach();
    expect(listed(role)).toBeUndefined();
    expect(policy().Roles).toEqual([{ Ref: 'Role1ABCC5F0' }]);
    Annotations.fromStack(stack).hasInfo('/Stack/Policy', Match.stringLikeRegexp(
      '^it is attached to Stack/Role/Resource after that is made, and deleted before it, for it refers to resources, .* in a second deployment'));
  });

  test('unless its list is known only at deployment, which is said', () => {
    const user = new iam.CfnUser(stack, 'User', { managedPolicyArns: Fn.split(',', Fn.importValue('arns')) });
    make().attachToUser(user);
    expect(policy().Users).toEqual([{ Ref: 'User' }]);
    Annotations.fromStack(stack).hasInfo('/Stack/Policy', Match.stringLikeRegexp('^it is attached to Stack/User after .* the policies of that can\'t be changed'));
  });

  test('nothing is said of a role that is there anyway', () => {
    make({ roles: [role, iam.Role.fromRoleName(stack, 'Imported', 'imported')] });
    app.synth();
    Annotations.fromStack(stack).hasNoInfo('*', Match.anyValue());
  });

  test('unless it is in another stack, which is said', () => {
    const other = new Stack(app, 'Other', { env: { account: '111122223333', region: 'eu-central-1' } });
    new McpGuardrailPolicy(other, 'Policy', { guardrails: [noDeletes], roles: [role] });
    expect(listed(role)).toBeUndefined();
    Template.fromStack(other).hasResourceProperties('AWS::IAM::ManagedPolicy', { Roles: [{ 'Fn::ImportValue': Match.anyValue() }] });
    Annotations.fromStack(other).hasInfo('/Other/Policy', Match.stringLikeRegexp('^it is attached to Stack/Role after that is made, .* make it in the same stack, Stack,'));
  });

  test('and an override that takes it away is an error', () => {
    make({ roles: [role] });
    (role.node.defaultChild as iam.CfnRole).managedPolicyArns = [];
    expect(() => app.synth()).toThrow('[Stack/Policy] Stack/Role/Resource: the guardrails are no longer in ManagedPolicyArns');
  });
});

describe('errors', () => {
  test('no guardrail', () => {
    expect(() => make({ guardrails: [] })).toThrow('Stack/Policy: guardrails is empty, so that the managed policy would deny nothing');
  });

  test('a Sid twice', () => {
    expect(() => make({ guardrails: [noDeletes, McpGuardrail.denyViaMcp()] }))
      .toThrow('Stack/Policy: two statements have the Sid "DenyViaMcp": give one of the guardrails another sid');
  });

  test('an immutable role', () => {
    expect(() => make({ roles: [role.withoutPolicyUpdates()] })).toThrow('Stack/Policy: cannot attach to Stack/ImmutableRoleRole, which takes no policy updates');
  });

  testRefusedAttachments('Policy', () => stack, make);

  test('a user of another account, as an L1', () => {
    const user = new iam.CfnUser(new Stack(app, 'Other', { env: { account: '444455556666' } }), 'User');
    expect(() => make().attachToUser(user)).toThrow('Stack/Policy: cannot attach to Other/User, which is in the account 444455556666');
  });

  test('a statement without resources', () => {
    const guardrail = McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['*'] }));
    expect(() => make({ guardrails: [guardrail] })).toThrow('Stack/Policy: statement "Own" has no resources, which a managed policy needs');
  });

  test('one character too many', () => {
    // White space does not count.
    const resource = (length: number) => `arn:aws:s3:::${'x'.repeat(length)} `;
    const guardrail = (length: number) => McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['s3:*'], resources: [resource(length)],
    }));
    const overhead = JSON.stringify({
      Statement: [{ Action: 's3:*', Effect: 'Deny', Resource: 'arn:aws:s3:::', Sid: 'Own' }], Version: '2012-10-17',
    }).length;
    make({ guardrails: [guardrail(6_144 - overhead)] });
    expect(() => app.synth()).not.toThrow();
    stack.node.tryRemoveChild('Policy');
    make({ guardrails: [guardrail(6_144 - overhead + 1)] });
    expect(() => app.synth({ force: true })).toThrow(/\[Stack\/Policy\] the managed policy would have 6,145 characters, 1 over the limit of 6,144/);
  });
});

test.each<[string, (policy: iam.CfnManagedPolicy) => void]>([
  ['PolicyDocument', (resource) => resource.addPropertyOverride('PolicyDocument.Statement', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }])],
  ['Roles', (resource) => resource.roles = []],
])('an override that takes away its %s is an error', (property, change) => {
  const managed = make();
  change(managed.node.defaultChild as iam.CfnManagedPolicy);
  managed.attachToRole(iam.Role.fromRoleName(stack, 'Imported', 'imported'));
  expect(() => app.synth()).toThrow(`[Stack/Policy] Stack/Policy/Resource: the guardrails are no longer in ${property}`);
});

test.each<[string, any, string]>([
  ['no list', undefined, 'guardrails is undefined: expected a list of McpGuardrail'],
  ['something else', ['baseline'], 'guardrails has "baseline": expected a list of McpGuardrail, such as [McpGuardrail.baseline()]'],
])('%s of guardrails is an error', (_, guardrails, message) => {
  expect(() => make({ guardrails })).toThrow(`Stack/Policy: ${message}`);
});

test.each([
  ['path', 'guardrails', 'Stack/Policy: path is "guardrails": expected a path that begins and ends with a slash, such as "/guardrails/"'],
  ['path', '/a b/', 'Stack/Policy: path is "/a b/"'],
  ['managedPolicyName', 'a/b', 'Stack/Policy: managedPolicyName is "a/b": expected 1 to 128 letters, digits and +=,.@_-'],
])('a %s that IAM does not take: %s', (prop, value, message) => {
  const scope = new Stack(undefined, 'Stack');
  expect(() => new McpGuardrailPolicy(scope, 'Policy', { guardrails: [McpGuardrail.denyViaMcp()], [prop]: value })).toThrow(message);
});
