import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
/** When each page was last read: the one place that knows it. */
export const LEDGER = path.join(ROOT, 'docs', 'facts.json');
/** Where facts of others stand: in the library, its docs, what its table of operations is made of, and the tests that hold it to them. */
const PLACES = ['src', 'docs', 'build-tools/operations', 'test/conformance', 'test/audit'];
const PAGE = /https:\/\/docs\.aws\.amazon\.com\/[^\s)'"`>|\]\\]+\.html/g;
/** How old a fact may be before it is to be read again. */
export const MAX_AGE_IN_DAYS = 90;

/** A place where something stands that is so because a page says so. */
export interface Fact {
  /** The page, without what is behind `#`. */
  readonly page: string;
  /** The file and the line, such as `src/iam/arn.ts:24`. */
  readonly place: string;
  /** The line of code or text that it is about. */
  readonly value: string;
}

/** Every fact that names its page, in the order of the files. */
export function facts(): Fact[] {
  return PLACES.flatMap((place) => filesIn(place)).flatMap(factsIn);
}

/** The days by page. */
export function pagesRead(): { [page: string]: string } {
  return JSON.parse(fs.readFileSync(LEDGER, 'utf-8')).pages;
}

/** A line for each page that was read so long before the day, with the facts that hang on it; the oldest first. */
export function outdated(today: string, read: { [page: string]: string } = pagesRead(), known: readonly Fact[] = facts()): string[] {
  const days = (from: string) => Math.floor((Date.parse(today) - Date.parse(from)) / 86_400_000);
  return Object.entries(read).filter(([, day]) => days(day) > MAX_AGE_IN_DAYS).sort(([, a], [, b]) => (a < b ? -1 : Number(a > b)))
    .flatMap(([page, day]) => [
      `${day}  ${page}  (${days(day)} days)`, ...known.filter((fact) => fact.page === page).map(({ place, value }) => `            ${place}  ${value}`),
    ]);
}

/** Decisions are of their day; the pages of the API are made of src. */
function filesIn(folder: string): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf-8' })
    .filter((name) => (/\.(ts|md)$/.test(name) || name === 'aws-map.json') && !/^(decisions|api)\//.test(name)).sort().map((name) => path.join(folder, name));
}

function factsIn(file: string): Fact[] {
  const text = withConstants(fs.readFileSync(path.join(ROOT, file), 'utf-8'));
  const lines = text.split('\n');
  return lines.flatMap((line, i) => [...new Set(line.match(PAGE) ?? [])].map((page) => ({ page, place: `${file}:${i + 1}`, value: valueAt(lines, i, page) })));
}

/** With the addresses that are put together of constants of the file, such as `${IAM}/reference_iam-quotas.html`, each in full. */
function withConstants(text: string): string {
  const constants = [...text.matchAll(/^const (\w+) = ['`]([^'`]*)['`];/gm)].map(([, name, value]) => [name, value] as const);
  // One may be made of another that stands before it.
  return constants.reverse().reduce((all, [name, value]) => all.replaceAll(`\${${name}}`, value), text);
}

/** The line itself, or of a comment the code behind it. */
function valueAt(lines: readonly string[], i: number, page: string): string {
  const isComment = (line: string) => /^\s*(\/\*\*|\*|\/\/)/.test(line);
  const behind = isComment(lines[i]) ? lines.slice(i + 1).find((line) => line.trim() !== '' && !isComment(line)) ?? '' : lines[i].replace(page, '…');
  const value = behind.trim();
  return value.length > 100 ? `${value.slice(0, 100)}…` : value;
}
