import { aws_cloudwatch as cloudwatch, Names, Stack } from 'aws-cdk-lib';
import type { aws_logs as logs } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { McpServer } from '../mcp/mcp-server';

/** A rule of Contributor Insights, and what its widget is called. */
export interface TopContributors {
  readonly title: string;
  readonly ruleName: string;
}

const RULES: ReadonlyArray<{ readonly id: string; readonly title: string; readonly keys: string[] }> = [
  { id: 'Principals', title: 'Who calls through servers', keys: ['$.userIdentity.arn', '$.userIdentity.invokedBy'] },
  { id: 'Services', title: 'What is called through servers', keys: ['$.eventSource', '$.userIdentity.invokedBy'] },
];

/** The most values that a filter can have. */
const MAX_VALUES = 10;

/**
 * Rules that rank who calls through the given servers, or those that AWS documents, and which services.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ContributorInsights-RuleSyntax.html
 * @throws if there are more servers than a rule takes.
 */
export function rankContributors(scope: Construct, logGroup: logs.ILogGroup, servers: readonly McpServer[] = McpServer._all()): TopContributors[] {
  if (servers.length > MAX_VALUES) {
    throw new Error(`${scope.node.path}: topContributors is true with ${servers.length} servers, and a rule of Contributor Insights takes ${MAX_VALUES}: name fewer`);
  }
  return RULES.map(({ id, title, keys }) => {
    const ruleName = `${Names.uniqueResourceName(scope, { maxLength: 100 })}${id}`;
    new cloudwatch.CfnInsightRule(scope, `Top${id}`, {
      ruleName,
      ruleState: 'ENABLED',
      ruleBody: Stack.of(scope).toJsonString({
        Schema: { Name: 'CloudWatchLogRule', Version: 1 },
        LogGroupNames: [logGroup.logGroupName],
        LogFormat: 'JSON',
        Contribution: { Keys: keys, Filters: [{ Match: '$.userIdentity.invokedBy', In: servers.map((server) => server.servicePrincipal) }] },
        AggregateOn: 'Count',
      }),
    });
    return { title, ruleName };
  });
}
