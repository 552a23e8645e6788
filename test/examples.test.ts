import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';

jest.mock('cdk-mcp-guardrails', () => jest.requireActual('../src'), { virtual: true });

const root = path.join(__dirname, '..');

/** Runs a program of an example, with the CDK's template validation on. */
function run(example: string, program: string, outdir: string, env: { [name: string]: string } = {}): string {
  return execFileSync(process.execPath, [
    require.resolve('tsx/cli'), '--tsconfig', `examples/${example}/tsconfig.json`, `examples/${example}/${program}`,
  ], { cwd: root, env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: '', ...env }, encoding: 'utf-8', stdio: 'pipe' });
}

function contextOf(example: string): { [key: string]: unknown } {
  return JSON.parse(fs.readFileSync(path.join(root, `examples/${example}/cdk.json`), 'utf-8')).context;
}

/** As `npm run demo` does. */
function demo(): { output: string; files: { [name: string]: string } } {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-'));
  try {
    const output = run('typescript', 'demo.ts', directory);
    const files = fs.readdirSync(directory).filter((file) => file.endsWith('.json'));
    return { output, files: Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(directory, file), 'utf-8')])) };
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

test('the demo passes validation, says what its policies mean, and is the same every time', () => {
  const first = demo();
  expect(first.output).toContain('Deny DenyOutsideMcp                                     yes         -           -           -           -');
  expect(first.output).toContain('Role Developer');
  expect(Object.keys(first.files)).toEqual(expect.arrayContaining(['Organization.template.json', 'Workload.template.json']));
  // Written only if validation ran.
  expect(JSON.parse(first.files['validation-report.json']).pluginReports).toEqual([]);
  expect(JSON.parse(first.files['Organization.template.json']).Resources).toMatchSnapshot();
  expect(demo().files).toEqual(first.files);
}, 60_000);

test('the example of an organization passes validation', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'organization-'));
  try {
    run('typescript-organization', 'app.ts', directory, { CDK_CONTEXT_JSON: JSON.stringify({ ...contextOf('typescript-organization'), phase: 'all' }) });
    expect(JSON.parse(fs.readFileSync(path.join(directory, 'validation-report.json'), 'utf-8')).pluginReports).toEqual([]);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}, 60_000);

test('cdk-nag finds nothing that has no reason', () => {
  process.env.CDK_CONTEXT_JSON = JSON.stringify(contextOf('typescript'));
  // Its types are those of the newest aws-cdk-lib: the example's own tsconfig checks them.
  const app: App = jest.requireActual('../examples/typescript/app').app;
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  expect(violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
});
