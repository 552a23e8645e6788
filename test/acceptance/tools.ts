import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';

export const ROOT = path.join(__dirname, '..', '..');
const CACHE = path.join(ROOT, 'node_modules', '.cache', 'acceptance');

/** How long any one command may take, in milliseconds. */
const TIMEOUT = 600_000;

/** For Java, of which each program runs for some seconds: only its quick compiler, and one thread that collects. */
export const JAVA_OPTIONS = { JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC' };
/** For Python: each program keeps what it compiles of the packages for the next, also where the machine says that none does. */
export const PYTHON_OPTIONS = { PYTHONDONTWRITEBYTECODE: '' };

/** What a command wrote, to the standard output and in all, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly output: string;
}

/**
 * The environment of tools that must not talk to AWS: no credentials, no configuration of whoever runs them (nor tsx's of this
 * run), and a proxy that refuses, so that a call to anything but this machine fails instead of getting through.
 */
export function offlineEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|TSX)_|_proxy$/i.test(name)));
  const nowhere = 'http://127.0.0.1:9';
  return {
    ...kept,
    HOME: home,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    http_proxy: nowhere,
    https_proxy: nowhere,
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_VERSION_CHECK: '1',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    npm_config_offline: 'true',
  };
}

/** The end of what a tool wrote, for an error. */
export function shown(output: string): string {
  return output.trim().split('\n').slice(-60).map((line) => line.slice(0, 400)).join('\n');
}

/** Runs a command, and returns what it wrote to both streams; its exit code is for the caller to judge. */
export function run(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Outcome {
  const { status, stdout, stderr, error, signal } = spawnSync(command, args, {
    encoding: 'utf-8', stdio: ['ignore', 'pipe', 'pipe'], timeout: TIMEOUT, maxBuffer: 256 * 1024 * 1024, ...options,
  });
  if (status === null) {
    throw new Error(`${command} ${args.join(' ')}: it did not end by itself: ${error?.message ?? signal}`);
  }
  return { code: status, stdout, output: `${stdout}${stderr}` };
}

/** The folder with the Python tools, which are installed unless they are there already; `.ci/run` does so while npm installs. */
export function pythonTools(): string {
  return must(path.join(__dirname, 'python-tools.sh'), []).trim();
}

/** The folder with packages of npm that are for these tests only, installed in the given versions unless they are there already. */
export function npmPackages(packages: string[]): string {
  const folder = path.join(CACHE, `npm-${createHash('sha256').update(packages.join()).digest('hex').slice(0, 16)}`);
  if (!fs.existsSync(path.join(folder, 'complete'))) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }');
    must('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', ...packages]);
    fs.writeFileSync(path.join(folder, 'complete'), '');
  }
  return folder;
}

function must(command: string, args: string[]): string {
  const { code, stdout, output } = run(command, args);
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${shown(output)}`);
  }
  return stdout;
}
