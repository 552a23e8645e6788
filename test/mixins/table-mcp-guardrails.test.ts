import { aws_dynamodb as dynamodb, Stack } from 'aws-cdk-lib';
import { denials, kindOf, newStack } from './resource-kinds';
import { McpGuardrail, mixins } from '../../src';

let stack: Stack;
beforeEach(() => {
  stack = newStack();
});

test('a part of a table can\'t be named in its own policy', () => {
  const it = new dynamodb.Table(stack, 'It', { tableName: 'orders', partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const guardrail = (resource: string) => new mixins.TableMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ resources: [resource] })] });
  expect(() => it.with(guardrail(`${it.tableArn}/index/by-date`))).toThrow(/is about a part of the table, ".*", which its own policy can't name/);
  it.with(guardrail('arn:aws:dynamodb:*:*:table/ord*'));
  expect(denials(stack, kindOf('table'))[0].Resource).toBe('*');
});

