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
  failure('a statement of a key policy without Action or Resource has no effect on the key, and is no error', PAGES.keyOverview,
    ...rows('CC', 'statements without Action or Resource have no effect on keys', 'an Allow without Resource', 'a Deny without Resource'),
    ...rows('XX', 'statements without Action or Resource have no effect on keys', 'an Allow without Action', 'a Deny without Action')),
  failure('resource-based policies need Principal and Resource (trust policies no Resource): "*", or AWS, Service, Federated and CanonicalUser, without wildcards in a name, no groups', PAGES.principal,
    ...rows('A', 'elements of resource-based policies', 'an ARN as Principal', 'an account as Principal', 'Principal: {}', 'the key Aws',
      'a wildcard in a principal', 'a wildcard in a user\'s name', 'every service', 'a group', 'no Resource')),
  failure('what the grammar does not have is an error that names the place: missing, empty, unknown or misspelled elements, other versions, Principal in identity-based policies', PAGES.grammar,
    ...rows('A', 'elements', 'an element in another case', 'an unknown element of the document')),
  failure('variables are closed, named, without spaces but before a quoted default, and in String and Arn operators only', PAGES.checks,
    ...rows('A', 'variables', 'unclosed', 'empty', 'a space in the name', 'a default without a quotation mark'),
    ...rows('C', 'variables', 'unclosed, in a condition', 'in a number', 'in a date', 'in an address', 'in Null')),
  failure('a request\'s resource is a complete ARN or "*"', PAGES.arns,
    ...rows('AA......', 'requests that are none', 'any policy')),
];
