import * as fs from 'fs';
import * as path from 'path';
import { inEmptyDirectory, run, write } from './run';
import { viaNames } from '../../src/cli/origin-option';

inEmptyDirectory();

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/command-line.md'), 'utf-8');
/** What the page shows of the two files that it makes up. */
const SHOWN = [...PAGE.matchAll(/^```text\n\$ npx cdk-mcp-guardrails (.*(?:policy|old|deployed)\.json.*)\n([^]*?)^```$/gm)].map(([, args, output]) => [args, output]);

test.each(SHOWN)('docs/command-line.md shows what is printed by: %s', async (args, output) => {
  for (const file of ['policy.json', 'old.json', 'deployed.json', 'new.json']) {
    write(file, new RegExp(`this \`${file}\`:?\n\n\`\`\`json\n([^]*?)\`\`\``).exec(PAGE)![1]);
  }
  const { stdout, stderr } = await run(args.split(' '));
  expect(stderr + stdout).toBe(output);
});

test('the servers that --via takes are those of the page', () => {
  expect(PAGE).toContain(`| \`--via SERVER\` | ${viaNames().map((name) => `\`${name}\``).join(', ')}, a service principal`);
});

test('all commands are shown', () => {
  expect(SHOWN.map(([args]) => args.split(' ')[0])).toEqual(['check', 'explain', 'simulate', 'migrate', 'compare']);
});
