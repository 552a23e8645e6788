import { inputCorpus } from './input-corpus';
import { inEmptyDirectory, run, write } from './run';

inEmptyDirectory();

/** A second, of the processor's time. */
const MOST = 1_000_000;

test.each(['check', 'explain', 'migrate', 'simulate', 'who-can', 'report'])('whatever is given, %s does not fail by itself, and takes less than a second', async (command) => {
  const failed: string[] = [];
  const args = (name: string) => (command === 'simulate' ? [command, name, '--action', 's3:GetObject', '--principal', 'Agent', '--via', 'direct']
    : command === 'who-can' ? [command, 's3:GetObject', name] : [command, name]);
  // What is loaded with the first one is not the file's.
  await run(args(write('first.json', inputCorpus(2, 1)[0].content)));
  for (const { name, content } of inputCorpus(2, 300)) {
    write(name, content);
    const before = process.cpuUsage();
    const { code, stderr } = await run(args(name));
    const { user, system } = process.cpuUsage(before);
    if (![0, 1, 2].includes(code as number) || /internal error/.test(stderr) || (code === 2 && stderr === '') || user + system > MOST) {
      failed.push(`${name}: ${String(code)}, ${(user + system) / 1e6} s ${stderr.slice(0, 300)} ${content.slice(0, 1500)}`);
    }
  }
  expect(failed).toEqual([]);
});
