import type { Decimal } from './decimal';
import { decimal } from './decimal';

/**
 * ISO 8601 as the W3C's profile has it: a day, month or year, or a time with its zone. A fraction is one of seconds.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const DATE = /^\d{4}(-\d\d(-\d\d)?)?$/;
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)((?<=:..:..)\.\d+)?(Z|[-+]\d\d:\d\d)$/;
/** The seconds from the year 0 to 1970: a fraction is added to what is not negative. */
const YEAR_0 = BigInt(62_167_219_200);

/** A date, or seconds since 1970, as seconds since the year 0; `undefined` if the text is neither. Four digits are a year. */
export function instant(text: string): Decimal | undefined {
  const [, minute, fraction = '', zone] = TIME.exec(text) ?? [];
  const isDate = minute !== undefined || DATE.test(text);
  if (!isDate) {
    return /^\d+$/.test(text) ? secondsSinceYear0(BigInt(text), fraction) : undefined;
  }
  const time = Date.parse(minute === undefined ? text : minute + zone);
  return Number.isNaN(time) || !isDay(text.slice(0, 10)) ? undefined : secondsSinceYear0(BigInt(time / 1000), fraction);
}

function secondsSinceYear0(since1970: bigint, fraction: string): Decimal | undefined {
  return decimal(`${since1970 + YEAR_0}${fraction}`);
}

/** JavaScript takes February 30 for a day in March. */
function isDay(text: string): boolean {
  return new Date(text).toISOString().startsWith(text);
}
