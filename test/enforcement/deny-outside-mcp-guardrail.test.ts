import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { testRefusedAttachments } from './refused-attachments';
import { DenyOutsideMcpGuardrail, DenyOutsideMcpGuardrailProps, PrincipalFilter } from '../../src';
import { deniedFrom, DIRECT } from '../meaning';

let app: App;
let stack: Stack;
let role: iam.Role;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
  role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
});

const attach = (props?: DenyOutsideMcpGuardrailProps) => new DenyOutsideMcpGuardrail(stack, 'Guardrail', props);
const policy = () => Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'))[0].Properties;
const inline = (kind = 'Role') => Object.values(Template.fromStack(stack).findResources(`AWS::IAM::${kind}`))[0].Properties.Policies;

test('denies direct calls to roles, users and groups, new and imported ones', () => {
  attach({
    roles: [role, iam.Role.fromRoleName(stack, 'ImportedRole', 'imported')],
    users: [new iam.User(stack, 'User'), iam.User.fromUserName(stack, 'ImportedUser', 'imported')],
    groups: [new iam.Group(stack, 'Group'), iam.Group.fromGroupName(stack, 'ImportedGroup', 'imported')],
  });
  expect(policy()).toMatchSnapshot();
  expect(deniedFrom(policy().PolicyDocument.Statement)).toEqual(DIRECT);
  for (const kind of ['Role', 'User', 'Group']) {
    expect(inline(kind)).toEqual([{ PolicyName: expect.stringMatching(/^Stack-Guardrail-/), PolicyDocument: policy().PolicyDocument }]);
  }
});

test('takes the options of the guardrail', () => {
  attach({ roles: [role], policyName: 'only-mcp', sid: 'OnlyMcp', allowMcpServiceActions: false, exempt: [PrincipalFilter.tag('mcp', 'free')] });
  expect(inline()[0].PolicyName).toBe('only-mcp');
  expect(inline()[0].PolicyDocument.Statement[0]).toMatchObject({
    Sid: 'OnlyMcp',
    Condition: {
      BoolIfExists: { 'aws:ViaAWSMCPService': 'false', 'aws:ViaAWSService': 'false' },
      StringNotEquals: { 'aws:PrincipalTag/mcp': 'free' },
    },
  });
});

test('is attached later', () => {
  const guardrail = attach();
  guardrail.attachToRole(role);
  guardrail.attachToUser(new iam.User(stack, 'User'));
  guardrail.attachToGroup(new iam.Group(stack, 'Group'));
  guardrail.attachToRole(iam.Role.fromRoleName(stack, 'Imported', 'imported'));
  expect(['Role', 'User', 'Group'].map((kind) => inline(kind)?.length)).toEqual([1, 1, 1]);
  expect(policy().Roles).toEqual(['imported']);
});

describe('errors', () => {
  test('attached to nobody', () => {
    attach();
    expect(() => app.synth()).toThrow('[Stack/Guardrail] it is attached to nobody: give it roles, users or groups');
  });

  test.each<[string, () => iam.IRole]>([
    ['Stack/Imported', () => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/x', { mutable: false })],
    ['Stack/ImmutableRoleRole', () => role.withoutPolicyUpdates()],
  ])('the immutable role %s, at once or later', (path, immutable) => {
    const message = `Stack/Guardrail: cannot attach to ${path}, which takes no policy updates: import the role without "mutable: false", `
      + 'or attach the guardrail where the role is defined';
    const target = immutable();
    expect(() => attach({ roles: [target] })).toThrow(message);
    stack.node.tryRemoveChild('Guardrail');
    expect(() => attach().attachToRole(target)).toThrow(message);
  });

  test('a role of another account', () => {
    const other = iam.Role.fromRoleArn(stack, 'Other', 'arn:aws:iam::444455556666:role/x');
    expect(() => attach({ roles: [role, other] })).toThrow('Stack/Guardrail: cannot attach to Stack/Other, which is in the account 444455556666: '
      + 'attach the guardrail in a stack of that account');
  });

  testRefusedAttachments('Guardrail', () => stack, attach);

  test('a user and a group of an account known only at deployment are taken', () => {
    const anywhere = new Stack(app, 'Anywhere');
    new DenyOutsideMcpGuardrail(anywhere, 'Guardrail', {
      users: [iam.User.fromUserArn(anywhere, 'User', 'arn:aws:iam::444455556666:user/bob')],
      groups: [iam.Group.fromGroupArn(anywhere, 'Group', 'arn:aws:iam::444455556666:group/x')],
    });
    expect(() => Template.fromStack(anywhere)).not.toThrow();
  });

  test('a malformed Sid', () => {
    expect(() => attach({ sid: 'Only-Mcp' })).toThrow('Stack/Guardrail: "Only-Mcp" is not a statement\'s Sid');
  });

  test('too large for a user, though not for a role', () => {
    const names = Array.from({ length: 40 }, (_, i) => `Role-number-${i}`);
    const guardrail = attach({ roles: [role], exempt: [PrincipalFilter.roleNames(...names)] });
    expect(() => app.synth()).not.toThrow();
    guardrail.attachToUser(new iam.User(stack, 'User'));
    expect(() => app.synth({ force: true })).toThrow(
      /\[Stack\/Guardrail\] Stack\/User\/Resource: with the guardrails, the user's inline policies would have \d,\d{3} characters, [\d,]+ over the limit of 2,048/);
  });
});

test('an override that takes the Deny away is an error, of a role too', () => {
  (attach({ roles: [role, iam.Role.fromRoleName(stack, 'Imported', 'imported')] }).node.defaultChild as iam.CfnPolicy).addPropertyOverride('PolicyDocument.Statement', []);
  expect(() => app.synth()).toThrow('[Stack/Guardrail] Stack/Guardrail/Resource: the guardrails are no longer in PolicyDocument');
  (role.node.defaultChild as iam.CfnRole).addPropertyOverride('Policies', []);
  expect(() => app.synth({ force: true })).toThrow('[Stack/Guardrail] Stack/Role/Resource: the guardrails are no longer in Policies');
});

test('is gone from the role with its construct', () => {
  attach({ roles: [role] });
  stack.node.tryRemoveChild('Guardrail');
  expect(inline()).toBeUndefined();
});

test('a guardrail that refers to resources is no part of the role, which these may need', () => {
  attach({ roles: [role], exempt: [PrincipalFilter.arns(role.roleArn)] });
  expect(inline()).toBeUndefined();
  expect(policy().Roles).toEqual([{ Ref: 'Role1ABCC5F0' }]);
  Annotations.fromStack(stack).hasInfo('/Stack/Guardrail', Match.stringLikeRegexp('^it is attached to Stack/Role after that is made, and deleted before it, for it refers'));
});

test('a lazy role gets it, and so does nobody twice', () => {
  const another = new Stack();
  const lazy = new iam.LazyRole(another, 'Lazy', { assumedBy: new iam.AccountRootPrincipal() });
  new DenyOutsideMcpGuardrail(another, 'Guardrail', { roles: [lazy, lazy] });
  Template.fromStack(another).hasResourceProperties('AWS::IAM::Role', {
    Policies: [{ PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'DenyOutsideMcp' })]) } }],
  });
});

test('an L1 takes no inline policy that is a construct', () => {
  const another = new Stack(undefined, 'Stack');
  const user = new iam.CfnUser(another, 'User');
  expect(() => new DenyOutsideMcpGuardrail(another, 'Guardrail', { users: [user as any] }))
    .toThrow('Stack/Guardrail: cannot attach to Stack/User, which takes no inline policies: expected a user such as iam.User');
});

test('a name that IAM does not take is an error', () => {
  const another = new Stack(undefined, 'Stack');
  expect(() => new DenyOutsideMcpGuardrail(another, 'Guardrail', { policyName: 'x'.repeat(129) })).toThrow('expected 1 to 128 letters, digits and +=,.@_-');
});
