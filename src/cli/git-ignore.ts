import * as fs from 'fs';
import * as path from 'path';
import { relativeTo } from './glob';
import type { Ignore, ignore as makeIgnore } from './ignore-library';

interface Level {
  readonly folder: string;
  readonly patterns?: Ignore;
}

/**
 * What git ignores: as the `.gitignore` files say that are in a folder or above it in the same repository, and the repository's own list. Git itself
 * is not asked.
 */
export class GitIgnore {
  /** What counts in a folder, with what is above it. */
  public static above(folder: string): GitIgnore {
    const folders = [path.resolve(folder)];
    while (!fs.existsSync(path.join(folders[0], '.git'))) {
      const above = path.dirname(folders[0]);
      if (above === folders[0]) {
        // No repository: only what is in the folder counts.
        return new GitIgnore([levelOf(path.resolve(folder), '.gitignore')]);
      }
      folders.unshift(above);
    }
    return new GitIgnore([levelOf(folders[0], '.git/info/exclude'), ...folders.map((each) => levelOf(each, '.gitignore'))]);
  }

  private constructor(private readonly levels: readonly Level[]) {}

  /** What counts in a folder in it. */
  public below(folder: string): GitIgnore {
    const level = levelOf(path.resolve(folder), '.gitignore');
    return level.patterns ? new GitIgnore([...this.levels, level]) : this;
  }

  /** Whether a file or folder is ignored; of what is said the nearest counts. */
  public has(name: string, isFolder: boolean): boolean {
    for (let i = this.levels.length - 1; i >= 0; i--) {
      const { folder, patterns } = this.levels[i];
      const found = patterns?.test(`${relativeTo(folder, name)}${isFolder ? '/' : ''}`);
      if (found && (found.ignored || found.unignored)) {
        return found.ignored;
      }
    }
    return false;
  }
}

function levelOf(folder: string, name: string): Level {
  let text: string;
  try {
    text = fs.readFileSync(path.join(folder, name), 'utf-8');
  } catch {
    return { folder };
  }
  // Loaded when it is needed: most folders have no such file.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { ignore } = require('./ignore-library') as { ignore: typeof makeIgnore };
  return { folder, patterns: ignore().add(text) };
}
