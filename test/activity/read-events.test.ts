import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Readable } from 'stream';
import * as zlib from 'zlib';
import { AlikeRecords } from '../../src/activity/alike-records';
import type { CloudTrailEvent } from '../../src/activity/event';
import { eventFiles, readEventFile, readEventFileSync, readEventStream } from '../../src/activity/event-files';
import { viewOf } from '../../src/activity/plain-string';
import { EventReader } from '../../src/activity/read-events';
import { hashOf, SeenIds } from '../../src/activity/seen-ids';

const SHARED = path.join(__dirname, 'shared-events');
const logFile = fs.readFileSync(path.join(SHARED, 'cloudtrail-log-file.json'), 'utf-8');
const records: Array<{ [name: string]: any }> = JSON.parse(logFile).Records;
const names = records.map(({ eventName }) => eventName as string);

/** What is read, with chunks of each of some sizes: it must be the same. */
function read(content: string | Buffer): { events: CloudTrailEvent[]; unread: string[] } {
  const bytes = Buffer.from(content);
  const results = [bytes.length, 1, 7, 4096].map((size) => {
    const events: CloudTrailEvent[] = [];
    const reader = new EventReader('file', ({ alike, ...event }) => events.push(event), new AlikeRecords());
    for (let i = 0; i < bytes.length; i += Math.max(1, size)) {
      reader.push(bytes.subarray(i, i + size));
    }
    reader.end();
    return { events, unread: reader.unread.map(({ line, why, count }) => `${line}: ${why} (${count})`) };
  });
  results.forEach((each) => expect(each).toEqual(results[0]));
  return results[0];
}

const row = (values: readonly string[]) => values.map((value) => `"${value.replaceAll('"', '""')}"`).join(',');

/** As Athena prints a struct of the table of AWS's documentation. */
function struct(value: unknown): string {
  return typeof value !== 'object' || value === null ? String(value)
    : `{${Object.entries(value).map(([name, each]) => `${name.toLowerCase()}=${struct(each)}`).join(', ')}}`;
}
const COLUMNS = ['eventversion', 'useridentity', 'eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent', 'errorcode', 'requestparameters', 'requestid', 'eventid', 'readonly', 'eventtype', 'recipientaccountid', 'additionaleventdata'];
const FIELDS = ['eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode', 'requestParameters', 'requestID', 'eventID', 'readOnly', 'eventType', 'recipientAccountId', 'additionalEventData'];
const athenaCsv = [row(COLUMNS), ...records.map((record) => row(FIELDS.map((name) => (record[name] === undefined || record[name] === null ? ''
  : name === 'userIdentity' ? struct(record[name]) : typeof record[name] === 'object' ? JSON.stringify(record[name]) : String(record[name])))))].join('\n');
const logEvents = records.map((record, i) => ({ id: String(i), timestamp: 1_790_000_000_000 + i, message: JSON.stringify(record) }));

test.each<[string, string]>([
  ['a log file', logFile],
  ['a log file in one line', JSON.stringify({ Records: records })],
  ['what lookup-events prints', JSON.stringify({ Events: records.map((record) => ({ EventId: record.eventID, Resources: [], CloudTrailEvent: JSON.stringify(record) })), NextToken: 't' }, undefined, 4)],
  ['JSON lines', records.map((record) => JSON.stringify(record)).join('\n')],
  ['a list', JSON.stringify(records, undefined, 2)],
  ['objects one after another, as Firehose writes them', records.map((record) => JSON.stringify(record)).join('')],
  ['deliveries of EventBridge', records.map((record) => JSON.stringify({ 'version': '0', 'detail-type': 'AWS API Call via CloudTrail', 'resources': [], 'detail': record })).join('\n')],
  ['a subscription of CloudWatch Logs', `${JSON.stringify({ messageType: 'CONTROL_MESSAGE', logEvents: [] })}${JSON.stringify({ messageType: 'DATA_MESSAGE', owner: '111122223333', logEvents })}`],
  ['what aws logs filter-log-events prints', JSON.stringify({ events: logEvents, searchedLogStreams: [] }, undefined, 2)],
  ['what aws logs get-query-results prints', JSON.stringify({ results: logEvents.map(({ message }) => [{ field: '@timestamp', value: 't' }, { field: '@message', value: message }]), status: 'Complete' })],
  ['an export of CloudWatch Logs', records.map((record) => `2026-09-28T09:09:00.000Z ${JSON.stringify(record)}`).join('\n')],
  ['an export of CloudTrail Lake', ['eventJson', ...records.map((record) => row([JSON.stringify(record)]))].join('\r\n')],
  ['a table of Athena as CSV', athenaCsv],
  ['a table of Athena as JSON lines', records.map((record) => JSON.stringify(Object.fromEntries(COLUMNS.flatMap((column, i) => (record[FIELDS[i]] === undefined ? [] : [[column, record[FIELDS[i]]]]))))).join('\n')],
])('%s', (_title, content) => {
  const { events, unread } = read(content);
  expect(unread).toEqual([]);
  expect(events.map(({ name }) => name)).toEqual(names);
  expect(events.map(({ identity: { arn, issuerArn, invokedBy, signInSessionArn, mfaAuthenticated } }) => (
    { arn, issuerArn, invokedBy, signInSessionArn, mfaAuthenticated })))
    .toEqual(records.map(({ userIdentity: { arn, invokedBy, sessionContext: session } }) => ({
      arn, issuerArn: session?.sessionIssuer.arn, invokedBy, signInSessionArn: session?.signInSessionArn, mfaAuthenticated: session && session.attributes.mfaAuthenticated === 'true',
    })));
  expect(events.map(({ parameters }) => parameters ?? null)).toEqual(records.map(({ requestParameters }) => requestParameters));
  expect(events.map(({ toolCall }) => toolCall?.downstream.length)).toEqual(records.map(({ eventType, additionalEventData: data }) => (eventType === 'AwsMcpEvent' ? data?.downstreamRequests?.length ?? 0 : undefined)));
});

test('lines are counted, and what is broken is found, in records that are taken as a whole', () => {
  const record = JSON.stringify(records[0]);
  const inLines = record.replaceAll('","', '",\n"');
  const around = record.replace('"requestParameters":', `"other":[${record}],"requestParameters":`);
  const lines = (text: string) => text.split('\n').length - 1;
  expect(record.startsWith('{"eventVersion"')).toBe(true);
  for (const [before, between, after] of [['{"Records":[', ',\n', ']}'], ['[', ' , ', ']'], ['', '\n', ''], ['', '\r\n', '\n'], ['', '', '']]) {
    const text = [inLines, around, inLines, record, record].join(between);
    const { events, unread } = read(before + text + after);
    expect([events.map(({ name }) => name), unread]).toEqual([Array(5).fill(names[0]), []]);
    // A newline within a string: that record is broken.
    const broken = record.replace('"eventSource":"', '"eventSource":"\n');
    const first = before + [inLines, around].join(between) + between;
    const withBroken = read(first + [broken, record, inLines].join(between) + after);
    expect(withBroken.unread[0]).toBe(`${lines(first) + 1}: not valid JSON (${withBroken.unread[0].slice(-2, -1)})`);
    expect(withBroken.events.length).toBeGreaterThanOrEqual(3);
  }
});

test.each(['Records', 'Events', 'logEvents', 'events', 'results'])('a record that has a list called %s itself, which is not what is around records', (name) => {
  const own = [{ eventVersion: '1.11', [name]: [{ a: 1 }], eventSource: 's3.amazonaws.com', eventName: 'First' }, { eventSource: 's3.amazonaws.com', eventName: 'Next', [name]: [] }];
  for (const before of ['', `${JSON.stringify(records[0])}\n`]) {
    const { events, unread } = read(before + own.map((each) => JSON.stringify(each)).join('\n'));
    expect([events.map((each) => each.name), unread]).toEqual([[...before === '' ? [] : [names[0]], 'First', 'Next'], []]);
  }
});

test('one event, as EventBridge delivers it', () => {
  const { events: [event, ...others] } = read(fs.readFileSync(path.join(SHARED, 'eventbridge-denied.json')));
  expect(others).toEqual([]);
  expect(event).toMatchObject({ source: 's3.amazonaws.com', name: 'DeleteBucket', errorCode: 'AccessDenied', identity: { invokedBy: 'aws-mcp.amazonaws.com' } });
});

test('the shared lookup-events', () => {
  const { events, unread } = read(fs.readFileSync(path.join(SHARED, 'lookup-events.json')));
  expect([events.map(({ name }) => name), unread]).toEqual([names.slice(0, 6), []]);
});

test('what a tool called is read', () => {
  expect(read(logFile).events.flatMap(({ toolCall }) => toolCall ?? [])[0]).toEqual({
    tool: 'aws___run_script',
    downstream: [
      { apiName: 's3:ListBuckets', requestId: '00000000-0000-4000-8000-00000000aa01', region: 'eu-west-1' },
      { apiName: 's3:GetObject', requestId: '00000000-0000-4000-8000-00000000aa02', region: 'eu-west-1' },
    ],
  });
});

const event = (name: string, more = {}) => JSON.stringify({ eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: name, ...more });

describe('what is broken is counted and named, and the rest is read', () => {
  test.each<[string, string, string[], string[]]>([
    ['a line that lacks its end', `${event('A')}\n${event('B').slice(0, -2)}\n${event('C')}\n`, ['A', 'C'], ['2: not valid JSON (1)']],
    ['a line that lacks a bracket', `${event('A')}\n${event('B', { requestParameters: { a: 1 } }).slice(0, -1)}\n${event('C')}\n`, ['A', 'C'], ['2: not valid JSON (1)']],
    ['a line that lacks a quote', `${event('A').replace('"}', '}')}\n${event('B')}\n`, ['B'], ['1: not valid JSON (1)']],
    ['lines of text', `${event('A')}\noops\nand "more"\n${event('B')}`, ['A', 'B'], ['2: not valid JSON (2)']],
    ['a line with a value that is none', `{"eventVersion":nope}\n${event('B')}`, ['B'], ['1: not valid JSON (1)']],
    ['a text that ends too early', `{"Records":[${event('A')},${event('B').slice(0, 40)}`, ['A'], ['1: the text ends too early (1)']],
    ['a record of a list', `{"Records":[\n${event('A')},\n${event('B').replace('"}', '}')},\n${event('C')}\n]}`, ['A', 'C'], ['3: not valid JSON (1)']],
    ['a record of a list that goes on over lines', JSON.stringify({ Records: [event('A'), event('B'), event('C')].map((each) => JSON.parse(each)) }, undefined, 1).replace('"B"', '"B'), ['A', 'C'], ['8: not valid JSON (1)']],
    ['a list after which nothing is found', '{"Events":[\n{"CloudTrailEvent":"oops\n},\n{"EventId":"1"}]}', [], ['2: not valid JSON (1)', '2: after what is not valid JSON, no further record was found (1)']],
    ['a record that is no event', `{"Records":[{"a":1},${event('A')}]}`, ['A'], ['1: not an event of CloudTrail, which has eventSource and eventName (1)']],
    ['nothing', '', [], []],
    ['an empty log file', '{"Records":[]}', [], []],
    ['a digest', '{"awsAccountId":"111122223333","logFiles":[{"s3Bucket":"b"}]}', [], ['1: not an event of CloudTrail, which has eventSource and eventName (1)']],
    ['a row that lacks columns', 'eventsource,eventname\ns3.amazonaws.com,A\ns3.amazonaws.com\n"s3.amazonaws.com","B"', ['A', 'B'], ['3: not a row of the table: 2 columns are expected (1)']],
    ['a row that lacks its end', 'eventsource,eventname\ns3.amazonaws.com,A\n"s3.amazonaws.com,B\n', ['A'], ['3: the text ends too early (1)']],
  ])('%s', (_title, content, expected, unread) => {
    const found = read(content);
    expect(found.events.map(({ name }) => name)).toEqual(expected);
    expect(found.unread).toEqual(unread);
  });

  test('a line of 50 MB, of which no more than a piece is kept', async () => {
    const line = Buffer.from(event('B', { requestParameters: { a: 'x'.repeat(1024 * 1024) } }));
    const end = line.indexOf('xxx');
    async function* chunks() {
      yield Buffer.from(`${event('A')}\n`);
      yield line.subarray(0, end);
      for (let i = 0; i < 50; i++) {
        yield line.subarray(end, line.lastIndexOf('x') + 1);
      }
      yield line.subarray(line.lastIndexOf('x') + 1);
      yield Buffer.from(`\n${event('C')}\n`);
    }
    const events: string[] = [];
    expect(await readEventStream('big', chunks(), ({ name }) => events.push(name), new AlikeRecords())).toEqual([{ file: 'big', line: 2, why: 'larger than 8 MB, which no event is', count: 1 }]);
    expect(events).toEqual(['A', 'C']);
  });
});

describe('files', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'events-'));
  const write = (name: string, content: string | Buffer) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  const bothWays = async (file: string) => {
    const [events, sync]: Array<Array<string | undefined>> = [[], []];
    const unread = await readEventFile(file, ({ name }) => events.push(name), new AlikeRecords());
    expect([readEventFileSync(file, ({ name }) => sync.push(name), new AlikeRecords()), sync]).toEqual([unread, events]);
    return { events, unread: unread.map(({ why }) => why) };
  };

  test('of a folder as S3 lays it out, without digests', async () => {
    const day = 'b/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2026/09/28';
    const file = write(`${day}/111122223333_CloudTrail_eu-west-1_20260928T0905Z_abc.json.gz`, zlib.gzipSync(logFile));
    write('b/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail-Digest/eu-west-1/2026/09/28/d.json.gz', 'x');
    write('b/readme.txt', 'x');
    const firehose = write('b/firehose/2026/09/28/delivery-1-2026-09-28-09-05-00-0a1b', 'x');
    expect(eventFiles(path.join(folder, 'b'))).toEqual([file, firehose]);
    expect(eventFiles(file)).toEqual([file]);
    expect(await bothWays(file)).toEqual({ events: names, unread: [] });
  });

  test('several gzip files one after another', async () => {
    const file = write('two.gz', Buffer.concat([zlib.gzipSync(`${event('A')}\n`), zlib.gzipSync(`${event('B')}\n`)]));
    expect(await bothWays(file)).toEqual({ events: ['A', 'B'], unread: [] });
  });

  test('a gzip file that ends too early, and one that is damaged', async () => {
    const whole = zlib.gzipSync(Array.from({ length: 200 }, (_, i) => event(`A${i}`, { requestID: Math.sin(i).toString(36) })).join('\n'));
    const short = await bothWays(write('short.gz', whole.subarray(0, whole.length - 40)));
    expect(short.events.length).toBeGreaterThan(100);
    expect(short.unread).toContain('the gzip file ends too early');
    const damaged = await bothWays(write('damaged.gz', Buffer.concat([whole.subarray(0, 10), Buffer.alloc(200, 0xff)])));
    expect(damaged).toEqual({ events: [], unread: ['the gzip file is damaged'] });
  });

  test('of standard input', async () => {
    const events: string[] = [];
    expect(await readEventStream('<stdin>', Readable.from([logFile]), ({ name }) => events.push(name), new AlikeRecords())).toEqual([]);
    expect(events).toEqual(names);
    expect(await readEventStream('<stdin>', Readable.from([]), () => fail(), new AlikeRecords())).toEqual([]);
  });

  test('what is not there is told by Node.js', async () => {
    await expect(readEventFile(path.join(folder, 'none'), () => fail(), new AlikeRecords())).rejects.toThrow('ENOENT');
  });
});

test('an id that is written somewhere is the same as its text', () => {
  for (const id of ['a', 'abc', 'abcd', '11111111-0000-4000-8000-000000000001', 'x'.repeat(300)]) {
    const bytes = Buffer.from(`"${id}"`);
    const from = (seen: SeenIds) => seen.addFrom(viewOf(bytes), 1, bytes.length - 1);
    const [one, other] = [new SeenIds(), new SeenIds()];
    expect([one.add(id), from(one), from(other), other.add(id), other.has(id)]).toEqual([true, false, true, false, true]);
  }
  expect([new SeenIds().add('é'.repeat(200)), new SeenIds().add('')]).toEqual([true, true]);
});

test('hashes of ids are spread over all their bits', () => {
  const hashes = Array.from({ length: 200_000 }, (_, i) => hashOf(`${i.toString(16).padStart(8, '0')}-0000-4000-8000-${(i * 7).toString(16).padStart(12, '0')}`));
  for (const size of [2 ** 32, 2 ** 21]) {
    // Of 32 bits each, from the lower and the upper end: of random numbers, about five of 200,000 are there already.
    const some = hashes.map((hash) => (size === 2 ** 32 ? hash % size : Math.floor(hash / size)));
    expect(some.length - new Set(some).size).toBeLessThan(15);
  }
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('an event is counted once, of however many', () => {
  const seen = new SeenIds();
  const ids = Array.from({ length: 3_000 }, (_, i) => `11111111-0000-4000-8000-${String(i).padStart(12, '0')}`);
  expect(ids.filter((id) => !seen.add(id))).toEqual([]);
  expect(ids.filter((id) => seen.add(id) || !seen.has(id))).toEqual([]);
  expect(seen.has('11111111-0000-4000-8000-999999999999')).toBe(false);
});
