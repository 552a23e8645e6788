import type { TerraformResource } from '../../src/cli/terraform';
import { documentOf } from '../../src/cli/terraform-document';
import { attributeOf } from '../../src/cli/terraform-types';

const of = (values: object, unknown: unknown = {}) => documentOf({ address: 'data.d', values, unknown } as unknown as TerraformResource);
const later = (attribute: string) => ({ 'Fn::GetAtt': ['data.d', attribute] });
const statement = (one: object, unknown: object = {}) => of({ statement: [one] }, { statement: [unknown] })?.Statement[0];

test.each<[string, object, unknown]>([
  ['all of it', { statement: [{}] }, true],
  ['the statements', {}, { statement: true }],
  ['other documents', { statement: [{}] }, { source_policy_documents: [true] }],
])('a document of which too little is known: %s', (_, values, unknown) => {
  expect(of(values, unknown)).toBeUndefined();
});

test.each<[string, object]>([
  ['other documents, in a list', { statement: [{}], override_policy_documents: ['{}'] }],
  ['another document', { statement: [{}], source_json: '{}' }],
  ['no statement', { statement: [] }],
  ['nothing', {}],
])('no document of its own: %s', (_, values) => {
  expect(of(values)).toBeUndefined();
});

test('what is not given has its default', () => {
  expect(of({ statement: [{ actions: ['s3:*'] }], source_json: '' })).toEqual({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:*'] }] });
  expect(of({ version: '2008-10-17', statement: [{ effect: 'Deny', sid: 'A' }] }, { version: false })).toEqual({ Version: '2008-10-17', Statement: [{ Sid: 'A', Effect: 'Deny' }] });
});

test.each<[string, object, object, object]>([
  ['the effect', {}, { effect: true }, { Effect: later('effect') }],
  ['all principals', {}, { principals: true }, { Effect: 'Allow', Principal: { AWS: later('principals') } }],
  [
    'one principal of two', { principals: [{ type: 'AWS', identifiers: ['a'] }, { type: 'Service' }] }, { principals: [{ identifiers: [true] }, {}] },
    { Effect: 'Allow', Principal: { AWS: ['a', later('principals')], Service: [] } },
  ],
  ['nothing, of everybody', { not_principals: [{ type: '*', identifiers: ['*'] }] }, {}, { Effect: 'Allow', NotPrincipal: '*' }],
  ['all conditions', {}, { condition: true }, { Effect: 'Allow', Condition: later('condition') }],
  [
    'the values of a condition', { condition: [{ test: 'StringLike', variable: 'aws:userid', values: ['&{aws:x}'] }, { test: 'StringLike', variable: 'aws:userid' }] },
    { condition: [{}, { values: true }] }, { Effect: 'Allow', Condition: { StringLike: { 'aws:userid': ['${aws:x}', later('condition')] } } },
  ],
])('of a statement is known later: %s', (_, one, unknown, expected) => {
  expect(statement(one, unknown)).toEqual(expected);
});

test.each([
  ['aws_iam_role', 'arn', { 'Fn::GetAtt': ['x', 'Arn'] }],
  ['aws_iam_role', 'name', { Ref: 'x' }],
  ['aws_iam_policy', 'name', undefined],
  ['aws_iam_role', 'unique_id', undefined],
  ['aws_ssoadmin_permission_set', 'arn', { 'Fn::GetAtt': ['x', 'PermissionSetArn'] }],
  ['aws_ssoadmin_permission_set', 'id', undefined],
  ['aws_organizations_organization', 'roots', { 'Fn::GetAtt': ['x', 'RootId'] }],
  ['aws_instance', 'arn', undefined],
])('what a reference to %s.%s becomes', (type, attribute, expected) => {
  expect(attributeOf(type, 'x', attribute)).toEqual(expected);
});
