import { forgottenStructs, structProblems } from './structs';

const assembly = (properties: object[]): any => ({
  types: { 'library.Options': { kind: 'interface', datatype: true, name: 'Options', fqn: 'library.Options', properties } },
});

test('a struct of plain properties is no problem', () => {
  expect(structProblems(assembly([
    { name: 'id', immutable: true, type: { primitive: 'string' } }, { name: 'document', immutable: true, optional: true, type: { primitive: 'any' } },
  ]))).toEqual([]);
});

test.each([
  ['a union', { immutable: true, optional: true, type: { union: { types: [{ primitive: 'string' }, { primitive: 'number' }] } } }, 'library.Options.x: a union, which is any object in Java, Go and C#'],
  ['a list of unions', { immutable: true, type: { collection: { kind: 'array', elementtype: { union: { types: [] } } } } }, 'library.Options.x: a union, which is any object in Java, Go and C#'],
  ['anything', { immutable: true, type: { primitive: 'any' } }, 'library.Options.x: required, and of any type: it might be null'],
  ['what can be set', { type: { primitive: 'string' } }, 'library.Options.x: not readonly'],
])('%s is found', (_, property, problem) => {
  expect(structProblems(assembly([{ name: 'x', ...property }]))).toEqual([problem]);
});

test('a struct that a program does not make is found', () => {
  expect(forgottenStructs(assembly([]))).toEqual(['python/everything.py', 'java/Everything.java', 'go/everything.go', 'dotnet/Everything.cs'].map((program) => `${program} does not make a Options`));
});
