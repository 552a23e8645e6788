import * as path from 'path';

/** `*` is anything but a slash, `**` anything, a pattern without a slash is about the file's name, a folder is all in it. */
export function globPattern(glob: string): RegExp {
  const pattern = glob.replace(/^\.\//, '').replace(/\/$/, '/**');
  const source = pattern.split(/(\*\*\/|\*\*|\*)/).map((part) => (
    part === '**/' ? '(?:.*/)?' : part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'))).join('');
  return new RegExp(`^${pattern.includes('/') ? '' : '(?:.*/)?'}${source}$`, 's');
}

/** A file as patterns have it: relative to a folder, with slashes. */
export function relativeTo(folder: string, file: string): string {
  return path.relative(folder, path.resolve(file)).split(path.sep).join('/');
}
