import * as path from 'path';
import { loadESLint } from 'eslint';
import * as ts from 'typescript';
import { programs } from './eslint-parser';

const ROOT = path.join(__dirname, '..');

/** Checks types and style of all the code, with the same program: to read the types of aws-cdk-lib is most of the work. Those of the site and of the prose check have one by themselves. */
async function main(): Promise<void> {
  programs.push(...['tsconfig.lint.json', 'website/tsconfig.json', 'build-tools/prose/tsconfig.json'].map((file) => ts.createProgram(...rootsAndOptions(path.join(ROOT, file)))));
  const problems = programs.flatMap((program) => ts.getPreEmitDiagnostics(program));
  const eslint = new (await loadESLint({ useFlatConfig: false }))({ cwd: ROOT, overrideConfig: { parser: require.resolve('./eslint-parser'), ignorePatterns: ['!.vitepress'] } });
  const results = await eslint.lintFiles(programs.flatMap((program) => program.getRootFileNames()).filter((file) => !file.endsWith('.d.ts')));
  console.log([
    ts.formatDiagnosticsWithColorAndContext(problems, { getCurrentDirectory: () => ROOT, getNewLine: () => '\n', getCanonicalFileName: (file) => file }),
    await (await eslint.loadFormatter('stylish')).format(results),
    `${results.length} files checked`,
  ].filter((text) => text !== '').join('\n'));
  process.exitCode = problems.length > 0 || results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0) ? 1 : 0;
}

function rootsAndOptions(file: string): [string[], ts.CompilerOptions] {
  const { fileNames, options, errors } = ts.parseJsonConfigFileContent(ts.readConfigFile(file, ts.sys.readFile).config, ts.sys, path.dirname(file));
  if (errors.length > 0) {
    throw new Error(`${file}: ${ts.flattenDiagnosticMessageText(errors[0].messageText, '\n')}`);
  }
  return [fileNames, options];
}

void main();
