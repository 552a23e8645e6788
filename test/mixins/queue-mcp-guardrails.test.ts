import { aws_sqs as sqs, Stack } from 'aws-cdk-lib';
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
  expect(denials(stack, queue).every(({ Action }: Json) => [Action].flat().length <= 7)).toBe(true);
  expect(deniedBy(queue, documents(stack, queue)[0], 'sqs:SendMessage')).toEqual(VIA_MCP);
  expect(deniedBy(queue, documents(stack, queue)[0], 'sqs:ReceiveMessage')).toEqual([]);
  const present = denials(stack, queue).length;
  it.with(new mixins.QueueMcpGuardrails({ guardrails: Array.from({ length: 20 - present }, (_, i) => McpGuardrail.denyViaMcp({ sid: `More${i}` })) }));
  expect(() => synth(stack)).not.toThrow();
  it.with(new mixins.QueueMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ sid: 'TooMany' })] }));
  expect(() => synth(stack)).toThrow('the queue policy would have 21 statements, 1 over the limit of 20');
});

