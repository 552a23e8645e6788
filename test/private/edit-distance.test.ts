import fc from 'fast-check';
import { didYouMean, editDistance, nearest } from '../../src/private/edit-distance';

test.each<[string, string, number]>([
  ['', '', 0], ['a', '', 1], ['abc', 'abc', 0], ['abc', 'abd', 1], ['abc', 'acb', 1], ['abc', 'bac', 1], ['abc', 'cba', 2], ['kitten', 'sitting', 3], ['ab', 'ba', 1], ['abcd', 'badc', 2],
])('%j and %j: %i', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test('with a bound it is the same up to the bound, and above it for all that is above it', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(fc.property(word, word, fc.nat(9), (a, b, most) => {
    const distance = editDistance(a, b);
    const bounded = editDistance(a, b, most);
    return distance > most ? bounded > most : bounded === distance;
  }), { numRuns: 1_000 });
});

test('the nearest, case-insensitive, the first of those', () => {
  expect(nearest('deletobject', ['GetObject', 'DeleteObject', 'DeletedObject'])).toBe('DeleteObject');
  expect(nearest('ab', ['ax', 'ay'])).toBe('ax');
});

test('none that is not like it at all, or too many slips away', () => {
  expect(nearest('s3', ['iam', 'ec2'])).toBeUndefined();
  expect(nearest('abcdef', ['abcxyz'], 2)).toBeUndefined();
  expect(nearest('abcdef', ['abcxyz'], 3)).toBe('abcxyz');
  expect([didYouMean(undefined), didYouMean('x')]).toEqual(['', ' (did you mean "x"?)']);
});
