import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

export interface Use {
  /** Seconds of the processor. */
  readonly cpu: number;
  /** Seconds on the clock. */
  readonly wall: number;
  readonly megabytes: number;
  /** The end of what it printed. */
  readonly output: string;
}

/** What a program takes with all that it starts, by the operating system. */
export function used(program: string, args: readonly string[]): Use {
  const script = 'import resource, subprocess, sys, json, time; start = time.time(); '
    + 'out = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode(); wall = time.time() - start; '
    + 'use = resource.getrusage(resource.RUSAGE_CHILDREN); '
    + 'print(json.dumps({"cpu": use.ru_utime + use.ru_stime, "wall": wall, "megabytes": use.ru_maxrss / 1024, "output": out[-20000:]}))';
  return JSON.parse(spawnSync('python3', ['-c', script, program, ...args], { encoding: 'utf-8', maxBuffer: 1e8 }).stdout);
}

/** The program of a Python package, installed once; `undefined` if it can't be. */
export function installed(requirement: string, name: string): string | undefined {
  const folder = path.join(os.tmpdir(), `benchmark-${requirement.replace('==', '-')}`);
  const bin = path.join(folder, 'bin');
  if (!fs.existsSync(path.join(bin, name))) {
    spawnSync('python3', ['-m', 'venv', folder]);
    spawnSync(path.join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement]);
  }
  return fs.existsSync(path.join(bin, name)) ? path.join(bin, name) : undefined;
}

/** A folder with npm packages, installed once, from which they can be required; `undefined` if they can't be. */
export function npmFolder(packages: readonly string[]): string | undefined {
  const folder = path.join(os.tmpdir(), `benchmark-npm-${packages.join('+').replace(/[^a-z0-9.+-]/g, '-')}`);
  if (!fs.existsSync(path.join(folder, 'node_modules'))) {
    fs.mkdirSync(folder, { recursive: true });
    spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', ...packages]);
  }
  return fs.existsSync(path.join(folder, 'node_modules')) ? folder : undefined;
}
