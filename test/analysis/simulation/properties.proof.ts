import * as fc from 'fast-check';
import { askAgain } from './ask-again';
import type { PolicyDocuments } from '../../../src';
import { McpServer, McpSimulator, RequestOrigin, SimulationDecision } from '../../../src';
import { endpointStatement } from '../../endpoint-statement';

type Json = { [element: string]: any };

const { ALLOWED, CONDITIONAL, EXPLICITLY_DENIED } = SimulationDecision;
const ACCOUNT = '111122223333';
const ACTIONS = ['s3:GetObject', 's3:GetObjectTagging', 's3:PutObject', 'ec2:RunInstances'];
const RESOURCES = ['arn:aws:s3:::data/key', 'arn:aws:s3:::data/other', `arn:aws:ec2:eu-central-1:${ACCOUNT}:instance/i-1`];
const PRINCIPALS = [`arn:aws:iam::${ACCOUNT}:role/Agent`, `arn:aws:sts::${ACCOUNT}:assumed-role/Agent/one`, `arn:aws:iam::${ACCOUNT}:user/Ann`,
  'arn:aws:iam::444455556666:role/Foreign', `arn:aws:iam::${ACCOUNT}:root`];
const ORIGINS = [RequestOrigin.direct(), RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse(), RequestOrigin.viaAnyServer(),
  RequestOrigin.via(McpServer.AWS), RequestOrigin.via(McpServer.of('new-mcp.amazonaws.com')), RequestOrigin.viaAwsService()];
const KEYS: { [key: string]: string[] } = {
  'aws:PrincipalTag/team': ['red', 'blue'],
  'aws:SourceIp': ['203.0.113.7', '198.51.100.1'],
  'aws:CalledViaAWSMCP': ['aws-mcp.amazonaws.com', 'true'],
  'aws:ViaAWSMCPService': ['true', 'false'],
  'aws:ViaAWSService': ['true', 'false'],
};

const someOf = (values: string[]) => fc.subarray(values, { minLength: 1 });
const condition = fc.constantFrom(...Object.keys(KEYS)).chain((key) => fc.record({
  operator: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringEqualsIfExists', 'ForAllValues:StringEquals',
    'ForAnyValue:StringNotEquals', 'Bool', 'BoolIfExists', 'Null', 'IpAddress', 'NotIpAddress'),
  values: someOf([...KEYS[key], 'true', '203.0.113.0/24', 'r*']),
  variable: fc.boolean(),
  // Other operators take no policy variables.
}).map(({ operator, values, variable }) => ({ [operator]: { [key]: variable && operator.includes('String') ? [...values, '${aws:username}'] : values } })));
const statement: fc.Arbitrary<Json> = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), someOf(['s3:*', 's3:Get*', 'S3:getobject', 's3:?utObject', 'ec2:*', '*'])),
  resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), someOf(['*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::*/key', RESOURCES[2], 'arn:aws:s3:::${aws:username}/*'])),
  Condition: fc.option(condition, { nil: undefined }),
}).map(({ Effect, action, resource, Condition }) => (
  { Effect, [action[0]]: action[1], [resource[0]]: resource[1], ...(Condition && { Condition }) }));
const statements = fc.array(statement, { minLength: 1, maxLength: 4 });
const document = statements.map((Statement) => ({ Version: '2012-10-17', Statement }));
const resourceDocument = fc.array(fc.tuple(statement, fc.constantFrom('*', { AWS: PRINCIPALS[0] }, { AWS: PRINCIPALS[1] }, { AWS: ACCOUNT },
  { AWS: [PRINCIPALS[2], PRINCIPALS[3]] }, { Service: 's3.amazonaws.com' })), { minLength: 1, maxLength: 3 })
  .map((all) => ({ Version: '2012-10-17', Statement: all.map(([each, Principal]) => ({ ...each, Principal })) }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const documents: fc.Arbitrary<PolicyDocuments> = fc.record({
  identityPolicies: fc.array(document, { minLength: 1, maxLength: 2 }),
  permissionsBoundary: maybe(document),
  sessionPolicy: maybe(document),
  serviceControlPolicies: maybe(fc.array(document, { minLength: 1, maxLength: 2 })),
  resourcePolicy: maybe(resourceDocument),
  vpcEndpointPolicy: maybe(resourceDocument.map((each) => ({ ...each, Statement: each.Statement.map(endpointStatement) }))),
});
/** The same with an Allow of everything in each, so that many requests are allowed. */
const generous = documents.map((all): PolicyDocuments => {
  const more = (layer: Json | undefined, element: Json = {}) =>
    layer && { ...layer, Statement: [...layer.Statement, { Effect: 'Allow', Action: '*', Resource: '*', ...element }] };
  return {
    identityPolicies: all.identityPolicies!.map((each) => more(each)!),
    permissionsBoundary: more(all.permissionsBoundary),
    sessionPolicy: more(all.sessionPolicy),
    serviceControlPolicies: all.serviceControlPolicies?.map((each) => more(each)!),
    resourcePolicy: more(all.resourcePolicy, { Principal: '*' }),
    vpcEndpointPolicy: more(all.vpcEndpointPolicy, { Principal: '*' }),
  };
});
const request = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom(...ACTIONS),
  resource: fc.option(fc.constantFrom(...RESOURCES), { nil: undefined, freq: 8 }),
  resourceAccount: fc.constantFrom(undefined, ACCOUNT),
  origin: fc.constantFrom(...ORIGINS),
});

const decide = (all: PolicyDocuments, asked: Parameters<McpSimulator['simulate']>[0]) => McpSimulator.fromDocuments(all).simulate(asked).decision;
const withIdentity = (all: PolicyDocuments, identityPolicies: Json[]): PolicyDocuments => ({ ...all, identityPolicies });
const RUNS = { numRuns: 500, seed: 20261120 };

test('a Deny never allows', () => {
  let allowed = 0;
  fc.assert(fc.property(generous, statement, request, (all, added, asked) => {
    const denied = withIdentity(all, [...all.identityPolicies!, { Version: '2012-10-17', Statement: [{ ...added, Effect: 'Deny' }] }]);
    if (decide(denied, asked) === ALLOWED) {
      allowed++;
      expect(decide(all, asked)).toBe(ALLOWED);
    }
  }), RUNS);
  expect(allowed).toBeGreaterThan(100);
});

test('an Allow never makes an explicit deny, nor lifts one', () => {
  fc.assert(fc.property(documents, statement, request, (all, added, asked) => {
    const more = withIdentity(all, [...all.identityPolicies!, { Version: '2012-10-17', Statement: [{ ...added, Effect: 'Allow' }] }]);
    expect(decide(more, asked) === EXPLICITLY_DENIED).toBe(decide(all, asked) === EXPLICITLY_DENIED);
  }), RUNS);
});

test('the order of statements and of policies does not matter', () => {
  fc.assert(fc.property(documents, request, (all, asked) => {
    const reversed = withIdentity(all, all.identityPolicies!.map((each) => ({ ...each, Statement: [...each.Statement].reverse() })).reverse());
    expect(decide(reversed, asked)).toBe(decide(all, asked));
  }), RUNS);
});

test('NotAction is the complement of Action, NotResource of Resource', () => {
  fc.assert(fc.property(someOf(['s3:*', 's3:Get*', 'ec2:R?nInstances']), someOf(['arn:aws:s3:::data/*', 'arn:aws:s3:::*/key']), request, (actions, resources, asked) => {
    const allowed = (element: Json) => decide({ identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...element }] }] },
      { ...asked, resource: asked.resource ?? RESOURCES[0], resourceAccount: asked.principal.split(':')[4] }) === ALLOWED;
    fc.pre(!asked.principal.endsWith(':root') && asked.resource !== RESOURCES[2]);
    expect(allowed({ Action: actions, Resource: '*' })).not.toBe(allowed({ NotAction: actions, Resource: '*' }));
    expect(allowed({ Action: '*', Resource: resources })).not.toBe(allowed({ Action: '*', NotResource: resources }));
  }), RUNS);
});

test('a list of actions is a statement for each, in any case', () => {
  fc.assert(fc.property(documents, request, (all, asked) => {
    const split = withIdentity(all, all.identityPolicies!.map((each) => ({
      ...each,
      Statement: each.Statement.flatMap((one: Json) => one.Action?.map((Action: string) => ({ ...one, Action: Action.toUpperCase() })) ?? [one]),
    })));
    expect(decide(split, { ...asked, action: asked.action.toLowerCase() })).toBe(decide(all, asked));
  }), RUNS);
});

test('a layer more never allows, but for a resource-based policy', () => {
  let allowed = 0;
  fc.assert(fc.property(generous, document, request, (all, added, asked) => {
    for (const place of ['permissionsBoundary', 'sessionPolicy', 'vpcEndpointPolicy'] as const) {
      const Statement = added.Statement.map((each) => (place === 'vpcEndpointPolicy' ? endpointStatement(each) : each));
      const limited: PolicyDocuments = { ...all, [place]: { ...added, Statement } };
      if (decide(limited, asked) === ALLOWED) {
        allowed++;
        expect(decide({ ...all, [place]: undefined }, asked)).toBe(ALLOWED);
      }
    }
  }), RUNS);
  expect(allowed).toBeGreaterThan(100);
});

/** Whether a decision stays as it is when more gets known: only what is conditional may change. */
const isKept = (before: SimulationDecision, after: SimulationDecision) => {
  const denied = (decision: SimulationDecision) => decision !== ALLOWED && decision !== CONDITIONAL;
  return before === CONDITIONAL || before === after || (denied(before) && denied(after));
};

test('what is decided stays so, whatever else gets known of the context', () => {
  let decided = 0;
  const context = fc.record(Object.fromEntries(['aws:PrincipalTag/team', 'aws:SourceIp'].map((key) => [key, fc.constantFrom([], ...KEYS[key].map((value) => [value]))])));
  fc.assert(fc.property(documents, request, context, (all, asked, known) => {
    const decisions = [decide(all, asked), decide(all, { ...asked, context: known })];
    decided += decisions[0] === CONDITIONAL ? 0 : 1;
    expect(decisions).toSatisfy(([before, after]) => isKept(before, after));
  }), RUNS);
  expect(decided).toBeGreaterThan(100);
});

test('what is decided for an origin is decided for each kind of its requests', () => {
  let alike = 0;
  fc.assert(fc.property(documents, request, (all, asked) => {
    const before = (origin: RequestOrigin) => decide(all, { ...asked, origin });
    const [absent, no, direct] = [RequestOrigin.directKeyAbsent(), RequestOrigin.directKeyFalse(), RequestOrigin.direct()].map(before);
    const [any, aws, other] = [RequestOrigin.viaAnyServer(), RequestOrigin.via(McpServer.AWS), RequestOrigin.via(McpServer.of('new-mcp.amazonaws.com'))].map(before);
    for (const [general, special] of [[direct, absent], [direct, no], [any, aws], [any, other]]) {
      expect([general, special]).toSatisfy(([a, b]) => isKept(a, b));
    }
    alike += absent === no ? 1 : 0;
    expect(absent !== no || direct === absent).toBe(true);
  }), RUNS);
  expect(alike).toBeGreaterThan(100);
});

test('what is decided without a resource is decided for each', () => {
  let decided = 0;
  fc.assert(fc.property(documents, request, fc.constantFrom(...RESOURCES.slice(0, 2)), (all, asked, resource) => {
    const account = { ...asked, resourceAccount: ACCOUNT };
    const decisions = [undefined, resource].map((each) => decide(all, { ...account, resource: each }));
    decided += decisions[0] === CONDITIONAL ? 0 : 1;
    expect(decisions).toSatisfy(([before, after]) => isKept(before, after));
  }), RUNS);
  expect(decided).toBeGreaterThan(100);
});

test('what was decided of other resources, contexts and principals changes no answer', () => {
  const { asked, judged } = askAgain(200);
  expect([asked, judged < 0.7 * asked]).toEqual([200 * 300, true]);
});

expect.extend({
  toSatisfy: (received: SimulationDecision[], holds: (decisions: SimulationDecision[]) => boolean) => ({
    pass: holds(received), message: () => `${received.join(' became ')}`,
  }),
});

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    interface Matchers<R> {
      toSatisfy(holds: (decisions: SimulationDecision[]) => boolean): R;
    }
  }
}
