import { Readable } from 'stream';
import { ALLOW_ALL, inEmptyDirectory, policy, role, write } from './run';
import { Problems } from '../../src/cli/cli-error';
import { readInput } from '../../src/cli/read-input';

inEmptyDirectory();

const nothing = Readable.from([]);
const folders = { include: [], exclude: [], ignored: false };
const read = (names: string[], stdin = nothing) => readInput(names, { stdin, problems: new Problems() }, { folders });

test('standard input: without a file, or for "-", once', async () => {
  const stdin = () => Readable.from([Buffer.from(JSON.stringify(policy(ALLOW_ALL)))]);
  write('a.json', policy(ALLOW_ALL));
  expect((await read([], stdin())).documents.map(({ file }) => file.name)).toEqual(['<stdin>']);
  expect((await read(['-', 'a.json', '-'], stdin())).documents.map(({ file }) => file.name)).toEqual(['<stdin>', 'a.json']);
});

test('a character in two chunks of standard input', async () => {
  const bytes = Buffer.from(JSON.stringify(policy({ ...ALLOW_ALL, Sid: 'Schlüssel' })));
  const { documents } = await read([], Readable.from([...bytes].map((byte) => Buffer.from([byte]))));
  expect(documents[0].document.Statement[0].Sid).toBe('Schlüssel');
});

test('each file is read once, however it is named', async () => {
  write('dir/a.json', policy(ALLOW_ALL));
  expect((await read(['dir/a.json', './dir/../dir/a.json'])).files.map(({ name }) => name)).toEqual(['dir/a.json']);
});

test('templates given one by one are read together, documents by themselves', async () => {
  write('a.json', { Resources: { A: role(policy(ALLOW_ALL)) } });
  write('b.json', { AWSTemplateFormatVersion: '2010-09-09', Outputs: {} });
  write('c.json', [policy(ALLOW_ALL), policy(ALLOW_ALL)]);
  const { documents, templateSets } = await read(['a.json', 'c.json', 'b.json']);
  expect(templateSets.map((set) => set.map(({ file }) => file))).toEqual([['a.json', 'b.json']]);
  expect(templateSets[0][1].template.Resources).toEqual({});
  expect(documents.map(({ file, path }) => [file.name, ...path])).toEqual([['c.json', '0'], ['c.json', '1']]);
});

test.each([
  ['a byte order mark', `\ufeff${JSON.stringify(policy(ALLOW_ALL))}`, { prefix: '\ufeff', urlEncoded: false }],
  ['URL encoding', encodeURIComponent(JSON.stringify(policy(ALLOW_ALL))), { prefix: '', urlEncoded: true }],
])('a file with %s', async (_, text, expected) => {
  write('a.json', text);
  const { documents: [{ document, file }] } = await read(['a.json']);
  expect(document).toEqual(policy(ALLOW_ALL));
  expect(file).toMatchObject(expected);
});
