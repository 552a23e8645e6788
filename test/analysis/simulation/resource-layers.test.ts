import { ResourceLayers } from '../../../src/analysis/simulation/resource-layers';
import type { TemplatePolicies, TemplateResource } from '../../../src/analysis/template/template-policies';
import { PolicyKind } from '../../../src/iam/policy';
import type { LocatedPolicy } from '../../../src/iam/policy';
import { statementsOf } from '../../../src/iam/policy-layers';
import { requestPrincipal } from '../../../src/iam/request-principal';
import { generatedName, unknownPart } from '../../../src/iam/unknown-text';

const ROLE = requestPrincipal('arn:aws:iam::111122223333:role/Agent');
const policy = (Sid: string, element = {}): LocatedPolicy => ({
  kind: PolicyKind.RESOURCE, place: { path: Sid }, document: { Version: '2012-10-17', Statement: [{ Sid, Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*', ...element }] },
});
const resource = (arns: string[], more: Partial<TemplateResource> = {}): TemplateResource => ({
  logicalId: 'Policy', resourceType: 'AWS::S3::BucketPolicy', arns, policies: arns.map((arn) => policy(arn)), ...more,
});
const bucket = (name: string, more: Partial<TemplateResource> = {}) => resource([`arn:aws:s3:::${name}`], { policies: [policy(name)], ...more });
const of = (resources: TemplateResource[], principals: unknown[] = []) => (
  new ResourceLayers({ resources, principals } as unknown as TemplatePolicies, (each) => statementsOf([each])));
/** Of each statement of a layer its policy, with "?" those that may not act, and what is told of one that it lacks. */
const told = (layers: ResourceLayers, asked: string | undefined, action = 's3:getobject', requester = ROLE) => {
  const { kind, statements, uncertain, presumedAbsent } = layers.layer(action, asked, requester);
  expect(kind).toBe(PolicyKind.RESOURCE);
  return [statements.map((each) => `${each.policy!.place.path}${uncertain!.has(each.policy!) ? '?' : ''}`).join(), presumedAbsent];
};
const absent = (arn: string) => `the policy of ${arn}, which is not in the template`;

describe('of a resource that is given', () => {
  const LATER = bucket(unknownPart('Name'), { policies: [policy('later')] });
  const MADE = bucket(generatedName('Bucket'), { policies: [policy('made')] });
  test.each<[string, TemplateResource[], string, unknown[]]>([
    ['its policy', [bucket('a'), bucket('b')], 'arn:aws:s3:::a', ['a', undefined]],
    ['the policy of what it is in', [bucket('a')], 'arn:aws:s3:::a/key', ['a', undefined]],
    ['the policy of what it is a version of', [resource(['arn:aws:lambda:eu-west-1:111122223333:function:f'])], 'arn:aws:lambda:eu-west-1:111122223333:function:f:1',
      ['arn:aws:lambda:eu-west-1:111122223333:function:f', undefined]],
    ['none, of another whose name begins so', [bucket('a')], 'arn:aws:s3:::ab', ['', absent('arn:aws:s3:::ab')]],
    ['one that may not be there', [bucket('a', { conditional: 'C' })], 'arn:aws:s3:::a', ['a?', absent('arn:aws:s3:::a')]],
    ['two, of which one may not be there', [bucket('a', { conditional: 'C' }), bucket('a', { policies: [policy('other')] })], 'arn:aws:s3:::a', ['a?,other', undefined]],
    ['one whose resource is known only at deployment', [LATER], 'arn:aws:s3:::a', ['later?', absent('arn:aws:s3:::a')]],
    ['one of which no resource is known', [resource([], { policies: [policy('any')] })], 'arn:aws:s3:::a', ['any?', absent('arn:aws:s3:::a')]],
    ['none whose name CloudFormation makes', [MADE], 'arn:aws:s3:::a', ['', absent('arn:aws:s3:::a')]],
    ['that whose name CloudFormation makes, if it is that one', [MADE], `arn:aws:s3:::${generatedName('Bucket')}/key`, ['made', undefined]],
    ['perhaps one whose name CloudFormation makes, if not all is known', [MADE], `arn:aws:s3:::${unknownPart('Name')}`, ['made?', absent(`arn:aws:s3:::${unknownPart('Name')}`)]],
  ])('%s', (_, resources, asked, expected) => {
    const layers = of(resources);
    expect(told(layers, asked)).toEqual(expected);
    // Asked again, what was found is kept.
    expect(told(layers, asked)).toEqual(expected);
  });
});

describe('a role', () => {
  const TRUST = policy('trust', { Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' }, Resource: undefined });
  const layers = of([bucket('a')], [
    { logicalId: 'Role', arn: 'arn:aws:iam::111122223333:role/Admin', trustPolicy: { ...TRUST, kind: PolicyKind.TRUST } },
    { logicalId: 'User', arn: 'arn:aws:iam::111122223333:user/ann' },
  ]);

  test('has its trust policy, and holds nothing', () => {
    expect(told(layers, 'arn:aws:iam::111122223333:role/Admin', 'sts:assumerole')).toEqual(['trust', undefined]);
    expect(told(layers, 'arn:aws:iam::111122223333:role/Admin/x', 'sts:assumerole')).toEqual(['', absent('arn:aws:iam::111122223333:role/Admin/x')]);
  });

  test('is one of all resources', () => {
    expect(layers.all.ofEach.map(({ resource: { logicalId, resourceType, arns } }) => [logicalId, resourceType, arns])).toEqual([
      ['Policy', 'AWS::S3::BucketPolicy', ['arn:aws:s3:::a']], ['Role', 'AWS::IAM::Role', ['arn:aws:iam::111122223333:role/Admin']],
    ]);
    expect(layers.all).toBe(layers.all);
  });
});

describe('of a resource that is not given', () => {
  const NOT_GIVEN = 'the policy of the resource, which is not given';
  test.each<[string, LocatedPolicy[], string]>([
    ['all that may be about the action', [policy('a'), policy('b', { Action: 'sqs:*' })], 'a?'],
    ['what is known only at deployment may be', [policy('a', { Action: { Ref: 'P' } })], 'a?'],
    ['all of a policy, of which something may be', [policy('a', { Action: 'sqs:*' }), {
      ...policy('b'), document: { Version: '2012-10-17', Statement: ['sqs:*', 's3:*'].map((Action, i) => ({ Sid: `b${i}`, Effect: 'Allow', Principal: '*', Action, Resource: '*' })) },
    }], 'b?,b?'],
    ['of those that say the same only the first', [policy('a', { Sid: 'S' }), policy('c', { Sid: 'S' }), policy('b')], 'a?,b?'],
    ['those of another principal are not', [policy('a', { Principal: { AWS: 'arn:aws:iam::444455556666:root' } })], ''],
    ['those of a principal known only at deployment may be', [policy('a', { Principal: { AWS: { Ref: 'P' } } })], 'a?'],
    ['a whole statement that is known only at deployment may be', [{ ...policy('a'), document: { Version: '2012-10-17', Statement: [{ 'Fn::If': ['C', { Ref: 'P' }, { Ref: 'AWS::NoValue' }] }] } }], 'a?'],
    ['those of all but one, which leave out nobody who has a boundary, may be', [policy('a', { Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: ['arn:aws:iam::111122223333:role/Agent', '111122223333'] } })], 'a?'],
    ['those of its account are', [policy('a', { Principal: { AWS: '111122223333' } })], 'a?'],
    ['those of a principal, by another action, are not', [{
      ...policy('a'),
      document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:*', Resource: '*' }, { Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 's3:*', Resource: '*' }] },
    }], ''],
  ])('%s', (_, policies, expected) => {
    const layers = of([resource(['arn:aws:s3:::a'], { policies })]);
    expect(told(layers, undefined)).toEqual([expected, NOT_GIVEN]);
    expect(told(layers, undefined)).toEqual([expected, NOT_GIVEN]);
  });

  test('each action by itself, and each principal', () => {
    const layers = of([resource(['arn:aws:s3:::a'], { policies: [policy('a', { Principal: { AWS: '111122223333' } }), policy('b', { Action: 'sqs:*' })] })]);
    expect(['s3:getobject', 'sqs:sendmessage', 's3:getobject'].map((action) => told(layers, undefined, action)[0])).toEqual(['a?', 'b?', 'a?']);
    expect(told(layers, undefined, 's3:getobject', requestPrincipal('arn:aws:iam::444455556666:role/x'))[0]).toBe('');
  });
});

test.each<[string, TemplateResource[], string | undefined, string | undefined]>([
  ['that of its template', [bucket('a', { account: '111122223333' }), bucket('b', { account: '444455556666' })], 'arn:aws:s3:::a/key', '111122223333'],
  ['that of both its policies', [bucket('a', { account: '111122223333' }), bucket('a', { account: '111122223333' })], 'arn:aws:s3:::a', '111122223333'],
  ['not known where two differ', [bucket('a', { account: '111122223333' }), bucket('a', { account: '444455556666' })], 'arn:aws:s3:::a', undefined],
  ['not that of what may be another', [bucket(unknownPart('Name'), { account: '111122223333' })], 'arn:aws:s3:::a', undefined],
  ['that of it, not of what may be another', [bucket(unknownPart('Name'), { account: '111122223333' }), bucket('a', { account: '444455556666' })], 'arn:aws:s3:::a', '444455556666'],
  ['not known of one that is not there', [bucket('a', { account: '111122223333' })], 'arn:aws:s3:::b', undefined],
  ['not known of one that is not given', [bucket('a', { account: '111122223333' })], undefined, undefined],
])('the account of a resource is %s', (_, resources, asked, expected) => {
  expect(of(resources).accountOf(asked)).toBe(expected);
});

test('which resources have policies, and under which conditions', () => {
  const attached = (more: Partial<TemplateResource>, conditions = 'C') => JSON.stringify(of([bucket('a', more)]).attached(conditions));
  const all = [attached({}), attached({ arns: ['arn:aws:s3:::b'] }), attached({ account: '111122223333' }), attached({ conditional: 'x' }), attached({ conditional: 'x' }, 'D')];
  expect(new Set(all).size).toBe(all.length);
  expect(attached({}, 'D')).toBe(all[0]);
  expect(attached({ policies: [policy('other')] })).toBe(all[0]);
});
