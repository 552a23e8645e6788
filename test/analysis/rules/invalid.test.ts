import { allow, deny, foundIn, foundInTemplate, messagesOf } from './found';
import { checkDocument } from '../../../src/analysis/rules/check';
import { PolicyKind } from '../../../src/iam/policy';
import { unknownPart } from '../../../src/iam/unknown-text';
import type { Json } from '../../../src/iam/value';

const IDENTITY = PolicyKind.IDENTITY;
const OK = allow(undefined);
const TRUST = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' };
const RCP = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const without = (statement: Json, element: string): Json => ({ ...statement, [element]: undefined });

/** What AWS would not take, and what it does. */
test.each<[what: string, kind: PolicyKind, statement: Json, found: string[]]>([
  ['nothing wrong', IDENTITY, OK, []],
  ['an Effect in lower case', IDENTITY, { ...OK, Effect: 'allow' }, ['InvalidStatement']],
  ['no Effect', IDENTITY, without(OK, 'Effect'), ['InvalidStatement']],
  ['an Effect known at deployment', IDENTITY, { ...OK, Effect: { Ref: 'Effect' } }, []],
  ['a misspelled element', IDENTITY, { ...without(OK, 'Condition'), Conditions: {} }, ['InvalidStatement']],
  ['no action', IDENTITY, without(OK, 'Action'), ['InvalidStatement']],
  ['Action and NotAction', IDENTITY, { ...OK, NotAction: 'ec2:*' }, ['InvalidStatement']],
  ['Resource and NotResource', IDENTITY, { ...OK, NotResource: '*' }, ['InvalidStatement']],

  ['a wildcard in the service', IDENTITY, { ...OK, Action: ['s3:GetObject', '*:Delete*'] }, ['InvalidAction']],
  ['part of a service', IDENTITY, { ...OK, Action: 's?:GetObject' }, ['InvalidAction']],
  ['no service', IDENTITY, { ...without(OK, 'Action'), NotAction: 'GetObject', Resource: 'arn:aws:s3:::reports/*' }, ['InvalidAction']],
  ['every action', IDENTITY, { ...OK, Action: ['*', '*:*'] }, []],
  ['an action known at deployment', IDENTITY, { ...OK, Action: `${unknownPart('Service')}Get` }, []],

  ['a Sid with a space', IDENTITY, { ...OK, Sid: 'Read reports' }, ['InvalidSid']],
  ['a Sid with a hyphen, in an SCP', PolicyKind.SERVICE_CONTROL, { ...OK, Sid: 'read-reports' }, ['InvalidSid']],
  ['a Sid with spaces, in a policy of a resource', PolicyKind.RESOURCE, { ...OK, Principal: '*', Sid: 'Read reports' }, []],

  ['a Principal in an identity\'s policy', IDENTITY, { ...OK, Principal: '*' }, ['InvalidPrincipalElement']],
  ['a NotPrincipal in an SCP', PolicyKind.SERVICE_CONTROL, { ...OK, NotPrincipal: { AWS: '*' } }, ['InvalidPrincipalElement']],
  ['a Principal in a boundary', PolicyKind.PERMISSIONS_BOUNDARY, { ...OK, Principal: '*' }, ['InvalidPrincipalElement']],
  ['no Principal in a policy of a resource', PolicyKind.RESOURCE, OK, ['InvalidPrincipalElement']],
  ['no Principal in that of an endpoint', PolicyKind.VPC_ENDPOINT, OK, ['InvalidPrincipalElement']],
  ['no Principal in a trust policy', PolicyKind.TRUST, without(TRUST, 'Principal'), ['InvalidPrincipalElement']],
  ['a NotPrincipal in a trust policy', PolicyKind.TRUST, { ...without(TRUST, 'Principal'), NotPrincipal: '*' }, ['InvalidPrincipalElement']],
  ['an Allow to NotPrincipal', PolicyKind.RESOURCE, { ...OK, NotPrincipal: { AWS: '111122223333' } }, ['InvalidPrincipalElement']],
  ['a Deny to NotPrincipal', PolicyKind.RESOURCE, { ...deny(undefined), NotPrincipal: { AWS: '111122223333' } }, []],
  ['a trust policy', PolicyKind.TRUST, TRUST, []],

  ['no Resource in an identity\'s policy', IDENTITY, without(OK, 'Resource'), ['InvalidResourceElement']],
  ['no Resource in an SCP', PolicyKind.SERVICE_CONTROL, without(OK, 'Resource'), ['InvalidResourceElement']],
  ['NotResource', IDENTITY, { ...without(OK, 'Resource'), NotResource: 'arn:aws:s3:::reports/*' }, []],
  ['a Resource in a trust policy', PolicyKind.TRUST, { ...TRUST, Resource: '*' }, ['InvalidResourceElement']],

  ...([
    ['a short wildcard', { StringLike: { 'aws:PrincipalTag/team': 'ag*' } }, true],
    ['five characters between two wildcards', { StringLikeIfExists: { 'kms:ViaService': '*-mcp.*' } }, true],
    ['nothing but a wildcard', { StringNotLike: { 'aws:PrincipalTag/team': '*' } }, true],
    ['five characters, not in a row', { StringLike: { 'aws:PrincipalTag/team': 'abc?def' } }, true],
    ['six characters before', { StringLike: { 'aws:PrincipalTag/team': 'agents*' } }, false],
    ['six characters after', { StringLike: { 'aws:PrincipalTag/team': '*agents' } }, false],
    ['six characters before the first, and after the last', { StringLike: { 'aws:PrincipalTag/team': 'agents*of*others' } }, false],
    ['a star that is one', { StringLike: { 'aws:PrincipalTag/team': 'a${*}' } }, false],
    ['a variable', { StringLike: { 'aws:PrincipalTag/team': '${aws:username}*' } }, false],
    ['a value known at deployment', { StringLike: { 'aws:PrincipalTag/team': `${unknownPart('Team')}*` } }, false],
    ['a text with a star', { StringEquals: { 'aws:PrincipalTag/team': 'ag*' } }, false],
    ['a short wildcard in an ARN', { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/a*' } }, false],
    ['an account with a wildcard', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::1111*:role/agents' } }, true],
    ['any account as a wildcard', { ArnNotLikeIfExists: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/agents', 'arn:aws:iam::111122223333:role/a*'] } }, false],
    ['an id', { StringLike: { 'aws:PrincipalAccount': '111122223333' } }, false],
    ['a number of an id', { NumericEquals: { 'aws:PrincipalAccount': '111122223333' } }, true],
  ] as const).flatMap(([what, Condition, wrong]): Array<[string, PolicyKind, Json, string[]]> => [
    [`${what}, at an endpoint`, PolicyKind.VPC_ENDPOINT, { ...OK, Principal: '*', Condition }, wrong ? ['InvalidCondition'] : []],
    [`${what}, elsewhere`, IDENTITY, { ...OK, Condition }, []],
  ]),
  ['a wildcard in an id, at an endpoint', PolicyKind.VPC_ENDPOINT, { ...OK, Principal: '*', Condition: { StringLike: { 'aws:PrincipalAccount': '1111222233*' } } }, ['WeakCondition', 'InvalidCondition']],
  ['an account with a wildcard in a Resource, at an endpoint', PolicyKind.VPC_ENDPOINT, { ...OK, Principal: '*', Resource: 'arn:aws:s3:*:1111*:accesspoint/a/object/*' }, ['InvalidResourceElement']],

  ['an RCP', PolicyKind.RESOURCE_CONTROL, RCP, []],
  ['an RCP that allows', PolicyKind.RESOURCE_CONTROL, { ...RCP, Effect: 'Allow' }, ['InvalidResourceControlPolicy']],
  ['an RCP about every action', PolicyKind.RESOURCE_CONTROL, { ...RCP, Action: '*' }, ['InvalidResourceControlPolicy']],
  ['an RCP about all but an action', PolicyKind.RESOURCE_CONTROL, { ...without(RCP, 'Action'), NotAction: 's3:Get*' }, ['InvalidResourceControlPolicy']],
  ['an RCP for a principal', PolicyKind.RESOURCE_CONTROL, { ...RCP, Principal: { AWS: '111122223333' } }, ['InvalidResourceControlPolicy']],
  ['an RCP for no principal', PolicyKind.RESOURCE_CONTROL, without(RCP, 'Principal'), ['InvalidResourceControlPolicy']],
  ['an RCP for all but a principal', PolicyKind.RESOURCE_CONTROL, { ...without(RCP, 'Principal'), NotPrincipal: '*' }, ['InvalidResourceControlPolicy']],
])('%s', (_, kind, statement, found) => {
  expect(foundIn(JSON.parse(JSON.stringify(statement)), kind)).toEqual(found);
});

test('two statements of one Sid, unless only one of them is there', () => {
  const named = { ...OK, Sid: 'Read' };
  expect(messagesOf([named, OK, named])).toEqual(['another statement has the Sid "Read" too']);
  expect(foundIn([{ 'Fn::If': ['Agents', named, { ...named, Action: 'ec2:*' }] }])).toEqual([]);
});

test.each<[document: unknown, messages: string[]]>([
  [{ Version: '2012-10-17', Statement: [] }, ['the policy has an empty list as Statement']],
  [{ Statement: OK }, []],
  [{ Version: '2008-10-17', Statement: OK }, []],
  [{ Version: '2012-10-18', Statement: OK }, ['the Version is "2012-10-18": expected "2012-10-17"']],
  [{ Version: { Ref: 'Version' }, Statement: { Ref: 'Statement' } }, []],
  [{ Version: '2012-10-17' }, ['the policy has no Statement']],
  [{ Statement: ['Allow', OK] }, ['the statement is "Allow": expected an object']],
  [{ Statement: null }, ['the statement is null: expected an object']],
  ['text', ['the document is "text": expected an object with "Statement"']],
  [undefined, ['the document is undefined: expected an object with "Statement"']],
  [{ Ref: 'Document' }, []],
])('the document %j', (document, messages) => {
  expect(checkDocument(document, { path: '' }).map(({ message }) => message)).toEqual(messages);
});

test('statements in the branches of an Fn::If are judged, each in its place', () => {
  const statement = { 'Fn::If': ['Agents', deny({ Bool: { 'aws:ViaAWSMCPService': 'false' } }), { Ref: 'AWS::NoValue' }] };
  expect(checkDocument({ Statement: [OK, statement] }, { path: '' })).toMatchObject([
    { rule: { id: 'McpConditionDependsOnMissingKey' }, statement: 'Statement/1/Fn::If/1' },
  ]);
});

test('a policy of a resource that may have a dialect of its own is not judged by its form, but by its conditions', () => {
  const policy = (statement: Json) => ({ Vault: { Type: 'Some::Other::Thing', Properties: { AccessPolicy: { Version: '1', Statement: [statement] } } } });
  expect(foundInTemplate(policy({ Effect: 'Allow', Permission: 'Read' }))).toEqual([]);
  expect(foundInTemplate(policy(deny({ BoolIfExists: { 'aws:ViaAWSMCPService': 'true' } })))).toEqual(['DenyReachesCallsWithoutMcpKey']);
});

test.each([
  ['a trust policy', TRUST],
  ['a policy of a resource', { ...OK, Principal: '*' }],
  ['an identity\'s policy', OK],
])('%s is taken for what it looks like', (_, statement) => {
  expect(checkDocument({ Version: '2012-10-17', Statement: [statement] }, { path: '' })).toEqual([]);
});

test('hostile documents', () => {
  for (const value of [null, 0, '', [], [[]], {}, { a: 1 }, 'x', true, [null]]) {
    for (const element of ['Sid', 'Effect', 'Principal', 'Action', 'NotAction', 'Resource', 'Condition', '__proto__', 'constructor']) {
      expect(() => foundIn({ ...OK, [element]: value })).not.toThrow();
    }
    expect(() => foundIn(deny({ Bool: value }))).not.toThrow();
    expect(() => foundIn(deny({ StringLike: { 'aws:CalledViaAWSMCP': value, 'aws:SourceIp': value } }))).not.toThrow();
    expect(() => checkDocument(value, { path: '' })).not.toThrow();
  }
});
