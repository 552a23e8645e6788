import { App, aws_iam as iam, aws_sso as sso, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpAssertions, McpGuardrail, McpSimulator, SimulationDecision } from '../../src';
import { McpPermissionsBoundary, McpPermissionsBoundaryProps } from '../../src/enforcement/mcp-permissions-boundary';
import { ALL, ORIGINS, OriginName, VIA_MCP } from '../meaning';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
});

const noDeletes = McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') });
const make = (props: Partial<McpPermissionsBoundaryProps> = {}) => new McpPermissionsBoundary(stack, 'Boundary', { guardrails: [noDeletes], ...props });
const policy = () => Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'))[0].Properties;
const allow = (...actions: string[]) => new iam.PolicyStatement({ actions, resources: ['*'] });

/** Each decision, with the origins that get it. */
function decisions(action: string, resourcePolicy?: object): { [decision: string]: OriginName[] } {
  const simulator = McpSimulator.fromDocuments({
    identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }],
    permissionsBoundary: policy().PolicyDocument,
    resourcePolicy,
  });
  const result: { [decision: string]: OriginName[] } = {};
  for (const name of ALL) {
    const { decision } = simulator.simulate({
      principal: 'arn:aws:sts::111122223333:assumed-role/Agent/session', action, resource: 'arn:aws:s3:::data/key', origin: ORIGINS[name],
    });
    (result[decision] ??= []).push(name);
  }
  return result;
}
const { ALLOWED, EXPLICITLY_DENIED, IMPLICITLY_DENIED } = SimulationDecision;
const notViaMcp = ALL.filter((name) => !VIA_MCP.includes(name));

test('golden', () => {
  make({
    maximumPermissions: ActionSet.allExcept('organizations:*'),
    statements: [allow('organizations:DescribeOrganization')],
    managedPolicyName: 'agents',
    path: '/guardrails/',
    description: 'For agents',
  });
  expect(policy()).toMatchSnapshot();
});

describe('what it caps, of a role that may do everything', () => {
  test('by default only what the guardrails deny', () => {
    make();
    expect(decisions('s3:DeleteObject')).toEqual({ [ALLOWED]: notViaMcp, [EXPLICITLY_DENIED]: VIA_MCP });
    expect(decisions('s3:GetObject')).toEqual({ [ALLOWED]: ALL });
  });

  test.each<[string, Partial<McpPermissionsBoundaryProps>]>([
    ['maximumPermissions', { maximumPermissions: ActionSet.of('s3:*', 'sqs:SendMessage') }],
    ['statements', { statements: [allow('s3:*'), allow('sqs:SendMessage')] }],
    ['both', { maximumPermissions: ActionSet.of('s3:*'), statements: [allow('sqs:SendMessage')] }],
  ])('with %s', (_, props) => {
    make(props);
    expect(decisions('s3:DeleteObject')).toEqual({ [ALLOWED]: notViaMcp, [EXPLICITLY_DENIED]: VIA_MCP });
    expect(decisions('sqs:SendMessage')).toEqual({ [ALLOWED]: ALL });
    expect(decisions('sqs:DeleteQueue')).toEqual({ [IMPLICITLY_DENIED]: ALL });
  });

  test('also where a resource policy grants to the session, which goes round a missing Allow', () => {
    make({ maximumPermissions: ActionSet.of('sqs:*') });
    const toSession = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*', Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/Agent/session' } },
    };
    expect(decisions('s3:GetObject', toSession)).toEqual({ [ALLOWED]: ALL });
    expect(decisions('s3:DeleteObject', toSession)).toEqual({ [ALLOWED]: notViaMcp, [EXPLICITLY_DENIED]: VIA_MCP });
  });
});

describe('where it is set', () => {
  const capped = (id: string) => {
    const role = McpAssertions.fromStack(stack).role(id);
    for (const name of VIA_MCP) {
      role.isDenied('s3:DeleteObject', { origin: ORIGINS[name] });
    }
    role.can('s3:DeleteObject', { resource: 'arn:aws:s3:::data/key' });
  };
  const newRole = (permissionsBoundary?: iam.IManagedPolicy) => new iam.Role(stack, 'Role', {
    assumedBy: new iam.AccountRootPrincipal(), permissionsBoundary, managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
  });

  test('as a prop', () => {
    newRole(make());
    capped('Role');
  });

  test('for all of a scope', () => {
    iam.PermissionsBoundary.of(stack).apply(make());
    newRole();
    capped('Role');
  });
});

describe('errors', () => {
  test.each<[string, Partial<McpPermissionsBoundaryProps>, string]>([
    ['no guardrail', { guardrails: [] }, 'guardrails is empty, so that the managed policy would deny nothing'],
    ['a Sid twice', { statements: [new iam.PolicyStatement({ sid: 'DenyViaMcp', actions: ['*'], resources: ['*'] })] }, 'two statements have the Sid "DenyViaMcp": give yours another one'],
    ['its own Sid', { maximumPermissions: ActionSet.ALL, statements: [new iam.PolicyStatement({ sid: 'MaximumPermissions', actions: ['*'], resources: ['*'] })] },
      'two statements have the Sid "MaximumPermissions"'],
    ['no Allow', { statements: [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })] },
      'statements has no Allow, so that the managed policy would allow nothing at all: add one, or give maximumPermissions'],
    ['no action', { maximumPermissions: ActionSet.of('s3:GetObject').without(ActionSet.of('s3:*')) }, 'the set of actions is empty: '],
    ['a principal', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'], principals: [new iam.AnyPrincipal()] })] },
      'statements[0] has a Principal or NotPrincipal, which a managed policy can\'t hold'],
    ['a Sid that is none', { statements: [new iam.PolicyStatement({ sid: 'my sid', actions: ['*'], resources: ['*'] })] }, '"my sid" is not a statement\'s Sid: expected letters and digits only'],
    ['no resource', { statements: [new iam.PolicyStatement({ sid: 'Own', actions: ['*'] })] }, 'statement "Own" has no resources, which a managed policy needs'],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(`Stack/Boundary: ${message}`);
  });

  test('an empty Sid is none: several may have it', () => {
    const statement = () => iam.PolicyStatement.fromJson({ Sid: '', Effect: 'Allow', Action: '*', Resource: '*' });
    expect(() => make({ statements: [statement(), statement()] })).not.toThrow();
  });

  test('attached as a policy, which would give what it caps', () => {
    const boundary = make();
    expect(() => boundary.attachToRole(new iam.Role(stack, 'R', { assumedBy: new iam.AccountRootPrincipal() }))).toThrow('Stack/Boundary: cannot be attached to the role Stack/R as a policy');
    expect(() => boundary.attachToUser(new iam.User(stack, 'U'))).toThrow('cannot be attached to the user Stack/U as a policy');
    expect(() => boundary.attachToGroup(new iam.Group(stack, 'G'))).toThrow('Stack/Boundary: the group Stack/G can\'t have a permissions boundary');
  });

  const assumedBy = new iam.AccountRootPrincipal();
  test.each<[string, (boundary: McpPermissionsBoundary) => void, string]>([
    ['a role', (boundary) => new iam.Role(stack, 'R', { assumedBy, managedPolicies: [boundary] }), 'Stack/R/Resource'],
    ['a role, later', (boundary) => new iam.Role(stack, 'R', { assumedBy }).addManagedPolicy(boundary), 'Stack/R/Resource'],
    ['a user', (boundary) => new iam.User(stack, 'R', { managedPolicies: [boundary] }), 'Stack/R/Resource'],
    ['a group', (boundary) => new iam.Group(stack, 'R', { managedPolicies: [boundary] }), 'Stack/R/Resource'],
    ['an L1', (boundary) => new iam.CfnUser(stack, 'R', { managedPolicyArns: ['a', boundary.managedPolicyArn] }), 'Stack/R'],
    ['a plain resource, on a condition', (boundary) => new CfnResource(stack, 'R', { type: 'AWS::IAM::User', properties: { ManagedPolicyArns: { 'Fn::If': ['C', [boundary.managedPolicyArn], []] } } }), 'Stack/R'],
    ['a role of another stack', (boundary) => new iam.Role(new Stack(app, 'Other', { env: { account: '111122223333', region: 'eu-central-1' } }), 'R', { assumedBy, managedPolicies: [boundary] }), 'Other/R/Resource'],
    ['a role of a nested stack', (boundary) => new iam.Role(new NestedStack(stack, 'Nested'), 'R', { assumedBy, managedPolicies: [boundary] }), 'Stack/Nested/R/Resource'],
    ['a permission set, by its name', () => new sso.CfnPermissionSet(stack, 'R', {
      name: 'a', instanceArn: 'arn:aws:sso:::instance/ssoins-0123456789abcdef', customerManagedPolicyReferences: [{ name: 'agents', path: '/guardrails/' }],
    }), 'Stack/R'],
    ['a role of another region', (boundary) => new iam.Role(new Stack(app, 'Other', { env: { account: '111122223333', region: 'us-east-1' } }), 'R', { assumedBy, managedPolicies: [boundary] }), 'Other/R/Resource'],
    ['a role, imported by its name', () => new iam.Role(stack, 'R', { assumedBy, managedPolicies: [iam.ManagedPolicy.fromManagedPolicyName(stack, 'I', 'guardrails/agents')] }), 'Stack/R/Resource'],
    ...['Function', 'StateMachine', 'WebFunction'].map((type): [string, (boundary: McpPermissionsBoundary) => void, string] => [
      `a role that AWS SAM makes for a ${type}`,
      (boundary) => new CfnResource(stack, 'R', { type: `AWS::Serverless::${type}`, properties: { Policies: ['a', boundary.managedPolicyArn] } }), 'Stack/R',
    ]),
    ['what the policy names', (boundary) => (boundary.node.defaultChild as iam.CfnManagedPolicy).roles = ['a'], 'something else'],
  ])('attached to %s', (_, attach, by) => {
    attach(make({ managedPolicyName: 'agents', path: '/guardrails/' }));
    expect(() => app.synth()).toThrow(`[Stack/Boundary] Stack/Boundary is attached to ${by} as a policy, so that it gives all that it should only cap: set it as permissionsBoundary instead`);
  });

  test('not so what only looks like it', () => {
    new iam.Role(stack, 'Role', { assumedBy, permissionsBoundary: make({ managedPolicyName: 'agents' }) });
    const other = new Stack(app, 'Other');
    const managedPolicies = [
      new iam.ManagedPolicy(other, 'Boundary', { statements: [allow('s3:*')] }),
      iam.ManagedPolicy.fromManagedPolicyArn(other, 'OfAnotherAccount', 'arn:aws:iam::444455556666:policy/agents'),
    ];
    new iam.Role(other, 'R', { assumedBy, managedPolicies });
    expect(() => app.synth()).not.toThrow();
  });

  test('nothing, for principals of other stacks without any policy', () => {
    make();
    const other = new Stack(app, 'Elsewhere');
    new iam.Role(other, 'Role', { assumedBy });
    new iam.User(other, 'User');
    new iam.Group(other, 'Group');
    expect(() => app.synth()).not.toThrow();
  });

  test('an override of its document', () => {
    (make().node.defaultChild as iam.CfnManagedPolicy).addPropertyOverride('PolicyDocument.Statement', [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    expect(() => app.synth()).toThrow('Stack/Boundary/Resource: the guardrails are no longer in PolicyDocument');
  });

  test('one character too many', () => {
    const boundary = (length: number) => make({ guardrails: [McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(length)}`] })] });
    boundary(1);
    const room = 6_144 - JSON.stringify(policy().PolicyDocument).length + 1;
    stack.node.tryRemoveChild('Boundary');
    boundary(room);
    expect(() => app.synth({ force: true })).not.toThrow();
    stack.node.tryRemoveChild('Boundary');
    boundary(room + 1);
    expect(() => app.synth({ force: true })).toThrow('[Stack/Boundary] the managed policy would have 6,145 characters, 1 over the limit of 6,144');
  });
});
