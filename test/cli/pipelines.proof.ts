import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parse } from 'yaml';
import { ALLOW_ALL, LEAKS, policy } from './run';

/** What GitHub and pre-commit run, with the program of the sources instead of the one that npx would fetch. */
const ROOT = path.join(__dirname, '..', '..');
const ACTION = parse(fs.readFileSync(path.join(ROOT, 'action.yml'), 'utf-8'));

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'pipelines-'));
  fs.mkdirSync(path.join(folder, 'bin'));
  fs.writeFileSync(path.join(folder, 'bin', 'program.cjs'), `require(${JSON.stringify(path.join(ROOT, 'src', 'cli', 'main'))}).main();`);
  // It gets what npx would, and keeps it.
  fs.writeFileSync(path.join(folder, 'bin', 'npx'), `#!/usr/bin/env bash
printf '%s\\n' "$*" >> "${folder}/npx.log"
shift 2
exec "${process.execPath}" --require "${require.resolve('tsx/cjs')}" "${folder}/bin/program.cjs" "$@"
`, { mode: 0o755 });
  fs.mkdirSync(path.join(folder, 'work', 'policies'), { recursive: true });
  write('policies/leaks.json', policy(LEAKS));
  write('clean file.json', policy(ALLOW_ALL));
  write('notes.yaml', 'nothing: here\n');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): void {
  fs.writeFileSync(path.join(folder, 'work', name), typeof content === 'string' ? content : JSON.stringify(content));
}

function start(command: string, args: string[], env: { [name: string]: string } = {}) {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: path.join(folder, 'work'), encoding: 'utf-8', env: { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`, ...env },
  });
  return { stdout, stderr, status };
}

const npxLog = () => fs.readFileSync(path.join(folder, 'npx.log'), 'utf-8').trim().split('\n');

describe('action.yml', () => {
  const [{ run, env }] = ACTION.runs.steps;

  /** As GitHub would: inputs, then what the step's environment makes of them. */
  function action(inputs: { [name: string]: string }) {
    const value = (name: string) => inputs[name] ?? ACTION.inputs[name].default;
    const given = Object.entries<string>(env).map(([name, text]) => [name, text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, input) => value(input))]);
    return start('bash', ['-c', run], { GITHUB_ACTION_PATH: ROOT, ...Object.fromEntries(given) });
  }

  test('every input reaches the script', () => {
    const script = fs.readFileSync(path.join(ROOT, 'standalone', 'action.sh'), 'utf-8');
    expect(Object.values<string>(env).map((text) => /inputs\.([\w-]+)/.exec(text)![1])).toEqual(Object.keys(ACTION.inputs));
    Object.keys(env).forEach((name) => expect(script).toContain(`$${name}`));
  });

  test('findings are shown beside the code, and fail the step', () => {
    const { stdout, stderr, status } = action({});
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toMatch(/^::error file=policies\/leaks\.json,line=\d+,title=McpConditionDependsOnMissingKey::/);
    expect(npxLog()).toEqual(['--yes mcp-guardrails@latest check --fail-on=warning --format=github -- .']);
  });

  test('files with spaces, a version, SARIF, and what fails', () => {
    expect(action({ 'files': '  clean file.json\n\npolicies\n', 'version': '1.2.3', 'sarif': 'out.sarif', 'fail-on': 'never' })).toMatchObject({ status: 0, stderr: '' });
    expect(npxLog()[0]).toBe('--yes mcp-guardrails@1.2.3 check --fail-on=never --format=sarif -- clean file.json policies');
    const sarif = fs.readFileSync(path.join(folder, 'work', 'out.sarif'), 'utf-8');
    expect(JSON.parse(sarif).runs[0].results).toHaveLength(1);
    expect(action({ baseline: 'out.sarif', files: 'policies' })).toMatchObject({ status: 0, stdout: '::notice::1 finding of the baseline left out.\n' });
  });

  test('SARIF is written also if the step fails; a file that can\'t be read ends it', () => {
    expect(action({ sarif: 'out.sarif' }).status).toBe(1);
    expect(fs.existsSync(path.join(folder, 'work', 'out.sarif'))).toBe(true);
    expect(action({ sarif: 'out.sarif', files: 'missing.json' })).toMatchObject({ status: 2, stdout: expect.stringContaining('::error::missing.json') });
    expect(JSON.parse(fs.readFileSync(path.join(folder, 'work', 'out.sarif'), 'utf-8')).runs[0].results).toEqual([]);
  });

  test('an input is not read as a command or an option', () => {
    const { status } = action({ files: '$(touch evil)\n; touch evil\n--fail-on=never' });
    expect(status).toBe(2);
    expect(fs.existsSync(path.join(folder, 'work', 'evil'))).toBe(false);
  });
});

test('pre-commit runs the hook on what is committed', () => {
  const [hook] = parse(fs.readFileSync(path.join(ROOT, '.pre-commit-hooks.yaml'), 'utf-8'));
  expect(hook).toMatchObject({ id: 'mcp-guardrails', language: 'script' });
  const entry = path.join(ROOT, hook.entry);
  expect(start(entry, ['clean file.json', 'notes.yaml'])).toMatchObject({ status: 0, stderr: '' });
  expect(start(entry, ['policies/leaks.json', 'notes.yaml'], { MCP_GUARDRAILS_VERSION: '1.2.3' })).toMatchObject({ status: 1, stdout: expect.stringContaining('BoolIfExists') });
  expect(npxLog()).toEqual([
    '--yes mcp-guardrails@latest check --skip-others clean file.json notes.yaml', '--yes mcp-guardrails@1.2.3 check --skip-others policies/leaks.json notes.yaml',
  ]);
});

test('the scripts can be run as they are', () => {
  const listed = execFileSync('git', ['ls-files', '--stage', 'standalone'], { cwd: ROOT, encoding: 'utf-8' });
  expect(listed.split('\n').filter((line) => line.endsWith('.sh')).map((line) => line.slice(0, 6))).toEqual(['100755', '100755']);
});
