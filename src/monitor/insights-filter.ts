import type { EventTest, FieldTest } from './event-test';

/**
 * The test, as the command `filter` of a query of CloudWatch Logs has it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Filter.html
 */
export function insightsFilter(test: EventTest): string {
  const alternatives = test.map((tests) => tests.map(condition).join(' and '));
  return alternatives.length === 1 ? alternatives[0] : alternatives.map((text) => `(${text})`).join(' or ');
}

function condition(test: FieldTest): string {
  if ('missing' in test) {
    return `not ispresent(${test.field})`;
  }
  if ('unlike' in test) {
    return `ispresent(${test.field}) and ${test.field} not like ${regex(test.unlike)}`;
  }
  const exact = test.like.every((pattern) => !pattern.includes('*'));
  return exact ? `${test.field} in [${test.like.map((value) => JSON.stringify(value)).join(', ')}]` : `${test.field} like ${regex(test.like)}`;
}

/** One of the patterns, from the beginning to the end. */
function regex(patterns: readonly string[]): string {
  const parts = patterns.map((pattern) => pattern.split('*').map((text) => text.replace(/[.+?^${}()|[\]\\/]/g, '\\$&')).join('.*'));
  return `/^(${parts.join('|')})$/`;
}
