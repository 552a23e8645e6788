import { ALLOW_ALL, BY_NETWORK, DENY_DELETING_VIA_MCP, inEmptyDirectory, LEAKS, policy, role, run, runJson, write } from './run';
import { RULES } from '../../src/analysis/rules';

inEmptyDirectory();

test('nothing to find', async () => {
  write('a.json', policy({ Effect: 'Allow', Action: 's3:*Object' }, DENY_DELETING_VIA_MCP));
  expect(await run(['check', 'a.json'])).toEqual({ code: 0, stdout: 'Nothing found in 1 file.\n', stderr: '' });
  expect(await runJson(['check', 'a.json'])).toEqual({ version: 1, findings: [], leftOut: { baseline: 0, acknowledged: 0, off: 0 } });
});

test('findings by file and line, with place, rule, message and fix', async () => {
  write('b.json', policy(BY_NETWORK, { ...LEAKS, Sid: undefined }));
  write('a.json', { Resources: { Agent: { ...role(policy(LEAKS)), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } } } });
  const { code, stdout, stderr } = await run(['check', 'b.json', 'a.json']);
  expect(stdout).toMatchSnapshot();
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
});

test('as JSON', async () => {
  write('a.json', { Resources: { Agent: { ...role(policy(ALLOW_ALL, LEAKS)), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } } } });
  const rule = RULES.find(({ id }) => id === 'McpConditionDependsOnMissingKey')!;
  expect(await runJson(['check', 'a.json'])).toEqual({
    version: 1,
    leftOut: { baseline: 0, acknowledged: 0, off: 0 },
    findings: [{
      rule: rule.id,
      severity: 'error',
      message: expect.stringContaining('Bool aws:ViaAWSMCPService = "false"'),
      fix: rule.fix,
      file: 'a.json',
      statement: 'Leaks',
      line: 29,
      logicalId: 'Agent',
      constructPath: 'App/Agent/Resource',
      path: 'Resources/Agent/Properties/Policies/0/PolicyDocument/Statement/1',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    }],
  });
});

test('which statement, and which line', async () => {
  write('a.json', policy(ALLOW_ALL, { ...LEAKS, Sid: undefined }));
  write('b.json', { Statement: { ...LEAKS, Sid: undefined, Resource: '*' }, Version: '2012-10-17' });
  write('c.json', { ...policy(ALLOW_ALL), Version: 'today' });
  write('d.json', [policy(ALLOW_ALL), policy(LEAKS)]);
  write('e.json', { Policy: JSON.stringify(policy({ Principal: '*', ...LEAKS }), undefined, 2) });
  const { findings } = await runJson(['check', 'a.json', 'b.json', 'c.json', 'd.json', 'e.json']);
  expect(findings.map(({ file, statement, line, path }: any) => [file, statement, line, path])).toEqual([
    ['a.json', '1', 9, 'Statement/1'],
    ['b.json', '0', 2, 'Statement'],
    ['c.json', '', 1, ''],
    ['d.json', 'Leaks', 15, '1/Statement/0'],
    // Its lines are within a string.
    ['e.json', 'Leaks', 2, 'Policy/Statement/0'],
  ]);
});

test('statements without a document around them', async () => {
  write('a.json', { ...LEAKS, Resource: '*' });
  write('b.json', policy(ALLOW_ALL, LEAKS).Statement);
  write('c.json', { role: { statements: policy(LEAKS).Statement } });
  const { findings } = await runJson(['check', 'a.json', 'b.json', 'c.json']);
  expect(findings.map(({ file, line, path }: any) => [file, line, path])).toEqual([
    ['a.json', 1, ''], ['b.json', 7, '1'], ['c.json', 4, 'role/statements/0'],
  ]);
  expect((await runJson(['explain', 'b.json'])).statements.map(({ line }: any) => line)).toEqual([2, 7]);
  const { results } = await runJson(['simulate', 'b.json', '--action', 's3:GetObject', '--via', 'direct']);
  expect(results).toMatchObject([{ statements: expect.arrayContaining([expect.objectContaining({ line: 7 })]) }]);
});

test('what is around a policy says what may be in it', async () => {
  const content = JSON.stringify(policy({ Effect: 'Allow', Principal: '*', Action: 's3:*' }));
  const rules = async (type: string) => {
    write('a.json', { Policy: { PolicySummary: { Type: type }, Content: content } });
    return (await runJson(['check', 'a.json'])).findings.map(({ rule }: { rule: string }) => rule);
  };
  expect(await rules('RESOURCE_CONTROL_POLICY')).toEqual(['InvalidResourceControlPolicy']);
  expect(await rules('SERVICE_CONTROL_POLICY')).toEqual(['InvalidPrincipalElement']);
});

test('errors only', async () => {
  write('a.json', policy(BY_NETWORK));
  expect((await run(['check', 'a.json'])).code).toBe(1);
  expect((await run(['check', '--severity', 'error', 'a.json'])).code).toBe(0);
  write('a.json', policy(BY_NETWORK, LEAKS));
  expect((await runJson(['check', '--severity', 'error', 'a.json'])).findings.map(({ statement }: any) => statement)).toEqual(['Leaks']);
  expect((await runJson(['check', '--severity', 'warning', 'a.json'])).findings).toHaveLength(2);
});

test('--skip-others: a file without a policy is no mistake, one that may have a policy and can\'t be read is', async () => {
  write('a.json', policy(LEAKS));
  write('package.json', { name: 'x' });
  write('notes.yaml', 'a: [\n');
  write('only/notes.yaml', 'a: 1\n');
  expect((await run(['check', 'a.json', 'package.json'])).code).toBe(2);
  const { code, stdout, stderr } = await run(['check', '--skip-others', 'a.json', 'package.json', 'notes.yaml', 'only']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('1 error and 0 warnings in 1 file.\n3 other files have no policy.\n');
  expect(await run(['check', '--skip-others', 'package.json', 'only'])).toEqual({ code: 0, stderr: '', stdout: 'Nothing found in 0 files.\n2 other files have no policy.\n' });
  // It may hold policies, and is not read.
  for (const name of ['main.tf', 'main.tofu']) {
    write(name, 'data "aws_iam_policy_document" "a" { statement { actions = ["s3:*"] } }');
    expect(await run(['check', '--skip-others', 'package.json', name])).toMatchObject({ code: 2, stderr: expect.stringContaining(`${name}: Terraform's own language`) });
  }
  write('plans/main.tofu', '');
  write('plans/a.json', policy(ALLOW_ALL));
  expect(await run(['check', 'plans'])).toMatchObject({ code: 2, stderr: expect.stringContaining('main.tofu: Terraform') });
  write('broken.json', '{ "Statement": ');
  expect((await run(['check', '--skip-others', 'broken.json'])).code).toBe(2);
});

test('standard input', async () => {
  const { code, stdout } = await run(['check'], { stdin: JSON.stringify(policy(LEAKS)) });
  expect(code).toBe(1);
  expect(stdout).toContain('<stdin>:1  statement "Leaks"');
});

describe('--deep', () => {
  const DEAD = policy({ Sid: 'All', Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: '*' });

  test('finds statements that change nothing, which are findings as others', async () => {
    write('dead.json', DEAD);
    expect(await run(['check', 'dead.json'])).toMatchObject({ code: 0 });
    const { code, stdout } = await run(['check', '--deep', 'dead.json']);
    expect([code, stdout.replace(/\s+/g, ' ')]).toEqual([
      1, expect.stringContaining('statement "Read" warning StatementWithoutEffect: the Allow changes nothing: statement "All" says the same already Fix: '),
    ]);
    expect(await run(['check', '--deep', '--fail-on', 'error', 'dead.json'])).toMatchObject({ code: 0 });
    write('baseline.json', (await run(['check', '--deep', '--format', 'sarif', 'dead.json'])).stdout);
    expect(await run(['check', '--deep', '--baseline', 'baseline.json', 'dead.json'])).toMatchObject({ code: 0, stdout: expect.stringContaining('1 finding of the baseline') });
    write('mcp-guardrails.yaml', 'rules:\n  StatementWithoutEffect: off\n');
    expect(await run(['check', '--deep', 'dead.json'])).toMatchObject({ code: 0, stdout: expect.stringContaining('1 finding of rules that are off') });
  });

  test('tells what is undecided, in a template too', async () => {
    const later = { 'Fn::If': ['A', { Effect: 'Allow', Action: 's3:*', Resource: '*' }, { Ref: 'AWS::NoValue' }] };
    write('t.json', { Parameters: { P: { Type: 'String' } }, Conditions: { A: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] } }, Resources: { R: role({ ...DEAD, Statement: [later, DEAD.Statement[1]] }) } });
    const { leftOut, findings } = await runJson(['check', '--deep', 't.json']);
    expect(findings).toEqual([]);
    expect(leftOut.undecided).toContainEqual({ place: expect.stringMatching(/^t\.json R .*Statement\/0$/), hangsOn: ['what is known only at deployment'] });
    const { code, stdout } = await run(['check', '--deep', 't.json']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/whether it changes anything\s+hangs\s+on\s+what\s+is\s+known only/)]);
  });

  test('is done again after a fix, and says nothing twice', async () => {
    write('never.json', policy({ Sid: 'A', Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringEquals: { 'aws:CalledViaAWSMCP': 'aws-mcp.amazonaws.com' }, Bool: { 'aws:ViaAWSMCPService': 'false' } } }));
    const { findings } = await runJson(['check', '--deep', '--fix', 'never.json']);
    expect(findings.map(({ rule }: any) => rule)).toEqual(['McpConditionNeverMatches']);
  });
});
