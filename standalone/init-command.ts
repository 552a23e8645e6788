import * as fs from 'fs';
import * as path from 'path';
import { CliError } from '../src/cli/cli-error';
import type { Command } from '../src/cli/command';
import { ExitCode } from '../src/cli/command';
import { makeFolder } from '../src/cli/write-file';

/** Beside `lib` in the package; the build makes it of an example. npm would take a `.gitignore` there for its own. */
const TEMPLATE = path.join(__dirname, '..', 'template');
const nameOf = (file: string) => file.replace(/^gitignore$/, '.gitignore');

/** What may be in the folder already: a new repository has it. */
const ALLOWED = ['.git'];

interface MadeFolder {
  readonly folder: string;
  readonly files: readonly string[];
}

/** Makes the app that a platform team starts from. It overwrites nothing. */
export const init: Command<string, MadeFolder> = {
  about: 'Makes the app of a platform team in a new or empty folder: guardrails for an organization, the phases in which they come, what watches agents, and tests. '
    + 'It overwrites nothing, and needs no network.',
  takes: 'FOLDER',
  options: [],
  examples: ['agent-guardrails'],
  exitCodes: '0, 2 for bad input',
  input: async ({ files: [folder, ...others], hint }) => {
    if (!folder || others.length > 0) {
      throw new CliError(`expected one folder, such as agent-guardrails${others.length === 0 ? '' : `, got ${[folder, ...others].join(' ')}`}`, hint);
    }
    const [first] = contentOf(folder).filter((name) => !ALLOWED.includes(name)).sort();
    if (first !== undefined) {
      throw new CliError(`${folder}: the folder is not empty, it has ${first}`, 'Give a folder that is new or empty: nothing is overwritten.');
    }
    return folder;
  },
  run: (folder) => {
    const files = fs.readdirSync(TEMPLATE, { recursive: true, encoding: 'utf-8' }).filter((name) => fs.statSync(path.join(TEMPLATE, name)).isFile()).sort();
    for (const name of files) {
      written(folder, () => {
        const to = path.join(folder, nameOf(name));
        makeFolder(path.dirname(to));
        fs.copyFileSync(path.join(TEMPLATE, name), to, fs.constants.COPYFILE_EXCL);
      });
    }
    return { folder, files: files.map(nameOf).sort() };
  },
  print: {
    text: ({ folder, files }, { out, quiet }) => {
      if (quiet) {
        return;
      }
      out.line(`${folder} has the app of a platform team: ${files.length} files. Next:`);
      out.line();
      [...path.relative('', folder) === '' ? [] : [`cd ${folder}`], 'npm install', 'npm test', 'npx cdk synth'].forEach((line) => out.line(`  ${line}`));
      out.line();
      out.line('Then put the ids of your organization into lib/ids.ts. README.md says what comes after that.');
    },
  },
  exitCode: () => ExitCode.OK,
};

function contentOf(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') {
      return [];
    }
    throw new CliError(code === 'ENOTDIR' ? `${folder}: it is a file, expected a folder that is new or empty` : `${folder}: it can't be read: ${code}`);
  }
}

function written(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CliError(`${folder}: it can't be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}
