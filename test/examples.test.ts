import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const root = path.join(__dirname, '..');

/** Runs the demo as `npm run demo` does, with the CDK's template validation on. */
function demo(): { output: string; files: { [name: string]: string } } {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-'));
  try {
    const output = execFileSync(process.execPath, [
      require.resolve('tsx/cli'), '--tsconfig', 'examples/typescript/tsconfig.json', 'examples/typescript/demo.ts',
    ], { cwd: root, env: { ...process.env, CDK_OUTDIR: directory, CDK_VALIDATION: '' }, encoding: 'utf-8', stdio: 'pipe' });
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
