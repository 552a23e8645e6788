import { aws_dynamodb as dynamodb, Stack } from 'aws-cdk-lib';
import { denials, kindOf, newStack } from './resource-kinds';
import { ActionSet, McpGuardrail, mixins } from '../../src';

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

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html: what policies of resources don't support. */
test.each(['CreateTable', 'ImportTable', 'RestoreTableFromBackup', 'CreateGlobalTable', 'UpdateGlobalTable', 'UpdateGlobalTableSettings',
  'ListExports', 'ListImports', 'DeleteBackup'])('%s is not written by name, for DynamoDB refuses it there', (name) => {
  const it = new dynamodb.CfnTable(stack, 'It', { keySchema: [] });
  it.with(new mixins.TableMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of(`dynamodb:${name}`, 'dynamodb:DeleteTable') })] }));
  expect(denials(stack, kindOf('table'))[0].Action).toBe('dynamodb:DeleteTable');
  expect(() => it.with(new mixins.TableMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ sid: 'B', actions: ActionSet.of(`dynamodb:${name}`) })] })))
    .toThrow('denies nothing that a table\'s policy can be about');
});

test('a wildcard that means one of them too stays', () => {
  new dynamodb.CfnTable(stack, 'It', { keySchema: [] })
    .with(new mixins.TableMcpGuardrails({ guardrails: [McpGuardrail.denyViaMcp({ actions: ActionSet.of('dynamodb:Delete*') })] }));
  expect(denials(stack, kindOf('table'))[0].Action).toBe('dynamodb:Delete*');
});
