import { aws_sns as sns, Stack } from 'aws-cdk-lib';
import type { Json } from './resource-kinds';
import { denials, documents, kindOf, newStack, synth } from './resource-kinds';
import { ActionSet, McpGuardrail, mixins } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

test('a topic: actions by name, and what SNS allows by default stays', () => {
  const topic = kindOf('topic');
  const it = new sns.Topic(stack, 'It');
  it.with(new mixins.TopicMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('sns:Get*', 'sns:TagResource', 'sns:Publish') })] }));
  expect(denials(stack, topic)[0].Action).toEqual(['sns:GetDataProtectionPolicy', 'sns:GetTopicAttributes', 'sns:Publish']);
  expect(documents(stack, topic)[0].Statement[0]).toMatchObject({ Sid: 'DefaultForOwner', Effect: 'Allow', Condition: { StringEquals: { 'AWS:SourceOwner': '111122223333' } } });
  stack = newStack();
  const own = new sns.Topic(stack, 'Own', { enforceSSL: true });
  own.with(new mixins.TopicMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] }));
  expect(documents(stack, topic)[0].Statement.map(({ Sid }: Json) => Sid)).toEqual(['AllowPublishThroughSSLOnly', 'DenyViaMcp']);
});

test('an inline policy too is an error, for SNS keeps one', () => {
  const inlineStack = newStack();
  const it = new sns.CfnTopic(inlineStack, 'It');
  it.with(new mixins.TopicMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] }));
  new sns.CfnTopicInlinePolicy(inlineStack, 'Inline', { topicArn: it.ref, policyDocument: { Version: '2012-10-17', Statement: [] } });
  expect(() => synth(inlineStack)).toThrow('the policy of the topic is also set by Data/Inline (AWS::SNS::TopicInlinePolicy)');
});

test('a policy for two topics is an error, for SNS takes only statements about one', () => {
  const [one, two] = ['One', 'Two'].map((id) => new sns.CfnTopic(stack, id));
  new sns.CfnTopicPolicy(stack, 'Policy', { topics: [one.ref, two.ref], policyDocument: { Version: '2012-10-17', Statement: [] } });
  one.with(new mixins.TopicMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('sns:Publish') })] }));
  expect(() => synth(stack)).toThrow('the topic policy Data/Policy is that of 1 more, and AWS takes in it only statements about one topic: give each topic a policy of its own');
});

test('a policy that names one topic twice is right', () => {
  const one = new sns.CfnTopic(stack, 'One');
  new sns.CfnTopicPolicy(stack, 'Policy', { topics: [one.ref, one.ref], policyDocument: { Version: '2012-10-17', Statement: [] } });
  one.with(new mixins.TopicMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('sns:Publish') })] }));
  expect(() => synth(stack)).not.toThrow();
});
