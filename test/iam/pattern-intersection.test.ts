import * as fc from 'fast-check';
import { intersection } from '../../src/iam/pattern-intersection';
import { wildcardMatcher } from '../../src/iam/wildcard';

test.each<[string, string, string[] | undefined]>([
  ['b/*', 'b/public/*', ['b/public/*']],
  ['b/*', '*', ['b/*']],
  ['b/*', 'b/*', ['b/*']],
  ['b/*', 'c/*', []],
  ['b/*', '*/secret', ['b/*/secret', 'b/secret']],
  ['b/*', 'b/key', ['b/key']],
  ['b/key', 'b/*', ['b/key']],
  ['b/key', 'c/*', []],
  ['b/key', 'b/*/key', []],
  ['b/*/x', 'b/public/*', undefined],
  ['b/*/x', 'b/a/x', ['b/a/x']],
  ['b/*', 'b/?', undefined],
  ['b/*', 'b/${aws:username}', undefined],
])('%s and %s', (wanted, other, common) => {
  expect(intersection(wanted, other)?.sort()).toEqual(common?.sort());
});

test('means what both mean, and nothing else', () => {
  const text = (letters: string) => fc.array(fc.constantFrom(...letters), { maxLength: 6 }).map((all) => all.join(''));
  const matches = (pattern: string, value: string) => wildcardMatcher(pattern)(value) === true;
  fc.assert(fc.property(text('ab'), text('ab*'), fc.array(text('ab'), { minLength: 20, maxLength: 20 }), (start, other, values) => {
    const common = intersection(`${start}*`, other)!;
    const all = [...values, ...values.map((each) => start + each)];
    expect(all.filter((value) => common.some((each) => matches(each, value)))).toEqual(all.filter((value) => matches(`${start}*`, value) && matches(other, value)));
  }), { seed: 20261129 });
});
