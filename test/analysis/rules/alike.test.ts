import { deny, findingsInTemplate, foundInTemplate, role, roleWithArns, told } from './found';
import type { Json } from '../../../src/iam/value';
import { random } from '../../random-numbers';

const viaOthers = { StringNotEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } };
const keyIs = (missing: boolean) => ({ Null: { 'aws:ViaAWSMCPService': String(missing) } });
const roles = (...statements: Json[][]) => Object.fromEntries(statements.map((each, i) => [`Role${i}`, role(each)]));

describe('a statement like one in which nothing was found is still judged by what else matters', () => {
  test.each<[string, Json[], Json[], string]>([
    ['its Sid', [deny(viaOthers, { Sid: 'DenyOtherMcpServersAndDirectCalls' })], [deny(viaOthers, { Sid: 'DenyOthers' })], 'DenyReachesDirectCalls'],
    ['its complement', [deny(keyIs(true)), deny({ Bool: { 'aws:ViaAWSMCPService': 'false' } })], [deny(keyIs(true))], 'McpConditionDependsOnMissingKey'],
    ['an element it has not', [deny({})], [deny({}, { Resource: undefined })], 'InvalidResourceElement'],
    ['a list of resources that is empty', [deny({})], [deny({}, { Resource: [] })], 'InvalidResourceElement'],
    ['a character of its resource', [deny({}, { Resource: 'arn:aws:s3:::a' })], [deny({}, { Resource: 'arn:aws:s3:::Ā' })], 'InvalidStatement'],
    ['a Sid that is no text', [deny({}, { Sid: 'S' })], [deny({}, { Sid: 1 })], 'InvalidStatement'],
    ['its Effect', [deny({})], [deny({}, { Effect: 'deny' })], 'InvalidStatement'],
    ['its actions', [deny({})], [deny({}, { Action: 'aws-mcp:*' })], 'RemovedActionDenied'],
  ])('%s', (_, good, bad, rule) => {
    expect(foundInTemplate(roles(good))).toEqual([]);
    expect(foundInTemplate(roles(good, bad, good))).toEqual([rule]);
  });

  test('the kind of its policy', () => {
    const { Role0 } = roles([deny({})]);
    const trust = { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [deny({})] } };
    expect(foundInTemplate({ Role0, Role1: role([deny({})], trust) })).toEqual(['InvalidResourceElement', 'InvalidAction', 'InvalidPrincipalElement']);
  });
});

test('what is wrong is found in each that is alike, also for other resources', () => {
  const bad = (resource: string) => [deny(viaOthers, { Resource: resource, Action: 'aws-mcp:*' })];
  const found = findingsInTemplate(roles(bad('arn:aws:s3:::a'), bad('arn:aws:s3:::b')));
  expect(found.map(({ rule, place }) => `${rule.id} ${place.logicalId}`).sort()).toEqual([
    'DenyReachesDirectCalls Role0', 'DenyReachesDirectCalls Role1', 'RemovedActionDenied Role0', 'RemovedActionDenied Role1',
  ]);
});

describe('a policy like one without a fault but for the names of its resources', () => {
  const get = (Resource: unknown, more: Json = {}) => ({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource, ...more });
  const first = (Resource: unknown) => get(Resource, { Action: 's3:ListBucket' });

  test.each<[string, Json[], Json[], string[]]>([
    ['has none where the actions are about them, too', [get('arn:aws:s3:::a/*')], [get('arn:aws:s3:::other/deep/key')], []],
    ['has none where it is a list', [get(['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'])], [get(['arn:aws:s3:::c/*', 'arn:aws:s3:::d/k'])], []],
    ['has one where they are about none', [get('arn:aws:s3:::a/*')], [get('arn:aws:s3:::a')], ['ResourceNotAllowed']],
    ['has one where they are about none of another service', [get('arn:aws:s3:::a/*')], [get('arn:aws:sqs:eu-west-1:111122223333:a')], ['ResourceNotAllowed']],
    ['has one where a Region stands where none is', [get('arn:aws:s3:::a/*')], [get('arn:aws:s3:eu-west-1::a/*')], ['InvalidArn']],
    ['has one where all roles can be passed', [get('arn:aws:iam::111122223333:role/r', { Action: 'iam:PassRole' })],
      [get('arn:aws:iam::111122223333:role/*', { Action: 'iam:PassRole' })], ['PassRoleTooBroad']],
    ['has one where it is too large', [get('arn:aws:s3:::a/*')], [get(`arn:aws:s3:::a/${'x'.repeat(2_000)}`), ...Array.from({ length: 9 }, (_, i) => (
      get(`arn:aws:s3:::a/${'x'.repeat(1_000)}`, { Sid: `S${i}` })))], ['PolicyTooLarge']],
    ['has one where only another statement stands before the one with names', [first(['arn:aws:s3:::a', '*']), get('arn:aws:s3:::a/*')],
      [first(['arn:aws:s3:::a', '*']), get('arn:aws:s3:::b')], ['ResourceNotAllowed']],
  ])('%s', (_, good, other, rules) => {
    expect(foundInTemplate(roles(good))).toEqual([]);
    expect(foundInTemplate(roles(good, good, other, good))).toEqual(rules);
  });

  test('of many roles the same is found as of each alone', () => {
    const next = random(7);
    const all: Json = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`Role${i}`, roleWithArns((limit) => Math.floor(next() * limit))]));
    const alone = Object.entries(all).flatMap(([id, each]) => told({ [id]: each }));
    expect(alone.length).toBeGreaterThan(100);
    expect(told(all)).toEqual(alone.sort());
  });
});
