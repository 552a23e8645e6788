import type { EventTest, FieldTest } from './event-test';

/**
 * The test, as the condition of a query of Athena, on a table of CloudTrail's log files.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
 */
export function sqlCondition(test: EventTest): string {
  const alternatives = test.map((tests) => tests.map(condition).join(' AND '));
  return alternatives.length === 1 ? alternatives[0] : alternatives.map((text) => `(${text})`).join(' OR ');
}

/** The columns that are JSON, and have no columns of their own below them. */
const JSON_COLUMNS = ['requestparameters', 'responseelements', 'additionaleventdata'];

/** The field of an event, as an expression. */
export function sqlColumn(field: string): string {
  const [column, ...path] = field.split('.');
  return JSON_COLUMNS.includes(column.toLowerCase()) && path.length > 0
    ? `json_extract_scalar(${column.toLowerCase()}, '$.${path.join('.')}')` : field.toLowerCase();
}

function condition(test: FieldTest): string {
  const column = sqlColumn(test.field);
  if ('missing' in test) {
    return `${column} IS NULL`;
  }
  if ('unlike' in test) {
    return test.unlike.map((pattern) => `${column} NOT LIKE ${likePattern(pattern)}`).join(' AND ');
  }
  const exact = test.like.every((pattern) => !pattern.includes('*'));
  if (exact) {
    return `${column} IN (${test.like.map(quoted).join(', ')})`;
  }
  const any = test.like.map((pattern) => `${column} LIKE ${likePattern(pattern)}`).join(' OR ');
  return test.like.length === 1 ? any : `(${any})`;
}

function likePattern(pattern: string): string {
  const escaped = pattern.replace(/[\\%_]/g, '\\$&').replace(/\*/g, '%');
  return `${quoted(escaped)}${/[\\%_]/.test(pattern) ? ' ESCAPE \'\\\'' : ''}`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, '\'\'')}'`;
}
