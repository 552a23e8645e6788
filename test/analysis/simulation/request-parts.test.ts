import * as fc from 'fast-check';
import type { PolicyDocuments, SimulationRequest } from '../../../src';
import { McpServer, McpSimulator, RequestOrigin } from '../../../src';
import { wildcardMatcher } from '../../../src/iam/wildcard';
import type { Json } from '../../conformance/row';
import { allow, ALLOW_ALL, deny, policy, USER } from '../../conformance/world';

const B = 'arn:aws:s3:::b/';
const ask = (documents: PolicyDocuments, more: Partial<SimulationRequest> = {}) =>
  McpSimulator.fromDocuments(documents).simulateParts({ principal: USER, action: 's3:GetObject', resource: `${B}*`, ...more });
const parts = (documents: PolicyDocuments, more?: Partial<SimulationRequest>) =>
  ask(documents, more).map(({ resource, exceptResources, result: { decision } }) => [resource, exceptResources, decision]);
const own = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [policy(...statements)] });
const on = (path: string, more: Json = {}) => ({ Resource: `arn:aws:s3:::${path}`, ...more });

describe('the part of the resources that is allowed', () => {
  test.each<[string, PolicyDocuments, unknown[]]>([
    ['all', own(allow('*')), [[`${B}*`, [], 'ALLOWED']]],
    ['nothing', own(allow('*', on('c/*'))), [[`${B}*`, [], 'IMPLICITLY_DENIED']]],
    ['a folder', own(allow('*', on('b/public/*'))), [[`${B}public/*`, [], 'ALLOWED'], [`${B}*`, [`${B}public/*`], 'IMPLICITLY_DENIED']]],
    ['two folders', own(allow('*', { Resource: [`${B}x/*`, `${B}y/*`] })), [
      [`${B}x/*`, [], 'ALLOWED'], [`${B}y/*`, [], 'ALLOWED'], [`${B}*`, [`${B}x/*`, `${B}y/*`], 'IMPLICITLY_DENIED'],
    ]],
    ['all but one', own(allow('*'), deny('*', on('b/secret'))), [[`${B}secret`, [], 'EXPLICITLY_DENIED'], [`${B}*`, [`${B}secret`], 'ALLOWED']]],
    ['all but NotResource', own({ Effect: 'Allow', Action: '*', NotResource: `${B}secret` }), [[`${B}secret`, [], 'IMPLICITLY_DENIED'], [`${B}*`, [`${B}secret`], 'ALLOWED']]],
    ['a folder in which one is denied', own(allow('*', on('b/public/*')), deny('*', on('b/public/x/*'))), [
      [`${B}public/x/*`, [], 'EXPLICITLY_DENIED'], [`${B}public/*`, [`${B}public/x/*`], 'ALLOWED'], [`${B}*`, [`${B}public/*`], 'IMPLICITLY_DENIED'],
    ]],
    ['two layers', { ...own(allow('*', on('b/a*'))), permissionsBoundary: policy(allow('*', on('*/x'))) }, [
      [`${B}a*/x`, [], 'ALLOWED'], [`${B}a*`, ['arn:aws:s3:::*/x'], 'IMPLICITLY_DENIED'], [`${B}*`, [`${B}a*`], 'IMPLICITLY_DENIED'],
    ]],
    ['a folder within one of another statement', own(allow('*'), deny('*', on('b/x*')), deny('*', on('b/xy'))), [[`${B}x*`, [], 'EXPLICITLY_DENIED'], [`${B}*`, [`${B}x*`], 'ALLOWED']]],
    ['one beside a folder', own(allow('*', on('b/x*')), allow('*', on('b/z'))), [
      [`${B}x*`, [], 'ALLOWED'], [`${B}z`, [], 'ALLOWED'], [`${B}*`, [`${B}x*`, `${B}z`], 'IMPLICITLY_DENIED'],
    ]],
    ['what patterns can\'t tell', own(allow('*', on('b/${aws:PrincipalTag/team}/*'))), [[`${B}*`, [], 'CONDITIONAL']]],
    ['what hangs on a key besides', own(allow('*', on('b/public/*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }))), [
      [`${B}public/*`, [], 'CONDITIONAL'], [`${B}*`, [`${B}public/*`], 'IMPLICITLY_DENIED'],
    ]],
  ])('%s', (_, documents, expected) => {
    expect(parts(documents)).toEqual(expected);
  });

  test('each resource is in one part, and is decided as that', () => {
    const text = (letters: string) => fc.array(fc.constantFrom(...letters), { maxLength: 4 }).map((all) => all.join(''));
    const statement = fc.tuple(fc.constantFrom(allow, deny), text('xy*')).map(([make, path]) => make('*', on(`b/${path}`)));
    fc.assert(fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), fc.array(text('xy'), { minLength: 8, maxLength: 8 }), (statements, keys) => {
      const documents = own(...statements);
      const simulator = McpSimulator.fromDocuments(documents);
      const found = ask(documents);
      for (const resource of keys.map((key) => B + key)) {
        const means = (pattern: string) => wildcardMatcher(pattern)(resource) === true;
        const its = found.filter((part) => means(part.resource!) && !part.exceptResources.some(means));
        // Which of the two denials it is may be open, and a part that can't be told by patterns.
        const kind = (decision: string) => decision.replace('EXPLICITLY', 'IMPLICITLY');
        const expected = kind(simulator.simulate({ principal: USER, action: 's3:GetObject', resource }).decision);
        expect([resource, ...its.map(({ result }) => kind(result.decision).replace('CONDITIONAL', expected))]).toEqual([resource, expected]);
      }
    }), { seed: 20261130, numRuns: 150 });
  });

  test('a resource that is known, and one that is not given, are one part', () => {
    const documents = own(allow('*', on('b/public/*')));
    expect(parts(documents, { resource: `${B}public/a` })).toEqual([[`${B}public/a`, [], 'ALLOWED']]);
    expect(parts(documents, { resource: undefined })).toEqual([[undefined, [], 'CONDITIONAL']]);
    const perhaps = own(allow('*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }), deny('*', on('b/secret')));
    expect(parts(perhaps, { action: 's3:ListAllMyBuckets', resource: '*' })).toEqual([['*', [], 'CONDITIONAL']]);
  });

  test('as many parts as policies make, and no more than can be read', () => {
    const many = own(...Array.from({ length: 400 }, (_, i) => allow('s3:GetObject', on(`b/${i}/*`))));
    const found = parts(many);
    expect(found.length).toBeGreaterThan(50);
    expect(found.length).toBeLessThan(110);
    expect(found[found.length - 1][2]).toBe('CONDITIONAL');
  });
});

describe('the actions that are allowed', () => {
  const decisions = (documents: PolicyDocuments, more: Partial<SimulationRequest>) =>
    Object.fromEntries(ask(documents, more).map(({ action, result: { decision } }) => [action, decision]));

  test('each by itself', () => {
    expect(decisions(own(allow(['sqs:GetQueueUrl', 'sqs:ListQueueTags'])), { action: 'sqs:*Queue*', resource: 'arn:aws:sqs:us-east-1:111122223333:jobs' })).toEqual({
      'sqs:CreateQueue': 'IMPLICITLY_DENIED',
      'sqs:DeleteQueue': 'IMPLICITLY_DENIED',
      'sqs:GetQueueAttributes': 'IMPLICITLY_DENIED',
      'sqs:GetQueueUrl': 'ALLOWED',
      'sqs:ListDeadLetterSourceQueues': 'IMPLICITLY_DENIED',
      'sqs:ListQueueTags': 'ALLOWED',
      'sqs:ListQueues': 'IMPLICITLY_DENIED',
      'sqs:PurgeQueue': 'IMPLICITLY_DENIED',
      'sqs:SetQueueAttributes': 'IMPLICITLY_DENIED',
      'sqs:TagQueue': 'IMPLICITLY_DENIED',
      'sqs:UntagQueue': 'IMPLICITLY_DENIED',
    });
  });

  test('without those that can\'t be about the resource', () => {
    expect(Object.keys(decisions({ identityPolicies: [ALLOW_ALL] }, { action: 's3:DeleteBucket*', resource: 'arn:aws:s3:::b' }))).toContain('s3:DeleteBucketPolicy');
    expect(Object.keys(decisions({ identityPolicies: [ALLOW_ALL] }, { action: 's3:DeleteObject*', resource: `${B}*` }))).toEqual(expect.arrayContaining(['s3:DeleteObject', 's3:DeleteObjectVersion']));
    expect(() => ask({ identityPolicies: [ALLOW_ALL] }, { action: 's3:DeleteBucket*' })).toThrow(/none of the \d+ actions of "s3:DeleteBucket\*" is about "arn:aws:s3:::b\/\*"/);
  });

  test('from an origin, with a name that is a pattern in any case', () => {
    const documents = own(allow('s3:*'), deny('s3:Delete*', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }));
    const found = decisions(documents, { action: 'S3:*objecttagging', origin: RequestOrigin.via(McpServer.AWS) });
    expect(found).toEqual({ 's3:DeleteObjectTagging': 'EXPLICITLY_DENIED', 's3:GetObjectTagging': 'ALLOWED', 's3:PutObjectTagging': 'ALLOWED' });
  });

  test.each([
    ['s3:Gte*', '"s3:Gte*" means no action, as of the table of'],
    ['ss3:*', '(did you mean "s3"?)'],
    ['*', '"*" means no actions of one service'],
    ['*:Get*', '"*:Get*" means no actions of one service'],
    ['a s3:Get*', '"a s3:Get*" means no actions of one service'],
    ['s3:Get* a', '"s3:Get* a" means no actions of one service'],
    ['s3:GetObjekt', 's3:GetObject'],
  ])('%s is an error', (action, message) => {
    expect(() => ask({ identityPolicies: [ALLOW_ALL] }, { action })).toThrow(message);
  });

  test('simulate() says who takes a pattern', () => {
    expect(() => McpSimulator.fromDocuments({}).simulate({ action: 's3:Get*' })).toThrow('simulateParts() takes wildcards');
  });
});
