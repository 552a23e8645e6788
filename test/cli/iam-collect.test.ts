import * as fs from 'fs';
import { inEmptyDirectory, LEAKS, policy, run, runJson, write } from './run';

inEmptyDirectory();

const ARN = 'arn:aws:iam::111122223333';
const allow = (action: string) => policy({ Sid: 'S', Effect: 'Allow', Action: action, Resource: '*' });
const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

/** As iam-collect writes it: names in lower case, paths of resources URL-encoded. */
beforeEach(() => {
  const put = (directory: string, content: { [name: string]: unknown }) => Object.entries(content).forEach(([name, each]) =>
    write(`data/aws/aws/${directory}/${name}.json`, each));
  put('accounts/111122223333/iam/role/agents%2fagent', {
    'metadata': { arn: `${ARN}:role/agents/Agent`, name: 'Agent', path: '/agents/', permissionBoundary: `${ARN}:policy/Limits` },
    'trust-policy': TRUST,
    'inline-policies': [{ PolicyName: 'own', PolicyDocument: allow('*') }],
    'managed-policies': [`${ARN}:policy/Shared`],
    'tags': { team: 'blue' },
  });
  put('accounts/111122223333/iam/user/ann', {
    'metadata': { arn: `${ARN}:user/Ann`, name: 'Ann', path: '/' }, 'groups': [`${ARN}:group/Team`], 'managed-policies': ['arn:aws:iam::aws:policy/Made'],
  });
  put('accounts/111122223333/iam/group/team', {
    'metadata': { arn: `${ARN}:group/Team`, name: 'Team', path: '/' }, 'inline-policies': [{ PolicyName: 'p', PolicyDocument: policy(LEAKS, { Effect: 'Allow', Action: 'sns:*' }) }],
  });
  put('accounts/111122223333/iam/policy/limits', {
    'metadata': { arn: `${ARN}:policy/Limits`, name: 'Limits', path: '/' }, 'current-policy': policy({ Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: '*' }),
  });
  put('accounts/111122223333/iam/policy/shared', { 'metadata': { arn: `${ARN}:policy/Shared`, name: 'Shared', path: '/' }, 'current-policy': allow('sqs:*') });
  put('accounts/111122223333/iam/aws/policy/made', { 'metadata': { arn: 'arn:aws:iam::aws:policy/Made', name: 'Made' }, 'current-policy': allow('kinesis:*') });
  put('accounts/111122223333/s3/reports', {
    metadata: { arn: 'arn:aws:s3:::reports' }, policy: policy({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::reports/*' }),
  });
  put('accounts/111122223333/sso/permissionset/ssoins-1%2fps-1', {
    metadata: { arn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', name: 'Ops', region: 'us-east-1' }, inlinepolicy: allow('sns:*'), awsmanagedpolicies: [],
  });
  put('organizations/o-1', {
    metadata: { id: 'o-1', rootAccountId: '999999999999' },
    ous: { 'r-ab12': { scps: ['p-FullAWSAccess'], rcps: [] }, 'ou-ab12-11111111': { parent: 'r-ab12', scps: ['p-FullAWSAccess', 'p-1'], rcps: [] } },
    accounts: { 111122223333: { ou: 'ou-ab12-11111111', scps: ['p-FullAWSAccess'], rcps: [] } },
  });
  put('organizations/o-1/scps/p-1', {
    metadata: { arn: 'arn:aws:organizations::999999999999:policy/o-1/service_control_policy/p-1', name: 'NoQueues' },
    policy: policy({ Sid: 'NoQueues', Effect: 'Deny', Action: 'sqs:DeleteQueue', Resource: '*' }),
  });
});

test.each([
  ['within the boundary', 'Agent', 'sqs:SendMessage', undefined, 'ALLOWED'],
  ['beyond it', 'Agent', 'ec2:RunInstances', undefined, 'IMPLICITLY_DENIED'],
  ['an organization\'s policy', 'Agent', 'sqs:DeleteQueue', undefined, 'EXPLICITLY_DENIED'],
  ['a bucket\'s policy', `${ARN}:role/agents/Agent`, 's3:GetObject', 'arn:aws:s3:::reports/x', 'EXPLICITLY_DENIED'],
  ['a managed policy of AWS', 'Ann', 'kinesis:ListStreams', undefined, 'ALLOWED'],
  ['a group\'s', 'Ann', 'sns:ListTopics', undefined, 'ALLOWED'],
  ['nobody else\'s', 'Ann', 'ec2:RunInstances', undefined, 'IMPLICITLY_DENIED'],
  ['a permission set', 'Ops', 'sns:ListTopics', undefined, 'ALLOWED'],
])('%s', async (_, principal, action, resource, expected) => {
  const { stdout, stderr } = await run(['simulate', 'data', '--principal', principal, '--action', action, '--via', 'direct', '--format', 'json',
    ...resource === undefined ? [] : ['--resource', resource]]);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).results[0].decision).toBe(expected);
});

test('findings are in the files that have the policies, also below another folder', async () => {
  write('more/x.json', policy(LEAKS));
  for (const folders of [['data'], ['.']]) {
    const { findings } = await runJson(['check', ...folders]);
    expect(findings.filter(({ statement }: any) => statement === 'Leaks').map(({ file, line }: any) => [file, line]))
      .toContainEqual(['data/aws/aws/accounts/111122223333/iam/group/team/inline-policies.json', 7]);
  }
});

test('where all control policies of a place are collected, FullAWSAccess is not attached there unless it is one of them', async () => {
  const decision = async () => (await runJson(['simulate', 'data', '--principal', 'Agent', '--action', 'sqs:SendMessage'])).results[0].decision;
  const ORGANIZATION = 'data/aws/aws/organizations/o-1';
  write(`${ORGANIZATION}/ous.json`, { 'r-ab12': { scps: ['p-FullAWSAccess'] }, 'ou-ab12-11111111': { parent: 'r-ab12', scps: ['p-1'] } });
  expect(await decision()).toBe('IMPLICITLY_DENIED');
  write(`${ORGANIZATION}/ous.json`, { 'r-ab12': { scps: ['p-FullAWSAccess'] }, 'ou-ab12-11111111': { parent: 'r-ab12', scps: ['p-1', 'p-FullAWSAccess'] } });
  expect(await decision()).toBe('ALLOWED');
});

test('a role without its trust policy keeps its policies', async () => {
  fs.rmSync('data/aws/aws/accounts/111122223333/iam/role/agents%2fagent/trust-policy.json');
  const { results } = await runJson(['simulate', 'data', '--principal', 'Agent', '--action', 'sqs:SendMessage']);
  expect(results[0].decision).toBe('ALLOWED');
});

test.each([
  ['a file', () => write('other/aws', 'x'), undefined],
  ['a link to itself', () => fs.mkdirSync('other') ?? fs.symlinkSync('aws', 'other/aws'), 'other/aws: '],
])('what is called aws and is no directory: %s', async (_, make, message) => {
  make();
  write('other/p.json', policy(LEAKS));
  const { code, stdout, stderr } = await run(['check', 'other']);
  expect(stderr).not.toContain('internal error');
  expect(message === undefined ? stdout : stderr).toContain(message ?? 'Leaks');
  expect(code).toBe(message === undefined ? 1 : 2);
});

test.each([
  ['sqs', 'arn:aws:sqs:eu-west-1:111122223333:orders', 'sqs:SendMessage'],
  ['sns', 'arn:aws:sns:eu-west-1:111122223333:orders', 'sns:Publish'],
  ['kms', 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab', 'kms:Decrypt'],
  ['secretsmanager', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf', 'secretsmanager:GetSecretValue'],
  ['lambda', 'arn:aws:lambda:eu-west-1:111122223333:function:f', 'lambda:InvokeFunction'],
  ['kinesis', 'arn:aws:kinesis:eu-west-1:111122223333:stream/s', 'kinesis:PutRecord'],
])('the policy of a resource of %s counts for it', async (service, arn, action) => {
  write(`data/aws/aws/accounts/111122223333/${service}/one/metadata.json`, { arn });
  write(`data/aws/aws/accounts/111122223333/${service}/one/policy.json`, policy({ Effect: 'Deny', Principal: { AWS: `${ARN}:role/agents/Agent` }, Action: action, Resource: arn }));
  const decision = async (resource: string) => (await runJson(
    ['simulate', 'data', '--principal', 'Agent', '--action', action, '--via', 'direct', '--resource', resource])).results[0].decision;
  expect(await decision(arn)).toBe('EXPLICITLY_DENIED');
  expect(await decision(arn.replace('111122223333', '444455556666'))).not.toBe('EXPLICITLY_DENIED');
});

test.each([
  ['kafka', 'arn:aws:kafka:eu-west-1:111122223333:cluster/c/1', 'kafka:DeleteCluster'],
  ['ecr', 'arn:aws:ecr:eu-west-1:111122223333:repository/r', 'ecr:BatchGetImage'],
  ['elasticfilesystem', 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1', 'elasticfilesystem:ClientWrite'],
  ['events', 'arn:aws:events:eu-west-1:111122223333:event-bus/b', 'events:PutEvents'],
  ['backup', 'arn:aws:backup:eu-west-1:111122223333:backup-vault:v', 'backup:DeleteRecoveryPoint'],
  ['es', 'arn:aws:es:eu-west-1:111122223333:domain/d', 'es:ESHttpDelete'],
])('a mistake in the policy of a resource of %s is found at its line', async (service, arn, action) => {
  write(`data/aws/aws/accounts/111122223333/${service}/one/metadata.json`, { arn });
  write(`data/aws/aws/accounts/111122223333/${service}/one/policy.json`, policy({ ...LEAKS, Principal: '*', Action: action, Resource: '*' }));
  const { findings } = await runJson(['check', 'data']);
  expect(findings.filter(({ file }: { file: string }) => file.includes(`/${service}/`))).toEqual(expect.arrayContaining(
    [expect.objectContaining({ rule: 'McpConditionDependsOnMissingKey', path: 'Statement/0', line: 4 })]));
});
