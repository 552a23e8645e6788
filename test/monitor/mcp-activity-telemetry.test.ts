import { App, aws_logs as logs, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { McpActivityTelemetry, McpActivityTelemetryProps } from '../../src';

function made(props: Partial<McpActivityTelemetryProps> = {}, region?: string) {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  new McpActivityTelemetry(stack, 'Telemetry', { organizationId: 'o-a1b2c3d4e5', ...props });
  return Template.fromStack(stack);
}

test('the form of telemetry of an organization, with an audit account', () => {
  expect(made({ auditAccount: '444455556666', otherRegions: ['us-east-1', 'eu-west-2'] }, 'eu-west-1').toJSON().Resources).toMatchSnapshot();
});

test('without an audit account nothing is copied', () => {
  const template = made({ retention: logs.RetentionDays.ONE_YEAR });
  template.resourceCountIs('AWS::ObservabilityAdmin::OrganizationCentralizationRule', 0);
  template.hasResourceProperties('AWS::ObservabilityAdmin::OrganizationTelemetryRule', { Rule: { DestinationConfiguration: { RetentionInDays: 365 } } });
});

test('the Region of the stack is one already', () => {
  const template = made({ auditAccount: '444455556666', otherRegions: ['eu-west-1', 'us-east-1', 'us-east-1'], retention: logs.RetentionDays.INFINITE }, 'eu-west-1');
  const [{ Properties: { Rule } }] = Object.values(template.findResources('AWS::ObservabilityAdmin::OrganizationTelemetryRule'));
  expect([Rule.Regions, Rule.DestinationConfiguration.RetentionInDays]).toEqual([['us-east-1'], undefined]);
  template.hasResourceProperties('AWS::ObservabilityAdmin::OrganizationCentralizationRule', { Rule: { Source: { Regions: ['eu-west-1', 'us-east-1'] } } });
});

test('a stack of any Region copies from its own', () => {
  made({ auditAccount: '444455556666' }).hasResourceProperties('AWS::ObservabilityAdmin::OrganizationCentralizationRule', {
    Rule: { Source: { Regions: [{ Ref: 'AWS::Region' }] }, Destination: { Region: { Ref: 'AWS::Region' } } },
  });
});

test.each<[string, any, RegExp]>([
  ['no organization', { organizationId: undefined }, /organizationId is undefined: expected the id of an organization, such as "o-a1b2c3d4e5"/],
  ['other Regions than one that nobody knows', { otherRegions: ['us-east-1'] }, /otherRegions is given, and the stack has no Region of its own, which may be one of them: set its env/],
  ['days that CloudWatch does not have', { retention: 31 }, /retention is 31: expected a number of logs\.RetentionDays/],
  ['an account that is none', { auditAccount: 'audit' }, /auditAccount is "audit": expected the id of an account/],
  ['a Region that is none', { otherRegions: ['Ireland'] }, /otherRegions has "Ireland": expected a list of Regions, such as "us-east-1"/],
])('%s is an error', (_, props, message) => {
  expect(() => made(props)).toThrow(message);
});
