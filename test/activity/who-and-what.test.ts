import type { CloudTrailEvent } from '../../src/activity/event';
import { contextOf, tagsOf } from '../../src/activity/event-context';
import { principalOf } from '../../src/activity/event-principal';

const USER = 'arn:aws:iam::111122223333:user/ann';
const event = (identity: Partial<CloudTrailEvent['identity']>, more: object = {}) => ({ version: '1.11', source: 's3.amazonaws.com', name: 'GetObject', identity, ...more }) as CloudTrailEvent;

test.each<[string, Partial<CloudTrailEvent['identity']>, object]>([
  ['a service', { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' }, { name: 'lambda.amazonaws.com', label: 'lambda.amazonaws.com' }],
  ['a service by another name', { type: 'AWSService', invokedBy: 'AWS Internal' }, { name: undefined, label: 'AWS Internal' }],
  ['a service of no name', { type: 'AWSService' }, { name: undefined, label: 'an AWS service' }],
  ['a user, without the account', { type: 'IAMUser', arn: USER }, { name: USER, label: USER, account: '111122223333' }],
  [
    'a federated user, not its issuer',
    { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob', issuerArn: 'arn:aws:iam::111122223333:role/r', accountId: '111122223333' },
    { name: 'arn:aws:sts::111122223333:federated-user/bob', label: 'arn:aws:sts::111122223333:federated-user/bob', account: '111122223333' },
  ],
  ['a name only', { type: 'SAMLUser', userName: 'eve', principalId: 'x', accountId: '111122223333' }, { label: 'SAMLUser eve of account 111122223333', account: '111122223333' }],
  ['what is no requester', { type: 'Unknown', arn: 'arn:aws:iam::111122223333:user/' }, { label: 'Unknown arn:aws:iam::111122223333:user/', account: undefined }],
  ['an ID only', { type: 'AWSAccount', principalId: 'AIDAX' }, { label: 'AWSAccount AIDAX', account: undefined }],
  ['nothing', {}, { label: 'somebody', account: undefined }],
])('who called: %s', (_, identity, expected) => {
  expect(principalOf(event(identity))).toEqual(expected);
});

test('the identity of the source is told', () => {
  expect(contextOf(event({ type: 'AssumedRole', sourceIdentity: 'ann' }), { kind: 'DIRECT' } as any).context).toEqual({ 'aws:SourceIdentity': ['ann'] });
});

test.each<[string, object, object]>([
  ['an endpoint', { vpcEndpointId: 'vpce-1a', sourceIp: '10.0.0.1' }, { 'aws:SourceVpce': ['vpce-1a'], 'aws:SourceIp': [], 'aws:VpcSourceIp': ['10.0.0.1'] }],
  ['what is no endpoint\'s ID', { vpcEndpointId: 'AWS Internal', sourceIp: '203.0.113.1' }, {}],
  ['a private address', { sourceIp: '10.0.0.1' }, {}],
  ['what is no address', { sourceIp: 'lambda.amazonaws.com' }, {}],
])('the network of a direct call: %s', (_, more, expected) => {
  expect(contextOf(event({ type: 'AssumedRole' }, more), { kind: 'DIRECT' } as any).context).toEqual(expected);
});

test('what a store adds has one value or more, and takes the place of what is concluded', () => {
  const requestContext = { 'AWS:RequestedRegion': 'eu-west-1', 's3:prefix': ['a', 'b'], 'ec2:x': {}, 'aws:PrincipalTag/a': 'b', 'noKey': 'x' };
  expect(contextOf(event({ type: 'AssumedRole' }, { region: 'us-east-1', requestContext }), { kind: 'DIRECT' } as any).context)
    .toEqual({ 'aws:RequestedRegion': ['eu-west-1'], 's3:prefix': ['a', 'b'] });
});

test.each<[string, object, object]>([
  ['an object', { tags: { a: 'b' } }, { 'aws:TagKeys': ['a'], 'aws:RequestTag/a': ['b'] }],
  [
    'lists, in each way of writing',
    { tagSet: { items: [{ key: 'a', value: 'b' }, { Key: 'c', Value: 'd' }, { tagKey: 'e', tagValue: 'f' }, { key: 'g' }] } },
    { 'aws:TagKeys': ['a', 'c', 'e', 'g'], 'aws:RequestTag/a': ['b'], 'aws:RequestTag/c': ['d'], 'aws:RequestTag/e': ['f'], 'aws:RequestTag/g': [''] },
  ],
  ['what is no tags', { tags: 'a=b' }, {}],
  ['a list of something else', { tags: ['a', null] }, {}],
  ['values that are hidden', { tags: { a: { hidden: true } } }, {}],
  ['none', { tags: null }, {}],
])('the tags that a request sets: %s', (_, parameters, expected) => {
  expect(tagsOf(event({}, { parameters }), 'sqs:CreateQueue')).toEqual(expected);
});
