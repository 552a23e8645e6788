import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const FOLDER = path.join(ROOT, 'node_modules/.cache/benchmarks');
const SOURCES = ['benchmarks', 'examples/typescript/lib', 'test/random-mix.ts', 'test/random-numbers.ts', 'test/cli/input-corpus.ts', 'src'];

/**
 * Compiles the benchmarks, so that they run what users run: plain JavaScript, with the library as it is compiled in `lib`. What they measure inside
 * of it, which the package has no file for, is compiled for them.
 *
 * @returns the folder with the compiled benchmarks
 */
export function build(): string {
  fs.rmSync(FOLDER, { recursive: true, force: true });
  for (const source of SOURCES) {
    const files = source.endsWith('.ts') ? [source] : fs.readdirSync(path.join(ROOT, source), { recursive: true, encoding: 'utf-8' }).map((file) => path.join(source, file));
    files.filter((file) => file.endsWith('.ts')).forEach(compile);
  }
  fs.rmSync(path.join(FOLDER, 'src/index.js'));
  link('src/index.js', path.join(ROOT, 'lib/index.js'));
  link('data', path.join(ROOT, 'data'));
  link('package.json', path.join(ROOT, 'package.json'));
  link('node_modules/cdk-mcp-guardrails', ROOT);
  return path.join(FOLDER, 'benchmarks');
}

function compile(file: string): void {
  const compiled = ts.transpile(fs.readFileSync(path.join(ROOT, file), 'utf-8'), {
    module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true,
  });
  const target = path.join(FOLDER, file.replace(/\.ts$/, '.js'));
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, compiled);
}

function link(name: string, target: string): void {
  const file = path.join(FOLDER, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.symlinkSync(target, file);
}
