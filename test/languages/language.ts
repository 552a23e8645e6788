import * as fs from 'fs';
import * as path from 'path';
import type { Options } from './options';
import { PINNED } from './options';
import type { Packages } from './packages';
import { appEnvironment, execute, tryOutput } from './tools';
import { ROOT, shown } from '../acceptance/tools';

/** A copy of an example, with the package installed by the language's own client. */
export interface InstalledApp {
  /** Where it is: its `cdk.json` says how it is run. */
  readonly directory: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What is worth saying about the installation. */
  readonly notes?: string[];
  /** Runs the program that uses every struct, with this in its environment, and returns what it writes. */
  readonly everything: (env: NodeJS.ProcessEnv) => Promise<string>;
  /** Runs the app that the README shows. */
  readonly readme: (env: NodeJS.ProcessEnv) => Promise<string>;
  /** Runs the tests of the example, and returns what the runner writes. */
  readonly tests: (env: NodeJS.ProcessEnv) => Promise<string>;
}

/** A language, and how to use the package in it. */
export interface Language {
  readonly name: string;
  /** What it needs of the machine: a name, and a command that says whether it is there. */
  readonly needs: Array<[name: string, command: string, ...args: string[]]>;
  /** How its test runner says how many tests passed. */
  readonly passed: RegExp;
  /** With what is built, and into an empty folder, an app that can be run offline. */
  install(packages: Packages, directory: string, options: Options): Promise<InstalledApp>;
}

/** What the machine lacks for a language. */
export function missing(language: Language): string[] {
  return language.needs.filter(([, command, ...args]) => !tryOutput(command, args)).map(([name]) => name);
}

/** Copies an example as it is in the repository, without what is ignored there, with the versions that are asked for. */
export function copyExample(name: string, directory: string, { cdk, constructs }: Options): void {
  const files = tryOutput('git', ['-C', ROOT, 'ls-files', '-co', '--exclude-standard', `examples/${name}`])!.split('\n');
  for (const file of files) {
    const target = path.join(directory, path.relative(`examples/${name}`, file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const text = fs.readFileSync(path.join(ROOT, file), 'utf-8');
    fs.writeFileSync(target, text.replaceAll(PINNED.cdk, cdk).replaceAll(PINNED.constructs, constructs));
  }
}

/** Synthesizes the app with the CDK CLI, as its user would; but its usage data names the language and its version in every template. */
export async function synthesize(app: InstalledApp, output: string): Promise<void> {
  await execute(process.execPath, [
    require.resolve('aws-cdk/bin/cdk'), 'synth', '--quiet', '--no-lookups', '--no-notices', '--no-version-reporting', '--output', output,
  ], { cwd: app.directory, env: appEnvironment(`${output}-home`, app.env) });
}

/** Synthesizes the app that the README shows. */
export async function synthesizeReadme(app: InstalledApp, output: string): Promise<void> {
  await app.readme(appEnvironment(`${output}-home`, { ...app.env, CDK_OUTDIR: output }));
}

/** Runs the program that uses every struct, and keeps its answers beside what it synthesizes. */
export async function useEverything(app: InstalledApp, output: string): Promise<void> {
  const answers = await app.everything(appEnvironment(`${output}-home`, { ...app.env, CDK_OUTDIR: output }));
  fs.writeFileSync(path.join(output, 'answers.txt'), `${answers.trim()}\n`);
}

/** Runs the tests of the example. Returns how many passed. */
export async function runTests(language: Language, app: InstalledApp, output: string): Promise<number> {
  const written = await app.tests(appEnvironment(`${output}-home`, app.env));
  const passed = Number(language.passed.exec(written)?.[1] ?? 0);
  if (passed < 2) {
    throw new Error(`expected that two tests pass at least, got\n${shown(written)}`);
  }
  return passed;
}
