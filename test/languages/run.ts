import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { Assembly } from '@jsii/spec';
import { DOTNET } from './clients/dotnet';
import { GO } from './clients/go';
import { JAVA } from './clients/java';
import { PYTHON } from './clients/python';
import { TYPESCRIPT } from './clients/typescript';
import { compare } from './compare';
import { consume } from './consumer';
import { checkContents } from './contents';
import { cdkNames, CsharpCode, csharpSources } from './csharp-names';
import type { InstalledApp, Language } from './language';
import { missing, runTests, synthesize, synthesizeReadme, useEverything } from './language';
import { nameProblems } from './names';
import type { LanguageId, Options } from './options';
import { LANGUAGES, parseOptions, USAGE } from './options';
import { Packages } from './packages';
import { renamedIn } from './renamed';
import { forgottenStructs, structProblems } from './structs';
import { useTemplate } from './template';
import { stopAll } from './tools';
import { JAVA_OPTIONS, ROOT } from '../acceptance/tools';

/** Runs a check, and says in a line what was checked, and below it what the check has to say. */
async function check<T>(what: string, body: () => T | Promise<T>, details: (result: T) => string[] = () => []): Promise<T> {
  const start = Date.now();
  try {
    const result = await body();
    console.log([`ok  ${what} (${((Date.now() - start) / 1000).toFixed(1)} s)`, ...details(result).map((detail) => `      ${detail}`)].join('\n'));
    return result;
  } catch (error) {
    throw new Error(`${what}\n${(error as Error).message}`);
  }
}

function fail(problems: string[]): void {
  if (problems.length > 0) {
    throw new Error(problems.join('\n'));
  }
}

function readAssembly(): Assembly {
  return JSON.parse(fs.readFileSync(path.join(ROOT, '.jsii'), 'utf-8'));
}

/** What an app and the program that uses everything are synthesized to. */
function outputs(language: Language, directory: string) {
  const folder = (what: string) => path.join(directory, `${language.name}-${what}`);
  return { example: folder('example'), readme: folder('readme'), everything: folder('everything'), tests: folder('tests') };
}

/** What was done with a language. */
interface Row {
  readonly language: string;
  package: string;
  example: string;
  README: string;
  everything: string;
  tests: string;
  seconds: string;
}

const table: Row[] = [];

async function use(language: Language, packages: Packages, directory: string, options: Options): Promise<InstalledApp> {
  const start = Date.now();
  const row: Row = { language: language.name, package: '-', example: '-', README: '-', everything: '-', tests: '-', seconds: '-' };
  table.push(row);
  const folder = path.join(directory, language.name);
  fs.mkdirSync(folder);
  const app = await check(`${language.name}: the package is installed next to aws-cdk-lib ${options.cdk}`, () => language.install(packages, folder, options), ({ notes = [] }) => notes);
  row.package = 'ok';
  const { example, readme, everything, tests } = outputs(language, directory);
  await check(`${language.name}: cdk synth`, () => synthesize(app, example));
  row.example = 'ok';
  await check(`${language.name}: the app of the README`, () => synthesizeReadme(app, readme));
  row.README = 'ok';
  await check(`${language.name}: every struct, and what comes back`, () => useEverything(app, everything));
  row.everything = 'ok';
  row.tests = String(await check(`${language.name}: the tests of the example`, () => runTests(language, app, tests)));
  row.seconds = ((Date.now() - start) / 1000).toFixed(0);
  return app;
}

async function compareWithTypeScript(language: Language, directory: string): Promise<void> {
  const [expected, actual] = [TYPESCRIPT, language].map((each) => outputs(each, directory));
  await check(`${language.name}: all templates are those of TypeScript`, async () => {
    await compare(expected.example, actual.example);
    await compare(expected.readme, actual.readme);
    await compare(expected.everything, actual.everything);
  });
}

const CLIENTS: Readonly<Record<LanguageId, Language>> = { python: PYTHON, java: JAVA, go: GO, dotnet: DOTNET };

/** Those that are asked for, which the machine must have; else all, of which it may lack C#. */
function chosen({ languages }: Options): { used: LanguageId[]; leftOut: string[] } {
  const wanted = languages.length > 0 ? languages : LANGUAGES.filter((id) => id !== 'dotnet' || missing(DOTNET).length === 0);
  const lacking = wanted.flatMap((id) => missing(CLIENTS[id]));
  if (lacking.length > 0) {
    throw new Error(`this machine lacks ${lacking.join(', ')}`);
  }
  const leftOut = LANGUAGES.filter((id) => !wanted.includes(id))
    .map((id) => `left out  ${CLIENTS[id].name}${languages.length > 0 ? '' : `: this machine lacks ${missing(CLIENTS[id]).join(', ')}`}`);
  return { used: [...wanted], leftOut };
}

/** The first failure ends the run. */
async function main(directory: string, options: Options): Promise<void> {
  const { used, leftOut } = chosen(options);
  leftOut.forEach((line) => console.log(line));
  const packages = new Packages(path.join(directory, 'packages'));
  await check('the library is compiled', () => packages.compile());
  await check('every struct can be made without nulls', () => fail([...structProblems(readAssembly()), ...forgottenStructs(readAssembly())]));
  await check('npm\'s package is built, and the code of each language is generated', () => packages.buildCode());
  await check('no name is something else in a language', () => fail([...nameProblems(readAssembly()), ...renamedIn(packages.code)]));
  await check('the sources in C# name what there is', async () => fail((await CsharpCode.read(packages.csharpSource)).problems(csharpSources(), cdkNames())));
  // Two at a time: each waits for its registry, or keeps one core busy.
  const one = async (...ids: LanguageId[]) => {
    for (const id of ids.filter((each) => used.includes(each))) {
      await use(CLIENTS[id], packages, directory, options);
    }
  };
  await Promise.all([
    one('python', 'go'),
    one('java').then(() => use(TYPESCRIPT, packages, directory, options))
      .then((app) => check('modules of every kind, in TypeScript and JavaScript, and the command line', () => consume(app, directory)))
      .then(() => check('the app that mcp-guardrails init makes: its tests, cdk synth --strict', () => useTemplate(packages, path.join(directory, 'organization')))),
  ]);
  await one('dotnet');
  for (const id of used) {
    await compareWithTypeScript(CLIENTS[id], directory);
  }
  if (['python', 'java'].every((id) => used.includes(id as LanguageId))) {
    await check('the packages have what they should, and no more', () => checkContents(packages), (sizes) => sizes);
  } else {
    console.log('left out  what the packages have in them, which takes Python and Java');
  }
}

function printTable(): void {
  const [first] = table;
  if (first) {
    const columns = Object.keys(first) as Array<keyof Row>;
    const rows = [Object.fromEntries(columns.map((name) => [name, name])) as unknown as Row, ...table];
    const widths = columns.map((name) => Math.max(...rows.map((row) => row[name].length)));
    console.log(`\n${rows.map((row) => columns.map((name, i) => row[name].padEnd(widths[i])).join('  ').trimEnd()).join('\n')}`);
  }
}

async function run(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return;
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-mcp-guardrails-languages-'));
  try {
    await main(scratch, options);
  } finally {
    stopAll();
    printTable();
    // What was stopped may still be writing.
    fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  }
}

Object.assign(process.env, JAVA_OPTIONS);
run().catch((error: Error) => {
  console.error(`FAILED  ${error.message}`);
  process.exitCode = 1;
});
