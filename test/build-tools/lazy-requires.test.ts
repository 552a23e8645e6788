import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { lazyRequires } from '../../build-tools/lazy-requires';

const OTHERS = {
  'one.ts': 'console.log("one is loaded"); export const value = 1; export function call() { return value; }',
  'base.ts': 'console.log("base is loaded"); export class Base {}',
};

/** What a program prints that is compiled and made lazy, with two modules beside it. */
function run(program: string): string[] {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'lazy-requires-'));
  try {
    for (const [file, source] of Object.entries({ ...OTHERS, 'program.ts': program })) {
      fs.writeFileSync(path.join(directory, file.replace('.ts', '.js')), lazyRequires(compiled(source)));
    }
    return execFileSync(process.execPath, ['program.js'], { cwd: directory, encoding: 'utf-8' }).trimEnd().split('\n');
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

function compiled(source: string): string {
  return ts.transpile(source, { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true });
}

test('a module is loaded when it is first used, once', () => {
  expect(run(`import { call, value } from './one';
    const print = () => console.log(call(), value, { value }.value);
    console.log('start'); print(); print();`)).toEqual(['start', 'one is loaded', '1 1 1', '1 1 1']);
});

test('not at all if it is not used', () => {
  expect(run("import { call } from './one'; export const later = () => call(); console.log('end');")).toEqual(['end']);
});

test('a class that is extended is loaded at once', () => {
  expect(run("import { Base } from './base'; console.log('start'); class A extends Base {} console.log(new A() instanceof Base);"))
    .toEqual(['start', 'base is loaded', 'true']);
});

test('a name that is exported again, and a namespace', () => {
  expect(run("export { value } from './one'; import * as base from './base'; console.log(typeof exports.value, Object.keys(base).join());"))
    .toEqual(['base is loaded', 'one is loaded', 'number Base']);
});

test('what is used in another way stays as it is', () => {
  const text = 'const one_1 = require("./one");\nconsole.log(one_1);\none_1.call();\n';
  expect(lazyRequires(text)).toBe(text);
});

test('lines stay where they are', () => {
  const text = compiled("import { call } from './one';\n\nexport const a = () => call();\n");
  expect(lazyRequires(text)).not.toBe(text);
  expect(lazyRequires(text).split('\n').length).toBe(text.split('\n').length);
});
