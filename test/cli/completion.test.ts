import { spawnSync } from 'child_process';
import { inEmptyDirectory, run, write } from './run';
import { COMMANDS } from '../../src/cli/commands';

inEmptyDirectory();

const scriptFor = async (shell: string) => (await run(['completion', shell])).stdout;
const isThere = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;

/** What bash offers for lists of words, of which the last word is not finished. One process answers all: bash takes long to start. */
async function inBash(...lines: string[][]): Promise<string[][]> {
  write('completion', await scriptFor('bash'));
  const asked = lines.map((words) => [
    `COMP_WORDS=(${['mcp-guardrails', ...words].map((word) => `'${word}'`).join(' ')})`, `COMP_CWORD=${words.length}`,
    '_mcp_guardrails', 'printf "%s\\n" "${COMPREPLY[@]-}" ---',
  ].join('; '));
  const { stdout, stderr } = spawnSync('bash', ['-c', ['set -u; source ./completion', ...asked.map((each) => `( ${each} )`)].join('\n')], { encoding: 'utf-8' });
  expect(stderr).toBe('');
  return stdout.split('---\n').slice(0, -1).map((offered) => offered.split('\n').filter((word) => word !== ''));
}

test('bash completes commands, options and their values; where there is nothing, readline completes files', async () => {
  expect(await inBash([''], ['c'], ['check', '--fa'], ['check', '--fail-on', 'n'], ['check', '--config', ''], ['check', ''], ['completion', ''])).toEqual([
    [...COMMANDS.map(({ name }) => name), '--help', '--version'],
    ['check', 'compare', 'completion'],
    ['--fail-on'],
    ['never'],
    [],
    [],
    ['bash', 'zsh', 'fish'],
  ]);
});

test.each(['bash', 'zsh', 'fish'])('the script for %s has each command and its options, also where there is no such shell', async (shell) => {
  const script = await scriptFor(shell);
  const flag = ({ name }: { readonly name: string }) => (shell === 'fish' ? `-l ${name}` : `--${name}`);
  const names = COMMANDS.flatMap((command) => [command.name, ...command.load().options.flatMap(({ options }) => options).map(flag)]);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !script.includes(name))).toEqual([]);
});

(isThere('fish') ? test : test.skip)('fish does, and says what each is for', async () => {
  write('completion', await scriptFor('fish'));
  const offered = (line: string) => spawnSync('fish', ['-N', '-c', `source completion; complete -C '${line}'`], { encoding: 'utf-8', env: { ...process.env, HOME: process.cwd() } }).stdout.trim().split('\n');
  expect(offered('mcp-guardrails sim')).toEqual([expect.stringMatching(/^simulate\ttells whether a request/)]);
  expect(offered('mcp-guardrails check --fail-on n')).toEqual([expect.stringMatching(/^never\t/)]);
  expect(offered('mcp-guardrails check --no-ig')).toEqual([expect.stringMatching(/^--no-ignore\tof directories/)]);
});

(isThere('zsh') ? test : test.skip)('zsh takes the script', async () => {
  write('completion', await scriptFor('zsh'));
  const { stdout, stderr } = spawnSync('zsh', ['-fc', 'autoload -U compinit && compinit -u -d dump && source ./completion && print $_comps[mcp-guardrails]'], { encoding: 'utf-8', env: { ...process.env, HOME: process.cwd() } });
  expect({ stdout, stderr }).toEqual({ stdout: '_mcp_guardrails\n', stderr: '' });
});

test.each([[[]], [['tcsh']], [['bash', 'zsh']]])('%j is refused', async (args) => {
  expect(await run(['completion', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('expected one of bash, zsh, fish') });
});

test('the help of a command fits a screen, and has examples', async () => {
  for (const { name, load } of COMMANDS) {
    const { stdout } = await run([name, '--help']);
    expect(stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    load().examples.forEach((example) => expect(stdout.replace(/\s+/g, ' ')).toContain(`mcp-guardrails ${name} ${example}`));
  }
});
