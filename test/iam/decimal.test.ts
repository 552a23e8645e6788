import * as fc from 'fast-check';
import { compareDecimals, decimal } from '../../src/iam/decimal';

const compare = (a: string, b: string) => Math.sign(compareDecimals(decimal(a)!, decimal(b)!));

test.each([
  ['10', '1e1', 0],
  ['1e1', '1E1', 0],
  ['10203', '12030', -1],
  ['10', '+10.00', 0],
  ['0', '-0.0', 0],
  ['.5', '0.50', 0],
  ['1.', '1', 0],
  ['0', '1e-400', -1],
  ['-1e-400', '0', -1],
  ['9007199254740992', '9007199254740993', -1],
  ['-9007199254740992', '-9007199254740993', 1],
  ['0.1', '0.10000000000000001', -1],
  ['1e999999999999999', '2e999999999999999', -1],
  ['-3', '2', -1],
  ['99', '100', -1],
])('%s and %s: %s', (a, b, expected) => {
  expect(compare(a, b)).toBe(expected);
  expect(compare(b, a)).toBe(0 - expected);
});

test.each(['', '.', '-', 'e1', '.e1', '1e', '1e1.5', '1,5', ' 1', '1 ', '--1', '0x10', 'NaN', 'Infinity', '1e9999999999999999'])('%j is no number', (text) => {
  expect(decimal(text)).toBeUndefined();
});

test('small numbers are compared as JavaScript does', () => {
  const text = fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -3, max: 3 })).map(([number, exponent]) => `${number}e${exponent}`);
  fc.assert(fc.property(text, text, (a, b) => {
    expect(compare(a, b)).toBe(Math.sign(Math.round(Number(a) * 1000) - Math.round(Number(b) * 1000)));
  }), { seed: 20261129 });
});

test('very long ones are read in one go, numbers or not', () => {
  const begun = Date.now();
  const zeros = '0'.repeat(100_000);
  expect(decimal(`1${zeros}1${zeros}`)).toEqual({ sign: 1, magnitude: 200_002, digits: `1${zeros}1` });
  expect(decimal(`${'1'.repeat(100_000)}x`)).toBeUndefined();
  // It took over ten seconds.
  expect(Date.now() - begun).toBeLessThan(2_000);
});
