import * as fs from 'fs';
import * as path from 'path';
import type { Language } from '../language';
import { copyExample } from '../language';
import { execute, tryOutput } from '../tools';

const MODULE = 'github.com/cdk-mcp-guardrails/cdk-mcp-guardrails-go/cdkmcpguardrails';

export const GO: Language = {
  name: 'Go',
  needs: [['Go', 'go', 'version']],
  install: async (packages, directory) => {
    copyExample('go', directory);
    fs.mkdirSync(path.join(directory, 'everything'));
    fs.copyFileSync(path.join(__dirname, '..', 'go', 'everything.go'), path.join(directory, 'everything', 'main.go'));
    const go = (...args: string[]) => execute('go', args, { cwd: directory });
    await go('mod', 'edit', `-replace=${MODULE}=${packages.goModule}`, ...unused(packages.goModule, directory).map((each) => `-exclude=${each}`));
    await go('mod', 'tidy');
    await go('build', '-o', path.join(directory, 'bin') + path.sep, './...');
    return {
      directory,
      // What it fetched and compiled is below the home that it has no longer.
      env: Object.fromEntries(['GOPATH', 'GOMODCACHE', 'GOCACHE'].map((name) => [name, tryOutput('go', ['env', name])])),
      everything: (env) => execute(path.join(directory, 'bin', 'everything'), [], { cwd: directory, env }),
    };
  },
};

/**
 * What the package asks for at least and this app does not get: an older version of what the app itself asks for, and what this
 * machine's proxy does not give out.
 */
function unused(module: string, directory: string): string[] {
  const own = new Map(requirements(directory).filter(({ Indirect }) => !Indirect).map(({ Path, Version }) => [Path, Version]));
  return requirements(module)
    .filter(({ Path, Version }) => own.has(Path) ? own.get(Path) !== Version : !tryOutput('go', ['-C', directory, 'mod', 'download', `${Path}@${Version}`]))
    .map(({ Path, Version }) => `${Path}@${Version}`);
}

function requirements(directory: string): Array<{ Path: string; Version: string; Indirect?: boolean }> {
  return JSON.parse(tryOutput('go', ['-C', directory, 'mod', 'edit', '-json'])!).Require;
}
