import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { Outcome, outcomeOf } from './verify';

const ROOT = path.join(__dirname, '..');
const OXLINT = path.join(path.dirname(require.resolve('oxlint/package.json')), 'bin', 'oxlint');
const SITE = ['website'];
const PROSE = ['build-tools/prose'];
const REST = ['.projenrc.ts', 'src', 'standalone', 'test', 'build-tools', 'benchmarks', 'examples'];

/** Style is checked file by file; types by project, since the site knows what browsers have, and the check of prose reads modules that only newer ways of resolving find. */
const CHECKS = {
  style: ['--config', '.oxlintrc.json', ...REST, ...SITE],
  types: typesOf('tsconfig.lint.json', [...REST, '--ignore-pattern', PROSE[0]]),
  site: typesOf('website/tsconfig.json', SITE),
  prose: typesOf('build-tools/prose/tsconfig.json', PROSE),
};

function typesOf(project: string, what: string[]): string[] {
  return ['--config', '.oxlintrc.types.json', '--type-aware', '--type-check', '--tsconfig', project, ...what];
}

/** The files that a check looks at. */
export function filesOf(check: keyof typeof CHECKS): string[] {
  const files = execFileSync(process.execPath, [OXLINT, '--debug=files', ...CHECKS[check]], { cwd: ROOT, encoding: 'utf-8' });
  return files.trim().split('\n').map((file) => path.normalize(file));
}

/** Runs the linter in a folder. It soon ends: to collect garbage takes longer than to leave it, up to a limit. */
export async function oxlint(args: string[], cwd: string): Promise<Outcome> {
  return outcomeOf(process.execPath, ['--max-semi-space-size=128', OXLINT, '--deny-warnings', ...args], { cwd, env: { GOGC: 'off', GOMEMLIMIT: '3GiB' } });
}

/**
 * The index of aws-cdk-lib names every service. Those that no file of ours names, as in `aws_s3`, are left out of the one that the types are read from:
 * they would be read for nobody.
 */
function writeIndexOfServices(): void {
  const named = new Set(filesOf('types').flatMap((file) => fs.readFileSync(path.join(ROOT, file), 'utf-8').match(/\b(?:aws|alexa)_\w+/g) ?? []));
  const index = fs.readFileSync(path.join(ROOT, 'node_modules', 'aws-cdk-lib-newest', 'index.d.ts'), 'utf-8')
    .replace(/^export \* as (\w+) from .*$/gm, (line, name: string) => /^(aws|alexa)_/.test(name) && !named.has(name) ? '' : line)
    .replace(/(['"])\.\//g, '$1aws-cdk-lib/');
  const file = path.join(ROOT, 'node_modules', '.cache', 'lint', 'aws-cdk-lib.d.ts');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, index);
}

async function main(): Promise<void> {
  writeIndexOfServices();
  const outcomes = await Promise.all(Object.values(CHECKS).map(async (args) => oxlint(args, ROOT)));
  console.log(outcomes.map(({ output }) => output.trim()).join('\n'));
  process.exitCode = Math.max(...outcomes.map(({ code }) => code));
}

if (require.main === module) {
  void main();
}
