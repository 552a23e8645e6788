import { RequestOrigin } from '../../src';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { PolicyDocument } from '../../src/iam/document';
import { decideForAnybody } from '../../src/proof/anybody';
import { decide } from '../../src/proof/decide';
import { Answer } from '../../src/proof/question';

// Keys of which one tells the other: no request is shown that can't be, nor is one proved away that can.

const DIRECT = { name: 'direct', origin: RequestOrigin.direct() };
const SERVICE = { name: 'a service', origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }) };
const ANN = 'arn:aws:iam::*:user/ann';
const TEAM = { StringEquals: { 'aws:RequestTag/Team': 'red' } };
const [PATHS, OTHER_PATHS] = ['o-abc', 'o-xyz'].map((of) => ({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [`${of}/r-ab12/ou-1/*`] } }));

const allowedIf = (Condition: object, origin = DIRECT, context: Record<string, string[]> = {}) => decide({
  allowedBy: new DocumentsSource({ identityPolicies: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition }] }] }),
  origins: [origin],
  actions: ['s3:PutObject'],
  context,
});

test.each<[string, object]>([
  ['a moment before and after another', { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, DateGreaterThan: { 'aws:EpochTime': '1767225600' } }],
  ['the same of a number', { DateLessThanEquals: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, NumericGreaterThan: { 'aws:EpochTime': '1767225600' } }],
  ['a user with the ARN of a role', { StringEquals: { 'aws:PrincipalType': 'User' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }],
  ['a principal of no type', { StringNotEquals: { 'aws:PrincipalType': ['Account', 'User', 'FederatedUser', 'AssumedRole'] } }],
  ['a principal of two accounts', { StringEquals: { 'aws:PrincipalAccount': '111122223333' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/*' } }],
  ['a role with the name of a user', { StringLike: { 'aws:username': '*' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }],
  ['a user with another name', { StringEquals: { 'aws:username': 'bob' }, ArnLike: { 'aws:PrincipalArn': ANN } }],
  ['a user with the id of a role', { StringLike: { 'aws:userid': 'AROA*' }, StringEquals: { 'aws:PrincipalType': 'User' } }],
  ['a device that was not used, and when', { Bool: { 'aws:MultiFactorAuthPresent': 'false' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }],
])('no request has %s', (_, condition) => {
  expect(allowedIf(condition)).toEqual({ answer: Answer.PROVED, open: [] });
});

test.each<[string, object, object, typeof DIRECT?]>([
  ['a moment within a second', { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, NumericLessThan: { 'aws:EpochTime': '1767225602' } },
    { 'aws:currenttime': ['2026-01-01T00:00:01Z'], 'aws:epochtime': ['1767225601'] }],
  ['a role of an account', { StringEquals: { 'aws:PrincipalAccount': '999988887777' }, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/admin' } },
    { 'aws:principalarn': ['arn:aws:iam::999988887777:role/admin'], 'aws:principalaccount': ['999988887777'] }],
  ['a user of another name', { StringLike: { 'aws:username': 'ann*' }, ArnNotLike: { 'aws:PrincipalArn': ANN } },
    { 'aws:principalarn': ['arn:aws:iam::111122223333:user/annexample'], 'aws:username': ['annexample'] }],
  ['a session of a role', { StringLike: { 'aws:userid': '*:coder' }, StringEquals: { 'aws:PrincipalType': 'AssumedRole' } },
    { 'aws:principaltype': ['AssumedRole'], 'aws:userid': ['AROA:coder'] }],
  ['a device that was used', { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
    { 'aws:multifactorauthpresent': ['true'], 'aws:multifactorauthage': ['0'] }],
  ['a resource of an account', { StringEquals: { 'aws:SourceAccount': '999988887777' }, ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:topic' } },
    { 'aws:sourceaccount': ['999988887777'], 'aws:sourcearn': ['arn:aws:sns:us-east-1:999988887777:topic'] }, SERVICE],
  ['a tag and its key', { ...TEAM, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Team'] } }, { 'aws:requesttag/team': ['red'], 'aws:tagkeys': ['Team'] }],
  ['no tag, and the key of another', { 'Null': { 'aws:RequestTag/Team': 'true' }, 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['Team', 'Other'] } },
    { 'aws:requesttag/team': [], 'aws:tagkeys': ['Other'] }],
  ['a path of an organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' }, ...PATHS },
    { 'aws:principalorgid': ['o-abc'], 'aws:principalorgpaths': [expect.stringContaining('o-abc/r-ab12/ou-1/')] }],
  ['a chain of services', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] }, 'StringEquals': { 'aws:CalledViaLast': 'cloudformation.amazonaws.com' } },
    { 'aws:calledvia': ['athena.amazonaws.com', 'cloudformation.amazonaws.com'], 'aws:calledvialast': ['cloudformation.amazonaws.com'] }, SERVICE],
  ['an address of a VPC', { StringEquals: { 'aws:SourceVpc': 'vpc-1' }, IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } },
    { 'aws:sourcevpc': ['vpc-1'], 'aws:vpcsourceip': [expect.stringMatching(/^10\./)] }],
])('a request has %s', (_, condition, context, ...[origin]) => {
  expect(allowedIf(condition, origin)).toMatchObject({ answer: Answer.REFUTED, witness: { context } });
});

test.each<[string, object, string, typeof DIRECT?]>([
  ['a resource of another account than it names', { StringEquals: { 'aws:SourceAccount': '999988887777' }, ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:111122223333:topic' } },
    'aws:sourcearn and aws:sourceaccount', SERVICE],
  ['a tag whose key is none of the keys', { ...TEAM, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Other'] } }, 'aws:tagkeys and aws:requesttag/team'],
  ['a path of another organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' }, ...OTHER_PATHS }, 'aws:principalorgid and aws:principalorgpaths'],
  ['a last service that is not called', { 'ForAllValues:StringEquals': { 'aws:CalledVia': ['athena.amazonaws.com'] }, 'StringEquals': { 'aws:CalledViaLast': 'cloudformation.amazonaws.com' } },
    'aws:calledvia and aws:calledvialast', SERVICE],
  ['an endpoint and a public address', { StringEquals: { 'aws:SourceVpc': 'vpc-1' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 'aws:sourceip and aws:sourcevpc'],
])('nobody is shown a request with %s', (_, condition, keys, ...[origin]) => {
  expect(allowedIf(condition, origin)).toEqual({ answer: Answer.UNDECIDED, open: [`whether a request has such ${keys}`] });
});

test.each<[string, object, Record<string, string[]>, object]>([
  ['the time', { NumericGreaterThan: { 'aws:EpochTime': '100' } }, { 'aws:CurrentTime': ['2026-03-03T03:03:03Z'] }, { 'aws:epochtime': ['1772506983'] }],
  ['the time in seconds', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, { 'aws:EpochTime': ['1772506983'] }, { 'aws:currenttime': ['1772506983'] }],
  ['when a device was used', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { 'aws:MultiFactorAuthAge': ['100'] }, { 'aws:multifactorauthpresent': ['true'] }],
  ['that a device was used', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }, { 'aws:MultiFactorAuthPresent': ['True'] }, { 'aws:multifactorauthage': ['0'] }],
])('where %s is known, a request is found', (_, condition, given, context) => {
  expect(allowedIf(condition, DIRECT, given)).toMatchObject({ answer: Answer.REFUTED, witness: { context } });
});

test('no request at another moment than the one that is known is shown', () => {
  expect(allowedIf({ NumericLessThan: { 'aws:EpochTime': '100' } }, DIRECT, { 'aws:CurrentTime': ['2026-03-03T03:03:03Z'] }).answer).toBe(Answer.UNDECIDED);
});

test.each<[string, object, Record<string, string[]>, string]>([
  ['no device but a time when it was used', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }, { 'aws:MultiFactorAuthAge': ['100'] },
    'aws:multifactorauthpresent and aws:multifactorauthage'],
  ['a device and no time when it was used', { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, Null: { 'aws:MultiFactorAuthAge': 'true' } }, {},
    'aws:multifactorauthpresent and aws:multifactorauthage'],
])('nobody is told that there is, or is not, %s', (_, condition, given, keys) => {
  expect(allowedIf(condition, DIRECT, given)).toEqual({ answer: Answer.UNDECIDED, open: [`whether a request has such ${keys}`] });
});

const ofResource = (Principal: object, Condition: object) => decideForAnybody({
  allowedBy: new PolicyDocument({
    Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: 'arn:aws:s3:::bucket/*', Condition }],
  }).statements,
  origins: [DIRECT],
  actions: ['s3:PutObject'],
});
const CODER = { StringLike: { 'aws:userid': '*:coder' } };

test.each<[string, object, object]>([
  ['a role by its ARN and its id', { AWS: 'arn:aws:iam::999988887777:role/Named' }, { ...CODER, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Other' } }],
  ['an account by its ARN and its id', { AWS: '999988887777' }, { ...CODER, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }],
  ['a session', { AWS: 'arn:aws:sts::999988887777:assumed-role/Named/coder' }, { ...CODER, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } }],
  ['a service, which is none of the types that are documented', { Service: 'cloudtrail.amazonaws.com' },
    { StringNotEquals: { 'aws:PrincipalType': ['Account', 'User', 'FederatedUser', 'AssumedRole'] } }],
])('the policy of a resource allows %s', (_, principal, condition) => {
  expect(ofResource(principal, condition).answer).toBe(Answer.REFUTED);
});

test('whether a request of an AWS service has the keys of who asks is not documented: what hangs on it is undecided', () => {
  const service = { Service: 'cloudtrail.amazonaws.com' };
  expect(ofResource(service, { Null: { 'aws:PrincipalArn': 'true' } })).toEqual({
    answer: Answer.UNDECIDED, open: ['whether a request of an AWS service has aws:principalarn'],
  });
  expect(ofResource(service, { StringNotEqualsIfExists: { 'aws:PrincipalAccount': '111122223333' } }).answer).toBe(Answer.REFUTED);
  expect(ofResource({ AWS: '999988887777' }, { Null: { 'aws:PrincipalArn': 'true' } }).answer).toBe(Answer.PROVED);
});
