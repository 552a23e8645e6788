import * as fs from 'fs';
import * as path from 'path';
import { CliError } from './cli-error';
import { isAssembly } from './cloud-assembly';
import type { InputFile } from './input-file';
import { fileError } from './read-text';

/**
 * The file to write to, where a link leads.
 *
 * @throws CliError if that is not for writing or the output of a CDK app, or a link leads out of the tree: the working directory, or the directory that the
 * user names outside of it.
 */
export function targetOf({ name: file, notRewritten }: InputFile): string {
  if (notRewritten) {
    throw new CliError(`${file}: ${notRewritten[0]}`, notRewritten[1]);
  }
  const target = realPath(file);
  const [relative, here] = [path.relative('', file), realPath('.')];
  const tree = isOutside(relative) ? realPath(path.dirname(file)) : here;
  if (isOutside(path.relative(tree, target))) {
    throw new CliError(`${file}: a link to ${target}, which is outside of ${tree}: not rewritten`, 'Give that file itself.');
  }
  refuseGenerated(target, file);
  return target;
}

/**
 * The next synthesis would undo what was written to a `cdk.out`.
 *
 * @param name what the user calls it
 * @throws CliError if the file or directory is one, or is in one
 */
export function refuseGenerated(file: string, name = file): void {
  for (let directory = path.resolve(file); ; directory = path.dirname(directory)) {
    // Also where synthesis has not come to the manifest, or something has deleted it.
    if (isAssembly(directory) || path.basename(directory) === 'cdk.out') {
      throw new CliError(`${name}: the output of a CDK app is not rewritten: the next synthesis would undo it`,
        'Change the app\'s source, or apply the mixin: Mixins.of(app).apply(new mixins.RemovedActionsMigration()).');
    }
    if (directory === path.dirname(directory)) {
      return;
    }
  }
}

/**
 * Replaces a file at once: whoever reads it has the old text or the new one, also when writing fails.
 *
 * @param name what the user calls it
 */
export function writeFile(file: string, text: string, name: string): void {
  let folder: string | undefined;
  try {
    fs.accessSync(file, fs.constants.W_OK);
    folder = fs.mkdtempSync(path.join(path.dirname(file), '.cdk-mcp-guardrails-'));
    const written = path.join(folder, path.basename(file));
    fs.writeFileSync(written, text);
    fs.chmodSync(written, fs.statSync(file).mode);
    fs.renameSync(written, file);
  } catch (error) {
    throw fileError(name, error);
  } finally {
    if (folder !== undefined) {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}

/**
 * Makes a folder that is not there, and those that it is in. What Node.js has for it never ends where a file system refuses a name as if the folder above it
 * were missing, as /proc does.
 */
export function makeFolder(folder: string): void {
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = path.dirname(folder);
    if (code === 'ENOENT' && !fs.existsSync(above)) {
      makeFolder(above);
      makeFolder(folder);
    } else if (!fs.statSync(folder).isDirectory()) {
      throw error;
    }
  }
}

function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch (error) {
    throw fileError(file, error);
  }
}

function isOutside(relative: string): boolean {
  return relative.split(path.sep)[0] === '..' || path.isAbsolute(relative);
}
