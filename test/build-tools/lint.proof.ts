import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as ts from 'typescript';
import { filesOf, oxlint } from '../../build-tools/lint';

const ROOT = path.join(__dirname, '..', '..');
const LONG = 'a'.repeat(80);

/** A fault for each rule, each the only one in its file. */
const STYLE: Record<string, string> = {
  '@stylistic/indent': 'if (process.env.A) {\n    process.exit();\n}\n',
  '@stylistic/quotes': 'export const a = "a";\n',
  '@stylistic/comma-dangle': 'export const a = [\n  1\n];\n',
  '@stylistic/comma-spacing': 'export const a = [1,2];\n',
  '@stylistic/no-multi-spaces': 'export const a =  1;\n',
  '@stylistic/array-bracket-spacing': 'export const a = [ 1];\n',
  '@stylistic/array-bracket-newline': 'export const a = [\n  1];\n',
  '@stylistic/object-curly-spacing': 'export const a = {b: 1 };\n',
  '@stylistic/object-curly-newline': 'export const a = { b: 1,\n};\n',
  '@stylistic/object-property-newline': 'export const a = {\n  b: 1, c: 2,\n  d: 3,\n};\n',
  '@stylistic/keyword-spacing': 'if(process.env.A) { process.exit(); }\n',
  '@stylistic/brace-style': 'if (process.env.A)\n{\n  process.exit();\n}\n',
  '@stylistic/space-before-blocks': 'if (process.env.A){ process.exit(); }\n',
  '@stylistic/member-delimiter-style': 'export interface A {\n  b: string,\n}\n',
  '@stylistic/semi': 'export const a = 1\n',
  '@stylistic/max-len': `export const ${LONG}${LONG} = 1;\n`,
  '@stylistic/quote-props': 'export const a = { \'b\': 1 };\n',
  '@stylistic/key-spacing': 'export const a = { b:1 };\n',
  '@stylistic/no-multiple-empty-lines': 'export const a = 1;\n\n\n\nexport const b = 1;\n',
  '@stylistic/no-trailing-spaces': 'export const a = 1; \n',
  'curly': 'if (process.env.A) process.exit();\nelse {\n  process.exitCode = 1;\n}\n',
  '@typescript-eslint/no-require-imports': 'export const a = require(\'fs\');\n',
  'import/no-extraneous-dependencies': 'import * as yaml from \'yaml\';\nexport const a = yaml;\n',
  'import/order': 'import * as path from \'path\';\nimport * as fs from \'fs\';\nexport const a = [fs, path];\n',
  'import/no-duplicates': 'import { join } from \'path\';\nimport { dirname } from \'path\';\nexport const a = [join, dirname];\n',
  '@typescript-eslint/no-shadow': 'const a = 1;\nexport function b(a: number) { return a; }\nexport const c = a;\n',
  'no-bitwise': 'export const a = 1 | 2;\n',
  '@typescript-eslint/member-ordering': 'export class A {\n  public b() { return this.c; }\n  public c = 1;\n}\n',
};
const TYPE_AWARE: Record<string, string> = {
  'dot-notation': 'export const a = process[\'env\'];\n',
  '@typescript-eslint/no-floating-promises': 'export function a(): void {\n  Promise.resolve();\n}\n',
  '@typescript-eslint/return-await':
    'export async function a(): Promise<void> {\n  try {\n    return Promise.resolve();\n  } catch {\n    return undefined;\n  }\n}\n',
};
/** Also what import/no-unresolved finds. */
const TYPES: Record<string, string> = {
  TS2307: 'import { a } from \'./nowhere\';\nexport const b = a;\n',
  TS2882: 'import \'./nowhere\';\nexport const b = 1;\n',
  TS2322: 'export const a: string = 1;\n',
  TS2345: 'export const a = Number.parseInt(1);\n',
  TS2339: 'export const a = \'\'.nothing;\n',
  TS2532: 'export const a = ([] as string[]).at(0).length;\n',
  TS6133: 'const a = 1;\nexport const b = 1;\n',
  TS7006: 'export function a(b) { return !b; }\n',
  TS7030: 'export function a(b: number) { if (b > 1) { return 1; } }\n',
  TS2420: 'interface A { a: string }\nexport class B implements A { }\n',
  TS1005: 'export const a = [1;\n',
};
const FAULTS = { ...STYLE, ...TYPE_AWARE, ...TYPES };
const fileOf = (fault: string) => `src/${fault.replace(/[@/]/g, '_')}.ts`;

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faults-'));
  fs.mkdirSync(path.join(folder, 'src'));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ devDependencies: { yaml: '*' } }));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const { compilerOptions } = JSON.parse(fs.readFileSync(path.join(ROOT, 'tsconfig.json'), 'utf-8'));
  const project = { compilerOptions: { ...compilerOptions, rootDir: '.', noEmit: true, types: ['node'] }, include: ['src'] };
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(project));
  for (const file of ['.oxlintrc.json', '.oxlintrc.types.json']) {
    fs.copyFileSync(path.join(ROOT, file), path.join(folder, file));
  }
  Object.entries(FAULTS).forEach(([fault, text]) => fs.writeFileSync(path.join(folder, fileOf(fault)), text));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** By file, the names of the rules that it breaks, each once, without the plugin's. */
async function found(args: string[]): Promise<Record<string, string[]>> {
  const { output, code } = await oxlint([...args, '--format', 'unix', 'src'], folder);
  expect(code).toBe(1);
  const lines = [...output.matchAll(/^(src\/\S+?\.ts):.*\[\w+\/(?:[^\]]+\()?([^\])]+)\)?\]$/gm)].map(([, file, rule]) => [file, rule]);
  const rulesOf = (file: string) => [...new Set(lines.filter(([of]) => of === file).map(([, rule]) => rule))];
  return Object.fromEntries(Object.keys(FAULTS).map(fileOf).map((file) => [file, rulesOf(file)]));
}

test('each rule of eslint is found by one of the two checks, and has a fault here', async () => {
  const rules = JSON.parse(fs.readFileSync(path.join(ROOT, '.eslintrc.json'), 'utf-8').replace(/^\/\/.*/, '')).rules as Record<string, unknown>;
  const on = Object.keys(rules).filter((rule) => `${rules[rule]}` !== 'off').sort();
  expect([...Object.keys(STYLE), ...Object.keys(TYPE_AWARE), 'import/no-unresolved'].sort()).toEqual(on);

  const style = await found(['--config', '.oxlintrc.json']);
  const types = await found(['--config', '.oxlintrc.types.json', '--type-aware', '--type-check', '--tsconfig', 'tsconfig.json']);
  const last = (rule: string) => rule.replace(/^.*\//, '');
  const namesIn = (faults: object, result: Record<string, string[]>) => Object.keys(faults).map((fault) => [fault, result[fileOf(fault)]]);
  expect(namesIn(STYLE, style)).toEqual(Object.keys(STYLE).map((rule) => [rule, [last(rule)]]));
  expect(namesIn(TYPE_AWARE, types)).toEqual(Object.keys(TYPE_AWARE).map((rule) => [rule, [last(rule)]]));
  expect(namesIn(TYPES, types)).toEqual(Object.keys(TYPES).map((code) => [code, expect.arrayContaining([code])]));

  // The compiler that makes the package finds the same.
  const { options } = ts.parseJsonConfigFileContent(JSON.parse(fs.readFileSync(path.join(folder, 'tsconfig.json'), 'utf-8')), ts.sys, folder);
  const program = ts.createProgram(Object.keys(FAULTS).map((fault) => path.join(folder, fileOf(fault))), options);
  for (const fault of Object.keys(FAULTS)) {
    const source = program.getSourceFile(path.join(folder, fileOf(fault)))!;
    const codes = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ code }) => `TS${code}`);
    expect([fault, types[fileOf(fault)].filter((rule) => /^TS/.test(rule)).sort()]).toEqual([fault, [...new Set(codes)].sort()]);
  }
}, 120_000);

test('all files are checked, for style and for types', () => {
  const all = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts'], { cwd: ROOT, encoding: 'utf-8' }).trim().split('\n')
    .filter((file) => !file.endsWith('.d.ts') && fs.existsSync(path.join(ROOT, file))).sort();
  expect(filesOf('style').sort()).toEqual(all);
  expect([...filesOf('types'), ...filesOf('site'), ...filesOf('prose')].sort()).toEqual(all);
}, 60_000);
