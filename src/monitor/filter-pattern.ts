import type { BooleanText, Operators } from './boolean-text';
import { all, any } from './boolean-text';
import type { EventTest, FieldTest } from './event-test';

/**
 * The most characters of a filter pattern.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export const MAX_FILTER_PATTERN = 1024;

const OPERATORS: Operators = { and: '&&', or: '||' };

/**
 * The test, as a metric filter has it: its alternatives, as they are. How deep parentheses may be is not documented.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(test: EventTest): string {
  return `{ ${any(test.map((tests) => all(tests.map(condition), OPERATORS)), OPERATORS).text} }`;
}

function condition(test: FieldTest): BooleanText {
  const selector = `$.${test.field}`;
  if ('missing' in test) {
    return { text: `${selector} NOT EXISTS` };
  }
  return 'unlike' in test
    ? all(test.unlike.map((pattern) => ({ text: `${selector} != ${JSON.stringify(pattern)}` })), OPERATORS)
    : any(test.like.map((pattern) => ({ text: `${selector} = ${JSON.stringify(pattern)}` })), OPERATORS);
}
