import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { build } from 'esbuild';
import { fewerFiles } from '../../build-tools/fewer-files';

let folder: string;
beforeEach(() => folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'fewer-files-')));
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** The files that are made of a program whose starts are `main` and the others that are given. */
async function made(sources: { readonly [name: string]: string }, ...others: string[]): Promise<string[]> {
  Object.entries(sources).forEach(([name, text]) => fs.writeFileSync(path.join(folder, `${name}.mjs`), text));
  const entryPoints = ['main', ...others].map((name) => ({ in: path.join(folder, `${name}.mjs`), out: name }));
  const { outputFiles, metafile } = await build({ entryPoints, outdir: path.join(folder, 'out'), bundle: true, splitting: true, format: 'esm', platform: 'node', metafile: true, write: false });
  const files = await fewerFiles(new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text])), metafile.outputs, 'main.js');
  files.forEach((text, name) => fs.writeFileSync(path.join(folder, name), text));
  return [...files.keys()].sort();
}

const run = (name: string) => require(path.join(folder, name)); // eslint-disable-line @typescript-eslint/no-require-imports
const LARGE = `export const large = ${JSON.stringify('x'.repeat(100_000))};`;

test('small parts are one file, whatever they are called; what is always read is another', async () => {
  const files = await made({
    base: 'export const made = []; export function name() { return "base"; }',
    one: 'import { made } from "./base.mjs"; made.push("one"); export function name() { return "one"; }',
    two: 'import * as one from "./one.mjs"; import { made } from "./base.mjs"; made.push("two"); export function name() { return `two after ${one.name()}`; }',
    main: 'import { name } from "./base.mjs"; export const main = () => name();',
    a: 'export { name } from "./one.mjs"; export { made } from "./base.mjs";',
    b: 'export { name } from "./two.mjs"; export { name as base } from "./base.mjs";',
    c: 'export { name as one } from "./one.mjs"; export { name as two } from "./two.mjs";',
  }, 'a', 'b', 'c');
  expect(files).toEqual(['a.js', 'b.js', 'c.js', 'c0.js', 'c1.js', 'main.js']);
  expect([run('main.js').main(), run('a.js').name(), run('b.js').name(), run('b.js').base(), run('c.js').one(), run('c.js').two()])
    .toEqual(['base', 'one', 'two after one', 'base', 'one', 'two after one']);
  expect(run('a.js').made).toEqual(['one', 'two']);
});

test('what few need and is large stays by itself', async () => {
  const both = 'export * from "./small.mjs"; export * from "./large.mjs";';
  const sources = { main: '', small: 'export const small = 1;', large: LARGE, a: both, b: both, c: 'export * from "./small.mjs";' };
  expect(await made(sources, 'a', 'b', 'c')).toEqual(['a.js', 'b.js', 'c.js', 'c0.js', 'c1.js', 'main.js']);
  expect([run('c.js').small, run('b.js').large.length]).toEqual([1, 100_000]);
});

test('two are not one file if a third stands between them', async () => {
  const files = await made({
    main: '',
    first: 'export const first = 1;',
    between: `import { first } from "./first.mjs"; export const between = first + 1; ${LARGE}`,
    last: 'import { between } from "./between.mjs"; import { first } from "./first.mjs"; export const last = between + first;',
    a: 'export { last } from "./last.mjs"; export { first } from "./first.mjs";',
    b: 'export { last } from "./last.mjs"; export { large } from "./between.mjs";',
    c: 'export { between } from "./between.mjs";',
    ...Object.fromEntries(['d', 'e', 'f', 'g'].map((name) => [name, 'export { first } from "./first.mjs";'])),
  }, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
  expect(files.filter((name) => /^c\d/.test(name)).length).toBeGreaterThan(1);
  expect([run('a.js').last, run('b.js').last, run('c.js').between, run('d.js').first]).toEqual([3, 3, 2, 1]);
});
