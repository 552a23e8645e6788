import { parseArgs } from 'util';
import { nearest } from '../../src/private/edit-distance';

/** The languages by what a user of the command calls them. TypeScript is always there: the others are compared with it. */
export const LANGUAGES = ['python', 'java', 'go', 'dotnet'] as const;

export type LanguageId = typeof LANGUAGES[number];

/** What a run does. */
export interface Options {
  /** The languages that were asked for; none for all that the machine has. */
  readonly languages: readonly LanguageId[];
  /** Of `aws-cdk-lib`. */
  readonly cdk: string;
  readonly constructs: string;
  /** A folder of NuGet packages. */
  readonly nugetSource?: string;
}

/** Versions of `aws-cdk-lib` and `constructs` that the examples use: npm, PyPI, Maven Central and the Go proxy all have them. */
export const PINNED = { cdk: '2.260.0', constructs: '10.6.0' };

export const USAGE = `npm run test:languages -- [LANGUAGE…] [--cdk VERSION] [--constructs VERSION] [--nuget-source FOLDER]

Builds the package of each language, runs the example, its tests, the app of the README and a program that uses everything with it,
and compares what comes out with TypeScript's. Without a LANGUAGE: all, but C# only if there is an SDK.

  python    needs Python 3 with its venv module, and PyPI
  java      needs a JDK of version 17 or newer, Maven, and Maven Central
  go        needs Go 1.25 or newer, and a Go proxy
  dotnet    needs an SDK of .NET 8 or newer, and NuGet

  --cdk VERSION           of aws-cdk-lib, instead of ${PINNED.cdk}: a registry may lack that
  --constructs VERSION    of constructs, instead of ${PINNED.constructs}
  --nuget-source FOLDER   a folder of NuGet packages, beside nuget.org
`;

/** @throws with the usage if there is a mistake in the arguments. */
export function parseOptions(args: string[]): Options | 'help' {
  let parsed;
  try {
    const string = { type: 'string' } as const;
    parsed = parseArgs({ args, allowPositionals: true, options: { 'cdk': string, 'constructs': string, 'nuget-source': string, 'help': { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${USAGE}`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    return 'help';
  }
  for (const name of positionals) {
    if (!LANGUAGES.some((language) => language === name)) {
      const near = nearest(name, [...LANGUAGES]);
      throw new Error(`there is no language ${name}${near === undefined ? '' : ` (did you mean ${near}?)`}: expected some of ${LANGUAGES.join(', ')}`);
    }
  }
  for (const option of ['cdk', 'constructs'] as const) {
    if (values[option] !== undefined && !/^\d+\.\d+\.\d+$/.test(values[option])) {
      throw new Error(`--${option} ${values[option]}: expected a version, such as ${PINNED[option]}`);
    }
  }
  const languages = LANGUAGES.filter((language) => positionals.includes(language));
  return { languages, cdk: values.cdk ?? PINNED.cdk, constructs: values.constructs ?? PINNED.constructs, nugetSource: values['nuget-source'] };
}
