import * as fs from 'fs';
import * as path from 'path';
import { App, aws_logs as logs, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { delivered } from './events';
import { matchesPattern } from './matching/event-pattern';
import { runQuery } from './matching/insights';
import { matchesFilter } from './matching/metric-filter';
import { MONITOR_OPTIONS } from './watched';
import { McpActivityMonitor, McpActivityRules, McpActivitySignal } from '../../src';
import { insightsFilter } from '../../src/monitor/insights-filter';
import { metricName } from '../../src/monitor/metrics';
import { signals } from '../../src/monitor/signals';

const SHAPES = path.join(__dirname, '../activity/shared-events');
const read = (file: string) => JSON.parse(fs.readFileSync(path.join(SHAPES, file), 'utf-8'));
const EVENTS: any[] = [
  ...read('cloudtrail-log-file.json').Records, ...read('more-shapes.json').Records,
  ...read('lookup-events.json').Events.map(({ CloudTrailEvent }: any) => JSON.parse(CloudTrailEvent)), read('eventbridge-denied.json').detail,
];

const stack = new Stack(new App(), 'Stack');
new McpActivityMonitor(stack, 'Agents', { ...MONITOR_OPTIONS, logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'trail') });
new McpActivityRules(stack, 'Rules', { ...MONITOR_OPTIONS, signals: Object.values(McpActivitySignal).filter((signal) => signal !== McpActivitySignal.TOOL_CALLS) });
const { Resources } = Template.fromStack(stack).toJSON();
const ofType = (type: string) => Object.entries<any>(Resources).filter(([, { Type }]) => Type === type);
const TESTS = signals('Test', MONITOR_OPTIONS);

/** The signals that each way of looking finds in an event. */
function seen(event: any): { [way: string]: McpActivitySignal[] } {
  const filters = ofType('AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties).filter(({ FilterPattern }) => matchesFilter(FilterPattern, event))
    .map(({ MetricTransformations: [{ MetricName }] }) => MetricName);
  const rules = ofType('AWS::Events::Rule').filter(([, { Properties }]) => delivered(event) && matchesPattern(Properties.EventPattern, delivered(event))).map(([id]) => id);
  const all = Object.values(McpActivitySignal);
  return {
    metrics: all.filter((signal) => filters.includes(metricName(signal))),
    rules: all.filter((signal) => rules.some((id) => id.startsWith(`Rules${metricName(signal)}`))),
    queries: all.filter((signal) => runQuery(`filter ${insightsFilter(TESTS[signal])}`, [event]).length > 0),
  };
}

test('all ways of looking find the same in events of real shapes, but for tool calls on the bus', () => {
  expect(EVENTS.length).toBeGreaterThan(25);
  for (const event of EVENTS) {
    const { metrics, rules, queries } = seen(event);
    expect([event.eventID, queries]).toEqual([event.eventID, metrics]);
    expect([event.eventID, rules]).toEqual([event.eventID, event.eventType === 'AwsMcpEvent' ? [] : metrics]);
  }
});

test('what is found in events of real shapes', () => {
  expect(EVENTS.map((event) => `${event.eventID.slice(-4)} ${event.eventName}: ${seen(event).metrics.join(', ')}`)).toMatchSnapshot();
});
