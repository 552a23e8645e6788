import { Stack, StackProps, Validations } from 'aws-cdk-lib';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { McpActivityMonitor, McpActivityRules, McpActivityTable, McpActivityTrail, McpServer } from 'cdk-mcp-guardrails';
import { Construct } from 'constructs';
import { AGENTS, CENTRAL_PATH } from './agents-stack';
import { ADMINISTRATORS, EXEMPT, STACK_SET } from './guardrails-stack';

export interface ActivityStackProps extends StackProps {
  readonly organizationId: string;
  /** The accounts and Regions that agents work in, and us-east-1, where changes of IAM are. */
  readonly accounts: string[];
  readonly regions: string[];
}

/** What agents do in all accounts. Deployed once, to the management account, before anything is denied. */
export class ActivityStack extends Stack {
  constructor(scope: Construct, id: string, props: ActivityStackProps) {
    super(scope, id, props);

    const watched = {
      servers: [McpServer.AWS, McpServer.EKS],
      agents: AGENTS,
      // Let an alarm ring when somebody breaks the glass.
      exempt: EXEMPT,
      administrators: ADMINISTRATORS,
      guardrailResources: [`arn:aws:iam::*:role${CENTRAL_PATH}Inspector`, `arn:aws:iam::*:policy${CENTRAL_PATH}*`, `arn:aws:cloudformation:*:*:stackset/${STACK_SET}:*`],
    };
    const alarms = new Topic(this, 'Alarms', { enforceSSL: true });
    const trail = new McpActivityTrail(this, 'Trail', { organizationId: props.organizationId });
    new McpActivityMonitor(this, 'Agents', { ...watched, logGroup: trail.logGroup, alarmTopic: alarms, dashboard: true, topContributors: true });
    // Of this account and Region only, but within seconds.
    new McpActivityRules(this, 'Rules', { ...watched, targets: [new SnsTopic(alarms, { authorizeUsingRole: true })] });
    // For what is longer ago.
    new McpActivityTable(this, 'Table', {
      ...watched, bucket: trail.bucket, organizationId: props.organizationId, accounts: props.accounts, regions: props.regions,
    });

    Validations.of(trail).acknowledge({ id: 'AwsSolutions-S1', reason: 'It is the log: only CloudTrail writes to it.' });
  }
}
