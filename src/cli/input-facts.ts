import type { Arguments } from './arguments';
import { CliError } from './cli-error';
import type { Input } from './input';
import type { InputFacts } from '../analysis/access-report/html-facts';
import { isObject } from '../iam/value';

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

/** The day of the input, as a person says it: what was exported of an account does not tell. */
export function givenDate(args: Arguments): string | undefined {
  const date = args.one('date');
  if (date !== undefined && (!DATE.test(date) || Number.isNaN(Date.parse(date)))) {
    throw new CliError(`--date ${date}: expected the day of the input, such as 2026-11-30, or 2026-11-30T12:00:00Z`, args.hint);
  }
  return date;
}

/** What a page says of its input: files, accounts, and the date that the input has or a person gives. */
export function factsOf(names: readonly string[], { files, templateSets }: Input, account: string | undefined, date?: string): InputFacts {
  const accounts = [...new Set(templateSets.flat().flatMap((template) => template.account ?? account ?? []))].sort();
  // Plans of Terraform say when they were made.
  const dates = [...new Set(files.flatMap(({ source: { value } }) => (isObject(value) && typeof value.format_version === 'string'
    && typeof value.timestamp === 'string' ? [value.timestamp] : [])))].sort();
  const told = date ?? dates.join(', ');
  return { inputs: names, ...accounts.length > 0 && { accounts }, ...told !== '' && { date: told } };
}
