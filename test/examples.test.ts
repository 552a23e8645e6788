import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import { App, aws_s3 as s3, Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { McpServer, McpSimulator, RequestOrigin, SimulationDecision } from '../src';

const root = path.join(__dirname, '..');

function contextOf(example: string): { [key: string]: unknown } {
  return JSON.parse(fs.readFileSync(path.join(root, `examples/${example}/cdk.json`), 'utf-8')).context;
}

/**
 * What two examples write, with the CDK's template validation on: the demo as `npm run demo` runs it, and the organization as the CDK runs an app. They
 * share a process, since most of the time goes into loading the CDK and its validation. The flags spare half of the processor time of WebAssembly.
 */
function runExamples() {
  const folders = ['typescript', 'typescript-organization'].map((example) => fs.mkdtempSync(path.join(os.tmpdir(), `${example}-`)));
  try {
    const contexts = [contextOf('typescript'), { ...contextOf('typescript-organization'), phase: 'all' }];
    const program = ([example, file]: string[], i: number) => `
      Object.assign(process.env, ${JSON.stringify({ CDK_OUTDIR: folders[i], CDK_CONTEXT_JSON: JSON.stringify(contexts[i]) })});
      require('./examples/${example}/${file}');`;
    const output = execFileSync(process.execPath, [
      '--single-threaded-gc', '--liftoff-only', '--import', pathToFileURL(require.resolve('tsx')).href, '-e',
      [['typescript', 'demo.ts'], ['typescript-organization', 'app.ts']].map(program).reverse().join('\n'),
    ], { cwd: root, env: { ...process.env, CDK_VALIDATION: '', TSX_TSCONFIG_PATH: 'examples/typescript/tsconfig.json' }, encoding: 'utf-8', stdio: 'pipe' });
    const [demo, organization] = folders.map((folder) => {
      const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'));
      return Object.fromEntries(files.map((file) => [file, JSON.parse(fs.readFileSync(path.join(folder, file), 'utf-8'))]));
    });
    return { output, demo, organization };
  } finally {
    folders.forEach((folder) => fs.rmSync(folder, { recursive: true }));
  }
}

/** The example's app, in this process. */
function exampleApp(): App {
  process.env.CDK_CONTEXT_JSON = JSON.stringify(contextOf('typescript'));
  // Its types are those of the newest aws-cdk-lib: the example's own tsconfig checks them.
  return jest.requireActual('../examples/typescript/app').app;
}

let examples: ReturnType<typeof runExamples>;
beforeAll(() => {
  examples = runExamples();
}, 60_000);

test('the demo passes validation, says what its policies mean, and is the same every time', () => {
  const { output, demo } = examples;
  expect(output).toContain('Deny DenyOutsideMcp                   yes     -       -       -       -');
  expect(output).toContain('Role Developer');
  // Each row with a "maybe" says why in words, without the name of a key.
  const rows = output.split(/\n(?= {2}(?:Allow|Deny) |\S)/).filter((row) => /maybe {2}|maybe$/m.test(row));
  expect(rows.length).toBeGreaterThan(5);
  expect(rows.filter((row) => !/^ {6}maybe: (AWS does not say|exempts|only) /m.test(row) || /depends on| \*$/.test(row.trim()))).toEqual([]);
  expect(output).toContain('maybe: only role/agents/*\n');
  // Written only if validation ran.
  expect(demo['validation-report.json'].pluginReports).toEqual([]);
  expect(demo['Organization.template.json'].Resources).toMatchSnapshot();
  // With another process, and another version of the CDK.
  const here = exampleApp().synth();
  expect(here.stacks.map(({ templateFile }) => templateFile).sort()).toEqual(['Activity.template.json', 'Agents.template.json', 'Organization.template.json', 'Workload.template.json']);
  for (const { templateFile, template } of here.stacks) {
    expect(template).toEqual(demo[templateFile]);
  }
});

test('the example of an organization passes validation', () => {
  expect(examples.organization['validation-report.json'].pluginReports).toEqual([]);
  expect(Object.keys(examples.organization)).toContain('manifest.json');
});

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
