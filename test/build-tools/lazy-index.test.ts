import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { lazyIndex } from '../../build-tools/lazy-index';

const MODULES = {
  'one.js': 'console.log("one is loaded"); exports.One = class {}; exports.Uno = exports.One; Object.defineProperty(exports, "__esModule", { value: true });',
  'two.js': 'console.log("two is loaded"); exports.Two = "two"; exports.hidden = 1;',
  'three.js': 'exports.loads = 0;',
};

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'lazy-index-'));
  for (const [file, text] of Object.entries(MODULES)) {
    fs.writeFileSync(path.join(directory, file), text);
  }
});
beforeEach(() => jest.spyOn(console, 'log').mockImplementation());
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(directory, { recursive: true });
});

/** What a program prints that has the index, of this source, beside it. */
function run(source: string, program: string): string[] {
  fs.writeFileSync(path.join(directory, 'index.js'), lazyIndex(source, directory));
  fs.writeFileSync(path.join(directory, 'program.mjs'), program);
  return execFileSync(process.execPath, ['program.mjs'], { cwd: directory, encoding: 'utf-8' }).trimEnd().split('\n');
}

const REQUIRE = "import { createRequire } from 'module'; const index = createRequire(import.meta.url)('./index.js');";
const SOURCE = "export * from './one';\nexport { Two } from './two';\nexport type { hidden } from './two';\nexport * as three from './three';\n";

test('exports the same names, without the types', () => {
  expect(run(SOURCE, `${REQUIRE} console.log(JSON.stringify(Object.keys(index)))`)).toEqual(['["One","Uno","Two","three"]']);
});

test('a module is loaded when one of its names is used, once', () => {
  expect(run(SOURCE, `${REQUIRE} console.log('start'); index.Two; index.Two; index.One; index.Uno; console.log(index.One === index.Uno);`))
    .toEqual(['start', 'two is loaded', 'one is loaded', 'true']);
});

test('an ES module can import every name', () => {
  expect(run(SOURCE, "import { One, Two, three } from './index.js'; console.log(typeof One, Two, three.loads);").slice(-1)).toEqual(['function two 0']);
});

test('a name under another name', () => {
  expect(run("export { Two as Deux, type hidden } from './two';", `${REQUIRE} console.log(index.Deux, Object.keys(index).length)`).slice(-1)).toEqual(['two 1']);
});

test('what loads at once, or twice, is refused', () => {
  expect(() => lazyIndex("import './one';", directory)).toThrow(/may only export from modules, got ImportDeclaration/);
  expect(() => lazyIndex('export const a = 1;', directory)).toThrow(/may only export from modules, got FirstStatement/);
  expect(() => lazyIndex("export * from './two'; export { Two } from './two';", directory)).toThrow(/"Two" is exported twice/);
});
