import type { PolicyDocuments, SimulationRequest } from '../../src';
import { RequestOrigin } from '../../src';
import type { Json, Letter } from '../conformance/row';
import { simulations } from '../conformance/row';
import { ACCOUNT, allow, ALLOW_ALL, BOB, BUCKET, deny, LINKED_ROLE, OBJECT, policy, QUEUE, ROLE, SESSION, USER } from '../conformance/world';

// Each stands for its kind: what once was ALLOWED and is not, or was answered and is an error. `A` allowed, `I`, `E` denied, `C` conditional, `X` an error.
const beside = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL, policy(...statements)] });
const only = (...statements: Json[]): PolicyDocuments => ({ identityPolicies: [policy(...statements)] });
const get = (more: Partial<SimulationRequest> = {}): SimulationRequest => ({ principal: USER, action: 's3:GetObject', resource: OBJECT, resourceAccount: ACCOUNT, ...more });
const send: SimulationRequest = { principal: USER, action: 'sqs:SendMessage', resource: QUEUE };
const tag = (values: string[]): SimulationRequest =>
  ({ principal: USER, action: 'ec2:CreateTags', resource: `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1`, context: { 'aws:TagKeys': values } });
const when = (Condition: Json) => ({ Condition });
const ofTeam = deny('*', when({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/team/*` } }));
const whoAmI: SimulationRequest = { principal: USER, action: 'sts:GetCallerIdentity', resource: '*' };
const MANY_KEYS = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`aws:PrincipalTag/k${i}`, ['x']]));
const NOT_BOB = { Effect: 'Deny', NotPrincipal: { AWS: [BOB, ACCOUNT] }, Action: 's3:*', Resource: `${BUCKET}/*` };
const endpoint = (Principal: unknown): PolicyDocuments => ({ identityPolicies: [ALLOW_ALL], vpcEndpointPolicy: policy(allow('*', { Principal })) });
const withoutResource = { Effect: 'Allow', Action: '*' };
const everybody = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: `${BUCKET}/*` };
const ofAws = (action: string, resource: string) => ({ principal: USER, action, resource });
const numeric = (operator: string, expected: string, value: string): readonly [PolicyDocuments, SimulationRequest] =>
  [beside(deny('*', when({ [operator]: { 'aws:MultiFactorAuthAge': expected } }))), get({ context: { 'aws:MultiFactorAuthAge': [value] } })];
const text = (operator: string, expected: string, value: string): readonly [PolicyDocuments, SimulationRequest] =>
  [beside(deny('*', when({ [operator]: { 'aws:UserAgent': expected } }))), get({ context: { 'aws:UserAgent': [value] } })];

type Case = readonly [what: string, letters: Letter, documents: PolicyDocuments, request: SimulationRequest];
const ROWS: readonly Case[] = [
  ['an ARN of five fields, ending in an account', 'E', beside(deny('sqs:*', { Resource: `arn:aws:sqs:*:${ACCOUNT}` })), send],
  ['one of four', 'E', beside(deny('sqs:*', { Resource: 'arn:aws:sqs:*' })), send],
  ['one of three', 'E', beside(deny('sqs:*', { Resource: 'arn:aws:sqs' })), send],
  ['one of another account', 'A', beside(deny('sqs:*', { Resource: 'arn:aws:sqs:*:444455556666' })), send],

  ['the path of a session\'s role, in a condition', 'C', beside(ofTeam), get({ principal: SESSION })],
  ['that of a role', 'A', beside(ofTeam), get({ principal: ROLE })],
  ['a name that is no such role whatever its path', 'A',
    beside(deny('*', when({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*/Other` } }))), get({ principal: SESSION })],
  ['in Principal, where a name is unique', 'E',
    { identityPolicies: [ALLOW_ALL], resourcePolicy: policy({ ...everybody, Effect: 'Deny', Principal: { AWS: ROLE.replace(':role/', ':role/team/') } }) }, get({ principal: SESSION })],

  ['an empty string is the null set: ForAllValues', 'E', beside(deny('*', when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }))), tag([''])],
  ['and ForAnyValue', 'A', beside(deny('*', when({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }))), tag([''])],
  ['beside another value, it is one', 'E', beside(deny('*', when({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }))), tag(['', 'a'])],

  ['an incomplete ARN in a policy of a resource', 'C', { identityPolicies: [], resourcePolicy: policy({ ...everybody, Action: 'sqs:*', Resource: 'arn:aws:sqs' }) }, send],
  ['in a session policy', 'X', { identityPolicies: [ALLOW_ALL], sessionPolicy: policy(allow('sqs:*', { Resource: 'arn:aws:sqs' })) }, send],

  // All tests of a block must match: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
  ...([['one that is not known and one that matches', 'x', 'C'], ['one that is not known and one that does not', 'y', 'A']] as const)
    .flatMap(([what, value, letter]) => [['aws:SourceVpc', 'aws:PrincipalTag/t'], ['aws:PrincipalTag/t', 'aws:SourceVpc']].map((keys): Case => [
      `${what}: ${keys.join()}`, letter, beside(deny('*', when({ StringEquals: Object.fromEntries(keys.map((key) => [key, 'x'])) }))), get({ context: { 'aws:PrincipalTag/t': [value] } }),
    ])),
  ['a key twice, in another case', 'X', only(allow('*')), get({ context: { 'aws:userid': ['x'], 'AWS:USERID': ['y'] } })],
  ['a key twice, after many others', 'X', only(allow('*')), get({ context: { ...MANY_KEYS, 'AWS:PrincipalTag/k17': ['y'] } })],
  ['many keys, each once', 'E', beside(deny('*', when({ StringEquals: { 'aws:PrincipalTag/k19': 'x' } }))), get({ context: MANY_KEYS })],
  ['a key once, in another case', 'E', beside(deny('*', when({ StringEquals: { 'AWS:UserId': 'x' } }))), get({ context: { 'aws:USERID': ['x'] } })],

  ['a key that the origin contradicts, beside another', 'X', only(allow('*')), get({ context: { 'aws:ViaAWSMCPService': ['true'], 'aws:SourceIp': ['203.0.113.7'] } })],
  ['two keys of the origin, of which it contradicts one', 'X', only(allow('*')), get({ context: { 'aws:ViaAWSMCPService': ['false'], 'aws:ViaAWSService': ['true'] } })],
  ['the other tag of a marked session', 'X', only(allow('*')), get({ origin: RequestOrigin.agentSession(), context: { 'aws:PrincipalTag/PrincipalType': ['Person'] } })],
  ['its tag', 'E', beside(deny('*', when({ StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } }))),
    get({ origin: RequestOrigin.agentSession(), context: { 'aws:PrincipalTag/PrincipalType': ['Agent'] } })],
  ['what the caller says of the action, which is no server\'s own', 'E', beside(deny('*', when({ Bool: { 'aws:IsMCPServiceAction': 'true' } }))),
    get({ context: { 'aws:IsMCPServiceAction': ['true'] } })],
  ['and where the opposite is denied', 'A', beside(deny('*', when({ BoolIfExists: { 'aws:IsMCPServiceAction': 'false' } }))), get({ context: { 'aws:IsMCPServiceAction': ['true'] } })],
  ['and what it is unless told', 'A', beside(deny('*', when({ Bool: { 'aws:IsMCPServiceAction': 'true' } }))), get()],
  ['no Resource: identity policy', 'X', only(withoutResource), get()],
  ['no Resource: service control policy', 'X', { identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy({ ...withoutResource, Effect: 'Deny' })] }, get()],
  ['no Resource: bucket policy', 'X', { identityPolicies: [ALLOW_ALL], resourcePolicy: policy({ ...withoutResource, Action: 's3:*', Principal: '*' }) }, get()],
  ['NotAction: []', 'X', only({ Effect: 'Allow', NotAction: [], Resource: '*' }), get()],
  ['NotResource: []', 'X', only({ Effect: 'Allow', Action: '*', NotResource: [] }), get()],
  ['Action: []', 'X', only({ Effect: 'Allow', Action: [], Resource: '*' }), get()],
  ['a condition without values', 'X', only(allow('*', when({ StringEquals: { 'aws:userid': [] } }))), get()],
  ['a Principal in an identity policy', 'X', only({ ...allow('*'), Principal: '*' }), get()],
  ['a resource that is no ARN', 'X', only(allow('*')), get({ resource: 'arn:' })],
  ['a resource without a name', 'X', only(allow('*')), get({ resource: 'arn:aws:s3:::' })],

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sts_vpc_endpoint_policies.html says that such a policy blocks it.
  ['GetCallerIdentity through an endpoint that does not allow it', 'I', { identityPolicies: [], vpcEndpointPolicy: policy(allow('sts:AssumeRole', { Principal: '*' })) }, whoAmI],
  ['against a Deny of the user', 'A', beside(deny('sts:*')), whoAmI],
  ['against a session policy', 'A', { identityPolicies: [], sessionPolicy: policy(deny('sts:*')) }, { ...whoAmI, principal: SESSION }],
  ['against a service control policy: AWS does not say', 'C', { identityPolicies: [], serviceControlPolicies: [policy(allow('*'), deny('sts:*'))] }, whoAmI],
  ['whoever asks, a service control policy counts', 'E',
    { identityPolicies: [ALLOW_ALL], serviceControlPolicies: [policy(allow('*'), deny('s3:*'))] }, get({ principal: undefined })],
  ['and so does a resource control policy', 'E',
    { identityPolicies: [ALLOW_ALL], resourceControlPolicies: [policy(deny('s3:*', { Principal: '*' }))] }, get({ principal: undefined })],
  ...([
    ['a service takes its linked role', 'A', 'ecs.amazonaws.com', LINKED_ROLE], ['a service takes another role', 'E', 'ecs.amazonaws.com', ROLE],
    ['a user takes the linked role of a service', 'E', USER, LINKED_ROLE],
  ] as const).map(([what, letter, principal, resource]): Case => [`${what}, under a resource control policy`, letter, {
    identityPolicies: [ALLOW_ALL],
    resourceControlPolicies: [policy(deny('sts:*', { Principal: '*' }))],
    resourcePolicy: policy({ Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com', AWS: USER }, Action: 'sts:AssumeRole' }),
  }, { principal, action: 'sts:AssumeRole', resource }]),

  ['an Allow with NotPrincipal is not supported', 'X', { identityPolicies: [], resourcePolicy: policy({ ...NOT_BOB, Effect: 'Allow' }) }, get()],
  ['a Deny with NotPrincipal, of another of the account that is listed: AWS does not say', 'C', { identityPolicies: [ALLOW_ALL], resourcePolicy: policy(NOT_BOB) }, get()],
  ['of one who is listed with the account', 'A', { identityPolicies: [ALLOW_ALL], resourcePolicy: policy(NOT_BOB) }, get({ principal: BOB })],
  ['of one who has a boundary', 'E', { identityPolicies: [ALLOW_ALL], permissionsBoundary: ALLOW_ALL, resourcePolicy: policy(NOT_BOB) }, get({ principal: BOB })],
  // In the policy of a gateway endpoint, an account is its root user: which kind of endpoint it is, is not known.
  ['an endpoint for everybody', 'A', endpoint('*'), get({ principal: SESSION })],
  ['an endpoint for a role', 'A', endpoint({ AWS: ROLE }), get({ principal: SESSION })],
  ['an endpoint for the account', 'C', endpoint({ AWS: ACCOUNT }), get({ principal: SESSION })],
  ['a policy variable in Resource: one\'s own', 'A', only(allow('s3:*', { Resource: `${BUCKET}/\${aws:username}/*` })), get({ resource: `${BUCKET}/Ana/x` })],
  ['another\'s', 'I', only(allow('s3:*', { Resource: `${BUCKET}/\${aws:username}/*` })), get({ resource: `${BUCKET}/Bob/x` })],
  ['what is not known', 'C', only(allow('s3:*', { Resource: `${BUCKET}/\${aws:SourceVpc}/*` })), get({ resource: `${BUCKET}/Bob/x` })],

  ['what AWS owns: a managed policy', 'I', only(allow('*')), ofAws('iam:DeletePolicy', 'arn:aws:iam::aws:policy/X')],
  ['a role of IAM Identity Center', 'I', only(allow('*')), ofAws('iam:DeleteRole', `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_X_1`)],
  ['an alias', 'I', { identityPolicies: [ALLOW_ALL] }, ofAws('kms:DeleteAlias', `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/s3`)],
  ['a policy of one\'s own', 'A', only(allow('*')), ofAws('iam:DeletePolicy', `arn:aws:iam::${ACCOUNT}:policy/X`)],
  ['to read it', 'A', only(allow('*')), ofAws('iam:GetPolicy', 'arn:aws:iam::aws:policy/X')],

  ['an exponent', 'E', ...numeric('NumericEquals', '1e-7', '0.0000001')],
  ['and another number', 'A', ...numeric('NumericEquals', '1e-7', '0.0000002')],
  ['a number over 2^53', 'A', ...numeric('NumericEquals', '9007199254740993', '9007199254740992')],
  ['that number', 'E', ...numeric('NumericEquals', '9007199254740993', '9007199254740993.0')],
  ['? against a character outside the BMP', 'E', ...text('StringLike', '?', '\u{1F600}')],
  ['?? against it', 'A', ...text('StringLike', '??', '\u{1F600}')],
];

test.each(ROWS)('%s: %s', (_, letter, documents, request) => {
  expect(simulations(documents)(request)).toBe(letter);
});

test('a request or a pattern of 20,000 characters with wildcards is answered, and for certain where no wildcard is open', () => {
  const [many, long] = ['*a'.repeat(10_000), 'a'.repeat(20_000)];
  const named = (name: string) => only(allow('*', { Resource: `arn:aws:s3:::${name}` }));
  expect(simulations(named(`${many}b`))(get({ resource: `arn:aws:s3:::${long}` }))).toBe('I');
  expect(simulations(named(many))(get({ resource: `arn:aws:s3:::${long}` }))).toBe('A');
  expect(simulations(named(`*${'a'.repeat(50_000)}b`))(get({ resource: `arn:aws:s3:::${'a'.repeat(100_000)}` }))).toBe('I');
  expect(simulations(named('b*'))(get({ resource: `arn:aws:s3:::${many}` }))).toBe('C');
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i % 1_000}`);
  expect(simulations(beside(deny('*', when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': keys.slice(0, 1_000) } }))))(tag(keys))).toBe('E');
});
