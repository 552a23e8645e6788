import * as fc from 'fast-check';
import type { Node } from 'yaml';
import { Document, isCollection, isMap, isScalar, visit } from 'yaml';
import { applyEdits, replaceStatements } from '../../src/cli/edit-source';
import type { Language } from '../../src/cli/source-text';
import { SourceText } from '../../src/cli/source-text';

const strings = fc.constantFrom('s3:*', '*', 'yes', '012', 'a: b', '- x', '#', 'é', '"', '\'', 'a\nb', '');
const values = fc.oneof(strings, fc.array(strings, { maxLength: 3 }), fc.dictionary(fc.constantFrom('Bool', 'Null', 'a:b'), strings, { maxKeys: 2 }));
const statements = fc.array(fc.record({
  Sid: fc.constantFrom('A', 'B', 'C'),
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: values,
  NotResource: values,
  Condition: fc.dictionary(fc.constantFrom('Bool', 'Null'), values, { maxKeys: 2 }),
}, { requiredKeys: ['Effect', 'Action'] }), { maxLength: 4 });

/** Some statements stay, some change, some go, and new ones come. */
const changed = (from: object[]) => fc.tuple(fc.array(fc.constantFrom('same', 'other', 'gone', 'two'), { minLength: from.length, maxLength: from.length }), statements)
  .map(([fates, others]) => from.flatMap((statement, i) => {
    const other = { ...statement, ...others[i] };
    return { same: [statement], other: [other], gone: [], two: [statement, other] }[fates[i]]!;
  }));

/** YAML in some style: braces here and there, comments, wider indentation. */
function yamlOf(value: unknown, style: readonly number[], lineEnd: string): string {
  const document = new Document(JSON.parse(JSON.stringify(value)), { version: '1.1' });
  let i = 0;
  visit(document, (role, node) => {
    const chosen = style[i++ % style.length];
    if (isCollection(node) && chosen % 5 === 0) {
      node.flow = true;
    }
    if ((isScalar(node) && role !== 'key' && chosen % 7 === 0) || (isMap(node) && chosen % 11 === 0)) {
      (node as Node)[isMap(node) ? 'commentBefore' : 'comment'] = ' why';
    }
  });
  return document.toString({ indent: 2 + style[0] % 3, indentSeq: style[0] % 2 === 0, lineWidth: style[0] % 4 === 0 ? 40 : 0 }).replace(/\n/g, lineEnd);
}

function expectReplaced(text: string, language: Language, path: string[], from: object[], to: object[]) {
  const source = new SourceText(text, language);
  const edited = applyEdits(text, replaceStatements(source, path, from, to));
  const expected = structuredClone(source.value) as any;
  const parent = path.slice(0, -1).reduce((each, key) => each[key], expected);
  parent[path[path.length - 1]] = to;
  expect(new SourceText(edited, language).value).toEqual(expected);
}

const document = (from: object[]) => ({ a: { Version: '2012-10-17', Statement: from, Id: 'x' }, b: [{ Statement: from }] });

test.each([[['a', 'Statement']], [['b', '0', 'Statement']]])('whatever becomes of statements is what is written: %s', (path) => {
  fc.assert(fc.property(
    statements.filter((each) => each.length > 0).chain((from) => fc.tuple(fc.constant(from), changed(from))),
    fc.array(fc.nat(1000), { minLength: 30, maxLength: 30 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom(0, 2, '\t'),
    ([from, to], style, lineEnd, indent) => {
      expectReplaced(yamlOf(document(from), style, lineEnd), 'YAML', path, from, to);
      expectReplaced(JSON.stringify(document(from), undefined, indent).replace(/\n/g, lineEnd), 'JSON', path, from, to);
    },
  ), { seed: 7, numRuns: 40 });
});
