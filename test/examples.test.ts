import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { McpServer, McpSimulator, RequestOrigin, SimulationDecision } from '../src';

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

/** The example's app, in this process. */
function exampleApp(): App {
  process.env.CDK_CONTEXT_JSON = JSON.stringify(contextOf('typescript'));
  // Its types are those of the newest aws-cdk-lib: the example's own tsconfig checks them.
  return jest.requireActual('../examples/typescript/app').app;
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
  const { output, files } = demo();
  expect(output).toContain('Deny DenyOutsideMcp                   yes     -       -       -       -');
  expect(output).toContain('Role Developer');
  // Each row with a "maybe" says why in words, without the name of a key.
  const rows = output.split(/\n(?= {2}(?:Allow|Deny) |\S)/).filter((row) => /maybe {2}|maybe$/m.test(row));
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter((row) => !/^ {6}maybe: (AWS does not say|exempts|only) /m.test(row) || /depends on| \*$/.test(row.trim()))).toEqual([]);
  expect(output).toContain('maybe: only role/agents/*\n');
  // Written only if validation ran.
  expect(JSON.parse(files['validation-report.json']).pluginReports).toEqual([]);
  expect(JSON.parse(files['Organization.template.json']).Resources).toMatchSnapshot();
  // With another process, and another version of the CDK.
  const here = exampleApp().synth();
  expect(here.stacks.map(({ templateFile }) => templateFile).sort()).toEqual(['Activity.template.json', 'Agents.template.json', 'Organization.template.json', 'Workload.template.json']);
  for (const { templateFile, template } of here.stacks) {
    expect(template).toEqual(JSON.parse(files[templateFile]));
  }
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

test('agents that come through no managed MCP server do what they are there for, and no more', () => {
  const { template } = exampleApp().synth().getStackByName('Agents');
  const simulator = McpSimulator.fromTemplate(template);
  const asked = (principal: string, action: string, origin: RequestOrigin) => simulator.simulate({ principal, action, origin, resource: 'arn:aws:s3:::data/key' }).decision;
  const { ALLOWED, EXPLICITLY_DENIED } = SimulationDecision;
  const [marked, direct, via] = [RequestOrigin.agentSession(), RequestOrigin.direct(), RequestOrigin.via(McpServer.AWS)];
  expect(asked('Laptop', 'cloudwatch:DescribeAlarms', marked)).toBe(ALLOWED);
  expect(asked('Laptop', 's3:GetObject', marked)).toBe(EXPLICITLY_DENIED);
  expect(asked('ServerRole', 'logs:PutLogEvents', direct)).toBe(ALLOWED);
  expect(asked('ServerRole', 's3:GetObject', direct)).toBe(EXPLICITLY_DENIED);
  expect(asked('RuntimeRole', 'bedrock:InvokeModel', direct)).toBe(ALLOWED);
  expect(asked('RuntimeRole', 's3:GetObject', direct)).toBe(EXPLICITLY_DENIED);
  expect(asked('RuntimeRole', 's3:GetObject', via)).not.toBe(EXPLICITLY_DENIED);
});

test('cdk-nag finds nothing that has no reason', () => {
  const violationsOf = (scope: App) => new AwsSolutionsChecks(scope).validateScope(scope).violations;
  expect(violationsOf(exampleApp()).map(({ ruleName, violatingResources }) => [ruleName, violatingResources])).toEqual([]);
  const careless = new App();
  new s3.Bucket(new Stack(careless, 'Stack'), 'Bucket');
  expect(violationsOf(careless)).not.toEqual([]);
});
