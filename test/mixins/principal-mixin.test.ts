import { App, aws_iam as iam, aws_s3 as s3, aws_sso as sso, CfnResource, Lazy, Mixins, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpAssertions, McpGuardrail, McpScopedRole } from '../../src';
import { McpPrincipalGuardrails } from '../../src/enforcement/mcp-principal-guardrails';
import { GroupMcpGuardrails } from '../../src/mixins/group-mcp-guardrails';
import { PermissionSetMcpGuardrails } from '../../src/mixins/permission-set-mcp-guardrails';
import { RoleMcpGuardrails } from '../../src/mixins/role-mcp-guardrails';
import { UserMcpGuardrails } from '../../src/mixins/user-mcp-guardrails';
import { deniedFrom, NOT_VIA_MCP, ORIGINS, VIA_MCP } from '../meaning';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
});

const assumedBy = new iam.AccountRootPrincipal();
const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } } };
const instanceArn = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const noDeletes = McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') });
const noKeys = McpGuardrail.denyViaMcp({ sid: 'DenyKeysViaMcp', actions: ActionSet.of('kms:*') });
const guardrails = [noDeletes];
const roleMixin = () => new RoleMcpGuardrails({ guardrails });
const resource = (type: string): any => Object.values(Template.fromStack(stack).findResources(type))[0];
const role = () => resource('AWS::IAM::Role').Properties;
const sids = (document: any) => document.Statement.map(({ Sid }: any) => Sid);

describe.each<[string, string, any, () => CfnResource | iam.Role | iam.User | iam.Group]>([
  ['role', 'AWS::IAM::Role', RoleMcpGuardrails, () => new iam.Role(stack, 'It', { assumedBy })],
  ['role as an L1', 'AWS::IAM::Role', RoleMcpGuardrails, () => new iam.CfnRole(stack, 'It', { assumeRolePolicyDocument: trust })],
  ['user', 'AWS::IAM::User', UserMcpGuardrails, () => new iam.User(stack, 'It')],
  ['user as an L1', 'AWS::IAM::User', UserMcpGuardrails, () => new iam.CfnUser(stack, 'It')],
  ['group', 'AWS::IAM::Group', GroupMcpGuardrails, () => new iam.Group(stack, 'It')],
  ['group as an L1', 'AWS::IAM::Group', GroupMcpGuardrails, () => new iam.CfnGroup(stack, 'It')],
  ['permission set', 'AWS::SSO::PermissionSet', PermissionSetMcpGuardrails, () => new sso.CfnPermissionSet(stack, 'It', { name: 'a', instanceArn })],
])('%s', (kind, type, Mixin, make) => {
  test('has the guardrails in itself', () => {
    make().with(new Mixin({ guardrails }));
    const { Properties } = resource(type);
    expect(Properties).toMatchSnapshot();
    const document = Properties.InlinePolicy ?? Properties.Policies[0].PolicyDocument;
    expect(deniedFrom(document.Statement, { action: 's3:DeleteObject' })).toEqual(VIA_MCP);
    expect(deniedFrom(document.Statement, { action: 's3:GetObject' })).toEqual([]);
  });

  test('once, of those given twice, and with McpPrincipalGuardrails', () => {
    const it = make();
    it.with(new Mixin({ guardrails }), new Mixin({ guardrails: [noDeletes, noKeys] }));
    McpPrincipalGuardrails.of(stack).apply(noDeletes, noKeys);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    const { InlinePolicy, Policies } = resource(type).Properties;
    expect(Policies ?? [InlinePolicy]).toHaveLength(1);
    expect(sids(InlinePolicy ?? Policies[0].PolicyDocument)).toEqual(['DenyViaMcp', 'DenyKeysViaMcp']);
  });

  test('only where the kind is right', () => {
    const all = [RoleMcpGuardrails, UserMcpGuardrails, GroupMcpGuardrails, PermissionSetMcpGuardrails].map((each) => new each({ guardrails }));
    const it = make();
    const l1 = (it.node.defaultChild ?? it) as CfnResource;
    expect(all.filter((mixin) => mixin.supports(l1)).map((mixin) => mixin.constructor)).toEqual([Mixin]);
    const bucket = new s3.Bucket(stack, 'Bucket');
    expect(bucket.node.findAll().some((each) => all.some((mixin) => mixin.supports(each)))).toBe(false);
    expect(() => all.forEach((mixin) => mixin.applyTo(bucket))).not.toThrow();
  });

  test('one character too many', () => {
    const limit = { role: 10_240, user: 2_048, group: 5_120, permission: 10_240 }[kind.split(' ')[0]]!;
    const withLength = (length: number) => {
      stack.node.tryRemoveChild('It');
      app = new App();
      stack = new Stack(app, 'Stack');
      make().with(new Mixin({ guardrails: [McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(length)}`] })] }));
    };
    withLength(1);
    const { InlinePolicy, Policies } = resource(type).Properties;
    const room = limit - JSON.stringify(InlinePolicy ?? Policies[0].PolicyDocument).length + 1;
    withLength(room);
    expect(() => app.synth()).not.toThrow();
    withLength(room + 1);
    expect(() => app.synth()).toThrow(/Stack\/It.*: with the guardrails, the .* would have [\d,]+ characters, 1 over the limit of/);
  });
});

test('hold over what everything else allows', () => {
  new iam.Role(stack, 'Role', { assumedBy, managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] }).with(roleMixin());
  const it = McpAssertions.fromStack(stack).role('Role');
  VIA_MCP.forEach((name) => it.isDenied('s3:DeleteObject', { origin: ORIGINS[name] }));
  NOT_VIA_MCP.forEach((name) => it.can('s3:DeleteObject', { origin: ORIGINS[name], resource: 'arn:aws:s3:::data/key' }));
});

describe('beside other inline policies', () => {
  const own = () => ({ Own: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }) });
  const names = () => role().Policies.map(({ PolicyName }: any) => PolicyName);

  test('of the role', () => {
    new iam.Role(stack, 'Role', { assumedBy, inlinePolicies: own() }).with(roleMixin());
    expect(names()).toEqual(['Own', 'McpGuardrails']);
  });

  test('of a scoped role, under another name', () => {
    new McpScopedRole(stack, 'Role', { assumedBy }).with(roleMixin());
    expect(names()).toEqual(['McpGuardrails', 'McpGuardrails2']);
  });

  test('that are lazy', () => {
    const policies = Lazy.any({ produce: () => [{ policyName: 'Lazy', policyDocument: trust }] });
    new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: trust, policies }).with(roleMixin());
    expect(names()).toEqual(['Lazy', 'McpGuardrails']);
    expect(sids(role().Policies[1].PolicyDocument)).toEqual(['DenyViaMcp']);
  });

  test('that are attached, all of which count', () => {
    const it = new iam.Role(stack, 'Role', { assumedBy });
    it.with(new RoleMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(2_000)}`] })] }));
    it.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: [`arn:aws:s3:::${'x'.repeat(9_000)}`] }));
    expect(() => app.synth()).toThrow(/Stack\/Role\/Resource: with the guardrails, the role's inline policies would have 11,[\d,]+ characters/);
  });
});

test('all of a scope', () => {
  new iam.Role(stack, 'Role', { assumedBy }).withoutPolicyUpdates();
  Mixins.of(stack).apply(roleMixin());
  expect(role().Policies).toHaveLength(1);
});

test('not service-linked roles, which is said', () => {
  iam.Role.fromRoleArn(stack, 'Linked', 'arn:aws:iam::111122223333:role/aws-service-role/a.amazonaws.com/AWSServiceRoleForA');
  Mixins.of(stack).apply(roleMixin());
  Annotations.fromStack(stack).hasInfo('/Stack/Linked', Match.stringLikeRegexp('^guardrails are not applied to a service-linked role'));
});

describe('errors', () => {
  test.each<[string, () => iam.IRole | iam.CfnRole | CfnResource, string]>([
    ['an imported role', () => iam.Role.fromRoleName(stack, 'It', 'a'), 'Stack/It: guardrails can\'t be made part of it, for it is imported: attach an McpGuardrailPolicy to it'],
    ['an immutable role', () => iam.Role.fromRoleName(stack, 'It', 'a', { mutable: false }), 'Stack/It: guardrails can\'t be made part of it, for it is imported and takes no policy updates'],
    ['policies known only at deployment', () => new iam.CfnRole(stack, 'It', { assumeRolePolicyDocument: trust, policies: Lazy.any({ produce: () => ({ Ref: 'X' }) }) }),
      'Stack/It: its inline policies are known only at deployment'],
    ['a role of no class', () => new CfnResource(stack, 'It', { type: 'AWS::IAM::Role' }), 'Stack/It: its inline policies can\'t be changed, for it is a plain CfnResource'],
  ])('%s', (_, make, message) => {
    expect(() => make().with(roleMixin())).toThrow(message);
  });

  test('no guardrail', () => {
    const it = new iam.CfnRole(stack, 'It', { assumeRolePolicyDocument: trust });
    expect(() => it.with(new RoleMcpGuardrails({ guardrails: [] }))).toThrow('Stack/It: guardrails is empty, so that the role\'s inline policies would deny nothing');
  });

  test('a Sid of two different guardrails', () => {
    const it = new iam.CfnRole(stack, 'It', { assumeRolePolicyDocument: trust }).with(roleMixin());
    expect(() => it.with(new RoleMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] }))).toThrow('Stack/It: two different guardrails for it have a statement with the Sid "DenyViaMcp"');
  });

  test.each<[string, any]>([
    ['InlinePolicy', 'x'], ['InlinePolicy', undefined], ['InlinePolicy.Statement', [trust.Statement]],
  ])('an override of a permission set\'s %s with %j', (property, value) => {
    const it = new sso.CfnPermissionSet(stack, 'It', { name: 'a', instanceArn });
    it.with(new PermissionSetMcpGuardrails({ guardrails }));
    it.addPropertyOverride(property, value);
    expect(() => app.synth()).toThrow('Stack/It: the guardrails are no longer in InlinePolicy: something has replaced it');
  });

  test('something that takes them off', () => {
    const it = new iam.CfnRole(stack, 'It', { assumeRolePolicyDocument: trust }).with(roleMixin()) as iam.CfnRole;
    it.policies = [];
    expect(() => app.synth()).toThrow('Stack/It: the guardrails are no longer in Policies: something has replaced it');
  });
});

test.each<[string, unknown, string]>([
  ['no properties', undefined, 'Stack/User: what is passed is undefined: expected an object with properties'],
  ['no list', { guardrails: McpGuardrail.denyViaMcp() }, 'Stack/User: guardrails is an object of the class Intent: expected a list of McpGuardrail'],
])('%s is an error that names what the mixin is applied to', (_, props, message) => {
  const user = new iam.CfnUser(new Stack(undefined, 'Stack'), 'User');
  expect(() => user.with(new UserMcpGuardrails(props as any))).toThrow(message);
});
