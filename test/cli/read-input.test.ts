import { Readable } from 'stream';
import { ALLOW_ALL, inEmptyDirectory, policy, role, write } from './run';
import { readInput } from '../../src/cli/read-input';

inEmptyDirectory();

const nothing = Readable.from([]);

test('standard input: without a file, or for "-", once', async () => {
  const stdin = () => Readable.from([Buffer.from(JSON.stringify(policy(ALLOW_ALL)))]);
  write('a.json', policy(ALLOW_ALL));
  expect((await readInput([], stdin())).documents.map(({ file }) => file.name)).toEqual(['<stdin>']);
  expect((await readInput(['-', 'a.json', '-'], stdin())).documents.map(({ file }) => file.name)).toEqual(['<stdin>', 'a.json']);
});

test('a character in two chunks of standard input', async () => {
  const bytes = Buffer.from(JSON.stringify(policy({ ...ALLOW_ALL, Sid: 'Schlüssel' })));
  const { documents } = await readInput([], Readable.from([...bytes].map((byte) => Buffer.from([byte]))));
  expect(documents[0].document.Statement[0].Sid).toBe('Schlüssel');
});

test('each file is read once, however it is named', async () => {
  write('dir/a.json', policy(ALLOW_ALL));
  expect((await readInput(['dir/a.json', './dir/../dir/a.json'], nothing)).files.map(({ name }) => name)).toEqual(['dir/a.json']);
});

test('templates given one by one are read together, documents by themselves', async () => {
  write('a.json', { Resources: { A: role(policy(ALLOW_ALL)) } });
  write('b.json', { AWSTemplateFormatVersion: '2010-09-09', Outputs: {} });
  write('c.json', [policy(ALLOW_ALL), policy(ALLOW_ALL)]);
  const { documents, templateSets } = await readInput(['a.json', 'c.json', 'b.json'], nothing);
  expect(templateSets.map((set) => set.map(({ file }) => file))).toEqual([['a.json', 'b.json']]);
  expect(templateSets[0][1].template.Resources).toEqual({});
  expect(documents.map(({ file, way }) => [file.name, ...way])).toEqual([['c.json', '0'], ['c.json', '1']]);
});

test.each([
  ['a byte order mark', `\ufeff${JSON.stringify(policy(ALLOW_ALL))}`, { prefix: '\ufeff', urlEncoded: false }],
  ['URL encoding', encodeURIComponent(JSON.stringify(policy(ALLOW_ALL))), { prefix: '', urlEncoded: true }],
])('a file with %s', async (_, text, expected) => {
  write('a.json', text);
  const { documents: [{ document, file }] } = await readInput(['a.json'], nothing);
  expect(document).toEqual(policy(ALLOW_ALL));
  expect(file).toMatchObject(expected);
});
