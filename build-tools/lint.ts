import * as fs from 'fs';
import * as path from 'path';
import { loadESLint } from 'eslint';
import * as ts from 'typescript';
import { programs } from './eslint-parser';

const ROOT = path.join(__dirname, '..');

/** Checks types and style of all the code, with the same program: to read the types of aws-cdk-lib is most of the work. Those of the site and of the prose check have one by themselves. */
async function main(): Promise<void> {
  const projects = ['tsconfig.lint.json', 'website/tsconfig.json', 'build-tools/prose/tsconfig.json'].map((file) => rootsAndOptions(path.join(ROOT, file)));
  const host = compilerHost(projects);
  programs.push(...projects.map(([roots, options]) => ts.createProgram(roots, options, host)));
  const problems = ts.sortAndDeduplicateDiagnostics(programs.flatMap((program, index) =>
    problemsOf(program, new Set(projects.flatMap(([roots], other) => other === index ? [] : roots)))));
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

/**
 * Reads each file once for all programs, which differ in no option that changes how a file is parsed.
 * The index of aws-cdk-lib names every service. Those that no file of ours names, as in `aws_s3`, are left out: their types would be read for nobody.
 */
function compilerHost(projects: [string[], ts.CompilerOptions][]): ts.CompilerHost {
  const host = ts.createCompilerHost(projects[0][1]);
  const named = new Set(projects.flatMap(([roots]) => roots).flatMap((file) => fs.readFileSync(file, 'utf8').match(/\b(?:aws|alexa)_\w+/g) ?? []));
  const files = new Map<string, ts.SourceFile | undefined>();
  const readFile = (file: string) => /\/aws-cdk-lib(-newest)?\/index\.d\.ts$/.test(file)
    ? host.readFile(file)?.replace(/^export \* as (\w+) from .*$/gm, (line, name: string) => /^(aws|alexa)_/.test(name) && !named.has(name) ? '' : line)
    : host.readFile(file);
  const getSourceFile: ts.CompilerHost['getSourceFile'] = (file, options) => {
    if (!files.has(file)) {
      const text = readFile(file);
      files.set(file, text === undefined ? undefined : ts.createSourceFile(file, text, options));
    }
    return files.get(file);
  };
  return { ...host, getSourceFile };
}

/** What TypeScript finds wrong with all files of a program but those that another program has as its own. */
function problemsOf(program: ts.Program, ofOthers: Set<string>): ts.Diagnostic[] {
  const files = program.getSourceFiles().filter(({ fileName }) => !ofOthers.has(fileName));
  return [
    ...program.getConfigFileParsingDiagnostics(), ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(),
    ...files.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
    ...(program.getCompilerOptions().declaration ? files.flatMap((file) => program.getDeclarationDiagnostics(file)) : []),
  ];
}

void main();
