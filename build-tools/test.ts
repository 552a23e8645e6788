import { ChildProcess, fork } from 'child_process';
import * as path from 'path';

/** Runs the unit tests, and at the same time what checks the code without running it. The arguments are jest's. */
async function main(jestArgs: string[]): Promise<void> {
  const lint = fork(path.join(__dirname, 'lint.ts'), { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const output: Buffer[] = [];
  [lint.stdout!, lint.stderr!].forEach((stream) => stream.on('data', (chunk: Buffer) => output.push(chunk)));
  // What is for tsx is not meant for what the tests start.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TSX_')));
  const jest = fork(require.resolve('jest/bin/jest'), ['--ci', ...jestArgs], { execArgv: [], env, stdio: 'inherit' });
  const [linted, tested] = await Promise.all([exitCode(lint), exitCode(jest)]);
  console.log(`\nTypes and style: ${Buffer.concat(output).toString().trim()}`);
  process.exitCode = tested || linted;
}

async function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

void main(process.argv.slice(2));
