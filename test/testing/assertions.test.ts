import {
  App, aws_dynamodb as dynamodb, aws_iam as iam, aws_kms as kms, aws_lambda as lambda, aws_organizations as organizations, aws_s3 as s3,
  aws_sso as sso, CfnParameter, NestedStack, Stack,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import {
  ActionSet, DenyOutsideMcpGuardrail, McpAssertions, McpGrantee, McpGuardrail, McpGuardrailPolicy, McpScopedRole, McpServer,
  McpServiceControlPolicy, McpSimulator, PolicyTarget, RequestOrigin, SimulationDecision,
} from '../../src';

const TLS = { 'aws:SecureTransport': ['true'] };
const READ_ONLY = { ReadOnlyAccess: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' }] } };

let stack: Stack;
beforeEach(() => {
  stack = new Stack(new App(), 'Workload');
});

const assertions = () => McpAssertions.fromStack(stack);
const account = () => new iam.AccountRootPrincipal();

describe('a scoped role', () => {
  let bucket: s3.Bucket;
  let agent: McpScopedRole;
  beforeEach(() => {
    bucket = new s3.Bucket(stack, 'Data', { enforceSSL: true, encryptionKey: new kms.Key(stack, 'Key') });
    agent = new McpScopedRole(stack, 'Agent', {
      assumedBy: account(), guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.destructive('s3', 'kms') })],
    });
    bucket.grantReadWrite(agent);
  });

  test('may do through a server what it is granted, but nothing directly', () => {
    const role = assertions().role('Agent');
    role.can('s3:GetObject', { via: McpServer.AWS, resource: bucket.arnForObjects('report.csv'), context: TLS });
    role.can('kms:Decrypt', { via: McpServer.AWS, resource: bucket.encryptionKey!.keyArn });
    role.cannot('s3:GetObject', { resource: bucket.arnForObjects('report.csv'), context: TLS });
    role.isDenied('s3:*');
    role.cannotAny(ActionSet.destructive('s3'), { origin: RequestOrigin.viaAnyServer() });
    role.cannot('ec2:RunInstances', { origin: RequestOrigin.viaAnyServer() });
  });

  test('is found by construct path, logical id and name', () => {
    new iam.Role(stack, 'Named', { roleName: 'reader', assumedBy: account() });
    const byId = assertions();
    const logicalId = stack.getLogicalId(agent.node.defaultChild as iam.CfnRole);
    for (const id of ['Agent', 'Workload/Agent', 'Workload/Agent/Resource', logicalId]) {
      byId.role(id).isDenied('s3:DeleteObject');
    }
    byId.role('reader').cannot('s3:GetObject', { resource: '*' });
  });

  test('a resource may be named as in Fn::Sub, by construct path or logical id', () => {
    const role = assertions().role('Agent');
    role.can('s3:GetObject', { via: McpServer.AWS, resource: '${Data.Arn}/key', context: TLS });
    role.can('s3:GetObject', { via: McpServer.AWS, resource: `\${${stack.getLogicalId(bucket.node.defaultChild as s3.CfnBucket)}.Arn}/key`, context: TLS });
    expect(() => role.can('s3:GetObject', { resource: '${Dat.Arn}/key' })).toThrow('"${Dat}" refers to no resource or parameter of the template (did you mean "Data"?)');
  });

  test('another bucket of the stack is another', () => {
    const other = new s3.Bucket(stack, 'Other');
    assertions().role('Agent').cannot('s3:GetObject', { via: McpServer.AWS, resource: other.arnForObjects('key') });
  });
});

describe('one role for a person and an agent', () => {
  test('each may do its own', () => {
    const table = new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const role = new iam.Role(stack, 'Developer', { assumedBy: account() });
    table.grantReadData(McpGrantee.viaAnyServer(role));
    table.grantReadWriteData(McpGrantee.outsideMcp(role));
    const developer = assertions().role('Developer');
    const resource = table.tableArn;
    developer.can('dynamodb:PutItem', { resource });
    developer.can('dynamodb:GetItem', { resource });
    developer.can('dynamodb:GetItem', { resource, origin: RequestOrigin.viaAnyServer() });
    developer.cannot('dynamodb:PutItem', { resource, origin: RequestOrigin.viaAnyServer() });
  });
});

describe('every policy of a stack counts', () => {
  test('managed policies attached from either side, and those of groups', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy: account(), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
    const group = new iam.Group(stack, 'Group', { managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
    new iam.User(stack, 'User', { groups: [group] });
    new McpGuardrailPolicy(stack, 'Guardrail', { guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })], roles: [role], groups: [group] });
    for (const principal of [assertions().role('Role'), assertions().user('User')]) {
      principal.isDenied('s3:DeleteObject', { via: McpServer.ECS });
      principal.can('s3:DeleteObject', { resource: 'arn:aws:s3:::some/key' });
    }
  });

  test('a guardrail that is attached to a role', () => {
    const role = new iam.Role(stack, 'Role', { assumedBy: account(), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
    new DenyOutsideMcpGuardrail(stack, 'OnlyMcp', { roles: [role] });
    assertions().role('Role').isDenied('s3:GetObject');
    assertions().role('Role').can('s3:GetObject', { via: McpServer.AWS });
  });

  test('permissions boundaries', () => {
    const boundary = new iam.ManagedPolicy(stack, 'Boundary', { statements: [new iam.PolicyStatement({ actions: ['s3:Get*'], resources: ['*'] })] });
    new iam.Role(stack, 'Role', {
      assumedBy: account(), permissionsBoundary: boundary, managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')],
    });
    new iam.Role(stack, 'Other', { assumedBy: account(), permissionsBoundary: iam.ManagedPolicy.fromManagedPolicyName(stack, 'Elsewhere', 'boundary') });
    assertions().role('Role').can('s3:GetObject');
    assertions().role('Role').cannot('s3:PutObject');
    expect(() => assertions().role('Other').can('s3:GetObject')).toThrow('no Allow in identity-based policy');
  });

  test('permission sets', () => {
    new sso.CfnPermissionSet(stack, 'Developers', {
      instanceArn: 'arn:aws:sso:::instance/ssoins-1',
      name: 'Developers',
      managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      inlinePolicy: { Version: '2012-10-17', Statement: McpGuardrail.denyViaMcp().statements().map((each) => each.toStatementJson()) },
    });
    assertions().permissionSet('Developers').can('s3:PutObject');
    assertions().permissionSet('Developers').isDenied('s3:PutObject', { origin: RequestOrigin.viaAnyServer() });
  });

  test('resource policies and trust policies', () => {
    const bucket = new s3.Bucket(stack, 'Data');
    const role = new iam.Role(stack, 'Reader', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [role] }));
    const all = assertions();
    all.role('Reader').can('s3:GetObject', { resource: bucket.arnForObjects('key') });
    all.role('Reader').cannot('s3:PutObject', { resource: bucket.arnForObjects('key') });
    all.principal('lambda.amazonaws.com').can('sts:AssumeRole', { resource: role.roleArn });
    all.principal('ec2.amazonaws.com').cannot('sts:AssumeRole', { resource: role.roleArn });
  });

  test('control policies, for principals that are elsewhere', () => {
    new McpServiceControlPolicy(stack, 'Agents', { guardrails: [McpGuardrail.baseline()], targets: [PolicyTarget.root('r-abcd')] });
    const anyone = assertions().principal('arn:aws:iam::111122223333:role/Developer');
    anyone.isDenied('s3:DeleteBucket', { origin: RequestOrigin.viaAnyServer() });
    expect(() => anyone.cannot('s3:DeleteBucket')).toThrow('depends on the policies of arn:aws:iam::111122223333:role/Developer, which is not in the template');
  });

  test('control policies of another path do not apply', () => {
    new organizations.CfnPolicy(stack, 'Sandbox', {
      name: 'sandbox',
      type: 'SERVICE_CONTROL_POLICY',
      targetIds: ['ou-abcd-11111111'],
      content: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] },
    });
    new iam.Role(stack, 'Admin', { assumedBy: account(), managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess')] });
    assertions().role('Admin').isDenied('s3:GetObject');
    McpAssertions.fromStack(stack, { organizationPath: ['r-abcd', 'ou-abcd-22222222'] }).role('Admin').can('s3:GetObject');
    McpAssertions.fromStack(stack, { organizationPath: ['r-abcd', 'ou-abcd-11111111'] }).role('Admin').isDenied('s3:GetObject');
  });
});

describe('what is not known', () => {
  beforeEach(() => {
    new iam.Role(stack, 'Role', { assumedBy: account(), managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Imported', 'arn:aws:iam::111122223333:policy/ReadOnlyAccess')] });
  });

  test('is neither allowed nor denied: a managed policy of elsewhere, unless its document is given', () => {
    const role = assertions().role('Role');
    const why = 'CONDITIONAL: depends on the managed policy arn:aws:iam::111122223333:policy/ReadOnlyAccess, whose document "managedPolicies" can give';
    expect(() => role.can('s3:GetObject')).toThrow(why);
    expect(() => role.cannot('s3:GetObject')).toThrow(why);
    expect(() => role.isDenied('s3:GetObject')).toThrow(why);
    const informed = McpAssertions.fromStack(stack, { managedPolicies: READ_ONLY }).role('Role');
    informed.can('s3:GetObject');
    informed.cannot('s3:PutObject');
  });

  test('a parameter', () => {
    const name = new CfnParameter(stack, 'Name');
    const role = new iam.Role(stack, 'Param', { assumedBy: account() });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::${name.valueAsString}/*`] }));
    expect(() => assertions().role('Param').can('s3:GetObject', { resource: 'arn:aws:s3:::data/key' })).toThrow('CONDITIONAL: depends on whether the statement\'s resource is');
    assertions().role('Param').can('s3:GetObject', { resource: 'arn:aws:s3:::${Name}/key' });
    assertions().role('Param').cannot('s3:GetObject', { resource: 'arn:aws:s3:::data' });
  });
});

describe('without a resource', () => {
  test('the policies of the stack\'s resources count for what they give the principal', () => {
    const encryptionKey = new kms.Key(stack, 'Key');
    const bucket = new s3.Bucket(stack, 'Data', { encryptionKey, enforceSSL: true });
    new iam.Role(stack, 'Developer', { assumedBy: account() });
    const agent = new McpScopedRole(stack, 'Agent', { assumedBy: account(), guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })] });
    bucket.grantRead(agent);
    const role = assertions().role('Agent');
    role.cannotAny(ActionSet.of('sts:AssumeRole', 'kms:Encrypt', 'secretsmanager:GetSecretValue'), { origin: RequestOrigin.viaAnyServer() });
    expect(() => role.cannot('kms:Decrypt', { origin: RequestOrigin.viaAnyServer() }))
      .toThrow(/this request is allowed:\n {2}kms:Decrypt on arn:aws:kms:[^\n]*:key\/<Key\w+>\n {2}through any MCP server\n[^]*: ALLOWED\n[^]*resource-based policy Key/);
  });

  test('a resource that names the principal may be it', () => {
    const bucket = new s3.Bucket(stack, 'Data');
    const role = new iam.Role(stack, 'Reader', { assumedBy: account() });
    bucket.addToResourcePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')], principals: [role] }));
    expect(() => assertions().role('Reader').cannot('s3:GetObject')).toThrow(/this request is allowed:\n {2}s3:GetObject on arn:aws:s3:::<Data\w+>\/example\n[^]*: ALLOWED\n[^]*DataPolicy/);
    expect(() => assertions().role('Reader').can('s3:GetObject')).toThrow(/CONDITIONAL: depends on the resource, for DataPolicy\w+ has a policy/);
  });
});

test('a principal may be a token', () => {
  const role = new iam.Role(stack, 'Role', { assumedBy: account() });
  assertions().principal(role.roleArn).cannot('s3:GetObject');
});

test('an action that is newer than the table may be asserted on', () => {
  new iam.Role(stack, 'Role', { assumedBy: account() });
  assertions().role('Role').cannot('newservice:DoThings', { unlistedAction: true });
});

test('what another stack of the app exports is known', () => {
  const producer = new Stack(stack.node.root as App, 'Data');
  const bucket = new s3.Bucket(producer, 'Data');
  const role = new iam.Role(stack, 'Role', { assumedBy: account() });
  bucket.grantRead(role);
  assertions().role('Role').can('s3:GetObject', { resource: bucket.arnForObjects('key') });
});

test('a role of the same id in another stack is another', () => {
  const other = new Stack(stack.node.root as App, 'Other');
  new iam.Role(other, 'Role', { assumedBy: account() }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: ['*'] }));
  new iam.Role(stack, 'Role', { assumedBy: account() }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  assertions().role('Role').can('s3:GetObject');
  assertions().role('Role').cannot('s3:PutObject');
  McpAssertions.fromStack(other).role('Role').can('s3:PutObject');
});

test('a nested stack has its own', () => {
  const nested = new NestedStack(stack, 'Nested');
  new iam.Role(nested, 'Role', { assumedBy: account() }).addToPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
  McpAssertions.fromStack(nested).role('Role').can('s3:GetObject');
});

test('the role of a construct that has only one is found by the construct', () => {
  const role = new iam.Role(stack, 'Elsewhere', { assumedBy: account() });
  role.addToPolicy(new iam.PolicyStatement({ actions: ['*'], resources: ['*'] }));
  new lambda.Function(stack, 'Function', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = () => {};') });
  const all = McpAssertions.fromStack(stack, { managedPolicies: { AWSLambdaBasicExecutionRole: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' }] } } });
  all.role('Function').cannot('s3:GetObject');
});

test('a template as JSON will do', () => {
  const template = {
    Resources: {
      Agent: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
          Policies: [{ PolicyName: 'all', PolicyDocument: { Statement: { Effect: 'Allow', Action: 's3:*', Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::data-${AWS::AccountId}/*' } } } }],
        },
      },
    },
  };
  McpAssertions.fromTemplate(template).role('Agent').can('s3:GetObject', { resource: 'arn:aws:s3:::data-${AWS::AccountId}/key' });
  McpAssertions.fromTemplate(template, { account: '111122223333', region: 'cn-north-1' }).role('Agent').can('s3:GetObject', { resource: 'arn:aws-cn:s3:::data-111122223333/key' });
  const simulated = McpSimulator.fromTemplate(template).simulate({ principal: 'Agent', action: 's3:GetObject', resource: 'arn:aws:s3:::data-${AWS::AccountId}/key' });
  expect(simulated.statements).toEqual([{
    effect: 'Allow', policyType: 'identity-based policy', logicalId: 'Agent', place: 'Agent Properties/Policies/0/PolicyDocument/Statement',
  }]);
});

describe('mistakes', () => {
  beforeEach(() => {
    new iam.Role(stack, 'Agent', { assumedBy: account() });
    new iam.Group(stack, 'Group');
  });

  test.each<[string, (all: McpAssertions) => unknown, string]>([
    ['no such role', (all) => all.role('Agents'), 'no role "Agents": there is "Workload/Agent"'],
    ['no user at all', (all) => all.user('Agent'), 'no user "Agent": there is none'],
    ['via and origin', (all) => all.role('Agent').can('s3:GetObject', { via: McpServer.AWS, origin: RequestOrigin.direct() }),
      'role Agent: "via" and "origin" both say where the request comes from: give one of them'],
    ['no name', (all) => all.role('Agent').can('s3:'), '"s3:" is not an IAM action: expected "service:Action", such as "s3:GetObject" or "s3:Get*"'],
    ['no such action', (all) => all.role('Agent').can('s3:Obliterate*'), 'there is no action "s3:Obliterate*": if it is newer than'],
    ['a group', (all) => all.principal('Group').can('s3:GetObject'), '"Group" is a group, which makes no requests: name one of its users'],
    ['no principal', (all) => all.principal('Robot').can('s3:GetObject'), 'no role, user or permission set "Robot" in the template: there is "Workload/Agent"'],
    ['what is no ARN', (all) => all.role('Agent').cannot('s3:GetObject', { resource: '${Agent}' }), 'is not the ARN of a resource: expected one, such as "arn:aws:s3:::data/key"'],
    ['a name for an ARN', (all) => all.role('Agent').cannot('s3:GetObject', { resource: 'my-bucket' }), '"my-bucket" is not the ARN of a resource'],
    ['a misspelled action', (all) => all.role('Agent').cannot('s3:DeletObject'), 'there is no action "s3:DeletObject" (did you mean "s3:DeleteObject"?): if it is newer than the table of actions, of 2026-09-26, set unlistedAction'],
    ['a misspelled service', (all) => all.role('Agent').isDenied('s33:DeleteObject'), 'there is no service "s33" of the action "s33:DeleteObject" (did you mean "s3:DeleteObject"?)'],
    ['a set without actions', (all) => all.role('Agent').cannotAny(ActionSet.of('s3:GetObject').without(ActionSet.readsOf('s3'))), 'the set of actions is empty, so that nothing would be asserted'],
  ])('%s', (_, act, message) => {
    expect(() => act(assertions())).toThrow(message);
  });

  test('several roles of one name', () => {
    new iam.Role(new Stack(stack, 'Inner'), 'Role', { assumedBy: account() });
    new iam.Role(stack, 'A', { roleName: 'same', assumedBy: account() });
    new iam.Role(stack, 'B', { roleName: 'same', assumedBy: account() });
    expect(() => assertions().role('same')).toThrow('"same" means several: "Workload/A", "Workload/B": name one by its logical id or construct path');
  });

  test('a failure of many actions names some', () => {
    expect(() => assertions().role('Agent').can('s3:Get*', { resource: '*' })).toThrow(/expected that role Agent can call s3:GetA.*\n.*IMPLICITLY_DENIED: no Allow in identity-based policy\nThe same for \d+ more of \d+ actions: s3:Get/);
  });
});

describe('a conditional answer says what settles it, ready to copy', () => {
  const failure = (assert: () => void): string => {
    try {
      assert();
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error('it holds');
  };
  const settlingLines = (message: string) => message.split('\n').filter((line) => line.startsWith('  with '));

  test('with resources that the statements name, by their constructs, and keys with values', () => {
    const agent = new iam.Role(stack, 'Agent', { assumedBy: account() });
    const bucket = new s3.Bucket(stack, 'Data', { enforceSSL: true });
    bucket.grantRead(agent);
    new dynamodb.Table(stack, 'Orders', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } }).grantReadData(agent);
    agent.addToPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [stack.formatArn({ service: 'sns', resource: 'alarms' })] }));
    agent.addToPolicy(new iam.PolicyStatement({
      actions: ['sqs:SendMessage'], resources: ['*'], conditions: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] }, IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
    }));
    const role = assertions().role('Agent');
    expect(settlingLines(failure(() => role.can('s3:GetObject')))).toEqual(['  with the resource "${Data.Arn}/*" and the context "aws:SecureTransport": ["true"]: ALLOWED']);
    role.can('s3:GetObject', { resource: '${Data.Arn}/*', context: { 'aws:SecureTransport': ['true'] } });
    expect(settlingLines(failure(() => role.can('s3:ListBucket', { context: { 'aws:SecureTransport': ['true'] } })))).toEqual(['  with the resource "${Data.Arn}": ALLOWED']);
    expect(settlingLines(failure(() => role.can('dynamodb:GetItem')))).toEqual(['  with the resource "${Orders.Arn}": ALLOWED']);
    expect(settlingLines(failure(() => role.cannot('sns:Publish')))).toEqual(['  with the resource "arn:aws:sns:${AWS::Region}:${AWS::AccountId}:alarms": ALLOWED']);
    expect(settlingLines(failure(() => role.can('sqs:SendMessage', { resource: '*' })))).toEqual([
      '  with the context "aws:RequestedRegion": ["eu-west-1"], "aws:SourceIp": ["192.0.2.0"]: ALLOWED',
    ]);
  });

  test('but nothing that leaves it open, and of a decided one nothing', () => {
    const agent = new iam.Role(stack, 'Agent', { assumedBy: account(), managedPolicies: [iam.ManagedPolicy.fromManagedPolicyArn(stack, 'Team', 'arn:aws:iam::111122223333:policy/team')] });
    agent.addToPolicy(new iam.PolicyStatement({ actions: ['sns:Publish'], resources: ['arn:aws:sns:eu-west-1:111122223333:alarms'], conditions: { StringLike: { 'aws:PrincipalTag/team': 'a*' } } }));
    const role = assertions().role('Agent');
    expect(settlingLines(failure(() => role.can('sns:Publish')))).toEqual([]);
    expect(settlingLines(failure(() => role.can('sqs:SendMessage')))).toEqual([]);
    new iam.Role(stack, 'Other', { assumedBy: account() });
    expect(settlingLines(failure(() => assertions().role('Other').can('sqs:SendMessage')))).toEqual([]);
  });
});

test('in a template without construct paths, a principal and a resource have the id that the CDK made of the path', () => {
  const agent = new iam.Role(stack, 'Agent', { assumedBy: account() });
  new iam.Role(new Construct(stack, 'Team'), 'Agent', { assumedBy: account() });
  new s3.Bucket(stack, 'Data').grantRead(agent);
  const template = Template.fromStack(stack).toJSON();
  const simulator = McpSimulator.fromTemplate(template);
  for (const principal of ['Agent', 'Team/Agent', 'TeamAgent']) {
    expect(simulator.simulate({ principal, action: 's3:GetObject', resource: '*' }).decision).toBe(SimulationDecision.IMPLICITLY_DENIED);
    McpAssertions.fromTemplate(template).role(principal).cannot('sqs:SendMessage');
  }
  const reads = simulator.simulate({ principal: 'Agent', action: 's3:GetObject', resource: '${Data.Arn}/key' });
  expect(reads.decision).toBe(SimulationDecision.ALLOWED);
  expect(() => simulator.simulate({ principal: 'Age', action: 's3:GetObject' })).toThrow('no role, user or permission set "Age" in the template');
});
