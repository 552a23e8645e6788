import { FILES, PAGE, SHOWN } from './command-line-page';
import { inEmptyDirectory, run, write } from './run';
import { viaNames } from '../../src/cli/origin-option';

inEmptyDirectory();

test.each(SHOWN)('docs/command-line.md shows what is printed by: %s', async (args, output) => {
  FILES.forEach(([name, content]) => write(name, content));
  const { stdout, stderr } = await run(args.split(' '));
  expect(stderr + stdout).toBe(output);
});

test('the servers that --via takes are those of the page', () => {
  expect(PAGE).toContain(`| \`--via SERVER\` | ${viaNames().map((name) => `\`${name}\``).join(', ')}, a service principal`);
});

test('all commands are shown', () => {
  expect(SHOWN.map(([args]) => args.split(' ')[0])).toEqual(['check', 'explain', 'simulate', 'who-can', 'why', 'migrate', 'compare']);
});
