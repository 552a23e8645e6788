import { aws_cloudwatch as cloudwatch, Duration } from 'aws-cdk-lib';
import { McpActivitySignal } from './mcp-activity-signal';
import { McpDenialKind } from './mcp-denial-kind';

/** The namespace of the metrics, unless another is given. */
export const NAMESPACE = 'McpActivity';

/** The calls through one server: a metric for each that is used. */
export const BY_SERVER = { name: 'CallsByServer', dimension: 'Server' };

/** `DESTRUCTIVE_CALLS` becomes `DestructiveCalls`. */
export function pascalCase(name: string): string {
  return name.split('_').map((word) => word[0] + word.slice(1).toLowerCase()).join('');
}

export function metricName(signal: McpActivitySignal): string {
  return pascalCase(signal);
}

export function denialMetricName(kind: McpDenialKind): string {
  return `DenialsBy${pascalCase(kind)}`;
}

/** How many events there were in five minutes, unless the options say otherwise. */
export function countOf(namespace: string, name: string, options: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName: name, statistic: cloudwatch.Stats.SUM, period: Duration.minutes(5), ...options });
}
