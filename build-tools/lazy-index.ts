import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import * as ts from 'typescript';

/** A name that an index exports, and what is loaded when somebody asks for it: a module, or one of its values. */
interface ExportedName {
  readonly name: string;
  readonly module: string;
  readonly value?: string;
}

/**
 * The compiled text of an index that loads a module when one of its names is first used.
 *
 * TypeScript compiles `export * from` to code that loads everything at once. aws-cdk-lib's own indexes are lazy for the same reason.
 *
 * @param source the TypeScript of the index
 * @param directory where it is compiled to, with the modules that it names
 * @throws if the source has anything but exports from modules
 */
export function lazyIndex(source: string, directory: string): string {
  const names = new Map<string, ExportedName>();
  for (const statement of ts.createSourceFile('index.ts', source, ts.ScriptTarget.Latest).statements) {
    for (const exported of exportedNames(statement, directory)) {
      if (names.has(exported.name)) {
        throw new Error(`"${exported.name}" is exported twice by the index of ${directory}`);
      }
      names.set(exported.name, exported);
    }
  }
  const byModule = new Map<string, ExportedName[]>();
  names.forEach((each) => byModule.set(each.module, [...byModule.get(each.module) ?? [], each]));
  const lazy = (loaded: string, its: readonly ExportedName[]) => `lazy(() => ${loaded}, ${its.map(({ name }) => `"${name}"`).join(', ')});`;
  // Of most modules the names are those that they export.
  const loads = [...byModule].flatMap(([module, its]): string[] => (its.every(({ name, value }) => name === value) ? [lazy(`require("${module}")`, its)]
    : its.map((each) => lazy(`({ ${each.name}: require("${module}")${each.value === undefined ? '' : `.${each.value}`} })`, [each]))));
  return [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    'function lazy(load, ...names) {',
    '  for (const name of names) {',
    // Faster than Object.defineProperty(), to which a description would be given.
    '    exports.__defineGetter__(name, () => {',
    '      const value = load()[name];',
    '      Object.defineProperty(exports, name, { enumerable: true, configurable: true, value });',
    '      return value;',
    '    });',
    '  }',
    '}',
    ...loads,
    // For Node.js, which reads the names that an ES module can import without running this. It never runs.
    `0 && (module.exports = { ${[...names.keys()].join(', ')} });`,
    '',
  ].join('\n');
}

function exportedNames(statement: ts.Statement, directory: string): ExportedName[] {
  if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier) {
    throw new Error(`the index of ${directory} may only export from modules, got ${ts.SyntaxKind[statement.kind]}`);
  }
  if (statement.isTypeOnly) {
    return [];
  }
  const module = (statement.moduleSpecifier as ts.StringLiteral).text;
  const clause = statement.exportClause;
  if (clause === undefined) {
    return Object.keys(load(directory, module)).map((name) => ({ name, module, value: name }));
  }
  if (ts.isNamespaceExport(clause)) {
    return [{ name: clause.name.text, module }];
  }
  return clause.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => ({ name: element.name.text, module, value: (element.propertyName ?? element.name).text }));
}

const nodeRequire = createRequire(__filename);

/** A module's values; `__esModule` is not enumerable. */
function load(directory: string, module: string): Record<string, unknown> {
  return nodeRequire(path.resolve(directory, module));
}

/** Makes a compiled index lazy, and proves that it still exports the same. */
function rewrite(sourceFile: string, directory: string): void {
  const file = path.resolve(directory, 'index.js');
  const before = { ...load(directory, './index.js') };
  fs.writeFileSync(file, lazyIndex(fs.readFileSync(sourceFile, 'utf-8'), directory));
  delete nodeRequire.cache[file];
  const after = load(directory, './index.js');
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const name of names) {
    if (after[name] === undefined || after[name] !== before[name]) {
      throw new Error(`${file} exports another "${name}" than before`);
    }
  }
}

if (require.main === module) {
  rewrite('src/mixins/index.ts', 'lib/mixins');
  rewrite('src/index.ts', 'lib');
}
