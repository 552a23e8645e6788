import { ActionSet, DirectCalls, McpGuardrail, McpServer } from '../../src';
import { deniedFrom, except, VIA_MCP } from '../meaning';

const { allowOnlyServers } = McpGuardrail;
const eks = ActionSet.of('eks:*');

test('by default: other servers, and not direct calls', () => {
  const statements = allowOnlyServers({ servers: [McpServer.EKS], actions: eks }).statements();
  expect(deniedFrom(statements, { action: 'eks:DeleteCluster' })).toEqual(VIA_MCP.filter((name) => !name.includes('via EKS')));
  expect(deniedFrom(statements, { action: 's3:GetObject' })).toEqual([]);
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('direct calls too, and what services do for them', () => {
  const statements = allowOnlyServers({ servers: [McpServer.EKS], actions: eks, directCalls: DirectCalls.DENIED }).statements();
  expect(deniedFrom(statements, { action: 'eks:DeleteCluster' })).toEqual(except('via EKS', 'service, via EKS, keys kept'));
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('several servers, all actions, some resources', () => {
  const statements = allowOnlyServers({ servers: [McpServer.AWS, McpServer.EKS], resources: ['arn:aws:s3:::a'] }).statements();
  expect(deniedFrom(statements, { resource: 'arn:aws:s3:::a' })).toEqual(['via ECS', 'via SageMaker', 'via an unknown server']);
  expect(deniedFrom(statements)).toEqual([]);
});

test('no server', () => {
  expect(() => allowOnlyServers({ servers: [] })).toThrow(
    'DenyOtherMcpServers: servers is empty: name the servers that may be used, or deny them all with McpGuardrail.denyViaMcp()');
});
