import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { pathToFileURL } from 'url';
import * as exported from '../../src';

/** Programs of a user: what they load is asked of what is compiled, and they need nothing to make JavaScript of it. */
const ROOT = path.join(__dirname, '..', '..');
const LIB = JSON.stringify(path.join(ROOT, 'lib'));

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'programs-'));
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

function run(...lines: string[]) {
  const program = path.join(directory, 'app.js');
  fs.writeFileSync(program, lines.join('\n'));
  const { CDK_OUTDIR, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { env: { ...env, CDK_OUTDIR: path.join(directory, 'cdk.out') }, encoding: 'utf-8' });
  return { status, lines: stdout.trim().split('\n'), stderr };
}

test('importing the library, or a guardrail without actions or of a set that is kept, does not read the table of actions', () => {
  const count = 'console.log(count);';
  expect(run(
    "const fs = require('fs');",
    'const read = fs.readFileSync;',
    'let count = 0;',
    "fs.readFileSync = (file, ...others) => { count += String(file).endsWith('iam-actions.json') ? 1 : 0; return read(file, ...others); };",
    `const { McpGuardrail, ActionSet } = require(${LIB});`,
    'ActionSet.destructive();',
    "McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:GetObject') });",
    'McpGuardrail.denyOutsideMcp().statements();',
    count,
    'McpGuardrail.denySecretReadsViaMcp().statements();',
    count,
    "McpGuardrail.denyViaMcp({ actions: ActionSet.of('s3:GetObject') }).statements();",
    'McpGuardrail.denyDestructiveViaMcp().statements();',
    count,
  )).toMatchObject({ status: 0, lines: ['0', '0', '1'] });
});

test('an ES module can import each name', () => {
  const { status, lines } = run(
    `const names = Object.keys(require(${LIB}));`,
    `import(${JSON.stringify(pathToFileURL(path.join(ROOT, 'lib', 'index.js')).href)}).then((imported) => console.log(names.filter((name) => !(name in imported)).length, names.length));`,
  );
  expect({ status, lines }).toEqual({ status: 0, lines: [`0 ${Object.keys(exported).length}`] });
});

test('the table of AWS managed policies is read when one is asked for', () => {
  expect(run(
    "const fs = require('fs');",
    'const read = fs.readFileSync;',
    'let count = 0;',
    "fs.readFileSync = (file, ...others) => { count += String(file).endsWith('aws-managed-policies.br') ? 1 : 0; return read(file, ...others); };",
    `const { McpSimulator } = require(${LIB});`,
    "const simulate = (arn) => McpSimulator.fromTemplate({ Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [arn] } } } })",
    "  .simulate({ principal: 'Role', action: 's3:GetObject' });",
    "simulate('arn:aws:iam::111122223333:policy/P');",
    'console.log(count);',
    "simulate('arn:aws:iam::aws:policy/ReadOnlyAccess');",
    "simulate('arn:aws:iam::aws:policy/PowerUserAccess');",
    'console.log(count);',
  )).toMatchObject({ status: 0, lines: ['0', '1'] });
});

describe.each(['aws-cdk-lib', 'aws-cdk-lib-newest'])('the access report, of an app with %s', (library) => {
  test.each<[string, number, string[]]>([
    ['that leaves synthesis to the end, as for `cdk synth`, twice', 2, []],
    ['that exits right after synthesis', 1, ['app.synth();', 'process.exit(0);']],
    ['that goes on', 1, ['app.synth();', 'setTimeout(() => {}, 10);']],
  ])('%s', (_, times, last) => {
    for (let i = 0; i < times; i++) {
      const { status, stderr } = run(
        `const { App, Stack, Validations, aws_iam: iam } = require('${ROOT}/node_modules/${library}');`,
        `const { McpAccessReport } = require(${LIB});`,
        'const app = new App();',
        'Validations.of(app).addPlugins(new McpAccessReport());',
        "new iam.Role(new Stack(app, 'Workload'), 'Role', { assumedBy: new iam.AccountRootPrincipal() });",
        ...last,
      );
      expect([status, stderr.includes('rror')]).toEqual([0, false]);
      expect(fs.readdirSync(path.join(directory, 'cdk.out'))).toEqual(expect.arrayContaining(['mcp-access-report.json', 'mcp-access-report.html']));
    }
  }, 60_000);
});
