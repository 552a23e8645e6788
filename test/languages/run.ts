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
import type { InstalledApp, Language } from './language';
import { missing, synthesize, synthesizeReadme, useEverything } from './language';
import { nameProblems } from './names';
import { Packages } from './packages';
import { renamedIn } from './renamed';
import { forgottenStructs, structProblems } from './structs';
import { CDK_VERSION, stopAll } from './tools';
import { ROOT } from '../acceptance/tools';

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
  return { example: folder('example'), readme: folder('readme'), everything: folder('everything') };
}

async function use(language: Language, packages: Packages, directory: string): Promise<InstalledApp> {
  const folder = path.join(directory, language.name);
  fs.mkdirSync(folder);
  const app = await check(`${language.name}: the package is installed next to aws-cdk-lib ${CDK_VERSION}`, () => language.install(packages, folder), ({ notes = [] }) => notes);
  const { example, readme, everything } = outputs(language, directory);
  await check(`${language.name}: cdk synth`, () => synthesize(app, example));
  await check(`${language.name}: the app of the README`, () => synthesizeReadme(app, readme));
  if (app.everything) {
    await check(`${language.name}: every struct, and what comes back`, () => useEverything(app, everything));
  }
  return app;
}

async function compareWithTypeScript(language: Language, directory: string): Promise<void> {
  const [expected, actual] = [TYPESCRIPT, language].map((each) => outputs(each, directory));
  await check(`${language.name}: all templates are those of TypeScript`, async () => {
    await compare(expected.example, actual.example);
    await compare(expected.readme, actual.readme);
    if (fs.existsSync(actual.everything)) {
      await compare(expected.everything, actual.everything);
    }
  });
}

/** The first failure ends the run. */
async function main(directory: string): Promise<void> {
  const languages = [PYTHON, JAVA, GO];
  const lacking = languages.flatMap(missing);
  if (lacking.length > 0) {
    throw new Error(`this machine lacks ${lacking.join(', ')}`);
  }
  const hasDotnet = missing(DOTNET).length === 0;
  const packages = new Packages(path.join(directory, 'packages'));
  await check('the library is compiled', () => packages.compile());
  await check('every struct can be made without nulls', () => fail([...structProblems(readAssembly()), ...forgottenStructs(readAssembly())]));
  await check('npm\'s package is built, and the code of each language is generated', () => packages.buildCode());
  await check('no name is something else in a language', () => fail([...nameProblems(readAssembly()), ...renamedIn(packages.code)]));
  // Two at a time: each waits for its registry, or keeps one core busy.
  await Promise.all([
    use(PYTHON, packages, directory).then(() => use(GO, packages, directory)),
    use(JAVA, packages, directory)
      .then(() => use(TYPESCRIPT, packages, directory))
      .then((app) => check('modules of every kind, in TypeScript and JavaScript, and the command line', () => consume(app, directory))),
  ]);
  if (hasDotnet) {
    await use(DOTNET, packages, directory);
  } else {
    console.log('skipped  .NET: no SDK is installed');
  }
  for (const language of [...languages, ...hasDotnet ? [DOTNET] : []]) {
    await compareWithTypeScript(language, directory);
  }
  await check('the packages have what they should, and no more', () => checkContents(packages), (sizes) => sizes);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-mcp-guardrails-languages-'));
main(scratch)
  .catch((error: Error) => {
    stopAll();
    console.error(`FAILED  ${error.message}`);
    process.exitCode = 1;
  })
  // What was stopped may still be writing.
  .finally(() => fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 }));
