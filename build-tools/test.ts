import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');

/** Runs the unit tests, after `--node VERSION` on that version of Node.js, which is installed from npm below `node_modules/.cache`. The other arguments are jest's. */
function main(args: string[]): void {
  const node = args[0] === '--node' ? installed(args[1]) : process.execPath;
  const jestArgs = args.slice(node === process.execPath ? 0 : 2);
  // Whatever tests start by its name is to be this one; tsx tells its own children what is not meant for them.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TSX_')));
  const { status } = spawnSync(node, [require.resolve('jest/bin/jest'), '--ci', ...jestArgs], {
    cwd: ROOT, stdio: 'inherit', env: { ...env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH}` },
  });
  process.exitCode = status ?? 1;
}

/** The binary, installed unless it is there already, and looked at: whether it is that version, with long-term support. */
function installed(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const directory = path.join(ROOT, 'node_modules', '.cache', 'node', version);
  const node = path.join(directory, 'node_modules', name, 'bin', 'node');
  if (!fs.existsSync(node)) {
    fs.mkdirSync(directory, { recursive: true });
    // Otherwise npm would look for a project above it.
    fs.writeFileSync(path.join(directory, 'package.json'), '{ "private": true }\n');
    const { status, stderr } = spawnSync('npm', [
      'install', '--prefix', directory, '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `${name}@${version}`,
    ], { encoding: 'utf-8' });
    if (status !== 0 || !fs.existsSync(node)) {
      const reason = stderr.split('\n').filter((line) => line.startsWith('npm error'))[1] ?? stderr.trim();
      throw new Error(`npm can't install Node.js ${version} for this platform: ${name}@${version}: ${reason}`);
    }
  }
  const found = JSON.parse(execFileSync(node, ['-p', 'JSON.stringify({ version: process.version, lts: process.release.lts ?? null })'], { encoding: 'utf-8' }));
  if (found.version !== `v${version}` || !found.lts) {
    throw new Error(`${node} is ${found.version}, LTS ${found.lts}: expected v${version}, with long-term support`);
  }
  console.log(`Node.js ${found.version}, LTS ${found.lts}`);
  return node;
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
