import type { EventTest, FieldTest } from './event-test';

/**
 * The most characters of a filter pattern.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
 */
export const MAX_FILTER_PATTERN = 1024;

/**
 * The test, as a metric filter has it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(test: EventTest): string {
  const alternatives = test.map((tests) => tests.map(condition).join(' && '));
  return `{ ${alternatives.length === 1 ? alternatives[0] : alternatives.map((text) => `(${text})`).join(' || ')} }`;
}

function condition(test: FieldTest): string {
  const selector = `$.${test.field}`;
  if ('missing' in test) {
    return `${selector} NOT EXISTS`;
  }
  if ('unlike' in test) {
    return test.unlike.map((pattern) => `${selector} != ${JSON.stringify(pattern)}`).join(' && ');
  }
  const any = test.like.map((pattern) => `${selector} = ${JSON.stringify(pattern)}`).join(' || ');
  return test.like.length === 1 ? any : `(${any})`;
}
