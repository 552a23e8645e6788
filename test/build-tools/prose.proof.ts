import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prose-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** What the check prints of a page, without the name of its file. */
function check(markdown: string): { readonly code: number | null; readonly lines: string[] } {
  const file = path.join(folder, 'page.md');
  fs.writeFileSync(file, markdown);
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'build-tools/prose/main.ts', file],
    { cwd: ROOT, encoding: 'utf-8', env: { ...process.env, TSX_TSCONFIG_PATH: 'build-tools/prose/tsconfig.json' } });
  return { code: status, lines: stdout.trim().split('\n').map((line) => line.replace(`${file}:`, '')) };
}

const words = (count: number) => Array.from({ length: count }, (_, i) => `word${String.fromCharCode(97 + (i % 26))}`).join(' ');

test('each rule finds what it is about, at its line, and counts a list of code as a word', () => {
  const { code, lines } = check([
    '# Title', '', `First ${words(70)}.`, '', 'This is denied and was allowed and is given and is taken.', '',
    'It is is twice.', '', 'He waits till noon, in order to behave.', '', `Of ${words(34)}. Another one with \`a\`, \`b\` (not \`c\`), \`d\` and \`e\`.`, '',
    '```', words(90), '```', '',
  ].join('\n'));
  expect(lines.slice(0, -1).map((line) => line.replace(/: .*/, ''))).toEqual([
    '3 sentence-length', '5 passive-chain', '7 repeated-word', '9 house-terms',
  ]);
  expect(lines[3]).toContain('"till": say "until"; "in order to": say "to"');
  expect(code).toBe(1);
});

test('a page that is well written passes', () => {
  expect(check('# Title\n\nThe agent reads. It deletes nothing.\n')).toEqual({ code: 0, lines: ['1 texts read, 0 problems'] });
});
