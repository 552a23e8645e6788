import { App, aws_iam as iam, aws_s3 as s3, aws_sso as sso, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { document, plain, readResources, readStacks, sids } from './read';
import { ActionSet, McpGuardrail, McpGuardrailPolicy, McpScopedRole, McpServer, McpServiceControlPolicy, PolicyTarget } from '../../../src';
import { readTemplates } from '../../../src/analysis/template/read-templates';
import { PolicyKind } from '../../../src/iam/policy';
import { workOf } from '../../work';

let app: App;
let stack: Stack;
beforeEach(() => {
  app = new App({ context: { 'aws:cdk:enable-path-metadata': true } });
  stack = new Stack(app, 'Agents');
});

const allow = (sid: string) => new iam.PolicyStatement({ sid, actions: ['s3:GetObject'], resources: ['*'] });
const assumedBy = new iam.AccountRootPrincipal();

test('a scoped role with a grant, a guardrail policy and a managed policy of AWS', () => {
  const bucket = new s3.Bucket(stack, 'Reports');
  const role = new McpScopedRole(stack, 'Reader', {
    assumedBy,
    servers: [McpServer.EKS],
    path: '/agents/',
    managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')],
  });
  bucket.grantRead(role);
  new McpGuardrailPolicy(stack, 'NoDeletes', {
    guardrails: [McpGuardrail.denyViaMcp({ sid: 'NoDeletes', actions: ActionSet.of('s3:Delete*') })], roles: [role],
  });

  const { principals: [reader], policies } = readStacks(stack);
  expect(reader).toMatchObject({
    kind: 'role',
    logicalId: 'ReaderF7BF189D',
    file: 'Agents.json',
    constructPath: 'Agents/Reader/Resource',
    name: '<ReaderF7BF189D>',
    arn: 'arn:aws:iam::<AWS::AccountId>:role/agents/<ReaderF7BF189D>',
    otherManagedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    trustPolicy: {
      kind: PolicyKind.TRUST,
      place: { path: 'Properties/AssumeRolePolicyDocument' },
      document: { Statement: [{ Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::<AWS::AccountId>:root' } }] },
    },
    tags: {},
  });
  expect(reader.identityPolicies.map(({ place, resourceType }) => [resourceType, place.constructPath, place.path])).toEqual([
    ['AWS::IAM::Role', 'Agents/Reader/Resource', 'Properties/Policies/0/PolicyDocument'],
    ['AWS::IAM::Role', 'Agents/Reader/Resource', 'Properties/Policies/1/PolicyDocument'],
    ['AWS::IAM::ManagedPolicy', 'Agents/NoDeletes/Resource', 'Properties/PolicyDocument'],
    ['AWS::IAM::Policy', 'Agents/Reader/DefaultPolicy/Resource', 'Properties/PolicyDocument'],
  ]);
  expect((reader.identityPolicies[3].document as any).Statement[0].Resource).toEqual([
    expect.stringMatching(/^arn:aws:s3:::<Reports\w+>$/), expect.stringMatching(/^arn:aws:s3:::<Reports\w+>\/\*$/),
  ]);
  expect(policies).toHaveLength(5);
});

test('users have what their groups have, managed policies are attached from either side', () => {
  const shared = new iam.ManagedPolicy(stack, 'Shared', { statements: [allow('Shared')] });
  new iam.ManagedPolicy(stack, 'Unused', { statements: [allow('Unused')] });
  const group = new iam.Group(stack, 'Team', { managedPolicies: [shared, iam.ManagedPolicy.fromAwsManagedPolicyName('ViewOnlyAccess')] });
  group.addToPolicy(allow('OfGroup'));
  const user = new iam.User(stack, 'Ann', { groups: [group], managedPolicies: [shared] });
  user.addToPolicy(allow('OfUser'));
  new iam.CfnUserToGroupAddition(stack, 'Elsewhere', { groupName: 'elsewhere', users: [user.userName] });
  new iam.ManagedPolicy(stack, 'Attached', { statements: [allow('Attached')], users: [user], groups: [group] });

  const { principals: [team, ann], policies } = readStacks(stack);
  expect(sids(team)).toEqual(['Shared', 'OfGroup', 'Attached']);
  expect(sids(ann)).toEqual(['Shared', 'OfUser', 'Attached', 'OfGroup']);
  expect(team.otherManagedPolicies).toEqual(['arn:aws:iam::aws:policy/ViewOnlyAccess']);
  expect(ann.otherManagedPolicies).toEqual(['arn:aws:iam::aws:policy/ViewOnlyAccess']);
  expect(ann.otherGroups).toEqual(['elsewhere']);
  expect(team).not.toHaveProperty('otherGroups');
  // However often it is attached.
  expect(policies.map(({ place }) => place.constructPath)).toEqual([
    'Agents/Shared/Resource', 'Agents/Unused/Resource', 'Agents/Team/DefaultPolicy/Resource', 'Agents/Ann/DefaultPolicy/Resource',
    'Agents/Attached/Resource',
  ]);
});

test('a permissions boundary of the template, alone and attached too', () => {
  const boundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [allow('Boundary')] });
  const both = new iam.ManagedPolicy(stack, 'Both', { statements: [allow('Both')] });
  new iam.Role(stack, 'A', { assumedBy, permissionsBoundary: boundary });
  new iam.Role(stack, 'B', { assumedBy, permissionsBoundary: both, managedPolicies: [both] });
  new iam.User(stack, 'C', { permissionsBoundary: iam.ManagedPolicy.fromAwsManagedPolicyName('PowerUserAccess') });

  const { principals: [a, b, c], policies } = readStacks(stack);
  expect(a.permissionsBoundary).toMatchObject({ kind: PolicyKind.PERMISSIONS_BOUNDARY, document: { Statement: [{ Sid: 'Boundary' }] } });
  expect(a.identityPolicies).toEqual([]);
  expect(b.permissionsBoundary).toMatchObject({ kind: PolicyKind.PERMISSIONS_BOUNDARY, document: { Statement: [{ Sid: 'Both' }] } });
  expect(b.identityPolicies).toMatchObject([{ kind: PolicyKind.IDENTITY, document: { Statement: [{ Sid: 'Both' }] } }]);
  expect(c).toMatchObject({ otherPermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' });
  expect(policies.map(({ kind }) => kind).filter((kind) => kind !== PolicyKind.TRUST))
    .toEqual([PolicyKind.PERMISSIONS_BOUNDARY, PolicyKind.IDENTITY]);
});

test('policies as L1s, by name and by reference', () => {
  const { principals: [role, user, group], policies } = readResources({
    Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'agent', Tags: [{ Key: 'Team', Value: { Ref: 'AWS::Region' } }, 'Tag'] } },
    User: { Type: 'AWS::IAM::User' },
    Group: { Type: 'AWS::IAM::Group' },
    A: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'agent', PolicyDocument: document('A') } },
    B: { Type: 'AWS::IAM::UserPolicy', Properties: { UserName: { Ref: 'User' }, PolicyDocument: document('B') } },
    C: { Type: 'AWS::IAM::GroupPolicy', Properties: { GroupName: { Ref: 'Group' }, PolicyDocument: document('C') } },
    D: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ 'Fn::Sub': '${Role}' }, 'other'], Users: ['agent'], PolicyDocument: document('D') } },
    Member: { Type: 'AWS::IAM::UserToGroupAddition', Properties: { GroupName: { Ref: 'Group' }, Users: [{ Ref: 'User' }] } },
  });
  expect([role, user, group].map(sids)).toEqual([['A', 'D'], ['B', 'C'], ['C']]);
  expect(role).toMatchObject({ name: 'agent', tags: { Team: '<AWS::Region>' } });
  expect(policies).toHaveLength(4);
});

test('permission sets', () => {
  new iam.ManagedPolicy(stack, 'Customer', { statements: [allow('Customer')], managedPolicyName: 'customer', path: '/agents/' });
  const generated = new iam.ManagedPolicy(stack, 'Generated', { statements: [allow('Generated')] });
  const first = new sso.CfnPermissionSet(stack, 'First', {
    instanceArn: 'arn:aws:sso:::instance/ssoins-1',
    name: 'agents',
    inlinePolicy: document('Inline'),
    managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    customerManagedPolicyReferences: [{ name: 'customer', path: '/agents/' }, { name: 'elsewhere' }],
  });
  new sso.CfnPermissionSet(stack, 'Object', {
    instanceArn: first.instanceArn,
    name: 'others',
    inlinePolicy: document('Object'),
    permissionsBoundary: { customerManagedPolicyReference: { name: generated.managedPolicyName } },
  });
  new sso.CfnPermissionSet(stack, 'Managed', {
    instanceArn: first.instanceArn, name: 'managed', permissionsBoundary: { managedPolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
  });

  const { principals: [a, b, c] } = readStacks(stack);
  expect(a).toMatchObject({
    kind: 'permission set',
    name: 'agents',
    arn: '<First.PermissionSetArn>',
    otherManagedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::<AWS::AccountId>:policy/elsewhere'],
  });
  expect(sids(a)).toEqual(['Inline', 'Customer']);
  expect(sids(b)).toEqual(['Object']);
  // Its name is cut out of its ARN.
  expect(b.permissionsBoundary?.document).toMatchObject({ Statement: [{ Sid: 'Generated' }] });
  expect(c.otherPermissionsBoundary).toBe('arn:aws:iam::aws:policy/PowerUserAccess');
});

test('the inline policy of a permission set as the text of JSON', () => {
  const { principals } = readResources({ Set: { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'a', InlinePolicy: JSON.stringify(document('A')) } } });
  expect(sids(principals[0])).toEqual(['A']);
});

describe('control policies', () => {
  test('of the library, with their targets', () => {
    new McpServiceControlPolicy(stack, 'Scp', {
      guardrails: [McpGuardrail.denyViaMcp({ sid: 'NoDeletes', actions: ActionSet.of('s3:Delete*') })],
      targets: [PolicyTarget.organizationalUnit('ou-ab12-11111111'), PolicyTarget.root(new CfnParameter(stack, 'Root').valueAsString)],
    });
    const { controlPolicies, policies } = readStacks(stack);
    expect(controlPolicies).toMatchObject([{ targets: ['ou-ab12-11111111', '<Root>'], policy: { kind: PolicyKind.SERVICE_CONTROL } }]);
    expect((controlPolicies[0].policy.document as any).Statement).toMatchObject([{ Sid: 'NoDeletes', Effect: 'Deny' }]);
    expect(policies).toEqual([controlPolicies[0].policy]);
  });

  test('as the text of JSON, with unknown parts', () => {
    const content = (Content: unknown, Type = 'RESOURCE_CONTROL_POLICY') =>
      readResources({ Policy: { Type: 'AWS::Organizations::Policy', Properties: { Type, Content } } }).controlPolicies.map(({ policy }) => policy);
    const text = JSON.stringify({ Statement: [{ Resource: 'arn:aws:s3:::BUCKET/*' }] });
    const resource = (Resource: string) => [{ kind: PolicyKind.RESOURCE_CONTROL, document: { Statement: [{ Resource }] } }];
    expect(content(text)).toMatchObject(resource('arn:aws:s3:::BUCKET/*'));
    expect(content({ 'Fn::Sub': text.replace('BUCKET', '${Bucket}') })).toMatchObject(resource('arn:aws:s3:::<Bucket>/*'));
    // The quotes of what it is don't end the JSON's string.
    const [before, after] = text.split('BUCKET');
    expect(content({ 'Fn::Join': ['', [before, { 'Fn::If': ['Unknown', 'a', 'b'] }, after]] })).toMatchObject(resource('arn:aws:s3:::<{\'Fn::If\':[\'Unknown\',\'a\',\'b\']}>/*'));
    expect(content({ 'Fn::Transform': 'X' })).toMatchObject([{ document: { 'Fn::Transform': 'X' } }]);
    expect(content('{')).toMatchObject([{ document: '{' }]);
    expect(content(text, 'TAG_POLICY')).toEqual([]);
    expect(content({ Ref: 'AWS::NoValue' })).toEqual([]);
  });
});

describe('several stacks', () => {
  test('refer to one another by exports', () => {
    const bucket = new s3.Bucket(stack, 'Bucket');
    const boundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [allow('Boundary')] });
    const role = new iam.Role(stack, 'Role', { assumedBy, permissionsBoundary: boundary });
    const other = new Stack(app, 'Other');
    new iam.Policy(other, 'Grants', {
      roles: [role], statements: [new iam.PolicyStatement({ sid: 'Elsewhere', actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')] })],
    });
    new iam.Role(other, 'Bounded', { assumedBy, permissionsBoundary: boundary });

    for (const stacks of [[stack, other], [other, stack]]) {
      const { principals } = readStacks(...stacks);
      const byPath = (path: string) => principals.find(({ constructPath }) => constructPath === path)!;
      const [elsewhere] = byPath('Agents/Role/Resource').identityPolicies;
      expect(elsewhere).toMatchObject({ place: { file: 'Other.json' } });
      expect((elsewhere.document as any).Statement).toMatchObject([{ Sid: 'Elsewhere', Resource: expect.stringMatching(/^arn:aws:s3:::<Bucket\w+>\/\*$/) }]);
      expect(byPath('Other/Bounded/Resource').permissionsBoundary).toMatchObject({ place: { file: 'Agents.json', constructPath: 'Agents/Boundary/Resource' } });
    }
  });

  test('may use a name for different things', () => {
    const same = (file: string) => ({
      file,
      template: {
        Resources: {
          Role: { Type: 'AWS::IAM::Role' },
          [`${file}Policy`]: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document(file), Roles: [{ Ref: 'Role' }] } },
        },
      },
    });
    const { principals, resolve } = readTemplates([same('a'), same('b')]);
    expect(principals.map(sids)).toEqual([['a'], ['b']]);
    expect(plain(principals.map(({ name }) => name))).toEqual(['<Role in a>', '<Role in b>']);
    expect(resolve({ Ref: 'Role' })).toBe(principals[0].name);
  });

  test('may export the same name in different regions', () => {
    const exporting = (region: string) => ({ region, template: { Resources: {}, Outputs: { A: { Value: region, Export: { Name: 'A' } } } } });
    const importing = (region?: string) => ({ ...(region && { region }), template: { Resources: {} } });
    const imported = (by: ReturnType<typeof importing>) => readTemplates([by, exporting('eu-west-1'), exporting('us-east-1')]).resolve({ 'Fn::ImportValue': 'A' });
    expect(imported(importing('us-east-1'))).toBe('us-east-1');
    expect(plain(imported(importing()))).toBe('<Fn::ImportValue A>');
  });
});

describe('conditions', () => {
  const read = (roleCondition?: string) => {
    const { principals: [role] } = readResources({
      Role: {
        Type: 'AWS::IAM::Role',
        Condition: roleCondition,
        Properties: {
          Policies: [
            { PolicyName: 'a', PolicyDocument: document('Always') },
            { 'Fn::If': ['Prod', { PolicyName: 'b', PolicyDocument: document('InProd') }, { PolicyName: 'b', PolicyDocument: document('InTest') }] },
          ],
          ManagedPolicyArns: { 'Fn::If': ['Prod', ['arn:aws:iam::aws:policy/ReadOnlyAccess'], { Ref: 'AWS::NoValue' }] },
        },
      },
      Policy: { Type: 'AWS::IAM::Policy', Condition: 'Prod', Properties: { PolicyDocument: document('Attached'), Roles: [{ Ref: 'Role' }] } },
    }, {}, { Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } } });
    return { role, conditional: sids({ ...role, identityPolicies: role.conditionalPolicies ?? [] }) };
  };

  test('known only at deployment', () => {
    const { role, conditional } = read();
    expect(sids(role)).toEqual(['Always', 'InProd', 'InTest', 'Attached']);
    expect(conditional).toEqual(['InProd', 'InTest', 'Attached']);
    expect(role.identityPolicies[1].place.path).toBe('Properties/Policies/1/Fn::If/1/PolicyDocument');
    expect(role.otherManagedPolicies).toEqual(['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    expect(role).not.toHaveProperty('conditional');
  });

  test('that a principal shares with its policy say nothing about the two', () => {
    const { role, conditional } = read('Prod');
    expect(role.conditional).toBe('Prod');
    expect(conditional).toEqual(['InProd', 'InTest']);
  });

  test('under which a resource or a control policy exists', () => {
    const { resources, controlPolicies } = readResources({
      Key: { Type: 'AWS::KMS::Key', Condition: 'Prod', Properties: { KeyPolicy: document('A') } },
      Scp: { Type: 'AWS::Organizations::Policy', Condition: 'Prod', Properties: { Type: 'SERVICE_CONTROL_POLICY', Content: document('A') } },
      Always: { Type: 'AWS::KMS::Key', Condition: 'Always', Properties: { KeyPolicy: document('A') } },
    }, {}, { Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, Always: { 'Fn::Equals': ['a', 'a'] } } });
    expect([...resources, ...controlPolicies].map(({ conditional }) => conditional)).toEqual(['Prod', undefined, 'Prod']);
  });

  test('known not to hold leave a resource out', () => {
    const { policies, principals } = readResources({
      Role: { Type: 'AWS::IAM::Role', Condition: 'Never', Properties: { AssumeRolePolicyDocument: document('A') } },
      Bucket: { Type: 'AWS::S3::BucketPolicy', Condition: 'Never', Properties: { PolicyDocument: document('B') } },
    }, {}, { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } });
    expect([policies, principals]).toEqual([[], []]);
  });
});

describe('hostile shapes', () => {
  test.each([undefined, null, 'text', [], {}, { Resources: null }, { Resources: [] }])('%j is no template', (template) => {
    expect(() => readTemplates([{ template: template as any, file: 'x.json' }])).toThrow(
      'x.json is not a CloudFormation template: expected an object with "Resources", an object');
    expect(() => readTemplates([{ template: template as any }])).toThrow('the template is not a CloudFormation template');
  });

  const TYPES = [
    'AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy',
    'AWS::IAM::UserToGroupAddition', 'AWS::SSO::PermissionSet', 'AWS::Organizations::Policy', 'AWS::S3::BucketPolicy', 'AWS::KMS::Key',
    'AWS::SQS::QueuePolicy', 'AWS::DynamoDB::GlobalTable', 'AWS::Events::EventBusPolicy', 'AWS::EC2::VPCEndpoint', 'Custom::Thing', 'constructor',
  ];
  const PROPERTIES = [
    'Policies', 'ManagedPolicyArns', 'PermissionsBoundary', 'Groups', 'Users', 'Roles', 'Tags', 'PolicyDocument', 'InlinePolicy', 'KeyPolicy',
    'CustomerManagedPolicyReferences', 'Content', 'TargetIds', 'Queues', 'Bucket', 'Replicas', 'Statement', 'Condition', 'AssumeRolePolicyDocument', 'Path',
  ];
  const VALUES: unknown[] = [
    null, true, 7, 'text', [], {}, [null, [null], 7, {}], { Ref: 'X' }, { Ref: null }, { 'Fn::If': [] }, { 'Fn::If': ['A', null, [{}]] }, { 'Fn::Split': [] },
    { Statement: null }, { Statement: [null, 7, { Effect: 'Allow' }] }, { 'Fn::GetAtt': ['X', 'Arn'] }, [{ PolicyDocument: { 'Fn::If': 7 } }],
  ];
  test.each(TYPES)('%s', (Type) => {
    for (const resource of [null, [], 'text', 7, {}, { Type: null }, { Type }, { Type, Properties: null }, { Type, Properties: [], Metadata: 7, Condition: 7 }]) {
      expect(() => readResources({ X: resource })).not.toThrow();
    }
    for (const value of VALUES) {
      const Properties = { ...Object.fromEntries(PROPERTIES.map((name) => [name, value])), ...(Type.startsWith('AWS::Org') && { Type: 'SERVICE_CONTROL_POLICY' }) };
      expect(() => readResources({ X: { Type, Properties } })).not.toThrow();
    }
  });

  test('work grows with the number of resources, not faster', () => {
    const read = (count: number) => {
      const roles = Object.fromEntries(Array.from({ length: count }, (_, i) => [
        [`Role${i}`, { Type: 'AWS::IAM::Role' }],
        [`Policy${i}`, { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: `Role${i}` }], PolicyDocument: document('A') } }],
      ]).flat());
      const { principals } = readTemplates([{ template: { Resources: roles } }, { template: { Resources: roles } }]);
      expect(principals.map(({ identityPolicies }) => identityPolicies.length)).toEqual(Array.from({ length: 2 * count }, () => 1));
    };
    expect(workOf(() => read(200))).toBeLessThan(workOf(() => read(100)) * 2.1);
  });
});

test('the path of a construct, where only the assembly tells', () => {
  const { principals } = readTemplates([{ template: { Resources: { A: { Type: 'AWS::IAM::User' } } }, constructPaths: new Map([['A', 'App/A/Resource']]) }]);
  expect(principals[0].constructPath).toBe('App/A/Resource');
});

test('the same templates give the same bytes', () => {
  new McpScopedRole(stack, 'Reader', { assumedBy });
  const template = Template.fromStack(stack).toJSON();
  expect(JSON.stringify(readTemplates([{ template }]))).toBe(JSON.stringify(readTemplates([{ template: structuredClone(template) }])));
});
