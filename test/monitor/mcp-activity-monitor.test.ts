import { App, aws_iam as iam, aws_kms as kms, aws_logs as logs, aws_s3 as s3, aws_sns as sns, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EVENTS } from './events';
import { runQuery } from './matching/insights';
import { matchesFilter } from './matching/metric-filter';
import { golden, MONITOR_OPTIONS } from './watched';
import {
  ActionSet, McpActivityMonitor, McpActivityMonitorProps, McpActivitySignal, McpDenialKind, McpGuardrail, McpServer, PrincipalFilter,
} from '../../src';
import { DESTRUCTIVE_EVENTS } from '../../src/monitor/destructive-events';
import { pascalCase } from '../../src/monitor/metrics';
import { QUESTIONS } from '../../src/monitor/questions';

function made(props: Partial<McpActivityMonitorProps> = {}) {
  const stack = new Stack(new App(), 'Stack');
  const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Logs', 'trail');
  const monitor = new McpActivityMonitor(stack, 'Agents', { logGroup, ...props });
  return { stack, monitor, resources: () => Template.fromStack(stack).toJSON().Resources as { [id: string]: any } };
}

const ofType = (resources: { [id: string]: any }, type: string) =>
  Object.values<any>(resources).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
const topic = (stack: Stack) => sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111122223333:alarms');

const roles = (count: number) => PrincipalFilter.arns(...Array.from({ length: count }, (_, i) => `arn:aws:iam::*:role/a-long-name-of-a-role-${i}`));

/** How much of each metric an event makes. */
function counted(resources: { [id: string]: any }, event: unknown): { [metric: string]: number } {
  const counts: { [metric: string]: number } = {};
  for (const { FilterPattern, MetricTransformations: [{ MetricName }] } of ofType(resources, 'AWS::Logs::MetricFilter')) {
    if (matchesFilter(FilterPattern, event)) {
      counts[MetricName] = (counts[MetricName] ?? 0) + 1;
    }
  }
  return counts;
}

describe('what the metrics count', () => {
  const resources = made(MONITOR_OPTIONS).resources();

  test.each(EVENTS.map((each) => [each.label, each] as const))('%s', (_, { event, signals, denial }) => {
    const names = [...signals, ...denial ? [`DENIALS_BY_${denial}`] : []].map(pascalCase);
    const { CallsByServer, ...counts } = counted(resources, event);
    expect(counts).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
    expect(CallsByServer).toBe(counts.Calls);
  });

  test('the server is the dimension', () => {
    expect(ofType(resources, 'AWS::Logs::MetricFilter')).toContainEqual(expect.objectContaining({
      FilterPattern: '{ $.userIdentity.invokedBy = "*-mcp.amazonaws.com" }',
      MetricTransformations: [{ MetricName: 'CallsByServer', MetricNamespace: 'McpActivity', MetricValue: '1', Dimensions: [{ Key: 'Server', Value: '$.userIdentity.invokedBy' }] }],
    }));
  });
});

test('a server of any other name is one, if it is given', () => {
  const resources = made({ servers: [McpServer.of('tools.amazonaws.com')] }).resources();
  expect(counted(resources, { userIdentity: { invokedBy: 'tools.amazonaws.com' } })).toEqual({ Calls: 1, CallsByServer: 1 });
  expect(counted(resources, { userIdentity: { invokedBy: 'aws-mcp.amazonaws.com' } })).toEqual({ Calls: 1, CallsByServer: 1, UnknownServer: 1 });
});

test('unasked there is only what costs nothing itself', () => {
  expect([...new Set(Object.values(made().resources()).map(({ Type }) => Type))].sort()).toEqual(['AWS::Logs::MetricFilter', 'AWS::Logs::QueryDefinition']);
  expect(ofType(made({ savedQueries: false }).resources(), 'AWS::Logs::QueryDefinition')).toEqual([]);
});

describe('alarms', () => {
  const alarmsOf = (props: Partial<McpActivityMonitorProps>) => {
    const { stack, monitor } = made();
    expect(monitor.node.findAll().length).toBeGreaterThan(1);
    new McpActivityMonitor(stack, 'Other', { logGroup: logs.LogGroup.fromLogGroupName(stack, 'OtherLogs', 'trail'), alarmTopic: topic(stack), metricNamespace: 'Other', ...props });
    return Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  };

  test('ring for what can be found, at the topic', () => {
    const names = (props: Partial<McpActivityMonitorProps>) => Object.keys(alarmsOf(props)).map((id) => /^Other(.*)Alarm/.exec(id)![1]);
    expect(names({})).toEqual(['Denials', 'DestructiveCalls', 'GuardrailChanges']);
    expect(names(MONITOR_OPTIONS)).toEqual(['Denials', 'DestructiveCalls', 'UnknownServer', 'OutsideMcp', 'GuardrailChanges', 'ExemptUse']);
    expect(names({ alarms: [] })).toEqual([]);
    expect(names({ alarms: [McpActivitySignal.CALLS] })).toEqual(['Calls']);
    Object.values(alarmsOf(MONITOR_OPTIONS)).forEach(({ Properties }) => {
      expect(Properties).toMatchObject({ AlarmActions: ['arn:aws:sns:eu-west-1:111122223333:alarms'], TreatMissingData: 'notBreaching', AlarmDescription: expect.any(String) });
    });
  });

  test('find anomalies where no threshold can be known', () => {
    const [{ Properties }] = Object.values(alarmsOf({ alarms: [McpActivitySignal.DENIALS] }));
    expect(Properties).toMatchObject({ ComparisonOperator: 'GreaterThanUpperThreshold', EvaluationPeriods: 3, DatapointsToAlarm: 2 });
    expect(Properties.Metrics.map(({ Expression, MetricStat }: any) => Expression ?? MetricStat)).toEqual([
      'ANOMALY_DETECTION_BAND(m0, 3)', { Metric: { MetricName: 'Denials', Namespace: 'Other' }, Period: 900, Stat: 'Sum' },
    ]);
  });

  test('are there to be built on', () => {
    const { stack, monitor } = made({ alarms: [McpActivitySignal.GUARDRAIL_CHANGES] });
    expect(monitor.alarm(McpActivitySignal.GUARDRAIL_CHANGES).alarmArn).toBeDefined();
    expect(() => monitor.alarm(McpActivitySignal.CALLS)).toThrow('Stack/Agents: there is no alarm of "CALLS": name it in alarms, or set alarmTopic');
    Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent(), Threshold: 1 });
  });
});

test('metrics', () => {
  const { monitor } = made(MONITOR_OPTIONS);
  expect(monitor.metricDenials()).toMatchObject({ namespace: 'McpActivity', metricName: 'Denials', statistic: 'Sum', period: Duration.minutes(5) });
  expect(monitor.metricCalls({ period: Duration.hours(1) })).toMatchObject({ metricName: 'Calls', period: Duration.hours(1) });
  expect(monitor.metricCallsThrough(McpServer.EKS)).toMatchObject({ metricName: 'CallsByServer', dimensions: { Server: 'eks-mcp.amazonaws.com' } });
  expect(monitor.metricDenialsBy(McpDenialKind.SERVICE_CONTROL_POLICY)).toMatchObject({ metricName: 'DenialsByServiceControlPolicy' });
  expect(monitor.metric(McpActivitySignal.EXEMPT_USE)).toMatchObject({ metricName: 'ExemptUse' });
});

test('a reader may read and query, and no more', () => {
  const { stack, monitor } = made();
  monitor.grantQuery(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: ['logs:StartQuery', 'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:GetLogGroupFields'], Resource: Match.not('*') }),
        Match.objectLike({ Action: ['logs:DescribeQueryDefinitions', 'logs:GetQueryResults', 'logs:StopQuery', 'cloudwatch:GetMetricData'], Resource: '*' }),
      ],
    },
  });
});

test('unused access is reported', () => {
  expect(ofType(made({ unusedAccessAge: Duration.days(90) }).resources(), 'AWS::AccessAnalyzer::Analyzer'))
    .toEqual([{ Type: 'ACCOUNT_UNUSED_ACCESS', AnalyzerConfiguration: { UnusedAccessConfiguration: { UnusedAccessAge: 90 } } }]);
});

test('unused access of the organization is reported', () => {
  expect(ofType(made({ unusedAccessAge: Duration.days(90), unusedAccessOfOrganization: true }).resources(), 'AWS::AccessAnalyzer::Analyzer'))
    .toMatchObject([{ Type: 'ORGANIZATION_UNUSED_ACCESS' }]);
});

describe('weekly reports', () => {
  const reported = (key?: kms.Key, logKey?: kms.Key) => {
    const stack = new Stack(new App(), 'Stack');
    const bucket = key ? s3.Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'reports', encryptionKey: key }) : s3.Bucket.fromBucketName(stack, 'Bucket', 'reports');
    const logGroup = logKey ? new logs.LogGroup(stack, 'Logs', { encryptionKey: logKey }) : logs.LogGroup.fromLogGroupName(stack, 'Logs', 'trail');
    const monitor = new McpActivityMonitor(stack, 'Agents', { logGroup, savedQueries: false, reportBucket: bucket });
    return { stack, monitor, resources: Template.fromStack(stack).toJSON().Resources };
  };

  test('the form of weekly reports', () => {
    const { resources } = reported();
    expect(golden(Object.fromEntries(Object.entries<any>(resources).filter(([, { Type }]) => Type !== 'AWS::Logs::MetricFilter')))).toMatchSnapshot();
  });

  test('ask what can be answered, each about the week before', () => {
    const queries = ofType(reported().resources, 'AWS::Logs::ScheduledQuery');
    expect(queries.map(({ Description, StartTimeOffset, ScheduleExpression }) => [Description, StartTimeOffset, ScheduleExpression])).toEqual(
      [QUESTIONS.denials, QUESTIONS.tools, QUESTIONS.use].map((question) => [question, 7 * 24 * 60 * 60, 'cron(0 3 ? * MON *)']));
    for (const { QueryString, Name } of queries) {
      expect(runQuery(QueryString, EVENTS.map(({ event }) => event))).not.toEqual([]);
      expect(Name).toMatch(/^[\w./#-]{1,255}$/);
    }
  });

  test('go through keys', () => {
    const keys = new Stack(new App(), 'Keys');
    const key = kms.Key.fromKeyArn(keys, 'Key', 'arn:aws:kms:eu-west-1:111122223333:key/of-the-bucket') as kms.Key;
    const logKey = kms.Key.fromKeyArn(keys, 'LogKey', 'arn:aws:kms:eu-west-1:111122223333:key/of-the-log') as kms.Key;
    const { resources, monitor } = reported(key, logKey);
    const ofKeys = ofType(resources, 'AWS::IAM::Policy').flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => String(Action).includes('kms:')).map(({ Resource }) => Resource.split('/').at(-1));
    expect(ofKeys).toEqual(['of-the-log', 'of-the-bucket']);
    expect(monitor.reportReader).toBeDefined();
    expect(made().monitor.reportReader).toBeUndefined();
  });
});

describe('destructive events', () => {
  const patterns = DESTRUCTIVE_EVENTS.map((pattern) => new RegExp(`^${pattern.replace('*', '.*')}$`));
  const isSeen = (action: string) => patterns.some((pattern) => pattern.test(action.split(':')[1]));
  const known = ActionSet.destructive().listActions();

  test('are those of the set, but for what only some parameters make so, and for what is no call of its own', () => {
    expect(known.filter((action) => !isSeen(action))).toMatchSnapshot();
  });

  test('are nothing that only reads', () => {
    expect(ActionSet.readsOf().listActions().filter(isSeen)).toEqual([]);
  });
});

test('a change that protectGuardrails() denies is seen', () => {
  const account = '111122223333';
  const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071';
  const resources: { [arn: string]: object } = {
    [`arn:aws:iam::${account}:role/Inspector`]: { roleName: 'Inspector' },
    [`arn:aws:iam::${account}:user/Robot`]: { userName: 'Robot' },
    [`arn:aws:iam::${account}:group/Robots`]: { groupName: 'Robots' },
    [`arn:aws:iam::${account}:policy/Boundary`]: { policyArn: `arn:aws:iam::${account}:policy/Boundary` },
    [permissionSetArn]: { permissionSetArn },
    [`arn:aws:cloudformation:*:${account}:stack/Guardrails/*`]: { stackName: 'Guardrails' },
    [`arn:aws:cloudformation:*:${account}:stackset/agents:*`]: { stackSetName: 'agents' },
  };
  const filters = made({ guardrailResources: Object.keys(resources) }).resources();
  for (const [arn, requestParameters] of Object.entries(resources)) {
    const guardrail = McpGuardrail.protectGuardrails({ resources: [arn], administrators: [PrincipalFilter.accounts(account)] });
    const actions = guardrail.statements().flatMap((statement) => statement.actions);
    expect(actions).not.toEqual([]);
    for (const [eventSource, eventName] of actions.map((action) => action.split(':'))) {
      const { GuardrailChanges } = counted(filters, { eventSource: `${eventSource}.amazonaws.com`, eventName, requestParameters });
      expect([eventName, GuardrailChanges]).toEqual([eventName, expect.any(Number)]);
    }
  }
  const byArn = { stackName: `arn:aws:cloudformation:eu-west-1:${account}:stack/Guardrails/x` };
  expect(counted(filters, { eventSource: 'cloudformation.amazonaws.com', eventName: 'UpdateStack', requestParameters: byArn }).GuardrailChanges).toBe(1);
});

test('no filter is too long, whatever there is much of', () => {
  const servers = Array.from({ length: 40 }, (_, i) => McpServer.of(`server-number-${i}.amazonaws.com`));
  const names = Array.from({ length: 40 }, (_, i) => `AVeryLongNameOfARoleThatIsExempt${i}`);
  const resources = made({ servers: servers.slice(0, 10), exempt: [PrincipalFilter.roleNames(...names)] }).resources();
  for (const { FilterPattern } of ofType(resources, 'AWS::Logs::MetricFilter')) {
    expect(FilterPattern.length).toBeLessThanOrEqual(1024);
  }
  for (const name of names) {
    expect(counted(resources, { userIdentity: { sessionContext: { sessionIssuer: { arn: `arn:aws:iam::111122223333:role/${name}` } } } })).toEqual({ ExemptUse: 1 });
  }
  expect(() => made({ servers })).toThrow(/^Stack\/Agents: the metric UnknownServer has \d+ characters with "server-number-39\.amazonaws\.com" and 40 other patterns, over the limit of 1024: give fewer/);
});

test.each<[string, any, RegExp]>([
  ['no log group', { logGroup: undefined }, /logGroup is undefined: expected a log group/],
  ['servers without one', { servers: [] }, /servers is empty, so that every call would be that of an unknown server: leave it out, or name those in use/],
  ['a filter by tag', { agents: [PrincipalFilter.tag('agent', 'true')] }, /agents has a filter that does not go by name, path or ARN, and CloudTrail records neither/],
  ['a question mark', { exempt: [PrincipalFilter.roleNames('Break?lass')] }, /exempt has ".*Break\?lass": expected a value that is known at synthesis, with no wildcard but \*/],
  ['a path without a name', { guardrailResources: ['arn:aws:iam::*:role/agents/*'] }, /guardrailResources has "arn:aws:iam::\*:role\/agents\/\*": expected the ARN of a role.*records no path/],
  ['what is no part of guardrails', { guardrailResources: ['arn:aws:sqs:*:*:queue'] }, /guardrailResources has "arn:aws:sqs:\*:\*:queue": expected the ARN of a role.*bucket or log group/],
  ['an alarm of nothing', { alarms: [McpActivitySignal.UNKNOWN_SERVER] }, /there is nothing to look for as "UNKNOWN_SERVER": give servers/],
  ['an alarm that is none', { alarms: ['NOISE'] }, /alarms has "NOISE": expected a list of McpActivitySignal: CALLS, /],
  ['a namespace of AWS', { metricNamespace: 'AWS/Mcp' }, /metricNamespace is "AWS\/Mcp": expected 1 to 255 characters/],
  ['an organization without an age', { unusedAccessOfOrganization: true }, /unusedAccessOfOrganization is true, and there is no unusedAccessAge: set it, such as to Duration\.days\(90\)/],
  ['a bucket by its name', { reportBucket: 'reports' }, /reportBucket is "reports": expected a bucket/],
  ['more filters than a log group takes', { agents: [roles(900)] }, /\d{3} metric filters, and a log group takes 100: give fewer agents/],
  ['a question too long', { exempt: [roles(150)] }, /the saved query "MCP agents\/who used an exempt role" has \d+ characters, over the limit of 10000: give fewer agents/],
  ['an age of years', { unusedAccessAge: Duration.days(366) }, /unusedAccessAge is 366 days: expected whole days, from 1 to 365/],
  ['an age of hours', { unusedAccessAge: Duration.hours(36) }, /unusedAccessAge is 1\.5 days: expected whole days/],
  ['an age that nobody knows', { unusedAccessAge: Duration.days(Lazy.number({ produce: () => 90 })) }, /unusedAccessAge is known only at deployment/],
  ['too many servers to rank', { topContributors: true, servers: Array.from({ length: 11 }, (_, i) => McpServer.of(`s${i}-mcp.amazonaws.com`)) }, /topContributors is true with 11 servers, and a rule of Contributor Insights takes 10/],
])('%s is an error', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});

test('a control policy is looked for anyway', () => {
  expect(made({ guardrailResources: ['arn:aws:organizations::444455556666:policy/o-a1b2c3d4e5/service_control_policy/p-0a1b2c3d'] }).resources()).toEqual(made().resources());
});

test('the form of a monitor', () => {
  const { stack, resources } = made();
  expect(stack.node.children.length).toBe(2);
  expect(golden(resources())).toMatchSnapshot();
});

test('the form of a monitor with all that it can have', () => {
  const stack = new Stack(new App(), 'Stack');
  new McpActivityMonitor(stack, 'Agents', {
    ...MONITOR_OPTIONS, logGroup: new logs.LogGroup(stack, 'Logs'), alarmTopic: new sns.Topic(stack, 'Alarms'), dashboard: true, topContributors: true, unusedAccessAge: Duration.days(90),
  });
  expect(golden(Template.fromStack(stack).toJSON().Resources)).toMatchSnapshot();
});
