import * as fs from 'fs';
import * as path from 'path';
import { keysAt, PLACES, placeOf, worldOf } from './world';
import { errorOf, requestOf } from '../../examples/probe/runner/api-request';
import type { ApiCall } from '../../examples/probe/runner/calls';
import { callOf, preparations } from '../../examples/probe/runner/calls';
import type { Finding, Found } from '../../examples/probe/runner/decide';
import { confirmed, decide, verdictOf } from '../../examples/probe/runner/decide';
import type { Outcome } from '../../examples/probe/runner/outcome';
import { ALLOWED, DENIED, failed, outcomeOf } from '../../examples/probe/runner/outcome';
import { Redaction } from '../../examples/probe/runner/redact';
import { reportOf, tableOf, withoutSecrets } from '../../examples/probe/runner/report';
import { namedOutcome, presignArguments, presignedIn, scriptResult, toolNamed } from '../../examples/probe/runner/tools';
import type { Conditions, Question } from '../../examples/probe/table/question';
import { QUESTIONS } from '../../examples/probe/table/questions';
import { Condition } from '../../src/iam/condition';

const DEPLOYED = { region: 'eu-west-1', roleArn: 'arn:aws:iam::444455556666:role/R', assumedRoleArn: 'arn:aws:iam::444455556666:role/A', bucket: 'bucket', keyArn: 'arn:aws:kms:eu-west-1:444455556666:key/1' };
const question = (id: string) => QUESTIONS.find((each) => each.id === id)!;
const says = (action: string, rest = '') => `User: arn:aws:sts::444455556666:assumed-role/R/s is not authorized to perform: ${action} on resource: arn:aws:ssm:eu-west-1:444455556666:parameter/p${rest}`;

/** Every list of outcomes for a question's answers. */
function* combinations(answers: readonly string[], outcomes: readonly Outcome[]): Generator<Map<string, Outcome>> {
  if (answers.length === 0) {
    yield new Map();
    return;
  }
  for (const rest of combinations(answers.slice(1), outcomes)) {
    for (const outcome of outcomes) {
      yield new Map([[answers[0], outcome], ...rest]);
    }
  }
}

test('of all combinations of what may become of the calls, only one call allowed and all others denied is an answer', () => {
  const [found, expected]: unknown[][] = [[], []];
  const all = [ALLOWED, DENIED, failed('throttled', { passing: true }), failed('the credentials have expired', { fatal: true })];
  for (const answers of [['present', 'absent'], ['true', 'false', 'absent'], ['aws', 'eks', 'ecs', 'other', 'absent']]) {
    for (const outcomes of combinations(answers, all)) {
      const kinds = [...outcomes.values()].map(({ kind }) => kind);
      const isAnswer = !kinds.includes('failed') && kinds.filter((kind) => kind === 'allowed').length === 1;
      const finding = decide(outcomes);
      found.push([...kinds, 'answer' in finding ? finding.answer : undefined]);
      expected.push([...kinds, isAnswer ? answers[kinds.indexOf('allowed')] : undefined]);
    }
  }
  expect(found).toEqual(expected);
});

test('whatever else the world is, each pair of answers to questions that the same calls ask is found out', () => {
  const condition = (when: Conditions) => new Condition(JSON.parse(JSON.stringify(when).replaceAll('<client>', '192.0.2.1/32')));
  const [found, expected]: unknown[][] = [[], []];
  const read = (asked: Question, keys: ReadonlyMap<string, readonly string[]>) => decide(new Map(Object.entries(asked.answers)
    .map(([answer, { when }]) => [answer, condition(when).matches({ get: (key) => keys.get(key) ?? [] }) ? ALLOWED : DENIED])));
  const together = (a: typeof PLACES[0], b: typeof PLACES[0]) =>
    a.channel === b.channel && a.question.how === b.question.how && a.question.id < b.question.id;
  for (const a of PLACES) {
    for (const b of PLACES.filter((each) => a.question.how !== 'service' && together(a, each))) {
      for (const answerOfA of a.answers) {
        for (const answerOfB of b.answers) {
          const world = { ...worldOf(3), [placeOf(a.question, a.channel)]: answerOfA, [placeOf(b.question, b.channel)]: answerOfB };
          const keys = keysAt(world, a.question.how, a.channel);
          found.push([a.question.id, read(a.question, keys), b.question.id, read(b.question, keys)]);
          expected.push([a.question.id, { answer: answerOfA }, b.question.id, { answer: answerOfB }]);
        }
      }
    }
  }
  expect(found).toEqual(expected);
});

test.each<[string, Parameters<typeof outcomeOf>[0], Outcome | string]>([
  ['a denial', { code: 'AccessDeniedException', message: says('ssm:GetParameter', ' because no identity-based policy allows the ssm:GetParameter action') }, DENIED],
  ['a denial in words of EC2', { code: 'UnauthorizedOperation', message: `You are not authorized to perform this operation. ${says('ssm:GetParameter')}` }, DENIED],
  ['a bare denial', { code: 'AccessDenied', message: 'Access Denied', status: 403 }, DENIED],
  ['what is not there', { code: 'ParameterNotFound', message: '' }, ALLOWED],
  ['another action', { code: 'AccessDenied', message: says('kms:Decrypt') }, 'kms:Decrypt was denied, not ssm:GetParameter'],
  ['an explicit deny', { code: 'AccessDenied', message: says('ssm:GetParameter', ' with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o/p') },
    'ssm:GetParameter is denied explicitly, in a service control policy'],
  ['an explicit deny of the lifetime', { code: 'AccessDenied', message: says('ssm:GetParameter', ' with an explicit deny in an identity-based policy') },
    'ssm:GetParameter is denied explicitly, in an identity-based policy'],
  ['a boundary', { code: 'AccessDenied', message: says('ssm:GetParameter', ' because no permissions boundary allows the ssm:GetParameter action') },
    'ssm:GetParameter is not allowed by a permissions boundary'],
  ['a control policy', { code: 'AccessDenied', message: says('ssm:GetParameter', ' because no service control policy allows the ssm:GetParameter action') },
    'ssm:GetParameter is not allowed by a service control policy'],
  ['an endpoint', { code: 'AccessDenied', message: says('ssm:GetParameter', ' because no VPC endpoint policy allows the ssm:GetParameter action') },
    'ssm:GetParameter is not allowed by a VPC endpoint policy'],
  ['expired', { code: 'ExpiredTokenException', message: 'expired' }, 'the credentials have expired'],
  ['a wrong signature', { code: 'SignatureDoesNotMatch', message: 'no' }, 'AWS does not take the credentials (SignatureDoesNotMatch)'],
  ['throttled', { code: 'ThrottlingException', message: 'Rate exceeded' }, 'throttled'],
  ['throttled by a gateway', { code: '', message: '', status: 429 }, 'throttled'],
  ['an error of the service', { code: 'InternalError', message: 'access denied by mistake', status: 500 }, 'the service answers InternalError'],
  ['a code that would name something', { code: 'arn:aws:iam::444455556666:role/R', message: '' }, 'the service answers with an error'],
  ['nothing', { code: '', message: '', status: 502 }, 'not understood (HTTP 502)'],
])('%s', (_, error, expected) => {
  expect(outcomeOf(error, { action: 'ssm:GetParameter', authorized: ['ParameterNotFound'] })).toMatchObject(typeof expected === 'string' ? { kind: 'failed', why: expected } : expected);
});

test('both rounds must find the same', () => {
  const open: Finding = { open: 'throttled' };
  expect(confirmed({ answer: 'true' }, { answer: 'true' })).toEqual({ answer: 'true' });
  expect(confirmed({ answer: 'true' }, { answer: 'absent' })).toEqual({ open: 'first true, then absent: the calls differ in it' });
  expect([confirmed(open, { answer: 'true' }), confirmed({ answer: 'true' }, open), confirmed(open, { open: 'later' })]).toEqual([open, open, open]);
});

test('every call is one that its service has', () => {
  const calls: ApiCall[] = [
    ...QUESTIONS.flatMap((each) => Object.keys(each.answers).map((answer) => callOf(each, answer, DEPLOYED))),
    ...preparations(QUESTIONS, DEPLOYED).flatMap(({ put, remove }) => [put, remove]),
  ];
  for (const call of calls) {
    const { method, url, headers, body } = requestOf(call, DEPLOYED.region);
    expect(url.href).toMatch(/^https:\/\/[a-z0-9]+(\.eu-west-1)?\.amazonaws\.com\//);
    expect(`${method} ${url.pathname}${url.search} ${headers['x-amz-target'] ?? ''} ${body}`).not.toContain('undefined');
  }
  expect(requestOf(callOf(question('via-mcp-iam'), 'true', DEPLOYED), 'eu-west-1')).toMatchObject({
    url: new URL('https://iam.amazonaws.com/'), body: 'Action=ListAccountAliases&Version=2010-05-08', signingRegion: 'us-east-1',
  });
  expect(requestOf(callOf(question('hop-s3-kms'), 'true', DEPLOYED), 'eu-west-1').url.pathname).toBe('/bucket/hop/mcp-probe-hop-s3-kms-true');
  // Of reads, it writes nothing but its own objects.
  expect([...new Set(calls.filter(({ operation }) => !/^(Get|List|Describe)/.test(operation)).map(({ operation, params }) => `${operation} ${params.Key.split('/')[0]}`))])
    .toEqual(['PutObject hop', 'DeleteObject hop']);
});

test.each([
  [400, { 'x-amzn-errortype': 'AccessDeniedException:http://x/' }, '{"Message":"no"}', { code: 'AccessDeniedException', message: 'no' }],
  [400, {}, '{"__type":"com.amazon.coral.service#ParameterNotFound"}', { code: 'ParameterNotFound', message: '' }],
  [403, {}, '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>a &quot;b&quot;</Message></Error></Errors></Response>', { code: 'UnauthorizedOperation', message: 'a "b"' }],
  [502, {}, 'Bad Gateway', { code: '', message: '' }],
  [502, {}, 'null', { code: '', message: '' }],
])('reads the error of %d %j %s', (status, headers, body, expected) => {
  expect(errorOf(status, new Headers(headers as Record<string, string>), body)).toEqual({ ...expected, status });
});

test('the script\'s value is found wherever the tool puts it', () => {
  const value = { mcp_probe: { true: {} } };
  for (const told of [value, [JSON.stringify({ status: 'success', return_value: value })], { a: { b: JSON.stringify({ output: JSON.stringify(value) }) } }]) {
    expect(scriptResult(told)).toEqual({ true: {} });
  }
  for (const told of [undefined, 'mcp_probe', '{"mcp_probe": 1}', { status: 'working', task_id: 7 }, [null, 3]]) {
    expect(scriptResult(told)).toBeUndefined();
  }
});

test.each([
  ['eks', 'An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found for name: x.', 'allowed'],
  ['eks', `An error occurred (AccessDeniedException) when calling the DescribeCluster operation: ${says('eks:DescribeCluster')}`, 'denied'],
  ['eks', `Could not find the cluster: ${says('eks:ListClusters')}; no cluster found`, 'failed'],
  ['eks', 'Done', 'failed'],
  ['ecs', 'ClusterNotFoundException: Cluster not found.', 'allowed'],
  ['ecs', `{"error": "${says('ecs:DescribeServices')}"}`, 'denied'],
  ['ecs', '{"events": []}', 'failed'],
] as const)('through %s, "%s" is %s', (server, text, expected) => {
  expect(namedOutcome(server, text).kind).toBe(expected);
});

test('a tool is known with a prefix, and called with what it asks for, or not at all', () => {
  const tool = (properties: object, required: string[] = []) => ({ name: 'aws___get_presigned_url', inputSchema: { properties: properties as { [name: string]: unknown }, required } });
  expect(toolNamed('get_presigned_url', [{ name: 'other' }, tool({})])?.name).toBe('aws___get_presigned_url');
  expect(toolNamed('presigned_url', [tool({})])).toBeUndefined();
  expect(presignArguments(tool({ bucket: {}, key: {}, operation: { enum: ['put_object', 'get_object'] }, note: {} }, ['bucket']), 'k', DEPLOYED))
    .toEqual({ bucket: 'bucket', key: 'k', operation: 'get_object' });
  expect(presignArguments(tool({ s3_uri: {}, region_name: {} }), 'k', DEPLOYED)).toEqual({ s3_uri: 's3://bucket/k', region_name: 'eu-west-1' });
  expect(presignArguments(tool({ direction: { enum: ['in', 'out'] } }, ['direction']), 'k', DEPLOYED)).toBe('direction');
  // Nothing is opened but the object.
  const sign = (url: string) => `{"url": "${url}?X-Amz-Signature=ab"}`;
  expect(presignedIn(sign('https://bucket.s3.eu-west-1.amazonaws.com/k'), 'k', DEPLOYED)).toBe('https://bucket.s3.eu-west-1.amazonaws.com/k?X-Amz-Signature=ab');
  for (const other of ['https://example.com/k', 'https://bucket.s3.eu-west-1.amazonaws.com/k2', 'https://other.s3.amazonaws.com/k']) {
    expect(presignedIn(sign(other), 'k', DEPLOYED)).toBeUndefined();
  }
});

const FOUND: Found[] = [
  { question: question('via-aws-service'), channel: 'direct', finding: { answer: 'false' } },
  { question: question('via-aws-service'), channel: 'aws', finding: { answer: 'true' } },
  { question: question('called-via-mcp'), channel: 'aws', finding: { answer: 'aws' } },
  { question: question('called-via-mcp'), channel: 'eks', finding: { answer: 'other' } },
  { question: question('kms-via-service'), channel: 'aws', finding: { open: 'throttled' } },
];

test('the report says what was assumed, and whether it is so', () => {
  const report = reportOf(FOUND, 'eu-west-1', '2026-12-01');
  expect(report.findings.map(({ verdict }) => verdict)).toEqual(['settled', 'settled', 'as assumed', 'DIFFERS', 'open']);
  expect(FOUND.map((found) => verdictOf(found.question, found.channel, found.finding))).toEqual(report.findings.map(({ verdict }) => verdict));
  expect(tableOf(report)).toMatchInlineSnapshot(`
"question         direct  via AWS  via EKS  assumed
via-aws-service  false   true              false or absent / true or false or absent  settled
called-via-mcp           aws      other    aws / eks                                  DIFFERS
kms-via-service          ?                 server or absent                           open

Differs from what the library takes to be possible:
  other: no constant of McpServer names this server: only guardrails on any server reach it
      called-via-mcp via EKS

Settled:
  false
      via-aws-service direct
  true: a perimeter that exempts aws:ViaAWSService exempts agents, and allowForwardAccessSessions lets no call of a server through only because of it
      via-aws-service via AWS

Open:
  throttled
      kms-via-service via AWS"
`);
});

test.each([
  ['"444455556666"', []], ['key AKIAABCDEFGHIJKLMNOP', []], ['from 100.64.17.4', []], ['the bucket MyBucket-1', ['mybucket-1']],
])('%s is not written', (text, secrets) => {
  expect(() => withoutSecrets(text, secrets)).toThrow(/^what is written would name something of the account/);
});

test('what names nobody is written', () => {
  const report = JSON.stringify(reportOf(FOUND, 'eu-west-1', '2026-12-01'));
  expect(withoutSecrets(report, ['R', DEPLOYED.bucket, '444455556666'])).toBe(report);
});

test('events lose all but what is known to name nobody, and the same ids stay the same', () => {
  const log = (name: string, more: object) => ({
    eventVersion: '1.11', eventTime: '2026-11-29T10:00:05Z', eventName: name, requestID: 'r-1', recipientAccountId: '444455556666', userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::444455556666:assumed-role/R/dana' }, ...more,
  });
  const redaction = new Redaction([
    log('CallReadWriteTool', { additionalEventData: { downstreamRequests: [{ apiName: 'GetParameter', requestId: 'r-2', awsRegion: 'us-east-1', extra: 'dana' }] }, mcpEventDetails: { sessionId: 'dana', serverVersion: '1' } }),
    log('GetParameter', {
      eventTime: '2026-11-29T10:00:00Z',
      requestID: 'r-2',
      sourceIPAddress: 'aws-mcp.amazonaws.com',
      requestParameters: { name: 'mcp-probe-known', other: ['dana', 1] },
      errorMessage: says('ssm:GetParameter'),
      newField: 'dana',
    }),
  ], new Set(['mcp-probe-known']));
  const [first, second] = redaction.redacted() as any[];
  expect(JSON.stringify([first, second])).not.toMatch(/dana|444455556666|r-[12]/);
  expect(redaction.unknown).toEqual(['newField']);
  expect(first).toMatchObject({ eventTime: '2026-01-01T00:00:00Z', sourceIPAddress: 'aws-mcp.amazonaws.com', requestParameters: { name: 'mcp-probe-known', other: ['redacted', 1] }, recipientAccountId: '111122223333' });
  expect(first.errorMessage).toBe('User: arn:aws:sts::111122223333:assumed-role/probe/mcp-probe is not authorized to perform: ssm:GetParameter on resource: arn:aws:ssm:eu-west-1:111122223333:redacted');
  expect(second).toMatchObject({ eventTime: '2026-01-01T00:00:05Z', mcpEventDetails: { serverVersion: '1' } });
  expect(second.additionalEventData.downstreamRequests).toEqual([{ apiName: 'GetParameter', requestId: first.requestID, awsRegion: 'us-east-1' }]);
});

test('the runner is no part of the package, and has its own', () => {
  const root = path.join(__dirname, '../..');
  expect(fs.readFileSync(path.join(root, '.npmignore'), 'utf-8')).toMatch(/^\/examples\/$/m);
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf-8'));
  const { dependencies, private: isPrivate } = JSON.parse(fs.readFileSync(path.join(root, 'examples/probe/runner/package.json'), 'utf-8'));
  expect(isPrivate).toBe(true);
  // The same versions as the ones that it is tested with.
  expect(dependencies).toEqual(Object.fromEntries(Object.keys(dependencies).map((name) => [name, devDependencies[name]])));
});
