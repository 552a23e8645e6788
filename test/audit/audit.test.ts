import { CHECK } from './check';
import { EVALUATOR } from './evaluator';
import { FACTS } from './facts';
import { PROSE } from './prose';
import { RESOURCE_TYPES } from './resource-types';
import { SETS } from './sets';
import { SYNTHESIS } from './synthesis';

// Facts that were held against AWS's pages and were not so: each with an input that shows it, and its page.
const ROWS = [...EVALUATOR, ...CHECK, ...SYNTHESIS, ...SETS, ...RESOURCE_TYPES, ...PROSE];

test.each(ROWS.map((row) => [row.of, row.what, row] as const))('%s: %s', (_, __, { is, right }) => {
  expect(is()).toEqual(right);
});

test('every row has a page of AWS, the day it was read, and a name of its own', () => {
  expect(ROWS.filter(({ page, read }) => !/^https:\/\/docs\.aws\.amazon\.com\/.+\.html(#.+)?$/.test(page) || !/^20\d\d-\d\d-\d\d$/.test(read))).toEqual([]);
  expect(new Set(ROWS.map(({ what }) => what)).size).toBe(ROWS.length);
});

test('every fact has a row', () => {
  expect([...new Set(ROWS.map((row) => row.of))].sort()).toEqual(Object.keys(FACTS).sort());
});
