import { App, aws_logs as logs, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { delivered } from './events';
import { matchesPattern } from './matching/event-pattern';
import { runQuery } from './matching/insights';
import { matchesFilter } from './matching/metric-filter';
import { MONITOR_OPTIONS } from './watched';
import { McpActivityMonitor, McpActivityRules, McpActivitySignal, McpDenialKind } from '../../src';
import { insightsFilter } from '../../src/monitor/insights-filter';
import { denialMetricName, metricName } from '../../src/monitor/metrics';
import { signals } from '../../src/monitor/signals';

const ALL = Object.values(McpActivitySignal);
const TESTS = signals('Test', MONITOR_OPTIONS);

function resources(): { [id: string]: any } {
  const stack = new Stack(new App(), 'Stack');
  new McpActivityMonitor(stack, 'Agents', { ...MONITOR_OPTIONS, logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'trail') });
  new McpActivityRules(stack, 'Rules', { ...MONITOR_OPTIONS, signals: ALL.filter((signal) => signal !== McpActivitySignal.TOOL_CALLS) });
  return Template.fromStack(stack).toJSON().Resources;
}

const made = Object.entries(resources());
const filters = made.filter(([, { Type }]) => Type === 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);
const rules = made.filter(([, { Type }]) => Type === 'AWS::Events::Rule');

/** What finds an event: each way of looking by itself. */
export interface Seen {
  readonly metrics: McpActivitySignal[];
  readonly denials: McpDenialKind[];
  readonly rules: McpActivitySignal[];
  readonly queries: McpActivitySignal[];
}

export function seen(event: any): Seen {
  const counted = filters.filter(({ FilterPattern }) => matchesFilter(FilterPattern, event))
    .map(({ MetricTransformations: [{ MetricName }] }) => MetricName);
  const onBus = delivered(event);
  const fired = rules.filter(([, { Properties }]) => onBus !== undefined && matchesPattern(Properties.EventPattern, onBus)).map(([id]) => id);
  return {
    metrics: ALL.filter((signal) => counted.includes(metricName(signal))),
    denials: Object.values(McpDenialKind).filter((kind) => counted.includes(denialMetricName(kind))),
    rules: ALL.filter((signal) => fired.some((id) => id.startsWith(`Rules${metricName(signal)}`))),
    queries: ALL.filter((signal) => runQuery(`filter ${insightsFilter(TESTS[signal])}`, [event]).length > 0),
  };
}
