import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { Used } from '../../build-tools/bundle';
import { bundle } from '../../build-tools/bundle';

const MODULES = {
  'index.js': 'exports.One = void 0; exports.two = void 0; exports.three = void 0;'
    + 'function lazy(name, get) { Object.defineProperty(exports, name, { enumerable: true, configurable: true, get }); }'
    + 'lazy("One", () => require("./iam/one").One); lazy("two", () => require("./mixins")); lazy("three", () => require("./actions/three"));',
  'actions/three.js': 'console.log(spelled("three")); function spelled(text) { return text; } \nconst one_1 = require("../iam/one");\nconst path_1 = require("path"), two_1 = require("../mixins");\n'
    + 'exports.three = (name = "One") => [new one_1.One() instanceof one_1.One, new one_1[name]() instanceof one_1.One, new (two_1.made())().exports, path_1.basename("a/b"), typeof one_1.One.here]; exports.two = () => two_1.core.name;',
  'iam/one.js': '"use strict"; const path_1 = require("path"), other_1 = require("./other"); console.log("one");'
    + 'class One { static here(given) { return [path_1.basename("a/b"), other_1.later(), One.name, given.exports, { exports: 8 }]; } } exports.One = One;',
  'iam/other.js': 'const one_1 = require("./one"); exports.early = Object.keys(one_1); exports.later = () => Object.keys(one_1);'
    + 'exports.words = () => require("../../data/table.json").words.split(" ");',
  'mixins/index.js': 'console.log("two"); exports.table = require("../../data/table.json"); exports.found = require.resolve("../../data/table.json"); exports.core = require("../iam/one").One; exports.words = require("../iam/other").words;'
    + 'exports.made = () => class { exports = 9; };'
    + 'exports.fails = () => require("./throws");',
  'mixins/throws.js': 'console.log("throws"); throw new Error("as it says");',
  'cli/only.js': 'exports.unreached = 1;',
};

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  for (const [file, text] of Object.entries(MODULES)) {
    fs.mkdirSync(path.dirname(path.join(directory, 'lib', file)), { recursive: true });
    fs.writeFileSync(path.join(directory, 'lib', file), text);
  }
  fs.mkdirSync(path.join(directory, 'data'));
  fs.writeFileSync(path.join(directory, 'data/table.json'), '{"words":"a b"}');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

/** What a program prints that has the bundle beside it. */
async function run(file: string, program: string, used?: Used): Promise<string[]> {
  await bundle(path.join(directory, 'lib'), used);
  fs.writeFileSync(path.join(directory, file), program);
  return execFileSync(process.execPath, [file], { cwd: directory, encoding: 'utf-8' }).trimEnd().split('\n');
}

const scripts = () => fs.readdirSync(path.join(directory, 'lib'), { recursive: true, encoding: 'utf-8' }).filter((file) => file.endsWith('.js')).sort();

test('the index leads to two files; an ES module finds just the names of the index', async () => {
  const names = JSON.parse((await run('names.mjs', "import * as lib from './lib/index.js'; console.log(JSON.stringify(Object.keys(lib)))")).at(-1)!);
  expect(names.filter((name: string) => !['default', 'module.exports'].includes(name))).toEqual(['One', 'three', 'two']);
  expect(scripts()).toEqual(['index.js', 'mixins/index.js']);
});

test('a module runs when it is first required, once, in a circle, too', async () => {
  const program = "const lib = require('./lib'); console.log('before'); lib.One; console.log(JSON.stringify(lib.One.here({ exports: 7 }))); console.log(lib.two.core === lib.One)";
  expect(await run('program.js', program)).toEqual(['before', 'one', '["b",["One"],"One",7,{"exports":8}]', 'two', 'true']);
});

test('of an action, a guardrail or a place, what it needs is loaded when that is first used', async () => {
  const program = "const { three } = require('./lib'); console.log('before'); console.log(three.two()); console.log(JSON.stringify(three.three()))";
  expect(await run('program.js', program)).toEqual(['three', 'before', 'two', 'one', 'One', '[true,true,9,"b","function"]']);
});

test('what no first role runs is in a file for each folder, and what runs is compiled at once', async () => {
  const program = "const { three } = require('./lib'); console.log(JSON.stringify(three.three()))";
  expect(await run('program.js', program, { first: ['iam/one'], all: ['iam/one', 'actions/three', 'actions/three#spelled'] })).toEqual(['three', 'one', 'two', '[true,true,9,"b","function"]']);
  expect(scripts()).toEqual(['actions/index.js', 'iam/index.js', 'index.js', 'mixins/index.js']);
  const eager = scripts().flatMap((file) => [...fs.readFileSync(path.join(directory, 'lib', file), 'utf-8').matchAll(/"([^"]*)":\(function/g)].map(([, name]) => name));
  expect(eager).toEqual(['actions/three', 'iam/one']);
  expect(fs.readFileSync(path.join(directory, 'lib/actions/index.js'), 'utf-8')).toContain('{var spelled=(function(');
});

test('tables are found from every file, and what throws throws again', async () => {
  const program = "const lib = require('./lib'); console.log(JSON.stringify(lib.two.table), lib.two.found, lib.two.words());"
    + 'for (const i of [1, 2]) { try { lib.two.fails(); } catch (error) { console.log(error.message, /mixins.throws/.test(error.stack)); } }';
  expect(await run('program.js', program)).toEqual([
    'two', 'one', `{"words":"a b"} ${path.join(fs.realpathSync(directory), 'data/table.json')} [ 'a', 'b' ]`, 'throws', 'as it says true', 'throws', 'as it says true',
  ]);
});

test('a module that is not there fails the build', async () => {
  fs.writeFileSync(path.join(directory, 'lib/iam/other.js'), 'require("./nowhere")');
  await expect(bundle(path.join(directory, 'lib'))).rejects.toThrow('iam/other.js needs ./nowhere, which is not there');
});

test('a table that is not there fails the build, too', async () => {
  fs.rmSync(path.join(directory, 'data/table.json'));
  await expect(bundle(path.join(directory, 'lib'))).rejects.toThrow('index.js needs ../data/table.json, which is not there');
});

test('of arrow functions that run, those become functions that mean nothing of the one around them', async () => {
  fs.writeFileSync(path.join(directory, 'lib/actions/three.js'), 'exports.three = a => b => ({ sum: a + b }); exports.own = { name: "own", later() { return [() => this.name, (x) => { return [x, arguments.length]; }, async () => 1, () => 2]; } };');
  const program = "const { three: { three } } = require('./lib'); console.log(three(1)(2).sum, three.toString());";
  const names = ['actions/three', ...Array.from({ length: 6 }, (_, i) => `actions/three#=>${i}`)];
  expect(await run('program.js', program, { first: names, all: names })).toEqual([expect.stringMatching(/^3 function\((\w)\)\{return \(function\((\w)\)\{return \(\{sum:\1\+\2\}\)\}\)\}$/)]);
  const text = fs.readFileSync(path.join(directory, 'lib/index.js'), 'utf-8');
  expect(text).toContain('return[()=>this.name,e=>[e,arguments.length],async()=>1,(function(){return 2})]');
});

test('variables of a module have short names, its functions, classes and members keep theirs', async () => {
  fs.writeFileSync(path.join(directory, 'lib/actions/three.js'), 'const WORDS = ["WORDS"], [FIRST, [SECOND], ...OTHERS] = [1, [2], 3]; let COUNT = 0; const { length: LENGTH, name } = WORDS;'
    + 'const short = () => COUNT++; class Kept { static WORDS = WORDS; FIRST = FIRST; static of(given) { return { WORDS, SECOND, [FIRST]: `${SECOND}`, OTHERS: given.OTHERS ?? OTHERS }; } }'
    + 'exports.three = ({ COUNT: counted = COUNT }) => [Kept.WORDS, new Kept(), Kept.of({}), short(), COUNT, counted, Kept.name, short.name, typeof WORDS, LENGTH, name];'
    + 'exports.members = (given, { FIRST: first, SECOND } = given, other) => { ({ OTHERS: other = WORDS, COUNT = WORDS } = given); return [first, SECOND, other, COUNT]; };');
  const program = "const { three: { three, members } } = require('./lib'); console.log(JSON.stringify([...three({}), members({ FIRST: 4, SECOND: 5 })]));";
  expect(await run('program.js', program)).toEqual(['[["WORDS"],{"FIRST":1},{"1":"2","WORDS":["WORDS"],"SECOND":2,"OTHERS":[3]},0,1,0,"Kept","short","object",1,null,[4,5,["WORDS"],["WORDS"]]]']);
  const text = fs.readFileSync(path.join(directory, 'lib/index.js'), 'utf-8');
  expect(text.match(/\b(WORDS|FIRST|SECOND|COUNT|LENGTH)\b/g)!.length).toBeLessThan(14);
  expect(text).not.toMatch(/const WORDS|COUNT\+\+/);
});

test('a variable of a module whose name a function has for another one is a mistake', async () => {
  fs.writeFileSync(path.join(directory, 'lib/actions/three.js'), 'const WORDS = 1; exports.three = (text) => { const WORDS = 2; return eval(text) + WORDS; };');
  await expect(bundle(path.join(directory, 'lib'))).rejects.toThrow('actions/three.js: WORDS is declared twice');
});
