import { Stack, StackProps, Validations } from 'aws-cdk-lib';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { McpActivityMonitor, McpActivityRules, McpActivityTrail, McpServer, PrincipalFilter } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';

/** What agents did in this account: a trail, alarms for people, and a dashboard. */
export class ActivityStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const alarms = new Topic(this, 'Alarms', { enforceSSL: true });
    const trail = new McpActivityTrail(this, 'Trail');
    new McpActivityMonitor(this, 'Agents', {
      logGroup: trail.logGroup,
      servers: [McpServer.AWS],
      agents: [PrincipalFilter.rolePaths('/agents/')],
      alarmTopic: alarms,
      dashboard: true,
    });
    // Within seconds, in this Region.
    new McpActivityRules(this, 'Rules', {
      exempt: [PrincipalFilter.roleNames('BreakGlass')],
      targets: [new SnsTopic(alarms)],
    });

    // What cdk-nag asks to be looked at.
    Validations.of(trail).acknowledge({ id: 'AwsSolutions-S1', reason: 'It is the log: only CloudTrail writes to it.' });
  }
}
