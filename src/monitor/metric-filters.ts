import { aws_logs as logs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EventTest } from './event-test';
import { allOf, divided } from './event-test';
import { filterPattern, MAX_FILTER_PATTERN } from './filter-pattern';
import { McpActivitySignal } from './mcp-activity-signal';
import { DENIED_BY, McpDenialKind } from './mcp-denial-kind';
import { BY_SERVER, denialMetricName, metricName } from './metrics';

/**
 * The most metric filters of a log group.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-metricfilter.html
 */
const MAX_FILTERS = 100;

/**
 * The metric filters, which count the signals in the log group: none where nothing could be found. They have no default value, so that a metric
 * costs nothing while nothing happens.
 *
 * @throws if one can't be divided into filters that are short enough, or if there are more than a log group takes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function makeMetricFilters(
  scope: Construct, logGroup: logs.ILogGroup, metricNamespace: string, tests: { readonly [signal in McpActivitySignal]: EventTest },
): void {
  let count = 0;
  const make = (name: string, test: EventTest, dimensions?: { [name: string]: string }) => {
    // An event that is in two of them counts twice, which is no matter where one is enough.
    divided(`${scope.node.path}: the metric ${name}`, test, filterPattern, MAX_FILTER_PATTERN).forEach((part, i) => {
      count++;
      new logs.MetricFilter(scope, `${name}${i === 0 ? '' : i + 1}`, {
        logGroup, metricNamespace, metricName: name, metricValue: '1', dimensions, filterPattern: logs.FilterPattern.literal(filterPattern(part)),
      });
    });
  };
  for (const signal of Object.values(McpActivitySignal)) {
    make(metricName(signal), tests[signal]);
  }
  make(BY_SERVER.name, tests[McpActivitySignal.CALLS], { [BY_SERVER.dimension]: '$.userIdentity.invokedBy' });
  for (const kind of Object.values(McpDenialKind)) {
    make(denialMetricName(kind), allOf(tests[McpActivitySignal.CALLS], DENIED_BY[kind]));
  }
  if (count > MAX_FILTERS) {
    throw new Error(`${scope.node.path}: ${count} metric filters, and a log group takes ${MAX_FILTERS}: give fewer agents, exempt, administrators or guardrailResources, `
      + 'or shorter patterns with *');
  }
}
