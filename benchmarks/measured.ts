import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { Sample } from './samples';

/** What a piece of work takes: milliseconds on the clock, and of the processor, with those of other threads. */
export function measured(work: () => void): Sample {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  work();
  return { wall: Number(process.hrtime.bigint() - start) / 1e6, ...processorTime(cpu) };
}

/** The same for work that goes on after it returns, until nothing is left to do. */
export async function measuredToTheEnd(work: () => void): Promise<Sample> {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  work();
  await new Promise((resolve) => setImmediate(resolve));
  return { wall: Number(process.hrtime.bigint() - start) / 1e6, ...processorTime(cpu) };
}

function processorTime(since: NodeJS.CpuUsage): Sample {
  const { user, system } = process.cpuUsage(since);
  return { cpu: (user + system) / 1e3 };
}

/** Calls back with a folder that is there for so long. */
export async function withFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'benchmark-'));
  try {
    return await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
