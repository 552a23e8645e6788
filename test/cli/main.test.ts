import { EventEmitter } from 'events';
import type * as fs from 'fs';
import { Readable } from 'stream';
import { inEmptyDirectory, LEAKS, policy, run, write } from './run';
import type { CliProcess } from '../../src/cli/command';
import { optionsOf } from '../../src/cli/command';
import { COMMANDS } from '../../src/cli/commands';
import { main } from '../../src/cli/main';

inEmptyDirectory();

test('help', async () => {
  const { code, stdout, stderr } = await run(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: mcp-guardrails COMMAND FILE\.\.\.$/m);
  expect(await run(['-h'])).toEqual({ code, stdout, stderr });
  expect(await run([])).toEqual({ code: 2, stdout: '', stderr: stdout });
  expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
});

test('help lists the commands', async () => {
  const { stdout } = await run(['--help']);
  expect([...stdout.matchAll(/^  ([a-z][\w-]*) {2,}\w/gm)].map(([, name]) => name)).toEqual(COMMANDS.map(({ name }) => name));
});

test.each(COMMANDS.map(({ name, load }) => [name, load()]))('the help of %s has all its options, by its groups', async (name, command) => {
  const { stdout } = await run([name, '--help']);
  const shown = [...stdout.matchAll(/^  (?:-\w, )?--([\w-]+)( \S+)?( |$)/gm)].map(([, option, value]) => [option, value?.trim()]);
  expect(shown).toEqual(optionsOf(command).flatMap(({ options }) => options.map((option) => [option.name, option.value])));
  for (const { heading, options } of optionsOf(command)) {
    expect(stdout.replace(/\s+/g, ' ')).toContain(heading ?? '');
    options.forEach(({ about }) => expect(stdout.replace(/\s+/g, ' ')).toContain(about));
  }
});

test.each(COMMANDS.map(({ name }) => name))('the help of %s', async (command) => {
  const { code, stdout, stderr } = await run([command, 'missing.json', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: mcp-guardrails ${command} `);
  expect(stdout).toContain('Exit code: 0');
  expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  expect((await run([command, '-h'])).stdout).toBe(stdout);
});

test('the version', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${jest.requireActual('../../package.json').version}\n`, stderr: '' });
});

describe('internal error', () => {
  const broken = jest.fn();
  beforeEach(() => {
    jest.resetModules();
    jest.doMock('../../src/analysis/rules/check', () => ({ checkDocument: broken }));
    broken.mockImplementation(() => {
      throw new TypeError('x is not a function');
    });
    write('a.json', policy(LEAKS));
  });
  afterEach(() => {
    jest.dontMock('../../src/analysis/rules/check');
    jest.resetModules();
  });

  test('is said in two lines, with the stack only when asked for', async () => {
    const { code, stdout, stderr } = await run(['check', 'a.json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^mcp-guardrails: internal error: x is not a function\nPlease report it, .*\n.*\/issues\n$/);
    expect((await run(['check', 'a.json'], { env: { NODE_DEBUG: 'http' } })).stderr).toBe(stderr);
    const debugged = await run(['check', 'a.json'], { env: { NODE_DEBUG: 'http,mcp-guardrails' } });
    expect(debugged.stderr).toMatch(/^ {4}at .*check/m);
  });

  test('an error of the system is no error of the input', async () => {
    broken.mockImplementation(() => {
      throw Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    });
    expect((await run(['check', 'a.json'])).stderr).toContain('internal error: Cannot find module');
  });

  test('an error that is none', async () => {
    broken.mockImplementation(() => {
      // eslint-disable-next-line no-throw-literal
      throw 'odd';
    });
    expect((await run(['check', 'a.json'], { env: { NODE_DEBUG: 'mcp-guardrails' } })).stderr).toMatch(/internal error: odd\n[^]*no stack\n$/);
  });
});

describe('an output that is a pipe or a file', () => {
  /** What each write of the system takes: so many bytes, or an error. */
  async function written(...taken: Array<number | string>) {
    let [stdout, stderr] = ['', ''];
    const writeSync = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'writeSync').mockImplementation(((_: number, bytes: Uint8Array) => {
      const takes = taken.shift() ?? bytes.length;
      if (typeof takes === 'string') {
        throw Object.assign(new Error(`write ${takes}`), { code: takes });
      }
      stdout += Buffer.from(bytes.subarray(0, takes)).toString();
      return takes;
    }) as typeof fs.writeSync);
    const io: CliProcess = { stdin: Readable.from([]), stdout: { fd: 1, write: () => fail() }, stderr: { write: (text) => stderr += text }, env: {} };
    try {
      await main(['--version'], io);
    } finally {
      writeSync.mockRestore();
    }
    return { code: io.exitCode, stdout, stderr };
  }

  test('all of it is written, however slow the reader is', async () => {
    const all = await written();
    expect(all).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+/), stderr: '' });
    expect(await written('EAGAIN', 2, 'EAGAIN', 'EAGAIN', 1)).toEqual(all);
  });

  test('its reader has gone: nothing is said', async () => {
    expect(await written(1, 'EPIPE')).toMatchObject({ code: 0, stderr: '' });
  });

  test('anything else', async () => {
    expect(await written('ENOSPC')).toEqual({ code: 2, stdout: '', stderr: 'mcp-guardrails: the output can\'t be written: ENOSPC\n' });
  });
});

describe('an output that fails', () => {
  async function failWith(error: Error) {
    const stdout = Object.assign(new EventEmitter(), { write: () => true });
    let stderr = '';
    const io: CliProcess = { stdin: Readable.from([]), stdout, stderr: { write: (text) => stderr += text }, env: {} };
    write('a.json', policy(LEAKS));
    await main(['check', 'a.json'], io);
    stdout.emit('error', error);
    return { code: io.exitCode, stderr };
  }

  test('its reader has gone: nothing is said', async () => {
    expect(await failWith(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toEqual({ code: 1, stderr: '' });
  });

  test('anything else', async () => {
    expect(await failWith(Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' })))
      .toEqual({ code: 2, stderr: 'mcp-guardrails: the output can\'t be written: ENOSPC\n' });
  });
});
