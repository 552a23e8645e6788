import * as fs from 'fs';
import * as path from 'path';
import { transform } from 'esbuild';
import * as ts from 'typescript';

/** The rooms that an app with a role or a policy needs: they are in the index's own file. */
const CORE = ['private', 'iam', 'mcp', 'actions', 'guardrails', 'enforcement'];

/** What a module calls to load another of the library, and where its exports go: what is assigned to `exports` Node.js takes for a name of the file's. */
const LOAD = '$$';
const EXPORTS = '$_';
/** As Node.js does it: a module runs once, when it is first required, and again if it has thrown. */
const LOADER = `const loaded={};function ${LOAD}(name){let exports=loaded[name];if(exports===undefined){exports=loaded[name]={};try{(modules[name]??room(name)[name])(exports,${LOAD})}`
  + 'catch(error){delete loaded[name];throw error}}return exports}';

/**
 * Makes a few files of the compiled code that the package's index leads to, where an app with one role would read a hundred: `lib/index.js`, and for each
 * room that not every app needs its own `index.js`. Each module is a function there, which runs when the module is first required. All else is deleted: the
 * command line, a package of its own, and what only that needs.
 *
 * Comments, spaces, and the names of variables within functions and of modules go, too: the docstrings are in the type declarations and in the jsii assembly.
 * Names of functions, classes and modules stay, so that an error's stack can be read.
 *
 * @param lib the folder with the compiled modules
 * @throws if a file names one that is not there
 */
export async function bundle(lib: string): Promise<void> {
  const modules = new Map<string, string>();
  const reach = async (name: string): Promise<void> => {
    if (!modules.has(name)) {
      modules.set(name, '');
      const { text, needs } = await minified(lib, name);
      modules.set(name, text);
      for (const needed of needs) {
        await reach(needed);
      }
    }
  };
  await reach('index');
  fs.readdirSync(lib, { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.js')).forEach((name) => fs.rmSync(path.join(lib, name)));

  const inRoom = (rooms: readonly string[]) => `{${[...modules].sort().filter(([name]) => rooms.includes(roomOf(name)))
    .map(([name, text]) => `"${name}"(${EXPORTS},${LOAD}){${text}}`).join(',\n')}}`;
  const others = [...new Set([...modules.keys()].filter((name) => !inIndex(name)).map(roomOf))].sort();
  const rooms = `function room(name){switch(name.slice(0,name.indexOf("/"))){${others.map((room) => `case"${room}":return require("./${room}/index.js");`).join('')}}}`;
  fs.writeFileSync(path.join(lib, 'index.js'), `"use strict";${modules.get('index')}\nconst modules=${inRoom(CORE)};\n${rooms}\n${LOADER}\n`);
  for (const room of others) {
    fs.writeFileSync(path.join(lib, room, 'index.js'), `"use strict";module.exports=${inRoom([room])};\n`);
  }
}

function roomOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}

function inIndex(name: string): boolean {
  return !name.includes('/') || CORE.includes(roomOf(name));
}

interface Edit {
  readonly node: ts.Node;
  readonly text: string;
}

/** A module's code as a part of a file of `lib`, and which other modules it requires. */
async function minified(lib: string, name: string): Promise<{ text: string; needs: string[] }> {
  const file = `${name}.js`;
  const { code } = await transform(fs.readFileSync(path.join(lib, file), 'utf-8'), { minify: true, platform: 'node', target: 'node20', legalComments: 'none', sourcefile: file });
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  const identifiers: ts.Identifier[] = [];
  const edits: Edit[] = [];
  const needs: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      identifiers.push(node);
    }
    if (ts.isCallExpression(node) && /^require\b/.test(node.expression.getText()) && ts.isStringLiteral(node.arguments[0]) && node.arguments[0].text.startsWith('.')) {
      const target = path.resolve(lib, path.dirname(file), node.arguments[0].text);
      const needed = path.relative(lib, target);
      if (needed.startsWith('..')) {
        edits.push({ node: node.arguments[0], text: `"${inIndex(name) ? needed : path.join('..', needed)}"` });
      } else {
        const found = [needed, path.join(needed, 'index')].find((each) => fs.existsSync(path.join(lib, `${each}.js`)));
        if (found === undefined) {
          throw new Error(`${file} needs ${node.arguments[0].text}, which is not there`);
        }
        needs.push(found);
        edits.push({ node, text: `${LOAD}("${found}")` });
      }
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const taken = new Set(identifiers.map(({ text }) => text));
  if (taken.has(LOAD) || taken.has(EXPORTS)) {
    throw new Error(`${file} has a ${LOAD} or ${EXPORTS} of its own`);
  }
  edits.push(...shortImports(source, identifiers, taken));
  if (name !== 'index') {
    edits.push(...identifiers.filter((each) => each.text === 'exports' && !isName(each)).map((node) => ({ node, text: EXPORTS })));
  }
  let text = '';
  let end = 0;
  for (const edit of edits.sort((a, b) => a.node.getStart() - b.node.getStart())) {
    text += code.slice(end, edit.node.getStart()) + edit.text;
    end = edit.node.getEnd();
  }
  return { text: (text + code.slice(end)).trim().replace(/^"use strict";/, ''), needs };
}

/** `$0`, `$1`, … for the modules that it requires, which the compiler calls by long names. */
function shortImports(source: ts.SourceFile, identifiers: readonly ts.Identifier[], taken: ReadonlySet<string>): Edit[] {
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
  return identifiers.filter((each) => short.has(each.text)).map((identifier) => {
    if (isName(identifier) && !ts.isVariableDeclaration(identifier.parent)) {
      throw new Error(`${source.fileName}: ${identifier.text} is a property, too`);
    }
    return { node: identifier, text: short.get(identifier.text)! };
  });
}

/** Whether it names a member, or what is declared, not a variable that is used. */
function isName(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  return 'name' in parent && parent.name === identifier;
}

if (require.main === module) {
  void bundle(path.join(__dirname, '..', 'lib'));
}
