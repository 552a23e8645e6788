import * as fs from 'fs';
import * as path from 'path';
import { CliError } from './cli-error';

/** A template of a cloud assembly, and what its manifest knows of it. */
export interface AssemblyTemplate {
  readonly file: string;
  readonly constructPaths: ReadonlyMap<string, string>;
  readonly account?: string;
  readonly region?: string;
  readonly stackName?: string;
}

type Json = { [key: string]: any };

/** Whether a directory is the output of a CDK app. */
export function isAssembly(directory: string): boolean {
  return fs.existsSync(path.join(directory, 'cdk.out')) && fs.existsSync(path.join(directory, 'manifest.json'));
}

/**
 * The templates of a `cdk.out`: of all its stacks, those of the app's stages and of nested stacks included.
 *
 * @param readJson reads a file; its errors are the user's
 */
export function assemblyTemplates(directory: string, readJson: (file: string) => unknown): AssemblyTemplate[] {
  const found = templatesIn(directory, readJson, new Set());
  if (found.length === 0) {
    throw new CliError(`${directory}: there is no stack in it`);
  }
  return found;
}

function templatesIn(directory: string, readJson: (file: string) => unknown, seen: Set<string>): AssemblyTemplate[] {
  const real = path.resolve(directory);
  if (seen.has(real)) {
    return [];
  }
  seen.add(real);
  const artifacts = objectsIn(objectOf(readJson(path.join(directory, 'manifest.json'))).artifacts);
  return artifacts.flatMap(([id, { type, properties = {}, ...artifact }]): AssemblyTemplate[] => {
    if (type === 'cdk:cloud-assembly' && typeof properties.directoryName === 'string') {
      return templatesIn(path.join(directory, properties.directoryName), readJson, seen);
    }
    if (type !== 'aws:cloudformation:stack' || typeof properties.templateFile !== 'string') {
      return [];
    }
    const { additionalMetadataFile: more } = artifact;
    const metadata = { ...objectOf(artifact.metadata), ...(typeof more === 'string' ? objectOf(readJson(path.join(directory, more))) : {}) };
    const root: AssemblyTemplate = {
      file: path.join(directory, properties.templateFile),
      constructPaths: constructPaths(metadata),
      ...environmentOf(artifact.environment),
      stackName: typeof properties.stackName === 'string' ? properties.stackName : id,
    };
    return [root, ...nestedTemplates(root, readJson)];
  });
}

/** Those of a stack's nested stacks, and of theirs, which are among its assets. */
function nestedTemplates({ file, account, region }: AssemblyTemplate, readJson: (file: string) => unknown): AssemblyTemplate[] {
  const manifest = file.replace(/\.template\.json$/, '.assets.json');
  if (manifest === file || !fs.existsSync(manifest)) {
    return [];
  }
  return objectsIn(objectOf(readJson(manifest)).files).map(([, { source }]): unknown => objectOf(source).path)
    .filter((asset): asset is string => typeof asset === 'string' && asset.endsWith('.nested.template.json'))
    .map((asset) => ({ file: path.join(path.dirname(file), asset), constructPaths: new Map<string, string>(), account, region }));
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

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function objectsIn(value: unknown): Array<[string, Json]> {
  return Object.entries(objectOf(value)).map(([key, each]) => [key, objectOf(each)]);
}
