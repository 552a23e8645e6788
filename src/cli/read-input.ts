import * as fs from 'fs';
import * as path from 'path';
import { largeAccount } from './account-details';
import { aboutInput, CliError, Problems } from './cli-error';
import type { AssemblyTemplate } from './cloud-assembly';
import { assemblyTemplates, isAssembly } from './cloud-assembly';
import type { Configs as ConfigsOf } from './config';
import type { FolderOptions } from './folder';
import { contentOf, mayHoldPolicies } from './folder';
import { isCollection, readCollection } from './iam-collect';
import type { Input, InputDocument, InputTemplate, PassedOver } from './input';
import { STDIN } from './input';
import { InputCollector } from './input-collector';
import { documentsIn } from './input-documents';
import type { InputFile } from './input-file';
import { isTerraform, parseFile, unreadable } from './input-file';
import { LARGE, LargeFile } from './large-file';
import type { Progress } from './progress';
import { fileError, readTextFile, readTextStream, realPath } from './read-text';
import { templateOf } from './template-file';
import { isObject } from '../iam/value';

/** Standard input, as far as it is read. */
export type InputStream = AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };

/** Where input comes from besides files, and where what is wrong with some of it goes. */
export interface InputContext {
  readonly stdin: InputStream;
  readonly problems: Problems;
  /** Is told how far the work is. */
  readonly progress?: Progress;
  /** Is told what of folders is not judged. */
  readonly passed?: (file: PassedOver) => void;
  /** What some files say instead of what they do. */
  readonly texts?: ReadonlyMap<string, string>;
}

export interface InputOptions {
  /** How directories are read that are no `cdk.out`; by default they are not. */
  readonly folders?: FolderOptions;
  /** Whether a file that is named may have nothing to do with policies, as those of a folder may. */
  readonly skipOthers?: boolean;
  /** Whether policies that are known only later are no problem, as what is not known is in the answer. */
  readonly answersUnknown?: boolean;
  /** Whether beside accounts and templates the files are read that the configuration names of the organization. */
  readonly withOrganization?: boolean;
}

/**
 * Reads what a command line names, as far as it can be read.
 *
 * @param names files, directories, or `-` for standard input; also if there is none
 */
export async function readInput(names: readonly string[], context: InputContext, options: InputOptions): Promise<Input> {
  const reader = new InputReader(context, options);
  for (const name of names.length === 0 ? ['-'] : names) {
    await (name === '-' ? reader.readStdin(names) : reader.readPath(name));
  }
  if (options.withOrganization && reader.hasTemplates) {
    // Read when it is needed, for it knows every rule.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { Configs } = require('./config') as { Configs: typeof ConfigsOf };
    context.problems.attempt(() => Configs.here())?.organization.forEach((name) => reader.readPath(name));
  }
  const input = reader.input();
  input.passedOver.forEach((each) => context.passed?.(each));
  return input;
}

/** Reads a file that holds policy documents, no templates. */
export function readDocuments(name: string): InputDocument[] {
  if (isDirectory(name)) {
    throw new CliError(`${name}: a directory: expected a policy document`);
  }
  const documents = documentsIn(parseFile(name, readTextFile(name)));
  return documents.length > 0 ? documents : noPolicyIn(name);
}

class InputReader {
  private readonly collector: InputCollector;
  private readonly problems: Problems;
  private readonly seen = new Set<string>();
  private readonly passedOver: PassedOver[] = [];

  public constructor(private readonly context: InputContext, private readonly options: InputOptions) {
    this.problems = context.problems;
    this.collector = new InputCollector(this.problems, options.answersUnknown === true, (name) => this.knownOf(name));
  }

  public get hasTemplates(): boolean {
    return this.collector.hasTemplates;
  }

  public input(): Input {
    return this.collector.input(this.passedOver);
  }

  public async readStdin(names: readonly string[]): Promise<void> {
    const { stdin } = this.context;
    if (stdin.isTTY && names.length === 0) {
      throw new CliError('no file is given', 'Give policies, templates or a cdk.out, or pipe one of them in.');
    }
    if (this.isNew('-')) {
      const text = await readTextStream(STDIN, stdin).catch((error) => this.problems.keep(error));
      this.problems.attempt(() => text !== undefined && (this.collector.take(parseFile(STDIN, text)) || noPolicyIn(STDIN)));
    }
  }

  public readPath(name: string): void {
    this.problems.attempt(() => {
      if (!isDirectory(name)) {
        this.readFile(name);
      } else if (isAssembly(name)) {
        this.readAssembly(name);
      } else if (isCollection(name)) {
        this.readCollected(name);
      } else if (this.options.folders) {
        this.readFolder(name, this.options.folders);
      } else {
        throw new CliError(`${name}: a directory, but not the output of a CDK app: expected "cdk.out" and "manifest.json" in it, or files`);
      }
    });
  }

  /** Also by a link, it is read once. */
  private isNew(name: string): boolean {
    return this.seen.size < this.seen.add(name === '-' ? name : realPath(name)).size;
  }

  private textOf(name: string): string {
    return this.context.texts?.get(name) ?? readTextFile(name);
  }

  private parse(name: string): InputFile {
    return parseFile(name, this.textOf(name));
  }

  private readFile(name: string): void {
    if (this.options.skipOthers) {
      this.readFound(name);
    } else if (this.isNew(name) && !this.takeLarge(name)) {
      const file = this.parse(name);
      if (!this.collector.take(file)) {
        noPolicyIn(name, file);
      }
    }
  }

  /** Whether it was an account so large that it is not held in memory. */
  private takeLarge(name: string): boolean {
    const stats = readingFile(name, () => fs.statSync(name));
    if (!stats.isFile() || stats.size < LARGE) {
      return false;
    }
    const file = new LargeFile(name);
    const account = readingFile(name, () => aboutInput(name, () => largeAccount(file)));
    if (account) {
      this.collector.takeMade(file.asInput(), account);
    }
    return account !== undefined;
  }

  private readAssembly(directory: string): void {
    if (!this.isNew(directory)) {
      return;
    }
    const before = this.problems.found.length;
    const known = assemblyTemplates(directory, { json: (file) => this.parse(file).source.value, attempt: (work) => this.problems.attempt(work) });
    const templates = known.flatMap((each): InputTemplate[] => {
      const template = this.problems.attempt((): InputTemplate => {
        const source = this.parse(each.file);
        return { ...each, source, template: templateOf(source) };
      });
      return template ? [template] : [];
    });
    if (templates.length === 0 && this.problems.found.length === before) {
      throw new CliError(`${directory}: there is no stack in it`);
    }
    if (templates.length > 0) {
      this.collector.takeSet(templates);
    }
  }

  private readCollected(directory: string): void {
    const { problems } = this;
    const collected = readCollection(
      directory, (name) => problems.attempt(() => this.parse(name)), (work) => problems.attempt(() => aboutInput(directory, work)));
    collected.forEach(({ file, input }) => this.collector.takeMade(file, input));
  }

  private readFolder(folder: string, options: FolderOptions): void {
    const { files, assemblies, collections, terraform, passedOver } = contentOf(folder, options, this.problems);
    const before = this.collector.count;
    files.forEach((name, i) => {
      this.context.progress?.at(i, files.length, 'files read');
      this.problems.attempt(() => this.readFound(name));
    });
    assemblies.forEach((directory) => this.problems.attempt(() => this.readAssembly(directory)));
    collections.forEach((directory) => this.problems.attempt(() => this.readCollected(directory)));
    this.passedOver.push(...passedOver);
    if (terraform.length > 0) {
      this.problems.keep(unreadable(terraform[0], ''));
    }
    if (!this.options.skipOthers && this.collector.count === before) {
      const ignored = passedOver.some(({ why }) => why === 'ignored by git');
      throw new CliError(`${folder}: no file in it has a policy: expected files that end in .json, .yaml, .yml or .template, or the cdk.out of a CDK app`,
        ignored ? 'Some are ignored by git: --no-ignore reads them, too.' : undefined);
    }
  }

  /** A file that nobody named may have nothing to do with policies. */
  private readFound(name: string): void {
    if (!this.isNew(name)) {
      return;
    }
    if (isTerraform(name)) {
      throw unreadable(name, '');
    }
    if (this.takeLarge(name)) {
      return;
    }
    const text = this.textOf(name);
    try {
      if (!this.collector.take(parseFile(name, text))) {
        this.passedOver.push({ name, why: 'no policy' });
      }
    } catch (error) {
      if (!(error instanceof CliError) || mayHoldPolicies(text)) {
        throw error;
      }
      this.passedOver.push({ name, why: 'no policy' });
    }
  }

  /** What the manifest beside a template knows of it, if there is one that can be read. */
  private knownOf(name: string): Partial<AssemblyTemplate> {
    const directory = path.dirname(name);
    if (name === STDIN || !isAssembly(directory)) {
      return {};
    }
    const known = assemblyTemplates(directory, { json: (file) => this.parse(file).source.value, attempt: (work) => new Problems().attempt(work) });
    return known.find(({ file }) => path.resolve(file) === path.resolve(name)) ?? {};
  }
}

function isDirectory(name: string): boolean {
  return readingFile(name, () => fs.statSync(name).isDirectory());
}

function readingFile<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fileError(name, error);
  }
}

function noPolicyIn(name: string, file?: InputFile): never {
  const value = file?.source.value;
  if (isObject(value) && Array.isArray(value.serviceAccess) && Array.isArray(value.principals)) {
    throw new CliError(`${name}: an access report, which says what policies allow and does not hold them`,
      'Give what it was made from, such as the cdk.out that it is in.');
  }
  throw unreadable(name, `${name}: neither a policy, an object with "Statement", nor a CloudFormation template, an object with "Resources"`);
}
