import * as fs from 'fs';
import * as path from 'path';
import { aboutInput, CliError } from './cli-error';
import type { AssemblyTemplate } from './cloud-assembly';
import { assemblyTemplates, isAssembly } from './cloud-assembly';
import type { FoundDocument } from './find-documents';
import { findDocuments, isUrlEncoded } from './find-documents';
import { JsonSyntaxError, JsonText } from './json-text';
import { fileError, readTextFile, readTextStream } from './read-text';
import type { TemplateInput } from '../analysis/template/template-set';
import type { PolicyPlace } from '../iam/policy';
import type { Json } from '../iam/value';

/** What standard input is called in what is printed. */
export const STDIN = '<stdin>';

/** A file that was read. */
export interface InputFile {
  /** As the user names it. */
  readonly name: string;
  readonly json: JsonText;
  /** What stood before the JSON: a byte order mark, which some editors write. */
  readonly prefix: string;
  /** Whether the JSON was URL-encoded. */
  readonly urlEncoded: boolean;
}

export interface InputDocument extends FoundDocument {
  readonly file: InputFile;
}

export interface InputTemplate extends TemplateInput {
  readonly source: InputFile;
  readonly file: string;
}

/** What was found in the files of a command line. */
export interface Input {
  readonly files: readonly InputFile[];
  readonly documents: readonly InputDocument[];
  /** Those of a `cdk.out` are read together, and so are those given one by one: they may import each other's exports. */
  readonly templateSets: ReadonlyArray<readonly InputTemplate[]>;
}

/** Standard input, as far as it is read. */
export type InputStream = AsyncIterable<Buffer | string> & { readonly isTTY?: boolean };

/** @param names files, directories, or `-` for standard input; also if there is none */
export async function readInput(names: readonly string[], stdin: InputStream): Promise<Input> {
  const input = { files: [] as InputFile[], documents: [] as InputDocument[], templateSets: [] as InputTemplate[][] };
  const single: InputTemplate[] = [];
  const seen = new Set<string>();
  for (const name of names.length === 0 ? ['-'] : names) {
    const id = name === '-' ? name : path.resolve(name);
    if (seen.has(id)) {
      continue;
    }
    seen.add(id);
    if (name !== '-' && isDirectory(name)) {
      const templates = readAssembly(name);
      input.files.push(...templates.map(({ source }) => source));
      input.templateSets.push(templates);
      continue;
    }
    const file = name === '-' ? parseFile(STDIN, await readStdin(stdin, names)) : readFile(name);
    input.files.push(file);
    const template = templateIn(file.json.value);
    if (template) {
      single.push({ ...knownOf(file.name), template, file: file.name, source: file });
    } else {
      input.documents.push(...documentsIn(file));
    }
  }
  return { ...input, templateSets: single.length > 0 ? [...input.templateSets, single] : input.templateSets };
}

/** Reads a file that holds policy documents, no templates. */
export function readDocuments(name: string): InputDocument[] {
  if (isDirectory(name)) {
    throw new CliError(`${name}: a directory: expected a policy document`);
  }
  return documentsIn(readFile(name));
}

/** The line of a statement, or of what is nearest to it. */
export function lineIn(file: InputFile, ...ways: Array<string | undefined>): number {
  return file.json.lineOf(ways.flatMap((way) => (way ? way.split('/') : [])));
}

/** The way within the file to the document of a place in a template. */
export function wayOf({ logicalId, path: way }: PolicyPlace): string[] {
  return [...logicalId === undefined ? [] : ['Resources', logicalId], ...way ? way.split('/') : []];
}

function readAssembly(directory: string): InputTemplate[] {
  if (!isAssembly(directory)) {
    throw new CliError(`${directory}: a directory, but not the output of a CDK app: expected "cdk.out" and "manifest.json" in it, or files`);
  }
  return assemblyTemplates(directory, (file) => readFile(file).json.value).map((known) => {
    const source = readFile(known.file);
    // A stack without resources has a template that does not say so.
    return { ...known, source, template: { Resources: {}, ...source.json.value as Json } };
  });
}

/** What the manifest beside a template knows of it. */
function knownOf(name: string): Partial<AssemblyTemplate> {
  const directory = path.dirname(name);
  const known = name !== STDIN && isAssembly(directory) ? assemblyTemplates(directory, (file) => readFile(file).json.value) : [];
  return known.find(({ file }) => path.resolve(file) === path.resolve(name)) ?? {};
}

function isDirectory(name: string): boolean {
  try {
    return fs.statSync(name).isDirectory();
  } catch (error) {
    throw fileError(name, error);
  }
}

async function readStdin(stdin: InputStream, names: readonly string[]): Promise<string> {
  if (stdin.isTTY && names.length === 0) {
    throw new CliError('no file is given', 'Give policies, templates or a cdk.out, or pipe one of them in.');
  }
  return readTextStream(STDIN, stdin);
}

function readFile(name: string): InputFile {
  return parseFile(name, readTextFile(name));
}

function parseFile(name: string, content: string): InputFile {
  const prefix = content.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = content.slice(prefix.length);
  if (text.trim() === '') {
    throw new CliError(`${name}: empty`);
  }
  const urlEncoded = isUrlEncoded(text);
  try {
    return { name, prefix, urlEncoded, json: new JsonText(urlEncoded ? decodeURIComponent(text) : text) };
  } catch (error) {
    if (error instanceof JsonSyntaxError && looksLikeYaml(name, text)) {
      throw new CliError(`${name}: YAML is not read: convert it to JSON`, 'cdk synth writes the templates of an app to cdk.out as JSON: give that directory.');
    }
    if (error instanceof JsonSyntaxError) {
      throw new CliError(`${name}:${error.position.line}:${error.position.column}: not valid JSON: ${error.message}`);
    }
    throw error instanceof URIError ? new CliError(`${name}: not valid URL encoding`) : error;
  }
}

function looksLikeYaml(name: string, text: string): boolean {
  return /\.ya?ml$/i.test(name) || /^\s*(---|#|%YAML|[A-Za-z]+:(\s|$))/.test(text);
}

function templateIn(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null || 'Statement' in value) {
    return undefined;
  }
  return 'Resources' in value || 'AWSTemplateFormatVersion' in value ? { Resources: {}, ...value } : undefined;
}

function documentsIn(file: InputFile): InputDocument[] {
  const found = aboutInput(file.name, () => findDocuments(file.json.value));
  if (found.length === 0) {
    throw new CliError(`${file.name}: neither a policy, an object with "Statement", nor a CloudFormation template, an object with "Resources"`);
  }
  return found.map((document) => ({ ...document, file }));
}
