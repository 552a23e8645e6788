import * as path from 'path';
import { inEmptyDirectory, policy as policyOf, role as roleOf, run, runJson, write } from './run';
import { event } from '../activity/events';

inEmptyDirectory();

const SHARED = ['cloudtrail-log-file.json', 'more-shapes.json'].map((file) => path.join(__dirname, '../activity/shared-events', file));
const AWS = 'aws-mcp.amazonaws.com';
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const deny = (Sid: string, Action: string, more: object = {}) => ({ Sid, Effect: 'Deny', Action, Resource: '*', ...more });
const viaMcp = { Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
const log = (...Records: object[]) => write('log.json', { Records });

const NO_DELETES = document(deny('NoDeletesByAgents', 's3:Delete*', viaMcp));

test('the shared events by a service control policy', async () => {
  const scp = write('scp.json', document(
    deny('NoDeletesByAgents', 's3:Delete*', viaMcp),
    deny('NoKeysForAgents', 'kms:Decrypt', viaMcp),
    deny('KeepOldReports', 's3:DeleteBucket', { Resource: 'arn:aws:s3:::old-*' }),
    deny('OnlyOwnBuckets', 's3:GetObject', { Condition: { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } } }),
  ));
  const { code, stdout, stderr } = await run(['replay', ...SHARED, '--scp', scp]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatchSnapshot();
});

test.each([
  ['of agents alone', NO_DELETES, 0],
  ['of everybody', document(deny('NoDeletes', 's3:Delete*')), 1],
  ['that may hit people', document(deny('NoDeletes', 's3:Delete*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } } })), 1],
])('--expect no-direct-denials, of a policy %s', async (_title, policy, expected) => {
  const { code, stderr } = await run(['replay', ...SHARED, '--scp', write('scp.json', policy), '--expect', 'no-direct-denials']);
  expect(code).toBe(expected);
  expect(stderr.includes('Expected no denials of direct calls')).toBe(expected === 1);
});

test.each([['no event', ['empty.json']], ['none of those that are asked about', [...SHARED, '--principal', 'arn:aws:iam::*:role/Misspelled']]])('--expect no-direct-denials, of %s', async (_title, args) => {
  write('empty.json', { Records: [] });
  expect((await run(['replay', ...args, '--scp', write('scp.json', NO_DELETES), '--expect', 'no-direct-denials'])).code).toBe(1);
});

test('what cannot be read is named, and the rest is replayed', async () => {
  write('log.jsonl', `${JSON.stringify(event('s3 DeleteBucket'))}\n{"broken\n${JSON.stringify(event('s3 DeleteBucket'))}\n{"broken\n`);
  const scp = write('scp.json', document(deny('NoDeletes', 's3:Delete*')));
  const { code, stdout, stderr } = await run(['replay', 'log.jsonl', '--scp', scp]);
  expect([code, stderr]).toEqual([2, 'mcp-guardrails: log.jsonl:2: not valid JSON (2 times)\n']);
  expect(stdout).toContain('People and programs would be denied: 2 calls');
  expect(await runJson(['replay', 'log.jsonl', '--scp', scp])).toMatchObject({ version: 1, events: 2, calls: [{ outcome: 'DENIED', count: 2 }], notRead: ['log.jsonl:2: not valid JSON (2 times)'] });
});

test('from standard input, and of files that have no events', async () => {
  const scp = write('scp.json', NO_DELETES);
  const stdin = JSON.stringify({ Records: [event('s3 DeleteBucket', { via: AWS })] });
  expect((await run(['replay', '--scp', scp], { stdin })).stdout).toContain('Agents would be denied: 1 call');
  write('folder/readme.txt', 'nothing');
  expect(await run(['replay', 'folder', 'none.json', '--scp', scp])).toMatchObject({
    code: 2, stderr: 'mcp-guardrails: folder: no file with events: expected .json, .json.gz, .jsonl or .csv\nmcp-guardrails: none.json: there is no such file\n',
  });
});

describe('a template that is not deployed yet', () => {
  const role = (more: object) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' }), ...more } });
  const allow = (Action: string) => ({ PolicyName: 'p', PolicyDocument: document({ Effect: 'Allow', Action, Resource: '*' }) });
  const template = {
    Resources: {
      AgentRole1234ABCD: role({ Policies: [allow('s3:Get*')] }),
      Named: role({ RoleName: 'Named', Path: '/agents/', Policies: [allow('s3:*')], PermissionsBoundary: { Ref: 'Boundary' } }),
      Boundary: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document({ Effect: 'Allow', Action: '*', Resource: '*' }, deny('NoBucketPolicies', 's3:PutBucketPolicy', viaMcp)) } },
      Scp: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'n', Type: 'SERVICE_CONTROL_POLICY', TargetIds: ['r-ab12'], Content: NO_DELETES } },
      Rcp: { Type: 'AWS::Organizations::Policy', Properties: { Name: 'r', Type: 'RESOURCE_CONTROL_POLICY', TargetIds: ['444455556666'], Content: document({ ...deny('NoReads', 's3:GetObject'), Principal: '*' }) } },
      Policy: { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: 'kept', PolicyDocument: document({ ...deny('Kept', 's3:DeleteBucket', { Resource: 'arn:aws:s3:::kept' }), Principal: '*' }) } },
    },
  };
  test.each<[string, Parameters<typeof event>, string[]]>([
    ['its role by the name that CloudFormation made', ['s3 DeleteBucket', { by: 'role/App-AgentRole1234ABCD-0A1B2C3D4E5F' }], ['DENIED no Allow in the identity-based policy']],
    ['its role, as it may', ['s3 GetBucketPolicy', { by: 'role/App-AgentRole1234ABCD-0A1B2C3D4E5F' }], []],
    ['its role, within the boundary', ['s3 PutBucketPolicy', { by: 'role/agents/Named', via: AWS }], ['DENIED "NoBucketPolicies" template.json:83']],
    ['a role of another path, which is another one', ['ec2 DescribeInstances', { by: 'role/people/Unnamed' }], []],
    ['anybody by its control policy', ['s3 DeleteBucket', { by: 'role/Other', via: AWS }], ['DENIED "NoDeletesByAgents" template.json:109']],
    ['anybody by the policy of a bucket', ['s3 DeleteBucket', { by: 'role/Other', parameters: { bucketName: 'kept' } }], ['DENIED "Kept" template.json:153']],
    ['what is not told, of which another account may have the resource', ['s3 GetObject', { by: 'role/Other' }], ['NOT_DECIDED "NoReads" template.json:135']],
    ['another bucket', ['s3 DeleteBucket', { by: 'role/Other', parameters: { bucketName: 'other' } }], []],
  ])('%s', async (_title, given, expected) => {
    write('template.json', template);
    log(event(...given));
    const { calls } = await runJson(['replay', 'log.json', '--policy', 'template.json', '--account', '111122223333']);
    expect(calls.map(({ outcome, by }: { outcome: string; by: string[] }) => `${outcome} ${by.join()}`)).toEqual(expected);
  });
});

test('a guardrail that is removed, of some principals', async () => {
  log(...['role/agents/A', 'role/other/B'].map((by) => event('s3 DeleteBucket', { by, via: AWS, error: 'AccessDenied' })));
  const { calls, leftOut } = await runJson(['replay', 'log.json', '--current', write('now.json', NO_DELETES), '--principal', 'arn:aws:iam::*:role/agents/*']);
  expect([calls.map(({ outcome, principal }: any) => [outcome, principal]), leftOut]).toEqual([[['NO_LONGER_DENIED', 'arn:aws:iam::111122223333:role/agents/A']], 1]);
  expect((await run(['replay', 'log.json', '--current', 'now.json'])).stdout).toContain('Was denied, and would no longer be by these policies: 2 calls');
});

test('a policy of a principal that AWS would refuse is named', async () => {
  log(event('s3 DeleteBucket', { via: AWS }));
  const wrong = document(deny('D', 's3:*', { Condition: { Boool: { 'aws:ViaAWSMCPService': 'true' } } }));
  write('template.json', { Resources: { Dev: roleOf(wrong, { RoleName: 'Developer' }) } });
  const { code, stderr } = await run(['replay', 'log.json', '--policy', 'template.json', '--account', '111122223333']);
  expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('template.json Dev Properties/Policies/0/PolicyDocument/Statement/0: has a malformed Condition')]);
});

test('policies that are all that a principal has', async () => {
  log(event('s3 DeleteBucket'));
  write('policy.json', document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }));
  expect((await run(['replay', 'log.json', '--policy', 'policy.json'])).stdout).toContain('they are taken to be all that the principals have');
});

describe('in words', () => {
  const inWords = async (records: object[], statement: object) => {
    log(...records);
    return (await run(['replay', 'log.json', '--scp', write('scp.json', document(statement))])).stdout.replace(/\s+/g, ' ');
  };
  const tool = (more: object, ...downstream: string[]) => event('aws-mcp CallReadWriteTool', {
    more: { eventType: 'AwsMcpEvent', additionalEventData: { downstreamRequests: downstream.map((apiName, i) => ({ apiName, requestId: `r${i}`, awsRegion: 'eu-west-1' })) }, ...more },
  });

  test('events that are there twice are said to be, and count once', async () => {
    const call = event('s3 DeleteBucket');
    const text = await inWords([call, call], deny('NoDeletes', 's3:Delete*'));
    expect(text).toContain('1 are there twice: they are not judged.');
    expect(text).toContain('People and programs would be denied: 1 call ');
  });

  test('no more than 20 groups, and of a group no more than 8 actions', async () => {
    const roles = Array.from({ length: 22 }, (_, i) => event('s3 DeleteBucket', { by: `role/R${i}` }));
    const many = await inWords(roles, deny('NoDeletes', 's3:Delete*'));
    expect(many).toContain('People and programs would be denied: 22 calls');
    expect(many.match(/role\/R\d+ directly/g)).toHaveLength(20);
    expect(many).toContain('… and 2 more groups: --format json has them all.');
    const NAMES = ['DescribeVpcs', 'DescribeSubnets', 'DescribeImages', 'DescribeVolumes', 'DescribeInstances', 'DescribeSnapshots', 'DescribeKeyPairs', 'DescribeRegions', 'DescribeAddresses'];
    const calls = NAMES.map((name) => event(`ec2 ${name}`));
    expect(await inWords(calls, deny('NoEc2', 'ec2:*'))).toMatch(/ec2:DescribeAddresses \(1\), (ec2:Describe\w+ \(1\), ){7}… by "NoEc2"/);
    expect(await inWords(calls.slice(1), deny('NoEc2', 'ec2:*'))).not.toContain('…');
  });

  test('what an event does not tell is left away', async () => {
    const call = event('s3 DeleteBucket', { more: { eventTime: undefined, awsRegion: undefined, eventID: undefined } });
    const text = await inWords([call], deny('NoDeletes', 's3:Delete*'));
    expect(text).toContain('1 event: 1 of people and programs');
    expect(text).toMatch(/role\/people\/Developer directly, 1 call s3:DeleteBucket \(1\) by "NoDeletes" scp\.json\S* such as s3 DeleteBucket /);
  });

  test('operations of which the action is not known, of agents and people, the most frequent first, and no more than 20', async () => {
    const unknown = (count: number) => Array.from({ length: count }, (_, i) => event(`s3 NoSuchThing${i}`));
    const some = await inWords([event('s3 NoSuchThing0', { via: AWS }), ...unknown(2).reverse()], deny('NoDeletes', 's3:Delete*'));
    expect(some).toContain('3 calls of operations whose action is not known: s3 NoSuchThing0 (2), s3 NoSuchThing1 (1).');
    expect(await inWords(unknown(21), deny('NoDeletes', 's3:Delete*'))).toMatch(/21 calls of operations whose action is not known: (s3 NoSuchThing\d+ \(1\), ){20}…\./);
  });

  test('calls of which only the call of a tool tells', async () => {
    const text = await inWords([tool({}, 's3:DeleteBucket')], deny('NoDeletes', 's3:Delete*', viaMcp));
    expect(text).toContain('Agents would be denied: 1 call ');
    expect(text).toContain('1 call by tools of which there is no event is judged by the operation alone, without the resource.');
    expect(await inWords([tool({}, 's3:DeleteBucket', 's3:DeleteBucket')], deny('NoDeletes', 's3:Delete*', viaMcp))).toContain('2 calls by tools of which there is no event are judged');
  });

  test('with data events nothing is said to be missing', async () => {
    const data = event('s3 GetObject', { parameters: { bucketName: 'b', key: 'k' }, more: { eventCategory: 'Data' } });
    expect(await inWords([data], deny('NoDeletes', 's3:Delete*'))).not.toContain('Not judged');
    expect(await inWords([event('s3 ListBuckets')], deny('NoDeletes', 's3:Delete*'))).toContain('Not judged there are no data events');
    expect(await inWords([], deny('NoDeletes', 's3:Delete*'))).toContain('Not judged there is no event at all.');
    log(data);
    expect(await runJson(['replay', 'log.json', '--scp', 'scp.json'])).toMatchObject({ events: 1, dataEvents: 1 });
  });
});

test.each([
  [[], 'no policy is given: expected --policy, --scp, --rcp or --boundary, such as --scp new.json'],
  [['--policy', 'bucket.json'], 'bucket.json: has a Principal: not a policy of the principals that made the calls'],
  [['--scp', 'scp.json', '--policy', 'template.json'], 'scp.json: a policy document beside templates: expected either policy documents, or templates'],
])('what is asked wrongly: %j', async (options, message) => {
  log(event('s3 DeleteBucket'));
  write('scp.json', NO_DELETES);
  write('bucket.json', document({ ...deny('D', 's3:*'), Principal: '*' }));
  write('template.json', { Resources: { T: { Type: 'AWS::SNS::Topic', Properties: {} } } });
  const { code, stderr } = await run(['replay', 'log.json', ...options]);
  expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
});

test('a query in place of the events', async () => {
  write('scp.json', policyOf({ Effect: 'Deny', Action: 'sqs:Delete*' }));
  const { code, stdout, stderr } = await run(['replay', '--sql', 'athena', '--scp', 'scp.json', '--table', 'lake.events', '--days', '7']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('FROM lake.events\n  WHERE day >= date_format(current_timestamp - interval \'7\' day');
  expect((await runJson(['replay', '--sql', 'athena', '--scp', 'scp.json'])).sql).toContain('FROM mcp_activity.cloudtrail');
});

test.each<[string[], string]>([
  [['--sql', 'athena'], '--sql: expected one --scp FILE, got none'],
  [['--sql', 'athena', '--scp', 'scp.json', '--scp', 'scp.json'], '--sql: expected one --scp FILE, got 2'],
  [['--sql', 'athena', '--scp', 'scp.json', '--rcp', 'scp.json'], '--sql: --rcp has no place in a query'],
  [['events.json', '--sql', 'athena', '--scp', 'scp.json'], '--sql: events.json has no place in a query'],
  [['--sql', 'athena', '--scp', 'scp.json', '--table', 'a b'], '--table a b: expected a database and a table'],
  [['--sql', 'athena', '--scp', 'scp.json', '--days', '0'], '--days 0: expected how many days back are read'],
  [['--sql', 'athena', '--scp', 'two.json'], 'two.json: 2 policies: expected one, for a query'],
  [['events.json', '--scp', 'scp.json', '--days', '3'], '--days goes with --sql'],
  [['--sql', 'athena', '--scp', 'allows.json'], 'allows only something'],
])('a query that is not: %j', async (args, message) => {
  write('scp.json', policyOf({ Effect: 'Deny', Action: 'sqs:Delete*' }));
  write('allows.json', policyOf({ Effect: 'Allow', Action: 'sqs:*' }));
  write('two.json', [policyOf({ Effect: 'Deny', Action: 'sqs:*' }), policyOf({ Effect: 'Deny', Action: 's3:*' })]);
  const { code, stderr } = await run(['replay', ...args]);
  expect(code).toBe(2);
  expect(stderr.replace(/\n\s*/g, ' ')).toContain(message);
});
