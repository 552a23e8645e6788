import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import type { Figure } from './figure';
import { count, print, ratio } from './figure';
import { withFolder } from './measured';
import { installed, used } from './other-programs';
import { packed } from './packed';

const EVENTS = 1_000_000;
const ROLES = 50;
const NPKT = 'npkt==1.0.1';

const OPERATIONS: ReadonlyArray<readonly [source: string, name: string, parameters: object | null]> = [
  ['ec2', 'DescribeInstances', null], ['s3', 'ListBuckets', null], ['sts', 'GetCallerIdentity', null], ['lambda', 'ListFunctions20150331', null],
  ['monitoring', 'DescribeAlarms', null], ['iam', 'ListRoles', null], ['s3', 'DeleteBucket', { bucketName: 'reports' }], ['dynamodb', 'DescribeTable', { tableName: 'orders' }],
  ['sqs', 'GetQueueAttributes', { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs' }], ['ssm', 'GetParameter', { name: '/app/url' }],
];

/** Three service control policies: what agents may not do, Regions, and a bucket by its name. */
const POLICIES = [
  { Sid: 'NoDeletesByAgents', Effect: 'Deny', Action: ['s3:Delete*', 'dynamodb:Delete*'], Resource: '*', Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } },
  { Sid: 'Regions', Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*', Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1'] } } },
  { Sid: 'KeepReports', Effect: 'Deny', Action: 's3:DeleteBucket', Resource: 'arn:aws:s3:::reports*' },
].map((Statement) => ({ Version: '2012-10-17', Statement: [Statement] }));

/** One log file of CloudTrail with a million events of 500 kinds, each with ids of its own. */
function writeEvents(file: string): void {
  const handle = fs.openSync(file, 'w');
  const now = Date.now();
  for (let i = 0, text = '{"Records":['; i < EVENTS; i++) {
    const [source, name, requestParameters] = OPERATIONS[i % OPERATIONS.length];
    const role = `Role${i % ROLES}`;
    const id = i.toString(16).padStart(12, '0');
    text += (i === 0 ? '' : ',') + JSON.stringify({
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `AROAEXAMPLE:${role}`,
        arn: `arn:aws:sts::111122223333:assumed-role/${role}/session`,
        accountId: '111122223333',
        sessionContext: {
          sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role/people/${role}`, accountId: '111122223333', userName: role },
          attributes: { creationDate: '2026-11-01T08:00:00Z', mfaAuthenticated: 'false' },
        },
        ...(i % 7 === 0 && { invokedBy: 'aws-mcp.amazonaws.com' }),
      },
      eventTime: `${new Date(now - i * 1000).toISOString().slice(0, 19)}Z`,
      eventSource: `${source}.amazonaws.com`,
      eventName: name,
      awsRegion: 'eu-west-1',
      sourceIPAddress: i % 7 === 0 ? 'aws-mcp.amazonaws.com' : '198.51.100.7',
      userAgent: 'aws-cli/2.31.0 md/awscrt#0.27.6 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.13.7',
      requestParameters,
      responseElements: null,
      requestID: `00000000-0000-4000-8000-${id}`,
      eventID: `11111111-0000-4000-8000-${id}`,
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
    });
    if (text.length > 1_000_000 || i === EVENTS - 1) {
      fs.writeSync(handle, text + (i === EVENTS - 1 ? ']}' : ''));
      text = '';
    }
  }
  fs.closeSync(handle);
}

async function main(): Promise<void> {
  print(await withFolder((folder): Figure[] => {
    const events = path.join(folder, 'events.json');
    writeEvents(events);
    const files = POLICIES.map((policy, i) => {
      const file = path.join(folder, `scp-${i}.json`);
      fs.writeFileSync(file, JSON.stringify(policy));
      return file;
    });
    const { program: replay } = packed(folder);
    const ours = used(process.execPath, [replay, 'replay', events, ...files.flatMap((file) => ['--scp', file]), '--format', 'json']);
    const { events: read, calls } = JSON.parse(spawnSync(process.execPath, [replay, 'replay', events, '--scp', files[2], '--format', 'json'], { encoding: 'utf-8', maxBuffer: 1e8 }).stdout);
    const denied = calls.reduce((sum: number, each: { count: number }) => sum + each.count, 0);
    const other = installed(NPKT, 'npkt');
    const theirs = other === undefined ? undefined : used(other, ['simulate', files[2], '--logs', events, '--no-details']);
    const perSecond = read / ours.cpu;
    return [
      {
        what: `Replay of ${count(read)} events of 500 kinds, ${Math.round(fs.statSync(events).size / 1e6)} MB, against three service control policies: events a second of one core`,
        goal: '100,000',
        figure: count(perSecond),
        met: perSecond >= 100_000,
      },
      { what: '… peak memory', goal: 'under 300 MB', figure: `${Math.round(ours.megabytes)} MB`, met: ours.megabytes < 300 },
      theirs === undefined ? { what: `… ${NPKT}`, figure: 'could not be installed' } : {
        what: `… time of ${NPKT} for one of the policies ÷ for three; its memory; calls that the policy denies, by it and here`,
        figure: `${ratio(theirs.cpu / ours.cpu)} (${count(read / theirs.cpu)} a second); ${Math.round(theirs.megabytes)} MB; ${
          /Would Be DENIED:\s*([\d,]+)/.exec(theirs.output)?.[1] ?? 'none told'}, ${count(denied)}`,
      },
    ];
  }));
}

void main();
