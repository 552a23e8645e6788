import { McpContextKey } from '../../src';

test('the keys, as the documentation spells them', () => {
  expect({ ...McpContextKey }).toEqual({
    VIA_AWS_MCP_SERVICE: 'aws:ViaAWSMCPService',
    CALLED_VIA_AWS_MCP: 'aws:CalledViaAWSMCP',
    IS_MCP_SERVICE_ACTION: 'aws:IsMcpServiceAction',
    VIA_AWS_SERVICE: 'aws:ViaAWSService',
  });
});
