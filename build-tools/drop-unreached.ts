import * as fs from 'fs';
import * as path from 'path';

const LIB = path.join(__dirname, '..', 'lib');

/** How a compiled file, or a declaration of types, names another. */
const KINDS = [
  { ending: '.js', names: /\brequire\(['"](\.[^'"]*)['"]\)/g },
  { ending: '.d.ts', names: /(?:from|import\()\s*['"](\.[^'"]*)['"]/g },
];

/**
 * Deletes what the package's index does not lead to: what nobody can import or run. That is the command line, a package of its own, and what only that needs.
 *
 * @throws if a file names one that is not there
 */
function dropUnreached(): void {
  for (const { ending, names } of KINDS) {
    const reached = new Set<string>();
    const reach = (file: string): void => {
      if (!reached.has(file)) {
        reached.add(file);
        for (const [, name] of fs.readFileSync(file, 'utf-8').matchAll(names)) {
          const target = path.resolve(path.dirname(file), name);
          if (!target.startsWith(LIB)) {
            continue;
          }
          const found = [`${target}${ending}`, path.join(target, `index${ending}`)].find((each) => fs.existsSync(each));
          if (found === undefined) {
            throw new Error(`${file} needs ${name}, which is not there`);
          }
          reach(found);
        }
      }
    };
    reach(path.join(LIB, `index${ending}`));
    for (const name of fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' })) {
      const file = path.join(LIB, name);
      if (name.endsWith(ending) && !reached.has(file)) {
        fs.rmSync(file);
      }
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
