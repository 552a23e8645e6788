import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Readable } from 'stream';
import type { CliProcess } from '../src/cli/command';
import type { main } from '../src/cli/main';

/** What a command of the program says. */
export interface Answer {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export type Files = { readonly [name: string]: string };

/**
 * What runs commands on files that are made for it alone, in a folder of their own that is gone afterwards. No configuration is found there.
 */
export function answers(program: typeof main): (args: readonly string[], files: Files) => Promise<Answer> {
  // One after another: a command reads files of the working directory.
  let last: Promise<unknown> = Promise.resolve();
  return (args, files) => {
    const next = last.then(() => run(program, args, files));
    last = next.catch(() => undefined);
    return next;
  };
}

async function run(program: typeof main, args: readonly string[], files: Files): Promise<Answer> {
  const before = process.cwd();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mcp-guardrails-'));
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const io: CliProcess = { stdin: Object.assign(Readable.from([]), { isTTY: true }), stdout: stream('stdout'), stderr: stream('stderr'), env: {} };
  try {
    for (const [name, content] of Object.entries({ ...files, 'package.json': '{ "mcp-guardrails": {} }' })) {
      fs.writeFileSync(path.join(folder, name), content, { mode: 0o600 });
    }
    process.chdir(folder);
    await program(args, io);
    return { ...written, code: io.exitCode };
  } finally {
    process.chdir(before);
    fs.rmSync(folder, { recursive: true });
  }
}
