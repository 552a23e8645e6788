import type { BooleanText, Operators } from './boolean-text';
import { all, any, booleanText } from './boolean-text';
import type { EventTest, FieldTest } from './event-test';

const OPERATORS: Operators = { and: 'AND', or: 'OR' };

/**
 * The test, as the condition of a query of Athena, on a table of CloudTrail's log files.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html
 */
export function sqlCondition(test: EventTest): string {
  return booleanText(test, condition, OPERATORS).text;
}

/** The columns that are JSON, and have no columns of their own below them. */
const JSON_COLUMNS = ['requestparameters', 'responseelements', 'additionaleventdata'];

/** The field of an event, as an expression. */
export function sqlColumn(field: string): string {
  const [column, ...path] = field.split('.');
  return JSON_COLUMNS.includes(column.toLowerCase()) && path.length > 0
    ? `json_extract_scalar(${column.toLowerCase()}, '$.${path.join('.')}')` : field.toLowerCase();
}

function condition(test: FieldTest): BooleanText {
  const column = sqlColumn(test.field);
  if ('missing' in test) {
    return { text: `${column} IS NULL` };
  }
  if ('unlike' in test) {
    return all(test.unlike.map((pattern) => ({ text: `${column} NOT LIKE ${likePattern(pattern)}` })), OPERATORS);
  }
  return test.like.every((pattern) => !pattern.includes('*'))
    ? { text: `${column} IN (${test.like.map(quoted).join(', ')})` }
    : any(test.like.map((pattern) => ({ text: `${column} LIKE ${likePattern(pattern)}` })), OPERATORS);
}

function likePattern(pattern: string): string {
  const escaped = pattern.replace(/[\\%_]/g, '\\$&').replace(/\*/g, '%');
  return `${quoted(escaped)}${/[\\%_]/.test(pattern) ? ' ESCAPE \'\\\'' : ''}`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, '\'\'')}'`;
}
