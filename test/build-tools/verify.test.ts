import { outcomeOf, planOf, verify } from '../../build-tools/verify';

/** Runs a plan in which these tasks fail, and returns the answer, what was said, and the order of what began and ended. */
async function run(words: string, ...failing: string[]) {
  const events: string[] = [];
  const said: string[] = [];
  const passed = await verify(planOf(words.split(' ')), async (task) => {
    events.push(`+${task}`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push(`-${task}`);
    return { code: failing.includes(task) ? 1 : 0, output: `output of ${task}` };
  }, (text) => said.push(text));
  return { passed, events, said, summary: said[said.length - 1].replace(/\d+ s/g, '0 s').split('\n') };
}

test('the lanes of a stage run at once, their tasks one after the other, and stages after each other', async () => {
  const { passed, events, summary } = await run('a b beside c then d');
  expect(passed).toBe(true);
  expect(events.slice(0, 2)).toEqual(['+a', '+c']);
  expect(events.filter((event) => /[ab]/.test(event))).toEqual(['+a', '-a', '+b', '-b']);
  expect(events.slice(6)).toEqual(['+d', '-d']);
  expect(summary).toEqual(['ok  a (0 s)', 'ok  b (0 s)', 'ok  c (0 s)', 'ok  d (0 s)', '0 s in all']);
});

test.each(['a', 'b', 'c', 'd'])('when %s fails all is red, and the end says which part it was', async (task) => {
  const { passed, said, summary } = await run('a b beside c then d', task);
  expect(passed).toBe(false);
  expect(summary.filter((line) => line.startsWith('FAILED'))).toEqual([`FAILED  ${task} (0 s)`]);
  expect(said.find((text) => text.includes(`output of ${task}`))).toContain(`FAILED  ${task}`);
});

test('after a failure nothing is begun, and what runs goes on to its end', async () => {
  const { events, summary } = await run('a b beside c then d', 'a');
  expect(events).toEqual(['+a', '+c', '-a', '-c']);
  expect(summary).toEqual(['FAILED  a (0 s)', 'not run  b', 'ok  c (0 s)', 'not run  d', '0 s in all']);
});

test.each(['', 'a then', 'beside a', 'a then then b', 'a b beside a'])('"%s" is no plan', (words) => {
  expect(() => planOf(words.split(' '))).toThrow(/names ".*" where a task is expected/);
});

test.each([
  ['console.log("yes"); console.error("no")', 0, /^(yes\nno|no\nyes)\n$/],
  ['process.exit(3)', 3, /^$/],
  ['process.kill(process.pid, "SIGKILL")', 1, /^$/],
])('the outcome of %s', async (program, code, output) => {
  expect(await outcomeOf(process.execPath, ['-e', program])).toEqual({ code, output: expect.stringMatching(output) });
});

test('a program that is not there has failed', async () => {
  const { code, output } = await outcomeOf('no-such-program', []);
  expect(code).not.toBe(0);
  expect(output).toContain('ENOENT');
});
