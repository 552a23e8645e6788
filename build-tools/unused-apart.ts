import * as ts from 'typescript';
import { isName, newOf } from './bundle';
import { assignedIn, property } from './common-js';
import type { Edit } from './compiled-at-once';
import { edited } from './compiled-at-once';

/** Fewer bytes are not worth a file. */
const LEAST = 4_000;

/** What V8 says of a function: how often it ran, and blocks in it. */
export interface Coverage {
  readonly functionName: string;
  readonly ranges: ReadonlyArray<{ readonly startOffset: number; readonly endOffset: number; readonly count: number }>;
}

/** A function, variables, or another statement, which has no names. */
interface Item {
  readonly file: File;
  readonly node: ts.Node;
  readonly names: readonly string[];
  readonly uses: readonly ts.Identifier[];
}

interface File {
  readonly name: string;
  readonly items: Item[];
  /** By the variable, what it has of other files. */
  readonly imports: Map<string, { readonly from: string; readonly name: string }>;
  /** By the name that others know, its variable. */
  readonly exports: Map<string, string>;
  /** Variables that get another value, and names that something within a function has. */
  readonly assigned: ReadonlySet<string>;
  readonly within: Set<string>;
  /** Whether what stands there ran. */
  readonly ran: (place: number) => boolean;
}

/** What a name of a file means, if it is of one that may be divided. */
type ItemOf = (file: File, name: string) => Item | undefined;

/**
 * Puts functions, classes and tables that were not used into files of their own, each beside that which they are in. It is loaded when something of it is first used.
 *
 * @param texts CommonJS of which nothing works when it is loaded, by the names of files; a name that others use begins with `_` and is in one of them
 * @param coverage what V8 says of the functions of those that may be divided
 * @returns all files
 */
export function unusedApart(texts: ReadonlyMap<string, string>, coverage: ReadonlyMap<string, readonly Coverage[]>): Map<string, string> {
  const files = new Map([...coverage].map(([name, functions]) => [name, fileOf(name, texts.get(name)!, functions)]));
  const itemOf: ItemOf = (file, name) => {
    const imported = file.imports.get(name);
    const from = imported && files.get(imported.from);
    return imported === undefined ? file.items.find(({ names }) => names.includes(name)) : from && itemOf(from, from.exports.get(imported.name)!);
  };
  const apart = itemsApart([...files.values()], itemOf);
  const known = new Set([...apart].map(nameElsewhere));
  const others = [...texts].filter(([name]) => !files.has(name)).map(([name, text]) => [name, requiringApart(text, known)] as const);
  return new Map([...others, ...[...files.values()].flatMap((file) => written(file, apart, itemOf))]);
}

function fileOf(name: string, text: string, functions: readonly Coverage[]): File {
  // Of those around a place, the shortest says whether it ran.
  const ranges = functions.flatMap((each) => each.ranges.map((range) => ({ ...range, length: range.endOffset - range.startOffset })));
  ranges.sort((one, other) => one.length - other.length);
  const ran = (place: number) => ranges.find(({ startOffset, endOffset }) => startOffset <= place && place < endOffset)!.count > 0;
  const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const file: File = { name, items: [], imports: new Map(), exports: new Map(), assigned: assignedIn(tree), within: new Set(), ran };
  const add = (node: ts.Node, names: readonly string[]) => file.items.push({ file, node, names, uses: usesIn(node, file) });
  for (const statement of tree.statements) {
    const exported = exportsIn(statement);
    if (exported) {
      const variableOf = (each: ts.ObjectLiteralElementLike) => (ts.isPropertyAssignment(each) ? each.initializer : each.name!).getText();
      exported.properties.forEach((each) => file.exports.set(each.name!.getText(), variableOf(each)));
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        const [, from] = /^require\("\.\/(.*)"\)$/.exec(declaration.initializer?.getText() ?? '') ?? [];
        if (from !== undefined && ts.isObjectBindingPattern(declaration.name)) {
          declaration.name.elements.forEach(({ name: variable, propertyName = variable }) => (
            file.imports.set(variable.getText(), { from, name: propertyName.getText() })));
        } else {
          add(declaration, namesIn(declaration.name));
        }
      }
    } else {
      add(statement, ts.isFunctionDeclaration(statement) ? [statement.name!.text] : []);
    }
  }
  return file;
}

function exportsIn(statement: ts.Statement): ts.ObjectLiteralExpression | undefined {
  const { expression } = ts.isExpressionStatement(statement) ? statement : {};
  const isExports = expression && ts.isBinaryExpression(expression) && expression.left.getText() === 'module.exports';
  return isExports ? expression.right as ts.ObjectLiteralExpression : undefined;
}

function namesIn(name: ts.BindingName): string[] {
  return ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name) : []));
}

/** The variables that are used in it. Tells the file what has a name within. */
function usesIn(node: ts.Node, file: File): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (each: ts.Node): void => {
    const { parent } = each;
    const isProperty = ts.isPropertyAccessExpression(parent) || ts.isClassElement(parent) || ts.isPropertyAssignment(parent);
    const isKey = (name: ts.Identifier) => isName(name) || (ts.isBindingElement(parent) && parent.propertyName === name);
    if (ts.isIdentifier(each) && (ts.isShorthandPropertyAssignment(parent) || !isKey(each))) {
      found.push(each);
    } else if (ts.isIdentifier(each) && parent !== node && !isProperty) {
      file.within.add(each.text);
    }
    ts.forEachChild(each, visit);
  };
  visit(node);
  return found;
}

/** What did not run, and is used by nothing that did. What gets another value is where all that use it are. */
function itemsApart(files: readonly File[], itemOf: ItemOf): ReadonlySet<Item> {
  const used = new Map(files.flatMap(({ items }) => items).map((item) => [item, item.uses.flatMap((use) => {
    const target = itemOf(item.file, use.text);
    return target ? [{ target, place: use.getStart() }] : [];
  })]));
  // They would be another's name, or are the name of something within a function.
  const otherwise = new Set(files.flatMap((file) => (
    [...file.within, ...[...file.exports.values()].filter((name) => file.imports.has(name))].map((name) => itemOf(file, name)))));
  const isOne = ({ names, node }: Item) => names.length === 1 && (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node));
  const apart = new Set([...used.keys()].filter((item) => (
    isOne(item) && namesElsewhere(item).every((name) => name.startsWith('_')) && !otherwise.has(item) && !hasRun(item))));
  const changes = ({ file, names }: Item) => names.some((name) => file.assigned.has(name));
  for (let before = -1; before !== apart.size;) {
    before = apart.size;
    for (const [item, its] of used) {
      if (!apart.has(item)) {
        its.filter(({ target, place }) => changes(target) || item.file.ran(place)).forEach(({ target }) => apart.delete(target));
      } else if (its.some(({ target }) => changes(target) && !apart.has(target))) {
        apart.delete(item);
      }
    }
    for (const file of before === apart.size ? files : []) {
      const its = file.items.filter((item) => apart.has(item));
      if (its.reduce((sum, { node }) => sum + node.getWidth(), 0) < LEAST) {
        its.forEach((item) => apart.delete(item));
      }
    }
  }
  return apart;
}

/** Whether a function of it ran. Other variables have a value only. */
function hasRun({ file, node }: Item): boolean {
  const ran = (each: ts.Node | undefined): boolean => (each !== undefined && ts.isClassLike(each)
    ? each.members.some((member) => !ts.isPropertyDeclaration(member) && !ts.isClassStaticBlockDeclaration(member) && ran(member))
    // Before its body, which may be another function.
    : each !== undefined && ts.isFunctionLike(each) && 'body' in each && each.body !== undefined && file.ran((each.body as ts.Node).pos - 1));
  return ran(ts.isVariableDeclaration(node) ? node.initializer : node);
}

function namesElsewhere({ file, names }: Item): string[] {
  return [...file.exports].filter(([, name]) => names.includes(name)).map(([name]) => name);
}

function nameElsewhere(item: Item): string {
  return namesElsewhere(item)[0] ?? item.names[0];
}

/** The file, and that beside it if there is one. */
function written(file: File, apart: ReadonlySet<Item>, itemOf: ItemOf): Array<readonly [string, string]> {
  const [stay, go] = [file.items.filter((item) => !apart.has(item)), file.items.filter((item) => apart.has(item))];
  const usedBy = (items: readonly Item[]) => new Set(items.flatMap(({ uses }) => uses.map(({ text }) => text)));
  const [usedHere, usedThere] = [usedBy(stay), usedBy(go)];
  const exported = [...file.exports].filter(([, name]) => !go.some(({ names }) => names.includes(name)));
  exported.forEach(([, name]) => usedHere.add(name));
  const nameOf = (items: readonly Item[], uses: ReadonlySet<string>) => items.flatMap(({ names }) => names.filter((name) => uses.has(name)))
    .map((name) => property([...file.exports].find(([, each]) => each === name)?.[0] ?? name, name));
  const all = (exports: readonly string[]) => `module.exports={${[...new Set(exports)].join()}};`;
  const forApart = nameOf(stay, usedThere);
  const here = partOf(file, stay, usedHere, apart, itemOf) + all([...exported.map(([name, variable]) => property(name, variable)), ...forApart]);
  const there = partOf(file, go, usedThere, apart, itemOf) + all(nameOf(go, new Set([...usedHere, ...file.exports.values()])));
  return [[file.name, here], ...go.length > 0 ? [[apartOf(file.name), `var{${forApart.join()}}=require("./${file.name}");${there}`] as const] : []];
}

/** Items of a file, with what they have of other files. */
function partOf(file: File, items: readonly Item[], used: ReadonlySet<string>, apart: ReadonlySet<Item>, itemOf: ItemOf): string {
  const others = new Map<string, string[]>();
  for (const [variable, { from, name }] of file.imports) {
    if (used.has(variable) && !apart.has(itemOf(file, variable)!)) {
      others.set(from, [...others.get(from) ?? [], property(name, variable)]);
    }
  }
  const loaded = new Set<string>();
  const editsOf = (use: ts.Identifier): Edit[] => {
    const target = itemOf(file, use.text);
    if (!target || !apart.has(target) || items.includes(target)) {
      return [];
    }
    loaded.add(target.file.name);
    const [start, end, text] = [use.getStart(), use.getEnd(), `${loaderOf(target.file.name)}().${nameElsewhere(target)}`];
    const made = newOf(use);
    return made ? [{ start, end, text: `(${text}` }, { start: made.getEnd(), end: made.getEnd(), text: ')' }]
      : [{ start, end, text: ts.isShorthandPropertyAssignment(use.parent) ? `${use.text}:${text}` : text }];
  };
  const texts = items.map(({ node, uses }) => {
    const start = node.getStart();
    const text = edited(node.getText(), uses.flatMap(editsOf).map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start })));
    return ts.isVariableDeclaration(node) ? `var ${text};` : text;
  });
  return [
    ...[...others].map(([from, names]) => `var{${names.join()}}=require("./${from}");`),
    ...[...loaded].map((name) => `var ${loaderOf(name)}_;function ${loaderOf(name)}(){return ${loaderOf(name)}_??=require("./${apartOf(name)}")}`),
    ...texts,
  ].join('');
}

/** Another file, with what is apart now. */
function requiringApart(text: string, apart: ReadonlySet<string>): string {
  return text.replace(/\{([\w:,$]*)\}=require\("\.\/([\w-]+\.js)"\)/g, (_, names: string, file: string) => {
    const [moved, left] = [true, false].map((is) => names.split(',').filter((each) => apart.has(each.replace(/:.*/, '')) === is));
    const from = (its: readonly string[], name: string) => (its.length === 0 ? [] : [`{${its.join()}}=require("./${name}")`]);
    return [...from(left, file), ...from(moved, apartOf(file))].join();
  });
}

const apartOf = (file: string) => file.replace(/\.js$/, '-apart.js');
const loaderOf = (file: string) => `$${file.replace(/\W.*/, '')}`;
