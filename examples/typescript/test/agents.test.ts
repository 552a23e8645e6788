import { test } from 'node:test';
import { App } from 'aws-cdk-lib';
import { ActionSet, McpAssertions, McpServer, RequestOrigin } from 'cdk-mcp-guardrails';
import { WorkloadStack } from '../lib/workload-stack';

const assertions = McpAssertions.fromStack(new WorkloadStack(new App(), 'Workload'));
const request = { resource: '${Reports.Arn}/2026.csv', context: { 'aws:SecureTransport': ['true'] } };

test('through its server the agent writes reports, and deletes nothing', () => {
  assertions.role('Agent').can('s3:PutObject', { via: McpServer.AWS, ...request });
  assertions.role('Agent').isDenied('s3:DeleteObject', { via: McpServer.AWS, ...request });
  assertions.role('Agent').cannotAny(ActionSet.destructive('dynamodb'), { origin: RequestOrigin.viaAnyServer() });
});

test('outside a server the role of the agent is of no use to anybody', () => {
  assertions.role('Agent').isDenied('s3:GetObject', request);
  assertions.role('Agent').cannot('dynamodb:GetItem');
});
