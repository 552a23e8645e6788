import { PAGES } from './pages';
import type { Table } from './row';
import { operators } from './tables';

/** Each operator with a key that has it, values of a policy and of requests that are the same and that are not. */
const CASES: ReadonlyArray<readonly [names: string, key: string, expected: string, same: string, other: string]> = [
  ['StringEquals StringLike StringEqualsIgnoreCase', 'aws:PrincipalTag/team', 'red', 'red', 'blue'],
  ['NumericEquals NumericLessThanEquals NumericGreaterThanEquals', 'aws:MultiFactorAuthAge', '60', '60', ''],
  ['DateEquals DateLessThanEquals DateGreaterThanEquals', 'aws:TokenIssueTime', '2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z', ''],
  ['NumericLessThan', 'aws:MultiFactorAuthAge', '60', '59', '61'],
  ['NumericGreaterThan', 'aws:MultiFactorAuthAge', '60', '61', '59'],
  ['DateLessThan', 'aws:TokenIssueTime', '2026-02-01T00:00:00Z', '2026-01-31T00:00:00Z', '2026-02-02T00:00:00Z'],
  ['DateGreaterThan', 'aws:TokenIssueTime', '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z', '2026-01-31T00:00:00Z'],
  ['Bool', 'aws:MultiFactorAuthPresent', 'true', 'true', 'false'],
  ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.9', '198.51.100.9'],
  ['ArnEquals ArnLike', 'aws:SignInSessionArn', 'arn:aws:signin:us-east-1:111122223333:session/a', 'arn:aws:signin:us-east-1:111122223333:session/a',
    'arn:aws:signin:us-east-1:111122223333:session/b'],
];
const NEGATED: typeof CASES = [
  ['StringNotEquals StringNotLike StringNotEqualsIgnoreCase', 'aws:PrincipalTag/team', 'red', 'red', 'blue'],
  ['NumericNotEquals', 'aws:MultiFactorAuthAge', '60', '60', '61'],
  ['DateNotEquals', 'aws:TokenIssueTime', '2026-02-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z'],
  ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', '203.0.113.9', '198.51.100.9'],
  ['ArnNotEquals ArnNotLike', 'aws:SignInSessionArn', 'arn:aws:signin:us-east-1:111122223333:session/a', 'arn:aws:signin:us-east-1:111122223333:session/a',
    'arn:aws:signin:us-east-1:111122223333:session/b'],
];

const withIfExists = (names: string) => names.split(' ').map((name) => `${name}IfExists`).join(' ');
const table = (cases: typeof CASES, plain: string, ifExists: string) => cases.map(([names, key, expected, same, other]): Table => {
  const values = [same, ...(other === '' ? [] : [other]), undefined];
  const letters = (all: string) => (other === '' ? all[0] + all[2] : all);
  return operators(PAGES.operators, `a key that may be missing, ${names}`, key, expected, values,
    { [names]: letters(plain), [withIfExists(names)]: letters(ifExists) });
});

/** What operators do with a value that matches, one that does not, and none; with IfExists and without. */
export const MISSING_KEYS: Table[] = [...table(CASES, 'MNN', 'MNM'), ...table(NEGATED, 'NMM', 'NMM')];
