import { KNOWN_FAILURES } from './known-failures';
import type { Row } from './row';
import { isAsDocumented } from './row';
import { TOPICS } from './topics';

const KNOWN = new Map(KNOWN_FAILURES.flatMap(({ rows }) => Object.entries(rows)));
const TABLES = Object.values(TOPICS).flat();

/** The rows of a table by their group: in it the list of known failures has a letter for each. */
function groups(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    found.set(row.group, [...found.get(row.group) ?? [], row]);
  }
  return found;
}

function isKnownToFail(group: string, i: number): boolean {
  return (KNOWN.get(group)?.[i] ?? '.') !== '.';
}

describe.each(Object.entries(TOPICS))('%s', (_, tables) => {
  test.each(tables.map((table) => [table.title, table.rows] as const))('%s', (__, rows) => {
    const wrong: string[] = [];
    const rightByNow: string[] = [];
    for (const [group, members] of groups(rows)) {
      members.forEach((row, i) => {
        const said = row.decide();
        if (!isAsDocumented(row, said) && !isKnownToFail(group, i)) {
          wrong.push(`${group} | ${row.column}: documented ${row.expected}, is ${said} (${row.page})`);
        } else if (isAsDocumented(row, said) && isKnownToFail(group, i)) {
          rightByNow.push(`${group} | ${row.column}: right by now, and leaves the list of known failures`);
        }
      });
    }
    expect(wrong).toEqual([]);
    expect(rightByNow).toEqual([]);
  });
});

test('each row has its own name, and what is known to fail is a row', () => {
  const all = TABLES.map(({ rows }) => rows).flat();
  const names = all.map(({ group, column }) => `${group} | ${column}`);
  expect(names.length - new Set(names).size).toBe(0);
  const byGroup = groups(all);
  expect([...KNOWN].filter(([group, said]) => byGroup.get(group)?.length !== said.length).map(([group]) => group)).toEqual([]);
});

test('at least 1,500 decisions, each with the page of AWS that says so', () => {
  const rows = TABLES.map((table) => table.rows).flat();
  expect(rows.length).toBeGreaterThanOrEqual(1500);
  expect(rows.filter(({ page }) => !/^https:\/\/(docs|aws)\.(aws\.)?amazon\.com\/./.test(page)).map(({ group, page }) => `${group}: ${page}`)).toEqual([]);
});
