import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const LIB = path.join(ROOT, 'lib');

/**
 * Makes the type declarations and the jsii assembly as small as they can be without a loss. Internal members go, which nobody may use. Comments stay in
 * the files that an index exports from, which editors show, and go in those that only lead to types of members. The assembly loses its spaces, and the lines
 * of sources that no package has.
 */
function slimDeclarations(): void {
  const exported = new Set(['index.d.ts', path.join('mixins', 'index.d.ts')].flatMap((index) => [index, ...exportsOf(index)]));
  const printer = ts.createPrinter({ removeComments: true });
  for (const name of fs.readdirSync(LIB, { recursive: true, encoding: 'utf-8' }).filter((each) => each.endsWith('.d.ts'))) {
    const file = path.join(LIB, name);
    const text = withoutUnusedImports(withoutInternal(fs.readFileSync(file, 'utf-8')));
    fs.writeFileSync(file, exported.has(name) ? text : printer.printFile(parsed(text)));
  }
  const assembly = path.join(ROOT, '.jsii');
  fs.writeFileSync(assembly, JSON.stringify(JSON.parse(fs.readFileSync(assembly, 'utf-8')), (key, value) => (key === 'locationInModule' ? undefined : value)));
}

/** As the compiler's own option does it, which jsii refuses. */
function withoutInternal(text: string): string {
  const internal: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isClassElement(node) || ts.isTypeElement(node)) && /@internal\b/.test(text.slice(node.getFullStart(), node.getStart()))) {
      internal.push(node);
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(parsed(text));
  return without(text, internal);
}

/** What only internal members needed would lead to more files. */
function withoutUnusedImports(text: string): string {
  const source = parsed(text);
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  source.statements.filter((statement) => !ts.isImportDeclaration(statement)).forEach(visit);
  const imports = source.statements.filter(ts.isImportDeclaration);
  return without(text, imports.filter((each) => !namesOf(each).some((name) => used.has(name))));
}

function namesOf({ importClause }: ts.ImportDeclaration): string[] {
  const { name, namedBindings } = importClause ?? {};
  const others = namedBindings === undefined ? []
    : ts.isNamedImports(namedBindings) ? namedBindings.elements.map((element) => element.name) : [namedBindings.name];
  return [...name === undefined ? [] : [name], ...others].map(({ text }) => text);
}

function without(text: string, nodes: readonly ts.Node[]): string {
  return [...nodes].reverse().reduce((left, node) => left.slice(0, node.getFullStart()) + left.slice(node.getEnd()), text);
}

function parsed(text: string): ts.SourceFile {
  return ts.createSourceFile('it.d.ts', text, ts.ScriptTarget.Latest, true);
}

function exportsOf(index: string): string[] {
  const text = fs.readFileSync(path.join(LIB, index), 'utf-8');
  return [...text.matchAll(/from ['"](\.[^'"]+)['"]/g)].map(([, module]) => `${path.join(path.dirname(index), module)}.d.ts`);
}

slimDeclarations();
