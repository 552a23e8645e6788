import * as fs from 'fs';
import * as path from 'path';
import { inEmptyDirectory, run, runJson } from './run';

/**
 * What Terraform itself makes of `terraform-plan/main.tf`: `terraform plan -out=plan`, then `terraform show -json plan`; with 1.11.4 and version 5.100.0 of the
 * AWS provider. Nothing of it exists.
 */
const PLAN = fs.readFileSync(path.join(__dirname, 'terraform-plan', 'plan.json'), 'utf-8');

inEmptyDirectory();
beforeEach(() => fs.writeFileSync('plan.json', PLAN));

test('it is a plan of Terraform\'s own', () => {
  expect(JSON.parse(PLAN)).toMatchObject({ format_version: '1.2', terraform_version: '1.11.4' });
});

test('what is wrong is found by address, also in a document that is known only later', async () => {
  const { findings } = await runJson(['check', 'plan.json']);
  expect(findings.map(({ rule, constructPath, statement }: any) => [constructPath, statement, rule])).toEqual([
    ['aws_iam_role_policy.known', 'OldDeny', 'RemovedActionDenied'],
    ['aws_iam_role_policy.later', 'Leaks', 'McpConditionDependsOnMissingKey'],
    ['aws_sqs_queue_policy.q', 'NoAgents', 'DenyReachesCallsWithoutMcpKey'],
  ]);
});

const REST = /^the managed policy <aws_iam_role_policy_attachment\.shared\['first'\]\.policy_arn>/;

test.each<[who: string, action: string, resource: string, via: string, decision: string, dependsOn: unknown[]]>([
  // The boundary allows S3 only; what for_each attaches is not told by the plan.
  ['Agent-one', 's3:GetObject', 'arn:aws:s3:::other/key', 'direct', 'CONDITIONAL', [expect.stringMatching(/^whether .* resource is/), expect.stringMatching(REST)]],
  ['Agent-one', 'dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/t', 'direct', 'IMPLICITLY_DENIED', []],
  ['Agent-one', 'sqs:DeleteQueue', 'arn:aws:sqs:eu-west-1:111122223333:q2', 'direct', 'IMPLICITLY_DENIED', []],
  ['ann', 'ec2:StartInstances', '*', 'direct', 'ALLOWED', []],
  ['ann', 'ec2:StopInstances', '*', 'direct', 'IMPLICITLY_DENIED', []],
])('%s, %s on %s, %s: %s', async (principal, action, resource, via, decision, dependsOn) => {
  const { results: [result] } = await runJson(['simulate', 'plan.json', '--principal', principal, '--action', action, '--resource', resource, '--via', via]);
  expect([result.decision, result.dependsOn]).toEqual([decision, dependsOn]);
});

test('the module\'s policy is the role\'s, and the file itself is told how to be given', async () => {
  const { principals } = await runJson(['who-can', 'sqs:DeleteQueue', 'plan.json', '--via', 'direct']);
  expect(principals.map(({ principal }: any) => principal).sort()).toEqual(['aws_iam_role.agent', 'aws_iam_user.ann']);
  fs.copyFileSync(path.join(__dirname, 'terraform-plan', 'main.tf'), 'main.tf');
  const { code, stderr } = await run(['check', 'main.tf']);
  expect({ code, stderr: stderr.replace(/\s+/g, ' ') }).toMatchObject({ code: 2, stderr: expect.stringContaining('terraform show -json plan > plan.json') });
});
