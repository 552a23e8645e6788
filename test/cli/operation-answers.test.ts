import { ALLOW_ALL, inEmptyDirectory, policy, run, runJson, write } from './run';

inEmptyDirectory();

const JOBS = 'arn:aws:iam::111122223333:role/jobs/A';
const PASS_JOBS = {
  Effect: 'Allow', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/jobs/*', Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
};
const LAMBDA = { Effect: 'Allow', Action: 'lambda:*', Resource: '*' };
const ONLY_ECS_VIA_MCP = {
  Sid: 'OnlyEcs',
  Effect: 'Deny',
  Action: 'iam:PassRole',
  Resource: '*',
  Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' }, StringNotEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
};

async function decided(document: object, ...args: string[]): Promise<{ [origin: string]: string }> {
  write('a.json', document);
  const { operations } = await runJson(['simulate', '--operation', 'lambda:CreateFunction', '--via', 'direct', '--via', 'aws', ...args, 'a.json']);
  return Object.fromEntries(operations.map(({ origin, decision }: any) => [origin.replace('.amazonaws.com', ''), decision]));
}

test.each([
  ['a role that may be passed', JOBS, { 'direct': 'ALLOWED', 'aws-mcp': 'EXPLICITLY_DENIED' }],
  ['another role', 'arn:aws:iam::111122223333:role/Admin', { 'direct': 'IMPLICITLY_DENIED', 'aws-mcp': 'EXPLICITLY_DENIED' }],
])('an agent may create a function with %s', async (_title, given, expected) => {
  expect(await decided(policy(LAMBDA, PASS_JOBS, ONLY_ECS_VIA_MCP), '--role', given)).toEqual(expected);
});

test('without a role, the answer is about every role', async () => {
  expect(await decided(policy(LAMBDA, PASS_JOBS))).toEqual({ 'direct': 'CONDITIONAL', 'aws-mcp': 'CONDITIONAL' });
  expect(await decided(policy(ALLOW_ALL))).toEqual({ 'direct': 'ALLOWED', 'aws-mcp': 'ALLOWED' });
});

test('what is needed only at times makes it conditional, and never allowed', async () => {
  const noTags = { Effect: 'Deny', Action: 'lambda:TagResource', Resource: '*' };
  expect(await decided(policy(ALLOW_ALL, noTags), '--role', JOBS)).toEqual({ 'direct': 'CONDITIONAL', 'aws-mcp': 'CONDITIONAL' });
});

test('each action is told, with the service that the role is passed to', async () => {
  write('a.json', policy(LAMBDA, PASS_JOBS));
  const { stdout, code } = await run(['simulate', '--operation', 'lambda:CreateFunction', '--role', JOBS, '--via', 'direct', '--expect', 'allowed', 'a.json']);
  expect(code).toBe(0);
  expect(stdout).toContain('lambda:CreateFunction by a direct call: ALLOWED');
  expect(stdout).toContain('ALLOWED            iam:PassRole, to lambda.amazonaws.com');
  expect(stdout.replace(/\s+/g, ' ')).toContain('lambda:TagResource (needed if Tags is given)');
});

test('--expect is about the operation', async () => {
  write('a.json', policy(LAMBDA));
  const { stderr, code } = await run(['simulate', '--operation', 'lambda:CreateFunction', '--via', 'direct', '--expect', 'allowed', 'a.json']);
  expect([code, stderr.trim()]).toEqual([1, 'Expected allowed: lambda:CreateFunction (direct) is IMPLICITLY_DENIED']);
});

test.each([
  [['--operation', 'CreateFunction'], '--operation CreateFunction: expected "service:Operation", such as lambda:CreateFunction'],
  [['--operation', 's3:NoSuchThing'], '--operation s3:NoSuchThing: there is no such operation'],
  [['--operation', 'sts:GetCallerIdentity'], '--operation sts:GetCallerIdentity: it needs no permission'],
  [['--operation', 'lightsail:GetProfile'], '--operation lightsail:GetProfile: AWS does not say which action it needs'],
  [['--action', 's3:GetObject', '--role', JOBS], '--role is the role that an operation passes: it needs --operation'],
  [['--operation', 's3:HeadObject', '--resource-policy', 'a.json'], '--operation: its actions are about several resources'],
])('%j is refused', async (args, message) => {
  write('a.json', policy(ALLOW_ALL));
  const { code, stderr } = await run(['simulate', ...args, 'a.json']);
  expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining(message)]);
});
