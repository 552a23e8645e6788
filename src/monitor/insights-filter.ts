import type { BooleanText } from './boolean-text';
import { booleanText } from './boolean-text';
import type { EventTest, FieldTest } from './event-test';

/**
 * The test, as the command `filter` of a query of CloudWatch Logs has it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export function insightsFilter(test: EventTest): string {
  return booleanText(test, condition, { and: 'and', or: 'or' }).text;
}

function condition(test: FieldTest): BooleanText {
  if ('missing' in test) {
    return { text: `not ispresent(${test.field})` };
  }
  if ('unlike' in test) {
    return { text: `ispresent(${test.field}) and ${test.field} not like ${regex(test.unlike)}`, has: 'and' };
  }
  const exact = test.like.every((pattern) => !pattern.includes('*'));
  return { text: exact ? `${test.field} in [${test.like.map((value) => JSON.stringify(value)).join(', ')}]` : `${test.field} like ${regex(test.like)}` };
}

/** One of the patterns, from the beginning to the end. */
function regex(patterns: readonly string[]): string {
  const parts = patterns.map((pattern) => pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&')).join('.*'));
  return `/^(${parts.join('|')})$/`;
}
