import { compareDecimals } from '../../src/iam/decimal';
import { instant } from '../../src/iam/instant';

test.each([
  ['2026-02-01', '2026-02-01T00:00:00Z', 0],
  ['2026-02', '2026-02-01', 0],
  ['2026', '2026-01-01T00:00Z', 0],
  ['1769904000', '2026-02-01T01:00:00+01:00', 0],
  ['0', '1970-01-01', 0],
  ['2026-02-01T00:00:00.0001Z', '2026-02-01T00:00:00.0002Z', -1],
  ['2026-02-01T00:00:00Z', '2026-02-01T00:00:00.0000001Z', -1],
  ['1969-12-31T23:59:59.25Z', '1969-12-31T23:59:59.5Z', -1],
  ['99999999999999999998', '99999999999999999999', -1],
])('%s and %s: %s', (a, b, expected) => {
  expect(Math.sign(compareDecimals(instant(a)!, instant(b)!))).toBe(expected);
});

// Without a zone, a time is another one in each place.
test.each(['', 'tomorrow', '2026-13', '2026-02-30', '2026-02-30T00:00Z', '2026-02-01T10:00', '2026-02-01T25:00Z', '2026-02T10:00Z', '2026-02-01T10:00.5Z', '-1', '1.5'])(
  '%j is no date', (text) => {
    expect(instant(text)).toBeUndefined();
  });
