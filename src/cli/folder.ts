import * as fs from 'fs';
import * as path from 'path';
import type { Problems } from './cli-error';
import { isAssembly } from './cloud-assembly';
import { isCollection } from './iam-collect';
import { isTerraform } from './input-file';
import { fileError } from './read-text';

/** What a folder holds that may hold policies, each by its path. */
export interface FolderContent {
  readonly files: readonly string[];
  /** Each `cdk.out`: what is in it is read by its manifest. */
  readonly assemblies: readonly string[];
  /** Each that iam-collect wrote. */
  readonly collections: readonly string[];
  /** Terraform's own, which is not read. */
  readonly terraform: readonly string[];
}

/** All files of a folder and those below it that may hold policies, by their names. Links are not followed. */
export function contentOf(folder: string, problems: Problems): FolderContent {
  const content = { files: [] as string[], assemblies: [] as string[], collections: [] as string[], terraform: [] as string[] };
  for (const entry of entriesOf(folder, problems)) {
    const name = path.join(folder, entry.name);
    if (entry.isFile()) {
      (/\.(json|ya?ml|template)$/i.test(entry.name) ? content.files : isTerraform(entry.name) ? content.terraform : []).push(name);
    } else if (entry.isDirectory() && isAssembly(name)) {
      content.assemblies.push(name);
    } else if (entry.isDirectory() && isCollection(name)) {
      content.collections.push(name);
    } else if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
      const below = contentOf(name, problems);
      content.files.push(...below.files);
      content.assemblies.push(...below.assemblies);
      content.collections.push(...below.collections);
      content.terraform.push(...below.terraform);
    }
  }
  return content;
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
