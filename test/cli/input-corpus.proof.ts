import { inputCorpus } from './input-corpus';
import { inEmptyDirectory, run, write } from './run';

inEmptyDirectory();

test.each(['check', 'explain', 'migrate', 'simulate', 'who-can', 'report'])('whatever is given, %s does not fail by itself', async (command) => {
  const failed: string[] = [];
  const args = (name: string) => (command === 'simulate' ? [command, name, '--action', 's3:GetObject', '--principal', 'Agent', '--via', 'direct']
    : command === 'who-can' ? [command, 's3:GetObject', name] : [command, name]);
  for (const { name, content } of inputCorpus(2, 300)) {
    write(name, content);
    const { code, stderr } = await run(args(name));
    if (![0, 1, 2].includes(code as number) || /internal error/.test(stderr) || (code === 2 && stderr === '')) {
      failed.push(`${name}: ${String(code)} ${stderr.slice(0, 300)} ${content.slice(0, 1500)}`);
    }
  }
  expect(failed).toEqual([]);
});
