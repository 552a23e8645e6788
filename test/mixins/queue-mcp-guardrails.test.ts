import { aws_iam as iam, aws_sqs as sqs, Mixins, Stack } from 'aws-cdk-lib';
import { ActionSet, McpGuardrail, mixins } from '../../src';
import { VIA_MCP } from '../meaning';
import type { Json } from './resource-kinds';
import { deniedBy, denials, documents, kindOf, newStack, synth } from './resource-kinds';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

test('a queue: at most seven actions a statement, and twenty statements', () => {
  const queue = kindOf('queue');
  const it = new sqs.Queue(stack, 'It');
  it.with(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.allExcept('sqs:ReceiveMessage') })] }));
  expect(denials(stack, queue).length).toBeGreaterThan(1);
  expect(denials(stack, queue).map(({ Sid }: Json) => Sid).slice(0, 2)).toEqual(['DenyViaMcp', 'DenyViaMcpPart2']);
  expect(Math.max(...denials(stack, queue).map(({ Action }: Json) => [Action].flat().length))).toBe(7);
  expect(deniedBy(queue, documents(stack, queue)[0], 'sqs:SendMessage')).toEqual(VIA_MCP);
  expect(deniedBy(queue, documents(stack, queue)[0], 'sqs:ReceiveMessage')).toEqual([]);
  const present = denials(stack, queue).length;
  it.with(new mixins.QueueMcpGuardrails({ guardrails: Array.from({ length: 20 - present }, (_, i) => McpGuardrail.denyViaMcp({ sid: `More${i}` })) }));
  expect(() => synth(stack)).not.toThrow();
  it.with(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ sid: 'TooMany' })] }));
  expect(() => synth(stack)).toThrow('the queue policy has 21 statements, 1 over the limit of 20');
});


test('a policy of several queues can\'t say the same of each', () => {
  const [a, b] = ['A', 'B'].map((id) => new sqs.Queue(stack, id));
  new sqs.CfnQueuePolicy(stack, 'Policy', { queues: [a.queueUrl, b.queueUrl], policyDocument: { Statement: [] } });
  expect(() => Mixins.of(stack).apply(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] })))
    .toThrow('Data/B/Resource: its policy is that of 2 resources, and has the statement "DenyViaMcp" for another one: split the policy, so that each queue has its own');
});

test('a statement of more conditions or principals than SQS takes', () => {
  const it = new sqs.Queue(stack, 'It');
  it.with(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] }));
  const statement = (conditions: number, principals: number) => new iam.PolicyStatement({
    sid: 'Own',
    principals: Array.from({ length: principals }, (_, i) => new iam.ArnPrincipal(`arn:aws:iam::111122223333:role/R${i}`)),
    actions: ['sqs:SendMessage'],
    resources: [it.queueArn],
    conditions: { StringEquals: Object.fromEntries(Array.from({ length: conditions - 1 }, (_, i) => [`aws:PrincipalTag/${i}`, ['a', 'b']])), Bool: { 'aws:SecureTransport': 'true' } },
  });
  it.addToResourcePolicy(statement(10, 50));
  expect(() => synth(stack)).not.toThrow();
  it.addToResourcePolicy(statement(11, 1));
  expect(() => synth(stack)).toThrow('the statement "Own" of the queue policy has 11 conditions, 1 over the limit of 10');
  it.addToResourcePolicy(statement(1, 51));
  expect(() => synth(stack)).toThrow('the statement "Own" of the queue policy has 51 principals, 1 over the limit of 50');
});

test('an inline policy too is an error, for SQS keeps one', () => {
  const inlineStack = newStack();
  const it = new sqs.CfnQueue(inlineStack, 'It');
  it.with(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] }));
  new sqs.CfnQueueInlinePolicy(inlineStack, 'Inline', { queue: it.ref, policyDocument: { Version: '2012-10-17', Statement: [] } });
  expect(() => synth(inlineStack)).toThrow('the policy of the queue is also set by Data/Inline (AWS::SQS::QueueInlinePolicy)');
});
