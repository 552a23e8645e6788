import * as fs from 'fs';
import * as path from 'path';

const LIB = path.join(__dirname, '..', 'lib');

/** How a declaration of types names another. */
const NAMES = /(?:from|import\()\s*['"](\.[^'"]*)['"]/g;

/**
 * Deletes the declarations of types that the package's index does not lead to: what nobody can import. That is the command line, a package of its own, and what
 * only that needs.
 *
 * @throws if a file names one that is not there
 */
function dropUnreached(): void {
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (!reached.has(file)) {
      reached.add(file);
      for (const [, name] of fs.readFileSync(file, 'utf-8').matchAll(NAMES)) {
        const target = path.resolve(path.dirname(file), name);
        const found = [`${target}.d.ts`, path.join(target, 'index.d.ts')].find((each) => fs.existsSync(each));
        if (found === undefined) {
          throw new Error(`${file} needs ${name}, which is not there`);
        }
        reach(found);
      }
    }
  };
  reach(path.join(LIB, 'index.d.ts'));
  for (const name of fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' })) {
    const file = path.join(LIB, name);
    if (name.endsWith('.d.ts') && !reached.has(file)) {
      fs.rmSync(file);
    }
  }
  removeEmpty(LIB);
}

function removeEmpty(folder: string): void {
  fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).forEach(({ name }) => removeEmpty(path.join(folder, name)));
  if (fs.readdirSync(folder).length === 0) {
    fs.rmdirSync(folder);
  }
}

dropUnreached();
