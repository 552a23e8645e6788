import { App, Aws, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Annotations as Found, Match } from 'aws-cdk-lib/assertions';
import { ActionSet, McpCondition, McpGuardrail, McpGuardrailPolicy, McpScopedRole, McpServer, RequestOrigin } from '../../src';
import { everyServerDenied } from '../../src/enforcement/contradictions';
import { parsedStatement } from '../../src/enforcement/malformed-statement';
import { areOrdinary, takesOrdinary } from '../../src/enforcement/ordinary-denials';
import { kmsDirectly } from '../../src/guardrails/kms-directly';
import type { ConditionBlock } from '../../src/iam/combine-conditions';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { WholeDenials } from '../../src/mcp/whole-denials';

const SERVERS = McpServer._all();
const VIA = McpCondition.viaAnyServer().toConditions();
const MADE: readonly ConditionBlock[] = [
  VIA,
  ...[...SERVERS.map((server) => [server]), SERVERS].flatMap((servers) => [McpCondition.via(...servers), McpCondition.viaAnyServerExcept(...servers)])
    .map((each) => each.toConditions()),
];
const CONDITIONS = [
  ...MADE, ...MADE.map((condition) => kmsDirectly('It', condition)),
  ...[true, false].flatMap((exceptForwardAccessSessions) => [true, false].map((exceptMcpServiceActions) =>
    McpCondition.outsideMcp({ exceptForwardAccessSessions, exceptMcpServiceActions }).toConditions())),
];

const deny = (props: Partial<iam.PolicyStatementProps> = {}) =>
  new iam.PolicyStatement({ sid: 'Deny', effect: iam.Effect.DENY, actions: ['s3:Delete*', 'sts:AssumeRole'], resources: ['*'], conditions: VIA, ...props });

/** Somebody else's, in which nothing is seen at a glance. */
class Given extends McpGuardrail {
  public readonly id = 'Given';

  public constructor(private readonly given: iam.PolicyStatement) {
    super();
  }

  public statements(): iam.PolicyStatement[] {
    return [this.given];
  }
}

test('in what is ordinary, the checks find nothing', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  CONDITIONS.forEach((conditions, i) => {
    expect(areOrdinary([deny({ conditions })])).toBe(true);
    new McpGuardrailPolicy(stack, `Policy${i}`, { managedPolicyName: `Policy${i}`, guardrails: [new Given(deny({ conditions }))] });
  });
  app.synth();
  expect(Found.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
});

test('what is ordinary leaves somebody something', () => {
  const all = CONDITIONS.map((conditions, i) => deny({ sid: `Deny${i}`, actions: ['*'], conditions }));
  const pairs = all.flatMap((one) => all.filter((other) => other !== one).map((other) => [one, other])).filter((pair) => areOrdinary(pair));
  expect(pairs.length).toBeGreaterThan(100);
  for (const pair of pairs) {
    const named = pair.map((statement) => ({ name: statement.sid!, statement: parsedStatement(statement) }));
    const whole = new WholeDenials(named);
    expect(everyServerDenied(named)).toBeUndefined();
    expect([RequestOrigin.direct(), ...whole.origins().servers].some((origin) => whole.denying(origin).length === 0)).toBe(true);
  }
});

test.each<[string, ...iam.PolicyStatement[]]>([
  ['an Allow', deny({ effect: iam.Effect.ALLOW })],
  ['a principal', deny({ principals: [new iam.AnyPrincipal()] })],
  ['a resource', deny({ resources: ['arn:aws:s3:::reports/*'] })],
  ['two resources', deny({ resources: ['*', 'arn:aws:s3:::reports/*'] })],
  ['all resources but one', deny({ resources: undefined, notResources: ['arn:aws:s3:::reports/*'] })],
  ['all actions but some', deny({ actions: undefined, notActions: ['s3:Get*'] })],
  ['an action that is known only at deployment', deny({ actions: [`${Aws.PARTITION}:x`] })],
  ['no Sid', deny({ sid: undefined })],
  ['a Sid with a hyphen', deny({ sid: 'Deny-it' })],
  ['the same Sid twice', deny(), deny()],
  ['no condition', deny({ conditions: undefined })],
  ['an operator without keys', deny({ conditions: { ...VIA, StringEquals: {} } })],
  ['another key', deny({ conditions: { Bool: { 'aws:ViaAWSMCPService': 'true', 'aws:SecureTransport': 'false' } } })],
  ['another value', deny({ conditions: { Bool: { 'aws:ViaAWSMCPService': 'yes' } } })],
  ['a list of values', deny({ conditions: { Bool: { 'aws:ViaAWSMCPService': ['true'] } } })],
  ['a value that is known only at deployment', deny({ conditions: { Bool: { 'aws:ViaAWSMCPService': Aws.PARTITION } } })],
  ['a contradiction', deny({ conditions: { Bool: { 'aws:ViaAWSMCPService': 'true' }, BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } } })],
  ['a server that is not documented', deny({ conditions: McpCondition.via(McpServer.AWS, McpServer.of('other-mcp.amazonaws.com')).toConditions() })],
  ['all servers but one with a slip', deny({ conditions: McpCondition.viaAnyServerExcept(McpServer.of('awsmcp.amazonaws.com')).toConditions() })],
  ['no server', deny({ conditions: { StringEquals: { 'aws:CalledViaAWSMCP': [] } } })],
  ['other servers and direct calls', deny({ conditions: McpCondition._notVia(McpServer.AWS).toConditions() })],
  ['some principals', deny({ conditions: { ...VIA, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/BreakGlass' } } })],
  ['everything through any server', deny({ actions: ['*'] })],
  ['two that leave different servers', ...[McpServer.AWS, McpServer.EKS].map((server) =>
    deny({ sid: `Only${server.servicePrincipal.slice(0, 3)}`, actions: ['*'], conditions: McpCondition.viaAnyServerExcept(server).toConditions() }))],
])('not ordinary: %s', (_, ...statements) => {
  expect(areOrdinary(statements)).toBe(false);
});

test('a statement of another class is not ordinary: it may be written as something else', () => {
  class Other extends iam.PolicyStatement {}
  expect(areOrdinary([new Other(deny().toJSON() as iam.PolicyStatementProps), deny()])).toBe(false);
});

test('only what is attached to principals, and locks nobody out, takes it without more ado', () => {
  expect(Object.values(POLICY_TYPES).filter(takesOrdinary).map(({ name }) => name)).toEqual([
    'identity-based policy', 'managed policy', 'permissions boundary', 'role\'s inline policies', 'user\'s inline policies', 'group\'s inline policies',
    'permission set\'s inline policy', 'session policy', 'session policy',
  ]);
});

test('of a role with ordinary guardrails, a trust in the console is still warned of', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const provider = iam.SamlProvider.fromSamlProviderArn(stack, 'Provider', 'arn:aws:iam::111122223333:saml-provider/Corporate');
  new McpScopedRole(stack, 'Role', {
    assumedBy: new iam.SamlConsolePrincipal(provider), servers: [McpServer.AWS], guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:Delete*') })],
  });
  app.synth();
  expect(Found.fromStack(stack).findWarning('*', Match.stringLikeRegexp('is for the console, by SAML'))).toHaveLength(1);
});
