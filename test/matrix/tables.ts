import * as path from 'path';
import { expectedCell } from './cells';
import { ROWS } from './guardrails';
import type { Place } from './places';
import { OF_EVERYBODY, OF_PRINCIPALS } from './places';

/** The page that shows what the tests prove. */
export const PAGE = path.join(__dirname, '../../docs/enforcement.md');

/** What becomes of each guardrail in each place, as a table. */
function table(places: Place[]): string {
  const columns = [...new Set(places.flatMap(({ column }) => column ?? []))];
  const cell = (row: (typeof ROWS)[number], column: string) => {
    const cells = new Set(places.filter((place) => place.column === column).map((place) => expectedCell(row, place)));
    if (cells.size !== 1) {
      throw new Error(`${row.name} is not the same in all of the column "${column}": ${[...cells].join(', ')}`);
    }
    const [only] = cells;
    return only === 'other services' ? '–' : only === 'denies' ? only : `*${only}*`;
  };
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['guardrail', ...columns]), `|${'---|'.repeat(columns.length + 1)}`,
    ...ROWS.map((row) => line([row.name.replace(/^.*\)/, '`$&`'), ...columns.map((column) => cell(row, column))])),
  ].join('\n');
}

/** The page with the tables as they are now, between their marks. */
export function withTables(page: string): string {
  return Object.entries({ principals: OF_PRINCIPALS, everybody: OF_EVERYBODY }).reduce((text, [name, places]) => {
    const marked = new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!marked.test(text)) {
      throw new Error(`${PAGE}: there is no place for the table "${name}"`);
    }
    return text.replace(marked, (_, begin, end) => `${begin}${table(places)}\n${end}`);
  }, page);
}
