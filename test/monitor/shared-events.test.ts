import * as fs from 'fs';
import * as path from 'path';
import { EVENTS } from './events';
import { seen } from './matrix';
import { McpActivitySignal } from '../../src';
import { QUESTIONS } from '../../src/monitor/questions';

const SHAPES = path.join(__dirname, '../activity/shared-events');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(SHAPES, file), 'utf-8'));
const SHARED: any[] = [
  ...read('cloudtrail-log-file.json').Records, ...read('more-shapes.json').Records,
  ...read('lookup-events.json').Events.map(({ CloudTrailEvent }: any) => JSON.parse(CloudTrailEvent)), read('eventbridge-denied.json').detail,
];

test('all ways of looking find the same in events of real shapes, but for tool calls on the bus', () => {
  expect(SHARED.length).toBeGreaterThan(25);
  for (const event of [...SHARED, ...EVENTS.map((each) => each.event)]) {
    const { metrics, rules, queries } = seen(event);
    expect([event.eventID, queries]).toEqual([event.eventID, metrics]);
    expect([event.eventID, rules]).toEqual([event.eventID, event.eventType === 'AwsMcpEvent' ? [] : metrics]);
  }
});

test('what is found in events of real shapes', () => {
  expect(SHARED.map((event) => `${event.eventID.slice(-4)} ${event.eventName}: ${seen(event).metrics.join(', ')}`)).toMatchSnapshot();
});

/** What saved question shows an event of the signal. */
const QUESTION: { readonly [signal: string]: string } = {
  [McpActivitySignal.CALLS]: QUESTIONS.activity,
  [McpActivitySignal.DENIALS]: QUESTIONS.denials,
  [McpActivitySignal.TOOL_CALLS]: QUESTIONS.tools,
  ...Object.fromEntries(QUESTIONS.ofSignals),
};

test('the docs say which event is seen by what', () => {
  const rows = EVENTS.map(({ label, event }) => {
    const { metrics, denials, rules, queries } = seen(event);
    const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ') || '–';
    return `| ${label} | ${code([...metrics, ...denials])} | ${code(rules)} | ${queries.map((signal) => QUESTION[signal]).join('; ') || '–'} |`;
  });
  const table = ['| event | metric and alarm | rule | saved query |', '|---|---|---|---|', ...rows].join('\n');
  expect(fs.readFileSync(path.join(__dirname, '../../docs/monitor.md'), 'utf-8')).toContain(table);
});
