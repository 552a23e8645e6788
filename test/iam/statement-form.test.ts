import { aws_iam as iam, Lazy, Token } from 'aws-cdk-lib';
import { malformedElement } from '../../src/iam/statement-form';

const of = (props: iam.PolicyStatementProps) => malformedElement(new iam.PolicyStatement({ sid: 'X', actions: ['s3:*'], resources: ['*'], ...props }).toStatementJson());
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
  ['no resource', { resources: [], notResources: [[] as any] }, 'has nothing in NotResource: expected ARNs'],
  ['an empty resource', { resources: ['arn:aws:s3:::a', ''] }, 'has "" in Resource: expected ARNs'],
  ['an operator without keys', { conditions: { StringEquals: {} } }, 'has a malformed Condition: the condition operator "StringEquals" needs condition keys'],
  ['another operator', { conditions: { StringSame: { a: 'b' } } }, 'has a malformed Condition: "StringSame" is not an IAM condition operator'],
  ['no value', { conditions: { StringEquals: { a: null } } }, 'has null for a of StringEquals in its Condition: expected a value or a list of them'],
  ['no values', { conditions: { StringEquals: { a: [] } } }, 'has [] for a of StringEquals in its Condition'],
  ['an object for a value', { conditions: { StringEquals: { a: { b: 'c' } } } }, 'has {"b":"c"} for a of StringEquals in its Condition'],
])('refuses %s', (_, props, message) => {
  expect(of(props)).toContain(message);
});

test('what JSON leaves out is not taken for what has been judged', () => {
  expect(of({ conditions: { StringEquals: { a: 'x' } } })).toBeUndefined();
  expect(of({ conditions: { StringEquals: { a: 'x', b: undefined } } })).toContain('for b of StringEquals');
  expect(of({ conditions: { StringEquals: { a: 'x', b: () => 'y' } } })).toContain('for b of StringEquals');
});
