import './tables';
import { setFiles } from './node/fs';
import { main } from '../../src/cli/main';
import type { Answer, Question } from '../policy/analysis';

/** Runs the command line within a worker of the page, on files that are held in memory. */
export async function answer({ args, files }: Question): Promise<Answer> {
  setFiles(files);
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text) });
  const io = { stdin: Object.assign((async function* () { /* Nothing. */ })(), { isTTY: true }), stdout: stream('stdout'), stderr: stream('stderr'), env: {}, exitCode: 0 };
  await main(args, io as never);
  return { ...written, code: io.exitCode };
}

// One after another: they share the files.
let last: Promise<unknown> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<Question & { readonly id: number }>) => {
  last = last.then(async () => self.postMessage({ id: data.id, ...await answer(data) }));
};
