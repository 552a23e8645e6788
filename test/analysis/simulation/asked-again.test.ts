import * as fc from 'fast-check';
import type { SimulationResult } from '../../../src';
import { McpServer, McpSimulator, RequestOrigin } from '../../../src';
import { DocumentsSource } from '../../../src/analysis/simulation/documents-source';
import type { RequestContext } from '../../../src/iam/request-context';
import { GivenKeys } from '../../../src/mcp/given-keys';
import { OriginContexts, originKeysIn } from '../../../src/mcp/origin-contexts';
import { requestContexts } from '../../../src/mcp/request-contexts';
import { randomCases } from '../../conformance/random-cases';
import { allow, policy } from '../../conformance/world';

const BUCKET = 'arn:aws:s3:::data/red/a';

function told(result: SimulationResult) {
  const { decision, explanation, statements, ruledOut, dependsOn, missingAllows } = result;
  return { decision, explanation, statements, ruledOut, dependsOn, missingAllows };
}

test('what was found for other requests changes no answer', () => {
  for (const { documents, request, variations } of fc.sample(randomCases(), { numRuns: 15, seed: 20_261_129 })) {
    const once = new DocumentsSource(documents);
    const [first, ...others] = [request, ...variations().slice(0, 4)];
    for (const each of [first, ...others, ...others.reverse(), first]) {
      expect(told(McpSimulator._of(once).simulate(each))).toEqual(told(McpSimulator._of(new DocumentsSource(documents)).simulate(each)));
    }
  }
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
