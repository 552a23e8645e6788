import { DocumentsSource } from '../../src/analysis/simulation/documents-source';
import { RequestOrigin } from '../../src/mcp/request-origin';
import { decide } from '../../src/proof/decide';
import { Answer } from '../../src/proof/question';

// What teams ask of a policy before it is merged, as of AWS's CheckNoNewAccess: does it give anything that a reference does not?

type Statement = { readonly [element: string]: unknown };
const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: object): Statement => ({ Effect: 'Allow', Action, Resource, ...Condition && { Condition } });
const deny = (Action: string | string[], of: Statement = { Resource: '*' }): Statement => ({ Effect: 'Deny', Action, ...of });
const policy = (...Statement: Statement[]) => ({ Version: '2012-10-17', Statement });

const KEYS = 'arn:aws:kms:eu-west-1:111122223333:key/payroll';
const QUEUE = 'arn:aws:sqs:*:*:payroll';
const TRUSTED = 'arn:aws:iam::*:role/build/*';

/** All but what must not be given. */
const REFERENCES = {
  'a queue is kept': policy(allow('*'), deny(['sqs:DeleteQueue', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes'], { Resource: QUEUE })),
  'a key is kept': policy(allow('*'), deny(['kms:Decrypt', 'kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'], { Resource: KEYS })),
  'only roles of a path are passed or assumed': policy(
    allow('*'), deny('iam:PassRole', { NotResource: TRUSTED }), deny('sts:AssumeRole', { NotResource: TRUSTED }), deny(['iam:CreateUser', 'iam:AttachRolePolicy', 'iam:PutRolePolicy'])),
  'only what is tagged is stopped': policy(allow('*'), deny('ec2:StopInstances', { Resource: '*', Condition: { Null: { 'aws:ResourceTag/team': 'true' } } })),
  'a stack and a task definition are kept': policy(
    allow('*'), deny(['cloudformation:*Stack', 'ecs:RunTask'], { Resource: ['arn:aws:cloudformation:*:*:stack/payroll/*', 'arn:aws:ecs:*:*:task-definition/payroll:*'] })),
  'only with a tag is anything made': policy(allow('*'), deny('rds:CreateDBInstance', { Resource: '*', Condition: { Null: { 'aws:RequestTag/team': 'true' } } })),
};
const ORIGINS = [
  { name: 'direct', origin: RequestOrigin.direct() },
  { name: 'an AWS service', origin: RequestOrigin.viaAwsService({ startedBy: RequestOrigin.direct() }) },
  { name: 'any', origin: RequestOrigin.viaAnyServer() },
];
type Reference = keyof typeof REFERENCES;

test.each<[Reference, string, Statement[], Answer]>([
  ['a queue is kept', 'another queue', [allow(['sqs:DeleteQueue', 'sqs:PurgeQueue'], 'arn:aws:sqs:eu-west-1:111122223333:orders')], Answer.PROVED],
  ['a queue is kept', 'everything but that queue', [allow('sqs:*'), deny('*', { Resource: QUEUE })], Answer.PROVED],
  ['a queue is kept', 'what does no harm to it', [allow(['sqs:SendMessage', 'sqs:Get*'], QUEUE)], Answer.PROVED],
  ['a queue is kept', 'all queues but those', [{ Effect: 'Allow', Action: 'sqs:*', NotResource: QUEUE }], Answer.PROVED],
  ['a queue is kept', 'one of its actions', [allow('sqs:DeleteQueue', 'arn:aws:sqs:eu-west-1:111122223333:payroll')], Answer.REFUTED],
  ['a queue is kept', 'queues that are like it', [allow('sqs:Purge*', 'arn:aws:sqs:*:*:*roll')], Answer.REFUTED],
  ['a queue is kept', 'the whole service', [allow('sqs:*')], Answer.REFUTED],
  ['a queue is kept', 'all but another service', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], Answer.REFUTED],
  ['a key is kept', 'another key', [allow('kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/orders')], Answer.PROVED],
  ['a key is kept', 'that key, to encrypt', [allow('kms:Encrypt', KEYS)], Answer.PROVED],
  ['a key is kept', 'all keys of the account', [allow('kms:Decrypt', 'arn:aws:kms:*:111122223333:key/*')], Answer.REFUTED],
  ['a key is kept', 'all keys, through one service', [allow('kms:Decrypt', '*', { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } })], Answer.REFUTED],
  ['a stack and a task definition are kept', 'others, whatever the wildcards reach over', [
    allow('cloudformation:DeleteStack', 'arn:aws:cloudformation:*:*:stack/orders/*'), allow('ecs:RunTask', 'arn:aws:ecs:*:*:task-definition/orders:*'),
  ], Answer.PROVED],
  ['a stack and a task definition are kept', 'stacks that are like it', [allow('cloudformation:DeleteStack', 'arn:aws:cloudformation:*:*:stack/pay*/*')], Answer.REFUTED],
  ['a stack and a task definition are kept', 'any version', [allow('ecs:RunTask', 'arn:aws:ecs:*:*:task-definition/*:3')], Answer.REFUTED],
  ['only roles of a path are passed or assumed', 'one of the path', [allow('iam:PassRole', 'arn:aws:iam::111122223333:role/build/Deploy')], Answer.PROVED],
  ['only roles of a path are passed or assumed', 'another one', [allow('iam:PassRole', 'arn:aws:iam::111122223333:role/Deploy')], Answer.REFUTED],
  ['only roles of a path are passed or assumed', 'all, and a Deny that leaves one', [allow('sts:AssumeRole'), deny('sts:AssumeRole', { NotResource: `${TRUSTED.slice(0, -1)}Deploy` })], Answer.PROVED],
  ['only roles of a path are passed or assumed', 'a role\'s policies', [allow('iam:*RolePolicy', 'arn:aws:iam::111122223333:role/build/*')], Answer.REFUTED],
  ['only roles of a path are passed or assumed', 'none of that', [allow('ec2:RunInstances')], Answer.PROVED],
  ['only what is tagged is stopped', 'where the tag is as wanted', [allow('ec2:StopInstances', '*', { StringEquals: { 'aws:ResourceTag/team': 'red' } })], Answer.PROVED],
  ['only what is tagged is stopped', 'in other words', [allow('ec2:StopInstances'), deny('ec2:*', { Resource: '*', Condition: { StringNotEquals: { 'aws:ResourceTag/team': 'red' } } })], Answer.PROVED],
  ['only what is tagged is stopped', 'whatever the tag is, if there is one', [allow('ec2:StopInstances', '*', { StringLike: { 'aws:ResourceTag/team': '?*' } })], Answer.PROVED],
  ['only what is tagged is stopped', 'where it may be absent', [allow('ec2:StopInstances', '*', { StringEqualsIfExists: { 'aws:ResourceTag/team': 'red' } })], Answer.REFUTED],
  ['only what is tagged is stopped', 'where another tag is wanted', [allow('ec2:StopInstances', '*', { StringEquals: { 'aws:ResourceTag/other': 'red' } })], Answer.REFUTED],
  ['only what is tagged is stopped', 'all of the service', [allow('ec2:*')], Answer.REFUTED],
  ['only with a tag is anything made', 'with it', [allow('rds:CreateDBInstance', '*', { StringEquals: { 'aws:RequestTag/team': ['red', 'blue'] } })], Answer.PROVED],
  ['only with a tag is anything made', 'with any value', [allow('rds:CreateDBInstance', '*', { Null: { 'aws:RequestTag/team': 'false' } })], Answer.PROVED],
  ['only with a tag is anything made', 'with another one', [allow('rds:Create*', '*', { StringEquals: { 'aws:RequestTag/cost': '1' } })], Answer.REFUTED],
])('%s: a policy for %s', (reference, _, statements, answer) => {
  const [allowedBy, unless] = [policy(...statements), REFERENCES[reference]].map((document) => new DocumentsSource({ identityPolicies: [document] }));
  const verdict = decide({ allowedBy, unless, origins: ORIGINS });
  expect(verdict).toEqual({ answer, open: [], ...answer === Answer.REFUTED && { witness: expect.anything() } });
});
