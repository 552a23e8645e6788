import type { PolicyDocuments, SimulationRequest, TemplateSimulatorOptions } from '../../../src';
import { McpSimulator, RequestOrigin } from '../../../src';
import { DocumentsSource } from '../../../src/analysis/simulation/documents-source';
import type { Json } from '../../conformance/row';
import { allow, deny, policy } from '../../conformance/world';

const [ROLE, KEY] = ['arn:aws:iam::111122223333:role/agent', 'arn:aws:s3:::data/key'];
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
const [ABSENT, FALSE] = [{ Condition: { Null: { 'aws:ViaAWSMCPService': 'true' } } }, { Condition: { Bool: { 'aws:ViaAWSMCPService': 'false' } } }];
const named = (Sid: string, statement: Json) => ({ ...statement, Sid });

describe('the statements that decided', () => {
  const decided = (...statements: Json[]) => {
    const { decision, statements: found } = McpSimulator.fromDocuments({ identityPolicies: [policy(...statements)] }).simulate({ principal: ROLE, action: 's3:GetObject', resource: KEY });
    return [decision, ...found.map(({ sid, effect }) => `${sid} ${effect}`)];
  };
  test.each<[string, Json[], string[]]>([
    ['none of an implicit deny, whatever is open', [named('A', deny('s3:*', MFA))], ['IMPLICITLY_DENIED']],
    ['those that always allow, and not those that do so sometimes', [named('A', allow('s3:*', ABSENT)), named('B', allow('*')), named('C', allow('sqs:*'))], ['ALLOWED', 'B Allow']],
    ['those that together always allow', [named('A', allow('s3:*', ABSENT)), named('B', allow('s3:*', FALSE)), named('C', allow('s3:*', MFA))], ['ALLOWED', 'A Allow', 'B Allow']],
    ['those that always deny', [named('A', deny('s3:*', ABSENT)), named('B', deny('s3:*')), named('C', allow('*'))], ['EXPLICITLY_DENIED', 'B Deny']],
    ['those on which an answer depends', [named('A', deny('s3:*', MFA)), named('B', allow('*')), named('C', deny('sqs:*', MFA))], ['CONDITIONAL', 'A Deny']],
    ['those that count in one of the contexts', [named('A', deny('s3:*', ABSENT)), named('B', allow('*'))], ['CONDITIONAL', 'A Deny']],
  ])('%s', (_, statements, expected) => {
    expect(decided(...statements)).toEqual(expected);
  });
});

const document = (...statements: Json[]) => ({ Version: '2012-10-17', Statement: statements });
const role = (properties: Json = {}) => ({
  Type: 'AWS::IAM::Role', Properties: { RoleName: 'agent', Policies: [{ PolicyName: 'inline', PolicyDocument: document(allow('*')) }], ...properties },
});
const bucketPolicy = (...statements: Json[]) => ({ Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'data', PolicyDocument: document(...statements) } });
const scp = (...statements: Json[]) => ({ Type: 'AWS::Organizations::Policy', Properties: { Name: 'p', Type: 'SERVICE_CONTROL_POLICY', Content: document(...statements) } });
const own = (...statements: Json[]) => ({ Role: role({ Policies: [{ PolicyName: 'inline', PolicyDocument: document(...statements) }] }) });
const PARAMETER = { Parameters: { P: { Type: 'String' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } } };
const EVERYBODY = { Principal: '*' };

describe('what an answer depends on', () => {
  const ofTemplate = (resources: Json, more: Partial<SimulationRequest> = {}, options: TemplateSimulatorOptions = {}) =>
    McpSimulator.fromTemplate({ ...PARAMETER, Resources: { Role: role(), ...resources } }, { account: '111122223333', ...options })
      .simulate({ principal: 'Role', action: 's3:GetObject', resource: KEY, ...more });

  test.each<[string, Json, Partial<SimulationRequest>, string[]]>([
    ['a key', own(allow('*'), deny('s3:*', MFA)), {}, ['aws:MultiFactorAuthPresent']],
    ['keys of statements, each once', own(allow('*'), deny('s3:*', MFA), deny('s3:Get*', { Condition: { ...MFA.Condition, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })), {},
      ['aws:MultiFactorAuthPresent', 'aws:SourceIp']],
    ['a key that only some contexts have', own(allow('*'), deny('*', ABSENT)), {}, ['aws:ViaAWSMCPService']],
    ['not a key that is met', own(allow('*'), deny('s3:*', { Condition: { ...MFA.Condition, StringEquals: { 'aws:PrincipalArn': ROLE } } })), {}, ['aws:MultiFactorAuthPresent']],
    ['a resource that is not given', own(allow('*', { Resource: KEY })), { resource: undefined }, ['the resource']],
    ['a resource in part', own(allow('*', { Resource: `${KEY}/a` })), { resource: `${KEY}/*` }, [`whether the statement's resource is ${KEY}/*`]],
    ['a resource by its policy', { Policy: bucketPolicy(deny('*', { ...EVERYBODY, Resource: KEY })) }, { resource: undefined }, ['the resource, for Policy has a policy']],
    ['an effect', own(allow('*'), { ...allow('s3:*'), Effect: { Ref: 'P' } }), {}, ['what Role Properties/Policies/0/PolicyDocument/Statement/1 is at deployment']],
    ['an action', own(allow('*'), deny({ Ref: 'P' } as unknown as string)), {}, ['what Role Properties/Policies/0/PolicyDocument/Statement/1 is at deployment']],
    ['a policy', { Policy: { ...bucketPolicy(deny('*', { ...EVERYBODY, Resource: KEY })), Condition: 'C' } }, {}, ['whether Policy Properties/PolicyDocument is in force']],
    ['a policy of a role', { Extra: { Type: 'AWS::IAM::Policy', Condition: 'C', Properties: { PolicyName: 'x', Roles: [{ Ref: 'Role' }], PolicyDocument: document(deny('*')) } } }, { resource: undefined },
      ['whether Extra Properties/PolicyDocument is in force']],
    ['a principal', { Policy: bucketPolicy(deny('*', { Principal: { AWS: ROLE }, Resource: KEY })) }, { principal: undefined },
      ['the principal', 'the policies of the principal, which is not given']],
    ['a managed policy', { Role: role({ ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/Other'] }) }, {},
      ['the managed policy arn:aws:iam::111122223333:policy/Other, whose document "managedPolicies" can give']],
    ['a boundary', { Role: role({ PermissionsBoundary: 'arn:aws:iam::111122223333:policy/B' }) }, {}, ['the permissions boundary arn:aws:iam::111122223333:policy/B']],
    ['FullAWSAccess', { Scp: scp(allow('sqs:*')) }, {}, ['FullAWSAccess, if it is attached where Scp is']],
    ['the policy of a resource elsewhere', {}, { resourceAccount: '444455556666' }, [`the policy of ${KEY}, which is not in the template`]],
    ['the policy of a key', {}, { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:111122223333:key/a' }, ['the policy of arn:aws:kms:eu-west-1:111122223333:key/a, which is not in the template']],
  ])('%s', (_, resources, more, expected) => {
    const result = ofTemplate(resources, more);
    expect([result.decision, ...result.dependsOn]).toEqual(['CONDITIONAL', ...expected]);
  });

  test('nothing, where it is decided', () => {
    expect(ofTemplate(own(deny('*'), deny('s3:*', MFA))).dependsOn).toEqual([]);
    expect(ofTemplate({}).dependsOn).toEqual([]);
  });

  test('the account of the resource', () => {
    const template = { Resources: { Role: role() } };
    expect(McpSimulator.fromTemplate(template).simulate({ principal: 'Role', action: 's3:GetObject', resource: KEY, resourceAccount: '444455556666' }).dependsOn)
      .toContain('aws:ResourceAccount');
  });

  test('policies of the principal that are not given, where an Allow of them is needed', () => {
    const ask = (documents: PolicyDocuments) => McpSimulator._of(new DocumentsSource(documents, 'its policies, which are not given')).simulate({ principal: ROLE, action: 's3:GetObject', resource: KEY });
    expect([ask({}).decision, ...ask({}).dependsOn]).toEqual(['CONDITIONAL', 'its policies, which are not given']);
    expect(ask({ resourcePolicy: policy(allow('*', { Principal: { AWS: ROLE } })) }).decision).toBe('ALLOWED');
  });
});

test.each<[string, string, string]>([
  ['role/team/agent', 'role/team/*', 'EXPLICITLY_DENIED'], ['role/team/agent', 'role/agent', 'ALLOWED'], ['role/agent', 'role/team/*', 'ALLOWED'],
  // The ARN of a session does not have the path of its role.
  ['assumed-role/agent/session', 'role/team/*', 'CONDITIONAL'], ['assumed-role/agent/session', 'role/agent', 'CONDITIONAL'], ['assumed-role/agent/session', 'role/other', 'ALLOWED'],
  ['assumed-role/agent/session', 'role/*', 'EXPLICITLY_DENIED'],
])('%s under a Deny of %s: %s', (principal, denied, decision) => {
  const service = principal.startsWith('role') ? 'iam' : 'sts';
  const result = McpSimulator.fromDocuments({ identityPolicies: [policy(allow('*'), deny('s3:*', { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::*:${denied}` } } }))] })
    .simulate({ principal: `arn:aws:${service}::111122223333:${principal}`, action: 's3:GetObject', resource: KEY });
  expect([result.decision, result.dependsOn]).toEqual([decision, decision === 'CONDITIONAL' ? ['aws:PrincipalArn'] : []]);
});

test('where the path of a role is open, its ARN is taken for no other key', () => {
  const result = McpSimulator.fromDocuments({
    identityPolicies: [policy(
      allow('*', { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } } }), deny('*', { Condition: { StringNotLike: { 'aws:RequestedRegion': 'arn:*' } } }),
    )],
  }).simulate({ principal: 'arn:aws:sts::111122223333:assumed-role/agent/session', action: 's3:GetObject', resource: KEY });
  expect([result.decision, result.dependsOn]).toEqual(['CONDITIONAL', ['aws:RequestedRegion']]);
});

test('keys that tell of an AWS service that calls, no other principal has', () => {
  const documents: PolicyDocuments = {
    identityPolicies: [policy(allow('*'))], resourcePolicy: policy(deny('*', { ...EVERYBODY, Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }), allow('*', EVERYBODY)),
  };
  const ask = (more: Partial<SimulationRequest>) => McpSimulator.fromDocuments(documents).simulate({ action: 's3:GetObject', resource: KEY, ...more }).decision;
  expect([ask({ principal: ROLE }), ask({ principal: 'lambda.amazonaws.com' }), ask({}), ask({ principal: ROLE, origin: RequestOrigin.viaAwsService() })])
    .toEqual(['ALLOWED', 'CONDITIONAL', 'CONDITIONAL', 'CONDITIONAL']);
});
