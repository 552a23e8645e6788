import * as fs from 'fs';
import * as path from 'path';
import type { Arguments } from './arguments';
import type { Problems } from './cli-error';
import { isAssembly } from './cloud-assembly';
import { GitIgnore } from './git-ignore';
import { globPattern, relativeTo } from './glob';
import { isCollection } from './iam-collect';
import type { PassedOver } from './input';
import { isTerraform } from './input-file';
import { fileError } from './read-text';

/** How folders are read. */
export interface FolderOptions {
  /** If there are any, only files that one of them matches are read, whatever they end in. */
  readonly include: readonly RegExp[];
  /** What they match is left out, a folder with all in it. */
  readonly exclude: readonly RegExp[];
  /** Whether what git ignores is read, too. */
  readonly ignored: boolean;
}

export function folderOptions(args: Arguments): FolderOptions {
  return { include: args.all('include').map(globPattern), exclude: args.all('exclude').map(globPattern), ignored: args.has('no-ignore') };
}

/** What a folder holds that may hold policies, each by its path. */
export interface FolderContent {
  readonly files: string[];
  /** Each `cdk.out`: what is in it is read by its manifest. */
  readonly assemblies: string[];
  /** Each that iam-collect wrote. */
  readonly collections: string[];
  /** Terraform's own, which is not read. */
  readonly terraform: string[];
  readonly passedOver: PassedOver[];
}

/** All files of a folder and those below it that may hold policies, by their names. Links are not followed. */
export function contentOf(folder: string, options: FolderOptions, problems: Problems): FolderContent {
  const content: FolderContent = { files: [], assemblies: [], collections: [], terraform: [], passedOver: [] };
  walk(folder, options.ignored ? undefined : GitIgnore.above(folder), options, problems, content);
  return content;
}

function walk(folder: string, ignore: GitIgnore | undefined, options: FolderOptions, problems: Problems, content: FolderContent): void {
  const { include, exclude } = options;
  for (const entry of entriesOf(folder, problems)) {
    const name = path.join(folder, entry.name);
    const isFolder = entry.isDirectory();
    const isOf = isFolder ? undefined : listOf(name, include, content);
    const matches = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(relativeTo('', name)) || (isFolder && pattern.test(`${relativeTo('', name)}/`)));
    if (!entry.isFile() && !isFolder || (isFolder && isOf === undefined && isNeverRead(entry.name)) || (!isFolder && !isOf)) {
      continue;
    }
    if (matches(exclude)) {
      content.passedOver.push({ name, why: 'excluded' });
    } else if (isFolder && isAssembly(name)) {
      // Git ignores most, and it is what is deployed.
      content.assemblies.push(name);
    } else if (ignore?.has(name, isFolder)) {
      content.passedOver.push({ name, why: 'ignored by git' });
    } else if (isOf) {
      isOf.push(name);
    } else if (isCollection(name)) {
      content.collections.push(name);
    } else {
      walk(name, ignore?.below(name), options, problems, content);
    }
  }
}

/** Where in the content a file belongs; nowhere if it can have no policy, or is none that is asked for. */
function listOf(name: string, include: readonly RegExp[], { files, terraform }: FolderContent): string[] | undefined {
  if (include.length > 0) {
    return include.some((pattern) => pattern.test(relativeTo('', name))) ? files : undefined;
  }
  return /\.(json|ya?ml|template)$/i.test(name) ? files : isTerraform(name) ? terraform : undefined;
}

function isNeverRead(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function entriesOf(folder: string, problems: Problems): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    problems.keep(fileError(folder, error));
    return [];
  }
}

/** Whether a string that is neither JSON nor YAML can have a policy in it at all. */
export function mayHoldPolicies(text: string): boolean {
  return /Statement|Effect|Resources/.test(text);
}
