import * as fs from 'fs';
import * as path from 'path';
import { McpGuardrail, McpServer, McpSimulator, PrincipalFilter, RequestOrigin, SimulationDecision, SimulationRequest } from '../../src';

const ACCOUNT = '111122223333';
const arn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;
const AGENT = arn('agents/Worker');
const DEVELOPER = arn('Developer');
const STACK = `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/McpGuardrails-Roles/0a1b2c3d`;
const PERMISSION_SET = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';

const administrators = [PrincipalFilter.roleNames('CloudTeam')];
const breakGlass = [PrincipalFilter.tag('agents', 'unrestricted')];

const json = (guardrails: McpGuardrail[]) =>
  guardrails.flatMap((guardrail) => guardrail.statements()).map((statement) => statement.toStatementJson());
const document = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });
const ALLOW_ALL = { Sid: 'AllowAll', Effect: 'Allow', Action: '*', Resource: '*' };

/** What the organization says of everybody. */
const ORGANIZATION = document(...json([
  McpGuardrail.baseline({ exempt: breakGlass }),
  McpGuardrail.allowOnlyServers({ servers: [McpServer.AWS, McpServer.EKS] }),
  McpGuardrail.denyOutsideMcp({ appliesTo: [PrincipalFilter.rolePaths('/agents/')] }),
  McpGuardrail.protectGuardrails({
    administrators,
    resources: ['arn:aws:iam::*:role/agents/*', 'arn:aws:iam::*:policy/guardrails/*', 'arn:aws:cloudformation:*:*:stack/McpGuardrails-*', 'arn:aws:sso:::permissionSet/*/*'],
  }),
  McpGuardrail.denyLeavingOrganization({ administrators }),
  McpGuardrail.denyDestructiveViaMcp({ sid: 'DeleteOwn', services: ['dynamodb', 'ec2'], unlessTagged: { key: 'created-by', value: 'agents' } }),
]));
/** What an agent's own role says besides. It may do everything else. */
const ROLE = [document(...json([McpGuardrail.denyPresignedUrls()])), document(ALLOW_ALL)];

type Attack = Omit<SimulationRequest, 'principal'> & { readonly principal?: string };
/** The roles that are to be assumed trust the account. */
const trust = ({ action }: Attack) => (action.startsWith('sts:') && {
  resourcePolicy: document({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: ['sts:AssumeRole', 'sts:TagSession'] }),
});
const guarded = (attack: Attack) => McpSimulator.fromDocuments({
  identityPolicies: (attack.principal ?? AGENT) === AGENT ? ROLE : [document(ALLOW_ALL)],
  serviceControlPolicies: [document(ALLOW_ALL), ORGANIZATION],
  resourceControlPolicies: [],
  ...trust(attack),
});
const unguarded = (attack: Attack) =>
  McpSimulator.fromDocuments({ identityPolicies: [document(ALLOW_ALL)], resourceControlPolicies: [], ...trust(attack) });

const { direct, via } = RequestOrigin;
const AWS = via(McpServer.AWS);
const PLAIN = {
  'aws:PrincipalTag/agents': [],
  'aws:TagKeys': [],
  'kms:ViaService': [],
  's3:authType': ['REST-HEADER'],
  'aws:ResourceTag/created-by': [],
  'ec2:CreateAction': [],
  'aws:IsMcpServiceAction': [],
  'lambda:Principal': [],
  'aws:ViaAWSService': ['false'],
};

const simulate = (simulator: McpSimulator, { context, origin = AWS, principal = AGENT, ...request }: Attack) => simulator.simulate({
  principal,
  origin,
  ...request,
  context: {
    ...Object.fromEntries(Object.entries(PLAIN).filter(([key]) => origin === AWS || key !== 'aws:ViaAWSService')), ...context,
  },
});

/** The attack, the Sid of what stops it, and the request that it is. */
const STOPPED: Array<[string, string, Attack]> = [
  ['credentials that were stolen from an agent, on the command line', 'DenyOutsideMcp', { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', origin: direct() }],
  ['a server that nobody has chosen', 'DenyOtherMcpServers', { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', origin: via(McpServer.ECS) }],
  ['leaving the organization', 'DenyLeavingOrganization', { action: 'organizations:LeaveOrganization', resource: '*', principal: DEVELOPER, origin: direct() }],
  ['going over to another organization by its invitation', 'DenyLeavingOrganization', { action: 'organizations:AcceptHandshake', resource: 'arn:aws:organizations::111122223333:handshake/o-evil123456/invite/h-12345678', principal: DEVELOPER, origin: direct() }],
  ['closing the account', 'DenyLeavingOrganization', { action: 'account:CloseAccount', resource: `arn:aws:account::${ACCOUNT}:account`, principal: DEVELOPER, origin: direct() }],
  ['deleting the stack of the guardrails, which acts as its own role', 'ProtectGuardrails', { action: 'cloudformation:DeleteStack', resource: STACK, principal: DEVELOPER, origin: direct() }],
  ['a change set that takes the guardrails out', 'ProtectGuardrails', { action: 'cloudformation:ExecuteChangeSet', resource: STACK, principal: DEVELOPER, origin: direct() }],
  ['taking the guardrails off a role', 'ProtectGuardrails', { action: 'iam:DetachRolePolicy', resource: AGENT, principal: DEVELOPER, origin: direct() }],
  ['taking the boundary off a permission set', 'ProtectGuardrails', { action: 'sso:DeletePermissionsBoundaryFromPermissionSet', resource: PERMISSION_SET, principal: DEVELOPER, origin: direct() }],
  ['making a role of an administrator\'s name', 'ProtectGuardrails2', { action: 'iam:CreateRole', resource: arn('CloudTeam'), principal: DEVELOPER, origin: direct() }],
  ['letting oneself assume an administrator\'s role', 'ProtectGuardrails2', { action: 'iam:UpdateAssumeRolePolicy', resource: arn('CloudTeam'), principal: DEVELOPER, origin: direct() }],
  ['tagging the own role as one that is exempt', 'BaselineViaMcp3', { action: 'iam:TagRole', resource: arn('Other'), context: { 'aws:TagKeys': ['Agents'] } }],
  ['a session with the tag that is exempt', 'BaselineViaMcp', { action: 'sts:TagSession', resource: arn('Other'), context: { 'aws:TagKeys': ['agents'] } }],
  ['a presigned URL, used while its keys still are there', 'DenyPresignedUrls', { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', context: { 's3:authType': ['REST-QUERY-STRING'] } }],
  ['a presigned URL, used as a direct call', 'DenyOutsideMcp', { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', origin: direct(), context: { 's3:authType': ['REST-QUERY-STRING'] } }],
  ['credentials of a directory bucket, good outside of MCP', 'BaselineViaMcp', { action: 's3express:CreateSession', resource: `arn:aws:s3express:eu-west-1:${ACCOUNT}:bucket/fast--euw1-az1--x-s3` }],
  ['having a function do it', 'BaselineViaMcp', { action: 'lambda:InvokeFunction', resource: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:admin` }],
  ['giving a role to a new function', 'BaselineViaMcp', { action: 'iam:PassRole', resource: arn('Admin'), context: { 'iam:PassedToService': ['lambda.amazonaws.com'] } }],
  ['assuming another role', 'BaselineViaMcp', { action: 'sts:AssumeRole', resource: arn('Admin') }],
  ['running a command on an instance with a role', 'BaselineViaMcp', { action: 'ssm:SendCommand', resource: `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1` }],
  ['a new access key for somebody', 'BaselineViaMcp', { action: 'iam:CreateAccessKey', resource: `arn:aws:iam::${ACCOUNT}:user/Ana` }],
  ['opening a bucket to another account', 'BaselineViaMcp', { action: 's3:PutBucketPolicy', resource: 'arn:aws:s3:::reports' }],
  ['a way into a cluster', 'BaselineViaMcp', { action: 'eks:CreateAccessEntry', resource: `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/main` }],
  ['stopping the trail', 'BaselineViaMcp', { action: 'cloudtrail:StopLogging', resource: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all` }],
  ['deleting a table that is not the agents\'', 'DeleteOwn', { action: 'dynamodb:DeleteTable', resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders` }],
  ['calling somebody\'s table the agents\', to delete it', 'DeleteOwn', { action: 'dynamodb:TagResource', resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`, context: { 'aws:TagKeys': ['Created-By'] } }],
  ['the same of an instance', 'DeleteOwn', { action: 'ec2:CreateTags', resource: `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`, context: { 'aws:TagKeys': ['created-by'] } }],
];

test.each(STOPPED)('%s is stopped by %s', (_, sid, attack) => {
  expect(simulate(unguarded(attack), attack).decision).toBe(SimulationDecision.ALLOWED);
  const result = simulate(guarded(attack), attack);
  expect([result.decision, result.dependsOn]).toEqual([SimulationDecision.EXPLICITLY_DENIED, []]);
  const sids = result.statements.map((statement) => statement.sid!);
  expect(sids.some((each) => each === sid || each.replace(/\d+$/, '') === sid)).toBe(true);
});

test('work goes on', () => {
  const worked: Attack[] = [
    { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a' },
    { action: 'dynamodb:DeleteTable', resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/mine`, context: { 'aws:ResourceTag/created-by': ['agents'] } },
    { action: 'iam:DetachRolePolicy', resource: AGENT, principal: arn('CloudTeam'), origin: direct() },
    { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/a', principal: DEVELOPER, origin: direct() },
  ];
  // The baseline denies to delete a table, whoever made it: an exception is that of one guardrail only.
  expect(worked.map((request) => simulate(guarded(request), request).decision)).toEqual([
    SimulationDecision.ALLOWED, SimulationDecision.EXPLICITLY_DENIED, SimulationDecision.ALLOWED, SimulationDecision.ALLOWED,
  ]);
});

/** What IAM lets through, with the heading of docs/what-it-does-not-stop.md that says what else helps. */
const NOT_STOPPED: Array<[string, string, Attack]> = [
  ['an agent in a person\'s shell', 'Agents without a managed server', { action: 's3:DeleteObject', resource: 'arn:aws:s3:::reports/a', principal: DEVELOPER, origin: direct() }],
  ['an event that starts something with a role', 'What starts by itself', { action: 'events:PutEvents', resource: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default` }],
  ['a message to a queue that a function reads', 'What starts by itself', { action: 'sqs:SendMessage', resource: `arn:aws:sqs:eu-west-1:${ACCOUNT}:jobs` }],
  ['writing over an object', 'Writing over', { action: 's3:PutObject', resource: 'arn:aws:s3:::reports/a' }],
  ['reading what an agent may read, and saying it elsewhere', 'What an agent reads', { action: 's3:GetObject', resource: 'arn:aws:s3:::reports/salaries' }],
  ['paying by use', 'What is paid by use', { action: 'bedrock:InvokeModel', resource: 'arn:aws:bedrock:eu-west-1::foundation-model/model' }],
  ['a service that loses the keys', 'What a service does for an agent', {
    action: 'ec2:TerminateInstances',
    resource: `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`,
    principal: DEVELOPER,
    origin: RequestOrigin.viaAwsService({ startedBy: AWS, mcpKeysForwarded: false }),
  }],
  ['who is exempt', 'Who is exempt', { action: 'iam:UpdateAssumeRolePolicy', resource: AGENT, principal: arn('CloudTeam'), origin: direct() }],
];
const PAGE = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'what-it-does-not-stop.md'), 'utf-8');

test.each(NOT_STOPPED)('%s is not stopped: the page says so under "%s"', (_, heading, attack) => {
  expect(simulate(guarded(attack), attack).decision).toBe(SimulationDecision.ALLOWED);
  expect(PAGE).toContain(`\n## ${heading}\n`);
});

test('every attack that is stopped is in the page, and no other', () => {
  const rows = [...PAGE.matchAll(/^\| (.+?) \| `(\w+)` \|$/gm)].map(([, attack, sid]) => [attack, sid]);
  expect(rows).toEqual(STOPPED.map(([attack, sid]) => [attack, sid]));
});
