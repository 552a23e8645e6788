import * as fs from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import { ALLOW_ALL, BY_NETWORK, inEmptyDirectory, LEAKS, policy, role, run, runJson, write } from './run';

inEmptyDirectory();

const SCHEMA = JSON.parse(fs.readFileSync(path.join(__dirname, '../../docs/schemas/check.schema.json'), 'utf-8'));
const ODD = 'a,b:"<&%\u202e.json';

function inputs(): string[] {
  write(ODD, policy(BY_NETWORK, { ...LEAKS, Sid: undefined }));
  write('clean.json', policy(ALLOW_ALL));
  write('template.json', { Resources: { Agent: { ...role(policy(LEAKS)), Metadata: { 'aws:cdk:path': 'App/Agent/Resource' } } } });
  return [ODD, 'clean.json', 'template.json'];
}

test('JSON is what its schema says', async () => {
  const validate = new Ajv().compile(SCHEMA);
  const printed = await runJson(['check', ...inputs()]);
  expect(validate(printed) ? [] : validate.errors).toEqual([]);
  expect(printed.findings).toHaveLength(3);
  expect(validate({ ...printed, version: 2 })).toBe(false);
  // Each field is described.
  expect(Object.keys(SCHEMA.properties.findings.items.properties)).toEqual(expect.arrayContaining(Object.keys(printed.findings[2])));
});

test('JUnit: a failure for each finding, a test that passed for a file without one, an error for a file that can\'t be read', async () => {
  const { code, stdout } = await run(['check', '--format', 'junit', ...inputs(), 'missing.json']);
  expect(code).toBe(2);
  expect(stdout).toMatchSnapshot();
});

test('GitHub annotations', async () => {
  const { code, stdout } = await run(['check', '--format', 'github', ...inputs(), 'missing.json']);
  expect(code).toBe(2);
  expect(stdout).toMatchSnapshot();
  expect(stdout.trim().split('\n').filter((line) => !/^::(error|warning) file=[^,:]+,line=\d+,title=\w+::\S/.test(line))).toEqual(['::error::missing.json: there is no such file']);
});

test('each format but text is whole also if nothing could be read', async () => {
  const printed = async (format: string) => run(['check', '--format', format, 'missing.json']);
  for (const format of ['json', 'sarif']) {
    expect({ code: 2, value: JSON.parse((await printed(format)).stdout) }).toMatchObject({ code: (await printed(format)).code });
  }
  expect((await printed('junit')).stdout).toContain('<error message="missing.json: there is no such file"/>');
  expect((await printed('github')).stdout).toBe('::error::missing.json: there is no such file\n');
  expect((await printed('text')).stdout).toBe('');
});

test.each([['json'], ['sarif']])('--baseline leaves out what an earlier output as %s has, as often as it has it', async (format) => {
  const files = inputs();
  write('earlier.json', (await run(['check', '--format', format, ...files])).stdout);
  expect(await run(['check', '--baseline', 'earlier.json', ...files]))
    .toEqual({ code: 0, stderr: '', stdout: 'Nothing new found in 3 files.\n3 findings of the baseline left out.\n' });
  // Above it something came, below it the same mistake once more.
  write(ODD, policy(ALLOW_ALL, BY_NETWORK, { ...LEAKS, Sid: 'New' }));
  const { findings } = await runJson(['check', '--baseline', 'earlier.json', ...files]);
  expect(findings.map(({ rule, statement }: any) => [rule, statement])).toEqual([['McpConditionDependsOnMissingKey', 'New']]);
});

test.each([
  ['{ "findings": [{ "rule": "X" }] }', 'earlier.json: no output of check: expected "findings", each with a "fingerprint", or SARIF'],
  ['null', 'earlier.json: no output of check: expected "findings", each with a "fingerprint", or SARIF'],
  ['{', 'earlier.json: not valid JSON: '],
])('a baseline that is none: %s', async (content, message) => {
  write('earlier.json', content);
  write('a.json', policy(LEAKS));
  const { code, stderr, stdout } = await run(['check', '--baseline', 'earlier.json', 'a.json']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr.replace(/\s+/g, ' ')).toContain(message);
});

test.each([['error', 0, 1], ['warning', 1, 1], ['never', 0, 0]])('--fail-on %s', async (severity, ofWarning, ofError) => {
  write('warning.json', policy(BY_NETWORK));
  write('error.json', policy(LEAKS));
  expect((await run(['check', '--fail-on', severity, 'warning.json'])).code).toBe(ofWarning);
  const { code, stdout } = await run(['check', '--fail-on', severity, 'error.json']);
  expect(code).toBe(ofError);
  // It is shown all the same.
  expect(stdout).toContain('McpConditionDependsOnMissingKey');
});
