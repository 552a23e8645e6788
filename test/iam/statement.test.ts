import { Lazy } from 'aws-cdk-lib';
import { PolicyKind } from '../../src/iam/policy';
import { Statement } from '../../src/iam/statement';
import { unknownPart } from '../../src/iam/unknown-text';

const of = (written: unknown, kind?: PolicyKind, resourceType?: string) => new Statement(written, 'Statement/0', {
  variables: true, completesArns: true, ...kind !== undefined && { policy: { kind, resourceType, place: { path: '' }, document: {} } },
});
const ALLOW = { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::b/${aws:username}/*' };

test.each<[string, unknown, boolean]>([
  ['an object', ALLOW, true], ['an object without elements', {}, true], ['a list', [ALLOW], false], ['a string', 'Allow', false], ['null', null, false],
  ['an intrinsic function', { 'Fn::If': ['C', ALLOW, { Ref: 'AWS::NoValue' }] }, false], ['a macro beside its elements', { ...ALLOW, 'Fn::Transform': { Name: 'M' } }, false],
  ['a token', Lazy.any({ produce: () => ALLOW }), false],
])('%s: whether it can be read', (_, written, isKnown) => {
  const statement = of(written);
  expect([statement.isKnown, statement.json]).toEqual([isKnown, isKnown ? written : {}]);
  expect(statement.effect).toBe(written === ALLOW ? 'Allow' : undefined);
});

test('its elements', () => {
  const statement = of({ ...ALLOW, Sid: 'A', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'x' } } }, PolicyKind.RESOURCE);
  expect([statement.sid, statement.title, statement.has('Principal'), statement.has('NotAction')]).toEqual(['A', 'statement "A"', true, false]);
  expect(statement.reads).toEqual(['aws:principaltag/team', 'aws:username']);
  expect([statement.action!.name, statement.resource!.name, statement.principal!.isEverybody, statement.policy!.kind]).toEqual(['Action', 'Resource', true, PolicyKind.RESOURCE]);
  expect(statement.readsVariables).toBe(true);
  const bare = of({ Effect: 'Deny' });
  expect([bare.effect, bare.sid, bare.title, bare.action, bare.resource, bare.principal, bare.reads]).toEqual(['Deny', undefined, 'a statement', undefined, undefined, undefined, []]);
  expect(of({ Sid: 1 }).sid).toBeUndefined();
  expect(of({ Sid: unknownPart('P') }).title).toBe('statement "<P>"');
  expect([of({ Effect: 'allow' }).effect, of({ Effect: { Ref: 'P' } }).effect]).toEqual([undefined, undefined]);
});

test('of every action, or every one but some', () => {
  const isAboutAll = (elements: object) => of(elements).isAboutAllActions;
  expect([{ Action: '*' }, { Action: ['s3:*', '*'] }, { Action: '*:*' }, { Action: '**' }, { NotAction: 's3:*' }].map(isAboutAll)).toEqual([true, true, true, true, true]);
  expect([{}, { Action: 's3:*' }, { Action: 's3:Get*' }, { Action: '*:Get*' }, { Action: [] }, { Action: { Ref: 'P' } }].map(isAboutAll)).toEqual([false, false, false, false, false, false]);
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html: of a statement that lacks one, AWS KMS says that it has no effect.
test.each<[string, PolicyKind | undefined, string | undefined, boolean | undefined, boolean | undefined]>([
  ['an identity-based policy', PolicyKind.IDENTITY, undefined, undefined, undefined],
  ['a trust policy', PolicyKind.TRUST, undefined, undefined, true],
  ['a key policy', PolicyKind.RESOURCE, 'AWS::KMS::Key', false, false],
  ['a policy that is not known', undefined, undefined, undefined, undefined],
])('what lacks Action or Resource in %s', (_, kind, resourceType, action, resource) => {
  const statement = of({ Effect: 'Allow' }, kind, resourceType);
  expect([statement.matchesAction('kms:encrypt'), statement.matchesResource('*', undefined)]).toEqual([action, resource]);
  // Of one that is known only at deployment, nobody knows what it lacks.
  expect(of({ 'Fn::If': [] }, kind, resourceType).matchesAction('kms:encrypt')).toBeUndefined();
});

test('one with branches may turn out to be each of them', () => {
  const branching = of({ ...ALLOW, Action: { 'Fn::If': ['C', 's3:Get*', 's3:Put*'] } }, PolicyKind.IDENTITY);
  expect(branching.hasBranches).toBe(true);
  expect(branching.branches.map(({ action, path, policy }) => [action!.texts, path, policy!.kind])).toEqual([
    [['s3:Get*'], 'Statement/0', PolicyKind.IDENTITY], [['s3:Put*'], 'Statement/0', PolicyKind.IDENTITY],
  ]);
  const plain = of(ALLOW);
  expect([plain.hasBranches, plain.branches]).toEqual([false, [plain]]);
  expect(plain.branches[0]).toBe(plain);
});
