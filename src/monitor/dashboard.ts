import { aws_cloudwatch as cloudwatch, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { McpActivitySignal } from './mcp-activity-signal';
import { McpDenialKind } from './mcp-denial-kind';
import { BY_SERVER, countOf, denialMetricName, metricName, pascalCase } from './metrics';
import type { TopContributors } from './top-contributors';

const WIDTH = 24;

/** What the graphs of a dashboard show. */
export interface DashboardContent {
  readonly namespace: string;
  /** Those that anything could be found of. */
  readonly signals: readonly McpActivitySignal[];
  readonly alarms: readonly cloudwatch.Alarm[];
  readonly contributors: readonly TopContributors[];
}

/**
 * A dashboard: what is out of order on top, then who does what, and the tools of the AWS MCP Server in the Region of the dashboard.
 *
 * @see https://docs.aws.amazon.com/agent-toolkit/latest/userguide/cloudwatch-metrics.html
 */
export function makeDashboard(scope: Construct, { namespace, signals, alarms, contributors }: DashboardContent): cloudwatch.Dashboard {
  const count = (name: string, label: string) => countOf(namespace, name, { label });
  const titled = (signal: McpActivitySignal) => count(metricName(signal), sentence(signal));
  const dashboard = new cloudwatch.Dashboard(scope, 'Dashboard', { defaultInterval: undefined, start: '-P7D' });
  dashboard.addWidgets(new cloudwatch.SingleValueWidget({
    title: 'Agents, in the time shown', width: WIDTH, height: 4, setPeriodToTimeRange: true, metrics: signals.map(titled),
  }));
  if (alarms.length > 0) {
    dashboard.addWidgets(new cloudwatch.AlarmStatusWidget({ title: 'Alarms', width: WIDTH, height: 3, alarms: [...alarms] }));
  }
  dashboard.addWidgets(
    graph('Calls by server', search(`{"${namespace}",${BY_SERVER.dimension}} MetricName="${BY_SERVER.name}"`)),
    graph('Denials by kind of policy', ...Object.values(McpDenialKind).map((kind) => count(denialMetricName(kind), sentence(kind)))),
    graph('To look at', ...signals.filter((signal) => signal !== McpActivitySignal.CALLS && signal !== McpActivitySignal.TOOL_CALLS).map(titled)),
  );
  dashboard.addWidgets(
    graph('Tools of the AWS MCP Server', search('{"AWS-MCP","Tool Name"} MetricName="Invocation"')),
    graph('Their failures', ...['UserError', 'SystemError', 'Throttle'].map((name) => search(`{"AWS-MCP","Tool Name"} MetricName="${name}"`, `\${PROP('Dim.Tool Name')} ${name}`))),
    graph('Their successes, in percent', new cloudwatch.MathExpression({
      expression: `100 * SUM(${searched('{"AWS-MCP","Tool Name"} MetricName="Success"')}) / SUM(${searched('{"AWS-MCP","Tool Name"} MetricName="Invocation"')})`,
      label: 'successes',
      usingMetrics: {},
    })),
  );
  if (contributors.length > 0) {
    dashboard.addWidgets(...contributors.map((each) => new ContributorsWidget(each, WIDTH / contributors.length, Stack.of(scope).region)));
  }
  return dashboard;
}

function graph(title: string, ...left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: WIDTH / 3, height: 6, stacked: left.length > 1, leftYAxis: { min: 0, showUnits: false } });
}

function search(terms: string, label?: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({ expression: searched(terms), label: label ?? '', usingMetrics: {} });
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
function searched(terms: string): string {
  return `SEARCH('${terms}', 'Sum', 300)`;
}

/** `EXEMPT_USE` becomes `Exempt use`. */
function sentence(name: string): string {
  const words = pascalCase(name).replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.replace(/\bmcp\b/, 'MCP').replace(/\bvpc\b/i, 'VPC');
}

/** What a rule of Contributor Insights ranks. The CDK has no widget for it. */
class ContributorsWidget extends cloudwatch.ConcreteWidget {
  constructor(private readonly contributors: TopContributors, width: number, private readonly region: string) {
    super(width, 6);
  }

  public toJson(): any[] {
    return [{
      type: 'metric',
      width: this.width,
      height: this.height,
      x: this.x,
      y: this.y,
      properties: {
        title: this.contributors.title,
        region: this.region,
        period: 300,
        view: 'timeSeries',
        legend: { position: 'right' },
        insightRule: { ruleName: this.contributors.ruleName, orderBy: 'Sum', maxContributorCount: 10 },
      },
    }];
  }
}
