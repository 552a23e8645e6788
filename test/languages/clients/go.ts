import * as fs from 'fs';
import * as path from 'path';
import type { Language } from '../language';
import { copyExample } from '../language';
import { readmeProgram } from '../readme';
import { execute, tryOutput } from '../tools';

const MODULE = 'github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails';

/**
 * The compiler collects garbage less often: a fifth more memory, and a quarter less time. It optimizes nothing, and writes nothing for debuggers: what is
 * compiled here runs for seconds. On one core it does without threads that look for work.
 */
const COMPILER = { GOGC: '400', GOMAXPROCS: '1', GOFLAGS: '"-gcflags=all=-N -l -dwarf=false" "-ldflags=-s -w"' };

export const GO: Language = {
  name: 'Go',
  needs: [['Go', 'go', 'version']],
  passed: /^(\d+) passed$/m,
  install: async (packages, directory, options) => {
    copyExample('go', directory, options);
    ['everything', 'readme'].forEach((name) => fs.mkdirSync(path.join(directory, name)));
    fs.copyFileSync(path.join(__dirname, '..', 'go', 'everything.go'), path.join(directory, 'everything', 'main.go'));
    fs.writeFileSync(path.join(directory, 'readme', 'main.go'), readmeProgram('go'));
    const go = (...args: string[]) => execute('go', args, { cwd: directory, env: { ...process.env, ...COMPILER } });
    const excluded = unavailable(packages.goModule, directory);
    await go('mod', 'edit', `-replace=${MODULE}=${packages.goModule}`, ...excluded.map((each) => `-exclude=${each}`));
    await go('mod', 'tidy');
    await go('build', '-o', path.join(directory, 'bin') + path.sep, './...');
    return {
      directory,
      notes: excluded.map((each) => `the Go proxy does not give out ${each}: excluded`),
      // What it fetched and compiled is below the home that it has no longer.
      env: { ...COMPILER, ...Object.fromEntries(['GOPATH', 'GOMODCACHE', 'GOCACHE'].map((name) => [name, tryOutput('go', ['env', name])])) },
      everything: (env) => execute(path.join(directory, 'bin', 'everything'), [], { cwd: directory, env }),
      readme: (env) => execute(path.join(directory, 'bin', 'readme'), [], { cwd: directory, env }),
      tests: async (env) => {
        const written = await execute('go', ['test', '-v', '.'], { cwd: directory, env });
        return `${written}\n${written.match(/^--- PASS: /gm)?.length ?? 0} passed`;
      },
    };
  },
};

/** What the package asks for at least, but this machine's proxy does not give out: the app has newer versions, or does without. */
function unavailable(module: string, directory: string): string[] {
  const { Require } = JSON.parse(tryOutput('go', ['-C', module, 'mod', 'edit', '-json'])!);
  return Require.map(({ Path, Version }: { Path: string; Version: string }) => `${Path}@${Version}`)
    .filter((each: string) => tryOutput('go', ['-C', directory, 'mod', 'download', each]) === undefined);
}
