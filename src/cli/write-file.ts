import * as fs from 'fs';
import * as path from 'path';
import { fileError } from './read-text';

/** Replaces a file at once: whoever reads it has the old text or the new one, also when writing fails. A link stays one. */
export function writeFile(file: string, text: string): void {
  let folder: string | undefined;
  try {
    const target = fs.realpathSync(file);
    fs.accessSync(target, fs.constants.W_OK);
    folder = fs.mkdtempSync(path.join(path.dirname(target), '.cdk-mcp-guardrails-'));
    const written = path.join(folder, path.basename(target));
    fs.writeFileSync(written, text);
    fs.chmodSync(written, fs.statSync(target).mode);
    fs.renameSync(written, target);
  } catch (error) {
    throw fileError(file, error);
  } finally {
    if (folder !== undefined) {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }
}
