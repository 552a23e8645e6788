import * as fs from 'fs';
import * as path from 'path';

const LIB = path.join(__dirname, '..', 'lib');

/** Deletes the type declarations that the package's index does not lead to: nobody can import what they declare. */
function dropDeclarations(): void {
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (!reached.has(file)) {
      reached.add(file);
      for (const [, module] of fs.readFileSync(file, 'utf-8').matchAll(/(?:from|import\()\s*['"](\.[^'"]*)['"]/g)) {
        const target = path.resolve(path.dirname(file), module);
        reach([`${target}.d.ts`, path.join(target, 'index.d.ts')].find((each) => fs.existsSync(each))!);
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
}

dropDeclarations();
