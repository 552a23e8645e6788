import { aws_kms as kms, Stack } from 'aws-cdk-lib';
import type { Json } from './resource-kinds';
import { documents, kindOf, newStack } from './resource-kinds';
import { McpGuardrail, mixins } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

test('a key: the account keeps what its policy allows; without a policy, what KMS allows by default', () => {
  const keys = kindOf('key');
  for (const make of [() => new kms.Key(stack, 'It'), () => new kms.CfnKey(stack, 'It')]) {
    stack = newStack();
    make().with(new mixins.KeyMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp()] }));
    expect(documents(stack, keys)[0].Statement.map(({ Effect, Action, Sid }: Json) => [Effect, Action, Sid === 'DenyViaMcp'])).toEqual([['Allow', 'kms:*', false], ['Deny', 'kms:*', true]]);
  }
});

