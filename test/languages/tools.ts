import { execFileSync, spawn } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { offlineEnvironment, ROOT, shown } from '../acceptance/tools';

/** Kept between runs: what Maven and the jsii runtimes would otherwise fetch or unpack each time. */
export const CACHE = path.join(ROOT, 'node_modules', '.cache', 'languages');

/** How long any one command may take, in milliseconds. */
const TIMEOUT = 1_200_000;

const stop = new AbortController();

/** Ends whatever is running: the run has failed. */
export function stopAll(): void {
  stop.abort();
}

/** Runs a command, and returns what it wrote to the standard output. */
export function execute(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const what = `${command} ${args.join(' ')}`;
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT, signal: stop.signal, ...options });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf-8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf-8').on('data', (text: string) => output += text);
    child.once('error', (error) => reject(new Error(`${what}: ${error.message}`)));
    child.once('close', (code, signal) => code === 0 ? resolve(stdout) : reject(new Error(`${what}: ends with ${code ?? signal}\n${shown(output)}`)));
  });
}

/** What a command writes, or undefined if there is no such command or it fails. */
export function tryOutput(command: string, args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf-8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** The environment in which an app runs: offline, as whoever has no settings at all. */
export function appEnvironment(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  fs.mkdirSync(home, { recursive: true });
  return {
    ...offlineEnvironment(home),
    JSII_RUNTIME_PACKAGE_CACHE_ROOT: path.join(CACHE, 'jsii'),
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    // The CDK itself uses properties that it deprecated.
    JSII_DEPRECATED: 'quiet',
    ...more,
  };
}
