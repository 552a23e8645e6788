import * as fs from 'fs';
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

describe('with which role', () => {
  const ROLES = ['arn:aws:iam::111122223333:role/jobs/*', 'arn:aws:iam::111122223333:role/admin/*'];
  const PASS = { Effect: 'Allow', Action: 'iam:PassRole', Resource: ROLES };
  const NO_ADMIN_VIA_MCP = { ...ONLY_ECS_VIA_MCP, Sid: 'NoAdmin', Resource: ROLES[1], Condition: { Bool: { 'aws:ViaAWSMCPService': 'true' } } };
  const NO_BOSS = { Effect: 'Deny', Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/jobs/boss' };
  const AGENT = 'arn:aws:iam::111122223333:role/Agent';
  const lambda = ['--operation', 'lambda:CreateFunction'];
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
  const role = (...statements: object[]) => (
    { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'P', PolicyDocument: policy(...statements) }] } });

  test('simulate says it, where none is given', async () => {
    write('a.json', policy(LAMBDA, PASS, NO_ADMIN_VIA_MCP, NO_BOSS));
    const { stdout } = await run(['simulate', ...lambda, '--principal', AGENT, '--via', 'direct', '--via', 'aws', 'a.json']);
    const [direct, agent] = stdout.replace(/,\n\s+|(?<=but)\n\s+/g, ' ').split('through').map((text) => text.split('\n').filter((line) => line.includes('with ')).map((line) => line.trim()));
    expect([...direct].sort()).toEqual([`with ${ROLES[1]}`, `with ${ROLES[0]}, but arn:aws:iam::111122223333:role/jobs/boss`]);
    expect(agent).toEqual([`with ${ROLES[0]}, but arn:aws:iam::111122223333:role/jobs/boss`]);
  });

  test('the account of the configuration counts as that of the option does', async () => {
    write('a.json', { Resources: { Agent: role(LAMBDA, { ...PASS, Resource: '*' }) } });
    const ask = (...more: string[]) => runJson(['simulate', ...lambda, '--via', 'direct', 'a.json', ...more]);
    const given = await ask('--account', '111122223333');
    expect(given.operations[0].actions[1].roles).toEqual([{ role: 'arn:aws:iam::111122223333:role/*', except: [], decision: 'ALLOWED' }]);
    write('mcp-guardrails.yaml', 'account: "111122223333"\n');
    expect(await ask()).toEqual(given);
  });

  test('with none, it is denied', async () => {
    write('a.json', policy(LAMBDA, { ...PASS, Condition: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } } }));
    const { operations } = await runJson(['simulate', ...lambda, '--principal', AGENT, '--via', 'direct', 'a.json']);
    expect(operations.map(({ decision }: any) => decision)).toEqual(['IMPLICITLY_DENIED']);
  });

  test('explain says what is needed, and which statements are about it', async () => {
    write('a.json', policy(LAMBDA, PASS, { Effect: 'Allow', Action: 's3:*', Resource: '*' }, ONLY_ECS_VIA_MCP));
    const { operations, statements } = await runJson(['explain', ...lambda, 'a.json']);
    expect(operations[0].actions.slice(0, 2)).toEqual([{ action: 'lambda:CreateFunction', passedTo: [] }, { action: 'iam:PassRole', passedTo: ['lambda.amazonaws.com'] }]);
    expect(statements.map(({ statement, needed }: any) => [statement, needed])).toEqual([
      ['0', ['lambda:CreateFunction', 'lambda:GetLayerVersion', 'lambda:PassCapacityProvider', 'lambda:TagResource']], ['1', ['iam:PassRole']], ['OnlyEcs', ['iam:PassRole']],
    ]);
    const { stdout } = await run(['explain', ...lambda, 'a.json']);
    expect(stdout).toContain('lambda:CreateFunction needs\n  lambda:CreateFunction\n  iam:PassRole, to lambda.amazonaws.com\n');
    expect(stdout).toContain('needed     iam:PassRole');
    expect(stdout).not.toContain('s3:*');
    expect((await runJson(['explain', 'a.json'])).statements.map(({ needed }: any) => needed)).toEqual(Array(4).fill(undefined));
  });

  test('the report says it of each principal', async () => {
    write('a.json', { Resources: { Agent: role(LAMBDA, PASS, NO_ADMIN_VIA_MCP), Reader: role({ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }) } });
    const { operations: [{ operation, principals }] } = await runJson(['report', ...lambda, '--account', '111122223333', 'a.json']);
    expect([operation, principals.map((each: any) => each.principal)]).toEqual(['lambda:CreateFunction', ['a.json#Agent', 'a.json#Reader']]);
    const [agent, reader] = principals.map(({ origins }: any) => origins);
    expect(agent.direct.roles.map((each: any) => each.role).sort()).toEqual([...ROLES].sort());
    for (const origin of ['aws-mcp.amazonaws.com', 'any-other-server']) {
      expect(agent[origin]).toEqual({ decision: 'CONDITIONAL', roles: [{ role: ROLES[0], except: [], decision: 'ALLOWED' }] });
      expect(reader[origin]).toEqual({ decision: 'IMPLICITLY_DENIED' });
    }
    const { stdout } = await run(['report', ...lambda, '--account', '111122223333', 'a.json']);
    expect(stdout).toContain('lambda:CreateFunction: 1 of 2 may call it, or perhaps.');
    const page = fs.readFileSync('mcp-access-report.html', 'utf-8').replace(/<wbr>/g, '');
    expect(page).toContain('<h2 id="operations">Operations</h2>');
    expect(page).toContain(`<div class="detail">with <bdi>${ROLES[0]}</bdi></div>`);
  });

  test('the report says it of whoever has some policies', async () => {
    write('a.json', policy(LAMBDA, PASS));
    const { operations } = await runJson(['report', ...lambda, 'a.json']);
    expect(operations[0].principals.map(({ principal, origins }: any) => [principal, origins.direct.decision])).toEqual([['whoever has these policies', 'CONDITIONAL']]);
    expect(await runJson(['report', 'a.json'])).not.toHaveProperty('operations');
  });
});
