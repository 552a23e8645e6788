import type { PolicyDocuments } from '../../../src/analysis/simulation/documents-source';
import { DocumentsSource } from '../../../src/analysis/simulation/documents-source';
import { PolicyKind } from '../../../src/iam/policy';

const document = (Effect: string, element = {}) => ({ Version: '2012-10-17', Statement: [{ Effect, Action: 's3:*', Resource: '*', ...element }] });
const [ALLOW, DENY] = [document('Allow'), document('Deny')];
const ROLE = 'arn:aws:iam::111122223333:role/Agent';
const OBJECT = 'arn:aws:s3:::data/key';
const layersOf = (documents: PolicyDocuments, principal: string | undefined = ROLE, action = 's3:getobject', notGiven?: string) => (
  new DocumentsSource(documents, notGiven).policiesFor(principal, action, OBJECT).layers);

describe('documents that are asked about again', () => {
  test('are kept, read', () => {
    const documents = () => ({ identityPolicies: [document('Allow', { Sid: 'AskedAgain' })] });
    const [first, second, third] = [1, 2, 3].map(() => DocumentsSource.of(documents()));
    expect(first).not.toBe(second);
    expect(third).toBe(second);
    expect(DocumentsSource.of({ ...documents(), permissionsBoundary: ALLOW })).not.toBe(second);
  });

  test('are kept of a copy, which nobody changes', () => {
    const documents = { identityPolicies: [document('Allow', { Sid: 'Changed' })] };
    DocumentsSource.of(documents);
    const kept = DocumentsSource.of(documents);
    documents.identityPolicies[0].Statement.pop();
    expect(kept.policiesFor(ROLE, 's3:getobject', OBJECT).layers.identity.statements.map(({ sid }) => sid)).toEqual(['Changed']);
  });

  test('are read each time, if JSON does not say all of them', () => {
    const documents = () => ({ identityPolicies: [document('Allow', { Sid: undefined })] });
    expect(new Set([1, 2, 3].map(() => DocumentsSource.of(documents()))).size).toBe(3);
  });

  test('give the same answer for the same principal, and the same policies for another one', () => {
    const source = new DocumentsSource({ identityPolicies: [ALLOW], resourcePolicy: document('Allow', { Principal: '*' }) });
    const of = (principal: string) => source.policiesFor(principal, 's3:getobject', OBJECT);
    expect(of(ROLE)).toBe(of(ROLE));
    expect(of(`${ROLE}2`)).not.toBe(of(ROLE));
    expect(of(`${ROLE}2`).layers).toBe(of(ROLE).layers);
  });
});

test('the policies of the principal are taken to be none, unless they are given or said to be unknown', () => {
  expect(layersOf({}).identity).toMatchObject({ isTakenAsNone: true });
  expect(layersOf({ identityPolicies: [] }).identity).toMatchObject({ isTakenAsNone: false });
  expect(layersOf({}, ROLE, 's3:getobject', 'not given').identity).toMatchObject({ isTakenAsNone: false });
});

test.each<[string | undefined, string | undefined]>([
  [ROLE, 'not given'],
  ['arn:aws:iam::111122223333:user/ann', 'not given'],
  [undefined, 'not given'],
  ['arn:aws:iam::111122223333:root', undefined],
  ['cloudtrail.amazonaws.com', undefined],
  ['anonymous', undefined],
])('whose policies are not known: of %s: %s', (principal, expected) => {
  const source = new DocumentsSource({ identityPolicies: [ALLOW], permissionsBoundary: DENY }, 'not given');
  const { identity, permissionsBoundary } = source.policiesFor(principal, 's3:getobject', OBJECT).layers;
  expect([identity.presumedAbsent, identity.statements.length, permissionsBoundary?.statements.length]).toEqual([expected, 1, 1]);
  expect(new DocumentsSource({}).policiesFor(principal, 's3:getobject', OBJECT).layers.identity.presumedAbsent).toBeUndefined();
});

describe('service control policies', () => {
  const told = (...serviceControlPolicies: any[]) => layersOf({ serviceControlPolicies }).serviceControl
    .map(({ kind, at, allowsEverything, statements }) => [kind, at, allowsEverything, statements.map(({ effect }) => effect).join()]);
  const SCP = PolicyKind.SERVICE_CONTROL;
  test.each<[string, any[], unknown[]]>([
    ['of one level, that only deny, leave FullAWSAccess', [DENY, DENY], [[SCP, undefined, true, 'Deny,Deny']]],
    ['of one level, of which one allows, are all there is', [DENY, ALLOW], [[SCP, undefined, false, 'Deny,Allow']]],
    ['by level are all there is', [[ALLOW], [DENY, ALLOW]], [[SCP, 'level 0', false, 'Allow'], [SCP, 'level 1', false, 'Deny,Allow']]],
    ['by level, of which one is a document', [[DENY], DENY], [[SCP, 'level 0', false, 'Deny'], [SCP, 'level 1', false, 'Deny']]],
    ['none', [], []],
  ])('%s', (_, given, expected) => {
    expect(told(...given)).toEqual(expected);
  });

  test('have a place', () => {
    const places = (...serviceControlPolicies: any[]) => layersOf({ serviceControlPolicies }).serviceControl
      .flatMap(({ statements }) => statements.map(({ policy }) => policy!.place.path));
    expect(places(DENY, ALLOW)).toEqual(['serviceControlPolicies/0', 'serviceControlPolicies/1']);
    expect(places([ALLOW], DENY)).toEqual(['serviceControlPolicies/0/0', 'serviceControlPolicies/1']);
  });
});

test('of a request from outside, resource control policies that are not given are not known', () => {
  const UNKNOWN = [expect.objectContaining({ unknownPolicies: ['resource control policies, which are not given'] })];
  expect(layersOf({}, 'anonymous').resourceControl).toEqual(UNKNOWN);
  expect(layersOf({ resourceControlPolicies: [] }, 'anonymous').resourceControl).toEqual([]);
  expect(layersOf({}, ROLE).resourceControl).toEqual([]);
});

describe('the policy of the resource', () => {
  const ofResource = (resourcePolicy: PolicyDocuments['resourcePolicy'], action: string) => {
    const { resource } = layersOf({ resourcePolicy }, ROLE, action);
    return resource && { kind: resource.kind, service: resource.statements[0]?.policy?.service, presumedAbsent: resource.presumedAbsent };
  };
  const POLICY = document('Allow', { Principal: '*' });
  const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }] };
  test.each<[string, PolicyDocuments['resourcePolicy'], string, unknown]>([
    ['is one of the service of the action', POLICY, 's3:getobject', { kind: PolicyKind.RESOURCE, service: 's3' }],
    ['is one of any service, where nothing is known of its kind', POLICY, 'newservice:get', { kind: PolicyKind.RESOURCE }],
    ['is a trust policy', TRUST, 'sts:assumerole', { kind: PolicyKind.TRUST }],
    ['is a trust policy, whatever the action', TRUST, 's3:getobject', { kind: PolicyKind.TRUST }],
    ['is none, if it is not given', undefined, 's3:getobject', undefined],
    ['is not known, if it is not given and a key has one', undefined, 'kms:decrypt',
      { kind: PolicyKind.RESOURCE, presumedAbsent: 'the policy of the resource, which is not given' }],
  ])('%s', (_, policy, action, expected) => {
    expect(ofResource(policy, action)).toEqual(expected);
  });

  test('is the same one for each service, after another was asked', () => {
    const source = new DocumentsSource({ resourcePolicy: POLICY });
    const serviceOf = (action: string) => source.policiesFor(ROLE, action, OBJECT).layers.resource!.statements[0].policy!.service;
    expect(['s3:getobject', 'sqs:sendmessage', 's3:putobject'].map(serviceOf)).toEqual(['s3', 'sqs', 's3']);
  });
});

test.each<[string, any, string]>([
  ['no documents', 'policy', 'McpSimulator.fromDocuments() takes policy documents by where they act'],
  ['no list', { identityPolicies: ALLOW }, 'identityPolicies is a list of policy documents'],
  ['no document', { permissionsBoundary: {} }, 'permissionsBoundary is not a policy document: expected an object with "Statement"'],
  ['null', { sessionPolicy: null }, 'sessionPolicy is not a policy document'],
  ['what is not JSON', { identityPolicies: [ALLOW, { Version: '2012-10-17', Statement: [{ ...ALLOW.Statement[0], Sid: () => 'S' }] }] }, 'identityPolicies/1 is not parsed JSON'],
])('%s is refused', (_, documents, message) => {
  expect(() => new DocumentsSource(documents)).toThrow(message);
});

test('what is asked about is the resource itself', () => {
  expect(new DocumentsSource({}).resolve('arn:aws:s3:::data')).toBe('arn:aws:s3:::data');
});
