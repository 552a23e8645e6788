import { serverInCode } from '../../src/mcp/named-servers';

test.each([
  ['aws-mcp.amazonaws.com', 'McpServer.AWS'],
  ['new-mcp.amazonaws.com', 'McpServer.of(\'new-mcp.amazonaws.com\')'],
  ['\\\'); x(\'', 'McpServer.of(\'\\\\\\\'); x(\\\'\')'],
])('the server %s in code is a constant, or one string', (principal, code) => {
  expect(serverInCode(principal)).toBe(code);
});
