import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { transform } from 'esbuild';
import * as ts from 'typescript';
import type { Edit } from './compiled-at-once';
import { compiledAtOnce, edited } from './compiled-at-once';

/** The rooms that an app with a role or a policy needs: they are in the index's own file, of those of which modules run late what its first role runs. */
const CORE = ['private', 'iam', 'mcp', 'actions', 'guardrails', 'enforcement'];

/** Those of them that are loaded early. */
const EARLY = ['private', 'iam', 'mcp'];

/** The rooms whose modules load what they need when it is first used. In the others, decisions are made by the million, and to ask each time would take longer. */
const LATE = ['actions', 'guardrails', 'enforcement', 'mixins', 'monitor', 'testing'];

/** Modules of the other rooms that decide nothing, and of which a role needs less than they lead to. */
const ALSO_LATE = ['iam/policy-type-lookup', 'iam/value', 'mcp/mcp-condition', 'mcp/mcp-server', 'mcp/own-actions', 'mcp/removed-actions'];

/** Tables of facts whose `sources` only the documentation has: no module reads them. */
const FACTS = ['iam/policy-kinds', 'iam/resource-policy-kinds', 'iam/role-inline-policies', 'mcp/servers'];

/** Where what is in the index's rooms goes that no first role runs, if it is of a room of which modules run early: one file for all, as those who need one need most. */
const EARLY_FILE = 'iam/index.js';

/** What makes of a module's or package's name a function that loads it, and where exports go: what is assigned to `exports` Node.js takes for a name of the file's. */
const LOAD = '$$';
const EXPORTS = '$_';
/** As Node.js does it: a module runs once, when it is first needed, and again if it has thrown. */
const LOADER = `function load(name){let exports=loaded[name];if(exports===undefined){exports=loaded[name]={};try{exports=loaded[name]=(modules[name]??rest(name)[name])(exports,${LOAD})??exports}`
  + `catch(error){delete loaded[name];throw error}}return exports}function ${LOAD}(name){let exports;return()=>exports??=load(name)}`;

/** The names of the modules that run, and behind each with `#` those of its functions; of arrow functions, `=>` and a number in the order of the module's text. */
export interface Used {
  /** For an app's first role. */
  readonly first: readonly string[];
  /** For that, and what checks and reports the app. */
  readonly all: readonly string[];
}

/**
 * Makes a few files of the compiled code that the package's index leads to, where an app with one role would read a hundred: `lib/index.js` with what a role
 * runs, and for each folder an `index.js` with the others. Each module is a function there, which runs when the module is first required. All else is deleted:
 * the command line, a package of its own, and what only that needs.
 *
 * Comments, spaces, and the names of variables within functions and modules go, too: the docstrings are in the type declarations and in the jsii assembly.
 * Names of functions, classes and modules stay, so that an error's stack can be read.
 *
 * @param lib the folder with the compiled modules
 * @param used by default the index's file has all modules of the rooms that a role needs
 * @throws if a file names one that is not there
 */
export async function bundle(lib: string, used?: Used): Promise<void> {
  const isFirst = (name: string) => used === undefined || used.first.includes(name);
  const fileOf = (name: string) => (!name.includes('/') || (CORE.includes(roomOf(name)) && isFirst(name)) ? 'index.js'
    : EARLY.includes(roomOf(name)) ? EARLY_FILE : `${path.dirname(name)}/index.js`);
  const modules = new Map<string, string>();
  const allPackages = new Set<string>();
  // Of the index's file, what its modules load, by one name for all of them.
  const shared = new Map<string, string>();
  const sharedName = (target: string) => shared.get(target) ?? shared.set(target, `${LOAD}${shared.size.toString(36)}`).get(target)!;
  const reach = async (name: string): Promise<void> => {
    if (!modules.has(name)) {
      modules.set(name, '');
      const { text, needs, packages } = await minified(lib, name, fileOf(name), sharedName);
      modules.set(name, text);
      packages.forEach((each) => allPackages.add(each));
      for (const needed of needs) {
        await reach(needed);
      }
    }
  };
  await reach('index');
  // For Node.js, to read the names that an ES module can import. It never runs, so that the minifier would leave it out.
  const [names] = /^0 && \(module\.exports = .*$/m.exec(fs.readFileSync(path.join(lib, 'index.js'), 'utf-8')) ?? [''];
  fs.readdirSync(lib, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js')).forEach((name) => fs.rmSync(path.join(lib, name)));

  const outside = [...allPackages].sort().map((name) => `"${name}"(){return require("${name}")}`);
  // V8 compiles a function in parentheses at once. Others it reads twice: to find their end, and when they run.
  const [running, early] = [new Set(used?.all), new Set(used?.first)];
  // Of arrow functions, those of a first role alone: of others nothing is gained that can be measured.
  const runs = (name: string) => (name.includes('#=>') ? early : running).has(name);
  const asFunction = ([name, text]: readonly [string, string]) => (running.has(name)
    ? `"${name}":(function(${EXPORTS},${LOAD}){${compiledAtOnce(text, (each) => runs(`${name}#${each}`))}})` : `"${name}"(${EXPORTS},${LOAD}){${text}}`);
  const inFile = (file: string) => [...modules].sort().filter(([name]) => name !== 'index' && fileOf(name) === file).map(asFunction);
  const others = [...new Set([...modules.keys()].map(fileOf))].filter((file) => file !== 'index.js').sort();
  const folders = [...new Set([...modules.keys()].filter((name) => fileOf(name) !== 'index.js').map((name) => path.dirname(name)))].sort();
  const cases = folders.map((folder) => `case"${folder}":return require("./${fileOf(`${folder}/index`)}");`);
  const rest = `function rest(name){switch(name.slice(0,name.lastIndexOf("/"))){${cases.join('')}}}`;
  fs.writeFileSync(path.join(lib, 'index.js'), `"use strict";${modules.get('index')}\nconst modules={${[...outside, ...inFile('index.js')].join(',\n')}};\n${rest}\n${LOADER}\n`
    + `const ${['loaded={}', ...[...shared].map(([target, name]) => `${name}=${LOAD}("${target}")`)].join(',')};\n${names}\n`);
  for (const file of others) {
    fs.writeFileSync(path.join(lib, file), `"use strict";module.exports={${inFile(file).join(',\n')}};\n`);
  }
  ['index.js', ...others].forEach((file) => assertFound(lib, file));
}

/** Another file than these is looked for when it is needed: one that is not there would be missed by users only. */
function assertFound(lib: string, file: string): void {
  for (const [, needed] of fs.readFileSync(path.join(lib, file), 'utf-8').matchAll(/\brequire(?:\.resolve)?\("(\.[^"]*)"\)/g)) {
    if (!fs.existsSync(path.resolve(lib, path.dirname(file), needed))) {
      throw new Error(`${file} needs ${needed}, which is not there`);
    }
  }
}

function roomOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

interface Minified {
  readonly text: string;
  /** The modules and packages that it needs. */
  readonly needs: readonly string[];
  readonly packages: readonly string[];
}

/** A module's code as a part of a file of `lib`, `into`, and which other modules and packages it needs. What late ones of the index's file load has a name that they share. */
async function minified(lib: string, name: string, into: string, sharedName: (target: string) => string): Promise<Minified> {
  const file = `${name}.js`;
  const late = LATE.includes(roomOf(name)) || ALSO_LATE.includes(name);
  const needs: string[] = [];
  const packages: string[] = [];
  const short = new Map<string, string>();
  const moduleOf = (given: string) => {
    const target = path.relative(lib, path.resolve(lib, path.dirname(file), given));
    const found = [target, path.join(target, 'index')].find((each) => fs.existsSync(path.join(lib, `${each}.js`)));
    if (found === undefined) {
      throw new Error(`${file} needs ${given}, which is not there`);
    }
    return found;
  };
  const share = (line: string, variable: string, given: string) => {
    if (!late || into !== 'index.js') {
      return line;
    }
    const target = given.startsWith('.') ? moduleOf(given) : given;
    (given.startsWith('.') ? needs : packages).push(target);
    short.set(variable, sharedName(target));
    return '';
  };
  const compiled = fs.readFileSync(path.join(lib, file), 'utf-8');
  const source = name === 'index' ? compiled : withoutUseless(compiled).replace(/^const (\w+_\d+) = require\("([^"]+)"\);$/gm, share);
  const { code } = await transform(source, { minify: true, platform: 'node', target: 'node20', legalComments: 'none', sourcefile: file });
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const identifiers: ts.Identifier[] = [];
  const edits: Edit[] = [];
  const imported = new Set<string>();
  const instead = (node: ts.Node, text: string) => edits.push({ start: node.getStart(), end: node.getEnd(), text });
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      identifiers.push(node);
    }
    if (ts.isObjectLiteralExpression(node) && FACTS.includes(name)) {
      node.properties.forEach((each, i) => {
        if (each.name?.getText() === 'sources') {
          edits.push({ start: i === 0 ? each.getStart() : node.properties[i - 1].getEnd(), end: each.getEnd(), text: '' });
        }
      });
    }
    if (ts.isCallExpression(node) && /^require(\.resolve)?$/.test(node.expression.getText()) && ts.isStringLiteral(node.arguments[0])) {
      const { parent, arguments: [given] } = node;
      const variable = ts.isVariableDeclaration(parent) && parent.parent.parent.parent === tree && /_\d+$/.test(parent.name.getText()) ? parent.name.getText() : undefined;
      const target = path.relative(lib, path.resolve(lib, path.dirname(file), given.text));
      if (!given.text.startsWith('.')) {
        if (variable !== undefined) {
          imported.add(variable);
          packages.push(given.text);
          instead(node, `${LOAD}("${given.text}")${late ? '' : '()'}`);
        }
      } else if (target.startsWith('..')) {
        instead(given, `"${path.relative(path.dirname(into), target)}"`);
      } else {
        const found = moduleOf(given.text);
        needs.push(found);
        if (variable !== undefined) {
          imported.add(variable);
        }
        instead(node, `${LOAD}("${found}")${late && variable !== undefined ? '' : '()'}`);
      }
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  const taken = new Set(identifiers.map(({ text }) => text));
  if (taken.has(EXPORTS) || [...taken].some((each) => each.startsWith(LOAD))) {
    throw new Error(`${file} has a ${LOAD} or ${EXPORTS} of its own`);
  }
  let number = 0;
  const shortName = () => {
    while (taken.has(`$${number.toString(36)}`)) {
      number++;
    }
    return `$${(number++).toString(36)}`;
  };
  imported.forEach((variable) => short.set(variable, shortName()));
  edits.push(...shortImports(file, identifiers, short, late ? '()' : ''));
  const values = name === 'index' ? [] : valuesOf(tree).filter((each) => !short.has(each) && each.length > 2);
  const isLeft = (each: ts.Node) => !edits.some(({ start, end, text }) => text === '' && start <= each.getStart() && each.getEnd() <= end);
  edits.push(...shortValues(file, identifiers.filter(isLeft), new Map(values.map((each) => [each, shortName()]))));
  if (name !== 'index') {
    identifiers.filter((each) => each.text === 'exports' && !isName(each)).forEach((each) => instead(each, EXPORTS));
  }
  return { text: edited(code, edits).trim().replace(/^"use strict";/, ''), needs, packages };
}

/** Without what the compiler writes for modules of other kinds, for exports that are asked for before they are there, and for functions that ask for `this`. */
function withoutUseless(code: string): string {
  return code.replace(/^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$|^(exports\.\w+ = )+void 0;$/gm, '').replace(/\(0, (\w+_\d+\.\w+)\)(?=\()/g, '$1');
}

/** `$0`, `$1`, … for what the compiler calls by long names, and behind it where it is used, `use`. */
function shortImports(file: string, identifiers: readonly ts.Identifier[], short: ReadonlyMap<string, string>, use: string): Edit[] {
  return identifiers.filter((each) => short.has(each.text)).flatMap((identifier): Edit[] => {
    const [start, end, text] = [identifier.getStart(), identifier.getEnd(), short.get(identifier.text)!];
    if (!isName(identifier)) {
      const made = use && newOf(identifier);
      return made ? [{ start, end, text: `(${text}${use}` }, { start: made.getEnd(), end: made.getEnd(), text: ')' }] : [{ start, end, text: text + use }];
    }
    if (!ts.isVariableDeclaration(identifier.parent)) {
      throw new Error(`${file}: ${identifier.text} is a property, too`);
    }
    return [{ start, end, text }];
  });
}

/** The variables of a module, but those that are functions or classes, whose names a stack has. */
function valuesOf(tree: ts.SourceFile): string[] {
  const namesIn = (name: ts.BindingName): string[] => (ts.isIdentifier(name) ? [name.text]
    : ts.isArrayBindingPattern(name) ? name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name) : [])) : []);
  return tree.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations])
    .filter(({ initializer }) => !initializer || !(ts.isFunctionLike(initializer) || ts.isClassLike(initializer)))
    .flatMap(({ name }) => namesIn(name));
}

/**
 * `$0`, `$1`, … for the variables of a module. Those within functions, which could have the same name, are short already.
 *
 * @throws if one isn't
 */
function shortValues(file: string, identifiers: readonly ts.Identifier[], short: ReadonlyMap<string, string>): Edit[] {
  const declared = new Set<string>();
  return identifiers.filter((each) => short.has(each.text)).flatMap((identifier): Edit[] => {
    const { parent, text } = identifier;
    const [start, end] = [identifier.getStart(), identifier.getEnd()];
    if (ts.isShorthandPropertyAssignment(parent) && isName(identifier)) {
      return [{ start: end, end, text: `:${short.get(text)!}` }];
    }
    const isDeclared = isName(identifier) && (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent));
    if (isDeclared && declared.has(text)) {
      throw new Error(`${file}: ${text} is declared twice`);
    }
    declared.add(isDeclared ? text : '');
    const isMember = (isName(identifier) && !isDeclared) || (ts.isBindingElement(parent) && parent.propertyName === identifier);
    return isMember ? [] : [{ start, end, text: short.get(text)! }];
  });
}

/** What `new` makes one of, such as `module.Class`, if it begins with this name. */
export function newOf(node: ts.Expression): ts.Expression | undefined {
  const { parent } = node;
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === node) {
    return newOf(parent);
  }
  return ts.isNewExpression(parent) && parent.expression === node ? node : undefined;
}

/** Whether it names a member, or what is declared, not a variable that is used. */
export function isName(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  return 'name' in parent && parent.name === identifier;
}

/** Which modules run, as a program prints it that is given the bundled folder. */
async function usedBy(lib: string, program: string): Promise<Used> {
  const copy = `${lib}-whole`;
  fs.cpSync(lib, copy, { recursive: true });
  try {
    await bundle(copy);
    return JSON.parse(execFileSync(process.execPath, ['--require', 'tsx/cjs', path.join(__dirname, program), copy], { encoding: 'utf-8', stdio: 'pipe' }));
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}

async function main(lib: string): Promise<void> {
  await bundle(lib, await usedBy(lib, 'first-use.ts'));
}

if (require.main === module) {
  void main(path.join(__dirname, '..', 'lib'));
}
