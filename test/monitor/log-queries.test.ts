import { EVENTS, REQUEST, SESSION } from './events';
import { runQuery } from './matching/insights';
import { MONITOR_OPTIONS } from './watched';
import { McpActivitySignal } from '../../src';
import { logQueries } from '../../src/monitor/log-queries';
import { QUESTIONS } from '../../src/monitor/questions';
import { signals } from '../../src/monitor/signals';

const QUERIES = logQueries('Test', signals('Test', MONITOR_OPTIONS));
const ALL = EVENTS.map(({ event }) => event);

/** What a saved query answers, with its parameters given. */
function answer(question: string, given: { [parameter: string]: string } = {}) {
  const { query, parameters = [] } = QUERIES.find(({ name }) => name === `MCP agents/${question}`)!;
  expect(Object.keys(given)).toEqual(parameters.map(({ name }) => name));
  const text = query.replace(/\{\{(\w+)\}\}/g, (_, name: string) => JSON.stringify(given[name]));
  expect(text.length).toBeLessThanOrEqual(10_000);
  return runQuery(text, ALL);
}

const idsOf = (signal: McpActivitySignal) => EVENTS.filter(({ signals: seen }) => seen.includes(signal)).map(({ event }) => event.eventID);

test.each([[McpActivitySignal.CALLS, QUESTIONS.activity] as const, ...QUESTIONS.ofSignals])('%s: %s', (signal, question) => {
  expect(answer(question).map(({ eventID }) => eventID).sort()).toEqual(idsOf(signal).sort());
});

test('a session, from its sign-in to its calls', () => {
  expect(answer(QUESTIONS.session, { session: SESSION }).map(({ eventName, tool }) => [eventName, tool].filter(Boolean).join(' '))).toEqual([
    'ListBuckets', 'DestroySession', 'CallPrivilegedTool run_job', 'CallReadOnlyTool retrieve_skill', 'CallTool call_aws', 'CallReadWriteTool aws___run_script', 'CreateOAuth2Token',
  ]);
  expect(answer(QUESTIONS.session, { session: 'arn:aws:sts::111122223333:assumed-role/BreakGlass/session-1' })).toHaveLength(1);
});

test('denials, with the policy', () => {
  const found = answer(QUESTIONS.denials);
  expect(found.reduce((sum, { calls }) => sum + Number(calls), 0)).toBe(idsOf(McpActivitySignal.DENIALS).length);
  expect(found.map(({ deniedBy, policy, notAllowedBy, calls, eventName }) => [eventName, deniedBy ?? '', policy ?? '', notAllowedBy ?? '', calls].join(' | ')).sort()).toMatchSnapshot();
});

test('the tool that made a call, beside the call', () => {
  expect(answer(QUESTIONS.toolOfCall, { requestId: REQUEST }).map(({ eventName, tool, caller }) => [eventName, tool, caller])).toEqual([
    ['ListBuckets', undefined, expect.stringContaining('AWSReservedSSO_Developer')],
    ['CallReadWriteTool', 'aws___run_script', expect.stringContaining('AWSReservedSSO_Developer')],
  ]);
});

test('the tools', () => {
  const found = answer(QUESTIONS.tools);
  expect(found.map(({ eventSource, tool, calls }) => [eventSource, tool, calls].join(' ')).sort()).toEqual([
    'aws-mcp.amazonaws.com aws___run_script 1', 'aws-mcp.amazonaws.com retrieve_skill 1', 'aws-mcp.us-east-1.api.aws call_aws 1',
    'sagemaker-unified-studio-mcp.amazonaws.com run_job 1',
  ]);
});

test('what agents use, with its last day', () => {
  const found = answer(QUESTIONS.use);
  expect(found.filter(({ caller }) => String(caller).endsWith('role/agents/ReportsAgent')).map(({ eventName }) => eventName)).toContain('DescribeCluster');
  expect(found.find(({ eventSource, eventName, caller }) => eventSource === 's3.amazonaws.com' && eventName === 'ListBuckets' && String(caller).includes('ReportsAgent')))
    .toMatchObject({ calls: 2, lastUsed: expect.stringMatching(/^2026-09-28/) });
});

test('of what there is nothing to look for, nobody asks', () => {
  expect(logQueries('Test', signals('Test', {})).map(({ name }) => name)).not.toContain(`MCP agents/${QUESTIONS.ofSignals[1][1]}`);
});
