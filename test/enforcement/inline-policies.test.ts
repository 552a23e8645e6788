import { App, CfnResource, Fn, aws_iam as iam, Lazy, Stack } from 'aws-cdk-lib';
import { ActionSet, DenyOutsideMcpGuardrail, McpGuardrail, McpScopedRole, mixins } from '../../src';
import { inlinePolicies } from '../../src/enforcement/inline-policies';

const assumedBy = new iam.AccountRootPrincipal();
const guardrails = [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })];
const policyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const policyName = 'McpGuardrails';
const statements = [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })];
let app: App;
let stack: Stack;
let other: Stack;
beforeEach(() => {
  app = new App();
  const env = { account: '111122223333', region: 'eu-west-1' };
  [stack, other] = ['Stack', 'Other'].map((id) => new Stack(app, id, { env }));
});
const synth = () => app.synth({ force: true });

describe('an inline policy of the same name for the same principal, of which IAM keeps one, is an error', () => {
  const same = (path: string) => `${path}: it has an inline policy of the name "McpGuardrails", which is that of the guardrails in Stack/`;
  const agent = () => new McpScopedRole(stack, 'Agent', { assumedBy, roleName: 'agent' });

  test.each<[string, string, () => void]>([
    ['Policy', 'Stack/P/Resource', () => new iam.Policy(stack, 'P', { policyName, statements, roles: [agent()] })],
    ['Policy that is attached', 'Stack/P/Resource', () => agent().attachInlinePolicy(new iam.Policy(stack, 'P', { policyName, statements }))],
    ['CfnPolicy', 'Stack/P', () => new iam.CfnPolicy(stack, 'P', { policyName, policyDocument, roles: [agent().roleName] })],
    ['CfnRolePolicy', 'Stack/P', () => new iam.CfnRolePolicy(stack, 'P', { policyName, policyDocument, roleName: agent().roleName })],
    ['CfnRolePolicy that names it by its logical id', 'Stack/P', () => {
      new iam.CfnRolePolicy(stack, 'P', { policyName, policyDocument, roleName: Fn.ref(stack.getLogicalId(agent().node.defaultChild as iam.CfnRole)) });
    }],
    ['CfnRolePolicy that names it by its name, in another stack', 'Other/P', () => {
      agent();
      new iam.CfnRolePolicy(other, 'P', { policyName, policyDocument, roleName: 'agent' });
    }],
    ['Policy in another stack', 'Other/P/Resource', () => new iam.Policy(other, 'P', { policyName, statements, roles: [new McpScopedRole(stack, 'Agent', { assumedBy })] })],
    ['resource without a class', 'Stack/P', () => {
      const { roleName } = agent();
      new CfnResource(stack, 'P', { type: 'AWS::IAM::RolePolicy', properties: { PolicyName: policyName, PolicyDocument: policyDocument, RoleName: roleName } });
    }],
    ['policy that an override gives the name', 'Stack/P', () => {
      const policy = new iam.CfnPolicy(stack, 'P', { policyName: 'Mine', policyDocument, roles: [agent().roleName] });
      policy.addPropertyOverride('PolicyName', policyName);
    }],
    ['policy of the role itself', 'Stack/Agent/Resource', () => {
      const resource = agent().node.defaultChild as iam.CfnRole;
      resource.policies = [...resource.policies as any[], { policyName, policyDocument }];
    }],
    ['override of the role', 'Stack/Agent/Resource', () => (agent().node.defaultChild as iam.CfnRole).addPropertyOverride('Policies.1', { PolicyName: policyName, PolicyDocument: policyDocument })],
  ])('%s', (_, path, make) => {
    make();
    expect(synth).toThrow(same(path));
  });

  test.each<[string, () => void]>([
    ['another name', () => new iam.Policy(stack, 'P', { policyName: 'Mine', statements, roles: [agent()] })],
    ['another role', () => {
      agent();
      new iam.Policy(stack, 'P', { policyName, statements, roles: [new iam.Role(stack, 'Role', { assumedBy })] });
    }],
    ['a user of the same name', () => {
      agent();
      new iam.CfnUserPolicy(stack, 'P', { policyName, policyDocument, userName: 'agent' });
    }],
    ['a managed policy', () => new iam.ManagedPolicy(stack, 'P', { managedPolicyName: policyName, statements, roles: [agent()] })],
  ])('but not %s', (_, make) => {
    make();
    expect(synth).not.toThrow();
  });

  test('of a role, user or group with a mixin, whenever it is added', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy });
    new iam.Policy(stack, 'Before', { policyName, statements, roles: [role] });
    role.with(new mixins.RoleMcpGuardrails({ guardrails }));
    const user = new iam.User(stack, 'User');
    user.with(new mixins.UserMcpGuardrails({ guardrails }));
    new iam.CfnUserPolicy(stack, 'P', { policyName, policyDocument, userName: user.userName });
    const group = new iam.CfnGroup(stack, 'Group').with(new mixins.GroupMcpGuardrails({ guardrails })) as iam.CfnGroup;
    group.policies = [...group.policies as any[], { policyName, policyDocument }];
    for (const path of ['Stack/Before/Resource', 'Stack/P', 'Stack/Group']) {
      expect(synth).toThrow(same(path));
    }
  });

  test('of an inline policy with guardrails', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy });
    new DenyOutsideMcpGuardrail(stack, 'Outside', { policyName: 'Outside', roles: [role] });
    expect(synth).not.toThrow();
    new iam.CfnRolePolicy(stack, 'P', { policyName: 'Outside', policyDocument, roleName: role.roleName });
    expect(synth).toThrow('Stack/P: it has an inline policy of the name "Outside", which is that of the guardrails in Stack/Role/Resource');
  });
});

test('all inline policies of a principal are found, each with its name and document', () => {
  const role = new iam.Role(stack, 'Role', { assumedBy, inlinePolicies: { Own: new iam.PolicyDocument({ statements }) } });
  role.addToPolicy(statements[0]);
  new iam.CfnPolicy(other, 'P', { policyName: Lazy.string({ produce: () => 'Lazy' }), policyDocument, roles: [role.roleName], users: ['Jo'] });
  const found = inlinePolicies(role.node.defaultChild as iam.CfnRole);
  expect(found.map(({ resource, name }) => [resource.node.path, name])).toEqual([
    ['Stack/Role/Resource', 'Own'], ['Stack/Role/DefaultPolicy/Resource', 'RoleDefaultPolicy5FFB7DAB'], ['Other/P', 'Lazy'],
  ]);
  expect(found.map(({ document }) => stack.resolve(document).Statement[0].Action)).toEqual(['s3:GetObject', 's3:GetObject', 's3:GetObject']);
});
