import { event as callOf } from './events';
import { AlikeRecords } from '../../src/activity/alike-records';
import type { CloudTrailEvent } from '../../src/activity/event';
import { eventOf } from '../../src/activity/event';
import { EvidenceSource } from '../../src/activity/evidence-source';
import { endOfPlainString, viewOf } from '../../src/activity/plain-string';
import { EventReader } from '../../src/activity/read-events';
import { Replay } from '../../src/activity/replay';
import type { ReplayReport } from '../../src/activity/replay-report';
import { Verdicts } from '../../src/activity/verdict';
import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { random } from '../random-numbers';

const next = random(7);
const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)];
const CHUNK = 1024 * 1024;
const id = (i: number) => `00000000-0000-4000-8000-${i.toString(16).padStart(12, '0')}`;

/** What is read of records one after another, how many of them were found by others, and what parsing each of them gives. */
function read(records: readonly string[], size = CHUNK): { events: CloudTrailEvent[]; found: number; expected: CloudTrailEvent[]; unread: number } {
  const bytes = Buffer.from(`{"Records":[${records.join(',')}]}`);
  const events: CloudTrailEvent[] = [];
  let found = 0;
  const reader = new EventReader('', ({ alike, ...event }) => events.push(event), new AlikeRecords(() => {
    found++;
    return false;
  }));
  for (let i = 0; i < bytes.length; i += size) {
    reader.push(bytes.subarray(i, i + size));
  }
  reader.end();
  return { events, found, expected: records.flatMap((record) => parsed(record) ?? []), unread: reader.unread.length };
}

function parsed(record: string): CloudTrailEvent | undefined {
  try {
    const { alike, ...event } = eventOf(JSON.parse(record))!;
    return event;
  } catch {
    return undefined;
  }
}

const record = (more: object) => ({ eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventTime: '2026-09-28T09:00:00Z', ...more });

test('records that differ in their time and ids are found', () => {
  const records = Array.from({ length: 50 }, (_, i) => JSON.stringify(record({
    eventTime: `2026-09-28T09:${String(i).padStart(2, '0')}:00Z`, requestID: id(i), eventID: id(i + 100), ...i % 2 === 0 && { sharedEventID: id(i + 200) }, readOnly: true,
  })));
  const { events, found, expected } = read(records);
  expect(events).toEqual(expected);
  expect(found).toBe(48);
});

/** Each is put behind a record that it resembles. */
const ORDINARY = JSON.stringify(record({ requestID: id(1), eventID: id(2), requestParameters: { eventID: id(3), key: 'a"b' } }));
test.each<[string, string]>([
  ['another value', ORDINARY.replace('GetObject', 'PutObject')],
  ['a longer id', ORDINARY.replace(id(2), `${id(2)}0`)],
  ['a short id', ORDINARY.replace(id(2), 'x')],
  ['an empty id', ORDINARY.replace(id(2), '')],
  ['an id with an escape', ORDINARY.replace(id(2), 'a\\u0062c')],
  ['an id with an escape, as long', ORDINARY.replace(id(2), `${id(2).slice(6)}\\u0062`)],
  ['an id with an escaped quote', ORDINARY.replace(id(2), `${id(2).slice(2)}\\"`)],
  ['an id with a backslash at its end', ORDINARY.replace(id(2), `${id(2).slice(1)}\\\\`)],
  ['an id beyond ASCII', ORDINARY.replace(id(2), `${id(2).slice(2)}é`)],
  ['an id with spaces', ORDINARY.replace(id(2), id(2).replaceAll('-', ' '))],
  ['an id with a delete character', ORDINARY.replace(id(2), id(2).replace('-', '\u007f'))],
  ['an id that is a number', ORDINARY.replace(`"${id(2)}"`, '12')],
  ['an id that is null', ORDINARY.replace(`"${id(2)}"`, 'null')],
  ['a second id', ORDINARY.replace(/\}$/, `,"eventID":"${id(9)}"}`)],
  ['the same id a second time', ORDINARY.replace(/\}$/, `,"eventID":"${id(2)}"}`)],
  ['the same id with an escaped name', ORDINARY.replace(/\}$/, `,"event\\u0049D":"${id(2)}"}`)],
  ['a second id with an escaped name', ORDINARY.replace(/\}$/, `,"event\\u0049D":"${id(9)}"}`)],
  ['the id of a parameter', ORDINARY.replace(id(3), id(9))],
  ['no time', ORDINARY.replace('"eventTime":"2026-09-28T09:00:00Z",', '')],
  ['a time that is written otherwise', ORDINARY.replace('09:00:00Z', '09:00:00.123+02:00')],
  ['a space behind a name', ORDINARY.replace('"eventID":', '"eventID" : ')],
  ['more fields', ORDINARY.replace(/\}$/, ',"readOnly":true}')],
  ['other fields in between', ORDINARY.replace('"eventID"', '"readOnly":true,"eventID"')],
  ['no end', ORDINARY.slice(0, -1)],
  ['a control character in an id', ORDINARY.replace(id(2), id(2).replace('-', '\u0001'))],
  ['a line in an id', ORDINARY.replace(id(2), id(2).replace('-', '\n'))],
])('a record with %s is read as it is', (_title, changed) => {
  const like = (text: string, i: number) => text.replace(id(1), id(1000 + i)).replace(id(2), id(2000 + i));
  // What was changed is known in turn, and so is each that follows.
  const records = [ORDINARY, like(ORDINARY, 1), changed, like(changed, 2), like(ORDINARY, 3), like(changed, 4), ORDINARY];
  const whole = records.filter((each) => parsed(each) !== undefined);
  const { events, expected } = read(whole);
  expect(events).toEqual(expected);
  // One that is broken costs no other than those that it is read together with.
  const broken = read(records);
  expect(broken.unread > 0).toBe(whole.length < records.length);
  broken.events.forEach((event) => expect(broken.expected).toContainEqual(event));
});

test('300 random logs are read as if each record were parsed, in chunks of any size', () => {
  const texts = ['a', '', 'é', '\u007f', '"', '\\', '\n', 'eventID', '","eventID":"', 'x'.repeat(40), '\ud83d\ude00'];
  const value = (depth: number): unknown => one([
    () => one(texts), () => one(texts), () => null, () => 12, () => [], () => ({}), () => true,
    () => (depth > 2 ? 1 : { [one(['eventID', 'eventTime', 'a', one(texts)])]: value(depth + 1), b: value(depth + 1) }), () => (depth > 2 ? 1 : [value(depth + 1), one(texts)]),
  ])();
  let all = 0;
  for (let log = 0; log < 300; log++) {
    const shapes = Array.from({ length: 4 }, () => Object.entries({
      userIdentity: value(0), eventName: one(['GetObject', 'PutObject']), eventSource: 's3.amazonaws.com', requestParameters: value(0), readOnly: true, vpcEndpointId: value(2),
    }).filter(([name]) => name.startsWith('event') || next() < 0.8));
    const own = () => Object.entries({ eventTime: one(['2026-09-28T09:00:00Z', '2026-09-28T09:01:07Z', 'x']), eventID: one([...texts, id(1)]), requestID: one([id(2), id(3)]), sharedEventID: id(4) });
    const records = Array.from({ length: 40 }, (_, i) => {
      const values = own();
      const shape = one(shapes);
      const fields = [['eventVersion', '1.11'], ...shape.slice(0, 2), values[0], ...shape.slice(2), values[2], ...i % 3 === 0 ? [] : [values[1]], ...log % 5 === 0 ? [values[3]] : []];
      return JSON.stringify(Object.fromEntries(fields), undefined, log % 7 === 0 ? 1 : undefined);
    });
    const { events, expected, found } = read(records, one([100, 1000, CHUNK]));
    expect(events).toEqual(expected);
    all += found;
  }
  expect(all).toBeGreaterThan(1_000);
});

test('lines are counted, of records in several lines too', () => {
  const inOne = JSON.stringify(record({ eventID: id(1) }));
  const inLines = inOne.replaceAll('","', '",\n"');
  for (const between of ['\n', '']) {
    const text = [inLines, inLines, inOne, inLines, inOne, inLines, '{"eventVersion":"1.11"'].join(between);
    const reader = new EventReader('', () => undefined, new AlikeRecords());
    reader.push(Buffer.from(text));
    reader.end();
    expect(reader.unread).toMatchObject([{ line: text.split('\n').length }]);
  }
});

test('a plain string is one of ASCII without escapes, whichever length is likely', () => {
  for (const length of [0, 1, 3, 4, 5, 8, 20, 36]) {
    for (let code = 0; code < 256; code++) {
      for (let i = 0; i < length; i++) {
        const chunk = Buffer.from(`"${'a'.repeat(length)}"`);
        chunk[i + 1] = code;
        const expected = code === 0x22 ? i + 1 : code < 0x20 || code > 0x7f || code === 0x5c ? 1 : length + 1;
        const ends = [length, 0, length - 1, 40].map((likely) => endOfPlainString(chunk, viewOf(chunk), 1, likely));
        expect(ends.every((end) => end === expected) || [length, i, code, ends]).toBe(true);
      }
    }
  }
});

test('more records than are kept, and those after them', () => {
  const long = (i: number, size: number) => JSON.stringify(record({ requestParameters: { key: `${i}${'x'.repeat(size)}` }, eventID: id(i) }));
  for (const records of [
    Array.from({ length: 300 }, (_, i) => long(i % 90, 120_000)),
    // Too long to be kept.
    Array.from({ length: 10 }, () => long(1, 200_000)),
    // Few are found, so that few are looked for; then many.
    [...Array.from({ length: 4_000 }, (_, i) => long(i, 10)), ...Array.from({ length: 1_000 }, (_, i) => long(i % 3, 11))],
    Array.from({ length: 40_000 }, (_, i) => long(Math.floor(i / 2), 1)),
  ]) {
    const { events, expected } = read(records);
    expect(events).toEqual(expected);
  }
  const { found } = read([...Array.from({ length: 4_000 }, (_, i) => long(i, 10)), ...Array.from({ length: 1_000 }, (_, i) => long(i % 3, 11))]);
  expect(found).toBeGreaterThan(600);
});

describe('a replay says the same whether events are read one by one or found by others', () => {
  const deny = (Action: string, Condition?: object, Resource = '*') => ({ Version: '2012-10-17', Statement: [{ Sid: 'D', Effect: 'Deny', Action, Resource, ...(Condition && { Condition }) }] });
  const verdicts = (...serviceControlPolicies: object[]) => (
    new Verdicts(new EvidenceSource(new DocumentsSource({ serviceControlPolicies }), false), {}));
  const proposed = [
    deny('s3:Delete*', { Bool: { 'aws:ViaAWSMCPService': 'true' } }), deny('s3:*', undefined, 'arn:aws:s3:::old'), deny('iam:*', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    deny('ec2:*', { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }),
  ];
  const AWS = 'aws-mcp.amazonaws.com';
  const kinds = [
    callOf('s3 DeleteBucket', { via: AWS, parameters: { bucketName: 'a' } }), callOf('s3 DeleteBucket', { parameters: { bucketName: 'old' } }),
    callOf('s3 DeleteBucket', { parameters: { bucketName: 'new' } }), callOf('iam CreateRole', { via: 'cloudformation.amazonaws.com' }), callOf('s3 ListBuckets', {}),
    callOf('ec2 RunInstances', {}), callOf('ec2 NoSuchOperation', {}), callOf('sts GetCallerIdentity', {}), { ...callOf('s3 DeleteBucket', { via: AWS }), errorCode: 'AccessDenied' },
    { ...callOf('s3 GetObject', {}), eventCategory: 'Data' }, { ...callOf('signin ConsoleLogin', {}), eventType: 'AwsConsoleSignIn' },
    {
      ...callOf('aws-mcp CallTool', {}),
      eventType: 'AwsMcpEvent',
      eventSource: AWS,
      requestParameters: { params: { name: 'aws___run_script' } },
      additionalEventData: { downstreamRequests: [{ apiName: 's3:DeleteBucket', requestId: id(5), awsRegion: 'eu-west-1' }, { apiName: 's3:DeleteObject', requestId: id(77) }] },
    },
  ];
  const log = Array.from({ length: 600 }, (_, i) => {
    const day = 10 + Math.floor(next() * 15);
    return {
      eventVersion: '1.11',
      ...one(kinds),
      eventTime: one([`2026-09-${day}T09:${String(i % 60).padStart(2, '0')}:01Z`, `2026-09-${day}T09:00:00Z`, ...i % 50 === 0 ? ['2026-09-01', 'x'] : []]),
      // Some are there twice.
      eventID: i % 9 === 0 ? id(i - i % 18) : id(i),
      requestID: one([id(5), id(i + 10_000)]),
    };
  });

  const replay = (run: Replay, takeAll: (run: Replay) => void): ReplayReport => {
    takeAll(run);
    return run.end();
  };
  const oneByOne = (run: Replay) => log.forEach((each) => run.take(eventOf(each)!));
  const found = (run: Replay) => {
    const reader = new EventReader('', (event) => run.take(event), run.alike);
    reader.push(Buffer.from(log.map((each) => JSON.stringify(each)).join('\n')));
    reader.end();
  };

  test.each<[string, () => Replay]>([
    ['of proposed policies', () => new Replay({ proposed: verdicts(...proposed) })],
    ['beside current ones', () => new Replay({ proposed: verdicts(...proposed), current: verdicts(deny('s3:*', { Bool: { 'aws:ViaAWSMCPService': 'true' } })) })],
    ['of some principals', () => new Replay({ proposed: verdicts(...proposed), isAbout: (principal) => principal?.includes('nobody') === true })],
  ])('%s', (_title, run) => {
    const expected = replay(run(), oneByOne);
    expect(replay(run(), found)).toEqual(expected);
    expect([expected.duplicates > 10, expected.events > 500, expected.days > 10]).toEqual([true, true, true]);
  });

  test('when that was, of any year and however it is written', () => {
    const times = ['2026', '2026-09-28T09:00:00Z', '2026-09-29T09:00:00Z', '0999-01-01T09:00:00Z', '2026-09-28', '9999-12-31T23:59:60Z'];
    const run = new Replay({ proposed: verdicts() });
    const reader = new EventReader('', (event) => run.take(event), run.alike);
    reader.push(Buffer.from(times.map((eventTime, i) => JSON.stringify(record({ eventTime, eventID: id(i) }))).join('\n')));
    reader.end();
    expect(run.end()).toMatchObject({ events: 6, days: 5, first: '0999-01-01T09:00:00Z', last: '9999-12-31T23:59:60Z' });
  });

  test('most are found', () => {
    const run = new Replay({ proposed: verdicts(...proposed) });
    const take = jest.spyOn(run, 'take');
    found(run);
    expect(take.mock.calls.length).toBeLessThan(log.length / 2);
  });
});
