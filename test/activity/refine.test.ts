import * as path from 'path';
import { App, aws_iam as iam, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ts from 'typescript';
import * as library from '../../src';
import { eventOf } from '../../src/activity/event';
import { readySetsOf } from '../../src/activity/ready-sets';
import { AWS_MARK, SessionMarks } from '../../src/activity/session-marks';
import { Usage } from '../../src/activity/usage';
import { printRefine } from '../../src/cli/print-refine';
import { toJson } from '../../src/cli/refined';
import { Terminal } from '../../src/cli/terminal';
import { inEmptyDirectory, policy, role, run, runJson, write } from '../cli/run';
import { random } from '../random-numbers';

inEmptyDirectory();

const SHARED = ['cloudtrail-log-file.json', 'more-shapes.json'].map((name) => path.join(__dirname, 'shared-events', name));
const AGENT = 'arn:aws:iam::111122223333:role/agents/Reports';

/** An event by the role, through a server unless `invokedBy` is undefined. */
const event = (eventName: string, more: object = {}, invokedBy: string | undefined = 'aws-mcp.amazonaws.com', day = 1) => ({
  eventVersion: '1.11',
  eventSource: 's3.amazonaws.com',
  eventName,
  eventTime: `2026-09-${String(day).padStart(2, '0')}T09:00:00Z`,
  awsRegion: 'eu-west-1',
  eventType: 'AwsApiCall',
  eventCategory: 'Management',
  recipientAccountId: '111122223333',
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/Reports/session',
    accountId: '111122223333',
    sessionContext: { sessionIssuer: { type: 'Role', arn: AGENT } },
    ...invokedBy !== undefined && { invokedBy },
  },
  ...more,
});
const direct = (eventName: string, more: object = {}) => {
  const { userIdentity: { invokedBy, ...userIdentity }, ...rest } = event(eventName, more) as any;
  return { ...rest, userIdentity };
};
const table = (name: string, tableName: string, ...rest: [string?, number?]) => event(name, { eventSource: 'dynamodb.amazonaws.com', requestParameters: { tableName } }, ...rest);
const object = (key: string) => event('GetObject', { eventCategory: 'Data', requestParameters: { bucketName: 'data', key } });
const refined = async (events: object[], ...args: string[]) => runJson(['refine', '-', ...args], { stdin: JSON.stringify({ Records: events }) });
const proposed = async (...events: object[]) => (await refined(events)).principals[0].proposal.policy.Statement;

describe('in words', () => {
  test('what the agents and people of the shared events used', async () => {
    const { stdout, stderr, code } = await run(['refine', ...SHARED]);
    expect(stdout).toMatchSnapshot();
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });

  test.each(['typescript', 'python'])('as code: %s', async (language) => {
    expect((await run(['refine', ...SHARED, '--format', language])).stdout).toMatchSnapshot();
  });
});

describe('what is proposed', () => {
  test('actions by service and resources, for the servers that they came through', async () => {
    const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/';
    expect(await proposed(table('DescribeTable', 'a'), table('DescribeContinuousBackups', 'a'), table('DescribeTable', 'a', 'eks-mcp.amazonaws.com'), event('ListBuckets'))).toEqual([
      { Sid: 'AgentDynamodb', Effect: 'Allow', Action: 'dynamodb:DescribeTable', Resource: `${TABLE}a`, Condition: { StringEquals: { 'aws:CalledViaAWSMCP': ['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com'] } } },
      { Sid: 'AgentDynamodb2', Effect: 'Allow', Action: 'dynamodb:DescribeContinuousBackups', Resource: `${TABLE}a`, Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } },
      { Sid: 'AgentS3', Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } },
    ]);
  });

  test('few resources one by one, many by a wildcard, objects by what their keys begin with', async () => {
    const resources = async (...events: object[]) => (await proposed(...events))[0].Resource;
    const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/';
    expect(await resources(...['a', 'b', 'c'].map((name) => table('DescribeTable', name)))).toEqual(['a', 'b', 'c'].map((name) => `${TABLE}${name}`));
    expect(await resources(...'abcdef'.split('').map((name) => table('DescribeTable', name)))).toBe(`${TABLE}*`);
    expect(await resources(object('2026/a.csv'))).toBe('arn:aws:s3:::data/2026/a.csv');
    expect(await resources(object('2026/01/a.csv'), object('2026/02/b.csv'))).toBe('arn:aws:s3:::data/2026/*');
    expect(await resources(object('a.csv'), object('b.csv'))).toBe('arn:aws:s3:::data/*');
    expect(await resources(object('a*b'))).toBe('arn:aws:s3:::data/a${*}b');
    const { principals: [{ proposal }] } = await refined('abcdef'.split('').map((name) => table('DescribeTable', name)));
    expect(proposal.widened).toEqual([`${TABLE}*`]);
  });

  test('what the events tell part of is said to be wider', async () => {
    const { principals: [{ proposal }] } = await refined([
      event('GetRole', { eventSource: 'iam.amazonaws.com', requestParameters: { roleName: 'App' } }),
      event('FilterLogEvents', { eventSource: 'logs.amazonaws.com', requestParameters: { logGroupName: 'app' } }),
      event('DescribeStacks', { eventSource: 'cloudformation.amazonaws.com', requestParameters: { stackName: 'app' } }),
      event('GetObject', { requestParameters: { bucketName: 'data' } }),
    ]);
    expect(proposal.widened).toEqual(['arn:aws:iam::111122223333:role/*App', 'arn:aws:logs:eu-west-1:111122223333:log-group:app*', 'arn:aws:s3:::data/*']);
    expect((await refined([object('a*b'), table('DescribeTable', 'a')])).principals[0].proposal.widened).toEqual([]);
  });

  test('nothing that a ready guardrail denies to agents', async () => {
    const { principals: [{ proposal }] } = await refined([
      event('DeleteBucket', { requestParameters: { bucketName: 'data' } }),
      event('GetSecretValue', { eventSource: 'secretsmanager.amazonaws.com' }), event('PutRolePolicy', { eventSource: 'iam.amazonaws.com' }),
      event('Invoke', { eventSource: 'lambda.amazonaws.com' }), event('StopLogging', { eventSource: 'cloudtrail.amazonaws.com' }),
    ]);
    expect(proposal.policy.Statement).toEqual([]);
    expect(proposal.leftOut.map(({ action, sets }: any) => [action, sets[0]])).toEqual([
      ['cloudtrail:StopLogging', 'ActionSet.auditTampering()'], ['iam:PutRolePolicy', 'ActionSet.privilegeEscalation()'], ['lambda:InvokeFunction', 'ActionSet.delegation()'],
      ['s3:DeleteBucket', 'ActionSet.destructive()'], ['secretsmanager:GetSecretValue', 'ActionSet.secretReads()'],
    ].filter(([action]) => proposal.leftOut.some((each: any) => each.action === action)));
    expect(proposal.leftOut.length).toBeGreaterThanOrEqual(4);
  });

  test('nothing for what was denied, and for what failed otherwise the action', async () => {
    const { principals: [{ denied, proposal }] } = await refined([
      { ...table('DescribeTable', 'a'), errorCode: 'AccessDenied' }, { ...table('DescribeTimeToLive', 'a'), errorCode: 'ResourceNotFoundException' },
    ]);
    expect(denied).toEqual({ 'dynamodb:DescribeTable': 1 });
    expect(proposal.policy.Statement.map(({ Action }: any) => Action)).toEqual(['dynamodb:DescribeTimeToLive']);
  });

  test('what people did is told, and not proposed', async () => {
    const { principals: [{ uses, proposal }] } = await refined([table('DescribeTimeToLive', 'a'), direct('ListBuckets')]);
    expect(uses.filter(({ isMain }: any) => isMain).map(({ action, by }: any) => [action, by])).toEqual([['dynamodb:DescribeTimeToLive', 'agent'], ['s3:ListAllMyBuckets', 'direct']]);
    expect(proposal.policy.Statement).toHaveLength(1);
    expect((await refined([direct('ListBuckets')])).principals[0]).not.toHaveProperty('proposal');
  });

  test('what services call of KMS with the credentials, for calls by those services', async () => {
    const decrypt = event('Decrypt', { eventSource: 'kms.amazonaws.com', resources: [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1', type: 'AWS::KMS::Key' }] }, 's3.amazonaws.com');
    const { principals: [{ proposal, check }] } = await refined([table('DescribeTable', 'a'), decrypt]);
    expect(proposal.policy.Statement[1]).toEqual({
      Sid: 'ServiceKms',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/1',
      Condition: { Bool: { 'aws:ViaAWSService': 'true' }, StringLike: { 'kms:ViaService': ['s3.*.amazonaws.com'] } },
    });
    expect(check).toMatchObject({ allowed: 1, conditional: 1, denied: [], dependsOn: [expect.stringContaining('policy of the resource')] });
  });

  test('calls that only the call of a tool tells, on any resource', async () => {
    const tool = direct('CallReadWriteTool', {
      eventSource: 'aws-mcp.amazonaws.com',
      eventType: 'AwsMcpEvent',
      requestParameters: { params: { name: 'aws___run_script' } },
      additionalEventData: { downstreamRequests: [{ apiName: 's3:GetObject', requestId: '1', awsRegion: 'eu-west-1' }] },
    });
    const { principals: [{ uses, proposal }] } = await refined([tool]);
    expect(uses.find(({ action }: any) => action === 's3:GetObject')).toMatchObject({ by: 'agent', count: 1, unlogged: 1, through: ['aws-mcp.amazonaws.com'] });
    expect(proposal).toMatchObject({ open: ['s3:GetObject'], perhaps: expect.arrayContaining([expect.objectContaining({ action: 's3:GetObjectVersion' })]) });
    expect(proposal.policy.Statement).toMatchObject([{ Action: 's3:GetObject', Resource: '*' }]);
  });

  test('the actions with which an agent connects, without a condition, for they are called directly', async () => {
    const tool = direct('CallReadOnlyTool', { eventSource: 'eks-mcp.amazonaws.com', eventType: 'AwsMcpEvent' });
    expect((await refined([tool])).principals[0].proposal.policy.Statement).toEqual([{ Sid: 'ConnectEksMcp', Effect: 'Allow', Action: 'eks-mcp:CallReadOnlyTool', Resource: '*' }]);
  });
});

describe('in words: what is there and what is not', () => {
  const said = async (events: object[], ...args: string[]) => {
    const { code, stdout, stderr } = await run(['refine', '-', ...args], { stdin: JSON.stringify({ Records: events }) });
    return { code, text: stdout.replace(/\s+/g, ' '), stderr: stderr.replace(/\s+/g, ' ') };
  };
  const dana = event('ListBuckets', { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/dana', invokedBy: 'aws-mcp.amazonaws.com' } });

  test('of people alone, at a time that is not told', async () => {
    const { code, text } = await said([direct('ListBuckets', { eventTime: undefined })]);
    expect(code).toBe(0);
    expect(text).toContain('From 1 event on 0 days. ');
    expect(text).toContain('People and programs used, directly: s3:ListAllMyBuckets 1 time on 0 days');
    expect(text).toContain('No call of an agent was seen: there is nothing to propose. A session whose beginning is not in the events counts as one of people and programs.');
    expect(text).not.toContain('Proposed for its agent');
  });

  test('of 30 days and with data events, nothing is said to be missing', async () => {
    const days = Array.from({ length: 30 }, (_, i) => table('DescribeTable', 'a', undefined, i + 1));
    const { text } = await said([...days, object('a')]);
    expect(text).toContain('From 31 events on 30 days, 2026-09-01T09:00:00Z to 2026-09-30T09:00:00Z.');
    expect(text).not.toContain('is a better measure');
    expect(text).not.toContain('There are no data events');
    const fewer = (await said(days.slice(1))).text;
    expect(fewer).toContain('once in 29 days is not in them');
    expect(fewer).toContain('There are no data events');
  });

  test('operations that are not known, and no more than twelve of them', async () => {
    const unknown = (count: number) => Array.from({ length: count }, (_, i) => event(`DoIt${i}`, { eventSource: 'new.amazonaws.com' }));
    expect((await said([event('ListBuckets'), ...unknown(12)])).text).toMatch(/which action they need: new:DoIt0 \(1\), .*, new:DoIt11 \(1\)\. /);
    expect((await said([event('ListBuckets'), ...unknown(14)])).text).toMatch(/new:DoIt11 \(1\), and 2 more\. /);
  });

  test('resources: three of many, and others that are not told', async () => {
    const tables = 'abcde'.split('').map((name) => table('DescribeTable', name));
    const { text } = await said([...tables, event('DescribeTable', { eventSource: 'dynamodb.amazonaws.com' })]);
    expect(text).toMatch(/dynamodb:DescribeTable 6 times on 1 day on \S+table\/a, \S+table\/b, \S+table\/c, 2 more, others that are not told/);
    expect(text).toContain('On any resource, for the events don\'t tell all that it was about: dynamodb:DescribeTable.');
    expect((await said([...tables, table('DescribeTable', 'f')])).text).toContain('Wider than what was seen: arn:aws:dynamodb:eu-west-1:111122223333:table/*.');
  });

  test('calls of which some are known from the call of a tool only', async () => {
    const tool = direct('CallReadWriteTool', {
      eventSource: 'aws-mcp.amazonaws.com',
      eventType: 'AwsMcpEvent',
      additionalEventData: { downstreamRequests: [{ apiName: 's3:ListBuckets', requestId: '1', awsRegion: 'eu-west-1' }] },
    });
    expect((await said([tool, event('ListBuckets', { requestID: '2' })])).text).toContain('s3:ListAllMyBuckets 2 times on 1 day, 1 of them known from tool calls only');
    expect((await said([tool])).text).toContain('s3:ListAllMyBuckets 1 time on 1 day, known from tool calls only');
  });

  test('nothing but what ready guardrails deny', async () => {
    const events = [event('DeleteBucket', { requestParameters: { bucketName: 'data' } })];
    const { text } = await said(events);
    expect(text).toContain('s3:DeleteBucket (1 time): ActionSet.destructive()');
    expect(text).not.toContain('Proposed for its agent:');
    expect(await said(events, '--format', 'policy')).toMatchObject({ code: 2, text: '', stderr: expect.stringContaining('all that the agent used is denied to agents by the ready guardrails') });
  });

  test('everything that is granted was used', async () => {
    write('t.json', { Resources: { Reports: role(policy({ Effect: 'Allow', Action: 's3:ListAllMyBuckets' }), { RoleName: 'Reports', Path: '/agents/' }) } });
    const { text } = await said([event('ListBuckets')], '--policy', 't.json', '--account', '111122223333');
    expect(text).toContain('Granted to its agent and not used by it: nothing.');
    expect(text).toContain('Granted directly and not used by people and programs: 1 action of 1 service. nothing of s3 (1)');
  });

  test('as a policy, which is that of one principal', async () => {
    const one = await run(['refine', '-', '--format', 'policy'], { stdin: JSON.stringify({ Records: [event('ListBuckets')] }) });
    expect(JSON.parse(one.stdout)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Sid: 'AgentS3', Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' } } }],
    });
    expect(await said([event('ListBuckets'), dana], '--format', 'policy')).toMatchObject({
      code: 2, text: '', stderr: expect.stringContaining(`agents of 2 principals: name one with --principal: ${AGENT}, arn:aws:iam::111122223333:user/dana`),
    });
    expect(await said([direct('ListBuckets')], '--format', 'policy')).toMatchObject({ code: 2, text: '', stderr: expect.stringContaining('no call of an agent is in the events: there is nothing to propose') });
  });

  test.each<[string, object[], string[], string]>([
    ['no event', [], [], 'there are no events in the input'],
    ['none of those that are named', [event('ListBuckets'), event('ListBuckets')], ['--principal', 'nobody', '--principal', 'noone'], 'none of the 2 events is of nobody or noone'],
    ['none that says who called', [event('ListBuckets', { userIdentity: { type: 'AWSAccount', accountId: '111122223333' } })], [], 'none of the 1 events says who called'],
  ])('%s', async (_title, events, args, message) => {
    expect(await said(events, ...args)).toMatchObject({ code: 2, text: '', stderr: expect.stringContaining(message) });
  });

  test('what cannot be read is named: of events the rest is told, without a policy nothing is', async () => {
    write('log.jsonl', `${JSON.stringify(event('ListBuckets'))}\n{"broken\n${JSON.stringify(event('ListBuckets'))}\n`);
    const { code, stdout, stderr } = await run(['refine', 'log.jsonl']);
    expect([code, stderr]).toEqual([2, 'mcp-guardrails: log.jsonl:2: not valid JSON\n']);
    expect(stdout).toContain('From 2 events on 1 day');
    expect(await run(['refine', 'log.jsonl', '--policy', 'none.json'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^mcp-guardrails: none\.json: [^\n]*\n$/) });
  });
});

describe('what it speaks from', () => {
  test('events, days, data events, and what is not known', async () => {
    const { from } = await refined([table('DescribeTable', 'a', undefined, 3), table('DescribeTable', 'a', undefined, 1), object('a'), event('DoIt', { eventSource: 'new.amazonaws.com' })]);
    expect(from).toEqual({ events: 4, days: 2, first: '2026-09-01T09:00:00Z', last: '2026-09-03T09:00:00Z', hasDataEvents: true, unknownOperations: { 'new:DoIt': 1 } });
  });

  test('what was seen on one day only is named', async () => {
    write('e.json', { Records: [table('DescribeTable', 'a', undefined, 1), table('DescribeTable', 'a', undefined, 2), event('ListBuckets')] });
    expect((await run(['refine', 'e.json'])).stdout).toContain('Seen on one of the 2 days only: s3:ListAllMyBuckets.');
  });

  test('principals by name or ARN', async () => {
    const other = event('ListBuckets', { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/dana', invokedBy: 'aws-mcp.amazonaws.com' } });
    const of = async (...args: string[]) => (await refined([table('DescribeTable', 'a'), other], ...args)).principals.map(({ principal }: any) => principal.split('/').pop());
    expect(await of()).toEqual(['Reports', 'dana']);
    expect(await of('--principal', 'dana')).toEqual(['dana']);
    expect(await of('--principal', 'arn:aws:iam::*:role/agents/*')).toEqual(['Reports']);
  });
});

describe('what is granted and not used', () => {
  test('by service, of the agent and directly', async () => {
    write('t.json', {
      Resources: {
        Reports: role(policy(
          { Effect: 'Allow', Action: ['dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive', 'sqs:ListQueues'] },
          { Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } },
        ), { RoleName: 'Reports', Path: '/agents/' }),
      },
    });
    const { principals: [{ unusedByAgent, unusedDirectly }] } = await refined([table('DescribeTable', 'a')], '--policy', 't.json', '--account', '111122223333');
    expect(unusedByAgent).toEqual([{ service: 'dynamodb', granted: 2, used: 1, unused: ['DescribeTimeToLive'] }]);
    expect(unusedDirectly).toEqual([
      { service: 'dynamodb', granted: 2, used: 0, unused: ['DescribeTable', 'DescribeTimeToLive'] }, { service: 'sqs', granted: 1, used: 0, unused: ['ListQueues'] },
    ]);
    write('e.json', { Records: [table('DescribeTable', 'a')] });
    expect((await run(['refine', 'e.json', '--policy', 't.json', '--account', '111122223333'])).stdout.replace(/\s+/g, ' '))
      .toContain('Granted to its agent and not used by it: 1 action of 1 service. dynamodb: 1 used of 2; not DescribeTimeToLive');
  });

  test('policy documents are those of one principal', async () => {
    write('p.json', policy({ Effect: 'Allow', Action: ['dynamodb:DescribeTable', 'dynamodb:DescribeTimeToLive'] }));
    const other = event('ListBuckets', { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/dana', invokedBy: 'aws-mcp.amazonaws.com' } });
    write('e.json', { Records: [table('DescribeTable', 'a'), other] });
    const { code, stderr } = await run(['refine', 'e.json', '--policy', 'p.json']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('policy documents are those of one principal, and the events are of 2')]);
    const { principals: [{ unusedByAgent }] } = await runJson(['refine', 'e.json', '--policy', 'p.json', '--principal', 'Reports']);
    expect(unusedByAgent).toEqual([{ service: 'dynamodb', granted: 2, used: 1, unused: ['DescribeTimeToLive'] }]);
  });

  test('of a principal that the policies don\'t have, nothing', async () => {
    write('t.json', { Resources: { Other: role(policy({ Effect: 'Allow', Action: 's3:*' }), { RoleName: 'Other' }) } });
    write('e.json', { Records: [table('DescribeTable', 'a')] });
    const { code, stdout, stderr } = await run(['refine', 'e.json', '--policy', 't.json', '--account', '111122223333']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Granted to its agent and not used by it: not told, for the policies that were given grant it\n    nothing.');
  });
});

describe('the proposal holds', () => {
  /** Has `replay` judge the events by what `refine` proposes: what is denied of it, and neither left out nor a person's own. */
  const deniedByReplay = async (files: string[], { principal, uses, proposal: { policy: proposal, leftOut, perhaps } }: any) => {
    write('proposal.json', proposal);
    const { calls, events, leftOut: others } = await runJson(['replay', ...files, '--policy', 'proposal.json', '--principal', principal]);
    expect(events - others).toBeGreaterThan(0);
    const notProposed = [...leftOut, ...perhaps].map(({ action, by }: any) => `${by} ${action}`);
    const connecting = uses.filter(({ by }: any) => by === 'connecting').map(({ action }: any) => action);
    return calls.filter(({ outcome }: any) => outcome === 'DENIED').flatMap(({ origin, actions }: any) => actions.map(({ action }: any) => (
      `${origin === 'SERVER' ? 'agent' : origin === 'SERVICE' ? 'service' : connecting.includes(action) ? 'connecting' : 'direct'} ${action}`)))
      .filter((use: string) => !use.startsWith('direct ') && !notProposed.includes(use));
  };

  test('as replay judges the shared events', async () => {
    const { principals } = await runJson(['refine', ...SHARED]);
    const withProposal = principals.filter(({ proposal }: any) => proposal?.policy.Statement.length > 0);
    expect(withProposal.length).toBeGreaterThan(0);
    for (const each of withProposal) {
      expect([each.principal, await deniedByReplay(SHARED, each)]).toEqual([each.principal, []]);
      // A proposal that lacks one statement denies what that was for.
      const [lost, ...kept] = each.proposal.policy.Statement;
      const without = { ...each, proposal: { ...each.proposal, policy: { Version: '2012-10-17', Statement: kept.length > 0 ? kept : [{ ...lost, Action: 'none:None' }] } } };
      expect([each.principal, await deniedByReplay(SHARED, without)]).not.toEqual([each.principal, []]);
    }
  });

  /** Operations of every kind, with what they are about. */
  const OPERATIONS: ReadonlyArray<readonly [source: string, name: string, parameters?: (name: string) => object]> = [
    ['s3', 'ListBuckets'], ['s3', 'GetObject', (key) => ({ bucketName: 'data', key: `${key}/${key}` })], ['s3', 'PutObject', (key) => ({ bucketName: key, key })],
    ['s3', 'DeleteBucket', (bucketName) => ({ bucketName })], ['dynamodb', 'DescribeTable', (tableName) => ({ tableName })], ['dynamodb', 'PutItem', (tableName) => ({ tableName })],
    ['ec2', 'DescribeInstances'], ['ec2', 'RunInstances', () => ({})], ['ec2', 'StopInstances', (id) => ({ instancesSet: { items: [{ instanceId: `i-0a1b2c3d4e5f6071${id.length % 10}` }] } })],
    ['lambda', 'GetFunction20150331v2', (functionName) => ({ functionName })], ['lambda', 'CreateFunction20150331', (functionName) => ({ functionName, role: 'arn:aws:iam::111122223333:role/Work' })],
    ['sqs', 'ListQueues'], ['monitoring', 'DescribeAlarms'], ['monitoring', 'PutMetricAlarm', (alarmName) => ({ alarmName })], ['logs', 'DescribeLogGroups'], ['logs', 'FilterLogEvents', (logGroupName) => ({ logGroupName })],
    ['sns', 'ListTopics'], ['eks', 'DescribeCluster', (name) => ({ name })], ['cloudformation', 'DescribeStacks', (stackName) => ({ stackName })], ['iam', 'ListRoles'], ['iam', 'GetRole', (roleName) => ({ roleName })],
    ['tagging', 'GetResources'], ['kms', 'Decrypt'], ['secretsmanager', 'GetSecretValue', (secretId) => ({ secretId })], ['sts', 'GetCallerIdentity'], ['new', 'DoIt'],
  ];

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('over generated events, seed %i', async (seed) => {
    const number = random(seed);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(number() * all.length)];
    const events = Array.from({ length: 150 }, () => {
      const [source, name, parameters] = pick(OPERATIONS);
      const by = pick(['aws-mcp.amazonaws.com', 'eks-mcp.amazonaws.com', 'new-mcp.amazonaws.com', 's3.amazonaws.com', undefined]);
      const more = {
        eventSource: `${source}.amazonaws.com`,
        requestParameters: parameters?.(pick(['a', 'bb', 'c*', 'd${e}', 'ffff', 'g\'g', 'hh', 'i'])) ?? null,
        ...number() < 0.1 && { errorCode: pick(['AccessDenied', 'ThrottlingException']) },
      };
      return by === undefined ? direct(name, more) : event(name, more, by, 1 + Math.floor(number() * 28));
    });
    const { principals: [used] } = await refined(events);
    const { uses, proposal, check } = used;
    write('log.json', { Records: events });
    expect(await deniedByReplay(['log.json'], used)).toEqual([]);
    // Nothing that happened is denied, but for what is said to be left out.
    expect(check.denied).toEqual([]);
    const allowed = new Set(proposal.policy.Statement.flatMap(({ Action }: any) => Action));
    const leftOut = new Set([...proposal.leftOut, ...proposal.perhaps].map(({ action }: any) => action));
    expect(uses.filter(({ by, action }: any) => by !== 'direct' && !allowed.has(action) && !leftOut.has(action))).toEqual([]);
    // And nothing is proposed that ready guardrails deny to agents.
    const ofAgents = proposal.policy.Statement.filter(({ Sid }: any) => !Sid.startsWith('ServiceKms')).flatMap(({ Action }: any) => Action);
    expect(ofAgents.filter((action: string) => readySetsOf(action).length > 0)).toEqual([]);
    expect(proposal.policy.Statement.length).toBeGreaterThan(5);
    expect(new Set(proposal.policy.Statement.map(({ Sid }: any) => Sid)).size).toBe(proposal.policy.Statement.length);
  });

  test('the code makes the policy', async () => {
    const events = [table('DescribeTable', 'a'), table('DescribeTable', 'b\'s', 'eks-mcp.amazonaws.com'), object('a'), event('ListBuckets', {}, 'new-mcp.amazonaws.com'),
      event('Decrypt', { eventSource: 'kms.amazonaws.com', resources: [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1' }] }, 's3.amazonaws.com')];
    const { stdout } = await run(['refine', '-', '--format', 'typescript'], { stdin: JSON.stringify({ Records: events }) });
    const stack = new Stack(new App(), 'Stack');
    const agentRole = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    new Function('iam', 'role', ...Object.keys(NAMES), ts.transpile(stdout))(iam, agentRole, ...Object.values(NAMES));
    const [made] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    const text = ({ Effect, Action, Resource, Condition }: any) => JSON.stringify({ Effect, Action, Resource, Condition });
    const { principals: [{ proposal }] } = await refined(events);
    expect(made.Properties.PolicyDocument.Statement.map(text).sort()).toEqual(proposal.policy.Statement.map(text).sort());
  });
});

const { McpGrantee, McpServer, McpGuardrail, ActionSet } = library;
const NAMES = { McpGrantee, McpServer, McpGuardrail, ActionSet };

describe('sessions that are marked as agents\'', () => {
  const CODER = 'arn:aws:iam::111122223333:role/Coder';
  const begin = (accessKeyId: string, requestParameters: object, eventName = 'AssumeRole') => event(eventName, {
    eventSource: 'sts.amazonaws.com', requestParameters: { roleArn: CODER, ...requestParameters }, responseElements: { credentials: { accessKeyId } },
  });
  const MARKED = { tags: [{ key: 'AgentName', value: 'coder' }, { key: 'principaltype', value: 'Agent' }] };
  const call = (accessKeyId: string, name = 'DescribeTable', arn = CODER) => {
    const { userIdentity, ...rest } = direct(name, { eventSource: 'dynamodb.amazonaws.com', requestParameters: { tableName: 'a' } });
    return { ...rest, userIdentity: { ...userIdentity, arn: 'arn:aws:sts::111122223333:assumed-role/Coder/s', accessKeyId, sessionContext: { sessionIssuer: { type: 'Role', arn } } } };
  };
  const usesOf = ({ principals }: any) => Object.fromEntries(principals.find(({ principal }: any) => principal === CODER).uses
    .filter(({ isMain }: any) => isMain)
    .map(({ by, action, count }: any) => [`${by} ${action}`, count]));

  test.each<[string, object, string]>([
    ['AssumeRole', MARKED, 'AssumeRole'],
    ['AssumeRole in a chain', { incomingTransitiveTags: { PrincipalType: 'Agent' } }, 'AssumeRole'],
    ['AssumeRoleWithSAML', { principalTags: { PrincipalType: 'Agent' } }, 'AssumeRoleWithSAML'],
    ['AssumeRoleWithWebIdentity', { principalTags: { PrincipalType: 'Agent' } }, 'AssumeRoleWithWebIdentity'],
  ])('%s tells that its calls are an agent\'s, before or after them', async (_, parameters, name) => {
    const events = [call('ASIA1'), begin('ASIA1', parameters, name), call('ASIA1'), call('ASIA2'), call('ASIA2', 'ListTables')];
    const found = await refined(events);
    expect(usesOf(found)).toEqual({ 'agent session dynamodb:DescribeTable': 2, 'direct dynamodb:DescribeTable': 1, 'direct dynamodb:ListTables': 1 });
    const { proposal, check } = found.principals.find(({ principal }: any) => principal === CODER);
    expect(proposal.policy.Statement).toEqual([{
      Sid: 'SessionDynamodb',
      Effect: 'Allow',
      Action: 'dynamodb:DescribeTable',
      Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/a',
      Condition: { StringEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } },
    }]);
    expect(check).toMatchObject({ allowed: 2, conditional: 0, denied: [] });
  });

  test.each<[string, object]>([
    ['another value', { tags: [{ key: 'PrincipalType', value: 'Human' }] }],
    ['another value that was passed on', { incomingTransitiveTags: { PrincipalType: 'Human' }, ...MARKED }],
    ['no tag', {}],
    ['a start that failed', { ...MARKED, failed: true }],
  ])('%s is none', async (_, parameters) => {
    const { failed, ...given } = parameters as any;
    expect(usesOf(await refined([{ ...begin('ASIA1', given), ...failed && { errorCode: 'AccessDenied' } }, call('ASIA1')]))).toEqual({ 'direct dynamodb:DescribeTable': 1 });
  });

  test('--mark names another tag', async () => {
    const events = [begin('ASIA1', { tags: [{ key: 'kind', value: 'bot' }] }), call('ASIA1')];
    expect(usesOf(await refined(events))).toEqual({ 'direct dynamodb:DescribeTable': 1 });
    const found = await refined(events, '--mark', 'Kind=bot');
    expect(found.principals[0].proposal.policy.Statement[0].Condition).toEqual({ StringEquals: { 'aws:PrincipalTag/Kind': 'bot' } });
    const stdin = JSON.stringify({ Records: events });
    expect((await run(['refine', '-', '--mark', 'Kind=bot', '--format', 'python'], { stdin })).stdout).toContain('agents=AgentMark.session_tag(\'Kind\', [\'bot\']),');
    for (const wrong of ['kind', 'kind=b*', '=bot']) {
      expect(await run(['refine', '-', '--mark', wrong], { stdin })).toMatchObject({ code: 2, stderr: expect.stringContaining(`--mark ${wrong}: expected the tag of agents' sessions, such as`) });
    }
  });

  test('the tag of a role is that of its sessions, where they say nothing of it', async () => {
    const tagged = (Key: string, Value: string, RoleName = 'Coder') => ({ Resources: { Role: role(policy({ Effect: 'Allow', Action: 'dynamodb:Describe*', Resource: '*' }), { RoleName, Tags: [{ Key, Value }] }) } });
    const events = [call('ASIA1'), begin('ASIA2', { tags: [{ key: 'PrincipalType', value: 'Human' }] }), call('ASIA2'), call('ASIA2', 'ListTables')];
    const by = async (template: object, account = '111122223333') => {
      write('t.json', template);
      return usesOf(await refined(events, '--policy', 't.json', '--account', account));
    };
    const people = { 'direct dynamodb:DescribeTable': 1, 'direct dynamodb:ListTables': 1 };
    expect(await by(tagged('PrincipalType', 'Agent'))).toEqual({ 'agent session dynamodb:DescribeTable': 1, ...people });
    expect(await by(tagged('PrincipalType', 'Human'))).toEqual({ ...people, 'direct dynamodb:DescribeTable': 2 });
    write('t.json', tagged('PrincipalType', 'Agent'));
    const { principals } = await refined(events, '--policy', 't.json', '--account', '111122223333');
    expect(principals[0].unusedByAgent[0].unused).not.toContain('DescribeTable');
  });

  test('nor is a user that is called as such a role', async () => {
    write('t.json', { Resources: { Role: role(policy({ Effect: 'Allow', Action: '*', Resource: '*' }), { RoleName: 'Coder', Tags: [{ Key: 'PrincipalType', Value: 'Agent' }] }) } });
    const events = [direct('ListBuckets', { userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/Coder' } })];
    const { stdout } = await run(['refine', '-', '--policy', 't.json', '--account', '111122223333', '--format', 'json'], { stdin: JSON.stringify({ Records: events }) });
    expect(JSON.parse(stdout).principals[0].uses.map(({ by }: any) => by)).toEqual(['direct']);
  });

  test('beside more sessions than are waited for, what their role has still counts, and this is said', () => {
    const usage = new Usage(() => true, new SessionMarks(AWS_MARK, (name) => name === CODER));
    for (let i = 0; i < 20_000; i++) {
      usage.event(eventOf(call(`ASIA${i}`))!);
    }
    const report = usage.report();
    expect(report.principals[0].uses.filter(({ isMain }) => isMain).map(({ by, count }) => [by, count])).toEqual([['agent session', 20_000]]);
    expect(toJson({ report, principals: [] })).toMatchObject({ from: { tooManySessions: true } });
    let text = '';
    const out = new Terminal({ write: (chunk: string) => (text += chunk) } as any, {});
    printRefine({ report, principals: [] }, out);
    out.flush();
    expect(text).toContain('There are too many sessions');
  });

  test('in words, and as code beside calls through a server', async () => {
    const events = [begin('ASIA1', MARKED), call('ASIA1'), { ...table('DescribeTable', 'b'), userIdentity: { ...call('ASIA1').userIdentity, invokedBy: 'eks-mcp.amazonaws.com' } }];
    const stdin = JSON.stringify({ Records: events });
    const said = (await run(['refine', '-', '--principal', 'Coder'], { stdin })).stdout.replace(/\s+/g, ' ');
    expect(said).toContain('Its agent used, directly, in sessions that are marked: dynamodb:DescribeTable 1 time on 1 day');
    expect(said).toContain('An agent\'s sessions are those that begin with PrincipalType=Agent');
    const code = (await run(['refine', '-', '--principal', 'Coder', '--format', 'typescript'], { stdin })).stdout;
    expect(code).toContain('  agents: AgentMark.anyOf(AgentMark.viaAnyServer(), AgentMark.sessionTag()),\n');
    expect(code).toContain('  conditions: { \'StringEquals\': { \'aws:PrincipalTag/PrincipalType\': \'Agent\' } },\n');
  });
});
