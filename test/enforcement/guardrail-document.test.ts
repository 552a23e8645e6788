import type { CfnResource } from 'aws-cdk-lib';
import { App, Aws, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ActionSet, McpGuardrail, McpScopedRole, McpServer, PrincipalFilter } from '../../src';
import { GuardrailDocument } from '../../src/enforcement/guardrail-document';

const MINIMIZE = { '@aws-cdk/aws-iam:minimizePolicies': true };
const statement = (sid: string, actions: string[], resources = ['*']) =>
  new iam.PolicyStatement({ sid, effect: iam.Effect.DENY, actions, resources }).freeze();

const UNCHANGED = (_: Stack) => {};

/** What roles with such a policy are in a template, one after another. */
function rolesWith(make: () => iam.PolicyDocument, context = {}, change = UNCHANGED): unknown {
  const stack = new Stack(new App({ context }), 'Stack');
  const assumedBy = new iam.AccountRootPrincipal();
  ['A', 'B', 'C'].forEach((id) => new iam.Role(stack, id, { assumedBy, inlinePolicies: { Guardrails: make() } }));
  change(stack);
  return JSON.stringify(Template.fromStack(stack).toJSON(), undefined, 1);
}
const resource = (stack: Stack, id: string) => stack.node.findChild(id).node.defaultChild as CfnResource;
const added = (stack: Stack, id: string) =>
  ((resource(stack, id) as iam.CfnRole).policies as iam.CfnRole.PolicyProperty[])[0].policyDocument as iam.PolicyDocument;

describe.each([['without the feature flag', {}], ['with policies minimized', MINIMIZE]])('is written as a plain document, %s,', (_, context) => {
  test.each<[string, readonly iam.PolicyStatement[], (stack: Stack) => void]>([
    ['of one statement', [statement('A', ['s3:GetObject'])], UNCHANGED],
    ['whose actions are not in order, or twice', [
      statement('A', ['s3:PutObject', 's3:GetObject', 's3:PutObject']), statement('B', ['sqs:*'], ['arn:aws:sqs:::b', 'arn:aws:sqs:::a']),
    ], UNCHANGED],
    ['with equal statements', [statement('A', ['s3:GetObject']), statement('A', ['s3:GetObject'])], UNCHANGED],
    ['with conditions of several keys', [new iam.PolicyStatement({
      sid: 'A', effect: iam.Effect.DENY, notActions: ['sts:*'], notResources: ['a', 'b'], conditions: { StringLike: { b: ['x'], a: ['y', 'x'] }, Bool: { c: 'true', d: [] } },
    }).freeze()], UNCHANGED],
    ['with a token', [statement('A', ['s3:GetObject'], [`arn:${Aws.PARTITION}:s3:::a`])], UNCHANGED],
    ['to which somebody adds a statement', [statement('A', ['s3:GetObject'])], (stack) => added(stack, 'B').addStatements(statement('B', ['s3:PutObject']))],
    ['with an override of one of them', [statement('A', ['s3:GetObject']), statement('B', ['s3:PutObject'])], (stack) => {
      resource(stack, 'B').addPropertyOverride('Policies.0.PolicyDocument.Statement.0.Action', 's3:Other');
      resource(stack, 'A').addPropertyOverride('Policies.0.PolicyDocument.Version', '2008-10-17');
    }],
  ])('%s', (__, statements, change) => {
    const plain = rolesWith(() => new iam.PolicyDocument({ statements: statements.map((each) => each.copy()) }), context, change);
    expect(rolesWith(() => new GuardrailDocument(statements), context, change)).toBe(plain);
    expect(rolesWith(() => new GuardrailDocument(statements), context, change)).toBe(plain);
  });
});

test('what somebody changes of a guardrail is so of no other of the same options', () => {
  const stack = new Stack(new App(), 'Stack');
  const [guardrail, again] = [1, 2].map(() => McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') }));
  const agent = (id: string, ...guardrails: McpGuardrail[]) =>
    new McpScopedRole(stack, id, { assumedBy: new iam.AccountRootPrincipal(), guardrails });
  agent('A', again);
  const [given] = guardrail.statements();
  given.addActions('s3:Get*');
  given.conditions.Bool['aws:ViaAWSMCPService'] = 'false';
  guardrail.statements = () => [given];
  agent('Changed', guardrail);
  agent('B', again);
  const roles = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  const [a, changed, b] = ['A', 'Changed', 'B'].map((id) =>
    JSON.stringify(roles.find(([name]) => name === stack.getLogicalId(resource(stack, id)))![1].Properties.Policies));
  expect(b).toBe(a);
  expect(a).not.toContain('s3:Get*');
  expect(changed).toContain('s3:Get*');
});

test.each<[string, () => McpGuardrail[], unknown[]]>([
  ['lists that are changed afterwards', () => {
    const resources = ['arn:aws:s3:::a'];
    const first = McpGuardrail.denyViaMcp({ resources });
    resources[0] = 'arn:aws:s3:::b';
    return [first, McpGuardrail.denyViaMcp({ resources })];
  }, ['arn:aws:s3:::a', 'arn:aws:s3:::b']],
  ['options that differ in a flag', () => [
    McpGuardrail.allowOnlyViaMcp({ actions: ActionSet.of('s3:GetObject') }), McpGuardrail.allowOnlyViaMcp({ actions: ActionSet.of('s3:GetObject'), resources: ['arn:aws:s3:::c'] }),
  ], ['*', 'arn:aws:s3:::c']],
  ['strings and lists that look alike', () => [
    McpGuardrail.denyViaMcp({ resources: ['arn:aws:s3:::a","arn:aws:s3:::b'] }), McpGuardrail.denyViaMcp({ resources: ['arn:aws:s3:::a', 'arn:aws:s3:::b'] }),
  ], ['arn:aws:s3:::a","arn:aws:s3:::b', ['arn:aws:s3:::a', 'arn:aws:s3:::b']]],
  ['tokens', () => [Aws.REGION, Aws.ACCOUNT_ID].map((token) => McpGuardrail.denyViaMcp({ resources: [`arn:aws:s3:::${token}`] })),
    [`arn:aws:s3:::${Aws.REGION}`, `arn:aws:s3:::${Aws.ACCOUNT_ID}`]],
])('guardrails of other options are others: %s', (_, make, resources) => {
  expect(make().map((guardrail) => guardrail.statements()[0].toStatementJson().Resource)).toEqual(resources);
});

test.each<[string, (list: any[]) => McpGuardrail, unknown, unknown]>([
  ['resources', (resources) => McpGuardrail.denyViaMcp({ resources }), 'arn:aws:s3:::a', 'arn:aws:s3:::b'],
  ['services', (services) => McpGuardrail.denyDestructiveViaMcp({ services }), 's3', 'sqs'],
  ['servers', (servers) => McpGuardrail.allowOnlyServers({ servers }), McpServer.EKS, McpServer.ECS],
  ['services that roles are passed to', (exceptServices) => McpGuardrail.denyPassRoleViaMcp({ exceptServices }), 'lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'],
  ['roles', (deployRoles) => McpGuardrail.deployOnlyViaMcp({ deployRoles }), 'arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/b'],
  ['subnets', (subnets) => McpGuardrail.denyAgentCoreOutsideSubnets({ subnets }), 'subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  ['addresses', (redirectUris) => McpGuardrail.allowOnlyOauthClients({ redirectUris }), 'http://localhost:*', 'http://127.0.0.1:*'],
])('a list that is changed afterwards is so in no other guardrail: %s', (_, make, before, after) => {
  const list = [before];
  const made = [make(list)];
  list[0] = after;
  made.push(make([before]), make([after]));
  const [first, same, other] = made.map((guardrail) => JSON.stringify(guardrail.statements().map((each) => each.toStatementJson())));
  expect(same).toBe(first);
  expect(other).not.toBe(first);
});

test('of other servers, principals and factories, too', () => {
  const text = (...guardrails: McpGuardrail[]) =>
    guardrails.map((guardrail) => JSON.stringify(guardrail.statements().map((each) => each.toStatementJson())));
  const all = text(
    McpGuardrail.denyViaMcp({ servers: [McpServer.AWS] }), McpGuardrail.denyViaMcp({ servers: [McpServer.of('x-mcp.amazonaws.com')] }), McpGuardrail.denyViaMcp(),
    McpGuardrail.denyViaMcp({ exempt: [PrincipalFilter.roleNames('A')] }), McpGuardrail.denyViaMcp({ exempt: [PrincipalFilter.roleNames('B')] }),
    McpGuardrail.denyDestructiveViaMcp({ services: ['s3'] }),
    McpGuardrail.denySecretReadsViaMcp({ services: ['s3'] }), McpGuardrail.denyDelegationViaMcp({ services: ['s3', 'iam'] }),
  );
  expect(new Set(all).size).toBe(all.length);
});

test('a mistake is an error each time', () => {
  for (let i = 0; i < 2; i++) {
    expect(() => McpGuardrail.denyDestructiveViaMcp({ services: [] })).toThrow('services is empty');
    expect(() => McpGuardrail.denyViaMcp({ resources: ['bucket'] })).toThrow('is not a resource');
    expect(() => McpGuardrail.denyViaMcp(new Proxy({}, { get: () => 1 }))).toThrow('expected');
  }
});
