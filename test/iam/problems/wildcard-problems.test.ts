import { PolicyKind } from '../../../src/iam/policy';
import { POLICY_TYPES } from '../../../src/iam/policy-kinds';
import { hasWildcardInAccount, wildcardProblems } from '../../../src/iam/problems/wildcard-problems';
import { Statement } from '../../../src/iam/statement';
import { unknownPart } from '../../../src/iam/unknown-text';

// https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
const LATER = unknownPart('P');
const problems = (Condition: object, type: keyof typeof POLICY_TYPES = 'VPC_ENDPOINT_POLICY') => {
  const policy = { kind: PolicyKind.VPC_ENDPOINT, place: { path: '' }, document: {} };
  return wildcardProblems(new Statement({ Effect: 'Allow', Condition }, 'Statement/0', { policy, variables: true, completesArns: false }), POLICY_TYPES[type]);
};
const [SHORT, ACCOUNT, ID, NUMERIC] = ['takes a wildcard with a string operator only where 6 characters', 'takes an id or a wildcard as the account of an ARN, not both', 'takes no wildcard in a key with ids', 'takes no numeric operator'];

test.each<[string, string, string | string[] | undefined, string | undefined]>([
  ['StringLike', 's3:prefix', 'abcdef*', undefined], ['StringLike', 's3:prefix', 'abcde*', SHORT], ['StringNotLike', 's3:prefix', '*abcde', SHORT], ['StringLike', 's3:prefix', '*abcdef', undefined],
  ['StringLike', 's3:prefix', 'abcde?abcdef', undefined], ['StringLike', 's3:prefix', 'abcdef?abcde', undefined], ['StringLike', 's3:prefix', 'abcdef*abc*', SHORT], ['StringLike', 's3:prefix', 'abcdef*abc*abcdef', undefined],
  ['StringLike', 's3:prefix', '*', SHORT], ['StringLike', 's3:prefix', 'abc', undefined], ['StringEquals', 's3:prefix', 'abcde*', undefined], ['StringLike', 's3:prefix', ['abcdef*', 'a*'], SHORT],
  // What is not known, and a policy variable, is long enough; an escape is one character.
  ['StringLike', 's3:prefix', `${LATER}*`, undefined], ['StringLike', 's3:prefix', '${aws:username}*', undefined], ['StringLike', 's3:prefix', '${*}*', SHORT], ['StringLike', 's3:prefix', 'abcde${?}*', undefined],
  ['StringLike', 's3:prefix', '${*}${?}', undefined],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::1*:role/a', ACCOUNT], ['ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::1?1:role/a', ACCOUNT], ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*', undefined],
  ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/*', undefined], ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::1*:role/aaaaaa', ACCOUNT],
  ['StringEquals', 'aws:PrincipalArn', 'arn:aws:iam::1*:role/a', undefined], ['ArnLike', 'aws:PrincipalArn', '*', undefined],
  ['StringLike', 'aws:PrincipalAccount', '111122223*', ID], ['ArnLike', 'aws:PrincipalAccount', '1?', ID], ['StringLike', 'aws:PrincipalAccount', ['111122223333', '1*'], ID],
  ['StringLike', 'aws:PrincipalAccount', '111122223333', undefined], ['StringLike', 'aws:PrincipalAccount', '${*}', undefined], ['StringEquals', 'aws:PrincipalAccount', '1*', undefined],
  ['NumericEquals', 'aws:PrincipalAccount', '111122223333', NUMERIC], ['NumericLessThan', 'aws:SourceVpc', '1', NUMERIC], ['NumericEquals', 's3:max-keys', '1', undefined], ['Bool', 'aws:PrincipalAccount', 'true', undefined],
  ['Null', 'aws:PrincipalAccount', 'true', undefined], ['StringLikes', 'aws:PrincipalAccount', '1*', undefined], ['StringLike', 's3:prefix', undefined, undefined], ['StringLike', 'aws:PrincipalAccount', undefined, undefined],
])('%s %s = %j: %s', (operator, key, value, expected) => {
  const found = problems({ [operator]: { [key]: value ?? { Ref: 'P' } } });
  expect(found).toEqual(expected === undefined ? [] : [expect.stringContaining(expected)]);
  expect(problems({ [operator]: { [key]: value ?? { Ref: 'P' } } }, 'TRUST_POLICY')).toEqual([]);
});

test('the message has what the policy says', () => {
  expect(problems({ StringLike: { 's3:prefix': 'a*' } })[0]).toMatch(/^has the value "a\*" of StringLike s3:prefix: a VPC endpoint policy takes a wildcard/);
  expect(problems({ StringLike: { 'aws:PrincipalAccount': ['1', '2*'] } })[0]).toMatch(/^has the value "2\*" of StringLike aws:PrincipalAccount: a VPC endpoint policy takes no wildcard/);
  expect(problems({ NumericEquals: { 'aws:PrincipalAccount': '1' } })[0]).toMatch(/^has NumericEquals aws:PrincipalAccount: a VPC endpoint policy takes no numeric/);
});

test.each<[string, boolean]>([
  ['arn:aws:iam::1*:role/a', true], ['arn:aws:iam::*:role/a', false], ['arn:aws:iam::??*:role/a', false], ['arn:aws:iam::111122223333:role/a*', false], ['arn:aws:iam::${aws:PrincipalAccount}*:role/a', false],
  ['arn:aws:iam::${*}1:role/a', false], [`arn:aws:iam::${LATER}*:role/a`, false], [`arn:aws:iam::1${LATER}*:role/a`, false], ['arn:aws:iam:::role/a', false], ['1*', false],
])('an id with a wildcard as the account of %s: %s', (text, expected) => {
  expect(hasWildcardInAccount(text)).toBe(expected);
});
