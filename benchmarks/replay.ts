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

/** Parses what `writeEvents()` wrote, as fast as Node.js can: it knows how events begin. */
const PARSE = `
  const fs = require('fs');
  const [handle, chunk, start] = [fs.openSync(process.argv[1]), Buffer.alloc(1 << 20), '{"eventVersion"'];
  let [text, events] = ['', 0];
  for (let length; (length = fs.readSync(handle, chunk)) > 0;) {
    text += chunk.latin1Slice(0, length);
    let [at, next] = [text.indexOf(start), -1];
    for (; (next = text.indexOf(start, at + 1)) !== -1; at = next) {
      events += JSON.parse(text.slice(at, next - 1)).eventName.length > 0 ? 1 : 0;
    }
    text = text.slice(at);
  }`;

/** One log file of CloudTrail with events of 500 kinds, each with ids of its own; and, if they are to differ, with a token of its own. */
function writeEvents(file: string, events: number, differ: boolean): void {
  const handle = fs.openSync(file, 'w');
  const now = Date.now();
  for (let i = 0, text = '{"Records":['; i < events; i++) {
    const role = `Role${i % ROLES}`;
    // Each role makes each call.
    const [source, name, requestParameters] = OPERATIONS[Math.floor(i / ROLES) % OPERATIONS.length];
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
      requestParameters: differ ? { ...requestParameters, clientToken: id } : requestParameters,
      responseElements: null,
      requestID: `00000000-0000-4000-8000-${id}`,
      eventID: `11111111-0000-4000-8000-${id}`,
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
    });
    if (text.length > 1_000_000 || i === events - 1) {
      fs.writeSync(handle, text + (i === events - 1 ? ']}' : ''));
      text = '';
    }
  }
  fs.closeSync(handle);
}

async function main(): Promise<void> {
  print(await withFolder((folder): Figure[] => {
    const events = path.join(folder, 'events.json');
    writeEvents(events, EVENTS, false);
    const differing = path.join(folder, 'differing.json');
    writeEvents(differing, EVENTS / 5, true);
    const files = POLICIES.map((policy, i) => {
      const file = path.join(folder, `scp-${i}.json`);
      fs.writeFileSync(file, JSON.stringify(policy));
      return file;
    });
    const { program: replay } = packed(folder);
    const ours = used(process.execPath, [replay, 'replay', events, ...files.flatMap((file) => ['--scp', file]), '--format', 'json']);
    const ofDiffering = used(process.execPath, [replay, 'replay', differing, ...files.flatMap((file) => ['--scp', file]), '--format', 'json']);
    const ofOne = used(process.execPath, [replay, 'replay', events, '--scp', files[2], '--format', 'json']);
    const { events: read, calls } = JSON.parse(spawnSync(process.execPath, [replay, 'replay', events, '--scp', files[2], '--format', 'json'], { encoding: 'utf-8', maxBuffer: 1e8 }).stdout);
    const limit = used(process.execPath, ['-e', PARSE, events]);
    const denied = calls.reduce((sum: number, each: { count: number }) => sum + each.count, 0);
    const other = installed(NPKT, 'npkt');
    const theirs = other === undefined ? undefined : used(other, ['simulate', files[2], '--logs', events, '--no-details']);
    const perSecond = read / ours.cpu;
    return [
      {
        what: `Replay of ${count(read)} events of 500 kinds, ${Math.round(fs.statSync(events).size / 1e6)} MB, against three service control policies: events a second of one core`,
        goal: '150,000',
        figure: count(perSecond),
        met: perSecond >= 150_000,
      },
      { what: '… peak memory', goal: 'under 300 MB', figure: `${Math.round(ours.megabytes)} MB`, met: ours.megabytes < 300 },
      {
        what: `… of ${count(EVENTS / 5)} events with a token each, so that no record is like another: events a second of one core`,
        figure: count(EVENTS / 5 / ofDiffering.cpu),
      },
      theirs === undefined ? { what: `… ${NPKT}`, figure: 'could not be installed' } : {
        what: `… for one of the policies: time of ${NPKT} ÷ of ours; its memory; calls that the policy denies, by it and here`,
        goal: 'at least 20',
        figure: `${ratio(theirs.cpu / ofOne.cpu)} (${count(read / theirs.cpu)} and ${count(read / ofOne.cpu)} a second); ${Math.round(theirs.megabytes)} MB; ${
          /Would Be DENIED:\s*([\d,]+)/.exec(theirs.output)?.[1] ?? 'none told'}, ${count(denied)}`,
        met: theirs.cpu / ofOne.cpu >= 20,
      },
      {
        what: '… a program that reads the file, finds where events begin and parses each with `JSON.parse()`, and does nothing with it',
        figure: `${count(read / limit.cpu)} a second${theirs === undefined ? '' : `, ${ratio(theirs.cpu / limit.cpu)} of ${NPKT}`}`,
      },
    ];
  }));
}

void main();
