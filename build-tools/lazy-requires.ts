import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

/**
 * The compiled text of a module that loads another one when it first uses it, not when it is loaded itself.
 *
 * What is needed at once, such as a class that is extended, still is loaded at once. Lines stay where they are. aws-cdk-lib's own modules
 * are lazy in the same way.
 */
export function lazyRequires(text: string): string {
  const file = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const edits = file.statements.flatMap((statement) => {
    const required = requireOf(statement);
    const uses = required && usesOf(file, required.name);
    return required && uses ? [
      { start: statement.getStart(), end: statement.getEnd(), text: `var ${required.name.text};` },
      ...uses.map((use) => ({ start: use.getStart(), end: use.getEnd(), text: `(${use.text} ??= ${required.call})` })),
    ] : [];
  });
  return edits.sort((a, b) => b.start - a.start).reduce((left, edit) => left.slice(0, edit.start) + edit.text + left.slice(edit.end), text);
}

/** The name and the call of `const name = require("module");`. */
function requireOf(statement: ts.Statement): { name: ts.Identifier; call: string } | undefined {
  const [declaration, ...others] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  if (!declaration?.initializer || others.length > 0 || !ts.isIdentifier(declaration.name)) {
    return undefined;
  }
  const call = declaration.initializer;
  return ts.isCallExpression(call) && call.expression.getText() === 'require' && ts.isStringLiteral(call.arguments[0])
    ? { name: declaration.name, call: call.getText() } : undefined;
}

/** Where a member of the module is used; `undefined` if the name is used in any other way. */
function usesOf(file: ts.SourceFile, name: ts.Identifier): ts.Identifier[] | undefined {
  const uses: ts.Identifier[] = [];
  let others = 0;
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      if (ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node) {
        uses.push(node);
      } else {
        others++;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return others === 0 ? uses : undefined;
}

/** Makes the modules of a folder lazy, and proves that each can still be loaded, also as the first. */
function rewrite(folder: string): void {
  const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf-8' })
    .filter((file) => file.endsWith('.js')).map((file) => path.resolve(folder, file));
  for (const file of files) {
    fs.writeFileSync(file, lazyRequires(fs.readFileSync(file, 'utf-8')));
  }
  const loadEach = `for (const file of ${JSON.stringify(files)}) {
    Object.values(require(file));
    for (const loaded of Object.keys(require.cache).filter((each) => each.startsWith(${JSON.stringify(path.resolve(folder))}))) {
      delete require.cache[loaded];
    }
  }`;
  execFileSync(process.execPath, ['-e', loadEach], { stdio: 'inherit' });
}

if (require.main === module) {
  rewrite('lib');
}
