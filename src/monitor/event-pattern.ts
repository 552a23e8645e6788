import type { EventTest, FieldTest } from './event-test';
import { commonEnds, grouped } from './event-test';

/**
 * The most characters of an event pattern, by default.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
export const MAX_EVENT_PATTERN = 2048;

/** What calls have in all three fields that came through a server, so that one may stand for another. */
const MARKS_OF_SERVER: readonly string[] = ['userIdentity.invokedBy', 'sourceIPAddress', 'userAgent'];

type Pattern = { [field: string]: Pattern | unknown[] };

/**
 * The test, as a rule of EventBridge has it: of calls that CloudTrail recorded, in the Region of the rule.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function eventPattern(test: EventTest): { readonly 'detail-type': string[]; readonly 'detail': Pattern } {
  const details = commonEnds(test).flatMap(({ heads, ends }) =>
    grouped(ends, ({ field }) => field).flatMap((last) => heads.map((head) => detail([...head.map((each) => [each]), last]))));
  return { 'detail-type': ['AWS API Call via CloudTrail'], 'detail': details.length === 1 ? details[0] : { $or: details } };
}

/** Of each field, one of the tests. */
function detail(tests: ReadonlyArray<readonly FieldTest[]>): Pattern {
  const pattern: Pattern = {};
  for (const choice of tests) {
    const [{ field }] = choice;
    // Two conditions on one field can't be said. No signal has them, but on the mark of a server.
    const names = MARKS_OF_SERVER.includes(field) ? MARKS_OF_SERVER : [field];
    const free = names.slice(names.indexOf(field)).find((name) => at(pattern, name) === undefined)!;
    put(pattern, free, choice.flatMap(matchers));
  }
  return pattern;
}

function at(pattern: Pattern, field: string): unknown {
  return field.split('.').reduce<any>((value, name) => value?.[name], pattern);
}

function put(pattern: Pattern, field: string, value: unknown[]): void {
  const names = field.split('.');
  const parent = names.slice(0, -1).reduce<Pattern>((each, name) => (each[name] ??= {}) as Pattern, pattern);
  parent[names[names.length - 1]] = value;
}

function matchers(test: FieldTest): unknown[] {
  if ('missing' in test) {
    return [{ exists: false }];
  }
  if ('unlike' in test) {
    return [{ 'anything-but': test.unlike.some((pattern) => pattern.includes('*')) ? { wildcard: test.unlike } : test.unlike }];
  }
  return test.like.map((pattern) => {
    const [first, last, ...others] = pattern.split('*');
    if (last === undefined) {
      return first;
    }
    // Of rules with a wildcard, an event bus takes only 30.
    return others.length > 0 || (first !== '' && last !== '') ? { wildcard: pattern } : first === '' ? { suffix: last } : { prefix: first };
  });
}
