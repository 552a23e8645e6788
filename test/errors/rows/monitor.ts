// A row is a line, so that rows can be compared.
/* eslint-disable @stylistic/max-len */
import { aws_logs as logs, aws_s3 as s3, Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import { McpActivityMonitor, McpActivityRules, McpActivitySignal, McpActivityTable, McpActivityTelemetry, McpServer, PrincipalFilter } from '../../../src';
import { rows, synth } from '../row';

const monitor = (props: object, then: (made: McpActivityMonitor) => unknown = () => undefined) => synth((stack) =>
  then(new McpActivityMonitor(stack, 'Agents', { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Logs', 'trail'), ...props } as any)));
const rules = (props: object) => synth((stack) => new McpActivityRules(stack, 'Rules', props as any));
const table = (props: object) => synth((stack: Stack) => new McpActivityTable(stack, 'Table', {
  bucket: s3.Bucket.fromBucketName(stack, 'Trail', 'trail'), accounts: ['111122223333'], regions: ['us-east-1'], ...props,
} as any));
const telemetry = (region?: string) => synth((stack) => new McpActivityTelemetry(
  new Stack(stack, 'Inner', { env: { region } }), 'Telemetry', { organizationId: 'o-a1b2c3d4e5', otherRegions: ['us-east-1'] }));
const servers = (count: number, name: string) => Array.from({ length: count }, (_, i) => McpServer.of(`${name}${i}.amazonaws.com`));
const roles = (count: number) => PrincipalFilter.arns(...Array.from({ length: count }, (_, i) => `arn:aws:iam::*:role/a-long-name-of-a-role-${i}`));

export const MONITOR = [
  ...rows('cloud team',
    ['no server is known', monitor({ servers: [] }), 'servers is empty, so that every call would be that of an unknown server: leave it out, or name those in use', 'name one', monitor({ servers: [McpServer.AWS] })],
    ['agents by their tag', monitor({ agents: [PrincipalFilter.tag('agent', 'true')] }), 'agents has a filter that does not go by name, path or ARN', 'by their path', monitor({ agents: [PrincipalFilter.rolePaths('/agents/')] })],
    ['a question mark', monitor({ exempt: [PrincipalFilter.roleNames('Break?lass')] }), 'expected a value that is known at synthesis, with no wildcard but *', 'a star', monitor({ exempt: [PrincipalFilter.roleNames('Break*lass')] })],
    ['a path without a name', monitor({ guardrailResources: ['arn:aws:iam::*:role/agents/*'] }), 'with a name, such as "arn:aws:iam::*:role/agents/central/Inspector"; CloudTrail records no path', 'a name', monitor({ guardrailResources: ['arn:aws:iam::*:role/agents/Inspector'] })],
    ['an alarm of nothing', monitor({ alarms: [McpActivitySignal.UNKNOWN_SERVER] }), 'there is nothing to look for as "UNKNOWN_SERVER": give servers', 'servers', monitor({ alarms: [McpActivitySignal.UNKNOWN_SERVER], servers: [McpServer.AWS] })],
    ['an alarm that was not asked for', monitor({}, (made) => made.alarm(McpActivitySignal.CALLS)), 'there is no alarm of "CALLS": name it in alarms, or set alarmTopic', 'name it', monitor({ alarms: [McpActivitySignal.CALLS] }, (made) => made.alarm(McpActivitySignal.CALLS))],
    ['an age of years', monitor({ unusedAccessAge: Duration.days(400) }), 'unusedAccessAge is 400 days: expected whole days, from 1 to 365', 'a year', monitor({ unusedAccessAge: Duration.days(365) })],
    ['other Regions than one that nobody knows', telemetry(), 'otherRegions is given, and the stack has no Region of its own, which may be one of them: set its env', 'its Region', telemetry('eu-west-1')],
    ['an age that nobody knows', monitor({ unusedAccessAge: Duration.days(Lazy.number({ produce: () => 90 })) }), 'unusedAccessAge is known only at deployment: expected whole days, from 1 to 365, such as Duration.days(90)', 'a number', monitor({ unusedAccessAge: Duration.days(90) })],
    ['an organization\'s analyzer without an age', monitor({ unusedAccessOfOrganization: true }), 'unusedAccessOfOrganization is true, and there is no unusedAccessAge: set it, such as to Duration.days(90)', 'an age', monitor({ unusedAccessOfOrganization: true, unusedAccessAge: Duration.days(90) })],
    ['more filters than a log group takes', monitor({ agents: [roles(900)] }), 'metric filters, and a log group takes 100: give fewer agents, exempt, administrators or guardrailResources, or shorter patterns with *', 'a pattern', monitor({ agents: [PrincipalFilter.arns('arn:aws:iam::*:role/a-long-name-*')] })],
    ['a question that is too long', monitor({ exempt: [roles(150)] }), 'the saved query "MCP agents/who used an exempt role" has', 'a pattern', monitor({ exempt: [PrincipalFilter.arns('arn:aws:iam::*:role/a-long-name-*')] })],
    ['more administrators than a filter takes', monitor({ administrators: [roles(15)] }), 'over the limit of 1024: give fewer servers or administrators, or a pattern with * that means several of them', 'a path', monitor({ administrators: [PrincipalFilter.rolePaths('/platform/')] })],
    ['more servers than can be ranked', monitor({ topContributors: true, servers: servers(11, 's-mcp-') }), 'topContributors is true with 11 servers, and a rule of Contributor Insights takes 10', 'name fewer', monitor({ topContributors: true, servers: servers(10, 's-mcp-') })],
    ['more servers than a filter takes', monitor({ servers: servers(40, 'server-number-') }), 'over the limit of 1024: give fewer servers or administrators', 'fewer', monitor({ servers: servers(10, 'server-number-') })],
    ['tool calls on the bus', rules({ signals: [McpActivitySignal.TOOL_CALLS] }), 'EventBridge does not deliver tool calls: use McpActivityMonitor', 'of the log', monitor({ alarms: [McpActivitySignal.TOOL_CALLS] })],
    ['a rule of nothing', rules({ signals: [McpActivitySignal.OUTSIDE_MCP] }), 'signals has OUTSIDE_MCP, of which there is nothing to look for: give servers, agents or exempt', 'agents', rules({ signals: [McpActivitySignal.OUTSIDE_MCP], agents: [PrincipalFilter.rolePaths('/agents/')] })],
    ['no account', table({ accounts: [] }), 'accounts is empty, so that no event would be found: name those that agents use', 'name one', table({})],
    ['next to nothing may be read', table({ scanLimit: Size.mebibytes(1) }), 'scanLimit is 1048576 bytes: expected at least 10000000', 'more', table({ scanLimit: Size.gibibytes(1) })],
  ),
];
