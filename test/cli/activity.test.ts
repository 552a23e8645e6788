import * as fs from 'fs';
import * as path from 'path';
import { inEmptyDirectory, run, runJson, write } from './run';
import { event } from '../activity/events';

inEmptyDirectory();

const SHARED = ['cloudtrail-log-file.json', 'more-shapes.json'].map((file) => path.join(__dirname, '../activity/shared-events', file));
const AWS = 'aws-mcp.amazonaws.com';

test('the shared events', async () => {
  const { code, stdout, stderr } = await run(['activity', ...SHARED]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatchSnapshot();
});

test('the shared events as JSON, whatever the order of the files', async () => {
  const report = await runJson(['activity', ...SHARED]);
  expect(report).toMatchObject({ version: 1, events: 27, direct: 8, throughServices: 2, unlogged: 2, days: 2, notRead: [] });
  expect(report.principals.map(({ server, toolCalls, calls, denied }: any) => [server, toolCalls, calls, denied])).toEqual([
    [AWS, 3, 6, 1], [AWS, 0, 6, 3], ['sagemaker-unified-studio-mcp.amazonaws.com', 1, 1, 0], ['eks-mcp.amazonaws.com', 0, 1, 0],
  ]);
  expect(report.sessions.map(({ session, calls, directCalls }: any) => [session.slice(-1), calls, directCalls])).toEqual([['1', 4, 0], ['2', 2, 1]]);
  const sorted = (value: any) => JSON.stringify(value.operations.map(({ operation, calls, denied }: any) => [operation, calls, denied]).sort());
  expect(sorted(await runJson(['activity', ...[...SHARED].reverse()]))).toBe(sorted(report));
});

test('a page, which loads nothing and in which nothing of an event is markup', async () => {
  write('log.json', { Records: [event('s3 DeleteBucket', { via: AWS, by: 'role/<b>x', error: 'AccessDenied' })] });
  expect(await run(['activity', 'log.json', '-o', 'pages/activity.html'])).toMatchObject({ code: 0, stdout: expect.stringContaining('pages/activity.html') });
  const page = fs.readFileSync('pages/activity.html', 'utf-8');
  expect(page).toContain('&lt;b&gt;x');
  expect(page).not.toMatch(/<b>x|<script|src=|https?:/);
  expect(await runJson(['activity', 'log.json', '-o', 'again.html'])).toMatchObject({ denied: [{ operation: 's3 DeleteBucket', count: 1 }] });
  expect(fs.readFileSync('again.html', 'utf-8')).toBe(page);
  await run(['activity', ...SHARED, '-o', 'shared.html']);
  expect(fs.readFileSync('shared.html', 'utf-8')).toMatch(/>run_script<[^]*>generate_spark_upgrade_plan<[^]*Logins, with what/);
});

test('nothing through a server, and much', async () => {
  write('log.json', { Records: [event('s3 DeleteBucket')] });
  expect((await run(['activity', 'log.json'])).stdout).toContain('Nothing came through a server');
  write('log.json', { Records: Array.from({ length: 20 }, (_, i) => event(`s3 Call${i}`, { via: AWS, more: { eventTime: undefined } })) });
  expect((await run(['activity', 'log.json'])).stdout).toContain('… and 5 more: --format json has them all.');
  expect((await run(['activity', 'none.json'])).code).toBe(2);
});

test('the call of a tool that was denied', async () => {
  const tool = (error?: string) => event('eks-mcp CallReadOnlyTool', { error, more: { eventType: 'AwsMcpEvent', requestParameters: { params: { name: 'list_k8s_resources' } } } });
  const denied = tool('AccessDenied');
  write('log.json', { Records: [tool(), denied] });
  expect(await runJson(['activity', 'log.json'])).toMatchObject({
    principals: [{ toolCalls: 2, calls: 0, denied: 1 }],
    byDay: [{ toolCalls: 2, denied: 1 }],
    denied: [{ server: 'eks-mcp.amazonaws.com', operation: 'eks-mcp CallReadOnlyTool', count: 1, eventId: denied.eventID }],
  });
});
