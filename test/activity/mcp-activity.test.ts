import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { event } from './events';
import { McpActivity } from '../../src';

const AWS = 'aws-mcp.amazonaws.com';
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const viaMcp = { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
const noDeletes = (more = {}) => document({ Sid: 'NoDeletes', Effect: 'Deny', Action: 's3:Delete*', Resource: '*', ...more });

test('of agents alone', () => {
  const activity = McpActivity.fromEvents([event('s3 DeleteBucket'), event('s3 DeleteBucket', { via: AWS, by: 'role/agents/Agent' }), event('s3 NoSuchThing', { via: AWS })]);
  const replay = activity.replay({ serviceControlPolicies: [noDeletes(viaMcp)] });
  expect(replay.hitsDirectCalls).toBe(false);
  expect(replay.denied).toMatchObject([{ principal: 'arn:aws:iam::111122223333:role/agents/Agent', origin: AWS, actions: ['s3:DeleteBucket'], count: 1, first: expect.stringMatching(/^2026/) }]);
  expect(`${replay}`).toBe([
    '3 events', 'would have been denied:', `  arn:aws:iam::111122223333:role/agents/Agent (${AWS}): s3:DeleteBucket once, by "NoDeletes" serviceControlPolicies/0/Statement/0`,
    'not judged:', '  s3 NoSuchThing',
  ].join('\n'));
});

test('of people, of some principals, and with what is known of all', () => {
  const activity = McpActivity.fromEvents([{ Records: [event('s3 DeleteBucket'), event('s3 DeleteBucket')] }]);
  expect(activity.replay({ serviceControlPolicies: [noDeletes()] })).toMatchObject({ hitsDirectCalls: true, denied: [{ origin: 'direct', count: 2 }] });
  const ofAgents = { principals: ['arn:aws:iam::*:role/agents/*'] };
  expect(McpActivity.fromEvents([event('s3 DeleteBucket'), event('s3 ListBuckets', { by: 'role/agents/Reports' })]).replay({ serviceControlPolicies: [noDeletes()] }, ofAgents).hitsDirectCalls).toBe(false);
  // Nothing is judged: nothing is said for certain.
  expect(activity.replay({ serviceControlPolicies: [noDeletes()] }, ofAgents).hitsDirectCalls).toBe(true);
  const inOrganization = { serviceControlPolicies: [noDeletes({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })] };
  expect(activity.replay(inOrganization)).toMatchObject({ hitsDirectCalls: true, denied: [], notDecided: [{ dependsOn: ['aws:PrincipalOrgID'] }] });
  expect(activity.replay(inOrganization, { context: { 'aws:PrincipalOrgID': ['o-2'] } })).toMatchObject({ hitsDirectCalls: false, notDecided: [] });
  expect(activity.replay({ identityPolicies: [document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' })] }).denied).toMatchObject([{ by: ['no Allow in the identity-based policy'] }]);
});

test('a guardrail that is removed', () => {
  const activity = McpActivity.fromEvents([event('s3 DeleteBucket', { via: AWS, error: 'AccessDenied' })]);
  expect(activity.replay({}, { current: { serviceControlPolicies: [noDeletes(viaMcp)] } }).noLongerDenied).toMatchObject([{ count: 1 }]);
  expect(activity.replay({}).noLongerDenied).toEqual([]);
});

test('a template', () => {
  const template = { Resources: { Scp: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'n', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['r-ab12'], Content: noDeletes(viaMcp) } } } };
  const activity = McpActivity.fromEvents([event('s3 DeleteBucket', { via: AWS }), event('s3 DeleteBucket'), event('s3 DeleteBucket', { via: 'cloudformation.amazonaws.com' })]);
  expect(activity.replayTemplate(template)).toMatchObject({ hitsDirectCalls: false, denied: [{ origin: AWS }], notDecided: [{ origin: 'cloudformation.amazonaws.com' }] });
});

test('files, which are read anew, and of which what cannot be read counts', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'activity-'));
  const file = path.join(folder, 'log.jsonl');
  fs.writeFileSync(file, JSON.stringify(event('s3 GetBucketPolicy')));
  const activity = McpActivity.fromFiles([folder]);
  expect(activity.replay({ serviceControlPolicies: [noDeletes()] })).toMatchObject({ events: 1, hitsDirectCalls: false, notRead: [] });
  fs.writeFileSync(file, '{"broken');
  expect(activity.replay({ serviceControlPolicies: [noDeletes()] })).toMatchObject({ hitsDirectCalls: true, notRead: [`${file}:1: the text ends too early`] });
  expect(`${activity.replay({})}`).toContain('not read:');
  fs.rmSync(folder, { recursive: true });
});

test('what is no event, and options that are none', () => {
  expect(() => McpActivity.fromEvents([{ a: 1 }])).toThrow('is not an event of CloudTrail: expected a record with eventSource and eventName');
  expect(() => McpActivity.fromEvents([]).replay({}, { principals: 'x' } as any)).toThrow('principals');
});
