import { deny, findingsInTemplate, foundInTemplate, role } from './found';
import type { Json } from '../../../src/iam/value';

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
