import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { dropUnused } from '../../build-tools/drop-unused';

/** The modules after it, by name. */
function dropped(modules: { [name: string]: string }): { [name: string]: string } {
  const lib = fs.mkdtempSync(path.join(os.tmpdir(), 'drop-unused-'));
  try {
    Object.entries(modules).forEach(([name, text]) => fs.writeFileSync(path.join(lib, `${name}.js`), text));
    dropUnused(lib);
    return Object.fromEntries(Object.keys(modules).map((name) => [name, fs.readFileSync(path.join(lib, `${name}.js`), 'utf-8').replace(/\n+/g, '\n').trim()]));
  } finally {
    fs.rmSync(lib, { recursive: true });
  }
}

const INDEX = 'lazy(() => require("./one"), "One");';

test('what no other module names goes, with what only it needs, in other modules, too', () => {
  expect(dropped({
    index: INDEX,
    one: `exports.forNobody = exports.One = void 0;
exports.check = check;
const two_1 = require("./two");
const three_1 = require("./three");
const LIMIT = 5;
class One { get() { return two_1.used(); } }
exports.One = One;
function check() { return helper(three_1.all) < LIMIT; }
function helper(all) { return all() }`,
    two: 'exports.used = used;\nfunction used() { return 1; }',
    three: 'exports.all = all;\nfunction all() { return 1; }',
    unreached: 'check()',
  })).toEqual({
    index: INDEX,
    one: 'const two_1 = require("./two");\nclass One { get() { return two_1.used(); } }\nexports.One = One;',
    two: 'exports.used = used;\nfunction used() { return 1; }',
    // Only what went named what it has.
    three: '',
    unreached: 'check()',
  });
});

test.each([
  ['named in another module, whatever it means there', 'exports.One = 1;\nexports.check = check;\nfunction check() { }', 'const two_1 = require("./one");\nlog("check", two_1)'],
  ['taken from a module that a function loads', 'exports.One = 1;\nexports.check = check;\nfunction check() { }', 'function go() { const { check } = require(\'./one\'); return check(); }\ngo();'],
  ['needed in its own module', 'exports.One = One;\nfunction One() { return check(); }\nfunction check() { }', ''],
  ['a constant that is the result of a call', 'exports.One = 1;\nconst known = register();', ''],
  ['an object of which a part is made by a call', 'exports.One = 1;\nconst known = { all: new Set([register()]) };', ''],
  ['a part of a constant', 'exports.One = 1;\nconst { length } = [register];', ''],
])('stays: %s', (_, one, two) => {
  const modules = { index: `${INDEX}\nrequire('./two');`, one, two };

  expect(dropped(modules)).toEqual(modules);
});

test('a module that exports all that another has is an error: no word tells what is used of it', () => {
  expect(() => dropped({ index: '__exportStar(require("./one"), exports);', one: '' })).toThrow(new Error('index.js exports all that another module has: name what it exports'));
});
