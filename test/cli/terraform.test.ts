import { inEmptyDirectory, LEAKS, policy, read, run, runJson, write } from './run';

inEmptyDirectory();

const TRUST = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }] };
const leaks = JSON.stringify(policy(LEAKS));
const resource = (address: string, values: object, mode = 'managed') => ({ address, mode, type: /(\w+)\.\w+(\[.*\])?$/.exec(address)![1], values });

/** In the documented format of `terraform show -json`. */
const plan = (resources: object[], more: object = {}) => ({ format_version: '1.2', terraform_version: '1.9.0', planned_values: { root_module: { resources, ...more } } });

const explained = async () => (await runJson(['explain', 'plan.json'])).statements.map(({ constructPath, policyType }: any) => [constructPath, policyType]);

test('each resource says of which kind its policy is', async () => {
  write('plan.json', plan([
    resource('aws_iam_role.a', { assume_role_policy: JSON.stringify(TRUST), inline_policy: [{ name: 'x', policy: leaks }] }),
    resource('aws_iam_policy.b', { policy: leaks }),
    resource('aws_ssoadmin_permission_set_inline_policy.c', { inline_policy: leaks }),
    resource('aws_organizations_policy.d', { content: leaks }),
    resource('aws_organizations_policy.e', { content: leaks, type: 'RESOURCE_CONTROL_POLICY' }),
    resource('aws_vpc_endpoint.f', { policy: leaks }),
    resource('aws_s3_bucket_policy.g["x"]', { policy: leaks }),
    resource('aws_opensearch_domain.h', { access_policies: leaks }),
    resource('awscc_iam_managed_policy.i', { policy_document: leaks }),
    resource('data.aws_iam_policy_document.j', { json: leaks, policy: leaks }, 'data'),
    resource('aws_instance.k', { user_data: leaks }),
  ]));
  expect(await explained()).toEqual([
    ['aws_iam_role.a', 'trust policy'],
    ['aws_iam_role.a', 'identity-based policy'],
    ['aws_iam_policy.b', 'identity-based policy'],
    ['aws_ssoadmin_permission_set_inline_policy.c', 'identity-based policy'],
    ['aws_organizations_policy.d', 'service control policy'],
    ['aws_organizations_policy.e', 'resource control policy'],
    ['aws_vpc_endpoint.f', 'VPC endpoint policy'],
    ['aws_s3_bucket_policy.g["x"]', 'resource-based policy'],
    ['aws_opensearch_domain.h', 'resource-based policy'],
    ['awscc_iam_managed_policy.i', 'identity-based policy'],
  ]);
});

test('of a plan what is planned, of modules too, each once', async () => {
  const change = { address: 'aws_iam_policy.a', change: { before: { policy: leaks }, after: { policy: leaks }, after_unknown: {} } };
  write('plan.json', {
    ...plan([resource('aws_iam_policy.a', { policy: leaks })], { child_modules: [{ address: 'module.m', resources: [resource('module.m.aws_iam_policy.b', { policy: leaks })] }] }),
    resource_changes: [change],
    prior_state: { values: { root_module: { resources: [resource('aws_iam_policy.old', { policy: leaks })] } } },
  });
  const { findings } = await runJson(['check', 'plan.json']);
  expect(findings.map(({ constructPath, path }: any) => [constructPath, path])).toEqual([
    ['aws_iam_policy.a', 'planned_values/root_module/resources/0/values/policy/Statement/0'],
    ['module.m.aws_iam_policy.b', 'planned_values/root_module/child_modules/0/resources/0/values/policy/Statement/0'],
  ]);
});

test('of a state', async () => {
  write('plan.json', { format_version: '1.0', values: { root_module: { resources: [resource('aws_iam_policy.a', { policy: leaks })] } } });
  expect((await run(['check', 'plan.json'])).stdout).toMatch(/plan\.json:\d+ {2}aws_iam_policy\.a, statement "Leaks"/);
});

test('what is not known yet is said, and does not hide the rest', async () => {
  write('plan.json', {
    ...plan([resource('aws_iam_policy.a', { policy: leaks }), resource('aws_iam_policy.b', {}), resource('aws_iam_role.c', {})]),
    resource_changes: [
      { address: 'aws_iam_policy.a', change: { after_unknown: { id: true, policy: false } } },
      { address: 'aws_iam_policy.b', change: { after_unknown: { id: true, policy: true } } },
      { address: 'aws_iam_role.c', change: { after_unknown: { inline_policy: [{ policy: true }] } } },
    ],
  });
  const { code, stdout, stderr } = await run(['check', 'plan.json']);
  expect(code).toBe(2);
  expect(stdout).toContain('1 error and 0 warnings in 1 file.');
  expect(stderr.replace(/\s+/g, ' ').trim()).toBe(
    'cdk-mcp-guardrails: plan.json: known only after they are made, and not judged: the policies of aws_iam_policy.b, aws_iam_role.c');
});

test('whose policies they are is not guessed', async () => {
  write('plan.json', plan([resource('aws_iam_policy.a', { policy: leaks })]));
  expect(await run(['simulate', 'plan.json', '--action', 's3:GetObject'])).toMatchObject({
    code: 2, stdout: '', stderr: expect.stringContaining('plan.json: from Terraform: to whom its policies are attached is not read'),
  });
});

test('a plan is not rewritten', async () => {
  write('plan.json', plan([resource('aws_iam_policy.a', { policy: JSON.stringify(policy({ Effect: 'Deny', Action: 'aws-mcp:*' })) })]));
  const before = read('plan.json');
  const { code, stderr } = await run(['migrate', '--write', 'plan.json']);
  expect({ code, after: read('plan.json') }).toEqual({ code: 2, after: before });
  expect(stderr).toMatch(/changed {2}aws_iam_policy\.a, statement 0: [^]*plan\.json: what Terraform prints is not rewritten/);
  expect((await run(['migrate', 'plan.json'])).code).toBe(0);
});
