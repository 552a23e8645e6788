import { eventSourcesOf, serverOfSource } from '../../src/mcp/event-sources';

test.each([
  ['aws-mcp.amazonaws.com', 'aws-mcp.amazonaws.com'],
  ['aws-mcp.us-east-1.api.aws', 'aws-mcp.amazonaws.com'],
  ['aws-api-mcp.amazonaws.com', 'aws-mcp.amazonaws.com'],
  ['eks-mcp.us-east-1.api.aws', 'eks-mcp.amazonaws.com'],
  ['s3.amazonaws.com', 's3.amazonaws.com'],
])('the server of a tool call whose source is %s is %s', (source, server) => {
  expect(serverOfSource(source)).toBe(server);
});

test('older sources are those that AWS documents', () => {
  expect(eventSourcesOf('aws-mcp.amazonaws.com')).toEqual(['aws-mcp.amazonaws.com', 'aws-mcp.*.api.aws', 'aws-api-mcp.amazonaws.com']);
  expect(eventSourcesOf('eks-mcp.amazonaws.com')).toEqual(['eks-mcp.amazonaws.com']);
});
