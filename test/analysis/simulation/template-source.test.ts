import type { TemplateSimulatorOptions } from '../../../src';
import { McpSimulator } from '../../../src';
import { TemplateSource } from '../../../src/analysis/simulation/template-source';
import type { TemplateInput } from '../../../src/analysis/template/template';
import { PolicyKind } from '../../../src/iam/policy';

type Json = { [element: string]: any };
const ALL = { Effect: 'Allow', Action: '*', Resource: '*' };
const document = (...statements: Json[]) => ({ Version: '2012-10-17', Statement: statements });
const inline = (...statements: Json[]) => [{ PolicyName: 'inline', PolicyDocument: document(...statements) }];
const role = (properties: Json = {}) => ({ Type: 'AWS::IAM::Role', Properties: { RoleName: 'agent', Policies: inline(ALL), ...properties } });
const denyAll = { Effect: 'Deny', Action: '*', Resource: '*' };
const KEY = 'arn:aws:s3:::data/key';

function decide(resources: Json, rest: Json = {}, options: TemplateSimulatorOptions = {}, request: Json = {}): string {
  return McpSimulator.fromTemplate({ Resources: { Role: role(), ...resources }, ...rest }, options)
    .simulate({ principal: 'Role', action: 's3:GetObject', resource: KEY, ...request }).decision;
}

const CONDITION = { Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Parameters: { P: { Type: 'String' } } };
const scp = (properties: Json) => ({
  Type: 'AWS::Organizations::Policy', Properties: { Type: 'SERVICE_CONTROL_POLICY', Content: document({ Effect: 'Deny', Action: '*', Resource: '*' }), ...properties },
});
const bucketPolicy = (properties: Json, ...statements: Json[]) => ({
  Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: document(...(statements.length > 0 ? statements : [{ ...denyAll, Principal: '*' }])), ...properties },
});

test('what a macro may make is told, of macros that make policies', () => {
  const simulator = McpSimulator.fromTemplate({ Transform: 'Ours', Resources: { Role: role() } });
  expect(simulator.simulate({ principal: 'Role', action: 's3:GetObject', resource: KEY }).dependsOn).toEqual(['the policies in what the macro Ours makes of it']);
  const set = { Type: 'AWS::SSO::PermissionSet', Properties: { Name: 'Set', InlinePolicy: document(ALL) } };
  expect(decide({ Set: set }, { Transform: 'Ours' }, {}, { principal: 'Set' })).toBe('CONDITIONAL');
  expect(decide({}, { Transform: ['AWS::LanguageExtensions', 'AWS::SecretsManager-2024-09-16'] })).toBe('ALLOWED');
});

describe('what hangs on the deployment leaves the decision open', () => {
  test.each<[string, Json, Json, TemplateSimulatorOptions]>([
    ['the target of a control policy', { Scp: scp({ TargetIds: [{ Ref: 'P' }] }) }, CONDITION, { organizationPath: ['ou-1'] }],
    ['one of two targets', { Scp: scp({ TargetIds: [{ 'Fn::If': ['C', 'ou-1', 'ou-2'] }] }) }, CONDITION, { organizationPath: ['ou-1'] }],
    ['the type of a control policy', { Scp: scp({ Type: { Ref: 'P' } }) }, CONDITION, {}],
    ['a control policy with a condition', { Scp: { ...scp({}), Condition: 'C' } }, CONDITION, {}],
    ['the bucket of a bucket policy', { Policy: bucketPolicy({ Bucket: { Ref: 'P' } }) }, CONDITION, {}],
    ['one of two buckets', { Policy: bucketPolicy({ Bucket: { 'Fn::If': ['C', 'data', 'other'] } }) }, CONDITION, {}],
    ['a bucket policy with a condition', { Policy: { ...bucketPolicy({ Bucket: 'data' }), Condition: 'C' } }, CONDITION, {}],
    ['whom a policy is attached to', { Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document(denyAll), Roles: [{ Ref: 'P' }] } } }, CONDITION, {}],
    ['to how many a policy is attached', { Policy: { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document(denyAll), Roles: { Ref: 'P' } } } }, CONDITION, {}],
    ['an inline policy in a condition', { Role: role({ Policies: [inline(ALL)[0], { 'Fn::If': ['C', inline(denyAll)[0], { Ref: 'AWS::NoValue' }] }] }) }, CONDITION, {}],
    ['the condition of a statement', { Role: role({ Policies: inline(ALL, { ...denyAll, Condition: { 'Fn::If': ['C', { Bool: { 'aws:SecureTransport': 'false' } }, { Ref: 'AWS::NoValue' }] } }) }) }, CONDITION, {}],
    ['the keys of an operator', { Role: role({ Policies: inline(ALL, { ...denyAll, Condition: { Bool: { 'Fn::If': ['C', { 'aws:SecureTransport': 'false' }, { 'aws:SecureTransport': 'true' }] } } }) }) }, CONDITION, {}],
    ['a macro of the template', {}, { Transform: ['AWS::LanguageExtensions', 'Ours'] }, {}],
    ['an included file', {}, { Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://b/k' } } }, {}],
    ['included resources', { 'Fn::Transform': { Name: 'AWS::Include' } }, {}, {}],
    ['resources of a loop over a parameter', { 'Fn::ForEach::P': ['X', { Ref: 'P' }, {}] }, CONDITION, {}],
    ['a resource that a macro completes', { B: { 'Type': 'AWS::S3::Bucket', 'Fn::Transform': { Name: 'Ours' } } }, {}, {}],
    ['a module', { M: { Type: 'Our::Team::Policies::MODULE', Properties: {} } }, {}, {}],
    ['a policy that a macro completes', { Policy: { Type: 'AWS::IAM::Policy', Properties: { 'Roles': ['agent'], 'Fn::Transform': { Name: 'Ours' } } } }, {}, {}],
    ['a bucket policy that a macro completes', { Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { 'Bucket': 'data', 'Fn::Transform': { Name: 'Ours' } } } }, {}, {}],
  ])('%s', (_, resources, rest, options) => {
    expect(decide(resources, rest, options)).toBe('CONDITIONAL');
  });
});

test.each<[string, Json, Json, string]>([
  ['an effect', { Condition: { Bool: { 'aws:ViaAWSService': 'true' } } }, {}, 'ALLOWED'],
  ['an effect', { Condition: { Bool: { 'aws:ViaAWSService': 'false' } } }, {}, 'CONDITIONAL'],
  ['a policy that is known by name', {}, {}, 'CONDITIONAL'],
  ['a policy that is known by name', {}, { action: 'sts:GetCallerIdentity', resource: '*' }, 'ALLOWED'],
])('%s, known only at deployment, counts where it applies: %j, %j: %s', (what, more, request, decision) => {
  const own = what === 'an effect' ? { Policies: inline(ALL, { ...ALL, Effect: { Ref: 'P' }, ...more }) } : { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Other'] };
  expect(decide({ Role: role(own) }, CONDITION, {}, request)).toBe(decision);
});

test('a whole statement of a bucket policy that is known only at deployment may allow', () => {
  expect(decide({ Role: role({ Policies: [] }), Policy: bucketPolicy({ Bucket: 'data' }, { 'Fn::If': ['C', { Ref: 'P' }, { Ref: 'AWS::NoValue' }] }) }, CONDITION)).toBe('CONDITIONAL');
});

describe('names', () => {
  test('what is imported from another stack is not of this one', () => {
    const policy = { Type: 'AWS::IAM::Policy', Properties: { PolicyDocument: document(denyAll), Roles: [{ 'Fn::ImportValue': 'Elsewhere' }] } };
    expect(decide({ Policy: policy })).toBe('ALLOWED');
  });

  test('a bucket that CloudFormation names is none that is written out', () => {
    const resources = { Bucket: { Type: 'AWS::S3::Bucket' }, Policy: bucketPolicy({ Bucket: { Ref: 'Bucket' } }) };
    expect(decide(resources)).toBe('ALLOWED');
    expect(decide(resources, {}, {}, { resource: '${Bucket.Arn}/key' })).toBe('EXPLICITLY_DENIED');
  });

  test('a resource may be known in part, if it is one', () => {
    expect(decide({ Policy: bucketPolicy({ Bucket: 'data' }) }, CONDITION, {}, { resource: 'arn:aws:${P}' })).toBe('CONDITIONAL');
    expect(() => decide({}, CONDITION, {}, { resource: 'arn:${P}:s3:::' })).toThrow('"arn:<P>:s3:::" is not the ARN of a resource');
    expect(() => decide({}, CONDITION, {}, { resource: 'data:${P}' })).toThrow('is not the ARN of a resource');
  });

  test('logical ids that differ in case are different names', () => {
    const user = (who: Json) => ({ Type: 'AWS::IAM::User', Properties: { Policies: inline({ ...ALL, Condition: { StringEqualsIgnoreCase: { 'aws:username': who } } }) } });
    const resources = { Ann: user({ Ref: 'ANN' }), ANN: user({ Ref: 'ANN' }) };
    expect(decide(resources, {}, {}, { principal: 'Ann' })).toBe('IMPLICITLY_DENIED');
    expect(decide(resources, {}, {}, { principal: 'ANN' })).toBe('ALLOWED');
  });

  test('a principal that is a parameter may be everybody', () => {
    const resources = {
      Role: role({ PermissionsBoundary: { Ref: 'Boundary' } }),
      Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }) } },
      Policy: bucketPolicy({ Bucket: 'data' }, { ...denyAll, Effect: 'Allow', Principal: { AWS: { Ref: 'P' } } }),
    };
    expect(decide(resources, CONDITION)).toBe('CONDITIONAL');
  });

  test('a managed policy of AWS that may not be attached, directly or by a group', () => {
    const full = 'arn:aws:iam::aws:policy/AmazonS3FullAccess';
    const maybe = (arn: string) => ({ 'Fn::If': ['C', arn, { Ref: 'AWS::NoValue' }] });
    const decideOf = (...arns: unknown[]) => decide({ Role: role({ Policies: [], ManagedPolicyArns: arns }) }, CONDITION);
    expect(decideOf(full)).toBe('ALLOWED');
    expect(decideOf(maybe(full))).toBe('CONDITIONAL');
    expect(decideOf(full, maybe('arn:aws:iam::aws:policy/AWSDenyAll'))).toBe('CONDITIONAL');
    expect(decideOf(full, maybe(full))).toBe('ALLOWED');
    const group = { Type: 'AWS::IAM::Group', Properties: { GroupName: 'g', ManagedPolicyArns: [maybe(full)] } };
    expect(decide({ Group: group, User: { Type: 'AWS::IAM::User', Properties: { Groups: ['g'] } } }, CONDITION, {}, { principal: 'User' })).toBe('CONDITIONAL');
  });

  test('a managed policy of an odd name is not known', () => {
    for (const name of ['toString', 'constructor', '__proto__']) {
      expect(decide({ Role: role({ ManagedPolicyArns: [`arn:aws:iam::aws:policy/${name}`] }) }, {}, { managedPolicies: {} })).toBe('CONDITIONAL');
    }
  });
});

test('a boundary that may not be there lets NotPrincipal leave somebody out, perhaps', () => {
  const leavesOut = { Effect: 'Deny', NotPrincipal: { AWS: ['arn:aws:iam::111122223333:role/agent', '111122223333'] }, Action: '*', Resource: '*' };
  const resources = (boundary: unknown) => ({
    Role: role({ PermissionsBoundary: boundary }),
    Policy: bucketPolicy({ Bucket: 'data' }, leavesOut),
  });
  const options = { account: '111122223333', managedPolicies: { Boundary: document(ALL) } };
  expect(decide(resources({ 'Fn::If': ['C', 'arn:aws:iam::111122223333:policy/Boundary', { Ref: 'AWS::NoValue' }] }), CONDITION, options)).toBe('CONDITIONAL');
  expect(decide(resources('arn:aws:iam::111122223333:policy/Boundary'), CONDITION, options)).toBe('EXPLICITLY_DENIED');
  expect(decide(resources(undefined), CONDITION, options)).toBe('ALLOWED');
  // Of a resource that is not given, the policy may be the one that counts.
  const ofAny = (boundary: unknown) => decide(resources(boundary), CONDITION, options, { resource: undefined });
  expect(ofAny('arn:aws:iam::111122223333:policy/Boundary')).toBe('CONDITIONAL');
  expect(ofAny(undefined)).toBe('ALLOWED');
});

describe('whose policies judge a request', () => {
  const ACCOUNT = '111122223333';
  const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/team/agent`;
  const app = (Resources: Json, more: Partial<TemplateInput> = {}): TemplateInput => ({ file: 'app.json', account: ACCOUNT, template: { Resources }, ...more });
  const RESOURCES = {
    Role: role({ Path: '/team/' }),
    Group: { Type: 'AWS::IAM::Group', Properties: { GroupName: 'people' } },
    Scp: scp({ TargetIds: [ACCOUNT] }),
  };
  const policiesFor = (principal: string | undefined, ...templates: TemplateInput[]) => (
    TemplateSource.of(templates.length > 0 ? templates : [app(RESOURCES)], {}).policiesFor(principal, 's3:getobject', KEY));
  const identity = (...of: Parameters<typeof policiesFor>) => {
    const { kind, statements, unknownPolicies } = policiesFor(...of).layers.identity;
    return [kind, statements.length, unknownPolicies ?? []];
  };
  const unknown = (what: string) => [PolicyKind.IDENTITY, 0, [`the policies of ${what}`]];

  test('those of one in the template, by its name, ARN or session', () => {
    const session = `arn:aws:sts::${ACCOUNT}:assumed-role/agent/work`;
    for (const name of ['Role', 'agent', ROLE_ARN, session]) {
      expect([name, identity(name)]).toEqual([name, [PolicyKind.IDENTITY, 1, []]]);
    }
    const { principal, layers } = policiesFor(session);
    expect(principal).toMatchObject({ kind: 'role session', roleArn: ROLE_ARN, roleArnWithPath: undefined });
    expect(['aws:principalarn', 'aws:principalaccount'].map((key) => principal!.context.get(key))).toEqual([[ROLE_ARN], [ACCOUNT]]);
    expect(layers.serviceControl).toHaveLength(1);
  });

  test('of one that is not, or not given, they are not known; of an AWS service there are none', () => {
    expect(identity(undefined)).toEqual(unknown('the principal, which is not given'));
    expect(policiesFor(undefined).principal).toBeUndefined();
    expect(identity(`arn:aws:iam::${ACCOUNT}:role/Other`)).toEqual(unknown(`arn:aws:iam::${ACCOUNT}:role/Other, which is not in the template`));
    expect(policiesFor(`arn:aws:iam::${ACCOUNT}:role/Other`).layers.serviceControl).toHaveLength(1);
    expect(policiesFor('arn:aws:iam::444455556666:role/Other').layers.serviceControl).toEqual([]);
    expect(identity('cloudtrail.amazonaws.com')).toEqual([PolicyKind.IDENTITY, 0, []]);
  });

  test('one that there is not is refused, where all of its kind in the account are told', () => {
    const whole = app(RESOURCES, { isWholeAccount: true });
    const refused = (name: string, ...templates: TemplateInput[]) => expect(() => policiesFor(name, ...templates));
    refused(`arn:aws:iam::${ACCOUNT}:role/agnet`, whole).toThrow('in the template (did you mean "agent"?): there is "Role"');
    refused(`arn:aws:sts::${ACCOUNT}:assumed-role/agnet/work`, whole).toThrow('no role, user or permission set');
    refused('agnet').toThrow('; of a principal that is not in it, give the ARN');
    refused('people').toThrow('"people" is a group, which makes no requests: name one of its users');
    // Of users the account may have none in it; another account is not told of, nor by another template.
    refused(`arn:aws:iam::${ACCOUNT}:user/ann`, whole).not.toThrow();
    refused('arn:aws:iam::444455556666:role/agnet', whole).not.toThrow();
    refused(`arn:aws:sts::${ACCOUNT}:assumed-role/agent/work`, whole).not.toThrow();
    refused(`arn:aws:iam::${ACCOUNT}:role/agnet`, app(RESOURCES), app({}, { file: 'other.json', isWholeAccount: true })).not.toThrow();
  });

  test('of two of a name, that of the first template is meant, unless it is not to be', () => {
    const templates = [app(RESOURCES), app({ Another: role({ RoleName: 'agent', Path: '/b/', Policies: [] }) }, { file: 'b.json' })];
    expect(identity('agent', ...templates)).toEqual([PolicyKind.IDENTITY, 1, []]);
    expect(() => TemplateSource.of(templates, { prefersFirst: false }).policiesFor('agent', 's3:getobject', KEY)).toThrow('agent');
  });

  test('what is not known of its own policies', () => {
    const ann = { Type: 'AWS::IAM::User', Properties: { UserName: 'ann', Groups: ['elsewhere'], ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Other'] } };
    const told = (managedPoliciesOption?: string) => TemplateSource.of([app({ ann })], { managedPoliciesOption }).policiesFor('ann', 's3:getobject', KEY).layers.identity.unknownPolicies;
    expect(told()).toEqual(['the managed policy arn:aws:iam::111122223333:policy/Other, whose document "managedPolicies" can give', 'the policies of the group elsewhere']);
    expect(told('--managed-policies')![0]).toContain('whose document --managed-policies can give');
  });

  test('its boundary', () => {
    const boundary = (PermissionsBoundary: unknown, more = {}) => policiesFor('Role', app({ Role: role({ PermissionsBoundary }), ...more })).layers.permissionsBoundary;
    expect(boundary(undefined)).toBeUndefined();
    expect(boundary('arn:aws:iam::aws:policy/ReadOnlyAccess')).toMatchObject({ kind: PolicyKind.PERMISSIONS_BOUNDARY });
    expect(boundary('arn:aws:iam::aws:policy/ReadOnlyAccess')!.statements).not.toEqual([]);
    expect(boundary(`arn:aws:iam::${ACCOUNT}:policy/Other`)).toMatchObject({ kind: PolicyKind.PERMISSIONS_BOUNDARY, statements: [], mayBeAbsent: false });
    expect(boundary({ Ref: 'P' }, {})).toMatchObject({ kind: PolicyKind.PERMISSIONS_BOUNDARY, statements: [], mayBeAbsent: true });
  });

  test('the account of the resource, as far as the template tells it, and the accounts of the organization', () => {
    const own = app({ Role: role(), Policy: bucketPolicy({ Bucket: 'data' }) });
    expect(policiesFor('Role', own).resourceAccount).toBe(ACCOUNT);
    expect(TemplateSource.of([own], {}).policiesFor('Role', 's3:getobject', KEY, '444455556666').resourceAccount).toBe('444455556666');
    const unit = { Type: 'AWS::Organizations::OrganizationalUnit', Properties: { Id: 'ou-ab12-123456789012', ParentId: 'r-ab12' } };
    const account = { Type: 'AWS::Organizations::Account', Properties: { AccountId: ACCOUNT, ParentIds: ['ou-ab12-123456789012'] } };
    expect(TemplateSource.of([app({ unit, account })], {}).accounts).toEqual([ACCOUNT]);
  });

  test('what decides is told apart by what is attached and what it hangs on', () => {
    const written = (resources: Json, options = {}) => TemplateSource.of([app({ ...RESOURCES, ...resources })], options).asWritten;
    const [first, other] = [written({ Policy: bucketPolicy({ Bucket: 'data' }) }), written({ Policy: bucketPolicy({ Bucket: 'other' }) })];
    expect(first).toEqual(written({ Policy: bucketPolicy({ Bucket: 'data' }) }));
    expect([first.attached === other.attached, first.conditions === other.conditions]).toEqual([false, true]);
    expect(written({ Policy: { ...bucketPolicy({ Bucket: 'data' }), Condition: 'C' } }).conditions).not.toBe(first.conditions);
    const rcp = (target: string) => written({ Rcp: scp({ Type: 'RESOURCE_CONTROL_POLICY', Content: document({ ...denyAll, Principal: '*' }), TargetIds: [target] }) }).attached;
    expect(rcp('ou-1')).not.toBe(rcp('ou-2'));
  });
});
