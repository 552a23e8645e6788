import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import type { DenyPassRoleViaMcpOptions } from '../../src';
import { McpGuardrail, McpServer, PrincipalFilter } from '../../src';
import { deniedFrom, VIA_MCP } from '../meaning';

const ROLE = 'arn:aws:iam::111122223333:role/Report';

/** From where a role is denied to be passed to a service; to none: the service does not support the key. */
function passing(options: DenyPassRoleViaMcpOptions, to: string | undefined, role = 'Agent', resource = ROLE) {
  return deniedFrom(McpGuardrail.denyPassRoleViaMcp(options).statements(), {
    action: 'iam:PassRole',
    resource,
    context: { 'iam:PassedToService': to === undefined ? [] : [to], 'aws:PrincipalArn': [`arn:aws:iam::111122223333:role/${role}`] },
  });
}

const EXCEPT = { exceptServices: ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] };

test.each([
  ['a service that is named', EXCEPT, 'lambda.amazonaws.com', []],
  ['the other one', EXCEPT, 'ecs-tasks.amazonaws.com', []],
  ['another service', EXCEPT, 'ec2.amazonaws.com', VIA_MCP],
  ['one whose name only begins so', EXCEPT, 'lambda.amazonaws.com.cn', VIA_MCP],
  ['a service that does not support the key', EXCEPT, undefined, VIA_MCP],
  ['any service, if none is named', {}, 'lambda.amazonaws.com', VIA_MCP],
  ['a service without the key, if none is named', {}, undefined, VIA_MCP],
])('%s', (_title, options: DenyPassRoleViaMcpOptions, to, denied) => {
  expect(passing(options, to)).toEqual(denied);
});

test('takes servers, resources, principals and a Sid', () => {
  const options = { ...EXCEPT, servers: [McpServer.EKS], resources: ['arn:aws:iam::*:role/Report*'], exempt: [PrincipalFilter.roleNames('Admin')], sid: 'Mine' };
  expect(passing(options, 'ec2.amazonaws.com')).toEqual(['via EKS', 'service, via EKS, keys kept']);
  expect(passing(options, 'ec2.amazonaws.com', 'Admin')).toEqual([]);
  expect(passing(options, 'ec2.amazonaws.com', 'Agent', 'arn:aws:iam::111122223333:role/Other')).toEqual([]);
  expect(passing(options, 'lambda.amazonaws.com')).toEqual([]);
  expect(McpGuardrail.denyPassRoleViaMcp(options).id).toBe('Mine');
});

test('nothing but passing a role', () => {
  const statements = McpGuardrail.denyPassRoleViaMcp().statements();
  expect(deniedFrom(statements, { action: 'iam:GetRole', resource: ROLE })).toEqual([]);
  expect(deniedFrom(statements, { action: 'lambda:CreateFunction' })).toEqual([]);
});

test('the statement', () => {
  expect(McpGuardrail.denyPassRoleViaMcp(EXCEPT).statements().map((each) => each.toStatementJson())).toEqual([{
    Sid: 'DenyPassRoleViaMcp',
    Effect: 'Deny',
    Action: 'iam:PassRole',
    Resource: '*',
    Condition: {
      Bool: { 'aws:ViaAWSMCPService': 'true' },
      StringNotEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'ecs-tasks.amazonaws.com'] },
    },
  }]);
});

test('services that are known only at deployment are taken as they are', () => {
  const stack = new Stack();
  const one = new CfnParameter(stack, 'One').valueAsString;
  const condition = (exceptServices: string[]) => stack.resolve(McpGuardrail.denyPassRoleViaMcp({ exceptServices }).statements()[0].toStatementJson())
    .Condition.StringNotEquals;
  expect(condition([one])).toEqual({ 'iam:PassedToService': { Ref: 'One' } });
  expect(condition(Fn.split(',', one))).toEqual({ 'iam:PassedToService': { 'Fn::Split': [',', { Ref: 'One' }] } });
});

test.each([
  [[], 'DenyPassRoleViaMcp: exceptServices is empty: leave it out to deny passing roles to any service'],
  [['lambda'], 'DenyPassRoleViaMcp: "lambda" is not a service principal: expected one in lower case and without wildcards, such as "lambda.amazonaws.com"'],
  [['*.amazonaws.com'], '"*.amazonaws.com" is not a service principal'],
  [['Lambda.amazonaws.com'], '"Lambda.amazonaws.com" is not a service principal'],
])('%j is refused', (exceptServices, message) => {
  expect(() => McpGuardrail.denyPassRoleViaMcp({ exceptServices })).toThrow(message);
});
