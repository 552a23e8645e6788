import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { Coverage } from '../../build-tools/unused-apart';
import { unusedApart } from '../../build-tools/unused-apart';

let folder: string;
beforeEach(() => folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'unused-apart-')));
afterEach(() => fs.rmSync(folder, { recursive: true }));

const LONG = JSON.stringify('x'.repeat(5000));

function run(file: string, ...args: string[]): string {
  return execFileSync(process.execPath, [path.join(folder, file), ...args], { encoding: 'utf-8', env: { ...process.env, NODE_V8_COVERAGE: path.join(folder, 'coverage') } });
}

/** Of files of which `main.js` runs, what is written when V8 has said what ran without arguments. */
function divided(texts: { readonly [name: string]: string }): Map<string, string> {
  const write = (files: Iterable<readonly [string, string]>) => [...files].forEach(([name, text]) => fs.writeFileSync(path.join(folder, name), text));
  write(Object.entries(texts));
  run('main.js');
  const coverage = path.join(folder, 'coverage');
  const { result } = JSON.parse(fs.readFileSync(path.join(coverage, fs.readdirSync(coverage)[0]), 'utf-8'));
  const files = unusedApart(new Map(Object.entries(texts)), new Map(result.filter(({ url }: { url: string }) => url.includes(folder))
    .map(({ url, functions }: { url: string; functions: Coverage[] }) => [path.basename(url), functions])));
  write(files);
  return files;
}

const MAIN = 'var{_0,_1,_3}=require("./c0.js");console.log(process.argv.length>2?[_1(2),new _3(4).its,{_1}._1(5),_1(6)].join():_0(1));module.exports={};';

test('what did not run is loaded when it is first used, from its own file and from another', () => {
  const files = divided({
    'main.js': MAIN,
    'c0.js': `function shared(n){return n+TABLE.length}var TABLE=[0];function used(n){return n>5?rare(n):shared(n)}var LONG=${LONG};function rare(n){return count(shared(n))+LONG.length}`
      + 'var counted=0;function count(n){counted+=n;return counted}var Made=class{constructor(its){this.its=rare(its)}};module.exports={_0:used,_1:rare,_3:Made};',
    'other.js': 'var{_0,_1:rare}=require("./c0.js");console.log(_0(1),rare(1));',
  });
  expect(files.get('c0.js')).toBe('var $c0_;function $c0(){return $c0_??=require("./c0-apart.js")}function shared(n){return n+TABLE.length}var TABLE=[0];'
    + 'function used(n){return n>5?$c0()._1(n):shared(n)}module.exports={_0:used,shared};');
  expect(files.get('main.js')).toContain('[$c0()._1(2),new ($c0()._3)(4).its,{_1:$c0()._1}._1(5),$c0()._1(6)]');
  expect(run('main.js')).toBe('2\n');
  expect(run('main.js', 'all')).toBe('5003,5008,5014,5021\n');
  expect(run('other.js')).toBe('2 5002\n');
});

test.each([
  ['a function that ran without doing anything', `function rare(n){return n||${LONG}}function used(n){return rare(n)}`],
  ['a class that is asked about', `var rare=class{its(){return ${LONG}}};function used(n){return n instanceof rare||n}`],
  ['a table that is read', `var rare=[${LONG}];function used(n){return rare.length}`],
  ['a variable that both change', `var rare;function used(n){return n>5?rare=n:n}function other(){return rare??=${LONG}}`],
  ['what has the name of something within a function', `function rare(n){return ${LONG}}function used(n){return n>5?(rare=>rare)(n):n}`],
  ['too little for a file', 'function rare(n){return 1}function used(n){return n>5?rare(n):n}'],
])('%s stays', (_, text) => {
  const files = divided({ 'main.js': 'console.log(require("./c0.js")._0(1));module.exports={};', 'c0.js': `${text}module.exports={_0:used,_1:rare};` });
  expect([...files.keys()].sort()).toEqual(['c0.js', 'main.js']);
});
