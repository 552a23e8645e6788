import { spawn, spawnSync } from 'child_process';
import * as path from 'path';
import { ALLOW_ALL, inEmptyDirectory, LEAKS, policy, write } from './run';

inEmptyDirectory();

const TIMEOUT = 30_000;
const MAIN = path.join(__dirname, '../../src/cli/main');

/** What standalone/mcp-guardrails does, of the sources. */
function command(...args: string[]): [command: string, args: string[]] {
  write('bin.cjs', `require(${JSON.stringify(MAIN)}).main();`);
  return [process.execPath, ['--require', require.resolve('tsx/cjs'), 'bin.cjs', ...args]];
}

function start(args: string[], input?: string) {
  return spawnSync(...command(...args), { input, encoding: 'utf-8' });
}

test('a pipe and exit codes', () => {
  const clean = start(['check'], JSON.stringify(policy(ALLOW_ALL)));
  expect(clean).toMatchObject({ status: 0, stdout: 'Nothing found in 1 file.\n', stderr: '' });
  expect(start(['check', '-'], JSON.stringify(policy(LEAKS)))).toMatchObject({ status: 1, stdout: expect.stringContaining('McpConditionDependsOnMissingKey') });
  expect(start(['check', 'missing.json'])).toMatchObject({ status: 2, stdout: '', stderr: 'mcp-guardrails: missing.json: there is no such file\n' });
}, TIMEOUT);

test('a reader that stops reading', async () => {
  // More than a pipe holds.
  write('a.json', policy(...Array.from({ length: 500 }, (_, i) => ({ ...LEAKS, Sid: `Leaks${i}` }))));
  const child = spawn(...command('check', '--format', 'json', 'a.json'));
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => stderr += chunk.toString());
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
  expect(stderr).toBe('');
}, TIMEOUT);
