import * as fs from 'fs';
import * as path from 'path';
import type { Assembly, ClassType, TypeKind } from '@jsii/spec';
import { nameProblems } from './names';
import { renamedNames } from './renamed';

const assemblyFile = path.join(__dirname, '..', '..', '.jsii');
const text = { type: { primitive: 'string' } } as any;

function problemsOf(type: Partial<ClassType>, more: Partial<Assembly> = {}): string[] {
  const thing = { assembly: 'library', kind: 'class' as TypeKind.Class, name: 'Thing', fqn: 'library.Thing', ...type } as ClassType;
  return nameProblems({ types: { [thing.fqn]: thing }, ...more });
}

// After "npx projen compile": there is none in a fresh clone. "npm run test:languages" always looks.
(fs.existsSync(assemblyFile) ? test : test.skip)('no public name of the library is something else in a language', () => {
  expect(nameProblems(JSON.parse(fs.readFileSync(assemblyFile, 'utf-8')))).toEqual([]);
});

test('a harmless name is no problem', () => {
  expect(problemsOf({
    methods: [{ name: 'toString' }, { name: 'grantRead', parameters: [{ name: 'scope', ...text }] }], properties: [{ name: 'AWS', ...text }, { name: 'match', ...text }],
  })).toEqual([]);
});

test.each<[string, Partial<ClassType>, string]>([
  ['a method', { methods: [{ name: 'except' }] }, 'library.Thing.except: except is a keyword of Python'],
  ['a constant', { properties: [{ name: 'LAMBDA', ...text }] }, 'library.Thing.LAMBDA: LAMBDA is a keyword of Python'],
  ['a property', { properties: [{ name: 'default', ...text }] }, 'library.Thing.default: default is a keyword of Java'],
  ['a parameter', { methods: [{ name: 'x', parameters: [{ name: 'func', ...text }] }] }, 'the parameter func of library.Thing: func is a keyword of Go'],
  ['a parameter of the constructor', { initializer: { parameters: [{ name: 'base', ...text }] } }, 'the parameter base of library.Thing: base is a keyword of C#'],
  ['the instance', { methods: [{ name: 'x', parameters: [{ name: 'self', ...text }] }] }, 'the parameter self of library.Thing: self is a keyword of Python'],
  ['a builder', { properties: [{ name: 'build', ...text }] }, 'library.Thing.build: build is a keyword of Java'],
  ['what every object has', { methods: [{ name: 'getClass' }] }, 'library.Thing.getClass: getClass is something else in Java'],
  ['a getter', { properties: [{ name: 'class', ...text }] }, 'library.Thing.class: getClass is something else in Java'],
  ['what every object has in C#', { methods: [{ name: 'getType' }] }, 'library.Thing.getType: GetType is something else in C#'],
  ['its type', { properties: [{ name: 'thing', ...text }] }, 'library.Thing.thing: a member of C# can\'t have its type\'s name'],
  ['a getter and a method', { methods: [{ name: 'getName' }], properties: [{ name: 'name', ...text }] }, 'library.Thing.name: Java has two members called getName'],
  ['names that become one', { methods: [{ name: 'allowAI' }, { name: 'allowAi' }] }, 'library.Thing.allowAi: Python has two members called allow_ai'],
])('%s is found', (_, type, problem) => {
  expect(problemsOf(type)).toContain(problem);
});

test('a module, an enum\'s member, and types that differ in case are found', () => {
  expect(problemsOf({}, { submodules: { 'library.import': {} as any } })).toContain('library.import: import is a keyword of Python');
  const member = { assembly: 'library', kind: 'enum', name: 'Level', fqn: 'library.Level', members: [{ name: 'None' }] } as any;
  const types = { 'library.Level': member, 'library.LEVEL': { ...member, name: 'LEVEL', fqn: 'library.LEVEL', members: [] } };
  expect(nameProblems({ types })).toEqual([
    'library.LEVEL: another type differs in case alone, and each is a file', 'library.Level.None: None is a keyword of Python',
  ]);
});

test.each([
  ['.py', '    def from_(\n        self,\n        scope_: str,\n    ) -> None:', ['from_', 'scope_']],
  ['.java', 'public java.lang.String doImport(final java.lang.String defaultValue) {', ['doImport', 'defaultValue']],
  ['.go', 'func (t *jsiiProxy_Thing) Import(type_ *string) *string {', ['type_']],
  ['.cs', 'public virtual string From(string @object)', ['@object']],
])('what jsii-pacmak renames is found in a %s file', (extension, code, names) => {
  expect(renamedNames(code, extension)).toEqual(names);
  expect(renamedNames(extension === '.py' ? `"""${code}"""` : `/* ${code} */`, extension)).toEqual([]);
});
