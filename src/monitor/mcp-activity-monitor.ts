import { aws_iam as iam } from 'aws-cdk-lib';
import type { aws_cloudwatch as cloudwatch, aws_logs as logs, aws_s3 as s3, aws_sns as sns, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ALARMS, makeAlarm } from './alarms';
import { makeDashboard } from './dashboard';
import type { EventTest } from './event-test';
import { logQueries, saveQueries } from './log-queries';
import type { McpActivityOptions } from './mcp-activity-options';
import { checkedActivityOptions } from './mcp-activity-options';
import { McpActivitySignal } from './mcp-activity-signal';
import type { McpDenialKind } from './mcp-denial-kind';
import { makeMetricFilters } from './metric-filters';
import { BY_SERVER, countOf, denialMetricName, metricName, NAMESPACE } from './metrics';
import { signals } from './signals';
import { rankContributors } from './top-contributors';
import { reportUnusedAccess } from './unused-access';
import { reportWeekly } from './weekly-reports';
import type { McpServer } from '../mcp/mcp-server';
import { servicePrincipalOf } from '../mcp/service-principal';
import { formatValue } from '../private/format';
import { BOOLEAN, has, listOfEnum, OBJECT, stringLike } from '../private/validator';

/** Properties of `McpActivityMonitor`. */
export interface McpActivityMonitorProps extends McpActivityOptions {
  /**
   * The log group to which a trail writes: of one account, or of the organization, as `McpActivityTrail.logGroup` or one that is there already. Its
   * class is Standard, since Infrequent Access has no metric filters.
   */
  readonly logGroup: logs.ILogGroup;

  /**
   * Who hears of alarms. With it, the alarms of `alarms` are made.
   *
   * @default - nobody
   */
  readonly alarmTopic?: sns.ITopic;

  /**
   * What rings. Each costs what an alarm costs; those of `CALLS`, `DENIALS` and `TOOL_CALLS` find anomalies, which is charged as three.
   *
   * @default - with `alarmTopic` all but `CALLS` and `TOOL_CALLS`, as far as there is something to look for; without it none
   */
  readonly alarms?: McpActivitySignal[];

  /**
   * Whether there is a dashboard, which is charged for each month.
   *
   * @default false
   */
  readonly dashboard?: boolean;

  /**
   * Whether two rules of Contributor Insights rank who calls through servers, and which services. Each is charged for each month, and for the events
   * that match.
   *
   * @default false
   */
  readonly topContributors?: boolean;

  /**
   * Whether the questions are saved in CloudWatch Logs Insights. That costs nothing; running one is charged by what it reads.
   *
   * @default true
   */
  readonly savedQueries?: boolean;

  /**
   * After how long IAM Access Analyzer reports access that nobody used: whole days, from 1 to 365. With it, an analyzer of unused access is made for the
   * account. AWS charges it for each role and user it looks at each month.
   *
   * @default - no analyzer
   */
  readonly unusedAccessAge?: Duration;

  /**
   * Whether that analyzer looks at all accounts of the organization, which costs as much for each of them. The stack must be that of the management account
   * or of the delegated administrator of IAM Access Analyzer.
   *
   * @default false
   */
  readonly unusedAccessOfOrganization?: boolean;

  /**
   * The bucket to which three questions are answered each week, for longer than the log group keeps events: what was denied by which policy, which tools were
   * called, and what agents use. Each run is charged by what it reads of the log group, and its answers as objects.
   *
   * @default - no reports
   */
  readonly reportBucket?: s3.IBucket;

  /**
   * The namespace of the metrics. Two monitors of one account and Region need different ones.
   *
   * @default 'McpActivity'
   */
  readonly metricNamespace?: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
const METRIC_NAMESPACE = stringLike(/^(?!AWS\/)[^:*$]{1,255}$/, '1 to 255 characters without :, * and $, and not beginning with AWS/');

/** The option that says what to look for. */
const NEEDED: { readonly [signal: string]: string } = {
  [McpActivitySignal.UNKNOWN_SERVER]: 'servers', [McpActivitySignal.OUTSIDE_MCP]: 'agents', [McpActivitySignal.EXEMPT_USE]: 'exempt',
};

/**
 * Watches what agents do, by what CloudTrail writes to a log group: metrics, alarms, saved queries and a dashboard. It is all native CloudFormation.
 *
 * Only metric filters and saved queries are made unasked, which cost nothing themselves. A metric costs what a custom metric costs, in the hours in which
 * something happened. All else that is charged for is an option, and says so.
 *
 * CloudTrail delivers an event to a log group within minutes. For what must be acted on at once there is `McpActivityRules`.
 *
 * @throws if a filter goes by what CloudTrail does not record, a resource has no name, or an alarm is asked for that has nothing to look for.
 *
 * @see https://github.com/cdk-mcp-guardrails/cdk-mcp-guardrails/blob/main/docs/monitor.md
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
 *
 * @example
 * const trail = new McpActivityTrail(this, 'Trail');
 * const monitor = new McpActivityMonitor(this, 'Agents', {
 *   logGroup: trail.logGroup,
 *   servers: [McpServer.AWS],
 *   agents: [PrincipalFilter.rolePaths('/agents/')],
 *   exempt: [PrincipalFilter.roleNames('BreakGlass')],
 *   alarmTopic: new sns.Topic(this, 'Alarms', { enforceSSL: true }),
 * });
 * monitor.metricDenials({ period: Duration.hours(1) });
 */
export class McpActivityMonitor extends Construct {
  /** The dashboard, if there is one. */
  public readonly dashboard?: cloudwatch.Dashboard;
  /** The role that runs the weekly reports, if there are any. It must be let decrypt a log group from elsewhere that is encrypted with a key. */
  public readonly reportReader?: iam.Role;

  private readonly tests: { readonly [signal in McpActivitySignal]: EventTest };
  private readonly made: { readonly [signal: string]: cloudwatch.Alarm };
  private readonly logGroup: logs.ILogGroup;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: McpActivityMonitorProps) {
    super(scope, id);
    const where = this.node.path;
    checkedActivityOptions(where, props, {
      logGroup: { is: has('logGroupName', 'string'), expected: 'a log group' },
      alarmTopic: OBJECT,
      alarms: listOfEnum('McpActivitySignal', () => McpActivitySignal),
      dashboard: BOOLEAN,
      topContributors: BOOLEAN,
      savedQueries: BOOLEAN,
      unusedAccessAge: { is: has('toDays', 'function'), expected: 'a Duration' },
      unusedAccessOfOrganization: BOOLEAN,
      reportBucket: { is: has('bucketName', 'string'), expected: 'a bucket' },
      metricNamespace: METRIC_NAMESPACE,
    }, ['logGroup']);
    this.logGroup = props.logGroup;
    this.namespace = props.metricNamespace ?? NAMESPACE;
    this.tests = signals(where, props);

    makeMetricFilters(this, props.logGroup, this.namespace, this.tests);
    const wanted = props.alarms ?? (props.alarmTopic ? ALARMS.filter((signal) => this.watches(signal)) : []);
    this.made = Object.fromEntries([...new Set(wanted)].map((signal) => [signal, makeAlarm(this, signal, this.metric(signal), props.alarmTopic)]));
    const queries = logQueries(where, this.tests);
    if (props.savedQueries ?? true) {
      saveQueries(this, props.logGroup, queries);
    }
    const contributors = props.topContributors ? rankContributors(this, props.logGroup, props.servers) : [];
    if (props.dashboard) {
      this.dashboard = makeDashboard(this, {
        namespace: this.namespace,
        signals: Object.values(McpActivitySignal).filter((signal) => this.watches(signal)),
        alarms: Object.values(this.made),
        contributors,
      });
    }
    if (props.reportBucket) {
      this.reportReader = reportWeekly(this, props.logGroup, props.reportBucket, queries);
    }
    reportUnusedAccess(this, props);
  }

  /**
   * The alarm of a signal, to add an action or to build a composite alarm of it.
   *
   * @throws if the monitor has none.
   */
  public alarm(signal: McpActivitySignal): cloudwatch.Alarm {
    const alarm = this.made[signal];
    if (!alarm) {
      throw new Error(`${this.node.path}: there is no alarm of ${formatValue(signal)}: name it in alarms, or set alarmTopic`);
    }
    return alarm;
  }

  /**
   * How often there was what is looked for.
   *
   * @throws if the options say nothing to look for, such as `UNKNOWN_SERVER` without `servers`.
   * @default - sum over 5 minutes
   */
  public metric(signal: McpActivitySignal, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    if (!this.watches(signal)) {
      const option = NEEDED[signal];
      throw new Error(`${this.node.path}: there is nothing to look for as ${formatValue(signal)}: ${option ? `give ${option}` : `expected one of ${Object.values(McpActivitySignal).join(', ')}`}`);
    }
    return countOf(this.namespace, metricName(signal), options);
  }

  /**
   * Calls through MCP servers.
   *
   * @default - sum over 5 minutes
   */
  public metricCalls(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(McpActivitySignal.CALLS, options);
  }

  /**
   * Calls through one server.
   *
   * @default - sum over 5 minutes
   */
  public metricCallsThrough(server: McpServer, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    const dimensionsMap = { [BY_SERVER.dimension]: servicePrincipalOf(this.node.path, server) };
    return countOf(this.namespace, BY_SERVER.name, { dimensionsMap, ...options });
  }

  /**
   * Calls through MCP servers that were denied.
   *
   * @default - sum over 5 minutes
   */
  public metricDenials(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric(McpActivitySignal.DENIALS, options);
  }

  /**
   * Calls through MCP servers that a Deny in one kind of policy denied.
   *
   * @default - sum over 5 minutes
   */
  public metricDenialsBy(kind: McpDenialKind, options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return countOf(this.namespace, denialMetricName(kind), options);
  }

  /** Lets somebody read the log, and run the saved queries. */
  public grantQuery(grantee: iam.IGrantable): iam.Grant {
    const grant = this.logGroup.grant(grantee, 'logs:StartQuery', 'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:GetLogGroupFields');
    // These are about no log group.
    return grant.combine(iam.Grant.addToPrincipal({
      grantee,
      actions: ['logs:DescribeQueryDefinitions', 'logs:GetQueryResults', 'logs:StopQuery', 'cloudwatch:GetMetricData'],
      resourceArns: ['*'],
    }));
  }

  private watches(signal: McpActivitySignal): boolean {
    return (this.tests[signal] ?? []).length > 0;
  }
}
