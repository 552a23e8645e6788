import * as fs from 'fs';
import * as path from 'path';
import {
  App, aws_dynamodb as dynamodb, aws_iam as iam, aws_s3 as s3, CfnParameter, InjectionContext, IPropertyInjector, Lazy, Stack,
} from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpGuardrail, McpScopedRole, McpScopedRoleProps, McpServer } from '../../src';
import { ALL, deniedFrom, DIRECT, Request, VIA_MCP } from '../meaning';

const assumedBy = new iam.AccountRootPrincipal();

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Stack');
});

function newRole(props: Partial<McpScopedRoleProps> = {}) {
  return new McpScopedRole(stack, 'Agent', { assumedBy, ...props });
}

/** All statements of the policies that are part of the role itself. */
function inlineStatements(template = Template.fromStack(stack)): any[] {
  const [role] = Object.values(template.findResources('AWS::IAM::Role'));
  return role.Properties.Policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
}

const denied = (request?: Request) => deniedFrom(inlineStatements(), request);

describe('what the role may do', () => {
  test('by default: nothing outside MCP', () => {
    newRole();
    expect(denied()).toEqual(DIRECT);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', { Policies: [{ PolicyName: 'McpGuardrails' }] });
  });

  test('through the given servers only', () => {
    newRole({ servers: [McpServer.AWS] });
    expect(denied()).toEqual([...DIRECT, ...VIA_MCP.filter((name) => !name.includes('via AWS'))].sort(byOrder));
  });

  test('connect to servers that need a permission', () => {
    newRole({ servers: [McpServer.AWS, McpServer.EKS, McpServer.ECS, McpServer.EKS] });
    const [connect] = inlineStatements().filter((statement) => statement.Effect === 'Allow');
    expect(connect).toEqual({
      Sid: 'ConnectToMcpServers',
      Effect: 'Allow',
      Action: [...McpServer.EKS.connectActions, ...McpServer.ECS.connectActions],
      Resource: '*',
    });
    expect(denied({ action: 'eks-mcp:InvokeMcp', context: { 'aws:IsMcpServiceAction': ['true'] } })).not.toContain('direct, key absent');
    expect(denied({ action: 'eks-mcp:InvokeMcp', context: { 'aws:IsMcpServiceAction': ['true'] } })).not.toContain('direct, key false');
  });

  test.each<[string, Partial<McpScopedRoleProps>, boolean]>([
    ['AWS documents that the servers have no actions of their own', { servers: [McpServer.AWS] }, false],
    ['a server has some', { servers: [McpServer.AWS, McpServer.EKS] }, true],
    ['a server has one at its VPC endpoint', { servers: [McpServer.SAGEMAKER_UNIFIED_STUDIO] }, true],
    ['nothing is known of a server', { servers: [McpServer.of('some-new-mcp.amazonaws.com')] }, true],
    ['which server it is, is known at deployment only', { servers: [McpServer.AWS, McpServer.of(Lazy.string({ produce: () => 'aws-mcp.amazonaws.com' }))] }, true],
    ['any server may be used', {}, true],
    ['it is asked for', { servers: [McpServer.AWS], allowMcpServiceActions: true }, true],
  ])('call the servers\' own actions directly only where there may be some: %s', (_, props, open) => {
    newRole(props);
    const direct = denied({ action: 'eks-mcp:InvokeMcp', context: { 'aws:IsMcpServiceAction': ['true'] } }).filter((name) => DIRECT.includes(name));
    expect(direct).toEqual(open ? [] : DIRECT);
  });

  test('use no URL that was signed beforehand, if that is denied', () => {
    newRole({ guardrails: [McpGuardrail.denyPresignedUrls()] });
    const get = (authType: string) => denied({ action: 's3:GetObject', context: { 's3:authType': [authType] } });
    expect(get('REST-HEADER')).toEqual(DIRECT);
    expect(get('REST-QUERY-STRING')).toEqual(ALL);
    expect(get('POST')).toEqual(ALL);
  });

  test('not connect to servers nobody named', () => {
    newRole();
    expect(inlineStatements().filter((statement) => statement.Effect === 'Allow')).toEqual([]);
  });

  test('what further guardrails leave', () => {
    newRole({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] });
    expect(denied({ action: 's3:DeleteObject' })).toEqual([...DIRECT, ...VIA_MCP].sort(byOrder));
    expect(denied({ action: 's3:GetObject' })).toEqual(DIRECT);
  });

  test('with the exceptions of denyOutsideMcp', () => {
    newRole({ allowOauthSignIn: true, allowForwardAccessSessions: false });
    expect(inlineStatements()).toEqual(McpGuardrail.denyOutsideMcp({ allowOauthSignIn: true, allowForwardAccessSessions: false }).statements()
      .map((statement) => statement.toStatementJson()));
  });
});

describe('a role like any other', () => {
  test('golden', () => {
    const role = newRole({
      path: '/agents/',
      servers: [McpServer.AWS, McpServer.EKS],
      guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })],
      inlinePolicies: { Own: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['sqs:*'], resources: ['*'] })] }) },
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    expect(Template.fromStack(stack).toJSON().Resources).toMatchSnapshot();
  });

  test('is an iam.Role for the CDK', () => {
    expect(iam.Role.isRole(newRole())).toBe(true);
  });

  test('grants, attached and managed policies are in addition, and covered by the Deny', () => {
    const role = newRole();
    new s3.Bucket(stack, 'Bucket').grantRead(role);
    role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess'));
    role.attachInlinePolicy(new iam.Policy(stack, 'Attached', { statements: [new iam.PolicyStatement({ actions: ['*'], resources: ['*'] })] }));
    expect(denied({ action: 's3:GetObject' })).toEqual(DIRECT);
  });

  test('can be what another role is assumed by', () => {
    const role = newRole();
    new iam.Role(stack, 'Other', { assumedBy: role });
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { AWS: stack.resolve(role.roleArn) } })] },
    });
    expect(inlineStatements()).toHaveLength(1);
  });

  test('keeps its Deny where policy updates are turned off', () => {
    const role = newRole({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] });
    new s3.Bucket(stack, 'Bucket').grantRead(role.withoutPolicyUpdates());
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Policy', 0);
    expect(denied({ action: 's3:DeleteObject' })).toEqual([...DIRECT, ...VIA_MCP].sort(byOrder));
  });

  test('keeps its Deny where grants come from another stack', () => {
    const role = newRole();
    const other = new Stack(app, 'Other');
    new s3.Bucket(other, 'Bucket', { bucketName: 'some-bucket' }).grantRead(role);
    const table = new dynamodb.TableV2(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    table.grantReadData(role);
    expect(denied()).toEqual(DIRECT);
    Template.fromStack(other).resourceCountIs('AWS::IAM::Role', 0);
  });

  describe('with more grants than an inline policy holds', () => {
    const roleWith = (grant: (role: McpScopedRole, i: number) => void) => {
      const role = newRole({ servers: [McpServer.EKS], guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] });
      for (let i = 0; i < 200; i++) {
        grant(role, i);
      }
      return Template.fromStack(stack);
    };
    const length = (document: object, arn: number) => JSON.stringify(document).replace(/\{"Fn::GetAtt":[^}]*\}/g, `"${'x'.repeat(arn)}"`).length;
    const documents = (template: Template, type: string) =>
      Object.values(template.findResources(type)).map((policy) => policy.Properties.PolicyDocument);
    const sizes = (template: Template, arn: number) => ({
      inline: [
        ...Object.values(template.findResources('AWS::IAM::Role'))[0].Properties.Policies.map((policy: any) => policy.PolicyDocument),
        ...documents(template, 'AWS::IAM::Policy'),
      ].reduce((sum, document) => sum + length(document, arn), 0),
      managed: documents(template, 'AWS::IAM::ManagedPolicy').map((document) => length(document, arn)),
    });

    test('every policy fits, the Deny stays, and each permission is there once', () => {
      const template = roleWith((role, i) => role.addToPolicy(new iam.PolicyStatement({
        actions: ['sqs:SendMessage', `sqs:Action${i}`], resources: [`arn:aws:sqs:eu-central-1:111122223333:queue-${i}`],
      })));
      expect(deniedFrom(inlineStatements(template))).toEqual(expect.arrayContaining(DIRECT));
      const { inline, managed } = sizes(template, 0);
      expect(inline).toBeGreaterThan(9_700);
      expect(inline).toBeLessThanOrEqual(10_240);
      expect(managed.length).toBeGreaterThan(1);
      managed.forEach((size) => expect(size).toBeLessThanOrEqual(6_144));
      const allowed = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => documents(template, type)).flatMap((document) => document.Statement);
      expect(new Set(allowed.map((statement) => statement.Resource)).size).toBe(200);
      expect(allowed).toHaveLength(200);
    });

    test('also with ARNs that are known only at deployment', () => {
      const template = roleWith((role, i) => new s3.Bucket(stack, `Bucket${i}`).grantRead(role));
      const { inline, managed } = sizes(template, 100);
      expect(inline).toBeLessThanOrEqual(10_240);
      managed.forEach((size) => expect(size).toBeLessThanOrEqual(6_144));
    });

    test('the same grant many times takes room once', () => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      const template = roleWith((role) => bucket.grantRead(role));
      template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    });

    test('a grant that went to a managed policy can be waited for', () => {
      const bucket = new s3.Bucket(stack, 'Bucket');
      roleWith((role, i) => role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: [`arn:aws:s3:::${'x'.repeat(60)}-${i}`] }))
        .policyDependable && (i === 199) && bucket.node.addDependency(
        role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })).policyDependable!));
      Template.fromStack(stack).hasResource('AWS::S3::Bucket', { DependsOn: [Match.stringLikeRegexp('^AgentGrants')] });
    });
  });

  test('tokens in its properties', () => {
    const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
    newRole({ roleName: parameter, description: parameter, servers: [McpServer.of(parameter)] });
    const [, only] = inlineStatements();
    expect(only.Condition.StringNotEquals).toEqual({ 'aws:CalledViaAWSMCP': { Ref: 'Parameter' } });
  });
});

describe('Role.customizeRoles()', () => {
  function report(): any {
    const { directory } = app.synth();
    return JSON.parse(fs.readFileSync(path.join(directory, 'iam-policy-report.json'), 'utf-8')).roles[0];
  }

  test('reports the Deny of a role that is not synthesized', () => {
    iam.Role.customizeRoles(stack);
    newRole({ servers: [McpServer.EKS] }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    expect(report().identityPolicyStatements.map((statement: any) => statement.Sid)).toEqual([
      'DenyOutsideMcp', 'DenyOtherMcpServers', 'ConnectToMcpServers', undefined,
    ]);
    Template.fromStack(stack).resourceCountIs('AWS::IAM::Role', 0);
  });

  test('reports the Deny of a role that exists already', () => {
    iam.Role.customizeRoles(stack, { usePrecreatedRoles: { Agent: 'existing-agent' } });
    const role = newRole();
    expect(report().identityPolicyStatements).toEqual([expect.objectContaining({ Sid: 'DenyOutsideMcp' })]);
    expect(role.roleName).toBe('existing-agent');
  });

  test('keeps the Deny if roles are synthesized as well', () => {
    iam.Role.customizeRoles(stack, { preventSynthesis: false });
    newRole();
    expect(denied()).toEqual(DIRECT);
  });
});

describe('errors', () => {
  test.each<[string, Partial<McpScopedRoleProps>, string]>([
    ['no server', { servers: [] }, 'Stack/Agent: servers is empty, so that the role could not be used at all: leave it out for any server'],
    ['a Sid twice', { guardrails: [McpGuardrail.denyOutsideMcp()] },
      'Stack/Agent: guardrails has "DenyOutsideMcp", which the role has by itself: leave it out'],
    ['its own policy\'s name', { inlinePolicies: { McpGuardrails: new iam.PolicyDocument() } },
      'Stack/Agent: the inline policy "McpGuardrails" is the construct\'s own: give yours another name'],
    ['its own other policy\'s name', { inlinePolicies: { McpConnect: new iam.PolicyDocument() } },
      'Stack/Agent: the inline policy "McpConnect" is the construct\'s own: give yours another name'],
    ['a misspelled server', { servers: [McpServer.AWS, (McpServer as any).SAGEMAKER] }, 'Stack/Agent: servers has undefined: expected a list of McpServer, such as [McpServer.AWS]'],
    ['the name of a server', { servers: ['eks-mcp.amazonaws.com' as any] }, 'Stack/Agent: servers has "eks-mcp.amazonaws.com": expected a list of McpServer, such as [McpServer.AWS]'],
    ['no way to connect', { servers: [McpServer.AWS, McpServer.ECS], allowMcpServiceActions: false },
      'Stack/Agent: allowMcpServiceActions is false, but ecs-mcp.amazonaws.com can\'t be connected to without ecs-mcp:UseMcp, '],
  ])('%s', (_, props, message) => {
    expect(() => newRole(props)).toThrow(message);
  });

  test('a guardrail with a principal', () => {
    const guardrail = McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'], principals: [new iam.AnyPrincipal()],
    }));
    expect(() => newRole({ guardrails: [guardrail] }))
      .toThrow('Stack/Agent: statement "Own" has a Principal or NotPrincipal, which a role\'s inline policies can\'t hold');
  });

  describe('inline policies that are too large together', () => {
    const resources = Array.from({ length: 170 }, (_, i) => `arn:aws:s3:::bucket-number-${i}/${'x'.repeat(30)}/*`);
    const statements = () => [new iam.PolicyStatement({ actions: ['s3:GetObject'], resources })];
    const own = () => newRole({ inlinePolicies: { Own: new iam.PolicyDocument({ statements: statements() }) } });
    const attached = () => newRole().attachInlinePolicy(new iam.Policy(stack, 'Policy', { statements: statements() }));
    const attachedFromThere = () => new iam.Policy(stack, 'Policy', { statements: statements() }).attachToRole(newRole());

    test.each([['its own', own], ['attached', attached], ['attached from the policy', attachedFromThere]])('%s', (_, make) => {
      make();
      expect(() => app.synth()).toThrow(
        /\[Stack\/Agent\] Stack\/Agent\/Resource: with the guardrails, the role's inline policies would have 1\d,\d{3} characters, [\d,]+ over the limit of 10,240: narrow them/);
    });
  });

  test('something that takes the guardrails out', () => {
    class Injector implements IPropertyInjector {
      public readonly constructUniqueId = iam.Role.PROPERTY_INJECTION_ID;
      public inject(props: any, _context: InjectionContext) {
        return { ...props, inlinePolicies: {} };
      }
    }
    stack = new Stack(app, 'Injected', { propertyInjectors: [new Injector()] });
    newRole();
    expect(() => app.synth()).toThrow('Injected/Agent/Resource: the guardrails are no longer in Policies');
  });
});

function byOrder(a: any, b: any): number {
  const order = deniedFrom([{ Effect: 'Deny', Action: '*', Resource: '*' }]);
  return order.indexOf(a) - order.indexOf(b);
}

test.each<[string, (role: iam.CfnRole) => void]>([
  ['the property is set', (role) => {
    role.policies = [];
  }],
  ['to a token', (role) => {
    role.policies = Lazy.any({ produce: () => [] });
  }],
  ['it is overridden', (role) => role.addPropertyOverride('Policies', [])],
  ['in a part', (role) => role.addPropertyOverride('Policies.0.PolicyDocument.Statement.0.Condition', { Bool: { 'aws:SecureTransport': 'false' } })],
  ['it is deleted', (role) => role.addPropertyDeletionOverride('Policies')],
  ['all properties are', (role) => role.addDeletionOverride('Properties')],
])('an override that takes the guardrails off is an error: %s', (_, override) => {
  override(newRole().node.defaultChild as iam.CfnRole);
  expect(() => app.synth()).toThrow('[Stack/Agent] Stack/Agent/Resource: the guardrails are no longer in Policies');
});

test('what a token stands for counts', () => {
  const resources = [Lazy.string({ produce: () => `arn:aws:s3:::${'x'.repeat(11_000)}` })];
  newRole({ guardrails: [McpGuardrail.denyViaMcp({ resources })] });
  expect(() => app.synth()).toThrow(/characters, [\d,]+ over the limit of 10,240/);
});

test('any other override is none', () => {
  const resource = newRole().node.defaultChild as iam.CfnRole;
  resource.addPropertyOverride('Description', 'An agent');
  resource.policies = [...resource.policies as iam.CfnRole.PolicyProperty[], { policyName: 'More', policyDocument: { Version: '2012-10-17', Statement: [] } }];
  expect(() => app.synth()).not.toThrow();
});

test.each(['', 'two words', 'x'.repeat(65)])('%j is not the name of a role', (roleName) => {
  expect(() => newRole({ roleName })).toThrow(/^Stack\/Agent: roleName is .*: expected 1 to 64 letters, digits and \+=,\.@_-$/);
});

test('what is no JSON is an error that names the role', () => {
  const scope = new Stack(undefined, 'Stack');
  const agent = new McpScopedRole(scope, 'Agent', { assumedBy: new iam.AccountRootPrincipal() });
  expect(() => agent.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [agent as any] })))
    .toThrow('Stack/Agent: a statement has something that can\'t be written as JSON');
});
