import { ALLOW_ALL, policy } from './run';
import { findDocuments } from '../../src/cli/find-documents';
import { kindOf } from '../../src/iam/document-kind';
import { PolicyKind } from '../../src/iam/policy';

const DOCUMENT = policy(ALLOW_ALL);
const TEXT = JSON.stringify(DOCUMENT);

test.each<[string, unknown, string[], PolicyKind?]>([
  ['a document', DOCUMENT, ['']],
  ['a list of documents', [DOCUMENT, DOCUMENT], ['0', '1']],
  ['a document as a string', TEXT, ['']],
  ['iam get-role-policy', { RoleName: 'Agent', PolicyName: 'Inline', PolicyDocument: DOCUMENT }, ['PolicyDocument']],
  ['the same from the API, URL-encoded', { PolicyDocument: encodeURIComponent(TEXT) }, ['PolicyDocument']],
  ['iam get-policy-version', { PolicyVersion: { Document: DOCUMENT, VersionId: 'v1' } }, ['PolicyVersion/Document']],
  ['iam get-role', { Role: { RoleName: 'Agent', AssumeRolePolicyDocument: DOCUMENT } }, ['Role/AssumeRolePolicyDocument'], PolicyKind.TRUST],
  ['s3api get-bucket-policy', { Policy: TEXT }, ['Policy']],
  ['kms get-key-policy', { Policy: TEXT, PolicyName: 'default' }, ['Policy']],
  ['sqs get-queue-attributes', { Attributes: { Policy: TEXT } }, ['Attributes/Policy']],
  ['secretsmanager get-resource-policy', { ARN: 'arn:aws:secretsmanager:…', ResourcePolicy: TEXT }, ['ResourcePolicy']],
  ['ecr get-repository-policy', { policyText: TEXT }, ['policyText']],
  ['sso-admin get-inline-policy-for-permission-set', { InlinePolicy: TEXT }, ['InlinePolicy']],
  ['organizations describe-policy, of an SCP', { Policy: { PolicySummary: { Type: 'SERVICE_CONTROL_POLICY' }, Content: TEXT } }, ['Policy/Content'],
    PolicyKind.SERVICE_CONTROL],
  ['organizations describe-policy, of an RCP', { Policy: { PolicySummary: { Type: 'RESOURCE_CONTROL_POLICY' }, Content: TEXT } }, ['Policy/Content'],
    PolicyKind.RESOURCE_CONTROL],
  ['ec2 describe-vpc-endpoints', { VpcEndpoints: [{ PolicyDocument: TEXT }] }, ['VpcEndpoints/0/PolicyDocument'], PolicyKind.VPC_ENDPOINT],
  ['strings that are no document', { Policy: 'arn:aws:iam::aws:policy/ReadOnlyAccess', Document: '{"a": 1}', Content: '%7B%', Statement2: TEXT }, []],
])('%s', (_, value, paths, ...[kind]) => {
  const found = findDocuments(value);
  expect(found.map(({ path }) => path.join('/'))).toEqual(paths);
  for (const each of found) {
    expect(each.document).toEqual(DOCUMENT);
    expect(each.kind).toBe(kind);
  }
});

test.each<[string, unknown, string[]]>([
  ['a statement', { ...ALLOW_ALL, Resource: '*' }, ['']],
  ['a list of statements', DOCUMENT.Statement, ['']],
  ['statements under a key', { role: { statements: DOCUMENT.Statement } }, ['role/statements']],
  ['statements and documents', [...DOCUMENT.Statement, DOCUMENT], ['0', '1']],
])('without a document around it: %s', (_, value, paths) => {
  const found = findDocuments(value);
  expect(found.map(({ path }) => path.join('/'))).toEqual(paths);
  expect(found[0]).toMatchObject({ bare: true });
  expect([found[0].document.Statement].flat()).toEqual(DOCUMENT.Statement);
});

test.each([
  [PolicyKind.IDENTITY, ALLOW_ALL],
  [PolicyKind.TRUST, { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Resource: undefined }],
  [PolicyKind.RESOURCE, { Effect: 'Deny', NotPrincipal: '*', Action: 's3:*' }],
])('%s, by its looks', (kind, statement) => {
  expect(kindOf(policy(statement))).toBe(kind);
});
