import { kindOf } from '../../src/iam/document-kind';
import { PolicyKind } from '../../src/iam/policy';

const { IDENTITY, RESOURCE, TRUST } = PolicyKind;
const TRUSTS = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };

test.each<[string, unknown, PolicyKind]>([
  ['without a principal', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }], IDENTITY], ['without statements', [], IDENTITY], ['of sts, without a principal', [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }], IDENTITY],
  ['with a principal', [{ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }], RESOURCE], ['with NotPrincipal', [{ Effect: 'Deny', NotPrincipal: '*', Action: 's3:*' }], RESOURCE],
  ['with a principal in one statement', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }], RESOURCE],
  ['of who assumes a role', [TRUSTS], TRUST], ['of who assumes a role, in any case', [{ ...TRUSTS, Action: ['STS:AssumeRole', 'sts:TagSession'] }], TRUST],
  ['of who assumes a role, and more', [TRUSTS, { ...TRUSTS, Action: ['sts:AssumeRole', 's3:GetObject'] }], RESOURCE], ['of sts, with a resource', [{ ...TRUSTS, Resource: '*' }], RESOURCE],
  ['of an action like it', [{ ...TRUSTS, Action: 'xsts:AssumeRole' }], RESOURCE], ['of an action that is not known', [{ ...TRUSTS, Action: { Ref: 'P' } }], TRUST], ['without an action', [{ Effect: 'Allow', Principal: '*' }], TRUST],
])('%s', (_, statements, expected) => {
  expect(kindOf({ Version: '2012-10-17', Statement: statements })).toBe(expected);
});

test('of what is no policy', () => {
  expect([undefined, null, 'text', {}].map(kindOf)).toEqual([IDENTITY, IDENTITY, IDENTITY, IDENTITY]);
});
