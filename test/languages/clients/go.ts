import * as fs from 'fs';
import * as path from 'path';
import { parseEnv } from 'util';
import type { Language } from '../language';
import { copyExample } from '../language';
import { readmeProgram } from '../readme';
import { execute, tryOutput } from '../tools';

const MODULE = 'github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails';

/** As `go-packages.sh` has it, which compiles what the CDK has before the tests. */
const COMPILER = parseEnv(fs.readFileSync(path.join(__dirname, '..', 'go', 'compiler.env'), 'utf-8'));

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
    const before = required(directory);
    await go('mod', 'edit', `-replace=${MODULE}=${packages.goModule}`, ...excluded.map((each) => `-exclude=${each}`));
    await go('mod', 'tidy');
    const others = required(directory).filter((each) => !before.includes(each));
    await go('build', '-o', path.join(directory, 'bin') + path.sep, './...');
    return {
      directory,
      notes: [
        ...excluded.map((each) => `the Go proxy does not give out ${each}: excluded`),
        ...others.map((each) => `${each} is not in examples/go/go.mod: what go-packages.sh compiles is compiled again`),
      ],
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
  return required(module).filter((each) => tryOutput('go', ['-C', directory, 'mod', 'download', each]) === undefined);
}

/** The modules that one asks for, with their versions. */
function required(module: string): string[] {
  const { Require } = JSON.parse(tryOutput('go', ['-C', module, 'mod', 'edit', '-json'])!);
  return Require.map(({ Path, Version }: { Path: string; Version: string }) => `${Path}@${Version}`);
}
