import * as fs from 'fs';
import { ALLOW_ALL, inEmptyDirectory, LEAKS, policy, role, run, runJson, write } from './run';

inEmptyDirectory();

const findings = async (...args: string[]) => (await runJson(['check', ...args])).findings.map(({ file, line }: any) => `${file}:${line}`);

describe('a file that can\'t be read does not hide the others', () => {
  beforeEach(() => {
    write('a.json', policy(LEAKS));
    write('malformed.json', '{');
    write('package.json', { name: 'x' });
    write('z.json', policy(ALLOW_ALL, LEAKS));
  });
  const FILES = ['a.json', 'malformed.json', 'package.json', 'missing.json', 'z.json'];
  const PROBLEMS = [
    'mcp-guardrails: malformed.json:1:2: not valid JSON: expected a key in double quotes',
    'mcp-guardrails: package.json: neither a policy, an object with "Statement", nor a CloudFormation',
    'template, an object with "Resources"',
    'mcp-guardrails: missing.json: there is no such file',
    '',
  ].join('\n');

  test('check', async () => {
    const { code, stdout, stderr } = await run(['check', ...FILES]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: PROBLEMS });
    expect(stdout).toMatch(/^a\.json\n {2}a\.json:4 .*[^]*\nz\.json\n {2}z\.json:9 .*[^]*\n2 errors and 0 warnings in 2 files\.\n/);
    expect(await findings(...FILES)).toEqual(['a.json:4', 'z.json:9']);
  });

  test('explain and migrate', async () => {
    const explained = await run(['explain', ...FILES, '--format', 'json']);
    expect(explained).toMatchObject({ code: 2, stderr: PROBLEMS });
    expect(JSON.parse(explained.stdout).statements.map(({ file }: any) => file)).toEqual(['a.json', 'z.json', 'z.json']);
    const migrated = await run(['migrate', ...FILES]);
    expect(migrated).toMatchObject({ code: 2, stderr: `There is nothing to migrate.\n${PROBLEMS}` });
    expect(JSON.parse(migrated.stdout).documents.map(({ file }: any) => file)).toEqual(['a.json', 'z.json']);
  });

  test('SARIF says so, too', async () => {
    const sarif = async (...files: string[]) => JSON.parse((await run(['check', '--format', 'sarif', ...files])).stdout).runs[0];
    const partly = await sarif(...FILES);
    expect(partly.results).toHaveLength(2);
    expect(partly.invocations).toEqual([{
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: expect.stringMatching(/^malformed\.json:1:2: not valid JSON/) } },
        { level: 'error', message: { text: expect.stringMatching(/^package\.json: neither a policy/) } },
        { level: 'error', message: { text: 'missing.json: there is no such file' } },
      ],
    }]);
    expect((await sarif('a.json')).invocations).toEqual([{ executionSuccessful: true }]);
  });

  test('standard input among them', async () => {
    const { code, stdout, stderr } = await run(['check', 'a.json', '-'], { stdin: '[' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'mcp-guardrails: <stdin>:1:2: not valid JSON: the text ends too early\n' });
    expect(stdout).toContain('1 error and 0 warnings in 1 file.');
  });
});

describe('a folder', () => {
  const PROBLEM = { code: 2, stdout: expect.stringContaining('1 error and 0 warnings in 1 file.') };

  test('all that may have policies in it, by name', async () => {
    write('dir/b.yaml', JSON.stringify(policy(LEAKS)));
    write('dir/a.json', policy(LEAKS));
    write('dir/sub/c.template', { Resources: { Role: role(policy(LEAKS)) } });
    write('dir/sub/d.yml', policy(LEAKS));
    write('dir/out/cdk.out', {});
    write('dir/out/manifest.json', { artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'a.template.json' } } } });
    write('dir/out/a.template.json', { Resources: { Role: role(policy(LEAKS)) } });
    write('dir/out/not-of-a-stack.json', policy(LEAKS));
    for (const skipped of ['dir/node_modules/x.json', 'dir/.git/x.json', 'dir/x.txt', 'elsewhere/x.json']) {
      write(skipped, policy(LEAKS));
    }
    fs.symlinkSync('../elsewhere', 'dir/link');
    fs.symlinkSync('../elsewhere/x.json', 'dir/link.json');
    fs.symlinkSync('..', 'dir/sub/circle');
    expect(await findings('dir')).toEqual(['dir/a.json:4', 'dir/b.yaml:1', 'dir/sub/c.template:24', 'dir/sub/d.yml:4', 'dir/out/a.template.json:24']);
    expect(await findings('dir/a.json', 'dir', 'dir/sub')).toHaveLength(5);
  });

  test('what has nothing to do with policies is no problem', async () => {
    write('dir/package.json', { name: 'x' });
    write('dir/tsconfig.json', '{ // comments\n}');
    write('dir/empty.json', '');
    write('dir/a.json', policy(ALLOW_ALL));
    expect(await run(['check', 'dir'])).toEqual({ code: 0, stdout: 'Nothing found in 1 file.\n3 other files have no policy.\n', stderr: '' });
  });

  test('what may be a policy and can\'t be read is one', async () => {
    write('dir/a.json', policy(LEAKS));
    write('dir/b.json', '{"Statement": [');
    expect(await run(['check', 'dir'])).toMatchObject({ ...PROBLEM, stderr: 'mcp-guardrails: dir/b.json:1:16: not valid JSON: the text ends too early\n' });
  });

  test('Terraform\'s own files are said to be left out', async () => {
    write('dir/a.json', policy(LEAKS));
    write('dir/main.tf', 'resource "aws_iam_policy" "x" {}');
    write('dir/sub/more.tf', 'resource "aws_iam_policy" "x" {}');
    expect(await run(['check', 'dir'])).toMatchObject({ ...PROBLEM, stderr: expect.stringMatching(/^mcp-guardrails: dir\/main\.tf: Terraform's own language/) });
  });

  test('a folder that can\'t be listed', async () => {
    write('dir/a.json', policy(LEAKS));
    write('dir/sub/b.json', policy(LEAKS));
    const { readdirSync } = fs;
    const listing = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'readdirSync').mockImplementation((...args) => {
      if (args[0] === 'dir/sub') {
        throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      }
      return readdirSync(...args);
    });
    try {
      expect(await run(['check', 'dir'])).toMatchObject({ ...PROBLEM, stderr: 'mcp-guardrails: dir/sub: no permission\n' });
    } finally {
      listing.mockRestore();
    }
  });

  test('is not the policies of one principal', async () => {
    write('dir/a.json', policy(ALLOW_ALL));
    expect(await run(['simulate', '--action', 's3:GetObject', 'dir'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('dir: a directory, but not') });
  });
});

test('a stack without resources beside a policy', async () => {
  write('empty.template.json', { Parameters: { BootstrapVersion: { Type: 'String' } }, Rules: { CheckBootstrapVersion: { Assertions: [] } } });
  write('a.json', policy(LEAKS));
  expect(await findings('empty.template.json', 'a.json')).toEqual(['a.json:4']);
});

test('several documents of JSON in one file, one after the other', async () => {
  write('all.json', `${JSON.stringify(policy(LEAKS), undefined, 2)}\n${JSON.stringify({ PolicyVersion: { Document: policy(LEAKS) } }, undefined, 2)}\n`);
  const lines = fs.readFileSync('all.json', 'utf-8').split('\n').flatMap((line, i) => (line.includes('"Leaks"') ? [`all.json:${i}`] : []));
  expect(await findings('all.json')).toEqual(lines);
  write('half.json', '{"Statement": []}\n{"Statement": ');
  expect(await run(['check', 'half.json'])).toMatchObject({ code: 2, stderr: expect.stringContaining('half.json:2:1: not valid JSON: expected nothing after the value') });
});
