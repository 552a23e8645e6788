import { PAGES } from './pages';
import type { Table } from './row';
import type { Values } from './tables';
import { negated, operators } from './tables';
import { BUCKET } from './world';

const TEAM = 'aws:PrincipalTag/team';
const PREFIX = 's3:prefix';
const LIST = { action: 's3:ListBucket', resource: BUCKET };

const TEAMS: Values = ['red', 'Red', 'RED', 'reds', 're', 'r*d', '', 'blue', undefined];
const PREFIXES: Values = ['home', 'home/', 'home/ana/', 'home/ana/a', 'HOME/ana/', 'x', '', 'home//a'];

/** An operator and its negation. */
function both(expected: unknown, rows: { [operator: string]: string }): Table {
  return operators(PAGES.operators, `strings, ${JSON.stringify(expected)}`, TEAM, expected, TEAMS, Object.fromEntries(Object.entries(rows)
    .flatMap(([operator, letters]) => [[operator, letters], [operator.replace('String', 'StringNot'), negated(letters)]])));
}

/** A pattern, and the prefixes that are like it. */
function like(pattern: string, letters: string): Table {
  return operators(PAGES.operators, `StringLike ${pattern}`, PREFIX, pattern, PREFIXES, { StringLike: letters, StringNotLike: negated(letters) }, LIST);
}

export const STRING_OPERATORS: Table[] = [
  both('red', { StringEquals: 'MNNNN NNNN', StringEqualsIgnoreCase: 'MMMNN NNNN', StringLike: 'MNNNN NNNN' }),
  both(['red', 'blue'], { StringEquals: 'MNNNN NNMN', StringEqualsIgnoreCase: 'MMMNN NNMN', StringLike: 'MNNNN NNMN' }),
  both('BLUE', { StringEquals: 'NNNNN NNNN', StringEqualsIgnoreCase: 'NNNNN NNMN', StringLike: 'NNNNN NNNN' }),
  // Only StringLike reads wildcards.
  both('r*d', { StringEquals: 'NNNNN MNNN', StringEqualsIgnoreCase: 'NNNNN MNNN', StringLike: 'MNNNN MNNN' }),
  both('r?d', { StringEquals: 'NNNNN NNNN', StringEqualsIgnoreCase: 'NNNNN NNNN', StringLike: 'MNNNN MNNN' }),
  both('*', { StringEquals: 'NNNNN NNNN', StringEqualsIgnoreCase: 'NNNNN NNNN', StringLike: 'MMMMM MMMN' }),
  both('r*', { StringLike: 'MNNMM MNNN' }),
  both('*e*', { StringLike: 'MMNMM NNMN' }),
  both(['re?', '?lue'], { StringLike: 'MNNNN NNMN' }),
  both('', { StringEquals: 'NNNNN NMNN', StringEqualsIgnoreCase: 'NNNNN NMNN', StringLike: 'NNNNN NMNN' }),

  like('home/*', 'NMMMN NNM'),
  like('home*', 'MMMMN NNM'),
  like('*home*', 'MMMMN NNM'),
  like('*/ana/*', 'NNMMM NNN'),
  like('home/???/', 'NNMNN NNN'),
  like('*a', 'NNNMN NNM'),
  like('?', 'NNNNN MNN'),
  like('*', 'MMMMM MMM'),
  like('**', 'MMMMM MMM'),
  like('?*', 'MMMMM MNM'),
  like('*?', 'MMMMM MNM'),
  like('h*e', 'MNNNN NNN'),
  like('h*/', 'NMMNN NNN'),
  like('home/*/a', 'NNNMN NNM'),
  like('home/?*/a', 'NNNMN NNN'),
  like('*a*a*', 'NNMMM NNN'),
  operators(PAGES.operators, 'one character for ?, also outside of the BMP', PREFIX, 'a?b', ['a-b', 'aéb', 'a😀b', 'ab', 'a--b'],
    { StringLike: 'MMMNN', StringNotLike: 'NNNMM' }, LIST),
  operators(PAGES.operators, 'two characters for ??', PREFIX, 'a??b', ['a-b', 'a😀b', 'a--b', 'a😀éb'], { StringLike: 'NNMM' }, LIST),
  operators(PAGES.operators, 'any characters for *', PREFIX, 'a*b', ['ab', 'a😀b', 'a\nb', 'a😀'], { StringLike: 'MMMN' }, LIST),
];
