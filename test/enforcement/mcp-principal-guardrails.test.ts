import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import {
  App, AspectPriority, Aspects, aws_codecommit as codecommit, aws_dynamodb as dynamodb, aws_iam as iam, aws_logs as logs, aws_s3 as s3,
  aws_sam as sam, aws_sns as sns, aws_sso as sso, CfnOutput, CfnParameter, CfnResource, cloudformation_include as include, Fn, Lazy,
  NestedStack, pipelines, RemovalPolicy, Stack, Stage,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpAssertions, McpGuardrail, McpScopedRole, McpServer } from '../../src';
import { McpPermissionSet } from '../../src/enforcement/mcp-permission-set';
import { McpPrincipalGuardrails } from '../../src/enforcement/mcp-principal-guardrails';
import type { McpPrincipalGuardrailsOptions } from '../../src/enforcement/mcp-principal-guardrails-options';
import { McpPrincipalKind } from '../../src/enforcement/mcp-principal-kind';
import type { OriginName } from '../meaning';
import { ALL, deniedFrom, ORIGINS, VIA_MCP } from '../meaning';

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
function apply(guardrails = [noDeletes], options?: McpPrincipalGuardrailsOptions, scope: App | Stack | iam.Role = stack): void {
  McpPrincipalGuardrails.of(scope, options).apply(...guardrails);
}
const newRole = (id = 'Role', props: Partial<iam.RoleProps> = {}) => new iam.Role(stack, id, { assumedBy, ...props });
const admin = () => iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
const template = (of = stack) => Template.fromStack(of).toJSON();
const resources = (type: string, of = stack): any[] => Object.values(Template.fromStack(of).findResources(type)).map(({ Properties }) => Properties);
const shared = (of = stack) => resources('AWS::IAM::ManagedPolicy', of).filter(({ Description }) => Description?.startsWith('Guardrails for AI agents'));
const synth = () => app.synth({ force: true });

type Kind = 'role' | 'user' | 'permissionSet';
/** From every origin: deletes are denied to agents, and to nobody else. */
function guarded(kind: Kind, id: string, of = stack) {
  deniedOnlyFrom(VIA_MCP, kind, id, of);
}
const unguarded = (kind: Kind, id: string) => deniedOnlyFrom([], kind, id);

function deniedOnlyFrom(origins: OriginName[], kind: Kind, id: string, of = stack) {
  const principal = McpAssertions.fromStack(of)[kind](id);
  for (const name of ALL) {
    const isDenied = () => principal.isDenied('s3:DeleteObject', { origin: ORIGINS[name] });
    if (origins.includes(name)) {
      isDenied();
    } else {
      // Not by any Deny, nor perhaps by one.
      expect(isDenied).toThrow(/^expected that .* has a Deny of s3:DeleteObject, but:\n(?![^]*Deny statement)/);
    }
  }
}

test('golden', () => {
  newRole();
  new iam.CfnGroup(stack, 'Group');
  new sso.CfnPermissionSet(stack, 'Set', { name: 'a', instanceArn });
  apply();
  expect(template().Resources).toMatchSnapshot();
});

describe('whom it reaches', () => {
  test('roles, users and permission sets, L1 and L2', () => {
    apply();
    newRole('L2', { managedPolicies: [admin()] });
    new iam.CfnRole(stack, 'L1', { assumeRolePolicyDocument: trust });
    new iam.User(stack, 'User');
    new iam.CfnUser(stack, 'CfnUser');
    new McpPermissionSet(stack, 'Set', { name: 'a', instanceArn, guardrails: [noKeys], managedPolicies: [admin()] });
    ['L2', 'L1'].forEach((id) => guarded('role', id));
    ['User', 'CfnUser'].forEach((id) => guarded('user', id));
    guarded('permissionSet', 'Set');
    expect(shared()).toHaveLength(1);
  });

  test('groups, and so their users', () => {
    const group = new iam.Group(stack, 'Group');
    const user = new iam.User(stack, 'User', { groups: [group] });
    apply(undefined, { exclude: [user] });
    guarded('user', 'User');
  });

  test('those added later, by an aspect, too', () => {
    apply();
    Aspects.of(stack).add({ visit: (node) => void (node === stack && !stack.node.tryFindChild('Late') && newRole('Late')) }, { priority: AspectPriority.MUTATING - 1 });
    guarded('role', 'Late');
  });

  describe('those that a later aspect adds', () => {
    const withAspect = (aspectStabilization: boolean) => {
      app = new App({ postCliContext: { '@aws-cdk/core:aspectStabilization': aspectStabilization } });
      stack = new Stack(app, 'Stack');
      Aspects.of(new s3.Bucket(stack, 'Bucket')).add({ visit: () => void (stack.node.tryFindChild('Late') ?? newRole('Late')) });
      apply();
    };

    test('if aspects are stabilized, as by default', () => {
      withAspect(true);
      guarded('role', 'Late');
    });

    test('else it is an error', () => {
      withAspect(false);
      expect(synth).toThrow('guardrails are not applied to Stack/Late/Resource, which was added too late');
    });
  });

  test('roles that the CDK makes for itself', () => {
    apply();
    new s3.Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
    new logs.LogRetention(stack, 'Retention', { logGroupName: 'a', retention: logs.RetentionDays.ONE_DAY });
    const roles = Object.keys(Template.fromStack(stack).findResources('AWS::IAM::Role'));
    expect(roles).toHaveLength(2);
    roles.forEach((id) => guarded('role', id));
  });

  test('roles of a template that is included', () => {
    const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'include-')), 'template.json');
    fs.writeFileSync(file, JSON.stringify({
      Parameters: { Prod: { Type: 'String' } },
      Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Prod' }, 'true'] } },
      Resources: {
        Plain: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } },
        Maybe: { Type: 'AWS::IAM::Role', Condition: 'IsProd', Properties: { AssumeRolePolicyDocument: trust, ManagedPolicyArns: { 'Fn::If': ['IsProd', ['a'], ['b']] } } },
      },
    }));
    new include.CfnInclude(stack, 'Include', { templateFile: file });
    apply();
    const { Plain } = template().Resources;
    expect(Plain.Properties.ManagedPolicyArns).toHaveLength(2);
    guarded('role', 'Plain');
    expect(shared()[1].Roles).toEqual([{ 'Fn::If': ['IsProd', { Ref: 'Maybe' }, { Ref: 'AWS::NoValue' }] }]);
    fs.rmSync(path.dirname(file), { recursive: true });
  });

  test('imported ones that take policies', () => {
    iam.Role.fromRoleName(stack, 'Imported', 'imported');
    iam.Role.fromRoleArn(stack, 'Again', 'arn:aws:iam::111122223333:role/path/imported');
    iam.User.fromUserName(stack, 'User', 'bob');
    iam.Group.fromGroupName(stack, 'Group', 'people');
    apply();
    expect(shared()).toMatchObject([{ Roles: ['imported'], Users: ['bob'], Groups: ['people'] }]);
    expect(deniedFrom(shared()[0].PolicyDocument.Statement, { action: 's3:DeleteObject' })).toEqual(VIA_MCP);
  });

  test('of withoutPolicyUpdates() the role itself', () => {
    newRole().withoutPolicyUpdates();
    apply();
    guarded('role', 'Role');
  });

  test('a role that is made when it is used, if it is', () => {
    const [used] = ['Used', 'Unused'].map((id) => new iam.LazyRole(stack, id, { assumedBy }));
    expect(used.roleArn).toBeDefined();
    apply();
    expect(resources('AWS::IAM::Role')).toHaveLength(1);
    guarded('role', 'Used/Default');
  });

  test('roles that CDK made to be customized and synthesizes all the same', () => {
    iam.Role.customizeRoles(stack, { preventSynthesis: false });
    newRole();
    apply();
    guarded('role', 'Role');
  });

  test('nested stacks, stages, and stacks of an app, each with its own policy', () => {
    const nested = new NestedStack(stack, 'Nested');
    new iam.Role(nested, 'InNested', { assumedBy });
    const stage = new Stage(app, 'Stage');
    const deployed = new Stack(stage, 'Deployed');
    new iam.Role(deployed, 'Role', { assumedBy });
    newRole();
    apply(undefined, undefined, app);
    guarded('role', 'Role');
    guarded('role', 'Role', deployed);
    guarded('role', 'InNested', nested);
    expect([stack, deployed, nested].map((of) => shared(of).length)).toEqual([1, 1, 1]);
  });

  test('not service-linked roles, which is said', () => {
    new iam.CfnServiceLinkedRole(stack, 'Linked', { awsServiceName: 'autoscaling.amazonaws.com' });
    apply();
    Annotations.fromStack(stack).hasInfo('/Stack/Linked', 'guardrails are not applied to a service-linked role: only its service can assume it, and it takes no policies');
    expect(shared()).toEqual([]);
  });

  const linked = 'guardrails are not applied to a service-linked role: only its service can assume it, and it takes no policies';
  test.each<[string, () => string]>([
    ['that the CDK imports', () => {
      const billingMode = dynamodb.BillingMode.PROVISIONED;
      new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'a', type: dynamodb.AttributeType.STRING }, billingMode })
        .autoScaleReadCapacity({ minCapacity: 1, maxCapacity: 3 }).scaleOnUtilization({ targetUtilizationPercent: 50 });
      return '/Stack/Table/ScalingRole';
    }],
    ['by its path, also immutable', () => {
      iam.Role.fromRoleArn(stack, 'Linked', 'arn:aws:iam::111122223333:role/aws-service-role/a.amazonaws.com/a', { mutable: false });
      return '/Stack/Linked';
    }],
    ['by its name', () => {
      iam.Role.fromRoleName(stack, 'Linked', 'AWSServiceRoleForAutoScaling');
      return '/Stack/Linked';
    }],
  ])('nor imported ones: %s', (_, make) => {
    const at = make();
    apply();
    Annotations.fromStack(stack).hasInfo(at, linked);
    expect(shared()).toEqual([]);
  });

  const acrossRegions = (scope: App | Stage) => {
    const [from, to] = ['us-east-1', 'eu-central-1'].map((region) =>
      new Stack(scope, region, { env: { account: '111122223333', region }, crossRegionReferences: true }));
    new CfnOutput(to, 'Output', { value: new sns.Topic(from, 'Topic').topicArn });
    return [from, to];
  };

  test.each<[string, () => App | Stage]>([['an app', () => app], ['a stage', () => new Stage(app, 'Stage')]])('roles that the CDK makes for crossRegionReferences in %s', (_, scope) => {
    const stacks = acrossRegions(scope());
    apply(undefined, undefined, app);
    stacks.forEach((of) => {
      const [[id]] = Object.entries(Template.fromStack(of).findResources('AWS::IAM::Role'));
      expect(shared(of)).toMatchObject([{ Roles: [{ Ref: id }] }]);
    });
  });

  test('not those with guardrails that refer to resources, which is an error', () => {
    const [from] = acrossRegions(app);
    apply([McpGuardrail.denyViaMcp({ resources: [new sns.Topic(from, 'Other').topicArn] })], undefined, from);
    expect(synth).toThrow("or exclude it with excludePaths: ['us-east-1/Custom::CrossRegionExportWriterCustomResourceProvider/Role']");
  });
});

describe('exclusions', () => {
  const both = () => [newRole('A'), newRole('B')];
  test.each<[string, () => McpPrincipalGuardrailsOptions]>([
    ['by construct', () => ({ exclude: [stack.node.findChild('A')] })],
    ['by path', () => ({ excludePaths: ['Stack/A'] })],
    ['by a pattern', () => ({ excludePaths: ['*/A'] })],
  ])('%s', (_, options) => {
    both();
    apply(undefined, options());
    unguarded('role', 'A');
    guarded('role', 'B');
  });

  test('by kind', () => {
    newRole();
    new iam.User(stack, 'User');
    apply(undefined, { excludeKinds: [McpPrincipalKind.ROLE] });
    unguarded('role', 'Role');
    guarded('user', 'User');
  });

  test('a path is no prefix of another name', () => {
    newRole('Agent');
    newRole('Agents');
    apply(undefined, { excludePaths: ['Stack/Agent'] });
    guarded('role', 'Agents');
  });

  test('the roles of the bootstrap stacks that a pipeline uses, as the error says', () => {
    const pipeline = () => {
      app = new App();
      stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
      const input = pipelines.CodePipelineSource.codeCommit(codecommit.Repository.fromRepositoryName(stack, 'Repository', 'r'), 'main');
      const stage = new Stage(app, 'Prod', { env: { account: '444455556666', region: 'eu-central-1' } });
      new sns.Topic(new Stack(stage, 'Stack'), 'Topic');
      new pipelines.CodePipeline(stack, 'Pipeline', { crossAccountKeys: true, synth: new pipelines.ShellStep('Synth', { input, commands: ['true'] }) }).addStage(stage);
    };
    pipeline();
    apply(undefined, undefined, app);
    expect(synth).toThrow("or exclude it with excludePaths: ['*cdk-hnb659fds-*']");
    pipeline();
    apply(undefined, { excludePaths: ['*cdk-hnb659fds-*'] }, app);
    expect(synth).not.toThrow();
  });

  test.each<[string, () => App | Stack]>([['a stack', () => stack], ['an app', () => app]])('a path of nothing in %s gets a warning', (_, scope) => {
    newRole();
    apply(undefined, { excludePaths: ['Stack/Role', 'Stak/*'] }, scope());
    Annotations.fromStack(stack).hasWarning('/Stack', Match.stringLikeRegexp('^excludePaths has \'Stak/\\*\', which no construct in .* has as its path'));
    Annotations.fromStack(stack).hasNoWarning('/Stack', Match.stringLikeRegexp('Stack/Role'));
  });
});

describe('applied twice is applied once', () => {
  test('at once, in two calls, in nested scopes', () => {
    const role = newRole();
    apply([noDeletes, McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })]);
    apply();
    apply(undefined, undefined, app);
    apply(undefined, undefined, role);
    expect(shared()).toHaveLength(1);
    expect(resources('AWS::IAM::Role')[0].ManagedPolicyArns).toHaveLength(1);
  });

  test('only what is missing is added', () => {
    newRole();
    apply([noDeletes], undefined, app);
    apply([noDeletes, noKeys]);
    expect(shared().map(({ PolicyDocument }) => PolicyDocument.Statement.map((each: any) => each.Sid))).toEqual([['DenyViaMcp'], ['DenyKeysViaMcp']]);
  });

  test('synthesized twice', () => {
    newRole();
    new McpPermissionSet(stack, 'Set', { name: 'a', instanceArn, guardrails: [noDeletes] });
    apply([noDeletes, noKeys]);
    const first = JSON.stringify(synth().getStackByName('Stack').template);
    expect(JSON.stringify(synth().getStackByName('Stack').template)).toBe(first);
    expect(resources('AWS::SSO::PermissionSet')[0].InlinePolicy.Statement.map((each: any) => each.Sid)).toEqual(['DenyViaMcp', 'DenyKeysViaMcp']);
  });

  test('different guardrails for different principals have policies of their own', () => {
    const [a, b] = [newRole('A'), newRole('B')];
    apply([noDeletes], undefined, a);
    apply([McpGuardrail.denyViaMcp({ actions: ActionSet.of('kms:*') })], undefined, b);
    guarded('role', 'A');
    unguarded('role', 'B');
    expect(shared()).toHaveLength(2);
  });

  test('a Sid of two different guardrails is an error', () => {
    newRole();
    apply();
    apply([McpGuardrail.denyViaMcp()]);
    expect(synth).toThrow('Stack/Role/Resource: two different guardrails for it have a statement with the Sid "DenyViaMcp": give one of them another sid');
    expect(() => apply([noDeletes, McpGuardrail.denyViaMcp()])).toThrow('Stack/McpGuardrails: two statements have the Sid "DenyViaMcp"');
  });
});

describe('how it is attached', () => {
  const full = (count = 20) => Array.from({ length: count }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`));

  test('the fewest policies that hold what is too large for one', () => {
    newRole();
    apply([McpGuardrail.baseline()]);
    expect(shared().length).toBe(4);
    shared().forEach(({ PolicyDocument }) => expect(JSON.stringify(PolicyDocument).length).toBeLessThanOrEqual(6_144));
    expect(resources('AWS::IAM::Role')[0].ManagedPolicyArns).toHaveLength(4);
    guarded('role', 'Role');
  });

  test('what is attached later stays', () => {
    const role = newRole();
    apply();
    role.addManagedPolicy(admin());
    expect(resources('AWS::IAM::Role')[0].ManagedPolicyArns).toHaveLength(2);
  });

  test.each<[string, () => void]>([
    ['by the role', () => newRole('Role', { managedPolicies: full() })],
    ['by a policy', () => new iam.ManagedPolicy(stack, 'Own', { roles: [newRole('Role', { managedPolicies: full(19) })], statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] })],
    ['with inline policies', () => newRole('Role', { managedPolicies: full(), inlinePolicies: { McpGuardrails: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })] }) } })],
  ])('a role with twenty managed policies, attached %s, gets an inline policy', (_, make) => {
    make();
    apply();
    apply([noKeys]);
    expect(shared()).toEqual([]);
    guarded('role', 'Role');
    const names = resources('AWS::IAM::Role')[0].Policies.map(({ PolicyName }: any) => PolicyName);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each<[string, () => void]>([
    ['imported', () => iam.Role.fromRoleName(stack, 'Role', 'imported')],
    ['plain, with those it has', () => new CfnResource(stack, 'Role', { type: 'AWS::IAM::Role', properties: { ManagedPolicyArns: ['a', 'b'] } })],
  ])('no more policies name a role that is %s than it can have', (_, make) => {
    make();
    const sets = Array.from({ length: 22 }, (__, i) => McpGuardrail.denyViaMcp({ sid: `Deny${i}`, actions: ActionSet.of('s3:Delete*') }));
    sets.forEach((each) => apply([each]));
    expect(synth).toThrow(/^Stack\/Role: it has 20 managed policies of the 20 that it can have, so that the guardrails can't be attached, and no inline policy/);
  });

  test('one named twice counts once', () => {
    iam.Role.fromRoleName(stack, 'Role', 'imported');
    iam.Role.fromRoleName(stack, 'Again', 'imported');
    iam.User.fromUserName(stack, 'User', 'imported');
    apply(undefined, { maxManagedPolicies: 1 });
    expect(shared()).toMatchObject([{ Roles: ['imported'], Users: ['imported'] }]);
  });

  test('a higher quota', () => {
    newRole('Role', { managedPolicies: full() });
    apply(undefined, { maxManagedPolicies: 25 });
    expect(resources('AWS::IAM::Role')[0].ManagedPolicyArns).toHaveLength(21);
  });

  test('guardrails on resources that need the role make no circle', () => {
    const role = newRole();
    const bucket = new s3.Bucket(stack, 'Bucket');
    (bucket.node.defaultChild as CfnResource).addDependency(role.node.defaultChild as CfnResource);
    apply([McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*'), resources: [bucket.arnForObjects('*')] })]);
    expect(() => Template.fromStack(stack)).not.toThrow();
    expect(shared()[0].Roles).toEqual([stack.resolve(role.roleName)]);
    McpAssertions.fromStack(stack).role('Role').isDenied('s3:DeleteObject', { origin: ORIGINS['via AWS'], resource: '${Bucket83908E77.Arn}/key' });
  });

  test('references to other stacks go on working', () => {
    const bucket = new s3.Bucket(new Stack(app, 'Data', { env: { account: '111122223333', region: 'eu-central-1' } }), 'Bucket');
    newRole();
    apply([McpGuardrail.denyViaMcp({ resources: [bucket.bucketArn] })]);
    expect(shared()[0].PolicyDocument.Statement[0].Resource['Fn::ImportValue']).toMatch(/^Data:/);
  });

  test('a permission set with a policy as JSON', () => {
    new sso.CfnPermissionSet(stack, 'Set', { name: 'a', instanceArn, inlinePolicy: JSON.stringify({ Version: '2012-10-17', Statement: { Sid: 'Own', Effect: 'Allow', Action: 's3:*', Resource: '*' } }) });
    apply();
    guarded('permissionSet', 'Set');
    McpAssertions.fromStack(stack).permissionSet('Set').can('s3:GetObject', { resource: 'arn:aws:s3:::data/key' });
  });
});

describe('errors', () => {
  test.each<[string, () => void, string]>([
    ['an immutable role', () => iam.Role.fromRoleName(stack, 'Imported', 'a', { mutable: false }), 'guardrails can\'t be applied to Stack/Imported: it is imported and takes no policy updates: import it without'],
    ['a role of another account', () => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::444455556666:role/a'), 'guardrails can\'t be applied to Stack/Imported: it is imported and takes no policy updates'],
    ['a user of another account', () => iam.User.fromUserArn(stack, 'Imported', 'arn:aws:iam::444455556666:user/a'), 'guardrails can\'t be applied to Stack/Imported: it is in another account: apply'],
    ['a group of another account', () => iam.Group.fromGroupArn(stack, 'Imported', 'arn:aws:iam::444455556666:group/a'), 'guardrails can\'t be applied to Stack/Imported: it is in another account'],
    ['a precreated role', () => {
      iam.Role.customizeRoles(stack, { usePrecreatedRoles: { Imported: 'a' } });
      newRole('Imported');
    }, 'guardrails can\'t be applied to Stack/Imported: it is created outside of the app'],
    ['an imported role among precreated ones', () => {
      iam.Role.customizeRoles(stack);
      iam.Role.fromRoleName(stack, 'Imported', 'a');
    }, 'guardrails can\'t be applied to Stack/Imported: it is created outside of the app'],
    ['a role that is not synthesized', () => {
      iam.Role.customizeRoles(stack);
      newRole('Imported');
    }, 'guardrails can\'t be applied to Stack/Imported: it is created outside of the app'],
    ['a policy known only at deployment', () => new sso.CfnPermissionSet(stack, 'Imported', { name: 'a', instanceArn, inlinePolicy: new CfnParameter(stack, 'Policy').valueAsString }),
      'Stack/Imported: its inline policy can\'t be read'],
    ['another statement of the Sid', () => new McpPermissionSet(stack, 'Imported', { name: 'a', instanceArn, guardrails: [McpGuardrail.denyViaMcp()] }),
      'Stack/Imported/Resource: its inline policy has another statement with the Sid "DenyViaMcp"'],
    ['a role of IAM Identity Center', () => iam.Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef'),
      'guardrails can\'t be applied to Stack/Imported: it is a role of IAM Identity Center, which nobody else can change: apply the guardrails to its permission set'],
    ['a role that the SAM transform makes', () => new sam.CfnFunction(stack, 'Imported', { runtime: 'nodejs22.x', handler: 'a.b', codeUri: 's3://a/b' }),
      'guardrails can\'t be applied to Stack/Imported: it gets its role from the SAM transform, which no guardrail reaches: give it a role of the app'],
    ...['MicrovmImage', 'CapacityProvider', 'NetworkConnector', 'WebFunction', 'GraphQLApi'].map((type): [string, () => unknown, string] => [
      `a role that the SAM transform makes for a ${type}`, () => new CfnResource(stack, 'Imported', { type: `AWS::Serverless::${type}`, properties: {} }),
      `guardrails can't be applied to Stack/Imported: it gets ${type === 'GraphQLApi' ? 'roles' : 'its role'} from the SAM transform`,
    ]),
    ['a permission set of no class', () => new CfnResource(stack, 'Imported', { type: 'AWS::SSO::PermissionSet', properties: {} }), 'Stack/Imported: its inline policy can\'t be'],
  ])('%s, unless excluded', (_, make, message) => {
    make();
    apply();
    expect(synth).toThrow(message);
    app = new App();
    stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-central-1' } });
    make();
    apply(undefined, { excludePaths: ['Stack/Imported'] });
    expect(synth).not.toThrow();
  });

  test('a SAM function with a role is none', () => {
    new sam.CfnFunction(stack, 'Function', { runtime: 'nodejs22.x', handler: 'a.b', codeUri: 's3://a/b', role: newRole().roleArn });
    for (const [type, property] of [['MicrovmImage', 'BuildRoleArn'], ['CapacityProvider', 'OperatorRole'], ['NetworkConnector', 'OperatorRole'], ['WebFunction', 'ExecutionRoleArn']]) {
      new CfnResource(stack, type, { type: `AWS::Serverless::${type}`, properties: { [property]: 'arn:aws:iam::111122223333:role/Given' } });
    }
    const [CloudWatchLogsRoleArn, ServiceRoleArn] = Array(2).fill(newRole('OfApi').roleArn);
    for (const [i, Logging] of [false, { CloudWatchLogsRoleArn }].entries()) {
      new CfnResource(stack, `Api${i}`, { type: 'AWS::Serverless::GraphQLApi', properties: { Logging, DataSources: { Lambda: { Job: { ServiceRoleArn } } } } });
    }
    apply();
    expect(synth).not.toThrow();
  });

  test.each<[string, any[], any, string]>([
    ['no guardrail', [], undefined, 'guardrails is empty, so that the managed policy would deny nothing'],
    ['an unknown one', [undefined], undefined, 'guardrails has undefined: expected a list of McpGuardrail, such as [McpGuardrail.baseline()]'],
    ['a list of them as one', [[noDeletes]], undefined, 'guardrails has [an object of the class Intent]: expected a list of McpGuardrail'],
    ['a path as a construct', [noDeletes], { exclude: ['Stack/Role'] }, 'exclude has "Stack/Role": expected a list of constructs, while paths go to excludePaths'],
    ['no list', [noDeletes], { excludePaths: 'Stack/Role' }, 'excludePaths is "Stack/Role": expected a list of strings'],
    ['a construct as a path', [noDeletes], { excludePaths: [1] }, 'excludePaths has 1: expected a list of strings'],
    ...[-1, 0, 1.5, NaN, 26].map((max): [string, any[], any, string] =>
      [`${max} policies at most`, [noDeletes], { maxManagedPolicies: max }, `maxManagedPolicies is ${max}: expected a whole number from 1 to 25`]),
  ])('%s', (_, guardrails, options, message) => {
    expect(() => apply(guardrails, options)).toThrow(`Stack/McpGuardrails: ${message}`);
  });

  test('an imported role of an account that may be another one gets a warning', () => {
    stack = new Stack(app, 'Anywhere');
    iam.Role.fromRoleArn(stack, 'Literal', 'arn:aws:iam::444455556666:role/a');
    iam.Role.fromRoleName(stack, 'Same', 'b');
    apply();
    const message = Match.stringLikeRegexp('^the guardrails are attached by name, to a principal of the account 444455556666');
    Annotations.fromStack(stack).hasWarning('/Anywhere/Literal', message);
    Annotations.fromStack(stack).hasNoWarning('/Anywhere/Same', Match.anyValue());
  });

  test('two guardrails that differ only in what is lazy in a condition are two', () => {
    const [one, other] = ['arn:aws:sns:*:*:a', 'arn:aws:sns:*:*:b'].map((topic) => McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Lazy', effect: iam.Effect.DENY, actions: ['s3:*'], resources: ['*'], conditions: { ArnLike: { 'aws:SourceArn': Lazy.uncachedAny({ produce: () => topic }) } },
    })));
    expect(() => McpPrincipalGuardrails.of(stack).apply(one, other)).toThrow('two statements have the Sid "Lazy"');
    expect(() => McpPrincipalGuardrails.of(stack).apply(one, one)).not.toThrow();
  });

  test.each<[string, string, (policy: iam.CfnManagedPolicy) => void]>([
    ['of an imported role', 'Roles', (policy) => policy.roles = []],
    ['of an imported user', 'Users', (policy) => policy.addPropertyOverride('Users', ['other'])],
    ['with other content', 'PolicyDocument', (policy) => policy.policyDocument = { Version: '2012-10-17', Statement: [] }],
  ])('a shared policy that is changed later: %s', (_, property, change) => {
    iam.Role.fromRoleName(stack, 'Imported', 'a');
    iam.User.fromUserName(stack, 'User', 'b');
    apply();
    Aspects.of(stack).add({ visit: (node) => void (node instanceof iam.CfnManagedPolicy && change(node)) }, { priority: AspectPriority.READONLY });
    expect(synth).toThrow(`Stack/McpGuardrails-Stack-ByName: the guardrails are no longer in ${property}: something has replaced it`);
  });

  test('a shared policy that is removed later', () => {
    iam.Role.fromRoleName(stack, 'Imported', 'a');
    apply();
    Aspects.of(stack).add({ visit: () => void stack.node.tryRemoveChild('McpGuardrails-Stack-ByName') }, { priority: AspectPriority.READONLY });
    expect(synth).toThrow('Stack/McpGuardrails-Stack-ByName: the policy with the guardrails is no longer there');
  });

  test('a stage that is added afterwards', () => {
    apply(undefined, undefined, app);
    new iam.Role(new Stack(new Stage(app, 'Later'), 'Stack'), 'Role', { assumedBy });
    expect(synth).toThrow('guardrails are not applied to the stage Later: it was added after apply(), or synthesized before, as a pipeline\'s addStage() does: apply them to the stage itself');
  });

  test.each<[string, (role: iam.CfnRole) => void]>([
    ['an override', (role) => role.addPropertyOverride('ManagedPolicyArns', ['arn:aws:iam::aws:policy/AdministratorAccess'])],
    ['another aspect', (role) => Aspects.of(role).add({ visit: () => void (role.managedPolicyArns = undefined) })],
  ])('%s that takes the policy off', (_, change) => {
    apply();
    change(newRole().node.defaultChild as iam.CfnRole);
    expect(synth).toThrow('Stack/Role/Resource: the guardrails are no longer in ManagedPolicyArns: something has replaced it');
  });

  test('no room for a policy, and none for an inline one', () => {
    const managedPolicies = Array.from({ length: 20 }, (_, i) => iam.ManagedPolicy.fromAwsManagedPolicyName(`P${i}`));
    newRole('Role', { managedPolicies }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: Array.from({ length: 60 }, (_, i) => `arn:aws:s3:::${'x'.repeat(50)}${i}`) }));
    apply([McpGuardrail.baseline()]);
    expect(synth).toThrow(/Stack\/Role\/Resource: it has 20 managed policies of the 20 that it can have, so that guardrails became an inline policy, and with them the role's inline policies would have [\d,]+ characters, [\d,]+ over the limit of 10,240/);
  });

  test('no room for a policy, and guardrails that refer to resources', () => {
    newRole('Role', { managedPolicies: [admin()] });
    apply([McpGuardrail.denyViaMcp({ resources: [new s3.Bucket(stack, 'Bucket').bucketArn] })], { maxManagedPolicies: 1 });
    expect(synth).toThrow('Stack/Role/Resource: it has 1 managed policies of the 1 that it can have');
  });

  test('a statement that is larger than a policy', () => {
    newRole();
    apply([McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(6_144)}`] })]);
    expect(synth).toThrow(/Stack: of the guardrails, statement "DenyViaMcp" alone makes a document of [\d,]+ characters/);
  });
});

describe('the list of policies of a role, which its L2 makes, gets the guardrails', () => {
  const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const readOnly = () => iam.ManagedPolicy.fromManagedPolicyArn(stack, 'ReadOnly', arn);
  const listOf = (role: iam.Role) => role.node.defaultChild as iam.CfnRole;
  const guardrails = { Ref: 'McpGuardrailsStack' };
  /** One that has no guardrails. */
  const excluded = () => listOf(newRole('Excluded', { managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Other', arn)] }));
  const late = (role: iam.CfnRole, change: () => void) => Aspects.of(role).add({ visit: change }, { priority: AspectPriority.READONLY });
  /** The template has such a list. */
  const list = (id: string) => template().Resources[stack.getLogicalId(listOf(stack.node.findChild(id) as iam.Role))].Properties.ManagedPolicyArns;

  class OwnRole extends iam.Role {
    public addManagedPolicy(): void {}
  }

  test.each<[string, () => void, unknown[]]>([
    ['as it is', () => newRole('Role', { managedPolicies: [readOnly()] }), [arn, guardrails]],
    ['with one of the same ARN', () => newRole('Role', { managedPolicies: [readOnly(), iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Again', arn)] }), [arn, guardrails]],
    ['before more is attached', () => {
      const role = newRole();
      late(listOf(role), () => role.addManagedPolicy(readOnly()));
    }, [guardrails, arn]],
    ['of a role that takes none', () => new OwnRole(stack, 'Role', { assumedBy, managedPolicies: [readOnly()] }), [arn, guardrails]],
    ['that something goes on with', () => {
      const role = listOf(newRole('Role', { managedPolicies: [readOnly()] }));
      const before = role.managedPolicyArns;
      role.managedPolicyArns = Lazy.uncachedList({ produce: (context) => [...context.resolve(before), 'arn:aws:iam::aws:policy/A'] });
    }, [arn, 'arn:aws:iam::aws:policy/A', guardrails]],
    ['that something goes on with later', () => {
      const role = listOf(newRole('Role'));
      const before = role.managedPolicyArns;
      late(role, () => void (role.managedPolicyArns = Lazy.uncachedList({ produce: (context) => [...context.resolve(before), arn] })));
    }, [guardrails, arn]],
    ['that is a literal', () => void (listOf(newRole('Role')).managedPolicyArns = [arn]), [arn, guardrails]],
    ['that is none', () => void (listOf(newRole('Role')).managedPolicyArns = undefined), [guardrails]],
    ['that is another role\'s', () => void (listOf(newRole('Role')).managedPolicyArns = excluded().managedPolicyArns), [arn, guardrails]],
    ['that is a guarded role\'s', () => void (listOf(newRole('Role')).managedPolicyArns = listOf(newRole('Another')).managedPolicyArns), [guardrails]],
  ])('%s', (_, make, expected) => {
    apply(undefined, { excludePaths: ['Stack/Excluded'] });
    make();
    expect(list('Role')).toEqual(expected);
    guarded('role', 'Role');
  });

  test.each<[string, (role: iam.Role) => void]>([
    ['it is another role\'s later', (role) => void (listOf(role).managedPolicyArns = listOf(stack.node.findChild('Excluded') as iam.Role).managedPolicyArns)],
    ['the L2 forgets what was added', (role) => void ((role as unknown as { managedPolicies: unknown[] }).managedPolicies.length = 0)],
    ['it is filtered', (role) => {
      const before = listOf(role).managedPolicyArns;
      listOf(role).managedPolicyArns = Lazy.uncachedList({ produce: (context) => context.resolve(before).filter((each: unknown) => typeof each === 'string') });
    }],
    ['it has another policy in its place', (role) => void (listOf(role).managedPolicyArns = [arn])],
  ])('and if %s, that is an error', (_, change) => {
    const role = newRole();
    excluded();
    apply(undefined, { excludePaths: ['Stack/Excluded'] });
    late(listOf(role), () => change(role));
    expect(synth).toThrow('Stack/Role/Resource: the guardrails are no longer in ManagedPolicyArns: something has replaced it');
  });
});

test('with a scoped role', () => {
  new McpScopedRole(stack, 'Agent', { assumedBy, managedPolicies: [admin()] });
  apply();
  McpAssertions.fromStack(stack).role('Agent').isDenied('s3:DeleteObject', { origin: ORIGINS['via AWS'] });
  McpAssertions.fromStack(stack).role('Agent').isDenied('s3:GetObject', { origin: ORIGINS['direct, key absent'] });
});

describe('logical IDs', () => {
  const ids = (scope: Stack = stack) => Object.keys(Template.fromStack(scope).findResources('AWS::IAM::ManagedPolicy'));

  test('of guardrails for a whole stack say where they were applied, not what they are', () => {
    newRole();
    apply();
    apply([noKeys]);
    apply([McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] })], {}, app);
    expect(ids().sort()).toEqual(['McpGuardrails', 'McpGuardrailsStack', 'McpGuardrailsStack2']);
    expect(shared().map(({ Description }) => Description)).toEqual(Array(3).fill('Guardrails for AI agents'));
  });

  test('of those for a part of it are the guardrails\', so that parts share them', () => {
    [newRole('One'), newRole('Two')].forEach((role) => apply([noDeletes], {}, role));
    expect(ids()).toEqual(['McpGuardrailsDenyViaMcp']);
  });

  test('of several have a hash of the content', () => {
    newRole();
    apply([McpGuardrail.baseline(), McpGuardrail.denySecretReadsViaMcp()]);
    expect(ids().length).toBeGreaterThan(1);
    expect(ids().filter((id) => !/^McpGuardrailsStack[0-9A-F]{8}/.test(id))).toEqual([]);
  });
});

test('the cost grows with the number of roles only', () => {
  const time = (count: number) => {
    app = new App();
    stack = new Stack(app, 'Stack');
    for (let i = 0; i < count; i++) {
      newRole(`Role${i}`);
    }
    apply([McpGuardrail.baseline()]);
    const calls = jest.spyOn(Stack.prototype, 'resolve');
    const before = calls.mock.calls.length;
    synth();
    const spent = calls.mock.calls.length - before;
    calls.mockRestore();
    return spent;
  };
  expect(time(100)).toBeLessThan(time(50) * 2.2);
});

test('lists that are lazy, and tokens in a condition', () => {
  const role = new iam.CfnRole(stack, 'Role', { assumeRolePolicyDocument: trust, managedPolicyArns: Lazy.list({ produce: () => ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }) });
  apply([McpGuardrail.fromStatements(new iam.PolicyStatement({
    sid: 'Own', effect: iam.Effect.DENY, actions: ['s3:Delete*'], resources: [Fn.sub('arn:${AWS::Partition}:s3:::a')], conditions: { Bool: { 'aws:ViaAWSMCPService': Lazy.string({ produce: () => 'true' }) } },
  }))]);
  expect(shared()[0].Roles).toEqual([{ Ref: 'Role' }]);
  expect(stack.resolve(role.managedPolicyArns)).toHaveLength(1);
});

test('what are no options, and no kind, are errors', () => {
  const another = new Stack(undefined, 'Stack');
  expect(() => McpPrincipalGuardrails.of(another, null as any)).toThrow('Stack/McpGuardrails: what is passed is null: expected an object with properties');
  expect(() => McpPrincipalGuardrails.of(another, { excludeKinds: ['role' as any] }).apply(McpGuardrail.denyViaMcp()))
    .toThrow('Stack/McpGuardrails: excludeKinds has "role": expected a list of McpPrincipalKind: ROLE, USER, GROUP, PERMISSION_SET');
});

test.each<[string, McpPrincipalGuardrailsOptions]>([
  ['paths', { excludePaths: ['*'] }],
  ['kinds', { excludeKinds: [McpPrincipalKind.ROLE] }],
])('to exclude everybody by their %s is a warning', (_, options) => {
  app = new App();
  stack = new Stack(app, 'Stack');
  new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  McpPrincipalGuardrails.of(app, options).apply(McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*') }));
  const warn = () => Annotations.fromStack(stack).findWarning('/Stack', Match.stringLikeRegexp('^the guardrails are applied to nobody in the app: .*\\[ack: cdk-mcp-guardrails:everybodyExcluded\\]$'));
  expect(warn()).toHaveLength(1);
});

test('that somebody else is excluded is none', () => {
  stack = new Stack(new App(), 'Stack');
  new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
  new iam.User(stack, 'User');
  McpPrincipalGuardrails.of(stack, { excludeKinds: [McpPrincipalKind.ROLE] }).apply(McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:*') }));
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
});
