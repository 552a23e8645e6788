import { Annotations, aws_events as events, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { eventPattern, MAX_EVENT_PATTERN } from './event-pattern';
import type { EventTest } from './event-test';
import { divided } from './event-test';
import type { McpActivityOptions } from './mcp-activity-options';
import { checkedActivityOptions } from './mcp-activity-options';
import { McpActivitySignal } from './mcp-activity-signal';
import { metricName } from './metrics';
import { signals } from './signals';
import { has, listOf, listOfEnum } from '../private/validator';

/** Properties of `McpActivityRules`. */
export interface McpActivityRulesProps extends McpActivityOptions {
  /**
   * What is to be acted on.
   *
   * @default - UNKNOWN_SERVER, OUTSIDE_MCP, GUARDRAIL_CHANGES and EXEMPT_USE, as far as there is something to look for
   */
  readonly signals?: McpActivitySignal[];

  /**
   * What gets the events; at most five. `addTarget()` adds others.
   *
   * @default - none
   */
  readonly targets?: events.IRuleTarget[];
}

const DEFAULT: readonly McpActivitySignal[] = [
  McpActivitySignal.UNKNOWN_SERVER, McpActivitySignal.OUTSIDE_MCP, McpActivitySignal.GUARDRAIL_CHANGES, McpActivitySignal.EXEMPT_USE,
];

const DESCRIPTION: { readonly [signal in McpActivitySignal]: string } = {
  CALLS: 'A call came through an MCP server',
  DENIALS: 'A call through an MCP server was denied',
  DESTRUCTIVE_CALLS: 'A call through an MCP server deleted or ended something',
  TOOL_CALLS: 'A tool of an MCP server was called',
  UNKNOWN_SERVER: 'An MCP server is used that is not among those allowed',
  OUTSIDE_MCP: 'A role or user of an agent called AWS directly',
  GUARDRAIL_CHANGES: 'Somebody changed, or tried to change, what the guardrails are made of',
  EXEMPT_USE: 'A role that guardrails exempt was assumed or used, or somebody tried to',
};

/**
 * The Region in which the events of IAM and of AWS Organizations are, and in no other.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-create-and-update-a-trail-by-using-the-aws-cli-update-trail.html
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html
 */
const GLOBAL_REGION = 'us-east-1';

/**
 * Rules of EventBridge for what must be acted on within seconds: one for each signal, or several where one pattern would be too long. AWS does not charge
 * for events of its services.
 *
 * A rule sees the events of its own account and Region. Changes of IAM and of the organization are in us-east-1 alone, calls in the Region that was called:
 * have the rules in each Region that is used. The rules are in the state `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`, since an agent that reads matters
 * as well. A trail must record management events. Tool calls are not delivered, as was seen: they are in the log, which `McpActivityMonitor` watches.
 *
 * @throws if a signal is asked for that EventBridge does not deliver, or that has nothing to look for.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 *
 * @example
 * declare const pager: events.IRuleTarget;
 *
 * new McpActivityRules(this, 'Rules', { exempt: [PrincipalFilter.roleNames('BreakGlass')], targets: [pager] });
 */
export class McpActivityRules extends Construct {
  /** The rules. */
  public readonly rules: events.Rule[];

  constructor(scope: Construct, id: string, props: McpActivityRulesProps = {}) {
    super(scope, id);
    const where = this.node.path;
    checkedActivityOptions(where, props, {
      signals: listOfEnum('McpActivitySignal', () => McpActivitySignal),
      targets: listOf(has('bind', 'function'), 'targets, such as new targets.SnsTopic(topic)'),
    });
    const tests = signals(where, props);
    const wanted = props.signals ?? DEFAULT.filter((signal) => tests[signal].length > 0);
    this.rules = wanted.flatMap((signal) => {
      const onBus = tests[signal].filter((alternative) => !alternative.some((test) => test.field === 'eventType' && 'like' in test && test.like.includes('AwsMcpEvent')));
      if (onBus.length === 0) {
        throw new Error(`${where}: signals has ${signal}, of which there is nothing to look for: `
          + (signal === McpActivitySignal.TOOL_CALLS ? 'EventBridge does not deliver tool calls: use McpActivityMonitor' : 'give servers, agents or exempt'));
      }
      const render = (test: EventTest) => JSON.stringify(eventPattern(test));
      return divided(`${where}: the rule for ${signal}`, onBus, render, MAX_EVENT_PATTERN).map((part, i) => {
        const { 'detail-type': detailType, detail } = eventPattern(part);
        const rule = new events.Rule(this, `${metricName(signal)}${i === 0 ? '' : i + 1}`, { description: DESCRIPTION[signal], eventPattern: { detailType, detail } });
        (rule.node.defaultChild as events.CfnRule).state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
        return rule;
      });
    });
    const { region } = Stack.of(this);
    if (wanted.includes(McpActivitySignal.GUARDRAIL_CHANGES) && !Token.isUnresolved(region) && region !== GLOBAL_REGION) {
      Annotations.of(this).addWarningV2('cdk-mcp-guardrails:globalEvents',
        `${where}: changes of IAM and of the organization are delivered in ${GLOBAL_REGION} only, and this stack is in ${region}: have the rules there as well`);
    }
    props.targets?.forEach((target) => this.addTarget(target));
  }

  /** Adds what gets the events of all rules. */
  public addTarget(target: events.IRuleTarget): void {
    this.rules.forEach((rule) => rule.addTarget(target));
  }
}
