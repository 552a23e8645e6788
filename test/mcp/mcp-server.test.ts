import { Token } from 'aws-cdk-lib';
import { McpServer } from '../../src';

test('the known servers, with what it takes to connect', () => {
  expect(McpServer.AWS).toMatchObject({ servicePrincipal: 'aws-mcp.amazonaws.com', connectActions: [] });
  expect(McpServer.EKS).toMatchObject({
    servicePrincipal: 'eks-mcp.amazonaws.com',
    connectActions: ['eks-mcp:InvokeMcp', 'eks-mcp:CallReadOnlyTool', 'eks-mcp:CallPrivilegedTool'],
  });
  expect(McpServer.ECS).toMatchObject({
    servicePrincipal: 'ecs-mcp.amazonaws.com',
    connectActions: ['ecs-mcp:UseMcp', 'ecs-mcp:InvokeReadOnlyTools'],
  });
  expect(McpServer.SAGEMAKER_UNIFIED_STUDIO).toMatchObject({
    servicePrincipal: 'sagemaker-unified-studio-mcp.amazonaws.com', connectActions: [],
  });
});

test('a known server is known by its name, with its connect actions', () => {
  expect(McpServer.of('eks-mcp.amazonaws.com')).toBe(McpServer.EKS);
  expect(String(McpServer.of('eks-mcp.amazonaws.com'))).toBe('eks-mcp.amazonaws.com');
});

test('a server can need actions of its own', () => {
  const connectActions = ['some-new-mcp:InvokeMcp'];
  const server = McpServer.of('some-new-mcp.amazonaws.com', { connectActions });
  connectActions.push('*');
  expect(server.connectActions).toEqual(['some-new-mcp:InvokeMcp']);
  expect(() => McpServer.EKS.connectActions.push('*')).toThrow(/not extensible/);
  expect(McpServer.of('eks-mcp.amazonaws.com', { connectActions: [] }).connectActions).toEqual([]);
});

test.each([
  'some-new-mcp.amazonaws.com', 'aws-mcp.amazonaws.com.cn', 'mcp.eu-central-1.amazonaws.com', 'aws-mcp.amazonaws.eu', 'aws-mcp.c2s.ic.gov',
])('takes the service principal %s', (principal) => {
  expect(McpServer.of(principal).servicePrincipal).toBe(principal);
});

test.each(['eks-mcp:InvokeMcp', 'new-mcp:Call*', 'new-mcp:*'])('takes the connect action %s', (action) => {
  expect(McpServer.of('new-mcp.amazonaws.com', { connectActions: [action] }).connectActions).toEqual([action]);
});

test.each<any>([
  '*', '*:*', '*:InvokeMcp', 'new*:InvokeMcp', 'new-mcp:', 'new-mcp:*Mcp', 'new-mcp:In*Mcp', 'new-mcp:**', 'new-mcp', '',
  undefined, 1,
])('%j is not a connect action', (action) => {
  expect(() => McpServer.of('new-mcp.amazonaws.com', { connectActions: ['new-mcp:InvokeMcp', action] })).toThrow(
    `new-mcp.amazonaws.com: ${typeof action === 'string' ? `"${action}"` : action} is not a connect action: expected "service:Action", such as "eks-mcp:InvokeMcp"`);
});

test('what is known only at deployment is not a connect action', () => {
  expect(() => McpServer.of('new-mcp.amazonaws.com', { connectActions: [Token.asString({ Ref: 'Action' })] }))
    .toThrow('new-mcp.amazonaws.com: a value known only at deployment is not a connect action');
});

test('takes an unresolved token as it is', () => {
  const token = Token.asString({ Ref: 'Server' });
  expect(McpServer.of(token).servicePrincipal).toBe(token);
});

test.each([
  'true', '', 'aws-mcp', 'AWS-MCP.amazonaws.com', 'Aws-mcp.amazonaws.com', 'arn:aws:iam::111122223333:role/aws-mcp.amazonaws.com', '*-mcp.amazonaws.com',
  '*', 'amazonaws.com', '.amazonaws.com', 'aws-mcp.example.com', 'https://aws-mcp.amazonaws.com', 'aws-mcp.amazonaws.com ', 'aws_mcp.amazonaws.com',
  'aws-mcp.us-east-1.api.aws', '-mcp.amazonaws.com', undefined as any,
])('"%s" is not a service principal', (value) => {
  expect(() => McpServer.of(value)).toThrow(
    `${value === undefined ? value : `"${value}"`} is not the service principal of an MCP server: expected lower case and an AWS domain, such as "aws-mcp.amazonaws.com"`);
});

test.each<[unknown, string]>([
  [null, 'McpServer.of(): what is passed is null: expected an object'],
  [{ connectActions: 'new-mcp:Invoke' }, 'McpServer.of(): connectActions is "new-mcp:Invoke": expected a list of actions'],
])('options %j', (options, message) => {
  expect(() => McpServer.of('new-mcp.amazonaws.com', options as any)).toThrow(message);
});
