import type { Budget } from './budget';
import type { Decimal } from '../iam/decimal';
import { compareDecimals, decimal } from '../iam/decimal';
import { instant } from '../iam/instant';

/** How far digits may stand from the point. */
const MOST_DIGITS = 400;
/** How many steps a value costs, besides one for each digit. */
const STEPS = 30;
const TEN = BigInt(10);
const TWO = BigInt(2);
/** The seconds from the year 0 to 1970, as `instant()` counts. */
const YEAR_0 = BigInt(62_167_219_200);

/** Values of an order, one of each part that bounds divide it into. */
export interface OrderedValues {
  readonly values: readonly string[];
  /** Whether there is one of each part. */
  readonly complete: boolean;
}

/** Numbers: the bounds, one between each two of them, one below and one above. */
export function numbersAround(bounds: readonly string[], budget: Budget): OrderedValues {
  return valuesAround(bounds, budget, decimal, (value) => value);
}

/** The same of times. */
export function timesAround(bounds: readonly string[], budget: Budget): OrderedValues {
  return valuesAround(bounds, budget, instant, (seconds) => {
    const [whole, fraction] = seconds.split('.');
    const since1970 = BigInt(whole) - YEAR_0;
    const time = Number(since1970) * 1_000;
    const text = Math.abs(time) > 8.64e15 ? String(since1970) : new Date(time).toISOString();
    return text.replace('.000Z', `${fraction === undefined ? '' : `.${fraction}`}Z`);
  });
}

/** A time in the form of `aws:EpochTime`. */
export function secondsSince1970(time: string): string {
  const seconds = instant(time)!;
  const scale = Math.max(1, seconds.digits.length - seconds.magnitude);
  return unscaled(scaled(seconds, scale) - YEAR_0 * TEN ** BigInt(scale), scale);
}

function valuesAround(
  bounds: readonly string[], budget: Budget, parse: (text: string) => Decimal | undefined, format: (value: string) => string,
): OrderedValues {
  const parsed = bounds.map(parse).filter((bound): bound is Decimal => bound !== undefined);
  const near = parsed.filter(({ magnitude, digits }) => Math.abs(magnitude) + digits.length < MOST_DIGITS);
  const scale = near.reduce((most, { magnitude, digits }) => Math.max(most, digits.length - magnitude), 0) + 1;
  budget.take(parsed.length * (STEPS + scale));
  const one = TEN ** BigInt(scale);
  const sorted = [...new Set(near.map((bound) => scaled(bound, scale)))].sort((a, b) => (a < b ? -1 : Number(a > b)));
  const zero = BigInt(0);
  const [first = one, last = first] = [sorted[0], sorted[sorted.length - 1]];
  const below = first > zero ? zero : first - one;
  const between = sorted.slice(1).map((upper, i) => {
    const next = sorted[i] - (sorted[i] % one) + one;
    return next > sorted[i] && next < upper ? next : (sorted[i] + upper) / TWO;
  });
  const candidates = [...sorted, below, last - (last % one) + one, ...between].map((value) => [value, format(unscaled(value, scale))] as const);
  // What the format can't say is not there: before the year 0 there is no time.
  const values = candidates.filter(([value, text]) => {
    const back = parse(text);
    return back !== undefined && compareDecimals(back, decimal(unscaled(value, scale))!) === 0;
  }).map(([, text]) => text);
  return { values: [...new Set(values)], complete: near.length === parsed.length };
}

function scaled({ sign, magnitude, digits }: Decimal, scale: number): bigint {
  return digits === '' ? BigInt(0) : BigInt(sign) * BigInt(digits) * TEN ** BigInt(scale + magnitude - digits.length);
}

function unscaled(value: bigint, scale: number): string {
  const negative = value < BigInt(0);
  const text = String(negative ? -value : value).padStart(scale + 1, '0');
  const fraction = text.slice(-scale).replace(/0+$/, '');
  return `${negative ? '-' : ''}${text.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}
