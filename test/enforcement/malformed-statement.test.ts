import { aws_iam as iam, Lazy, Token } from 'aws-cdk-lib';
import { malformedStatement, parsedStatement } from '../../src/enforcement/malformed-statement';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';

const of = (props: iam.PolicyStatementProps) => malformedStatement(
  parsedStatement(new iam.PolicyStatement({ sid: 'X', actions: ['s3:*'], resources: ['*'], ...props })), POLICY_TYPES.MANAGED_POLICY,
);
const intrinsic = { 'Fn::GetAtt': ['Bucket', 'Arn'] };

test.each<[string, iam.PolicyStatementProps]>([
  ['texts', { conditions: { StringEquals: { 'aws:PrincipalTag/a': ['b', 'c'] }, Bool: { 'aws:ViaAWSMCPService': true }, NumericLessThan: { 's3:max-keys': 10 } } }],
  ['values known only at deployment', { resources: [Token.asString(intrinsic)], conditions: { StringEquals: { 'aws:PrincipalTag/a': Token.asString(intrinsic), 'b': Token.asList(intrinsic) } } }],
  ['intrinsic functions', { conditions: { StringEquals: { a: intrinsic, b: [intrinsic] } } }],
  ['keys known only at deployment', { conditions: { StringEquals: Lazy.any({ produce: () => ({}) }) as any } }],
])('takes %s', (_, props) => {
  expect(of(props)).toBeUndefined();
});

test.each<[string, iam.PolicyStatementProps, string]>([
  ['a resource that is none', { resources: [{ arn: 'x' } as any] }, 'has {"arn":"x"} in Resource: expected ARNs or "*"'],
  ['a name for an ARN', { notResources: ['reports'], resources: [] }, 'has "reports" in NotResource: expected ARNs or "*"'],
  ['no resource', { resources: [], notResources: [[] as any] }, 'has an empty list as NotResource'],
  ['an empty resource', { resources: ['arn:aws:s3:::a', ''] }, 'has "" in Resource: expected ARNs'],
  ['an operator without keys', { conditions: { StringEquals: {} } }, 'has a malformed Condition: the condition operator "StringEquals" needs condition keys'],
  ['another operator', { conditions: { StringSame: { a: 'b' } } }, 'has a malformed Condition: "StringSame" is not an IAM condition operator'],
  ['no value', { conditions: { StringEquals: { a: null } } }, 'has a malformed Condition: a of StringEquals is null: expected a value or a list of them'],
  ['no values', { conditions: { StringEquals: { a: [] } } }, 'a of StringEquals is []'],
  ['an object for a value', { conditions: { StringEquals: { a: { b: 'c' } } } }, 'a of StringEquals is {"b":"c"}'],
])('refuses %s', (_, props, message) => {
  expect(of(props)).toContain(message);
});

test('what JSON leaves out is not taken for what has been judged', () => {
  expect(of({ conditions: { StringEquals: { a: 'x' } } })).toBeUndefined();
  expect(of({ conditions: { StringEquals: { a: 'x', b: undefined } } })).toContain('b of StringEquals is');
  expect(of({ conditions: { StringEquals: { a: 'x', b: () => 'y' } } })).toContain('b of StringEquals is');
});
