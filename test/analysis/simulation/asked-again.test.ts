import * as fc from 'fast-check';
import { askAgain, OWN, told } from './ask-again';
import type { PolicyDocuments, SimulationRequest } from '../../../src';
import { McpServer, McpSimulator, RequestOrigin } from '../../../src';
import { DocumentsSource } from '../../../src/analysis/simulation/documents-source';
import type { RequestContext } from '../../../src/iam/request-context';
import { GivenKeys } from '../../../src/mcp/given-keys';
import { OriginContexts, originKeysIn } from '../../../src/mcp/origin-contexts';
import { requestContexts } from '../../../src/mcp/request-contexts';
import { randomCases } from '../../conformance/random-cases';
import { allow, deny, policy } from '../../conformance/world';

const BUCKET = 'arn:aws:s3:::data/red/a';

test('what was found for other requests changes no answer', () => {
  for (const { documents, request, variations } of fc.sample(randomCases(), { numRuns: 15, seed: 20_261_129 })) {
    const once = new DocumentsSource(documents);
    const [first, ...others] = [request, ...variations().slice(0, 4)];
    for (const each of [first, ...others, ...others.reverse(), first]) {
      expect(told(McpSimulator._of(once).simulate(each))).toEqual(told(McpSimulator._of(new DocumentsSource(documents)).simulate(each)));
    }
  }
});

test('what was decided of other resources, contexts and principals changes no answer', () => {
  const { asked, judged } = askAgain(10);
  // Not each was judged anew: else this shows nothing.
  expect([asked, judged < 0.7 * asked]).toEqual([10 * 300, true]);
});

describe('what is decided of one resource is decided of those alone that the same statements are about', () => {
  const [YES, NO, DENIED, OPEN] = ['ALLOWED', 'IMPLICITLY_DENIED', 'EXPLICITLY_DENIED', 'CONDITIONAL'];
  const api = (path: string) => `arn:aws:execute-api:eu-west-1:${OWN}:abc123/${path}`;
  const queue = (region: string, name: string) => `arn:aws:sqs:${region}:${OWN}:${name}`;
  test.each<[what: string, documents: PolicyDocuments, action: string, expected: { [resource: string]: string }]>([
    ['NotResource', { identityPolicies: [policy(allow('*'), deny('s3:*', { NotResource: ['arn:aws:s3:::data/red/*', 'arn:aws:s3:::data/blue/*'] }))] }, 's3:GetObject',
      { 'arn:aws:s3:::data/red/a': YES, 'arn:aws:s3:::data/blue/a': YES, 'arn:aws:s3:::data/green/a': DENIED, 'arn:aws:s3:::other/a': DENIED }],
    ['a policy variable', { identityPolicies: [policy(allow('s3:*', { Resource: 'arn:aws:s3:::data/${aws:username}/*' }))] }, 's3:GetObject',
      { 'arn:aws:s3:::data/red/a': YES, 'arn:aws:s3:::data/blue/a': NO }],
    ['a policy variable beside none', { identityPolicies: [policy(allow('s3:*', { Resource: 'arn:aws:s3:::data/${aws:username}/*' }), allow('s3:*', { Resource: 'arn:aws:s3:::other/*' }))] },
      's3:GetObject', { 'arn:aws:s3:::data/red/a': YES, 'arn:aws:s3:::data/blue/a': NO, 'arn:aws:s3:::other/a': YES }],
    // As long as the other, and alike behind the account.
    ['resources of two Regions', { identityPolicies: [policy(allow('sqs:*', { Resource: queue('eu-west-1', 'jobs') }), allow('sqs:*', { Resource: queue('eu-west-2', 'mail') }))] },
      'sqs:SendMessage', { [queue('eu-west-1', 'jobs')]: YES, [queue('eu-west-1', 'mail')]: NO, [queue('eu-west-2', 'mail')]: YES, [queue('eu-west-2', 'jobs')]: NO }],
    ['wildcards', { identityPolicies: [policy(allow('s3:*', { Resource: 'arn:aws:s3:::d?ta/*' }))] }, 's3:GetObject',
      { 'arn:aws:s3:::data/a': YES, 'arn:aws:s3:::dxta/a': YES, 'arn:aws:s3:::d/a': NO, 'arn:aws:s3:::dataa/a': NO }],
    ['what is known, beside what is known only at deployment', { identityPolicies: [policy(allow('*'), deny('s3:*', { Resource: ['arn:aws:s3:::data/a', 'arn:aws:s3:::data/${Token[TOKEN.7]}'] }))] },
      's3:GetObject', { 'arn:aws:s3:::data/a': DENIED, 'arn:aws:s3:::data/b': OPEN, 'arn:aws:s3:::other/a': YES }],
    ['what is known, in another statement', { identityPolicies: [policy(allow('*'), deny('s3:*', { Resource: 'arn:aws:s3:::data/a' }), deny('s3:*', { Resource: 'arn:aws:s3:::other/${Token[TOKEN.7]}' }))] },
      's3:GetObject', { 'arn:aws:s3:::data/a': DENIED, 'arn:aws:s3:::other/a': OPEN, 'arn:aws:s3:::data/b': YES }],
    ['a trust policy', { identityPolicies: [policy(allow('sts:*', { Resource: `arn:aws:iam::${OWN}:role/a` }))], resourcePolicy: policy({ Effect: 'Allow', Principal: { AWS: OWN }, Action: 'sts:AssumeRole' }) },
      'sts:AssumeRole', { [`arn:aws:iam::${OWN}:role/a`]: YES, [`arn:aws:iam::${OWN}:role/b`]: NO }],
    ['none', { identityPolicies: [policy(allow('s3:*', { Resource: 'arn:aws:s3:::data/a' }))] }, 's3:GetObject',
      { 'arn:aws:s3:::data/a': YES, 'arn:aws:s3:::data/ab': NO, 'arn:aws:s3:::data/': NO }],
    ['the short form of an API', { identityPolicies: [], resourcePolicy: policy({ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/stage/GET/*' }) },
      'execute-api:Invoke', { [api('stage/GET/a')]: YES, [api('stage/PUT/a')]: NO }],
  ])('%s', (_, documents, action, expected) => {
    const simulator = McpSimulator.fromDocuments(documents);
    for (let i = 0; i < 3; i++) {
      expect(Object.fromEntries(Object.keys(expected).map((resource) => (
        [resource, simulator.simulate({ principal: `arn:aws:iam::${OWN}:user/red`, action, resource }).decision])))).toEqual(expected);
    }
  });
});

test('a context is the one before if its own keys and values are the same', () => {
  const given = new GivenKeys({ a: ['1'], b: ['2', '3'] });
  const same = [{ a: ['1'], b: ['2', '3'] }, Object.assign(Object.create(null), { a: ['1'], b: ['2', '3'] })];
  const others: unknown[] = [{}, { a: ['1'] }, { b: ['2', '3'], a: ['1'] }, { a: ['1'], b: ['2'] }, { a: ['1'], b: ['2', '3', '4'] }, { a: ['1'], b: ['3', '2'] }, { a: ['1'], b: '23' },
    { a: ['1'], b: undefined }, { a: ['1'], b: ['2', '3'], c: [] }, { A: ['1'], b: ['2', '3'] }, Object.create({ a: ['1'], b: ['2', '3'] }),
    Object.assign(Object.create({ b: ['2', '3'] }), { a: ['1'] })];
  expect([...same, ...others].map((each) => given.areOf(each as { [key: string]: string[] }))).toEqual([true, true, ...others.map(() => false)]);
});

test('resources that begin alike, or are those of others and more, are told apart', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
  const pattern = fc.tuple(fc.constantFrom('arn:aws:s3:::', 'arn:aws:s3:::', 'arn:aws:s3:::', 'arn:*:s3:::', 'arn:aws:s3'), text, fc.constantFrom('', '*', '*', '?', '*b'))
    .map(([start, name, end]) => (start.endsWith(':') ? `${start}${name}${end}` : start));
  const statements = fc.array(fc.tuple(fc.constantFrom('Resource', 'Resource', 'Resource', 'NotResource'), fc.array(pattern, { minLength: 1, maxLength: 3 }), fc.boolean()), { minLength: 1, maxLength: 9 });
  const names = ['a', 'b', 'aa', 'ab', 'ba', 'bb', 'aab', 'aba', 'abb', 'bab', 'abab', 'b*', 'a?'];
  const resources = [undefined, '*', ...names.flatMap((name) => ['arn:aws:s3:::', 'arn:aws-cn:s3:::', 'arn:awx:s3:::'].map((start) => start + name))];
  const decisions = new Set<string>();
  fc.assert(fc.property(statements, fc.array(fc.constantFrom(...resources), { minLength: 60, maxLength: 60 }), (all, asked) => {
    const documents = { identityPolicies: [policy(...all.map(([name, value, isDeny]) => ({ Effect: isDeny ? 'Deny' : 'Allow', Action: 's3:*', [name]: value })))] };
    const once = McpSimulator._of(new DocumentsSource(documents));
    const request = (resource?: string) => ({ principal: `arn:aws:iam::${OWN}:role/Agent`, action: 's3:GetObject', resource });
    const judgedAlone = (resource?: string) => McpSimulator._of(new DocumentsSource(documents)).simulate(request(resource)).decision;
    const alone = new Map(resources.map((resource) => [resource, judgedAlone(resource)]));
    const found = asked.map((resource) => once.simulate(request(resource)).decision);
    expect([documents, asked, found]).toEqual([documents, asked, asked.map((resource) => alone.get(resource))]);
    found.forEach((decision) => decisions.add(decision));
  }), { numRuns: 150, seed: 20_261_130 });
  expect([...decisions].sort()).toEqual(['ALLOWED', 'CONDITIONAL', 'EXPLICITLY_DENIED', 'IMPLICITLY_DENIED']);
});

test('what is decided of all resources is not decided of those that are left of them, nor the other way round', () => {
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [policy(allow('s3:*', { Resource: 'arn:aws:s3:::data/*' }))] });
  const request = { principal: `arn:aws:iam::${OWN}:user/red`, action: 's3:GetObject', resource: 'arn:aws:s3:::*' };
  for (let i = 0; i < 3; i++) {
    expect(simulator.simulateParts(request).map(({ resource, result }) => [resource, result.decision])).toEqual([['arn:aws:s3:::data/*', 'ALLOWED'], ['arn:aws:s3:::*', 'IMPLICITLY_DENIED']]);
    expect(simulator.simulate(request).decision).toBe('CONDITIONAL');
  }
});

describe('what AWS itself tells by a name is told of each', () => {
  const trust = policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
  test.each<[action: string, principal: string, documents: PolicyDocuments, ours: string, notOurs: string, decision: string]>([
    ['kms:DeleteAlias', `arn:aws:iam::${OWN}:user/red`, { identityPolicies: [policy(allow('*'))] },
      `arn:aws:kms:eu-west-1:${OWN}:alias/red`, `arn:aws:kms:eu-west-1:${OWN}:alias/aws/s3`, 'IMPLICITLY_DENIED'],
    ['iam:DeleteRole', `arn:aws:iam::${OWN}:user/red`, { identityPolicies: [policy(allow('*'))] },
      `arn:aws:iam::${OWN}:role/red`, `arn:aws:iam::${OWN}:role/aws-reserved/red`, 'IMPLICITLY_DENIED'],
    // No resource control policy reaches a service-linked role.
    ['sts:AssumeRole', 'lambda.amazonaws.com', { resourcePolicy: trust, resourceControlPolicies: [policy({ Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*' })] },
      `arn:aws:iam::${OWN}:role/aws-service-role/red`, `arn:aws:iam::${OWN}:role/red`, 'EXPLICITLY_DENIED'],
  ])('%s', (action, principal, documents, ours, notOurs, decision) => {
    const simulator = McpSimulator.fromDocuments(documents);
    const asked = [ours, notOurs, ours, notOurs, ours, notOurs];
    expect(asked.map((resource) => simulator.simulate({ principal, action, resource }).decision)).toEqual(asked.map((resource) => (resource === ours ? 'ALLOWED' : decision)));
  });
});

test('requests that differ in one thing from the one before are decided as each is alone', () => {
  const data = (name: string) => `arn:aws:s3:::${name}`;
  const viaServer = (value: string) => ({ Condition: { Bool: { 'aws:ViaAWSMCPService': value } } });
  const identity = policy(
    allow('s3:*', { Resource: [data('data/*'), data('both/*')] }),
    allow('s3:*', { Resource: data('server/*'), ...viaServer('true') }),
    allow('s3:*', { Resource: data('own/*'), Condition: { StringEquals: { 'aws:ResourceAccount': OWN } } }),
    allow('s3:*', { Resource: data('inside/*'), Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
    allow('s3:*', { Resource: data('red/*'), Condition: { StringEquals: { 'aws:username': 'red' } } }),
    deny('s3:*', { Resource: data('data/agents/*'), ...viaServer('true') }),
    deny('s3:*', { Resource: data('both/${Token[TOKEN.7]}') }),
    deny('s3:PutObject', { Resource: data('data/a') }),
  );
  const source = () => new DocumentsSource({ identityPolicies: [identity] });
  const parts = {
    principal: [`arn:aws:iam::${OWN}:user/red`, `arn:aws:iam::${OWN}:user/blue`, undefined],
    action: ['s3:GetObject', 's3:PutObject'],
    resource: [undefined, '*', data('*'), data('data/*'), ...['data/a', 'data/b', 'data/agents/a', 'both/a', 'server/a', 'own/a', 'inside/a', 'red/a', 'none'].map(data)],
    resourceAccount: [undefined, OWN, '444455556666'],
    origin: [RequestOrigin.direct(), RequestOrigin.via(McpServer.AWS), RequestOrigin.viaAnyServer(), RequestOrigin.viaAwsService()],
    context: [undefined, { 'aws:SourceIp': ['203.0.113.7'] }, { 'aws:SourceIp': ['198.51.100.7'] }],
  };
  const names = Object.keys(parts) as Array<keyof typeof parts>;
  const at = { principal: 0, action: 0, resource: 4, resourceAccount: 0, origin: 0, context: 0 };
  const once = McpSimulator._of(source());
  const alone = new Map<string, string>();
  const differences: unknown[] = [];
  for (const [name, step] of fc.sample(fc.tuple(fc.constantFrom(...names), fc.nat()), { numRuns: 4_000, seed: 20_261_130 })) {
    at[name] = (at[name] + 1 + step % (parts[name].length - 1)) % parts[name].length;
    const request = Object.fromEntries(names.map((each) => [each, parts[each][at[each]]])) as unknown as SimulationRequest;
    const key = Object.values(at).join();
    alone.set(key, alone.get(key) ?? McpSimulator._of(source()).simulate(request).decision);
    const found = once.simulate(request).decision;
    if (found !== alone.get(key)) {
      differences.push([name, request, found, alone.get(key)]);
    }
  }
  expect(differences).toEqual([]);
  expect([...new Set(alone.values())].sort()).toEqual(['ALLOWED', 'CONDITIONAL', 'EXPLICITLY_DENIED', 'IMPLICITLY_DENIED']);
});

test('not every place of a decision is kept, and each is right', () => {
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [policy(allow('sqs:*', { Resource: 'arn:aws:sqs:*:*:jobs' }))] });
  const ask = (account: number) => simulator.simulate({
    principal: `arn:aws:iam::${OWN}:role/Agent`, action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${account}:jobs`,
  }).decision;
  const found = Array.from({ length: 1_500 }, (_, i) => ask(111_122_223_333 + i % 1_200));
  expect(found).toEqual(found.map((_, i) => (i % 1_200 === 0 ? 'ALLOWED' : 'IMPLICITLY_DENIED')));
});

test('a result tells of the request as it was asked', () => {
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [policy(allow('s3:*', { Resource: BUCKET, Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }))] });
  const request = { principal: `arn:aws:iam::${OWN}:role/Agent`, action: 's3:GetObject', resource: BUCKET, context: { 'aws:SourceIp': ['203.0.113.7'] } };
  const ask = () => simulator.simulate(request);
  const expected = told(ask());
  const results = [ask(), ask(), ask()];
  Object.assign(request, { principal: `arn:aws:iam::${OWN}:role/Other`, action: 's3:PutObject', resource: 'arn:aws:s3:::other/a' });
  request.context['aws:SourceIp'][0] = '198.51.100.7';
  expect(results.map(told)).toEqual([expected, expected, expected]);
  Object.assign(request, { action: 's3:GetObject', resource: BUCKET });
  expect([ask(), ask(), ask()].map(({ decision }) => decision)).toEqual(Array(3).fill('IMPLICITLY_DENIED'));
});

test('keys of which an origin says nothing are the same in each of its contexts', () => {
  const given = { 'aws:SourceIp': ['203.0.113.7'], 'aws:PrincipalTag/Team': [], 'kms:CallerAccount': ['111122223333'] };
  const keys = [...Object.keys(given).map((key) => key.toLowerCase()), 'aws:viaawsmcpservice', 'aws:calledviaawsmcp', 'aws:viaawsservice', 'aws:calledvia', 'kms:viaservice'];
  const seen = (contexts: readonly RequestContext[]) => new Set(contexts.map((context) => JSON.stringify(keys.map((key) => context.get(key)))));
  for (const origin of [
    RequestOrigin.direct(), RequestOrigin.via(McpServer.AWS), RequestOrigin.viaAnyServer(), RequestOrigin.viaAwsService(),
    RequestOrigin.agentSession(),
  ]) {
    const found = OriginContexts.of(origin, undefined, given).differingIn(originKeysIn(keys));
    expect(seen(found)).toEqual(seen(requestContexts(origin, new GivenKeys(given))));
  }
});

test.each([
  ['a text with the characters of the list', 'ab'],
  ['an object with its items', { 0: 'a', 1: 'b', length: 2 }],
])('%s is no list, also behind a request with that list', (_, written) => {
  const simulator = McpSimulator.fromDocuments({ identityPolicies: [policy(allow('*'))] });
  const ask = (values: unknown) => () => simulator.simulate({ action: 's3:GetObject', resource: BUCKET, context: { 'aws:username': values as string[] } }).decision;
  expect(ask(['a', 'b'])()).toBe('ALLOWED');
  expect(ask(written)).toThrow('expected a list of strings');
  expect(ask(['a', 'b'])()).toBe('ALLOWED');
});

test('what was known of the request before is taken for no other', () => {
  // What was known the last time is kept with the origin.
  const origin = RequestOrigin.via(McpServer.AWS);
  const keys = ['aws:ismcpserviceaction', 'aws:sourceip', 'aws:sourcevpc'];
  const seen = (own: boolean, known: { [key: string]: string[] }) => OriginContexts.of(origin, own, known)
    .differingIn(originKeysIn(keys)).slice(0, 1).map((context) => keys.map((each) => context.get(each)));
  const one = 'a value';
  for (const [own, ip, vpc] of [[true, [one]], [false, [one]], [false, undefined, [one]], [false, undefined, [one, one]], [false, undefined, []],
    [false, undefined, [one]], [false], [false, [one]], [false, [one], [one]], [false, [one]]] as Array<[boolean, string[]?, string[]?]>) {
    const known = { ...ip && { 'aws:SourceIp': ip }, ...vpc && { 'aws:SourceVpc': vpc } };
    const expected = [[[String(own)], ip, vpc]];
    expect([seen(own, known), seen(own, known)]).toEqual([expected, expected]);
  }
});

describe('documents that were asked about before', () => {
  const ask = (document: object) => McpSimulator.fromDocuments({ identityPolicies: [document] }).simulate({ action: 's3:GetObject', resource: BUCKET }).decision;

  test('mean what they say by now', () => {
    const document = policy(allow('s3:GetObject', { Resource: BUCKET }));
    expect([ask(document), ask(document), ask(document)]).toEqual(['ALLOWED', 'ALLOWED', 'ALLOWED']);
    document.Statement[0].Resource = 'arn:aws:s3:::other/a';
    expect([ask(document), ask(document)]).toEqual(['IMPLICITLY_DENIED', 'IMPLICITLY_DENIED']);
  });

  test('are read of a copy, which nobody changes', () => {
    const document = policy(allow('s3:GetObject', { Resource: BUCKET }));
    const [, again] = [1, 2].map(() => McpSimulator.fromDocuments({ identityPolicies: [document] }));
    document.Statement[0].Effect = 'Deny';
    expect(again.simulate({ action: 's3:GetObject', resource: BUCKET }).decision).toBe('ALLOWED');
  });

  test('are read of a copy at once', () => {
    const document = policy(allow('s3:GetObject', { Resource: 'arn:aws:s3:::read/at/once' }));
    const simulator = McpSimulator.fromDocuments({ identityPolicies: [document] });
    document.Statement[0].Effect = 'Deny';
    expect(simulator.simulate({ action: 's3:GetObject', resource: 'arn:aws:s3:::read/at/once' }).decision).toBe('ALLOWED');
  });

  test('are refused again', () => {
    const wrong = () => ask(policy({ Effect: 'Allow', Action: 's3:GetObject' }));
    expect(wrong).toThrow('has neither Resource nor NotResource');
    expect(wrong).toThrow('has neither Resource nor NotResource');
    expect(wrong).toThrow('has neither Resource nor NotResource');
  });

  test('are not kept with every principal that was asked about', () => {
    const source = new DocumentsSource({ identityPolicies: [policy(allow('s3:GetObject'))] });
    const policiesOf = (session: string) => source.policiesFor(`arn:aws:sts::111122223333:assumed-role/Agent/${session}`, 's3:getobject', BUCKET);
    const first = policiesOf('first');
    expect(policiesOf('first')).toBe(first);
    for (let i = 0; i < 1_000; i++) {
      policiesOf(String(i));
    }
    expect(policiesOf('first')).not.toBe(first);
    expect(policiesOf('first')).toEqual(first);
  });

  test('of two mistakes, that in the policy of the resource is told', () => {
    const wrong = McpSimulator.fromDocuments({ resourcePolicy: policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }) });
    expect(() => wrong.simulate({ principal: 'nobody', action: 's3:GetObject', resource: BUCKET })).toThrow('has neither Resource nor NotResource');
  });
});
