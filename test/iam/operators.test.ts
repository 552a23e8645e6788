import type { AuthorizationRequest } from '../../src/iam/authorization-request';
import type { Combining, LayersSay } from '../../src/iam/combination';
import { allAllow, OUTCOMES, requirements } from '../../src/iam/combination';
import { Condition } from '../../src/iam/condition';
import type { Authorization } from '../../src/iam/layer-evaluation';
import { authorize } from '../../src/iam/layer-evaluation';
import { Operator } from '../../src/iam/operator';
import { PolicyKind } from '../../src/iam/policy';
import type { Layer, PolicyLayers } from '../../src/iam/policy-layers';
import type { RequestPrincipal } from '../../src/iam/request-principal';
import { serviceAllows } from '../../src/iam/service-rules';
import type { Outcome } from '../../src/iam/three-valued';
import { unknownPart } from '../../src/iam/unknown-text';

const outcome = (operator: string, expected: string | string[], ...values: string[]): Outcome =>
  new Condition({ [operator]: { key: expected } }).matches({ get: () => values });

// Values that match, and others, for each operator that is not negated.
type Row = readonly [operator: string, expected: string, matching: readonly string[], others: readonly string[], negation?: string];
const OPERATORS: readonly Row[] = [
  ['StringEquals', 'a*', ['a*'], ['a', 'ab', 'A*'], 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'Ab', ['Ab', 'aB'], ['a', 'abc'], 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'a*b?', ['abc', 'axxbc'], ['Abc', 'ab'], 'StringNotLike'],
  ['ArnEquals', 'arn:aws:sqs:*:*:q*', ['arn:aws:sqs:eu-west-1:1:q', 'arn:aws:sqs:::q:r'], ['arn:aws:sns:::q', 'arn:aws:sqs:::r'], 'ArnNotEquals'],
  ['ArnLike', 'arn:aws:sqs:*:*:q*', ['arn:aws:sqs:eu-west-1:1:q', 'arn:aws:sqs:::q:r'], ['arn:aws:sns:::q', 'arn:aws:sqs:::r'], 'ArnNotLike'],
  ['Bool', 'true', ['true', 'TRUE'], ['false']],
  ['NumericEquals', '10', ['10', '10.0'], ['9', '11'], 'NumericNotEquals'],
  ['NumericLessThan', '10', ['9', '-11'], ['10', '11']],
  ['NumericLessThanEquals', '10', ['9', '10'], ['11']],
  ['NumericGreaterThan', '10', ['11'], ['9', '10']],
  ['NumericGreaterThanEquals', '10', ['10', '11'], ['9']],
  ['DateEquals', '2026-02-01', ['2026-02-01T00:00:00Z', '1769904000'], ['2026-01-31', '1769904001'], 'DateNotEquals'],
  ['DateLessThan', '2026-02-01', ['2026-01-31', '1769903999'], ['2026-02-01', '2026-02-02']],
  ['DateLessThanEquals', '2026-02-01', ['2026-01-31', '1769904000'], ['2026-02-02']],
  ['DateGreaterThan', '2026-02-01', ['2026-02-02'], ['2026-01-31', '2026-02-01']],
  ['DateGreaterThanEquals', '2026-02-01', ['2026-02-01', '2026-02-02'], ['2026-01-31']],
  ['IpAddress', '10.0.0.0/8', ['10.1.2.3'], ['11.1.2.3'], 'NotIpAddress'],
  ['BinaryEquals', 'QUJD', ['QUJD'], ['QUJE']],
];

test.each(OPERATORS.map((row) => [row[0], row] as const))('%s', (_, [operator, expected, matching, others, negation]) => {
  for (const [values, matches] of [[matching, true], [others, false]] as const) {
    expect(values.map((value) => [value, outcome(operator, expected, value)])).toEqual(values.map((value) => [value, matches]));
    expect(values.map((value) => [value, negation && outcome(negation, expected, value)]))
      .toEqual(values.map((value) => [value, negation && !matches]));
  }
  const missing = (name: string) => [name, `${name}IfExists`, `ForAllValues:${name}`, `ForAnyValue:${name}`].map((each) => outcome(each, expected));
  expect(missing(operator)).toEqual([false, true, true, false]);
  expect(negation && missing(negation)).toEqual(negation && [true, true, true, false]);
});

test('no operator is missing above', () => {
  expect(Operator.names().sort()).toEqual([...OPERATORS.flatMap(([operator, , , , negation]) => (negation ? [operator, negation] : [operator])), 'Null'].sort());
});

test.each<[string, string, string]>([
  ['BinaryEquals', 'QUJD', 'no base64'], ['BinaryEquals', 'no base64', 'QUJD'], ['NumericEquals', '1', 'one'], ['NumericEquals', 'one', '1'],
  ['DateEquals', '2026', 'today'], ['Bool', 'true', 'yes'], ['ArnLike', 'arn:aws:sqs:*:*:q', 'q'], ['ArnLike', 'q', 'arn:aws:sqs:::q'],
  ['ArnLike', 'urn:aws:sqs:::q', 'arn:aws:sqs:::q'], ['ArnLike', '*:aws:sqs:::q', 'arn:aws:sqs:::q'], ['ArnLike', 'ar*:aws:sqs:::q', 'arn:aws:sqs:::q'],
  ['BinaryEquals', 'QUJD', 'QUJ'], ['BinaryEquals', 'QUJD', 'QUJ?'], ['BinaryEquals', 'QUJD', '?UJD'],
  // Of a text that is known in part.
  ...['Bool', 'NumericEquals', 'DateEquals', 'IpAddress', 'BinaryEquals'].flatMap((operator): Array<[string, string, string]> => [
    [operator, `1${unknownPart('P')}`, '1'], [operator, '1', `1${unknownPart('P')}`], [operator, `1${unknownPart('P')}`, `1${unknownPart('P')}`],
  ]),
])('%s %s does not say what %s means', (operator, expected, value) => {
  expect(outcome(operator, expected, value)).toBeUndefined();
});

test.each<[string | string[], string]>([
  ['a', '"a"'], [['a', 'b'], '["a", "b"]'], [['a', 'b', 'c', 'd'], '["a", "b", "c", "d"]'], [['a', 'b', 'c', 'd', 'e'], '["a", "b", "c", "d", …]'],
])('%j is written as %s for a person', (values, written) => {
  expect(String(new Condition({ StringEquals: { key: values } }).tests[0])).toBe(`StringEquals key = ${written}`);
});

const HOW: Combining = {
  serviceControlReaches: true, sameAccount: true, hasAccount: true, kind: 'role', needsResourcePolicy: false, assumesRole: false, needsPermission: true,
};
const ACCOUNT_ALLOWS = { everyone: false, session: false, principal: false, account: true };
// Only who is granted something, as one of everybody: neither an identity-based policy nor a boundary allows it.
const TO_EVERYBODY: Partial<LayersSay<Outcome>> = {
  identity: ['identity', false], permissionsBoundary: ['boundary', false], resource: { everyone: true, session: false, principal: false, account: false },
};
const session = (allows: boolean): Partial<LayersSay<Outcome>> => ({ ...TO_EVERYBODY, session: ['session', allows] });

// That an account is unknown, or whether a layer reaches the principal, leaves open only what the answer hangs on.
test.each<[string, Partial<LayersSay<Outcome>>, Partial<Combining>, Outcome]>([
  ['the identity allows', {}, {}, true],
  ['the identity allows, the boundary does not', { permissionsBoundary: ['boundary', false] }, {}, false],
  ['the boundary allows, the identity does not', { identity: ['identity', false], permissionsBoundary: ['boundary', true] }, {}, false],
  ['a service control policy does not', { serviceControl: [['root', false]] }, {}, false],
  ['one that does not reach the principal does not', { serviceControl: [['root', false]] }, { serviceControlReaches: false }, true],
  ['one that may reach the principal does not', { serviceControl: [['root', false]] }, { serviceControlReaches: undefined }, undefined],
  ['one that may reach the principal does', { serviceControl: [['root', true]] }, { serviceControlReaches: undefined }, true],
  ['only the identity, across accounts', {}, { sameAccount: false }, false],
  ['only the identity, perhaps across accounts', {}, { sameAccount: undefined }, undefined],
  ['the account and the identity, perhaps across accounts', { resource: ACCOUNT_ALLOWS }, { sameAccount: undefined }, true],
  ['the account only, perhaps across accounts', { identity: ['identity', false], resource: ACCOUNT_ALLOWS }, { sameAccount: undefined }, false],
  ['everybody: a user', TO_EVERYBODY, { kind: 'user' }, true],
  ['everybody: a role', TO_EVERYBODY, {}, true],
  ['everybody: a session whose policy does not', session(false), { kind: 'role session' }, true],
  // AWS says only of users and roles that it is enough.
  ['everybody: a federated user whose session policy does', session(true), { kind: 'federated user' }, true],
  ['everybody: a federated user whose session policy does not', session(false), { kind: 'federated user' }, undefined],
  ['everybody: a federated user without a session policy', TO_EVERYBODY, { kind: 'federated user' }, undefined],
  ['everybody: root, in a session whose policy does not', session(false), { kind: 'root' }, undefined],
  ['everybody: whoever, with a boundary that does not', TO_EVERYBODY, { kind: undefined }, undefined],
])('%s', (_, says, how, expected) => {
  expect(allAllow(OUTCOMES, requirements(OUTCOMES, { identity: ['identity', true], ...says }, { ...HOW, ...how }))).toBe(expected);
});

test.each<[string, Partial<LayersSay<Outcome>>, string[]]>([
  ['say the same', { resource: ACCOUNT_ALLOWS }, ['identity']],
  ['differ', {}, ['policies of the principal and of the resource, depending on whether they are in one account']],
])('where the account is not known, what must allow is named as in the same account unless the two cases differ: they %s', (_, says, names) => {
  expect(requirements(OUTCOMES, { identity: ['identity', true], ...says }, { ...HOW, sameAccount: undefined }).map(([name]) => name)).toEqual(names);
});

const who = (kind: RequestPrincipal['kind'], name = `${kind} of 1`) => ({ kind, name, account: '1' });
const USER_OF_1 = who('user', 'arn:aws:iam::1:user/u');
const ROLE_OF_1 = who('role', 'arn:aws:iam::1:role/r');
const SESSION_OF_1 = who('role session', 'arn:aws:sts::1:assumed-role/r/s');
const FEDERATED_OF_1 = who('federated user', 'arn:aws:sts::1:federated-user/f');
const NOBODY = { kind: 'anonymous', name: 'anonymous' };
const held = (name: string, allows: Outcome): Array<[string, Outcome]> => [[name, allows]];
const NO_CREDENTIALS = 'the service, for a request without credentials';
const ELSEWHERE = held('AWS KMS, for another account', false);
const OWNED = held('AWS, which owns it', false);
const OWNED_ALIAS = [...ELSEWHERE, ...held('AWS, which owns the alias', false)];
const NO_TOKENS = held('AWS STS, which gives such tokens to users and root only', false);
const NOT_FOR_FEDERATED = held('AWS STS, for a federated user', false);
const PARTITION = 'AWS, for another partition';

// In another account than the resource's.
test.each<[action: string, principal: object, resource: string, Array<[string, Outcome]>]>([
  ['iam:getrole', NOBODY, '*', held(NO_CREDENTIALS, undefined)],
  ['sts:getcalleridentity', NOBODY, '*', held(NO_CREDENTIALS, false)],
  ['sts:assumerolewithsaml', NOBODY, 'arn:aws:iam::1:role/r', held(NO_CREDENTIALS, undefined)],
  ['sqs:sendmessage', NOBODY, 'arn:aws:sqs:us-east-1:1:q', []],
  ['s3:getobject', NOBODY, 'arn:aws:s3:::b/k', held('Block Public Access of Amazon S3', undefined)],
  ['s3:getobject', ROLE_OF_1, 'arn:aws:s3:::b/k', []],
  ['s3:getobject', ROLE_OF_1, '*', []],
  ['s3:getobject', who('role', 'arn:aws-cn:iam::1:role/r'), 'arn:aws-cn:s3:::b/k', []],
  ['s3:getobject', ROLE_OF_1, 'arn:aws-cn:s3:::b/k', held(PARTITION, false)],
  ['s3:getobject', who('role', 'arn:aws-cn:iam::1:role/r'), 'arn:aws:s3:::b/k', held(PARTITION, false)],
  ['s3:getobject', who('role', 'arn:aws-cn:iam::1:role/r'), 'arn:aws:s3', held(PARTITION, undefined)],
  ['s3:getobject', who('role', `arn:${unknownPart('AWS::Partition')}:iam::1:role/r`), `arn:${unknownPart('AWS::Partition')}:s3:::b/k`, []],
  ['s3:getobject', ROLE_OF_1, `arn:${unknownPart('AWS::Partition')}:s3:::b/k`, held(PARTITION, undefined)],
  ['s3:getobject', { kind: 'service', name: 'logs.amazonaws.com' }, 'arn:aws-cn:s3:::b/k', []],
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
  ...['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPairWithoutPlaintext',
    'Sign', 'Verify', 'GenerateMac', 'VerifyMac', 'DeriveSharedSecret', 'DescribeKey', 'GetKeyRotationStatus', 'GetPublicKey', 'CreateGrant', 'ListGrants', 'RevokeGrant']
    .map((action) => [`kms:${action.toLowerCase()}`, ROLE_OF_1, 'arn:aws:kms:us-east-1:2:key/k', []] as [string, object, string, Array<[string, Outcome]>]),
  ['kms:listkeys', ROLE_OF_1, '*', ELSEWHERE],
  ['kms:enablekey', ROLE_OF_1, 'arn:aws-cn:kms:cn-north-1:2:key/k', [...ELSEWHERE, ...held(PARTITION, false)]],
  ['kms:schedulekeydeletion', ROLE_OF_1, 'arn:aws:kms:us-east-1:2:key/k', ELSEWHERE],
  // An action that is like one of them, and one that AWS may have one day.
  ['kms:getparametersforimport', ROLE_OF_1, 'arn:aws:kms:us-east-1:2:key/k', ELSEWHERE],
  ['kms:describekeyusage', ROLE_OF_1, 'arn:aws:kms:us-east-1:2:key/k', ELSEWHERE],
  ['kms:retiregrant', ROLE_OF_1, 'arn:aws:kms:us-east-1:2:key/k', held('the grant', undefined)],
  ...['create', 'delete', 'update'].map((verb) => [`kms:${verb}alias`, ROLE_OF_1, 'arn:aws:kms:us-east-1:2:alias/aws/s3', OWNED_ALIAS] as [string, object, string, typeof OWNED_ALIAS]),
  ['kms:deletealias', ROLE_OF_1, 'arn:aws:kms:us-east-1:2:alias/aws-own', ELSEWHERE],
  ['kms:describekey', ROLE_OF_1, 'arn:aws:kms:us-east-1:2:alias/aws/s3', []],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
  ['iam:deletepolicy', ROLE_OF_1, 'arn:aws:iam::aws:policy/P', OWNED],
  // The path of a policy may hold anything.
  ['iam:deletepolicy', ROLE_OF_1, 'arn:aws:iam::1:policy/arn:aws:iam::aws:policy/P', []],
  ['iam:deleterole', ROLE_OF_1, 'arn:aws:iam::1:role/aws-reserved/sso.amazonaws.com/R', OWNED],
  ['iam:deleterole', ROLE_OF_1, 'arn:aws:iam::1:role/team/aws-reserved/R', []],
  ...['getpolicy', 'listentitiesforpolicy', 'generateservicelastaccesseddetails', 'simulateprincipalpolicy', 'passrole']
    .map((name) => [`iam:${name}`, ROLE_OF_1, 'arn:aws:iam::aws:policy/P', []] as [string, object, string, Array<[string, Outcome]>]),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
  ['iam:listusers', FEDERATED_OF_1, '*', held('IAM, for a federated user', undefined)],
  ['iam:listusers', USER_OF_1, '*', []],
  ['sts:getcalleridentity', FEDERATED_OF_1, '*', []],
  ['sts:assumerole', FEDERATED_OF_1, 'arn:aws:iam::1:role/r', NOT_FOR_FEDERATED],
  ['sts:assumerole', who('root', 'arn:aws:iam::1:root'), 'arn:aws:iam::1:role/r', held('AWS STS, for root, which assumes no role', false)],
  ['sts:assumerole', SESSION_OF_1, 'arn:aws:iam::1:role/r', []],
  ...['sts:getsessiontoken', 'sts:getfederationtoken'].flatMap((action): Array<[string, object, string, Array<[string, Outcome]>]> => [
    [action, USER_OF_1, '*', []], [action, who('root', 'arn:aws:iam::1:root'), '*', []],
    [action, ROLE_OF_1, '*', NO_TOKENS], [action, SESSION_OF_1, '*', NO_TOKENS], [action, FEDERATED_OF_1, '*', NOT_FOR_FEDERATED],
  ]),
])('%s by %j on %s is held back by the service for %j', (action, principal, resource, expected) => {
  expect(serviceAllows(asked(action, principal, resource, false))).toEqual(expected);
});

test.each<[Outcome, Array<[string, Outcome]>]>([[true, []], [undefined, held('AWS KMS, for another account', undefined)]])(
  'a key whose account is that of the principal (%s) is listed', (sameAccount, expected) => {
    expect(serviceAllows(asked('kms:listkeys', ROLE_OF_1, '*', sameAccount))).toEqual(expected);
  });

const NOTHING: Layer = { kind: PolicyKind.IDENTITY, statements: [] };
const UNKNOWN: Layer = { ...NOTHING, unknownPolicies: ['one that is not given'] };
const EVERYTHING: Layer = { ...NOTHING, allowsEverything: true };

test.each<[string, Partial<PolicyLayers>, action: string, Authorization]>([
  ['an identity-based policy', { identity: { ...EVERYTHING, unknownPolicies: ['p'] } }, 's3:getobject', { denied: undefined, allowed: true }],
  ['one alone', { identity: UNKNOWN }, 's3:getobject', { denied: undefined, allowed: undefined }],
  ['one of many', { identity: { ...NOTHING, presumedAbsent: 'p' } }, 's3:getobject', { denied: false, allowed: undefined }],
  ['a boundary', { permissionsBoundary: UNKNOWN }, 's3:getobject', { denied: undefined, allowed: undefined }],
  ['a policy of the resource', { resource: UNKNOWN }, 's3:getobject', { denied: undefined, allowed: true }],
  ['that alone', { identity: NOTHING, resource: UNKNOWN }, 's3:getobject', { denied: undefined, allowed: undefined }],
  ['none of the resource', { identity: NOTHING, resource: NOTHING }, 's3:getobject', { denied: false, allowed: false }],
  ['one of two resource control policies', { resourceControl: [EVERYTHING, UNKNOWN] }, 's3:getobject', { denied: undefined, allowed: true }],
  ['one that is not about the service', { resourceControl: [UNKNOWN] }, 'iam:getrole', { denied: false, allowed: true }],
  ['what no policy of the principal counts for', { identity: UNKNOWN }, 'sts:getcalleridentity', { denied: false, allowed: true }],
])('policies that are not known may allow and deny: %s', (_, layers, action, expected) => {
  const all = { identity: EVERYTHING, serviceControl: [], resourceControl: [], ...layers };
  expect(authorize(all, asked(action, USER_OF_1, '*', true), [], { get: () => undefined })).toEqual(expected);
});

function asked(action: string, principal: object, resource: string, sameAccount: Outcome): AuthorizationRequest {
  const facts = { get: () => undefined };
  return { principal: principal as RequestPrincipal, action, actionName: action, resource, sameAccount, needsResourcePolicy: false, facts };
}

test.each<[string, string, string[], Outcome]>([
  ['Null', 'true', [], true], ['Null', 'true', [''], true], ['Null', 'true', ['a'], false], ['Null', 'false', [], false], ['Null', 'false', ['a'], true],
  ['StringEquals', '', [''], true], ['StringEqualsIfExists', 'a', [''], false],
  ['ForAllValues:StringEquals', 'a', [''], true], ['ForAnyValue:StringEquals', '', [''], false],
])('%s %j of %j: %s', (operator, expected, values, matches) => {
  expect(outcome(operator, expected, ...values)).toBe(matches);
});

test.each<[string, string | undefined]>([
  ['', undefined], ['Nul', 'Null'], ['NulIfExists', undefined], ['forallvalues:Boo', 'ForAllValues:Bool'], ['StringEqual', 'StringEquals'], ['foranyvalue:StringEqualIfExist', 'ForAnyValue:StringEqualsIfExists'], ['Boolean', undefined],
])('%s must mean %s', (written, meant) => {
  expect(Operator.meant(written)).toBe(meant);
});

test.each(['', 'Strings', 'ForAnyValue:Null', 'NullIfExists'])('%j is no operator: a test with it may match, and reads nothing', (name) => {
  expect(Operator.named(name)).toBeUndefined();
  expect(outcome(name, 'a', 'a')).toBeUndefined();
  expect(new Condition({ [name]: { key: 'a' } }).reads).toEqual([]);
});

test('a block that is no object may match', () => {
  expect(new Condition('aws:username').matches({ get: () => [] })).toBeUndefined();
});

test('whether a value that is known only at deployment says that a key is missing is unknown', () => {
  expect(new Condition({ Null: { key: { Ref: 'P' } } }).matches({ get: () => [] })).toBeUndefined();
});

test.each<[string, Outcome]>([['TEAM/Ann', true], ['team/ANN', true], ['team/ann2', false]])('a policy variable in a value whose case does not count: %s', (value, matches) => {
  const request = { get: (key: string) => (key === 'aws:username' ? ['aNN'] : [value]) };
  expect(new Condition({ StringEqualsIgnoreCase: { key: 'Team/${aws:username}' } }).matches(request)).toBe(matches);
});

test('an operator without its set qualifier', () => {
  expect(['ForAllValues:StringLikeIfExists', 'ForAnyValue:Bool'].map((name) => String(Operator.named(name)!.unqualified()))).toEqual(['StringLikeIfExists', 'Bool']);
});

test('tests are alike with the same operator, key, values and variables', () => {
  const likeness = (block: object, variables?: boolean) => new Condition(block, variables).tests[0].likeness;
  expect(likeness({ StringEquals: { 'aws:A': 'b' } })).toBe(likeness({ StringEquals: { 'AWS:a': ['b'] } }));
  const all = [likeness({ StringEquals: { a: 'b' } }), likeness({ StringEquals: { a: 'b' } }, false), likeness({ StringEquals: { a: 'c' } }),
    likeness({ StringEquals: { b: 'b' } }), likeness({ StringLike: { a: 'b' } })];
  expect(new Set(all).size).toBe(all.length);
});
