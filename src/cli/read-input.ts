import * as fs from 'fs';
import * as path from 'path';
import { largeAccount } from './account-details';
import { aboutInput, CliError, Problems } from './cli-error';
import type { AssemblyTemplate } from './cloud-assembly';
import { assemblyTemplates, isAssembly } from './cloud-assembly';
import { contentOf, mayHoldPolicies } from './folder';
import { isCollection, readCollection } from './iam-collect';
import type { Input, InputDocument, InputTemplate } from './input';
import { STDIN } from './input';
import { documentsIn } from './input-documents';
import type { InputFile } from './input-file';
import { isTerraform, parseFile, unreadable } from './input-file';
import { LARGE, LargeFile } from './large-file';
import { madeInput } from './made-input';
import type { MadeInput } from './made-template';
import { MarkdownText } from './markdown-text';
import { organizationPolicies } from './organization-dump';
import { refuseAmongOthers } from './own-file';
import { fileError, readTextFile, readTextStream, realPath } from './read-text';
import { isTemplate, refuseStoredState, templateOf } from './template-file';
import { controlPolicyKind } from '../iam/policy-type-lookup';
import type { Json } from '../iam/value';

/** Standard input, as far as it is read. */
export type InputStream = AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };

/** Where input comes from besides files, and where what is wrong with some of it goes. */
export interface InputContext {
  readonly stdin: InputStream;
  readonly problems: Problems;
}

export interface InputOptions {
  /** Whether a directory may be another one than a `cdk.out`. */
  readonly folders: boolean;
  /** Whether a file that is named may have nothing to do with policies, as those of a folder may. */
  readonly skipOthers?: boolean;
  /** Whether policies that are known only later are no problem, as what is not known is in the answer. */
  readonly answersUnknown?: boolean;
}

/**
 * Reads what a command line names, as far as it can be read.
 *
 * @param names files, directories, or `-` for standard input; also if there is none
 */
export async function readInput(names: readonly string[], context: InputContext, options: InputOptions): Promise<Input> {
  const reader = new InputReader(context.problems, options);
  for (const name of names.length === 0 ? ['-'] : names) {
    await (name === '-' ? reader.readStdin(context.stdin, names) : reader.readPath(name));
  }
  return reader.input();
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
  private readonly files: InputFile[] = [];
  private readonly documents: InputDocument[] = [];
  private readonly templateSets: InputTemplate[][] = [];
  private readonly single: InputTemplate[] = [];
  private readonly controlPolicies: Array<{ readonly file: InputFile; readonly made: MadeInput; readonly documents: readonly InputDocument[] }> = [];
  private readonly attached = new Map<string, { readonly type: unknown; readonly name: string }>();
  private readonly seen = new Set<string>();
  private others = 0;

  public constructor(private readonly problems: Problems, private readonly options: InputOptions) {}

  public input(): Input {
    this.takeControlPolicies();
    const { files, documents, templateSets, single, others } = this;
    // What is given beside one app is about the same account or organization.
    const sets = single.length === 0 ? templateSets : templateSets.length === 1 ? [[...templateSets[0], ...single]] : [...templateSets, single];
    return { files, documents, templateSets: sets, others };
  }

  public async readStdin(stdin: InputStream, names: readonly string[]): Promise<void> {
    if (stdin.isTTY && names.length === 0) {
      throw new CliError('no file is given', 'Give policies, templates or a cdk.out, or pipe one of them in.');
    }
    if (this.isNew('-')) {
      const text = await readTextStream(STDIN, stdin).catch((error) => this.problems.keep(error));
      this.problems.attempt(() => text !== undefined && (this.take(parseFile(STDIN, text)) || noPolicyIn(STDIN)));
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
        this.readFolder(name);
      } else {
        throw new CliError(`${name}: a directory, but not the output of a CDK app: expected "cdk.out" and "manifest.json" in it, or files`);
      }
    });
  }

  /** Also by a link, it is read once. */
  private isNew(name: string): boolean {
    return this.seen.size < this.seen.add(name === '-' ? name : realPath(name)).size;
  }

  private readFile(name: string): void {
    if (this.options.skipOthers) {
      this.readFound(name);
    } else if (this.isNew(name) && !this.takeLarge(name) && !this.take(parseFile(name, readTextFile(name)))) {
      noPolicyIn(name);
    }
  }

  /** Whether it was an account so large that it is not held in memory. */
  private takeLarge(name: string): boolean {
    const stats = fs.statSync(name);
    if (!stats.isFile() || stats.size < LARGE) {
      return false;
    }
    const file = new LargeFile(name);
    const account = readingFile(name, () => aboutInput(name, () => largeAccount(file)));
    if (account) {
      this.takeMade(file.asInput(), account);
    }
    return account !== undefined;
  }

  /** Whether there is a policy in it, or could be: it is a template. */
  private take(file: InputFile): boolean {
    const { name, source, source: { value } } = file;
    if (source instanceof MarkdownText) {
      source.mistakes.forEach(({ message, position: { line, column } }) =>
        this.problems.keep(new CliError(`${name}:${line}:${column}: not valid in a block of code: ${message}`)));
      this.takeDocuments(documentsIn(file));
      return source.mistakes.length > 0 || this.documents.some((document) => document.file.name === name);
    }
    if (isTemplate(value)) {
      this.single.push({ ...this.knownOf(name), template: templateOf(file), file: name, source: file });
      this.files.push(file);
      return true;
    }
    const made = aboutInput(name, () => madeInput(value));
    if (made) {
      this.takeMade(file, made);
      return true;
    }
    refuseStoredState(name, value);
    refuseAmongOthers(name, value);
    const policies = aboutInput(name, () => organizationPolicies(value));
    const documents = documentsIn(file);
    if (policies) {
      this.controlPolicies.push({ file, made: policies, documents });
      return true;
    }
    this.takeDocuments(documents);
    return documents.length > 0;
  }

  private takeDocuments(documents: readonly InputDocument[]): void {
    this.documents.push(...documents);
    this.files.push(...documents.slice(0, 1).map((document) => document.file));
  }

  private takeMade(file: InputFile, input: MadeInput): void {
    const { made, account, isWholeAccount, managedPolicies, incomplete, later, attached = new Map(), notRewritten } = input;
    const { name } = file;
    const problem = incomplete ?? (later !== undefined && this.options.answersUnknown !== true ? [later] as const : undefined);
    if (problem) {
      this.problems.keep(new CliError(`${name}: ${problem[0]}`, problem[1]));
    }
    attached.forEach((type, policy) => this.attached.set(policy, { type, name }));
    const source = { ...file, toSource: made.toSource, notRewritten };
    const { resources: Resources, constructPaths } = made;
    this.single.push({ template: { Resources }, account, isWholeAccount, managedPolicies, constructPaths, file: name, source });
    this.files.push(source);
  }

  /** A policy of an organization by itself is a document; with what it is attached to, or principals, a part of an organization. */
  private takeControlPolicies(): void {
    const isOrganization = this.single.length + this.templateSets.length > 0;
    for (const { file, made, documents } of this.controlPolicies) {
      if (isOrganization) {
        this.takeMade(file, made);
      } else {
        this.takeDocuments(documents);
      }
    }
    const given = new Set(this.single.flatMap(({ template }) => Object.values(template.Resources as Json).map((each) => each?.Properties?.Id)));
    for (const [policy, { type, name }] of this.attached) {
      if (!given.has(policy) && (type === undefined || controlPolicyKind(type) !== undefined)) {
        this.problems.keep(new CliError(`${name}: ${policy} is attached, and its document is not given`,
          `Give what aws organizations describe-policy --policy-id ${policy} prints, too.`));
      }
    }
  }

  private readAssembly(directory: string): void {
    if (!this.isNew(directory)) {
      return;
    }
    const before = this.problems.found.length;
    const known = assemblyTemplates(directory, { json: valueOf, attempt: (work) => this.problems.attempt(work) });
    const templates = known.flatMap((each): InputTemplate[] => {
      const template = this.problems.attempt((): InputTemplate => {
        const source = parseFile(each.file, readTextFile(each.file));
        return { ...each, source, template: templateOf(source) };
      });
      return template ? [template] : [];
    });
    if (templates.length === 0 && this.problems.found.length === before) {
      throw new CliError(`${directory}: there is no stack in it`);
    }
    if (templates.length > 0) {
      this.files.push(...templates.map(({ source }) => source));
      this.templateSets.push(templates);
    }
  }

  private readCollected(directory: string): void {
    const parse = (file: string) => this.problems.attempt(() => parseFile(file, readTextFile(file)));
    for (const { file, input } of aboutInput(directory, () => readCollection(directory, parse))) {
      this.takeMade(file, input);
    }
  }

  private readFolder(folder: string): void {
    const { files, assemblies, collections, terraform } = contentOf(folder, this.problems);
    const before = this.files.length + this.problems.found.length;
    files.forEach((name) => this.problems.attempt(() => this.readFound(name)));
    assemblies.forEach((directory) => this.problems.attempt(() => this.readAssembly(directory)));
    collections.forEach((directory) => this.problems.attempt(() => this.readCollected(directory)));
    if (terraform.length > 0) {
      this.problems.keep(unreadable(terraform[0], ''));
    }
    if (!this.options.skipOthers && this.files.length + this.problems.found.length === before) {
      throw new CliError(`${folder}: no file in it has a policy: expected files that end in .json, .yaml, .yml or .template, or the cdk.out of a CDK app`);
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
    const text = readTextFile(name);
    try {
      this.others += this.take(parseFile(name, text)) ? 0 : 1;
    } catch (error) {
      if (!(error instanceof CliError) || mayHoldPolicies(text)) {
        throw error;
      }
      this.others++;
    }
  }

  /** What the manifest beside a template knows of it, if there is one that can be read. */
  private knownOf(name: string): Partial<AssemblyTemplate> {
    const directory = path.dirname(name);
    if (name === STDIN || !isAssembly(directory)) {
      return {};
    }
    const known = assemblyTemplates(directory, { json: valueOf, attempt: (work) => new Problems().attempt(work) });
    return known.find(({ file }) => path.resolve(file) === path.resolve(name)) ?? {};
  }
}

function valueOf(file: string): unknown {
  return parseFile(file, readTextFile(file)).source.value;
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

function noPolicyIn(name: string): never {
  throw unreadable(name, `${name}: neither a policy, an object with "Statement", nor a CloudFormation template, an object with "Resources"`);
}
