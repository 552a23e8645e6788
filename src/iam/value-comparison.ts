import { arnParts } from './arn';
import type { Decimal } from './decimal';
import { compareDecimals, decimal } from './decimal';
import { instant } from './instant';
import { inRange, ipRange } from './ip-range';
import type { Pattern } from './pattern';
import type { Outcome } from './three-valued';
import { characters, isUnknownPart } from './unknown-text';
import { patternMatches } from './wildcard';
import { derivedFrom } from '../private/cache';

/**
 * How a condition operator compares a value of the request with one of the policy. The answer is unknown where AWS does not
 * document it: for a word that is no boolean, a string that is no number, date, address or ARN.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface Comparison {
  readonly kind: ValueKind;
  /** Whether policy variables and the escapes `${*}`, `${?}` and `${$}` are read in the policy's value, and `*` and `?` as wildcards. */
  readonly takes: 'text' | 'wildcards' | 'plain value';
  readonly ignoresCase?: true;
  /** What of two values of an order it wants. */
  readonly order?: OrderName;
  /** Where a value of the policy may stand for itself: what it and a value of the request have in common if, and only if, they are alike. */
  readonly likeness?: (text: string) => string;
  /** What a plain value is, on either side; `undefined` if it is none. That of a policy is read once. */
  readonly read?: (text: string) => unknown;
  /** Of a plain value, both as they were read. */
  compare(value: unknown, expected: unknown): Outcome;
}

/** What values are read as. An ARN is compared part by part. */
export type ValueKind = 'string' | 'arn' | 'boolean' | 'number' | 'time' | 'address' | 'binary';

export type OrderName = 'LessThan' | 'LessThanEquals' | 'GreaterThan' | 'GreaterThanEquals';

/** What of two values of an order the operators for it want: negative if that of the request is less. */
const ORDERS: Array<[name: OrderName | undefined, matches: (order: number) => boolean]> = [
  [undefined, (order) => order === 0],
  ['LessThan', (order) => order < 0],
  ['LessThanEquals', (order) => order <= 0],
  ['GreaterThan', (order) => order > 0],
  ['GreaterThanEquals', (order) => order >= 0],
];

export const COMPARISONS = new Map<string, Comparison>([
  ['StringEquals', { kind: 'string', takes: 'text', likeness: itself, compare: patternMatchesText }],
  ['StringEqualsIgnoreCase', {
    kind: 'string',
    takes: 'text',
    ignoresCase: true,
    likeness: inLowerCase,
    compare: (value: string, expected: Pattern) => patternMatches(lowerCase(expected), inLowerCase(value)),
  }],
  ['StringLike', { kind: 'string', takes: 'wildcards', likeness: itself, compare: patternMatchesText }],
  ['ArnEquals', { kind: 'arn', takes: 'wildcards', compare: arnLike }],
  ['ArnLike', { kind: 'arn', takes: 'wildcards', compare: arnLike }],
  ['Bool', plain('boolean', booleanOf, (a, b) => a === b)],
  ...ordered('Numeric', 'number', decimal),
  ...ordered('Date', 'time', instant),
  ['IpAddress', plain('address', ipRange, inRange)],
  ['BinaryEquals', plain('binary', bytesOf, (a, b) => a.equals(b))],
]);

/** The negated operators, each with the one it negates. */
export const NEGATED = new Map([
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
  ['NotIpAddress', 'IpAddress'],
]);

export function booleanOf(text: string): Outcome {
  const lower = text.toLowerCase();
  return lower === 'true' || (lower === 'false' ? false : undefined);
}

function itself(text: string): string {
  return text;
}

function patternMatchesText(value: string, expected: Pattern): Outcome {
  return patternMatches(expected, value);
}

/** Letter by letter, as patterns have it: of a whole string, the case of a letter may depend on those beside it. */
function inLowerCase(text: string): string {
  return lowerCase(characters(text)).join('');
}

/** What an unknown part is, its name tells: that is no text of it. */
function lowerCase<T extends Pattern[number]>(pattern: readonly T[]): T[] {
  return pattern.map((item) => (typeof item === 'string' && !isUnknownPart(item) ? item.toLowerCase() as T : item));
}

function plain<T>(
  kind: ValueKind, read: (text: string) => T | undefined, compare: (value: T, expected: T) => Outcome, order?: OrderName,
): Comparison {
  return {
    kind, takes: 'plain value', order, read, compare: (a: T | undefined, b: T | undefined) => (a === undefined || b === undefined ? undefined : compare(a, b)),
  };
}

function ordered(prefix: string, kind: ValueKind, parse: (text: string) => Decimal | undefined): Array<[string, Comparison]> {
  return ORDERS.map(([order, matches]) => [prefix + (order ?? 'Equals'), plain(kind, parse, (a, b) => matches(compareDecimals(a, b)), order)]);
}

function bytesOf(text: string): Buffer | undefined {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Each of the six parts of an ARN is compared by itself, so that no `*` reaches into the next part. */
function arnLike(value: string, pattern: Pattern): Outcome {
  const parts = arnParts(value);
  const patterns = splitPattern(pattern);
  if (!parts || !patterns || patterns[0].some((item) => typeof item !== 'string') || patterns[0].join('') !== 'arn') {
    return undefined;
  }
  let outcome: Outcome = true;
  // ARNs differ at their end, mostly.
  for (let i = patterns.length - 1; i > 0 && outcome !== false; i--) {
    const match = patternMatches(patterns[i], parts[i]);
    outcome = match === true ? outcome : match;
  }
  return outcome;
}

/** As `arnParts()`. One pattern is compared with many values. */
const splitPattern = derivedFrom((pattern: Pattern): Pattern[] | undefined => {
  const parts: Array<Array<Pattern[number]>> = [[]];
  for (const item of pattern) {
    if (item === ':' && parts.length < 6) {
      parts.push([]);
    } else {
      parts[parts.length - 1].push(item);
    }
  }
  return parts.length < 6 ? undefined : parts;
});
