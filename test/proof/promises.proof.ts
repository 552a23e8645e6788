import { ANY, AWS, DIRECT, EKS, EVERYWHERE, PROVED, underControl as under } from './under-control';
import { ownActions } from '../../src/mcp/own-actions';
import { decide } from '../../src/proof/decide';
import type { Question, Verdict } from '../../src/proof/question';
import { Answer } from '../../src/proof/question';
import { jsonOf } from '../matrix/cells';
import type { Row } from '../matrix/guardrails';
import { ROWS } from '../matrix/guardrails';
import type { Json } from '../matrix/world';
import { roleArn } from '../matrix/world';

// What each guardrail promises, for all requests: as an SCP, beside an Allow of everything.

/** Whether the guardrail takes away none of the requests. */
const untouched = (row: Row, question: Pick<Question, 'origins' | 'principal'>, of?: Json): Verdict =>
  decide({ allowedBy: under(of), unless: under(of, jsonOf(row.make())), ...question });

const named = (pattern: RegExp) => ROWS.filter(({ name }) => pattern.test(name));
const NO_AGENT = { Condition: { StringNotEquals: { 'aws:PrincipalTag/PrincipalType': 'Agent' } } };
const NO_AGENTS_PATH = { Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:*:iam::*:role/agents/*', 'arn:aws:iam::*:user/agents/*', 'arn:aws:iam::*:role/aws-reserved/*/AWSReservedSSO_Agents_*'] } } };
const BREAK_GLASS = ['arn:*:iam::*:role/BreakGlass', 'arn:*:iam::*:role/*/BreakGlass'];
const EXEMPT = { Condition: { ArnLike: { 'aws:PrincipalArn': BREAK_GLASS } } };
/** Actions of the servers are called by agents only, and on the server: no key says more of them. */
const NO_SERVER_ACTION = { NotAction: [...new Set([...ownActions()].map((action) => `${action.split(':')[0]}:*`))] };

/** Those that are about more than what comes through servers: what they leave untouched instead. */
const NARROWER: ReadonlyArray<readonly [rows: RegExp, who: string, of: Json, origins: Question['origins']]> = [
  [/^denyOutsideMcp\(\)$/, 'what comes through a server', {}, [ANY, AWS, EKS]],
  [/^denyOutsideMcp\(\{ appliesTo/, 'whoever it does not apply to', NO_AGENTS_PATH, [DIRECT]],
  [/^denyOutsideMcp\(\{ exempt/, 'whoever is exempt', EXEMPT, EVERYWHERE],
  [/\{ agents, (?!grade)|\{ agents \}|\{ agents, grade/, 'a direct call without the mark', NO_AGENT, [DIRECT]],
  [/^allowOnlyServers\(.*directCalls/, 'what comes through the server', {}, [AWS]],
  [/^denyPresignedUrls/, 'a request that is signed in its header', { Condition: { StringEquals: { 's3:authType': 'REST-HEADER' } } }, EVERYWHERE],
  [/^(readOnlyViaMcp\(\)|deployOnlyViaMcp|allowOnlyViaMcp)/, 'a direct call of what is no action of a server', NO_SERVER_ACTION, [DIRECT]],
  [/^(protectGuardrails|denyLeavingOrganization)/, 'administrators', EXEMPT, EVERYWHERE],
  [/^protectAgentMark/, 'issuers of the mark', EXEMPT, EVERYWHERE],
  [/^denyAgentCoreOutsideSubnets/, 'whoever is exempt', EXEMPT, EVERYWHERE],
  [/^allowOnlyOauthClients/, 'a client that is allowed', { Condition: { StringLike: { 'signin:OAuthRedirectUri': 'http://localhost:*' }, StringEquals: { 'signin:OAuthGrantType': 'authorization_code' } } }, EVERYWHERE],
  [/^denySignInSession/, 'another session', { Condition: { ArnNotLike: { 'aws:SignInSessionArn': 'arn:aws:signin:us-east-1:111122223333:session/a1b2c3d4' } } }, EVERYWHERE],
  [/^fromStatements/, 'another action', { NotAction: ['s3:PutObject', 'kms:Decrypt', 'sqs:DeleteQueue', 'sns:Subscribe', 'secretsmanager:DeleteSecret', 'dynamodb:PutItem'] }, EVERYWHERE],
];
const narrowerOf = ({ name }: Row) => NARROWER.filter(([rows]) => rows.test(name));

describe('direct requests are untouched', () => {
  test.each(ROWS.filter((row) => narrowerOf(row).length === 0).map((row) => [row.name, row] as const))('%s', (_, row) => {
    expect(untouched(row, { origins: [DIRECT] })).toEqual(PROVED);
  });

  test.each(ROWS.flatMap((row) => narrowerOf(row).map(([, who, of, origins]) => [who, row.name, row, of, origins] as const)))('or else %s: %s', (_, __, row, of, origins) => {
    expect(untouched(row, { origins }, of)).toEqual(PROVED);
    // It does take others away, so that nothing more could be proved.
    expect(untouched(row, { origins: [DIRECT] })).toMatchObject({
      answer: Answer.REFUTED, witness: { origin: 'direct', resource: expect.stringMatching(/^(\*|arn:aws:[^]+)$/) },
    });
  });
});

test.each([
  ...ROWS.filter((row) => narrowerOf(row).length === 0).map((row) => ['of one role', row, { origins: [DIRECT], principal: roleArn('Developer') }, undefined] as const),
  ...named(/^denyOutsideMcp\(\{ appliesTo/).map((row) => ['from everywhere', row, { origins: EVERYWHERE }, NO_AGENTS_PATH] as const),
].map(([what, row, question, of]) => [what, row.name, row, question, of] as const))('and all requests %s: %s', (_, __, row, question, of) => {
  expect(untouched(row, question, of)).toEqual(PROVED);
});

const EXEMPTING = ROWS.filter((row) => JSON.stringify(jsonOf(row.make())).includes('"ArnNotLike":{"aws:PrincipalArn"'));

test.each(EXEMPTING.map((row) => [row.name, row] as const))('the exempt are untouched: %s', (_, row) => {
  expect(untouched(row, { origins: EVERYWHERE }, EXEMPT)).toEqual(PROVED);
  const others = { Condition: { ArnNotLike: { 'aws:PrincipalArn': BREAK_GLASS } } };
  expect(untouched(row, { origins: EVERYWHERE }, others).answer).toBe(Answer.REFUTED);
});

test('there are some that exempt somebody', () => {
  expect(EXEMPTING.length).toBeGreaterThanOrEqual(named(/exempt|administrators/).length);
});

test.each<[string, RegExp, Pick<Question, 'origins' | 'actions' | 'resources'>]>([
  ['everything, through any server', /^denyViaMcp\(\)$/, { origins: [ANY, AWS, EKS] }],
  ['what is named, of what is named', /of S3$/, { origins: [ANY, AWS, EKS], actions: ['s3:Delete*'], resources: ['arn:aws:s3:::reports/secret/*'] }],
  ['all but some', /^denyViaMcp\(\{ actions \}\)/, { origins: [ANY, AWS, EKS], actions: ['iam:Create*', 'ec2:*', 'kms:Decrypt'] }],
  ['other servers', /^allowOnlyServers\(\{ servers \}\)$/, { origins: [EKS] }],
  ['direct calls too', /^allowOnlyServers\(\{ servers, directCalls: DENIED \}\)$/, { origins: [DIRECT, EKS] }],
  ['what destroys', /^denyDestructiveViaMcp\(\)$/, { origins: [ANY, AWS, EKS], actions: ['s3:DeleteBucket', 'rds:DeleteDBInstance', 'ec2:TerminateInstances', 'dynamodb:DeleteTable'] }],
  ['what is not read', /^readOnlyViaMcp\(\{ services \}\)$/, { origins: [ANY, AWS, EKS], actions: ['s3:Put*', 's3:Delete*', 'dynamodb:Put*'] }],
  ['what is not listed', /^allowOnlyViaMcp/, { origins: [ANY, AWS, EKS], actions: ['iam:*', 's3:Put*', 'agentaccess-mcp:*'] }],
  ['agents of the path, directly', /^denyOutsideMcp\(\)$/, { origins: [DIRECT], actions: ['kms:Decrypt'] }],
])('no request is allowed of %s', (_, rows, question) => {
  const meant = named(rows);
  expect(meant).toHaveLength(1);
  expect(decide({ allowedBy: under({}, jsonOf(meant[0].make())), ...question })).toEqual(PROVED);
});
