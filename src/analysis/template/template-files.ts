import * as fs from 'fs';
import * as path from 'path';
import type { TemplateInput } from './template';

/**
 * Every template of the stacks and of their nested stacks, once.
 *
 * @throws if one can't be read.
 */
export function readTemplateFiles(templatePaths: readonly string[]): Array<TemplateInput & { readonly file: string }> {
  return [...new Set(templatePaths.flatMap((file) => [file, ...nestedTemplates(file, readJson)]))].map((file) => ({
    file,
    // A stack without resources has a template that doesn't say so.
    template: { Resources: {}, ...readJson(file) as object },
  }));
}

/**
 * The templates of a stack's nested stacks, and of theirs, which are among its assets.
 *
 * @throws if one is outside of the stack's directory.
 */
export function nestedTemplates(file: string, read: (file: string) => unknown): string[] {
  const manifest = file.replace(/\.template\.json$/, '.assets.json');
  if (manifest === file || !fs.existsSync(manifest)) {
    return [];
  }
  const { files } = (read(manifest) ?? {}) as { files?: { [id: string]: { source?: { path?: unknown } } } };
  return Object.values(files ?? {}).map((asset) => asset?.source?.path)
    .filter((asset): asset is string => typeof asset === 'string' && asset.endsWith('.nested.template.json'))
    .map((asset) => within(path.dirname(file), asset));
}

/**
 * A file or directory that the manifest of a directory names.
 *
 * @throws if it is not in the directory.
 */
export function within(directory: string, name: string): string {
  const relative = path.relative(directory, path.resolve(directory, name));
  if (relative.split(path.sep)[0] === '..' || path.isAbsolute(relative)) {
    throw new Error(`${name} is outside of ${directory}, whose manifest names it: expected a file in it`);
  }
  return path.join(directory, relative);
}

function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf-8'));
}
