import type { TestCall } from './events';
import { event } from './events';
import { eventOf } from '../../src/activity/event';
import { EvidenceSource } from '../../src/activity/evidence-source';
import { Replay } from '../../src/activity/replay';
import type { ReplayReport } from '../../src/activity/replay-report';
import { hitsDirectCalls } from '../../src/activity/replay-report';
import { Verdicts } from '../../src/activity/verdict';
import type { PolicyDocuments } from '../../src/analysis/simulation/documents-source';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';

const AWS = 'aws-mcp.amazonaws.com';
const deny = (Action: string | string[], Condition?: object, Resource: string | string[] = '*') => ({ Sid: 'D', Effect: 'Deny', Action, Resource, ...(Condition && { Condition }) });
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const scp = (...statements: object[]): PolicyDocuments => ({ serviceControlPolicies: [document(...statements)] });

function verdicts(documents: PolicyDocuments, context = {}, limits = false): Verdicts {
  return new Verdicts(new EvidenceSource(new DocumentsSource(documents), limits), context);
}

function replay(events: ReadonlyArray<{ [name: string]: unknown }>, proposed: Verdicts, current?: Verdicts): ReplayReport {
  const run = new Replay({ proposed, current });
  events.forEach((each) => run.take(eventOf(each)!));
  return run.end();
}

/** What is said of one call, and on what it hangs. */
function said(operation: string, call: TestCall, policies: PolicyDocuments | Verdicts): string {
  const proposed = policies instanceof Verdicts ? policies : verdicts(policies);
  const { calls, notJudged, alreadyDenied } = replay([event(operation, call)], proposed);
  const [one] = calls;
  return notJudged.length > 0 ? 'NOT_JUDGED' : alreadyDenied > 0 ? 'ALREADY' : one === undefined ? 'NOT_DENIED'
    : `${one.outcome}${one.dependsOn.length > 0 ? `: ${one.dependsOn.join('; ')}` : one.by.some((each) => each.startsWith('no Allow')) ? `: ${one.by.join()}` : ''}`;
}

const FEDERATED = { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/f', accountId: '111122223333' };
const viaMcp = { Bool: { 'aws:ViaAWSMCPService': 'true' } };

test.each<[string, string, TestCall, PolicyDocuments, string]>([
  ['an agent is denied', 's3 DeleteBucket', { via: AWS }, scp(deny('s3:Delete*', viaMcp)), 'DENIED'],
  ['a person is not', 's3 DeleteBucket', {}, scp(deny('s3:Delete*', viaMcp)), 'NOT_DENIED'],
  ['a person is, by the trap of Null', 's3 DeleteBucket', {}, scp(deny('s3:Delete*', { Null: { 'aws:ViaAWSMCPService': 'true' } })), 'NOT_DECIDED: aws:ViaAWSMCPService'],
  ['a person is, by IfExists', 's3 DeleteBucket', {}, scp(deny('s3:Delete*', { BoolIfExists: { 'aws:ViaAWSMCPService': 'true' } })), 'NOT_DECIDED: aws:ViaAWSMCPService'],
  ['a person is, by a negated operator', 's3 DeleteBucket', {}, scp(deny('s3:Delete*', { StringNotEquals: { 'aws:CalledViaAWSMCP': AWS } })), 'DENIED'],
  ['another server', 'eks DescribeCluster', { via: 'eks-mcp.amazonaws.com', parameters: { name: 'prod' } }, scp(deny('*', { ...viaMcp, StringNotEquals: { 'aws:CalledViaAWSMCP': AWS } })), 'DENIED'],
  ['a server that is not listed', 's3 DeleteBucket', { via: 'new-mcp.amazonaws.com' }, scp(deny('s3:*', viaMcp)), 'DENIED'],
  ['what a service does for somebody', 'iam CreateRole', { via: 'cloudformation.amazonaws.com' }, scp(deny('iam:*', viaMcp)), 'NOT_DECIDED: whether an agent started it, which the event does not tell'],
  ['what a service does, by a Deny for all', 'iam CreateRole', { via: 'cloudformation.amazonaws.com' }, scp(deny('iam:*')), 'DENIED'],
  ['the name is not the action', 'monitoring DeleteAlarms', { via: AWS }, scp(deny('cloudwatch:Delete*', viaMcp)), 'DENIED'],
  ['a dated name', 'lambda UpdateFunctionCode20150331v2', { via: AWS }, scp(deny('lambda:UpdateFunctionCode', viaMcp)), 'DENIED'],
  ['a name that is another action\'s', 's3 ListBuckets', { via: AWS }, scp(deny('s3:ListAllMyBuckets', viaMcp)), 'DENIED'],
  ['a passed role', 'lambda CreateFunction20150331', { parameters: { functionName: 'f', role: 'arn:aws:iam::111122223333:role/admin/R' } }, scp(deny('iam:PassRole', undefined, 'arn:aws:iam::*:role/admin/*')), 'DENIED'],
  ['another role', 'lambda CreateFunction20150331', { parameters: { functionName: 'f', role: 'arn:aws:iam::111122223333:role/R' } }, scp(deny('iam:PassRole', undefined, 'arn:aws:iam::*:role/admin/*')), 'NOT_DENIED'],
  ['to another service', 'lambda CreateFunction20150331', { parameters: { functionName: 'f', role: 'arn:aws:iam::111122223333:role/R' } }, scp(deny('iam:PassRole', { StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } })), 'NOT_DENIED'],
  ['a bucket', 's3 DeleteBucket', { parameters: { bucketName: 'old' } }, scp(deny('s3:*', undefined, 'arn:aws:s3:::old')), 'DENIED'],
  ['another bucket', 's3 DeleteBucket', { parameters: { bucketName: 'new' } }, scp(deny('s3:*', undefined, 'arn:aws:s3:::old')), 'NOT_DENIED'],
  ['a bucket that is not told', 's3 DeleteBucket', {}, scp(deny('s3:*', undefined, 'arn:aws:s3:::old')), 'NOT_DECIDED: the resource'],
  ['one object, in a version or not', 's3 GetObject', { parameters: { bucketName: 'data', key: 'k' } }, scp(deny('s3:GetObject', undefined, 'arn:aws:s3:::data/k')), 'DENIED'],
  ['a key with a character that is a wildcard', 's3 PutObject', { parameters: { bucketName: 'data', key: 'a*' } }, scp(deny('s3:PutObject', undefined, 'arn:aws:s3:::data/ab')), 'NOT_DENIED'],
  ['an access point stands for a bucket that is not told', 's3 PutObject', { parameters: { bucketName: 'x-s3alias', key: 'a' } }, scp(deny('s3:PutObject', undefined, 'arn:aws:s3:::data/*')), 'NOT_DECIDED: the resource'],
  ['the account of a bucket is not told', 's3 PutObject', { parameters: { bucketName: 'data', key: 'a' } }, scp(deny('s3:PutObject', { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } })), 'NOT_DECIDED: aws:ResourceAccount'],
  ['or it is', 's3 PutObject', { parameters: { bucketName: 'data', key: 'a' }, resources: [{ ARN: 'arn:aws:s3:::data/a', type: 'AWS::S3::Object', accountId: '111122223333' }] }, scp(deny('s3:PutObject', { StringNotEquals: { 'aws:ResourceAccount': '111122223333' } })), 'NOT_DENIED'],
  ['what is copied', 's3 CopyObject', { parameters: { 'bucketName': 'data', 'key': 'a', 'x-amz-copy-source': 'secret/a' } }, scp(deny('s3:GetObject', undefined, 'arn:aws:s3:::secret/*')), 'DENIED'],
  ['not where it is copied to', 's3 CopyObject', { parameters: { 'bucketName': 'secret', 'key': 'a', 'x-amz-copy-source': 'data/a' } }, scp(deny('s3:GetObject', undefined, 'arn:aws:s3:::secret/*')), 'NOT_DENIED'],
  ['each of several instances', 'ec2 TerminateInstances', { parameters: { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }, { instanceId: 'i-0a1b2c3d4e5f60719' }] } } }, scp(deny('ec2:*', undefined, 'arn:aws:ec2:*:*:instance/i-0a1b2c3d4e5f60719')), 'DENIED'],
  ['what else a call is about is not told', 'ec2 RunInstances', { parameters: { instancesSet: { items: [{ imageId: 'ami-0a1b2c3d4e5f60718' }] } } }, scp(deny('ec2:RunInstances', undefined, 'arn:aws:ec2:*:*:subnet/subnet-1')), 'NOT_DECIDED: the resource'],
  ['the path of a role', 'iam DeleteRole', { by: 'role/x', parameters: { roleName: 'R' } }, scp(deny('iam:DeleteRole', undefined, 'arn:aws:iam::*:role/protected/*')), 'NOT_DECIDED: whether the statement\'s resource is arn:aws:iam::111122223333:role/*R'],
  ['the path of the caller', 's3 DeleteBucket', { by: 'role/agents/A' }, scp(deny('s3:*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/agents/*' } })), 'DENIED'],
  ['and of another one', 's3 DeleteBucket', { by: 'role/people/A' }, scp(deny('s3:*', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/agents/*' } })), 'NOT_DENIED'],
  ['a federated user, by a policy of something else', 's3 DeleteBucket', { more: { userIdentity: FEDERATED } }, scp(deny('sqs:*')), 'NOT_DENIED'],
  ['a federated user', 's3 DeleteBucket', { more: { userIdentity: FEDERATED } }, scp(deny('s3:*')), 'DENIED'],
  ['a Region', 's3 CreateBucket', {}, scp(deny('*', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } })), 'NOT_DENIED'],
  ['another Region', 's3 CreateBucket', {}, scp(deny('*', { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } })), 'DENIED'],
  ['an address', 's3 CreateBucket', {}, scp(deny('*', { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })), 'NOT_DENIED'],
  ['the address of an agent', 's3 CreateBucket', { via: AWS }, scp(deny('*', { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })), 'NOT_DECIDED: aws:SourceIp'],
  ['an address within a network', 's3 CreateBucket', { more: { sourceIPAddress: '10.0.0.1' } }, scp(deny('*', { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })), 'NOT_DECIDED: aws:SourceIp'],
  ['an endpoint', 's3 CreateBucket', { more: { vpcEndpointId: 'vpce-0a1b', sourceIPAddress: '10.0.0.1' } }, scp(deny('*', { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b' } })), 'NOT_DENIED'],
  ['no endpoint but a server', 's3 CreateBucket', { via: AWS, more: { vpcEndpointId: AWS } }, scp(deny('*', { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b' } })), 'NOT_DECIDED: aws:SourceVpce'],
  ['without MFA, whether the key is there or not', 's3 CreateBucket', {}, scp(deny('*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })), 'DENIED'],
  ['without MFA, by a test that needs the key', 's3 CreateBucket', {}, scp(deny('*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })), 'NOT_DECIDED: aws:MultiFactorAuthPresent'],
  ['a user\'s own keys', 's3 CreateBucket', { by: 'user/bot' }, scp(deny('*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })), 'NOT_DENIED'],
  ['a sign-in session that the event does not have', 's3 CreateBucket', {}, scp(deny('*', { StringLike: { 'aws:SignInSessionArn': '*' } })), 'NOT_DECIDED: aws:SignInSessionArn'],
  ['tags of the caller', 's3 CreateBucket', {}, scp(deny('*', { StringEquals: { 'aws:PrincipalTag/team': 'a' } })), 'NOT_DECIDED: aws:PrincipalTag/team'],
  ['the organization', 's3 CreateBucket', {}, scp(deny('*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } })), 'NOT_DECIDED: aws:PrincipalOrgID'],
  ['tags of the request', 'sqs CreateQueue', { parameters: { queueName: 'q', tags: { team: 'a' } } }, scp(deny('sqs:*', { StringEquals: { 'aws:RequestTag/team': 'a' } })), 'DENIED'],
  ['no permission is needed', 'sts GetCallerIdentity', {}, scp(deny('*')), 'NOT_DENIED'],
  ['the action is not known', 's3 NoSuchThing', {}, scp(deny('s3:*')), 'NOT_JUDGED'],
  ['no call', 'signin ConsoleLogin', { more: { eventType: 'AwsConsoleSignIn' } }, scp(deny('*')), 'NOT_DENIED'],
  ['it was denied', 's3 DeleteBucket', { error: 'AccessDenied' }, scp(deny('*')), 'ALREADY'],
  ['another error', 's3 DeleteBucket', { error: 'NoSuchBucket' }, scp(deny('*')), 'DENIED'],
  ['a service-linked role', 's3 DeleteBucket', { by: 'role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX' }, scp(deny('*')), 'NOT_DENIED'],
  ['the root user', 's3 DeleteBucket', { by: 'root' }, scp(deny('*')), 'DENIED'],
  ['an allowlist lacks it', 's3 DeleteBucket', {}, scp({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }), 'DENIED: no Allow in the service control policy'],
  ['an allowlist has it', 's3 DeleteBucket', {}, scp({ Effect: 'Allow', Action: 's3:*', Resource: '*' }), 'NOT_DENIED'],
  ['a boundary lacks it', 's3 DeleteBucket', {}, { permissionsBoundary: document({ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }) }, 'DENIED: no Allow in the permissions boundary'],
  ['a boundary has it on some', 's3 DeleteBucket', { parameters: { bucketName: 'data' } }, { permissionsBoundary: document({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::alpha' }) }, 'DENIED: no Allow in the permissions boundary'],
  ['a resource control policy', 's3 DeleteBucket', { via: AWS }, { resourceControlPolicies: [document({ ...deny('s3:*', viaMcp), Principal: '*' })] }, 'DENIED'],
  ['an endpoint, by what the event tells', 's3 DeleteBucket', {}, { vpcEndpointPolicy: document({ Effect: 'Allow', Action: '*', Resource: '*', Principal: '*' }, { ...deny('s3:*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }), Principal: '*' }) }, 'DENIED'],
  ['a policy of the principal that only denies', 's3 DeleteBucket', {}, { identityPolicies: [document(deny('ec2:*'))] }, 'NOT_DENIED'],
  ['a key that its policy gives', 'kms Decrypt', { resources: [{ ARN: 'arn:aws:kms:eu-west-1:111122223333:key/k', accountId: '111122223333' }] }, scp(deny('s3:*')), 'NOT_DENIED'],
  ['a role that is assumed', 'sts AssumeRole', { parameters: { roleArn: 'arn:aws:iam::444455556666:role/R', roleSessionName: 's' } }, scp(deny('sts:AssumeRole', undefined, 'arn:aws:iam::444455556666:role/R')), 'DENIED'],
  ['a role of another account', 'sts AssumeRole', { parameters: { roleArn: 'arn:aws:iam::444455556666:role/R', roleSessionName: 's' } }, scp(deny('s3:*')), 'NOT_DENIED'],
  ['a call of a server\'s own', 'eks-mcp CallReadOnlyTool', { more: { eventType: 'AwsMcpEvent', requestParameters: { params: { name: 't' } } } }, scp(deny('eks-mcp:*')), 'DENIED'],
  ['a server without actions', 'aws-mcp CallReadWriteTool', { more: { eventType: 'AwsMcpEvent' } }, scp(deny('*')), 'NOT_DENIED'],
])('%s: %s', (_title, operation, call, policies, expected) => {
  expect(said(operation, call, policies)).toBe(expected);
});

test('what holds for all events can be said', () => {
  const policies = scp(deny('*', { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }));
  expect(said('s3 CreateBucket', {}, verdicts(policies, { 'aws:PrincipalOrgID': ['o-1'] }))).toBe('NOT_DENIED');
  expect(said('s3 CreateBucket', {}, verdicts(policies, { 'aws:PrincipalOrgID': ['o-2'] }))).toBe('DENIED');
});

test('what is said of all events counts more than what one tells, in whichever case', () => {
  const policies = scp(deny('*', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }));
  expect(said('s3 CreateBucket', {}, verdicts(policies, { 'AWS:requestedregion': ['us-east-1'] }))).toBe('DENIED');
  const told = { more: { eventContext: { requestContext: { 'aws:requestedregion': 'us-east-1', 'aws:ViaAWSService': 'true' } } } };
  expect(said('s3 CreateBucket', told, verdicts(policies))).toBe('DENIED');
});

test('a table without the column that tells the channel', () => {
  expect(said('s3 DeleteBucket', { more: { sourceIPAddress: AWS } }, scp(deny('s3:*', viaMcp)))).toBe('DENIED');
});

test('policies that are all that a principal has', () => {
  const policies = { identityPolicies: [document({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' })] };
  expect(said('s3 DeleteBucket', {}, verdicts(policies, {}, true))).toBe('DENIED: no Allow in the identity-based policy');
  expect(said('s3 DeleteBucket', {}, verdicts(policies))).toBe('NOT_DENIED');
});

describe('calls of tools', () => {
  const downstream = (...requests: Array<[apiName: string, requestId: string]>) => event('aws-mcp CallReadWriteTool', {
    more: { eventType: 'AwsMcpEvent', awsRegion: 'us-east-1', additionalEventData: { downstreamRequests: requests.map(([apiName, requestId]) => ({ apiName, requestId, awsRegion: 'eu-west-1' })) } },
  });
  const call = event('s3 DeleteBucket', { via: AWS, parameters: { bucketName: 'data' }, more: { requestID: 'r1' } });
  const tool = downstream(['s3:DeleteBucket', 'r1'], ['s3:GetObject', 'r2'], ['s3:GetObject', 'r3']);
  const policies = scp(deny(['s3:DeleteBucket', 's3:GetObject*'], viaMcp));

  test.each([['before', [tool, call]], ['after', [call, tool]], ['twice', [call, tool, call, tool]]])('are joined with what they called, %s', (_title, events) => {
    const { calls, unlogged, toolCalls, events: all, duplicates } = replay(events, verdicts(policies));
    expect({ unlogged, toolCalls, all, duplicates }).toEqual({ unlogged: 2, toolCalls: 1, all: 2, duplicates: events.length - 2 });
    expect(calls.map(({ outcome, actions }) => [outcome, actions])).toEqual([
      ['DENIED', [{ action: 's3:GetObject', count: 2 }, { action: 's3:DeleteBucket', count: 1 }]],
    ]);
  });

  test('what is not known of what they called is not decided, and what is no operation is not judged', () => {
    const { calls, notJudged } = replay([downstream(['s3:GetObject', 'r4'], ['s3:Nothing', 'r5'], ['nothing', 'r6'])], verdicts(scp(deny('s3:GetObject*', viaMcp, 'arn:aws:s3:::data/*'))));
    expect(calls.map(({ outcome, dependsOn }) => [outcome, dependsOn.includes('the resource')])).toEqual([['NOT_DECIDED', true]]);
    expect(notJudged.map(({ operation, throughServers }) => [operation, throughServers])).toEqual([['nothing nothing', 1], ['s3 Nothing', 1]]);
  });
});

test('each is counted where it belongs, with the first and the last', () => {
  const events = [
    event('s3 DeleteBucket', { parameters: { bucketName: 'alpha' } }), event('s3 DeleteBucket', { parameters: { bucketName: 'data' } }), event('s3 CreateBucket'),
    event('s3 DeleteBucket', { via: AWS, parameters: { bucketName: 'gamma' } }), event('s3 DeleteBucket', { error: 'AccessDenied' }),
  ];
  const report = replay(events, verdicts(scp(deny('s3:DeleteBucket'))));
  const [first, last] = [events[0].eventTime, events[4].eventTime];
  expect(report).toMatchObject({ events: 5, direct: 4, throughServers: 1, alreadyDenied: 1, days: 1, first, last });
  expect(report.calls).toMatchObject([
    { outcome: 'DENIED', origin: 'DIRECT', principal: 'arn:aws:iam::111122223333:role/people/Developer', count: 2, first: events[0].eventTime, last: events[1].eventTime, examples: [{ eventId: events[0].eventID, resource: 'arn:aws:s3:::alpha' }, { resource: 'arn:aws:s3:::data' }] },
    { outcome: 'DENIED', origin: 'SERVER', originName: AWS, count: 1 },
  ]);
});

describe('beside the current policies', () => {
  const [agent, person] = [{ via: AWS, parameters: { bucketName: 'alpha' } }, { parameters: { bucketName: 'alpha' } }];
  const [now, wider, none] = [scp(deny('s3:DeleteBucket', viaMcp)), scp(deny('s3:DeleteBucket')), {}].map((each) => verdicts(each));
  test.each<[string, { [name: string]: unknown }, Verdicts, Verdicts, string[]]>([
    ['what is denied anew', event('s3 DeleteBucket', person), wider, now, ['DENIED']],
    ['what stays as it is', event('s3 DeleteBucket', person), now, now, []],
    ['what is denied by both, and happened', event('s3 DeleteBucket', agent), wider, now, ['DENIED_BY_BOTH']],
    ['what was denied and still is', event('s3 DeleteBucket', { ...agent, error: 'AccessDenied' }), wider, now, []],
    ['a guardrail that is removed', event('s3 DeleteBucket', { ...agent, error: 'AccessDenied' }), none, now, ['NO_LONGER_DENIED']],
    ['what something else denied', event('s3 DeleteBucket', { ...person, error: 'AccessDenied' }), none, now, []],
  ])('%s', (_title, given, proposed, current, expected) => {
    expect(replay([given], proposed, current).calls.map(({ outcome }) => outcome)).toEqual(expected);
  });
});

test.each<[string, { [name: string]: unknown }, boolean]>([
  ['a person is denied', event('s3 DeleteBucket'), true],
  ['a person may be denied', event('s3 DeleteBucket', { more: { sourceIPAddress: '10.0.0.1' } }), true],
  ['what a person did is not judged', event('s3 NoSuchThing'), true],
  ['an agent is denied', event('s3 DeleteBucket', { via: AWS }), false],
  ['a service for an agent perhaps', event('ec2 TerminateInstances', { via: 'cloudformation.amazonaws.com' }), false],
  ['a service for a person perhaps', event('s3 DeleteBucket', { via: 'cloudformation.amazonaws.com' }), true],
])('whether people are hit: %s', (_title, given, expected) => {
  const policies = scp(deny('s3:*', { NotIpAddressIfExists: { 'aws:SourceIp': '203.0.113.0/24' } }), { ...deny('ec2:*', viaMcp), Sid: 'E' });
  expect(hitsDirectCalls(replay([given], verdicts(policies)))).toBe(expected);
});

const IN = 'eu-west-1:111122223333';
const DELIVERY = { deliverySourceName: 's', deliveryDestinationArn: `arn:aws:logs:${IN}:delivery-destination:d` };
test.each<[string, string, { [name: string]: string }, string, string]>([
  ['a secret by part of its ARN', 'secretsmanager GetSecretValue', { secretId: `arn:aws:secretsmanager:${IN}:secret:db` }, `secretsmanager:${IN}:secret:db-*`, 'DENIED'],
  ['a secret by its ARN', 'secretsmanager GetSecretValue', { secretId: `arn:aws:secretsmanager:${IN}:secret:db-AbC123` }, `secretsmanager:${IN}:secret:db-AbC123`, 'DENIED'],
  ['a log group by its ARN', 'logs FilterLogEvents', { logGroupIdentifier: `arn:aws:logs:${IN}:log-group:app` }, `logs:${IN}:log-group:app:*`, 'NOT_DECIDED'],
  ['the table that is restored', 'dynamodb RestoreTableFromBackup', { backupArn: `arn:aws:dynamodb:${IN}:table/a/backup/1`, targetTableName: 'b' }, `dynamodb:${IN}:table/b`, 'DENIED'],
  ['the table that another becomes', 'dynamodb RestoreTableToPointInTime', { sourceTableName: 'a', targetTableName: 'b' }, `dynamodb:${IN}:table/b`, 'DENIED'],
  ['the index of a table by its ARN', 'dynamodb Query', { tableName: `arn:aws:dynamodb:${IN}:table/t`, indexName: 'i' }, `dynamodb:${IN}:table/t/index/i`, 'DENIED'],
  ['the instance that a document by its ARN is for', 'ssm SendCommand', { documentName: `arn:aws:ssm:${IN}:document/d` }, 'ec2:*:*:instance/*', 'NOT_DECIDED'],
  ['the key of an alias', 'kms DeleteAlias', { aliasName: 'alias/a' }, `kms:${IN}:key/*`, 'NOT_DECIDED'],
  ['the alias of a function', 'lambda Invoke', { functionName: 'f', qualifier: 'PROD' }, `lambda:${IN}:function:f:PROD`, 'DENIED'],
  ['the alias of a function by its ARN', 'lambda Invoke', { functionName: `arn:aws:lambda:${IN}:function:f`, qualifier: 'PROD' }, `lambda:${IN}:function:f:*`, 'DENIED'],
  ['a function without its alias', 'lambda Invoke', { functionName: 'f', qualifier: 'PROD' }, `lambda:${IN}:function:f`, 'NOT_DENIED'],
  ['a state machine by its alias', 'states StartExecution', { stateMachineArn: `arn:aws:states:${IN}:stateMachine:m:PROD` }, `states:${IN}:stateMachine:m`, 'NOT_DECIDED'],
  ['a database in another case', 'rds DeleteDBInstance', { dBInstanceIdentifier: 'Prod' }, `rds:${IN}:db:prod`, 'DENIED'],
  ['a zone with its type', 'route53 ChangeResourceRecordSets', { hostedZoneId: '/hostedzone/Z1' }, 'route53:::hostedzone/Z1', 'DENIED'],
  ['the source of a delivery', 'logs CreateDelivery', DELIVERY, `logs:${IN}:delivery-source:s`, 'DENIED'],
  ['another source of a delivery', 'logs CreateDelivery', DELIVERY, `logs:${IN}:delivery-source:t`, 'NOT_DECIDED'],
  ['the delivery, which gets its id', 'logs CreateDelivery', DELIVERY, `logs:${IN}:delivery:d1`, 'NOT_DECIDED'],
  ['the destination of a subscription', 'logs PutSubscriptionFilter', { logGroupName: 'app' }, `logs:${IN}:destination:theirs`, 'NOT_DECIDED'],
  ['an archive, beside its bus', 'events CreateArchive', { archiveName: 'a', eventSourceArn: `arn:aws:events:${IN}:event-bus/b` }, `events:${IN}:archive/a`, 'NOT_DECIDED'],
  ['the replay of an archive', 'events StartReplay', { replayName: 'r', eventSourceArn: `arn:aws:events:${IN}:archive/a` }, `events:${IN}:replay/r`, 'NOT_DECIDED'],
  ['a destination, beside its connection', 'events CreateApiDestination', { name: 'd', connectionArn: `arn:aws:events:${IN}:connection/c/1` }, `events:${IN}:api-destination/d/*`, 'NOT_DECIDED'],
  ['a repository of another account', 'ecr DeleteRepository', { registryId: '444455556666', repositoryName: 'r' }, 'ecr:eu-west-1:444455556666:repository/r', 'DENIED'],
])('a resource that a request names otherwise than policies: %s', (_title, operation, parameters, resource, expected) => {
  expect(said(operation, { parameters }, scp(deny('*', undefined, `arn:aws:${resource}`))).split(':')[0]).toBe(expected);
});

test('two servers are two, where the log has their address alone', () => {
  const through = (sourceIPAddress: string) => event('s3 ListBuckets', { more: { sourceIPAddress } });
  const policies = verdicts(scp(deny('s3:*', { StringEquals: { 'aws:CalledViaAWSMCP': AWS } })));
  expect(replay([through('eks-mcp.amazonaws.com'), through(AWS)], policies).calls).toMatchObject([{ outcome: 'DENIED', originName: AWS, count: 1 }]);
});
