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
  const accounts = new Set(templatePaths.flatMap((file) => accountOf(file) ?? []));
  return { inputs: files, ...accounts.size > 0 && { accounts: [...accounts].sort() } };
}

function accountOf(templatePath: string): string | undefined {
  try {
    const manifest = JSON.parse(fs.readFileSync(path.join(path.dirname(templatePath), 'manifest.json'), 'utf-8'));
    const artifacts: Array<{ environment?: string; properties?: { templateFile?: string } }> = Object.values(manifest.artifacts ?? {});
    const stack = artifacts.find(({ properties }) => properties?.templateFile === path.basename(templatePath));
    return /^aws:\/\/(\d{12})\//.exec(stack?.environment ?? '')?.[1];
  } catch {
    // Whoever has the templates alone has no account to tell.
    return undefined;
  }
}
