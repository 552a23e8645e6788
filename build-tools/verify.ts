import { spawn } from 'child_process';

/** What a task wrote, and its exit code. */
export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Stages follow each other. The lanes of a stage run at once, and the tasks of a lane one after the other. */
export type Plan = readonly (readonly (readonly string[])[])[];

/** `a b beside c then d`: b after a, c at the same time, and d after all of them. */
export function planOf(words: readonly string[]): Plan {
  const split = (all: readonly string[], at: string) => all.join(' ').split(` ${at} `).map((part) => part.split(' '));
  const plan = split(words, 'then').map((stage) => split(stage, 'beside'));
  const tasks = plan.flat(2);
  const wrong = tasks.find((task, i) => ['', 'then', 'beside'].includes(task) || tasks.indexOf(task) !== i);
  if (wrong !== undefined) {
    throw new Error(`"${words.join(' ')}" names "${wrong}" where a task is expected that it does not name otherwise`);
  }
  return plan;
}

/**
 * Runs all tasks, and tells what each wrote when it has ended. After one that fails none is begun.
 *
 * @returns whether all were run, and passed
 */
export async function verify(plan: Plan, run: (task: string) => Promise<Outcome>, say: (text: string) => void): Promise<boolean> {
  const results = new Map<string, string>();
  let failed = false;
  const start = Date.now();
  const secondsSince = (moment: number) => ((Date.now() - moment) / 1000).toFixed(0);
  const lane = async (tasks: readonly string[]) => {
    for (const task of tasks) {
      if (failed) {
        return;
      }
      say(`begins  ${task}`);
      const begun = Date.now();
      const { code, output } = await run(task);
      failed ||= code !== 0;
      results.set(task, `${code === 0 ? 'ok' : 'FAILED'}  ${task} (${secondsSince(begun)} s)`);
      say(`\n${output.trim()}\n${results.get(task)}\n`);
    }
  };
  for (const stage of plan) {
    await Promise.all(stage.map(lane));
  }
  say([...plan.flat(2).map((task) => results.get(task) ?? `not run  ${task}`), `${secondsSince(start)} s in all`].join('\n'));
  return !failed && results.size === plan.flat(2).length;
}

/** Runs a program, and keeps what it writes to both streams. */
export async function outcomeOf(
  command: string, args: readonly string[], options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    // What is for tsx is not meant for what the tasks start.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TSX_')));
    const child = spawn(command, args, { cwd: options.cwd, env: { ...env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk: Buffer) => output.push(chunk)));
    child.on('error', (error) => output.push(Buffer.from(error.message)));
    // Without a code it was killed, or never began.
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }));
  });
}

if (require.main === module) {
  const timed = 'TIMEFORMAT="%U s of processor time, and %S s of the system"; time npx projen "$0"';
  void verify(planOf(process.argv.slice(2)), async (task) => outcomeOf('bash', ['-c', timed, task]), console.log)
    .then((passed) => (process.exitCode = passed ? 0 : 1));
}
