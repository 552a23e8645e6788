import * as fs from 'fs';
import * as path from 'path';
import { duckType, shapeOf } from './monitor';
import { offlineEnvironment, run, shown } from './tools';
import { eventOf } from '../../src/activity/event';
import type { CloudTrailEvent } from '../../src/activity/event';
import { EvidenceSource } from '../../src/activity/evidence-source';
import { Replay } from '../../src/activity/replay';
import { sqlReplay } from '../../src/activity/sql-replay';
import { Verdicts } from '../../src/activity/verdict';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { PolicyKind } from '../../src/iam/policy';
import { TRAIL_COLUMNS } from '../../src/monitor/trail-columns';
import { event } from '../activity/events';
import { LABELED, WITHOUT_REQUEST } from '../activity/labeled-events';

const AWS = 'aws-mcp.amazonaws.com';
const VIA = { Bool: { 'aws:ViaAWSMCPService': 'true' } };
const deny = (Action: string | string[], Condition?: object, Resource = '*') => ({ Effect: 'Deny', Action, Resource, ...(Condition && { Condition }) });

/** Whether all that a policy reads is told by the query, so that it decides what a replay does. */
const POLICIES: ReadonlyArray<readonly [what: string, isTold: boolean, statements: object[]]> = [
  ['through any server', true, [deny(['s3:Delete*', 'iam:*', 'lambda:*', 'ec2:*', 'cloudwatch:Delete*'], VIA)]],
  ['everybody, with what is allowed', true, [{ Effect: 'Allow', Action: '*', Resource: '*' }, deny(['iam:Create*', 's3:ListAllMyBuckets', 'sts:*'])]],
  ['the trap of Null', true, [deny(['s3:*', 'iam:*'], { Null: { 'aws:ViaAWSMCPService': 'true' } })]],
  ['the trap of IfExists', true, [deny(['s3:*', 'iam:*'], { BoolIfExists: { 'aws:ViaAWSMCPService': 'true' } })]],
  ['all servers but one', true, [deny(['s3:*', 'ec2:*', 'eks:*', 'iam:*'], { ...VIA, StringNotEquals: { 'aws:CalledViaAWSMCP': AWS } })]],
  ['servers by a pattern', true, [deny(['s3:*', 'ec2:*', 'iam:*'], { StringLike: { 'aws:CalledViaAWSMCP': 'a*-mcp.amazonaws.com' } })]],
  ['but some roles', true, [deny(['s3:*', 'iam:*', 'ec2:*', 'lambda:*'], { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/people/*', 'arn:*:iam::111122223333:role/a?c(d)'] } })]],
  ['some roles, as strings', true, [deny(['s3:*', 'iam:*', 'ec2:*', 'lambda:*'], { StringLike: { 'aws:PrincipalArn': '*:role/p*' }, StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:user/x' } })]],
  ['a service in place of a server', true, [deny(['s3:*', 'iam:*', 'lambda:*'], { StringNotEquals: { 'aws:CalledViaAWSMCP': 'cloudformation.amazonaws.com' } })]],
  ['Regions, and no service', true, [deny(['s3:*', 'ec2:*', 'iam:*'], { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-central-1'] }, Bool: { 'aws:PrincipalIsAWSService': 'false' } })]],
  ['a service of which nothing known is denied', true, [deny(['s3:DeleteBucket', 'sqs:NewAction'])]],
  ['one bucket', false, [deny('s3:*', undefined, 'arn:aws:s3:::data/*')]],
  ['a tag', false, [deny(['ec2:*', 's3:*'], { StringEquals: { 'aws:PrincipalTag/team': 'a' } })]],
  ['an address', false, [deny(['s3:*', 'ec2:*', 'iam:*'], { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } })]],
  ['two statements', false, [deny('s3:Delete*', VIA), deny('iam:PassRole', undefined, 'arn:aws:iam::*:role/admin/*'), deny('ec2:Run*', { StringEquals: { 'ec2:InstanceType': 'x' } })]],
];

/** Calls of each kind, beside the labeled ones. */
const CALLS: ReadonlyArray<Parameters<typeof event>> = [
  ...['s3 DeleteBucket', 's3 ListBuckets', 'iam CreateRole', 'ec2 RunInstances', 'ec2 DescribeInstances', 'monitoring DeleteAlarms', 'lambda UpdateFunctionCode20150331v2',
    's3 NoSuchOperation', 'sqs NoSuchOperation', 'sts GetCallerIdentity', 's3 DeleteObjects', 'lambda CreateFunction20150331', 'eks DescribeCluster', 's3-control.amazonaws.com DeleteAccessPoint']
    .flatMap((operation): Array<Parameters<typeof event>> => [undefined, AWS, 'eks-mcp.amazonaws.com', 'new-mcp.amazonaws.com', 'cloudformation.amazonaws.com'].map((via) => [operation, { via }])),
  ...['user/x', 'root', 'role/admin/A', 'role/abc(d)', 'role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX'].flatMap((by): Array<Parameters<typeof event>> => [
    ['s3 DeleteBucket', { by }], ['iam CreateRole', { by, via: AWS }], ['ec2 RunInstances', { by, more: { awsRegion: 'us-east-1' } }], ['s3 DeleteBucket', { by, error: 'AccessDenied' }],
  ]),
  ['s3 DeleteBucket', { more: { userIdentity: { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/f', accountId: '111122223333' } } }],
  ['s3 DeleteBucket', { more: { userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } } }],
  ['s3 DeleteBucket', { more: { userIdentity: { type: 'AWSAccount', accountId: '111122223333' } } }],
  ['s3 DeleteBucket', { more: { userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/R/s', accountId: '111122223333' } } }],
  ['s3 DeleteBucket', { more: { eventType: 'AwsServiceEvent' } }],
];

/** What a replay says of one event. */
function replayed(read: CloudTrailEvent, proposed: Verdicts): string {
  const replay = new Replay({ proposed });
  replay.take(read);
  const { calls, notJudged, alreadyDenied, withoutRequest, toolCalls } = replay.end();
  return toolCalls > 0 ? 'TOOL_CALL' : calls.length > 0 ? calls[0].outcome : notJudged.length > 0 ? 'NOT_JUDGED' : alreadyDenied > 0 ? 'ALREADY_DENIED' : withoutRequest > 0 ? 'NOTHING' : 'NOT_DENIED';
}

/** What the query may say of a call, by what a replay says of it. */
const MAY_SAY: { readonly [outcome: string]: readonly string[] } = {
  DENIED: ['DENIED'],
  NOT_DECIDED: ['NOT_DECIDED'],
  NOT_DENIED: ['NOT_DENIED', 'OTHER_SERVICE'],
  NOT_JUDGED: ['NOT_JUDGED', 'OTHER_SERVICE'],
  ALREADY_DENIED: ['ALREADY_DENIED', 'OTHER_SERVICE'],
  // No permission is needed, or nobody called.
  NOTHING: ['NOT_DENIED', 'OTHER_SERVICE', 'ALREADY_DENIED', 'NO_CALL'],
  TOOL_CALL: ['NOT_JUDGED', 'NO_CALL'],
};

/** Holds the queries of `replay --sql` against `replay`, event by event, on DuckDB. */
export function compareReplays(bin: string, directory: string): string[] {
  const labeled = LABELED.flatMap(([source, name, parameters]) => [undefined, AWS, 'cloudformation.amazonaws.com'].map((via) => event(`${source} ${name}`, { via, parameters })));
  const without = WITHOUT_REQUEST.map(([source, name, eventType]) => event(`${source} ${name}`, { more: { eventType } }));
  const events = [...labeled, ...without, ...CALLS.map((call) => event(...call))].map((each, i) => ({ ...each, eventID: `event-${i}` } as { [name: string]: any }));
  const read = events.map((each) => eventOf(each)!);
  const documents = POLICIES.map(([, , Statement]) => ({ Version: '2012-10-17', Statement }));
  const { type } = TRAIL_COLUMNS.find(({ name }) => name === 'useridentity')!;
  const file = path.join(directory, 'replays.json');
  fs.writeFileSync(file, JSON.stringify({
    columns: TRAIL_COLUMNS.map(({ name }) => name),
    userIdentity: duckType(type),
    shape: shapeOf(type),
    events,
    queries: documents.flatMap((document) => {
      const sql = sqlReplay({ kind: PolicyKind.SERVICE_CONTROL, place: { path: '' }, document }, { table: 'mcp_activity.cloudtrail', days: 30 });
      return [sql, `${sql.slice(0, sql.lastIndexOf('\nSELECT outcome'))}\nSELECT eventid, outcome FROM answered`];
    }),
  }));
  const { code, stdout, output } = run(path.join(bin, 'python'), [path.join(__dirname, 'monitor', 'queries.py'), file], { env: offlineEnvironment(directory) });
  if (code !== 0) {
    throw new Error(shown(output));
  }
  const rows: any[][] = JSON.parse(stdout);
  const wrong: string[] = [];
  POLICIES.forEach(([what, isTold], i) => {
    const said = new Map(rows[2 * i + 1].map(({ eventid, outcome }) => [eventid, outcome]));
    const counted = rows[2 * i].filter(({ outcome }) => outcome === 'DENIED').reduce((sum, { calls }) => sum + calls, 0);
    const proposed = new Verdicts(new EvidenceSource(new DocumentsSource({ serviceControlPolicies: [documents[i]] }), false), {});
    for (const [k, each] of events.entries()) {
      const [expected, found] = [replayed(read[k], proposed), said.get(each.eventID) ?? 'NO_CALL'];
      const isLess = found === 'NOT_DECIDED' && ['DENIED', 'NOT_DENIED', 'NOTHING'].includes(expected);
      if (!MAY_SAY[expected].includes(found) && !(isLess && (!isTold || hangsOnParameters(each)))) {
        wrong.push(`${what}: ${each.eventSource} ${each.eventName} of ${JSON.stringify(each.userIdentity)}: ${found}, replay says ${expected}`);
      }
    }
    if (counted !== new Set(events.filter(({ eventID }) => said.get(eventID) === 'DENIED').map(({ sharedEventID, eventID }) => sharedEventID ?? eventID)).size) {
      wrong.push(`${what}: ${counted} calls are counted`);
    }
  });
  if (wrong.length > 0) {
    throw new Error(wrong.join('\n'));
  }
  return [`${POLICIES.length} policies, on ${events.length} events`];
}

/** The query reads no parameters, on which it hangs what some operations need. */
function hangsOnParameters({ requestParameters }: { readonly [name: string]: unknown }): boolean {
  return requestParameters !== null && requestParameters !== undefined;
}
