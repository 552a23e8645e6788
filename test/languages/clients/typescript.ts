import * as fs from 'fs';
import * as path from 'path';
import { ROOT } from '../../acceptance/tools';
import type { Language } from '../language';
import { copyExample } from '../language';
import { readmeProgram } from '../readme';
import { execute } from '../tools';

/** What the other languages are compared with. */
export const TYPESCRIPT: Language = {
  name: 'TypeScript',
  needs: [],
  passed: /^# pass (\d+)/m,
  install: async (packages, directory, options) => {
    copyExample('typescript', directory, options);
    // It has the paths of this repository; and there are the other programs beside the app.
    ['tsconfig.json', 'demo.ts', 'explain.ts'].forEach((file) => fs.rmSync(path.join(directory, file)));
    fs.writeFileSync(path.join(directory, 'readme.mts'), readmeProgram('ts'));
    fs.cpSync(path.join(__dirname, '..', 'node'), directory, { recursive: true });
    const installed = (name: string) => JSON.parse(fs.readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf-8')).version;
    await execute('npm', [
      'install', '--no-audit', '--no-fund', '--loglevel=error', packages.tarball, `aws-cdk-lib@${options.cdk}`, `constructs@${options.constructs}`,
      ...['typescript', 'tsx', '@types/node'].map((name) => `${name}@${installed(name)}`),
    ], { cwd: directory });
    await execute('npx', ['--no', '--', 'tsc'], { cwd: directory });
    return {
      directory,
      everything: (env) => execute(process.execPath, ['compiled/everything.mjs'], { cwd: directory, env }),
      readme: (env) => execute(process.execPath, ['compiled/readme.mjs'], { cwd: directory, env }),
      tests: (env) => execute('npx', ['--no', '--', 'tsx', '--test', '--test-reporter=tap', 'test/agents.test.ts'], { cwd: directory, env }),
    };
  },
};
