import { aws_logs as logs, aws_observabilityadmin as observabilityadmin, Names, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkedProperties, listOf, stringLike } from '../private/validator';

/** Properties of `McpActivityTelemetry`. */
export interface McpActivityTelemetryProps {
  /** The organization whose accounts are all recorded. */
  readonly organizationId: string;

  /**
   * The account of the organization that gets a copy of all events in one log group.
   *
   * @default - none: each account has its events to itself, in a log group for each Region
   */
  readonly auditAccount?: string;

  /**
   * The Regions whose events are recorded, besides that of the stack, such as `eu-west-1`. Changes of IAM and of the organization are in `us-east-1`.
   *
   * @default - the Region of the stack alone
   */
  readonly otherRegions?: string[];

  /**
   * How long the log group of each account keeps events, which is charged by size.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly retention?: logs.RetentionDays;
}

/**
 * Where CloudTrail puts management events that it sends without a trail.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/telemetry-config-rules.html
 */
const SOURCE_LOG_GROUP = 'aws/cloudtrail/managementevents';

/**
 * Records the management events of all accounts of an organization in CloudWatch Logs, without a trail, and copies them to one log group of the audit
 * account. That is for `McpActivityMonitor` there, where no organization's trail has a log group. AWS charges for each event that goes to a log group.
 *
 * The stack must be that of the management account, or of the delegated administrator of CloudWatch, with trusted access for it activated, and telemetry
 * evaluation turned on. Regions can be added later; CloudWatch makes the log groups of accounts that join.
 *
 * In the audit account, make the log group `LOG_GROUP_NAME` and let the monitor watch it: filters count what comes after them.
 *
 * @throws if a property is not what it has to be, or other Regions are given to a stack without a Region.
 *
 * @see https://docs.aws.amazon.com/cloudwatch/latest/observabilityadmin/API_TelemetryRule.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_Centralization.html
 *
 * @example
 * // In the management account:
 * new McpActivityTelemetry(this, 'Telemetry', { organizationId: 'o-a1b2c3d4e5', auditAccount: '444455556666', otherRegions: ['us-east-1'] });
 * // In the audit account:
 * const logGroup = new logs.LogGroup(this, 'Events', { logGroupName: McpActivityTelemetry.LOG_GROUP_NAME, retention: logs.RetentionDays.ONE_YEAR });
 * new McpActivityMonitor(this, 'Agents', { logGroup });
 */
export class McpActivityTelemetry extends Construct {
  /** The name of the log group of the audit account, which has the events of all accounts and Regions. */
  public static readonly LOG_GROUP_NAME = '/mcp-activity/cloudtrail';

  constructor(scope: Construct, id: string, props: McpActivityTelemetryProps) {
    super(scope, id);
    checkedProperties(this.node.path, props, {
      organizationId: stringLike(/^o-[a-z0-9]{10,32}$/, 'the id of an organization, such as "o-a1b2c3d4e5"'),
      auditAccount: stringLike(/^\d{12}$/, 'the id of an account, such as "444455556666"'),
      otherRegions: listOf((value) => stringLike(/^[a-z]{2,4}(-[a-z]+)+-\d$/, '').is(value), 'Regions, such as "us-east-1"'),
      retention: { is: (value) => Object.values(logs.RetentionDays).includes(value as number), expected: 'a number of logs.RetentionDays' },
    }, ['organizationId']);
    const { organizationId, auditAccount, otherRegions = [], retention = logs.RetentionDays.ONE_MONTH } = props;
    const { region } = Stack.of(this);
    if (otherRegions.length > 0 && Token.isUnresolved(region)) {
      throw new Error(`${this.node.path}: otherRegions is given, and the stack has no Region of its own, which may be one of them: set its env, such as { region: 'us-east-1' }`);
    }
    const others = [...new Set(otherRegions)].filter((other) => other !== region);
    const ruleName = (part: string) => `${Names.uniqueResourceName(this, { maxLength: 80 })}-${part}`;
    new observabilityadmin.CfnOrganizationTelemetryRule(this, 'Rule', {
      ruleName: ruleName('Telemetry'),
      rule: {
        resourceType: 'AWS::CloudTrail',
        telemetryType: 'Logs',
        ...others.length > 0 && { regions: others },
        destinationConfiguration: {
          // For ever is what there is without a number.
          retentionInDays: retention === logs.RetentionDays.INFINITE ? undefined : retention,
          cloudtrailParameters: { advancedEventSelectors: [{ name: 'Management events', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] }] },
        },
      },
    });
    if (auditAccount !== undefined) {
      new observabilityadmin.CfnOrganizationCentralizationRule(this, 'Copy', {
        ruleName: ruleName('Copy'),
        rule: {
          source: {
            regions: [region, ...others],
            scope: `OrganizationId = '${organizationId}'`,
            // Those that somebody encrypted with a key as well, or their calls would be missing.
            sourceLogsConfiguration: { logGroupSelectionCriteria: `LogGroupName = '${SOURCE_LOG_GROUP}'`, encryptedLogGroupStrategy: 'ALLOW' },
          },
          destination: {
            account: auditAccount,
            region,
            destinationLogsConfiguration: {
              logGroupNameConfiguration: { logGroupNamePattern: McpActivityTelemetry.LOG_GROUP_NAME },
              logsEncryptionConfiguration: { encryptionStrategy: 'AWS_OWNED' },
            },
          },
        },
      });
    }
  }
}
