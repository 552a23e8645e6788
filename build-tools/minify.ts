import * as fs from 'fs';
import * as path from 'path';
import { transform } from 'esbuild';
import * as ts from 'typescript';

const LIB = path.join(__dirname, '..', 'lib');

/**
 * Takes comments, spaces, and the names of variables within functions and of modules out of the compiled code: the docstrings are in the type declarations and in the jsii
 * assembly, too. Names of functions, classes and files stay, so that an error's stack can be read.
 */
async function minify(): Promise<void> {
  const files = fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js'));
  await Promise.all(files.map(async (name) => {
    const file = path.join(LIB, name);
    const { code } = await transform(fs.readFileSync(file, 'utf-8'), { minify: true, platform: 'node', target: 'node20', legalComments: 'none', sourcefile: name });
    fs.writeFileSync(file, shortImports(name, code));
  }));
}

/** The code with `$0`, `$1`, … for the modules that it requires, which the compiler calls by long names. */
function shortImports(name: string, code: string): string {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
  const identifiers: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      identifiers.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const taken = new Set(identifiers.map(({ text }) => text));
  const short = new Map<string, string>();
  let number = 0;
  const constants = source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations]);
  for (const { name: variable, initializer } of constants) {
    if (/_\d+$/.test(variable.getText()) && /\brequire\(/.test(initializer?.getText() ?? '')) {
      while (taken.has(`$${number.toString(36)}`)) {
        number++;
      }
      short.set(variable.getText(), `$${(number++).toString(36)}`);
    }
  }
  let text = '';
  let end = 0;
  for (const identifier of identifiers.filter((each) => short.has(each.text))) {
    const { parent } = identifier;
    if ('name' in parent && parent.name === identifier && !ts.isVariableDeclaration(parent) || ts.isShorthandPropertyAssignment(parent)) {
      throw new Error(`${name}: ${identifier.text} is a property, too`);
    }
    text += code.slice(end, identifier.getStart()) + short.get(identifier.text)!;
    end = identifier.getEnd();
  }
  return text + code.slice(end);
}

void minify();
