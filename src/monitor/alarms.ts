import { aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, Duration } from 'aws-cdk-lib';
import type { aws_sns as sns } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { McpActivitySignal } from './mcp-activity-signal';
import { metricName } from './metrics';

/** What an alarm says, of one event or of unusually many. */
const DESCRIPTIONS: { readonly [signal in McpActivitySignal]: string } = {
  CALLS: 'More calls through MCP servers than these hours mostly have: an agent that runs away, or one that nobody knows of',
  DENIALS: 'More calls of agents are denied than these hours mostly have: a guardrail in the way of work, or an agent that tries what it may not',
  DESTRUCTIVE_CALLS: 'A call through an MCP server deleted or ended something',
  TOOL_CALLS: 'More tools of MCP servers are called than these hours mostly have',
  UNKNOWN_SERVER: 'An MCP server is used that is not among those allowed',
  OUTSIDE_MCP: 'A role or user of an agent called AWS directly: its credentials are used elsewhere',
  GUARDRAIL_CHANGES: 'Somebody changed, or tried to change, what the guardrails are made of',
  EXEMPT_USE: 'A role that guardrails exempt was assumed or used, or somebody tried to',
};

/** Of these, how many there are is no news: what is unusual is. */
const WITHOUT_THRESHOLD: readonly McpActivitySignal[] = [McpActivitySignal.CALLS, McpActivitySignal.DENIALS, McpActivitySignal.TOOL_CALLS];

/** One such event is enough. Those that people should see without having asked for them. */
export const ALARMS: readonly McpActivitySignal[] = [
  McpActivitySignal.DENIALS, McpActivitySignal.DESTRUCTIVE_CALLS, McpActivitySignal.UNKNOWN_SERVER, McpActivitySignal.OUTSIDE_MCP,
  McpActivitySignal.GUARDRAIL_CHANGES, McpActivitySignal.EXEMPT_USE,
];

/**
 * The alarm of a signal. Where no threshold can be known, it rings outside of what a model of the last two weeks expects: three standard deviations, in
 * two of three periods of 15 minutes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
 */
export function makeAlarm(scope: Construct, signal: McpActivitySignal, metric: cloudwatch.Metric, topic?: sns.ITopic): cloudwatch.Alarm {
  const id = `${metricName(signal)}Alarm`;
  const shared = { alarmDescription: DESCRIPTIONS[signal], treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING };
  const alarm = WITHOUT_THRESHOLD.includes(signal)
    ? new cloudwatch.AnomalyDetectionAlarm(scope, id, {
      ...shared,
      metric: metric.with({ period: Duration.minutes(15) }),
      stdDevs: 3,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    })
    : new cloudwatch.Alarm(scope, id, {
      ...shared,
      metric,
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
    });
  if (topic) {
    alarm.addAlarmAction(new actions.SnsAction(topic));
  }
  return alarm;
}
