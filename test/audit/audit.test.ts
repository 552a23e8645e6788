import { CHECK } from './check';
import { EVALUATOR } from './evaluator';
import { SYNTHESIS } from './synthesis';

// Facts that were held against AWS's pages and were not so: each with an input that shows it, and its page.
const ROWS = [...EVALUATOR, ...CHECK, ...SYNTHESIS];

test.each(ROWS.map((row) => [row.what, row] as const))('%s', (_, { is, right }) => {
  expect(is()).toEqual(right);
});

test('every row has a page of AWS, the day it was read, and a name of its own', () => {
  expect(ROWS.filter(({ page, read }) => !/^https:\/\/docs\.aws\.amazon\.com\/.+\.html(#.+)?$/.test(page) || !/^20\d\d-\d\d-\d\d$/.test(read))).toEqual([]);
  expect(new Set(ROWS.map(({ what }) => what)).size).toBe(ROWS.length);
});
