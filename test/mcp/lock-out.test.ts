import { Condition } from '../../src/iam/condition';
import { PolicyDocument } from '../../src/iam/document';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { RESOURCE_POLICY_TYPES } from '../../src/iam/resource-policy-kinds';
import { isAboutEverything, keepsFromChanging, lockOutProblem, matchesAllOf, matchesDirectCalls, matchesSomebody, mayMatchDirectCalls } from '../../src/mcp/lock-out';

type Json = { [element: string]: any };
const ACCOUNT = '111122223333';
const LINKED = 'arn:aws:iam::*:role/aws-service-role/*';
const statement = (element: Json) => new PolicyDocument({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', ...element }] }).statements[0];
const of = (element: Json) => new Condition(element);

test.each<[Json, boolean]>([
  [{ Action: '*', Resource: '*' }, true],
  [{ Action: '*', Resource: '*?' }, true],
  [{ Action: '*', Resource: 'arn:*' }, true],
  [{ Action: '*', Resource: 'arn:aws:*:*:*:*' }, true],
  [{ Action: '*', Resource: ['arn:aws:s3:::data', '*'] }, true],
  [{ Action: '*', NotResource: 'arn:aws:s3:::data' }, true],
  [{ NotAction: 'iam:*', Resource: '*' }, true],
  [{ Action: 's3:*', Resource: '*' }, false],
  [{ Action: '*', Resource: 'arn:aws:s3:::*' }, false],
  [{ Action: '*', Resource: '*a' }, false],
  [{ Action: '*', Resource: 'a*' }, false],
  [{ Action: '*', Resource: [] }, false],
  [{ Action: '*' }, false],
  [{ Resource: '*' }, false],
])('about everything: %j: %s', (element, expected) => {
  expect(isAboutEverything(statement(element))).toBe(expected);
});

test.each<[Json, boolean]>([
  [{}, true],
  [{ Bool: { 'aws:ViaAWSMCPService': 'true' } }, false],
  [{ Bool: { 'aws:ViaAWSMCPService': 'false' } }, true],
  [{ BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } }, true],
  [{ Null: { 'aws:ViaAWSMCPService': 'true' } }, true],
  [{ StringNotEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } }, true],
  [{ Bool: { 'aws:ViaAWSService': 'false' } }, true],
  [{ Bool: { 'aws:ViaAWSService': 'true' } }, false],
  [{ Bool: { 'aws:IsMCPServiceAction': 'false' } }, true],
  [{ Null: { 'aws:PrincipalAccount': 'false' } }, true],
  [{ StringEquals: { 'aws:SourceVpc': 'vpc-1' } }, false],
  [{ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/Admin` } }, true],
  [{ ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/s*', 'arn:aws:iam::*:role/*-*'] } }, true],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Agent*' } }, false],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }, true],
  [{ StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }, true],
  [{ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, false],
  [{ 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }, true],
  [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }, false],
  [{ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-*' } }, true],
  [{ StringNotEquals: { 'aws:PrincipalTag/team': 'admins' } }, true],
  [{ StringEquals: { 'aws:PrincipalTag/team': 'admins' } }, false],
])('somebody whom no filter names is matched by %j: %s', (block, expected) => {
  expect(matchesSomebody(of(block))).toBe(expected);
});

test('some direct calls, and all of a context', () => {
  const absent = of({ Null: { 'aws:ViaAWSMCPService': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } });
  expect(matchesDirectCalls(absent, { 'aws:sourcevpc': ['vpc-1'] })).toBe(true);
  expect(matchesDirectCalls(absent)).toBe(false);
  expect(mayMatchDirectCalls(absent, {})).toBe(true);
  expect(['vpc-1', 'vpc-2'].map((vpc) => mayMatchDirectCalls(absent, { 'aws:sourcevpc': [vpc] }))).toEqual([true, false]);
});

describe('all principals of an owner', () => {
  const own = { account: ACCOUNT, isAccountKnown: true, within: (path: string) => path.startsWith('o-a1b2c3d4e5/') };
  const PATH = 'aws:PrincipalOrgPaths';
  test.each<[Json, boolean]>([
    [{ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, true],
    [{ StringEquals: { 'aws:PrincipalAccount': '444455556666' } }, false],
    [{ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:*` } }, true],
    [{ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } }, false],
    [{ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:root` } }, false],
    [{ StringEquals: { 'aws:PrincipalAccount': ACCOUNT }, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Admin' } }, false],
    [{ StringNotEquals: { 'aws:PrincipalAccount': '444455556666' } }, true],
    [{ 'ForAnyValue:StringLike': { [PATH]: 'o-a1b2c3d4e5/r-ab1?/*' } }, true],
    [{ 'ForAnyValue:StringLike': { [PATH]: [{ Ref: 'P' }, 'o-a1b2c3d4e5/*'] } }, true],
    [{ 'ForAnyValue:StringLike': { [PATH]: 'o-0000000000/*' } }, false],
    [{ 'ForAnyValue:StringLike': { [PATH]: 'o-a1b2c3d4e5/*' }, 'ForAllValues:StringNotLike': { [PATH]: 'o-a1b2c3d4e5/r-ab12/*' } }, false],
    [{ Null: { 'aws:PrincipalArn': 'false' } }, true],
    [{ Unknown: { 'aws:PrincipalArn': 'x' } }, false],
  ])('are matched by %j: %s', (block, expected) => {
    // The path of a list that is known in part is found behind what is not known.
    expect(matchesAllOf(of(block), { ...own, within: (path) => typeof path === 'string' && own.within(path) })).toBe(expected);
  });

  test('of an account that is not known, of which another one may be exempt', () => {
    const later = { ...own, account: '000000000000', isAccountKnown: false };
    expect(matchesAllOf(of({ StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } }), later)).toBe(false);
    expect(matchesAllOf(of({ StringEquals: { 'aws:PrincipalAccount': '000000000000' } }), later)).toBe(true);
  });

  test('of no account, by their path only', () => {
    const organization = { ...own, account: undefined };
    expect(matchesAllOf(of({}), organization)).toBe(false);
    expect(matchesAllOf(of({ 'ForAnyValue:StringLike': { [PATH]: 'o-a1b2c3d4e5/*' } }), organization)).toBe(true);
    expect(matchesAllOf(of({ 'ForAnyValue:StringLike': { [PATH]: 'o-a1b2c3d4e5/*' }, 'ArnLike': { 'aws:PrincipalArn': 'arn:aws:iam::*:*' } }), organization)).toBe(true);
  });

  test('with what else is so of their calls', () => {
    const block = of({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT, 'aws:SourceVpc': 'vpc-1' } });
    expect([undefined, { 'aws:sourcevpc': ['vpc-1'] }].map((context) => matchesAllOf(block, own, context))).toEqual([false, true]);
  });
});

describe('who can change a key\'s policy any more', () => {
  const key = RESOURCE_POLICY_TYPES['AWS::KMS::Key'];
  const owner = { account: ACCOUNT, isAccountKnown: true, within: () => false };
  const OWN = { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } };
  test.each<[string, Json, boolean]>([
    ['nobody', {}, true],
    ['nobody, where it is not about calls through a service', { StringNotEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }, true],
    ['who calls through a service', { Null: { 'kms:ViaService': 'true' } }, true],
    ['nobody, where it is about principals that are no services', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, true],
    ['everybody, where it is about services', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, false],
    ['nobody, where it is about agents also if the key is absent', { BoolIfExists: { 'aws:ViaAWSMCPService': 'true' } }, true],
    ['people, where it is about agents', { Bool: { 'aws:ViaAWSMCPService': 'true' } }, false],
    ['nobody but service-linked roles', { ArnNotLike: { 'aws:PrincipalArn': LINKED } }, true],
    ['a role beside them', { ArnNotLike: { 'aws:PrincipalArn': [LINKED, 'arn:aws:iam::*:role/Admin'] } }, false],
    ['a role, in a test of its own', { ArnNotLike: { 'aws:PrincipalArn': LINKED }, ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/Admin` } }, false],
    ['one known only at deployment', { ArnNotLike: { 'aws:PrincipalArn': [LINKED, { Ref: 'P' }] } }, false],
    ['everybody but service-linked roles', { ArnLike: { 'aws:PrincipalArn': LINKED } }, false],
    ['other accounts', OWN, false],
  ])('%s', (_, block, expected) => {
    expect(keepsFromChanging(key, ['kms:*'], of(block))).toBe(expected);
  });

  test('nobody of its account', () => {
    expect(keepsFromChanging(key, ['kms:*'], of(OWN), owner)).toBe(true);
    expect(keepsFromChanging(key, ['kms:*'], of({ ...OWN, Null: { 'kms:ViaService': 'true' } }), owner)).toBe(true);
    expect(keepsFromChanging(key, ['kms:*'], of({ StringEquals: { 'aws:PrincipalAccount': '444455556666' } }), owner)).toBe(false);
  });

  test('everybody, where the actions don\'t change it, or nothing is known to', () => {
    const everybody = of({});
    expect(keepsFromChanging(key, ['s3:*', 'KMS:PUT*'], everybody)).toBe(true);
    expect(keepsFromChanging(key, ['kms:Get*'], everybody)).toBe(false);
    expect(keepsFromChanging(POLICY_TYPES.SERVICE_CONTROL_POLICY, ['*'], everybody)).toBe(false);
  });
});

describe('a Deny about MCP', () => {
  const NOT_VIA = { BoolIfExists: { 'aws:ViaAWSMCPService': 'false' } };
  const bucket = RESOURCE_POLICY_TYPES['AWS::S3::BucketPolicy'];
  const { SERVICE_CONTROL_POLICY } = POLICY_TYPES;
  const problem = (element: Json, type = bucket) => lockOutProblem(statement({ Condition: NOT_VIA, Resource: '*', Action: '*', ...element }), type);
  const CHANGES = 'denies s3:PutBucketPolicy to everybody who calls AWS directly, so that only the root user of its account could change the bucket policy any more';

  test('of everything, in a policy of the organization', () => {
    const EVERYBODY = 'locks everybody out: in a policy of the organization it denies everything to people and programs that call AWS directly';
    expect(problem({}, SERVICE_CONTROL_POLICY)).toBe(EVERYBODY);
    expect(problem({ Condition: { Null: { 'aws:CalledViaAWSMCP': 'true' } } }, SERVICE_CONTROL_POLICY)).toBe(EVERYBODY);
    expect(problem({ Principal: { AWS: ACCOUNT } }, SERVICE_CONTROL_POLICY)).toBe(EVERYBODY);
    expect(problem({ Action: 's3:*' }, SERVICE_CONTROL_POLICY)).toBeUndefined();
    expect(problem({ Condition: { ...NOT_VIA, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Agent' } } }, SERVICE_CONTROL_POLICY)).toBeUndefined();
  });

  test('of what changes the policy that it is in', () => {
    expect(problem({})).toBe(CHANGES);
    expect(problem({ Action: ['s3:Get*', 's3:PutBucketPolicy'], Resource: ['arn:aws:s3:::data', '*'] })).toBe(CHANGES);
    expect(problem({ Resource: 'arn:aws:s3:::data/*' })).toBeUndefined();
    expect(problem({ Resource: undefined, NotResource: '*' })).toBeUndefined();
    expect(problem({ Action: undefined, NotAction: 's3:PutBucketPolicy' })).toBeUndefined();
    expect(problem({ Action: 's3:Get*' })).toBeUndefined();
    expect(problem({ Action: undefined })).toBeUndefined();
    expect(problem({}, RESOURCE_POLICY_TYPES['AWS::KMS::Key'])).toBe('denies kms:PutKeyPolicy to everybody who calls AWS directly, so that nobody could change the key policy any more');
  });

  test.each<[string, Json]>([
    ['an Allow', { Effect: 'Allow' }],
    ['of one principal', { Principal: { AWS: ACCOUNT } }],
    ['of all but one', { Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }],
    ['of no principal', { Principal: undefined }],
    ['that does not ask for MCP means what it says', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }],
    ['that does not ask for anything means what it says', { Condition: undefined }],
    ['of agents', { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } }],
  ])('%s: nobody is locked out', (_, element) => {
    expect(problem(element)).toBeUndefined();
  });
});
