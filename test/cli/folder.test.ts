import * as fs from 'fs';
import * as path from 'path';
import { ALLOW_ALL, inEmptyDirectory, LEAKS, policy, run, runJson, write } from './run';

inEmptyDirectory();

/** The files of a folder in which something was found. */
async function read(...args: string[]): Promise<string[]> {
  const { findings } = await runJson(['check', ...args, '.']);
  return findings.map(({ file }: { file: string }) => file);
}

const put = (...names: string[]) => names.forEach((name) => write(name, policy(LEAKS)));

describe('what git ignores', () => {
  test('patterns of the folder and of those in it; the nearest counts, and of its lines the last', async () => {
    put('a.json', 'build/b.json', 'x/build/c.json', 'x/keep/build.json', 'y/d.json', 'y/e.json', 'z/f.json');
    write('.gitignore', '/build/\n*.json\n!a.json\n!x/**\nz\n');
    write('y/.gitignore', '!e.json\n');
    expect(await read()).toEqual(['a.json', 'x/build/c.json', 'x/keep/build.json', 'y/e.json']);
    expect(await read('--no-ignore')).toHaveLength(7);
    // Whatever is named is read.
    expect((await runJson(['check', 'y/d.json'])).findings).toHaveLength(1);
  });

  test('above a folder, up to the root of the repository', async () => {
    write('.gitignore', 'p.json\n');
    write('repository/.git/info/exclude', 'own.json\n');
    write('repository/.gitignore', '*.tmp.json\n');
    put('repository/a/p.json', 'repository/a/q.tmp.json', 'repository/a/own.json');
    const { findings } = await runJson(['check', 'repository/a']);
    expect(findings.map(({ file }: { file: string }) => file)).toEqual(['repository/a/p.json']);
  });

  test('a cdk.out is read nevertheless, as it is what is deployed', async () => {
    write('.gitignore', 'cdk.out\n');
    write('cdk.out/cdk.out', '{}');
    write('cdk.out/manifest.json', { artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.json' } } } });
    write('cdk.out/S.json', { Resources: { P: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy(LEAKS) } } } });
    expect(await read()).toEqual(['cdk.out/S.json']);
    write('a.json', policy(ALLOW_ALL));
    expect(await read('--exclude', 'cdk.out')).toEqual([]);
  });

  test('if there is nothing else, it is said', async () => {
    put('a.json');
    write('.gitignore', '*\n');
    expect(await run(['check', '.'])).toMatchObject({ code: 2, stderr: expect.stringContaining('Some are ignored by git: --no-ignore reads them, too.') });
  });
});

describe('a folder without permission is told, and the others are read', () => {
  /** As for a user who may not do this with what is in the folder: the superuser, as whom tests may run, may. */
  const refuse = (...calls: Array<'readdirSync' | 'statSync' | 'openSync'>) => {
    const real = jest.requireActual<typeof fs>('fs');
    const isRefused = (name: unknown) => path.relative('locked', String(name)) === '' ? calls.includes('readdirSync') : /^locked\//.test(String(name));
    return calls.map((call) => {
      const before = real[call] as (...args: unknown[]) => unknown;
      return jest.spyOn(real, call).mockImplementation(((...args: unknown[]) => {
        if (isRefused(args[0]) && !(call === 'statSync' && args[0] === 'locked')) {
          throw Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
        }
        return before(...args);
      }) as never);
    });
  };
  afterEach(() => jest.restoreAllMocks());

  test.each<[string, Parameters<typeof refuse>, string[]]>([
    ['that can\'t be listed', ['readdirSync', 'statSync', 'openSync'], ['mcp-guardrails: locked: no permission']],
    ['whose files can\'t be reached', ['statSync', 'openSync'], ['mcp-guardrails: locked/b.json: no permission']],
  ])('%s', async (_, calls, told) => {
    put('a.json', 'locked/b.json', 'z/c.json');
    refuse(...calls);
    const { code, stdout, stderr } = await run(['check', '.', '--format', 'json']);
    expect([code, stderr.trim().split('\n')]).toEqual([2, told]);
    expect(JSON.parse(stdout).findings.map(({ file }: { file: string }) => file)).toEqual(['a.json', 'z/c.json']);
  });
});

test('--include and --exclude', async () => {
  put('a.policy', 'iam/b.json', 'iam/old/c.json', 'node_modules/d.json', '.hidden/e.json', 'f.yaml');
  expect(await read()).toEqual(['f.yaml', 'iam/b.json', 'iam/old/c.json']);
  expect(await read('--include', '*.policy', '--include', 'iam/*')).toEqual(['a.policy', 'iam/b.json']);
  expect(await read('--exclude', 'old', '--exclude', '*.yaml')).toEqual(['iam/b.json']);
  expect(await read('--include', 'iam/**', '--exclude', 'iam/old/')).toEqual(['iam/b.json']);
});

test('what is passed over is said with --verbose, on standard error', async () => {
  write('a.json', policy(ALLOW_ALL));
  write('notes.yaml', 'nothing: here\n');
  write('.gitignore', 'out\n');
  put('out/b.json', 'c.json');
  const silent = await run(['check', '.', '--exclude', 'c.json']);
  expect(silent).toEqual({ code: 0, stderr: '', stdout: 'Nothing found in 1 file.\nOne other file has no policy.\n' });
  const { stderr, ...same } = await run(['check', '.', '--exclude', 'c.json', '--verbose']);
  expect({ ...same, stderr: '' }).toEqual(silent);
  expect(stderr.trim().split('\n').sort()).toEqual(['c.json: excluded', 'notes.yaml: no policy', 'out: ignored by git']);
});

test('progress is for terminals, and gone afterwards; --quiet has neither it nor a summary', async () => {
  for (let i = 0; i < 501; i++) {
    write(`${i}.json`, '{"Statement": []}');
  }
  const stderr = (await run(['check', '.', '--fail-on', 'never'], { terminal: true })).stderr;
  expect(stderr).toMatch(/^\r0 of 501 files read\u001b\[K(\r\d00 of 501 files read\u001b\[K)+\r\u001b\[K$/);
  expect(await run(['check', '.', '--fail-on', 'never'])).toMatchObject({ stderr: '' });
  const quiet = await run(['check', '.', '--quiet', '--fail-on', 'never'], { terminal: true });
  expect(quiet.stderr).toBe('');
  expect(quiet.stdout).not.toContain('in 501 files');
});
