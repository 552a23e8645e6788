import { App, aws_iam as iam, aws_sso as sso, CfnParameter, Duration, Lazy, Stack, Tags, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpAssertions, McpGuardrail } from '../../src';
import { McpPermissionSet, McpPermissionSetProps } from '../../src/enforcement/mcp-permission-set';
import { PermissionSetAssignment } from '../../src/enforcement/permission-set-assignment';
import { PermissionSetBoundary } from '../../src/enforcement/permission-set-policy';
import { NOT_VIA_MCP, ORIGINS, VIA_MCP } from '../meaning';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

const GROUP = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
const instanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const noDeletes = McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') });
const make = (props: Partial<McpPermissionSetProps> = {}) => new McpPermissionSet(stack, 'Set', { instanceArn, name: 'Developers', guardrails: [noDeletes], ...props });
const aws = (name: string) => iam.ManagedPolicy.fromAwsManagedPolicyName(name);
const resource = () => Object.values(Template.fromStack(stack).findResources('AWS::SSO::PermissionSet'))[0].Properties;
const assignments = () => Template.fromStack(stack).findResources('AWS::SSO::Assignment');

test('golden', () => {
  const set = make({
    statements: [new iam.PolicyStatement({ sid: 'ReadData', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::data/*'] })],
    managedPolicies: [aws('ReadOnlyAccess'), aws('job-function/ViewOnlyAccess')],
    customerManagedPolicies: [{ name: 'team' }, { name: 'agents', path: '/guardrails/' }],
    permissionsBoundary: PermissionSetBoundary.customerManaged({ name: 'boundary', path: '/guardrails/' }),
    sessionDuration: Duration.hours(8),
    relayState: 'https://eu-central-1.console.aws.amazon.com/s3/home?region=eu-central-1#',
    description: 'For developers and their agents',
    assignments: [PermissionSetAssignment.group(GROUP, '111122223333', '444455556666')],
  });
  Tags.of(set).add('team', 'cloud');
  expect(Template.fromStack(stack).toJSON().Resources).toMatchSnapshot();
});

test('the guardrails hold over what everything else allows', () => {
  make({ managedPolicies: [aws('AdministratorAccess')] });
  const set = McpAssertions.fromStack(stack).permissionSet('Set');
  for (const name of VIA_MCP) {
    set.isDenied('s3:DeleteObject', { origin: ORIGINS[name] });
    set.can('s3:GetObject', { origin: ORIGINS[name], resource: 'arn:aws:s3:::data/key' });
  }
  for (const name of NOT_VIA_MCP) {
    set.can('s3:DeleteObject', { origin: ORIGINS[name], resource: 'arn:aws:s3:::data/key' });
  }
});

test('a boundary of AWS, in its own property', () => {
  make({ permissionsBoundary: PermissionSetBoundary.awsManaged(aws('PowerUserAccess')) });
  expect(resource().PermissionsBoundary).toEqual({ ManagedPolicyArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/PowerUserAccess']] } });
});

describe('assignments', () => {
  test('later, and to users', () => {
    const set = make();
    set.assignToGroup(GROUP, '111122223333');
    set.assignToUser(GROUP, '111122223333');
    expect(Object.values(assignments()).map(({ Properties }) => [Properties.PrincipalType, Properties.PrincipalId, Properties.TargetId])).toEqual([
      ['GROUP', GROUP, '111122223333'], ['USER', GROUP, '111122223333'],
    ]);
  });

  test('the same twice is once, and one before it leaves it as it is', () => {
    make({ assignments: [PermissionSetAssignment.group(GROUP, '111122223333')] });
    const [before] = Object.keys(assignments());
    stack = new Stack(new App(), 'Stack');
    const set = make({ assignments: [PermissionSetAssignment.group(GROUP, '444455556666', '111122223333')] });
    set.assignToGroup(GROUP, '111122223333');
    expect(Object.keys(assignments())).toHaveLength(2);
    expect(Object.keys(assignments())).toContain(before);
  });

  test('of ids known only at deployment', () => {
    const [group, other] = ['Group', 'Other'].map((id) => new CfnParameter(stack, id).valueAsString);
    const set = make();
    set.assignToGroup(group, stack.account);
    set.assignToGroup(group, stack.account);
    set.assignToGroup(other, stack.account);
    expect(Object.values(assignments()).map(({ Properties }) => Properties.PrincipalId)).toEqual([{ Ref: 'Group' }, { Ref: 'Other' }]);
  });
});

test('tokens are not judged', () => {
  const token = new CfnParameter(stack, 'Parameter').valueAsString;
  const policy = iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Policy', token);
  make({
    name: token,
    instanceArn: token,
    description: token,
    relayState: token,
    managedPolicies: [policy],
    customerManagedPolicies: [{ name: token, path: token }],
  });
  expect(resource().ManagedPolicies).toEqual([{ Ref: 'Parameter' }]);
});

test('a policy that is given twice is there once', () => {
  make({ managedPolicies: [aws('A'), aws('A')], customerManagedPolicies: [{ name: 'a' }, { name: 'a', path: '/' }, { name: 'a', path: '/b/' }], maxManagedPolicies: 3 });
  expect(resource().ManagedPolicies).toHaveLength(1);
  expect(resource().CustomerManagedPolicyReferences).toHaveLength(2);
});

describe('errors', () => {
  const customer = Array.from({ length: 6 }, (_, i) => ({ name: `p${i}` }));
  const own = () => new iam.ManagedPolicy(stack, 'Own', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] });

  test.each<[string, () => Partial<McpPermissionSetProps>, string]>([
    ['no guardrail', () => ({ guardrails: [] }), 'guardrails is empty, so that the permission set\'s inline policy would deny nothing'],
    ['no name', () => ({ name: '' }), 'name is "": expected 1 to 32 letters, digits and +=,.@_-'],
    ['a long name', () => ({ name: 'x'.repeat(33) }), 'name is "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": expected 1 to 32 letters'],
    ['an id for the instance', () => ({ instanceArn: 'ssoins-1' }), 'instanceArn is "ssoins-1": expected the ARN of an instance, such as'],
    ['a long description', () => ({ description: 'x'.repeat(701) }), 'description is "xxx'],
    ['a long relay state', () => ({ relayState: 'x'.repeat(241) }), 'relayState is "xxx'],
    ['a short session', () => ({ sessionDuration: Duration.minutes(59) }), 'sessionDuration must be 1 to 12 hours, got 59 minutes'],
    ['a session known only at deployment', () => ({ sessionDuration: Duration.seconds(Token.asNumber(Lazy.number({ produce: () => 3_600 }))) }),
      'sessionDuration is known only at deployment: expected a literal, such as Duration.hours(8)'],
    ['a long session', () => ({ sessionDuration: Duration.minutes(721) }), 'sessionDuration must be 1 to 12 hours, got 12 hours 1 minute'],
    ['a customer managed policy', () => ({ managedPolicies: [own()] }), 'managedPolicies: Stack/Own is not an AWS managed policy: a customer managed one is referred to by its name and path'],
    ['its ARN', () => ({ managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'P', 'arn:aws:iam::111122223333:policy/a')] }),
      'managedPolicies: arn:aws:iam::111122223333:policy/a is not an AWS managed policy'],
    ['the name of a policy', () => ({ managedPolicies: ['ReadOnlyAccess' as any] }), 'managedPolicies: "ReadOnlyAccess" is not a managed policy'],
    ['a malformed customer policy', () => ({ customerManagedPolicies: [{ name: 'a/b' }] }), 'customerManagedPolicies: name is "a/b": expected 1 to 128 letters'],
    ['a malformed path', () => ({ customerManagedPolicies: [{ name: 'a', path: 'b' }] }), 'customerManagedPolicies: path is "b": expected a path that begins and ends with a slash'],
    ['many policies', () => ({ managedPolicies: Array.from({ length: 15 }, (__, i) => aws(`A${i}`)), customerManagedPolicies: customer }),
      'it has 21 managed policies, 1 more than the 20 that a role can have: leave some out, or raise maxManagedPolicies with the quota of the accounts, to 25 at most'],
    ['more than a limit that is given', () => ({ customerManagedPolicies: customer, maxManagedPolicies: 5 }), 'it has 6 managed policies, 1 more than the 5'],
    ['no guardrails at all', () => ({ guardrails: undefined }), 'guardrails is undefined: expected a list of McpGuardrail'],
    ['a limit that is no quota', () => ({ maxManagedPolicies: 50 }), 'maxManagedPolicies is 50: expected a whole number from 1 to 25'],
    ['a Sid that is none', () => ({ statements: [new iam.PolicyStatement({ sid: 'my sid', actions: ['*'], resources: ['*'] })] }), '"my sid" is not a statement\'s Sid'],
    ['a Sid twice', () => ({ statements: [new iam.PolicyStatement({ sid: 'DenyViaMcp', actions: ['*'], resources: ['*'] })] }), 'two statements have the Sid "DenyViaMcp"'],
  ])('%s', (_, props, message) => {
    expect(() => make(props())).toThrow(`Stack/Set: ${message}`);
  });

  test('an override that takes the guardrails off', () => {
    (make().node.findChild('Resource') as sso.CfnPermissionSet).inlinePolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    expect(() => app.synth()).toThrow('[Stack/Set] Stack/Set/Resource: the guardrails are no longer in InlinePolicy');
  });

  test('a boundary that is not AWS\'s', () => {
    expect(() => PermissionSetBoundary.awsManaged(own())).toThrow('PermissionSetBoundary.awsManaged(): Stack/Own is not an AWS managed policy');
    expect(() => PermissionSetBoundary.customerManaged({ name: '' })).toThrow('PermissionSetBoundary.customerManaged(): name is "": expected 1 to 128 letters');
  });

  test('the most that is right, and one character too many', () => {
    const set = (length: number) => make({
      name: 'x'.repeat(32),
      description: 'x'.repeat(700),
      relayState: 'x'.repeat(240),
      sessionDuration: Duration.hours(12),
      maxManagedPolicies: 6,
      customerManagedPolicies: customer,
      guardrails: [McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(length)}`] })],
    });
    set(1);
    const room = 10_240 - JSON.stringify(resource().InlinePolicy).length + 1;
    stack.node.tryRemoveChild('Set');
    set(room);
    expect(() => app.synth({ force: true })).not.toThrow();
    stack.node.tryRemoveChild('Set');
    set(room + 1);
    expect(() => app.synth({ force: true })).toThrow('[Stack/Set] Stack/Set/Resource: with the guardrails, the permission set\'s inline policy would have 10,241 characters, 1 over the limit of 10,240');
  });
});

test('an assignment that is none names the permission set', () => {
  const scope = new Stack(undefined, 'Stack');
  const set = new McpPermissionSet(scope, 'Set', {
    name: 'Set', instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', guardrails: [McpGuardrail.denyViaMcp()],
  });
  expect(() => set.assignToUser('Jo', '111122223333')).toThrow('Stack/Set: PermissionSetAssignment.user(): userId is "Jo": expected one like');
});
