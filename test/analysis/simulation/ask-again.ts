import * as fc from 'fast-check';
import type { PolicyDocuments, SimulationRequest } from '../../../src';
import { McpServer, McpSimulator, RequestOrigin, SimulationResult } from '../../../src';
import { DocumentsSource } from '../../../src/analysis/simulation/documents-source';
import type { PolicySource } from '../../../src/analysis/simulation/policy-source';
import { allow, policy } from '../../conformance/world';
import { endpointStatement } from '../../endpoint-statement';

export function told(result: SimulationResult) {
  const { decision, explanation, statements, ruledOut, dependsOn, missingAllows, allowedIf } = result;
  return { decision, explanation, statements, ruledOut, dependsOn, missingAllows, allowedIf };
}

/** How a request is asked about: what takes longer, more rarely. */
const HOWS: ReadonlyArray<(simulator: McpSimulator, request: SimulationRequest) => unknown> = [
  (simulator, request) => simulator.simulate(request).decision,
  (simulator, request) => told(simulator.simulate(request)),
  (simulator, request) => simulator.simulateParts(request).map(({ result, ...part }) => ({ ...part, ...told(result) })),
];

/** What is said of a request, or why nothing is. */
function answer(source: PolicySource, request: SimulationRequest, how: (typeof HOWS)[number]): unknown {
  try {
    return how(McpSimulator._of(source), request);
  } catch (error) {
    return String(error);
  }
}

const ACTIONS = [...[1, 2, 3].flatMap(() => ['s3:GetObject', 's3:GetObject', 's3:PutBucketPolicy', 'sqs:SendMessage']), 'kms:Decrypt', 'kms:CreateAlias', 'iam:DeleteRole', 'sts:AssumeRole', 'sts:GetCallerIdentity'];
export const OWN = '111122223333';
const FOREIGN = '444455556666';
const NAMES = ['data/red/a', 'data/blue/b', 'data/*', 'data/${*}', 'data/re?/a', 'DATA/red/a', 'data', 'alias/aws/s3', 'alias/own', 'role/aws-service-role/ecs/AWSServiceRoleForECS',
  'role/aws-reserved/a', 'a:b:data/red/a', '𝒳/a', 'dxta/red/a'];
const arnOf = fc.tuple(fc.constantFrom('aws', 'aws', 'aws', 'aws-cn', '*'), fc.constantFrom('', '', 'eu-west-1', '*'), fc.constantFrom('', OWN, OWN, FOREIGN, '*'), fc.constantFrom(...NAMES))
  .map(([partition, region, account, name]) => (service: string) => `arn:${partition}:${service}:${region}:${account}:${name}`);
const oddResource: fc.Arbitrary<((service: string) => string) | undefined> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...NAMES.slice(0, 7)).map((name) => (service: string) => `arn:aws:${service}:::${name}`) },
  { weight: 2, arbitrary: fc.constantFrom(...NAMES.slice(7)).map((name) => (service: string) => `arn:aws:${service}::${OWN}:${name}`) },
  { weight: 3, arbitrary: arnOf }, { weight: 1, arbitrary: fc.constantFrom(undefined, () => '*', () => 'data') },
);
const oddPrincipal = fc.constantFrom(undefined, 'anonymous', 'lambda.amazonaws.com', `arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OWN}:user/red`, `arn:aws:iam::${FOREIGN}:role/Agent`,
  `arn:aws:iam::${OWN}:role/aws-service-role/ecs/AWSServiceRoleForECS`, ...[1, 2, 3].map(() => `arn:aws:iam::${OWN}:role/Agent`), `arn:aws:sts::${OWN}:assumed-role/Agent/one`);
const ORIGINS = [undefined, undefined, RequestOrigin.directKeyAbsent(), RequestOrigin.via(McpServer.AWS), RequestOrigin.viaAwsService()];
const CONTEXTS: Array<SimulationRequest['context']> = [undefined, undefined, {}, { 'aws:SourceIp': ['203.0.113.7'] }, { 'aws:SourceIp': ['203.0.113.7'] }, { 'aws:sourceip': ['203.0.113.7', '198.51.100.7'] },
  { 'aws:SourceIp': [] }, { 'aws:ViaAWSMCPService': ['true'] }, { 'aws:ResourceAccount': [FOREIGN] }, { 'aws:SourceIp': ['198.51.100.7'], 'aws:username': ['red'] }];
const oddStatement = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  action: fc.tuple(fc.constantFrom('Action', 'Action', 'Action', 'NotAction'), fc.constantFrom('*', 's3:*', 'S3:get*', 'kms:?e*', 'iam:*', 'sqs:SendMessage', 'sts:*')),
  resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), fc.subarray(['*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::data/red/a', 'arn:aws:s3:::d?ta/*', 'arn:*:*:*:*:data/*',
    'arn:aws:s3:::*/a', `arn:aws:sqs:*:${OWN}:*`, 'arn:aws:kms:*:*:alias/*', 'arn:aws:s3:::data/${*}', 'arn:aws:s3:::data/${Token[TOKEN.7]}', 'arn:aws:s3:::data/${aws:username}/*'],
  { minLength: 1, maxLength: 2 })),
  Condition: fc.option(fc.constantFrom<object>({ Bool: { 'aws:ViaAWSMCPService': 'true' } }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    { StringEquals: { 'aws:ResourceAccount': OWN } }, { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/*` } }, { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    { BoolIfExists: { 'aws:ViaAWSService': 'false' } }), { nil: undefined, freq: 2 }),
}).map(({ Effect, action, resource, Condition }) => ({ Effect, [action[0]]: action[1], [resource[0]]: resource[1], ...Condition && { Condition } }));
const oddDocument = fc.tuple(fc.array(oddStatement, { minLength: 1, maxLength: 4 }), fc.nat(3))
  .map(([statements, i]) => policy(...statements, ...i > 0 ? [allow('*')] : []));
const withPrincipals = fc.array(fc.tuple(oddStatement, fc.constantFrom<unknown>('*', { AWS: OWN }, { AWS: `arn:aws:iam::${OWN}:role/Agent` }, { Service: 'lambda.amazonaws.com' })), { minLength: 1, maxLength: 2 })
  .map((all) => policy(...all.map(([each, Principal]) => ({ ...each, Principal }))));
const perhaps = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const oddDocuments: fc.Arbitrary<PolicyDocuments> = fc.record({
  // IAM completes the ARN of these only.
  identityPolicies: fc.array(oddDocument, { maxLength: 2 }).map((all) => [...all, policy(allow('s3:Get*', { Resource: ['arn:aws:s3', 'arn:aws:sqs:*:*'] }))]),
  permissionsBoundary: perhaps(oddDocument),
  sessionPolicy: perhaps(oddDocument),
  serviceControlPolicies: perhaps(fc.array(oddDocument, { minLength: 1, maxLength: 2 })),
  resourceControlPolicies: perhaps(withPrincipals.map((each) => [[policy(...each.Statement.map(({ NotAction: _, ...one }: { NotAction?: unknown }) => ({ ...one, Effect: 'Deny', Principal: '*', Action: 's3:*' })))]])),
  resourcePolicy: perhaps(withPrincipals),
  vpcEndpointPolicy: perhaps(withPrincipals.map((each) => ({ ...each, Statement: each.Statement.map(endpointStatement) }))),
}).chain((all) => fc.constantFrom('${aws:username}', 'red', 'red', 'red').map((variable) => JSON.parse(JSON.stringify(all).replaceAll('${aws:username}', variable))));
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 2, maxLength: 2 });
const oddCase = fc.record({
  documents: oddDocuments,
  actions: few(fc.constantFrom(...ACTIONS)),
  principals: few(oddPrincipal),
  origins: few(fc.constantFrom(...ORIGINS)),
  known: fc.constantFrom(...CONTEXTS),
}).chain(({ documents, actions, principals, origins, known }) => fc.array(fc.record({
  action: fc.constantFrom(...actions),
  principal: fc.constantFrom(...principals),
  resource: oddResource,
  resourceAccount: fc.constantFrom(undefined, undefined, undefined, undefined, OWN, FOREIGN),
  origin: fc.constantFrom(...origins),
  context: fc.constantFrom(known, known, undefined),
}).map(({ resource, ...request }): SimulationRequest => ({ ...request, resource: resource?.(request.action.split(':')[0]) })), { minLength: 100, maxLength: 100, size: 'max' })
  .map((requests) => ({ documents, requests })));

/** By whose policies nothing was decided before: a copy of them is asked each time. */
function anew(source: DocumentsSource): PolicySource {
  return { resolve: (resource) => resource, policiesFor: (principal, action, resource) => ({ ...source.policiesFor(principal, action, resource) }) };
}

/** Asks of so many random policies three times each, and again as if for the first time: how often, and how often it was judged anew. */
export function askAgain(numRuns: number): { asked: number; judged: number } {
  const decide = jest.spyOn(SimulationResult.prototype as unknown as { decide(): unknown }, 'decide');
  let [asked, judged] = [0, 0];
  for (const { documents, requests } of fc.sample(oddCase, { numRuns, seed: 20_261_130 })) {
    const once = new DocumentsSource(documents);
    const plain = anew(once);
    for (let i = 0; i < 3 * requests.length; i++) {
      const request = requests[i % requests.length];
      const how = HOWS[i % 41 === 0 ? 2 : i % 40 === 0 ? 1 : 0];
      const expected = answer(plain, request, how);
      decide.mockClear();
      const found = answer(once, request, how);
      // Compared so, for an expectation for each takes longer than all else.
      if (JSON.stringify(found) !== JSON.stringify(expected)) {
        expect({ request, found }).toEqual({ request, found: expected });
      }
      asked++;
      judged += decide.mock.calls.length;
    }
  }
  decide.mockRestore();
  return { asked, judged };
}
