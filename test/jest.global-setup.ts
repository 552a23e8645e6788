import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** What is written there does not go to a disk. Containers often have little of it, or run no program there. */
const IN_RAM = '/dev/shm';
const ENOUGH = 1024 ** 3;

/**
 * For the processes that run tests, which take them from this one. Tests make many objects that live for a moment: with little room for such, a sixth of the
 * time went into copying those that are left. Each process has one core, so that threads that help to copy only wait for each other. So do those that
 * optimize functions, most of which are not called for long: Node.js 20 begins with that after eight times as many steps. Later ones have a quicker compiler for them.
 */
const V8_FLAGS = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--no-parallel-scavenge',
  ...parseInt(process.versions.v8, 10) < 12 ? ['--interrupt-budget=540672'] : []];

/** A folder of this run's own for all that tests write: two runs at once would overwrite each other's templates. */
export default function setup(): void {
  process.execArgv.push(...V8_FLAGS);
  process.env.TEST_OUTDIR = fs.mkdtempSync(path.join(hasRoom(IN_RAM) ? IN_RAM : os.tmpdir(), 'cdk-mcp-guardrails-test-'));
  process.env.TMPDIR = process.env.TEST_OUTDIR;
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = fs.statfsSync(folder);
    const mount = fs.readFileSync('/proc/mounts', 'utf-8').split('\n').find((line) => line.split(' ')[1] === folder);
    return bavail * bsize > ENOUGH && mount !== undefined && !/\bnoexec\b/.test(mount);
  } catch {
    return false;
  }
}
