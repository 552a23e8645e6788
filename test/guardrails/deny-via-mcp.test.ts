import { CfnParameter, Stack } from 'aws-cdk-lib';
import { ActionSet, McpGuardrail, McpServer } from '../../src';
import { deniedFrom, VIA_MCP } from '../meaning';

const { denyViaMcp } = McpGuardrail;

test('by default: everything, through any server', () => {
  const statements = denyViaMcp().statements();
  expect(deniedFrom(statements)).toEqual(VIA_MCP);
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('some actions on some resources', () => {
  const statements = denyViaMcp({ actions: ActionSet.of('s3:Delete*'), resources: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b', 'arn:aws:s3:::b'] }).statements();
  expect(deniedFrom(statements, { action: 's3:DeleteObject', resource: 'arn:aws:s3:::a/x' })).toEqual(VIA_MCP);
  expect(deniedFrom(statements, { action: 's3:DeleteObject', resource: 'arn:aws:s3:::c/x' })).toEqual([]);
  expect(deniedFrom(statements, { action: 's3:GetObject', resource: 'arn:aws:s3:::a/x' })).toEqual([]);
  expect(statements.map((statement) => statement.toStatementJson())).toMatchSnapshot();
});

test('all actions but some', () => {
  const statements = denyViaMcp({ actions: ActionSet.allExcept('s3:Get*') }).statements();
  expect(deniedFrom(statements, { action: 's3:GetObject' })).toEqual([]);
  expect(deniedFrom(statements, { action: 's3:PutObject' })).toEqual(VIA_MCP);
});

test('through some servers', () => {
  const statements = denyViaMcp({ servers: [McpServer.EKS, McpServer.of('some-new-mcp.amazonaws.com')] }).statements();
  expect(deniedFrom(statements)).toEqual(['via EKS', 'via an unknown server', 'service, via EKS, keys kept']);
});

test('resources that are known only at deployment', () => {
  const stack = new Stack();
  const arn = new CfnParameter(stack, 'Arn').valueAsString;
  const arns = new CfnParameter(stack, 'Arns', { type: 'CommaDelimitedList' }).valueAsList;
  const resource = (resources: string[]) => stack.resolve(denyViaMcp({ resources }).statements()[0].toStatementJson().Resource);
  expect(resource([arn, `${arn}/*`])).toEqual([{ Ref: 'Arn' }, { 'Fn::Join': ['', [{ Ref: 'Arn' }, '/*']] }]);
  expect(resource(arns)).toEqual({ Ref: 'Arns' });
});

test('a list in the options that is changed afterwards changes nothing', () => {
  const resources = ['arn:aws:s3:::a'];
  const guardrail = denyViaMcp({ resources });
  resources.push('arn:aws:s3:::b');
  expect(guardrail.statements()[0].resources).toEqual(['arn:aws:s3:::a']);
});

test.each<[Parameters<typeof denyViaMcp>[0], string]>([
  [{ servers: [] }, 'DenyViaMcp: servers is empty, so that nothing would be denied: leave it out for any server'],
  [{ sid: 'Mine', servers: [] }, 'Mine: servers is empty'],
  [{ resources: [] }, 'DenyViaMcp: resources is empty, so that nothing would be denied: leave it out for all resources'],
  [{ resources: ['\uE000x\uE001'] }, 'DenyViaMcp: "\uE000x\uE001" is not a resource: expected an ARN or "*"'],
  [{ resources: ['my-bucket'] }, 'DenyViaMcp: "my-bucket" is not a resource: expected an ARN or "*", such as "arn:aws:s3:::reports/*"'],
  [{ resources: ['arn:aws:s3'] }, 'DenyViaMcp: "arn:aws:s3" is not a resource'],
  [{ resources: ['**'] }, 'DenyViaMcp: "**" is not a resource: expected an ARN or "*"'],
  [{ resources: [''] }, 'DenyViaMcp: "" is not a resource'],
  [{ actions: ['s3:Delete*'] as any }, 'McpGuardrail.denyViaMcp(): actions is ["s3:Delete*"]: expected an ActionSet, such as ActionSet.of(\'s3:Delete*\')'],
  [{ sid: 'Mine', actions: 's3:Delete*' as any }, 'McpGuardrail.denyViaMcp(): actions is "s3:Delete*": expected an ActionSet'],
  [{ appliesTo: [] }, 'DenyViaMcp: appliesTo is empty, so that the guardrail would apply to nobody: leave it out for everybody'],
])('bad input %j', (options, message) => {
  expect(() => denyViaMcp(options)).toThrow(message);
});
