import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

/** How a compiled module exports a function under its name. */
const EXPORT = /^exports\.(\w+) = \1;$/gm;
/** How it names those that are not there yet. */
const LATER = /^(exports\.\w+ = )+void 0;$/gm;
/** How it loads another. */
const IMPORT = /^const (\w+_\d+) = require\("\.[^"]+"\);$/gm;

/**
 * Deletes functions and constants of which the package has no use, as they are for the command line, a package of its own: those of the compiled modules that the
 * index leads to, if no other of these has such a word, and nothing of their own module needs them.
 *
 * @param lib the folder with the compiled modules
 * @throws if a module exports all that another has: then no word tells what is used
 */
export function dropUnused(lib: string): void {
  const modules = new Map<string, string>();
  const reach = (file: string): void => {
    if (!modules.has(file)) {
      const text = fs.readFileSync(file, 'utf-8');
      if (text.includes('__exportStar(')) {
        throw new Error(`${path.relative(lib, file)} exports all that another module has: name what it exports`);
      }
      modules.set(file, text);
      for (const [, given] of text.matchAll(/\brequire(?:\.resolve)?\(['"](\.[^'"]+)['"]\)/g)) {
        const target = path.resolve(path.dirname(file), given);
        [`${target}.js`, path.join(target, 'index.js')].filter((each) => fs.existsSync(each)).forEach(reach);
      }
    }
  };
  reach(path.join(lib, 'index.js'));
  for (let before = ''; before !== (before = [...modules.values()].join('\n'));) {
    const counts = new Map<string, number>();
    for (const text of modules.values()) {
      new Set(text.match(/[\w$]+/g)).forEach((word) => counts.set(word, (counts.get(word) ?? 0) + 1));
    }
    for (const [file, text] of modules) {
      const needed = withoutUnneeded(text.replace(LATER, '').replace(EXPORT, (line, name) => (counts.get(name)! > 1 ? line : '')));
      modules.set(file, needed.replace(IMPORT, (line, variable) => (needed.split(variable).length > 2 ? line : '')));
    }
  }
  modules.forEach((text, file) => fs.writeFileSync(file, text));
}

/** Without the functions, and the constants that are no result of a call, that nothing in the module names. */
function withoutUnneeded(text: string): string {
  const tree = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest, true);
  const counts = new Map<string, number>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      counts.set(node.text, (counts.get(node.text) ?? 0) + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const unneeded = tree.statements.find((each) => {
    const name = ts.isFunctionDeclaration(each) ? each.name
      : ts.isVariableStatement(each) ? constantOf(each.declarationList.declarations) : undefined;
    return name !== undefined && ts.isIdentifier(name) && counts.get(name.text) === 1;
  });
  return unneeded ? withoutUnneeded(text.slice(0, unneeded.getFullStart()) + text.slice(unneeded.getEnd())) : text;
}

function constantOf([{ name, initializer }, ...others]: readonly ts.VariableDeclaration[]): ts.BindingName | undefined {
  return others.length === 0 && initializer && !calls(initializer) ? name : undefined;
}

/** Whether something is called to make it, which may do more. */
function calls(node: ts.Node): boolean {
  return !ts.isFunctionLike(node)
    && (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.forEachChild(node, (each) => calls(each) || undefined) === true);
}

if (require.main === module) {
  dropUnused(path.join(__dirname, '..', 'lib'));
}
