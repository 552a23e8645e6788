import { ChildProcess, fork } from 'child_process';
import * as path from 'path';

/**
 * Runs the unit tests, and at the same time what checks the code without running it. The arguments are jest's.
 * After `--node VERSION`, the tests run on that version of Node.js.
 */
async function main(args: string[]): Promise<void> {
  const lint = fork(path.join(__dirname, 'lint.ts'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output: Buffer[] = [];
  [lint.stdout!, lint.stderr!].forEach((stream) => stream.on('data', (chunk: Buffer) => output.push(chunk)));
  const [linted, tested] = await Promise.all([exitCode(lint), exitCode(tests(args))]);
  console.log(`\nTypes and style: ${Buffer.concat(output).toString().trim()}`);
  process.exitCode = tested || linted;
}

function tests(args: string[]): ChildProcess {
  if (args[0] === '--node') {
    return fork(path.join(__dirname, 'test-on-node.ts'), args.slice(1), { stdio: 'inherit' });
  }
  // What is for tsx is not meant for what the tests start.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TSX_')));
  return fork(require.resolve('jest/bin/jest'), ['--ci', ...args], { execArgv: [], env, stdio: 'inherit' });
}

async function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

void main(process.argv.slice(2));
