import { PAGES } from './pages';

/** Rows that the library gets wrong, by the rule that it does not follow yet. The list only shrinks: what is right by now must leave it. */
export interface KnownFailure {
  /** What is right. */
  readonly rule: string;
  readonly page: string;
  /** By table and row: what the library says instead, a letter for each column, `.` where it is right. */
  readonly rows: { readonly [row: string]: string };
}

const failure = (rule: string, page: string, ...said: Array<readonly [row: string, letters: string]>): KnownFailure =>
  ({ rule, page, rows: Object.fromEntries(said) });
const rows = (said: string, table: string, ...names: string[]) => names.map((name) => [`${table} | ${name}`, said] as const);

export const KNOWN_FAILURES: KnownFailure[] = [
  failure('a statement of a key policy without Action has no effect on the key, and is no error', PAGES.keyOverview,
    ...rows('XX', 'statements without Action or Resource have no effect on keys', 'an Allow without Action', 'a Deny without Action')),
  failure('resource-based policies need a Resource, but for trust policies: of a policy whose resource is not known, it is not told', PAGES.principal,
    ...rows('C', 'elements of resource-based policies', 'no Resource')),
];
