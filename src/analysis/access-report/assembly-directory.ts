import * as fs from 'fs';
import * as path from 'path';
import type { InputFacts } from './html-facts';

/** The directory of the cloud assembly that the templates are in; of those of stages, the outermost. */
export function assemblyDirectory(templatePaths: readonly string[]): string {
  let directory = commonDirectory(templatePaths.map((file) => path.dirname(path.resolve(file))));
  while (isNestedAssembly(directory)) {
    directory = path.dirname(directory);
  }
  return directory;
}

function commonDirectory([first, ...others]: string[]): string {
  let directory = first;
  while (!others.every((other) => other === directory || other.startsWith(directory.endsWith(path.sep) ? directory : directory + path.sep))) {
    directory = path.dirname(directory);
  }
  return directory;
}

/** Whether the manifest of the directory above says so: a file of that name alone may be anything. */
function isNestedAssembly(directory: string): boolean {
  const manifest = path.join(path.dirname(directory), 'manifest.json');
  if (path.dirname(directory) === directory || !fs.existsSync(manifest)) {
    return false;
  }
  try {
    const artifacts: Array<{ type?: string; properties?: { directoryName?: string } }> =
      Object.values(JSON.parse(fs.readFileSync(manifest, 'utf-8')).artifacts ?? {});
    return artifacts.some(({ type, properties }) => type === 'cdk:cloud-assembly' && properties?.directoryName === path.basename(directory));
  } catch {
    return false;
  }
}

/** What the templates are of: the accounts that their stacks are for, as the manifests beside them say. */
export function assemblyFacts(templatePaths: readonly string[], files: readonly string[]): InputFacts {
  // A manifest is read once for all stacks that it tells of: it is as long as they are many.
  const manifests = new Map<string, ReadonlyMap<unknown, string>>();
  const accounts = new Set<string>();
  for (const file of templatePaths) {
    const directory = path.dirname(file);
    const known = manifests.get(directory) ?? environmentsIn(directory);
    manifests.set(directory, known);
    const [, account] = /^aws:\/\/(\d{12})\//.exec(known.get(path.basename(file)) ?? '') ?? [];
    if (account !== undefined) {
      accounts.add(account);
    }
  }
  return { inputs: files, ...accounts.size > 0 && { accounts: [...accounts].sort() } };
}

/** The environments of the stacks of a directory, by the names of their templates; the first, should two have the same. */
function environmentsIn(directory: string): ReadonlyMap<unknown, string> {
  const found = new Map<unknown, string>();
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(directory, 'manifest.json'), 'utf-8'));
    const artifacts: Array<{ environment?: string; properties?: { templateFile?: unknown } } | null> = Object.values(manifest.artifacts ?? {});
    for (const artifact of artifacts) {
      const file = artifact?.properties?.templateFile;
      if (file !== undefined && !found.has(file)) {
        found.set(file, String(artifact!.environment));
      }
    }
  } catch {
    // Whoever has the templates alone has no account to tell.
  }
  return found;
}
