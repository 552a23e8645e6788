import * as path from 'path';
import { expectedCell } from './cells';
import { ROWS } from './guardrails';
import type { Place } from './places';
import { OF_EVERYBODY, OF_PRINCIPALS } from './places';
import { POLICY_TYPES } from '../../src/iam/policy-kinds';
import { thousands } from '../../src/iam/policy-size';
import type { PolicyType } from '../../src/iam/policy-type';
import { RESOURCE_POLICY_TYPES } from '../../src/iam/resource-policy-kinds';

/** The page that shows what the tests prove. */
export const PAGE = path.join(__dirname, '../../docs/enforcement.md');

/** What becomes of each guardrail in each place, as a table. */
function table(places: readonly Place[]): string {
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

/** How much each kind of policy holds, and how many of them there may be. */
function limits(): string {
  const types: PolicyType[] = [...Object.values(POLICY_TYPES), ...new Set(Object.values(RESOURCE_POLICY_TYPES))];
  return [
    '| kind of policy | holds | white space counts | a statement names its resource | how many, how fast |',
    '|---|---|---|---|---|',
    ...types.filter(({ maxSize }) => Number.isFinite(maxSize)).map((type) => `| ${[
      type.name,
      [`${thousands(type.maxSize)} ${type.countsBytes ? 'bytes' : 'characters'}`, ...most(type)].join(', '),
      type.ignoresWhitespace ? 'no' : 'yes',
      { needed: '`Resource` or `NotResource` is required', optional: 'optional', none: 'never' }[type.resource],
      [
        ...type.maxAttached === undefined ? [] : [`${type.maxAttached} a target besides AWS's own`],
        ...type.maxInOrganization === undefined ? [] : [`${thousands(type.maxInOrganization)} in an organization`],
        ...type.changesPerSecond === undefined ? [] : [`${type.changesPerSecond.rate} changes a second, ${type.changesPerSecond.burst} at once`],
      ].join('; ') || '–',
    ].join(' | ')} |`),
  ].join('\n');
}

function most({ maxStatements, maxActions, maxConditions, maxPrincipals, maxResources }: PolicyType): string[] {
  const inStatement = Object.entries({ actions: maxActions, resources: maxResources, principals: maxPrincipals, conditions: maxConditions })
    .flatMap(([name, max]) => (max === undefined ? [] : [`${max} ${name}`]));
  return [...maxStatements === undefined ? [] : [`${maxStatements} statements`], ...inStatement.length === 0 ? [] : [`${inStatement.join(', ')} in each`]];
}

/** The page with the tables as they are now, between their marks. */
export function withTables(page: string): string {
  return Object.entries({ principals: table(OF_PRINCIPALS), everybody: table(OF_EVERYBODY), limits: limits() }).reduce((text, [name, rows]) => {
    const marked = new RegExp(`(<!-- table: ${name} -->\n)[^]*?(<!-- end -->)`);
    if (!marked.test(text)) {
      throw new Error(`${PAGE}: there is no place for the table "${name}"`);
    }
    return text.replace(marked, (_, begin, end) => `${begin}${rows}\n${end}`);
  }, page);
}
