import { App, aws_events_targets as targets, aws_sns as sns, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { delivered, EVENTS } from './events';
import { matchesPattern } from './matching/event-pattern';
import { golden, MONITOR_OPTIONS } from './watched';
import { McpActivityRules, McpActivityRulesProps, McpActivitySignal, McpServer, PrincipalFilter } from '../../src';
import { pascalCase } from '../../src/monitor/metrics';

const ON_BUS = Object.values(McpActivitySignal).filter((signal) => signal !== McpActivitySignal.TOOL_CALLS);

function made(props: McpActivityRulesProps = {}, region?: string) {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  const rules = new McpActivityRules(stack, 'Rules', props);
  return { stack, rules };
}

function rulesOf(props: McpActivityRulesProps) {
  return Object.entries(Template.fromStack(made(props).stack).findResources('AWS::Events::Rule'))
    .map(([id, { Properties }]) => ({ name: /^Rules(.*?)\d*[0-9A-F]{8}$/.exec(id)![1], ...Properties }));
}

describe('what the rules see', () => {
  const rules = rulesOf({ ...MONITOR_OPTIONS, signals: ON_BUS });

  test.each(EVENTS.map((each) => [each.label, each] as const))('%s', (_, { event, signals }) => {
    const onBus = delivered(event);
    const seen = onBus === undefined ? [] : rules.filter(({ EventPattern }) => matchesPattern(EventPattern, onBus)).map(({ name }) => name);
    expect([...new Set(seen)].sort()).toEqual(onBus === undefined ? [] : signals.map(pascalCase).sort());
  });

  test('they see what only reads, too, and have room', () => {
    for (const { State, Description, EventPattern } of rules) {
      expect([State, typeof Description]).toEqual(['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', 'string']);
      expect(JSON.stringify(EventPattern).length).toBeLessThanOrEqual(2048);
    }
  });
});

test('a call through an unknown server, whatever else is known of it', () => {
  const [{ EventPattern }] = rulesOf({ servers: [McpServer.AWS] });
  expect(EventPattern).toEqual({
    'detail-type': ['AWS API Call via CloudTrail'],
    'detail': { userIdentity: { invokedBy: [{ suffix: '-mcp.amazonaws.com' }] }, sourceIPAddress: [{ 'anything-but': ['aws-mcp.amazonaws.com'] }] },
  });
});

test('unasked there is a rule for what should not be', () => {
  expect([...new Set(rulesOf({}).map(({ name }) => name))]).toEqual(['GuardrailChanges']);
  expect([...new Set(rulesOf(MONITOR_OPTIONS).map(({ name }) => name))]).toEqual(['UnknownServer', 'OutsideMcp', 'GuardrailChanges', 'ExemptUse']);
});

test('targets get the events of every rule', () => {
  const { stack, rules } = made({ exempt: [PrincipalFilter.roleNames('BreakGlass')], targets: [new targets.SnsTopic(sns.Topic.fromTopicArn(stackOf(), 'Topic', 'arn:aws:sns:eu-west-1:111122223333:first'))] });
  rules.addTarget(new targets.SnsTopic(sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:second')));
  const found = Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'));
  expect(found.map(({ Properties }) => Properties.Targets.map(({ Arn }: any) => Arn.split(':').at(-1)))).toEqual(found.map(() => ['first', 'second']));
});

const stackOf = () => new Stack(new App(), 'Other');

test.each([['us-east-1', 0], [undefined, 0], ['eu-west-1', 1]])('in %s, changes of guardrails give %i warnings', (region, warnings) => {
  const { stack } = made({}, region);
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('changes of IAM and of the organization are delivered in us-east-1 only'))).toHaveLength(warnings);
});

test.each<[string, any, RegExp]>([
  ['tool calls', { signals: [McpActivitySignal.TOOL_CALLS] }, /signals has TOOL_CALLS, of which there is nothing to look for: EventBridge does not deliver tool calls/],
  ['a signal of nothing', { signals: [McpActivitySignal.OUTSIDE_MCP] }, /signals has OUTSIDE_MCP, of which there is nothing to look for: give servers, agents or exempt/],
  ['a signal that is none', { signals: ['NOISE'] }, /signals has "NOISE": expected a list of McpActivitySignal/],
  ['what is no target', { targets: ['arn:aws:sns:eu-west-1:111122223333:first'] }, /targets has "arn:.*": expected a list of targets, such as new targets\.SnsTopic\(topic\)/],
])('%s is an error', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});

test('the form of the rules', () => {
  expect(golden(Template.fromStack(made(MONITOR_OPTIONS).stack).toJSON().Resources)).toMatchSnapshot();
});
