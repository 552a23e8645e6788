import * as fs from 'fs';
import * as path from 'path';
import { aboutInput } from './cli-error';
import { nestedTemplates, within } from '../analysis/template/template-files';
import type { Json } from '../iam/value';
import { objectOf } from '../iam/value';

/** A template of a cloud assembly, and what its manifest knows of it. */
export interface AssemblyTemplate {
  readonly file: string;
  readonly constructPaths: ReadonlyMap<string, string>;
  readonly account?: string;
  readonly region?: string;
  readonly stackName?: string;
}

/** Reads what manifests name. */
export interface AssemblyReader {
  /** The JSON of a file. */
  readonly json: (file: string) => unknown;
  /** What the work returns; `undefined` if it fails because of what was read. */
  readonly attempt: <T>(work: () => T) => T | undefined;
}

/** Whether a directory is the output of a CDK app. */
export function isAssembly(directory: string): boolean {
  return fs.existsSync(path.join(directory, 'cdk.out')) && fs.existsSync(path.join(directory, 'manifest.json'));
}

/** The templates of a `cdk.out`: of all its stacks, those of the app's stages and of nested stacks included. */
export function assemblyTemplates(directory: string, read: AssemblyReader, seen = new Set<string>()): AssemblyTemplate[] {
  const real = path.resolve(directory);
  if (seen.has(real)) {
    return [];
  }
  seen.add(real);
  const manifest = read.attempt(() => read.json(path.join(directory, 'manifest.json')));
  return objectsIn(objectOf(manifest).artifacts).flatMap(([id, artifact]) => read.attempt(() => {
    const { type, properties = {} } = artifact;
    if (type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      return assemblyTemplates(fileIn(directory, properties.directoryName), read, seen);
    }
    return type === 'aws:cloudformation:stack' && typeof properties.templateFile === 'string' ? templatesOf(id, artifact, directory, read) : [];
  }) ?? []);
}

function templatesOf(id: string, artifact: Json, directory: string, read: AssemblyReader): AssemblyTemplate[] {
  const { properties, additionalMetadataFile } = artifact;
  const file = fileIn(directory, properties.templateFile);
  const further = typeof additionalMetadataFile === 'string' ? fileIn(directory, additionalMetadataFile) : undefined;
  // Without it, only the paths of constructs are not known.
  const more = further !== undefined && fs.existsSync(further) ? objectOf(read.attempt(() => read.json(further))) : {};
  const metadata = { ...objectOf(artifact.metadata), ...more };
  const environment = environmentOf(artifact.environment);
  return [
    { file, constructPaths: constructPaths(metadata), ...environment, stackName: typeof properties.stackName === 'string' ? properties.stackName : id },
    ...(read.attempt(() => aboutInput(undefined, () => nestedTemplates(file, read.json))) ?? [])
      .map((nested) => ({ file: nested, constructPaths: new Map<string, string>(), ...environment })),
  ];
}

function fileIn(directory: string, name: string): string {
  return aboutInput(undefined, () => within(directory, name));
}

/** By logical id. Those of nested stacks are among them, but their logical ids are of another template. */
function constructPaths(metadata: Json): ReadonlyMap<string, string> {
  const nested = Object.keys(metadata).flatMap((constructPath) => /^(.*)\.NestedStack\/[^/]*$/.exec(constructPath)?.[1] ?? []);
  return new Map(Object.entries(metadata).filter(([constructPath]) => !nested.some((stack) => constructPath.startsWith(`${stack}/`)))
    .flatMap(([constructPath, entries]) => (Array.isArray(entries) ? entries : [])
      .filter((entry) => objectOf(entry).type === 'aws:cdk:logicalId')
      .map((entry): [string, string] => [String(entry.data), constructPath.replace(/^\//, '')])));
}

/** Of `aws://111122223333/eu-central-1`, in which either may be `unknown-…`. */
function environmentOf(environment: unknown): { account?: string; region?: string } {
  const [, account, region] = /^aws:\/\/([^/]*)\/([^/]*)$/.exec(String(environment)) ?? [];
  const known = (value: string | undefined) => (value === undefined || value.startsWith('unknown-') ? undefined : value);
  return { account: known(account), region: known(region) };
}

function objectsIn(value: unknown): Array<[string, Json]> {
  return Object.entries(objectOf(value)).map(([key, each]) => [key, objectOf(each)]);
}
