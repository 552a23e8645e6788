import { App, aws_iam as iam, aws_organizations as organizations, aws_s3 as s3, CfnParameter, Lazy, NestedStack, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import {
  ActionSet, DirectCalls, McpGuardrail, McpServer, McpServiceControlPolicy, McpServiceControlPolicyProps, PolicyTarget, PrincipalFilter,
} from '../../src';
import { deniedFrom, DIRECT, VIA_MCP } from '../meaning';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App();
  stack = new Stack(app, 'Organization');
});

const targets = [PolicyTarget.organizationalUnit('ou-ab12-11111111')];
const guardrails = [McpGuardrail.denyViaMcp({ actions: ActionSet.of('iam:*') })];
const make = (props: Partial<McpServiceControlPolicyProps> = {}, id = 'Agents') => new McpServiceControlPolicy(stack, id, { guardrails, targets, ...props });
const policy = () => Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'))[0].Properties;

test('a native policy with an object as its content', () => {
  const scp = make({
    guardrails: [
      ...guardrails,
      McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS] }),
      McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }),
    ],
    targets: [...targets, PolicyTarget.root('r-ab12'), PolicyTarget.account('111122223333'), ...targets],
  });
  expect(policy()).toMatchSnapshot();
  const { Statement } = policy().Content;
  const as = (role: string) => ({ context: { 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] } });
  expect(deniedFrom(Statement, { action: 'iam:CreateRole', ...as('Developer') })).toEqual(VIA_MCP);
  expect(deniedFrom(Statement, { action: 's3:GetObject', ...as('Developer') })).toEqual(VIA_MCP.filter((name) => !name.includes('via AWS')));
  expect(deniedFrom(Statement, { action: 's3:GetObject', ...as('agents/Reader') }))
    .toEqual([...DIRECT, ...VIA_MCP.filter((name) => !name.includes('via AWS'))]);
  expect(stack.resolve([scp.policyIds, scp.policyArns])).toEqual([
    [{ 'Fn::GetAtt': ['Agents8DC46436', 'Id'] }], [{ 'Fn::GetAtt': ['Agents8DC46436', 'Arn'] }],
  ]);
});

describe('the name', () => {
  test('tells stack and construct, and is unique', () => {
    make();
    const other = new Stack(new Stage(app, 'Prod'), 'Organization');
    new McpServiceControlPolicy(other, 'Agents', { guardrails, targets });
    const [a, b] = [stack, other].map((each) => Object.values(Template.fromStack(each).findResources('AWS::Organizations::Policy'))[0].Properties.Name);
    expect(a).toMatch(/^Organization-Agents-[0-9A-F]{8}$/);
    expect(b).toMatch(/^Prod-Organization-Agents-[0-9A-F]{8}$/);
  });

  const nameIn = (each: Stack) => Object.values(Template.fromStack(each).findResources('AWS::Organizations::Policy'))[0].Properties.Name;
  const inStage = (stageName: string, stackName?: string) => {
    const other = new Stack(new Stage(app, stageName), 'Organization', { stackName });
    new McpServiceControlPolicy(other, 'Agents', { guardrails, targets });
    return other;
  };

  test('tells stages apart whose stacks are named alike', () => {
    const names = ['One', 'Two'].map((stage) => nameIn(inStage(stage, 'guard')));
    expect(names[0]).toMatch(/^guard-Agents-[0-9A-F]{8}-[0-9A-F]{8}$/);
    expect(new Set(names).size).toBe(2);
    expect(nameIn(inStage('Three', 'Three-guard'))).toMatch(/^Three-guard-Agents-[0-9A-F]{8}$/);
  });

  test.each<[string, { account?: string; region?: string }, Partial<McpServiceControlPolicyProps>, boolean]>([
    ['the same', {}, { policyName: 'agents' }, true],
    ['the same in another region', { region: 'eu-west-1' }, { policyName: 'agents' }, true],
    ['the same, in what may be another account', { account: '222222222222' }, { policyName: 'agents' }, false],
    ['another', {}, { policyName: 'others' }, false],
  ])('of a policy elsewhere in the app: %s', (_, env, props, error) => {
    make({ policyName: 'agents' });
    new McpServiceControlPolicy(new Stack(app, 'Other', { env }), 'Agents', { guardrails, targets, ...props });
    const synth = expect(() => app.synth());
    (error ? synth : synth.not).toThrow(
      '[Organization/Agents] Other/Agents/Resource is a policy of the same name, "agents", of which the organization can have one: give one of them another policyName');
  });

  test('of policies of two accounts, or of two types, may be the same', () => {
    for (const account of ['111111111111', '222222222222']) {
      const other = new Stack(app, `In${account}`, { env: { account } });
      new McpServiceControlPolicy(other, 'Agents', { guardrails, targets, policyName: 'agents' });
      new organizations.CfnPolicy(other, 'Tags', { name: 'agents', type: 'TAG_POLICY', content: {} });
    }
    expect(() => app.synth()).not.toThrow();
  });

  test('is at most 119 characters long, so that there is room for a hash', () => {
    make({}, 'x'.repeat(200));
    expect(policy().Name.length).toBeLessThanOrEqual(119);
    expect(policy().Name.length).toBeGreaterThan(114);
  });

  test('and the description can be given, or be known only at deployment', () => {
    const parameter = new CfnParameter(stack, 'Parameter').valueAsString;
    make({ policyName: 'Agents', description: 'For agents' });
    make({ policyName: `Agents of ${parameter}`, description: parameter }, 'Other');
    const [first, second] = Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'));
    expect(first.Properties).toMatchObject({ Name: 'Agents', Description: 'For agents' });
    expect(second.Properties).toMatchObject({ Name: { 'Fn::Join': ['', ['Agents of ', { Ref: 'Parameter' }]] }, Description: { Ref: 'Parameter' } });
  });

  test('the description names the guardrails, as far as there is room', () => {
    make({ guardrails: Array.from({ length: 60 }, (_, i) => McpGuardrail.denyViaMcp({ sid: `Guardrail${i}`, actions: ActionSet.of('s3:*') })) });
    expect(policy().Description).toMatch(/^Guardrails for AI agents: Guardrail0, Guardrail1, .*\.\.\.$/);
    expect(policy().Description).toHaveLength(512);
  });
});

describe('control policies of one stack are deployed one after another', () => {
  const dependencies = (each: Stack) => Object.fromEntries(Object.entries(Template.fromStack(each).findResources('AWS::Organizations::Policy'))
    .map(([, resource]) => [resource.Properties.Name, resource.DependsOn ?? []]));
  const raw = (id: string, scope = stack) => new organizations.CfnPolicy(scope, id, {
    name: id, type: 'SERVICE_CONTROL_POLICY', content: {}, targetIds: ['r-ab12'],
  });

  test('the library\'s and others', () => {
    raw('First');
    make({ policyName: 'Second' }, 'Second');
    make({ policyName: 'Third' }, 'Third');
    raw('Fourth');
    expect(dependencies(stack)).toEqual({ First: [], Second: ['First'], Third: ['Second394350F9'], Fourth: ['Third1125870F'] });
  });

  test.each<[string, (first: McpServiceControlPolicy, third: organizations.CfnPolicy) => void]>([
    ['of resources', (first, third) => (first.node.findChild('Resource') as organizations.CfnPolicy).addDependency(third)],
    ['of constructs', (first, third) => first.node.addDependency(third)],
  ])('in an order that the app asks for, %s', (_, order) => {
    const first = make({ policyName: 'First' }, 'First');
    make({ policyName: 'Second' }, 'Second');
    order(first, raw('Third'));
    expect(() => app.synth()).not.toThrow();
    expect(dependencies(stack)).toEqual({ First: ['Third'], Second: ['First8D4707F1'], Third: [] });
  });

  test('but not those of other stacks', () => {
    const nested = new NestedStack(stack, 'Nested');
    make({ policyName: 'First' }, 'First');
    new McpServiceControlPolicy(nested, 'Agents', { guardrails, targets, policyName: 'InNested' });
    make({ policyName: 'Second' }, 'Second');
    expect(dependencies(stack)).toEqual({ First: [], Second: ['First8D4707F1'] });
    expect(dependencies(nested)).toEqual({ InNested: [] });
  });
});

describe('guardrails that outgrow one policy', () => {
  const policies = () => Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy')).map((resource) => resource.Properties);
  const statements = () => policies().flatMap((each) => each.Content.Statement);
  const large = [
    McpGuardrail.denyDestructiveViaMcp(), McpGuardrail.denySecretReadsViaMcp(), McpGuardrail.denyDelegationViaMcp(),
    McpGuardrail.denyAuditTamperingViaMcp(),
  ];

  test('become several, each within the limit, with names, descriptions and an order', () => {
    const scp = make({ guardrails: large, policyName: 'agents' });
    expect(policies().length).toBeGreaterThan(2);
    expect(scp.policyIds).toHaveLength(policies().length);
    expect(scp.policyArns).toHaveLength(policies().length);
    for (const [i, each] of policies().entries()) {
      expect(JSON.stringify(each.Content).length).toBeLessThanOrEqual(10_240);
      expect(each.Name).toMatch(i === policies().length - 1 ? /^agents$/ : /^agents-[0-9A-F]{8}$/);
      expect(each.Description).toBe(`Guardrails for AI agents: ${each.Content.Statement.map((statement: any) => statement.Sid).join(', ')}`);
      expect(each.TargetIds).toEqual(['ou-ab12-11111111']);
      expect(new Set(each.Content.Statement.map((statement: any) => statement.Sid)).size).toBe(each.Content.Statement.length);
    }
    const resources = Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'));
    expect(resources.map((resource) => resource.DependsOn?.length ?? 0)).toEqual(resources.map((_, i) => (i === 0 ? 0 : 1)));
  });

  test('deny what they denied before', () => {
    make({ guardrails: large });
    const before = large.flatMap((guardrail) => guardrail.statements());
    for (const action of ['s3:DeleteObject', 'xray:DeleteGroup', 'secretsmanager:GetSecretValue', 'lambda:InvokeFunction', 'cloudtrail:StopLogging', 's3:GetObject', 'kms:Decrypt']) {
      for (const via of [[], ['s3.eu-central-1.amazonaws.com']]) {
        const request = { action, context: { 'kms:ViaService': via } };
        expect(deniedFrom(statements(), request)).toEqual(deniedFrom(before, request));
      }
    }
  });

  test('stay as they were when a guardrail is added, as far as can be', () => {
    make({ guardrails: large });
    const before = policies();
    stack = new Stack(new App(), 'Organization');
    make({ guardrails: [...large, McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:PutObject'), resources: ['arn:aws:s3:::audit/*'] })] });
    const after = policies();
    expect(after.slice(0, before.length - 1).map(({ Content }) => Content)).toEqual(before.slice(0, -1).map(({ Content }) => Content));
  });

  test('more than the target can hold is an error with the numbers', () => {
    make({ guardrails: large, maxPoliciesPerTarget: 2 });
    expect(() => app.synth()).toThrow(/\[Organization\/Agents\] the stack attaches \d service control policies to ou-ab12-11111111, \d more than the 2 it can hold/);
  });

  test('counted with the other policies of the stack', () => {
    for (let i = 0; i < 9; i++) {
      make({}, `Agents${i}`);
    }
    expect(() => app.synth()).not.toThrow();
    make({}, 'Agents9');
    make({ targets: [PolicyTarget.root('r-ab12')] }, 'Root');
    expect(() => app.synth({ force: true })).toThrow(
      /\[Organization\/Agents9\] the stack attaches 10 service control policies to ou-ab12-11111111, 1 more than the 9 it can hold/);
    expect(() => app.synth({ force: true })).not.toThrow(/r-ab12/);
  });

  test('a name that leaves no room for the hash', () => {
    expect(() => make({ guardrails: large, policyName: 'x'.repeat(120) })).toThrow('policyName with the hash of the content is "xxx');
  });

  test.each<[string, (first: McpServiceControlPolicy, second: McpServiceControlPolicy) => void]>([
    ['constructs', (first, second) => first.node.addDependency(second)],
    ['resources', (first, second) => (first.node.defaultChild as organizations.CfnPolicy).addDependency(second.node.defaultChild as organizations.CfnPolicy)],
  ])('are there before the last one is updated, also where the app asks for another order of %s', (_, order) => {
    const [first, second] = ['First', 'Second'].map((id) => make({ guardrails: large, policyName: id, maxPoliciesPerTarget: 20 }, id));
    order(first, second);
    const dependsOn = new Map(Object.entries(Template.fromStack(stack).findResources('AWS::Organizations::Policy'))
      .map(([id, resource]) => [id, [resource.DependsOn ?? []].flat() as string[]]));
    for (const scp of [first, second]) {
      const ids = scp.node.children.map((each) => stack.getLogicalId(each as organizations.CfnPolicy));
      ids.slice(1).forEach((id, i) => expect(dependsOn.get(id)).toContain(ids[i]));
    }
  });

  test('change by new policies before the last one is updated, which is the only one if one is enough', () => {
    const byId = () => Object.entries(Template.fromStack(stack).findResources('AWS::Organizations::Policy'))
      .map(([id, { Properties: { Name, Content } }]) => [id, Name, JSON.stringify(Content)]);
    const scp = make({ guardrails: large });
    const before = byId();
    expect(scp.node.defaultChild).toBe(scp.node.children.at(-1));
    const madeAnew = (some: McpGuardrail[]) => {
      stack = new Stack(new App(), 'Organization');
      make({ guardrails: some });
      return byId();
    };
    const after = madeAnew(large.slice(1));
    for (const index of [0, 1]) {
      const same = (a: string[], b: string[]) => (a[index] === b[index]) === (a[2] === b[2]);
      expect(before.slice(0, -1).every((a) => after.slice(0, -1).every((b) => same(a, b)))).toBe(true);
      expect(before.some((a) => after.every((b) => a[index] !== b[index]))).toBe(true);
    }
    const one = madeAnew([large[1]]);
    expect([before, after, one].map((each) => each.at(-1)!.slice(0, 2))).toEqual(one.concat(one, one).map((each) => each.slice(0, 2)));
  });
});

describe('what becomes of it when it is taken out of the app', () => {
  const attributes = (props: Partial<McpServiceControlPolicyProps>) => {
    make(props);
    const [{ DeletionPolicy, UpdateReplacePolicy }] = Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'));
    return [DeletionPolicy, UpdateReplacePolicy];
  };

  test.each<[RemovalPolicy | undefined, string | undefined]>([
    [undefined, undefined], [RemovalPolicy.DESTROY, 'Delete'], [RemovalPolicy.RETAIN, 'Retain'],
  ])('%s', (removalPolicy, expected) => {
    expect(attributes({ removalPolicy })).toEqual([expected, expected]);
  });

  test('several policies can be deleted only', () => {
    const large = [McpGuardrail.denyDestructiveViaMcp(), McpGuardrail.denySecretReadsViaMcp()];
    expect(() => make({ guardrails: large, maxPolicySize: 5_120, removalPolicy: RemovalPolicy.RETAIN })).toThrow(
      /^Organization\/Agents: removalPolicy is "retain", but the guardrails need \d policies, and those that a change replaces would stay attached: leave/);
    make({ guardrails: large, maxPolicySize: 5_120, removalPolicy: RemovalPolicy.DESTROY }, 'Other');
  });

  test('a snapshot of it can\'t be', () => {
    expect(() => make({ removalPolicy: RemovalPolicy.SNAPSHOT })).toThrow('removalPolicy is "snapshot": expected RemovalPolicy.DESTROY or RemovalPolicy.RETAIN');
  });
});

describe('tokens', () => {
  test('in targets and guardrails', () => {
    const target = new CfnParameter(stack, 'Target').valueAsString;
    const arn = new CfnParameter(stack, 'Arn').valueAsString;
    make({ targets: [PolicyTarget.organizationalUnit(target)], guardrails: [McpGuardrail.denyViaMcp({ resources: [arn] })] });
    expect(policy().TargetIds).toEqual([{ Ref: 'Target' }]);
    expect(policy().Content.Statement[0].Resource).toEqual({ Ref: 'Arn' });
  });

  test('that refer to another stack of the app', () => {
    const data = new Stack(app, 'Data');
    const bucket = new s3.Bucket(data, 'Bucket');
    make({ guardrails: [McpGuardrail.denyViaMcp({ resources: [bucket.bucketArn, bucket.arnForObjects('*')] })] });
    expect(policy().Content.Statement[0].Resource[0]).toEqual({ 'Fn::ImportValue': expect.stringContaining('Data:ExportsOutput') });
    Template.fromStack(data).hasOutput('*', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Bucket'), 'Arn'] } });
  });

  test('in statements that are divided', () => {
    const resources = Array.from({ length: 200 }, (_, i) => `${new CfnParameter(stack, `Arn${i}`).valueAsString}/${'x'.repeat(50)}`);
    make({ guardrails: [McpGuardrail.denyViaMcp({ resources })] });
    const all = Object.values(Template.fromStack(stack).findResources('AWS::Organizations::Policy'))
      .flatMap((resource) => resource.Properties.Content.Statement.flatMap((statement: any) => statement.Resource));
    expect(all).toEqual(stack.resolve(resources));
  });

  test('that are resolved at synthesis count as what they resolve to', () => {
    const long = Lazy.string({ produce: () => `arn:aws:s3:::${'x'.repeat(10_300)}` });
    expect(() => make({ guardrails: [McpGuardrail.denyViaMcp({ resources: [long] })] })).toThrow(/over the limit of 10,240/);
  });
});

describe('nobody is locked out', () => {
  const everybody = /^Organization\/Agents: statement "\w+" would lock everybody out: in a policy of the organization it denies everything to people and /;

  test.each<[string, McpGuardrail]>([
    ['denyOutsideMcp without appliesTo', McpGuardrail.denyOutsideMcp()],
    ['denyOutsideMcp for all but a few', McpGuardrail.denyOutsideMcp({ exempt: [PrincipalFilter.roleNames('Admin'), PrincipalFilter.tag('a', 'b')] })],
    ['denyOutsideMcp with OAuth sign-in', McpGuardrail.denyOutsideMcp({ allowOauthSignIn: true })],
    ['denyOutsideMcp for a pattern that is everybody', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.arns('arn:aws:iam::*:role/*')] })],
    ['allowOnlyServers with direct calls denied', McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS], directCalls: DirectCalls.DENIED })],
    ['the same by hand', McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, notActions: ['s3:*'], resources: ['*'], conditions: { Bool: { 'aws:ViaAWSMCPService': 'false' } },
    }))],
    ...['s*', '*-*', '*_*'].map((name): [string, McpGuardrail] =>
      [`denyOutsideMcp for all but roles named ${name}`, McpGuardrail.denyOutsideMcp({ exempt: [PrincipalFilter.roleNames(name)] })]),
    ...['arn:*', 'arn:*:*:*:*:*', 'arn:aws:*', 'arn:aws:*:*:*:*', '**', '?*'].map((resource): [string, McpGuardrail] => [`everything as ${resource}`,
      McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], resources: ['arn:aws:s3:::a', resource] }))]),
    ['everything but a resource', McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], notResources: ['arn:aws:s3:::a'],
    }))],
    ['no condition at all', McpGuardrail.fromStatements(new iam.PolicyStatement({ sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] }))],
  ])('%s is an error', (_, guardrail) => {
    expect(() => make({ guardrails: [guardrail] })).toThrow(everybody);
  });

  test.each<[string, McpGuardrail]>([
    ['denyOutsideMcp for some roles', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] })],
    ['denyOutsideMcp for roles of a name with an s', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.roleNames('s*')] })],
    ['denyOutsideMcp for users', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.arns('arn:aws:iam::*:user/*')] })],
    ['denyOutsideMcp for an account', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.arns('arn:aws:iam::111122223333:role/*')] })],
    ['a service', McpGuardrail.fromStatements(new iam.PolicyStatement({
      sid: 'Own', effect: iam.Effect.DENY, actions: ['*'], resources: ['arn:aws:s3:::*', 'arn:*:s3:*:*:*'],
    }))],
    ['denyOutsideMcp for a tag', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.tag('agent', '*')] })],
    ['denyOutsideMcp for an organizational unit below', McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.organizationPaths('o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/ou-ab12-22222222/*')] })],
    ['denyViaMcp', McpGuardrail.denyViaMcp()],
    ['some actions', McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS], actions: ActionSet.of('eks:*'), directCalls: DirectCalls.DENIED })],
    ['some resources', McpGuardrail.allowOnlyServers({ servers: [McpServer.EKS], resources: ['arn:aws:s3:::a'], directCalls: DirectCalls.DENIED })],
  ])('%s is fine', (_, guardrail) => {
    expect(() => make({ guardrails: [guardrail] })).not.toThrow();
  });
});

describe('errors', () => {
  test.each<[string, Partial<McpServiceControlPolicyProps>, string]>([
    ['no guardrail', { guardrails: [] }, 'Organization/Agents: guardrails is empty, so that the service control policy would deny nothing'],
    ['no target', { targets: [] }, 'Organization/Agents: targets is empty, so that the service control policy would reach nobody'],
    ['missing targets', { targets: undefined }, 'Organization/Agents: targets is undefined: expected a list of PolicyTarget, such as PolicyTarget.org'],
    ['a missing target', { targets: [...targets, undefined as any] }, 'Organization/Agents: targets has undefined: expected a list of PolicyTarget'],
    ['the id of a target', { targets: ['ou-ab12-11111111' as any] }, 'Organization/Agents: targets has "ou-ab12-11111111": expected a list of PolicyTarget'],
    ['a Sid twice', { guardrails: [...guardrails, ...guardrails] },
      'Organization/Agents: two statements have the Sid "DenyViaMcp": give one of the guardrails another sid'],
    ['no name', { policyName: '' }, 'Organization/Agents: policyName is "": expected 1 to 128 characters'],
    ['a long name', { policyName: 'x'.repeat(129) }, 'Organization/Agents: policyName is "xxx'],
    ['a long description', { description: 'x'.repeat(513) }, 'Organization/Agents: description is "xxx'],
    ['a limit that is none', { maxPolicySize: NaN }, 'Organization/Agents: maxPolicySize is NaN: expected a whole number of at least 1'],
    ['a limit of nothing', { maxPolicySize: 0 }, 'Organization/Agents: maxPolicySize is 0: expected a whole number of at least 1'],
    ['a principal', {
      guardrails: [McpGuardrail.fromStatements(new iam.PolicyStatement({
        sid: 'Own', effect: iam.Effect.DENY, actions: ['s3:*'], resources: ['*'], notPrincipals: [new iam.AccountPrincipal('111122223333')],
      }))],
    }, 'Organization/Agents: statement "Own" has a Principal or NotPrincipal, which a service control policy can\'t hold'],
  ])('%s', (_, props, message) => {
    expect(() => make(props)).toThrow(message);
  });

  test('one character too many', () => {
    const guardrail = (length: number) => McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${'x'.repeat(length)}`] });
    make({ guardrails: [guardrail(1)] });
    const room = 10_240 - JSON.stringify(policy().Content).length + 1;
    stack.node.tryRemoveChild('Agents');
    make({ guardrails: [guardrail(room)] });
    expect(JSON.stringify(stack.resolve((stack.node.findChild('Agents').node.findChild('Resource') as organizations.CfnPolicy).content))).toHaveLength(10_240);
    expect(() => make({ guardrails: [guardrail(room + 1)] }, 'Other'))
      .toThrow('Organization/Other: statement "DenyViaMcp" alone makes a document of 10,241 characters, 1 over the limit of 10,240, and cannot be divided');
  });

  test('more than a limit that is given', () => {
    expect(() => make({ maxPolicySize: 100 })).toThrow(/Organization\/Agents: statement "DenyViaMcp" alone makes a document of \d{3} characters, \d+ over the limit of 100, and cannot be divided/);
  });

  test.each<[string, McpGuardrail['statements']]>([
    ['the guardrail "Own" has no statements', () => []],
    ['a statement of the guardrail "Own" has no Sid', () => [new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: ['*'] })]],
    ['statement "Own" has the effect Allow: a guardrail is an explicit Deny', () => [new iam.PolicyStatement({ sid: 'Own', actions: ['*'], resources: ['*'] })]],
  ])('%s, of a team\'s own class', (message, statements) => {
    class Own extends McpGuardrail {
      public readonly id = 'Own';
      public statements = statements;
    }
    expect(() => make({ guardrails: [new Own()] })).toThrow(`Organization/Agents: ${message}`);
  });
});
