/** A number of any length, for values are compared exactly: a double takes 0.1 and 0.10000000000000001 for the same. */
export interface Decimal {
  readonly sign: -1 | 0 | 1;
  /** Where its first digit stands: 1 for ones, 0 for tenths. */
  readonly magnitude: number;
  /** Without zeros at either end. */
  readonly digits: string;
}

const ZERO = '0'.charCodeAt(0);

/** Reads digits with a point and an exponent, if there are any; `undefined` if the text is no number, or one beyond all measure. */
export function decimal(text: string): Decimal | undefined {
  const [, minus, whole, fraction = '', exponent = '0'] = /^(?:(-)|\+)?(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([-+]?\d{1,15}))?$/i.exec(text) ?? [];
  if (whole === undefined) {
    return undefined;
  }
  const all = whole + fraction;
  const zeros = all.search(/[1-9]|$/);
  // Searched by a regular expression, zeros that are not the last ones would be looked at again and again.
  let end = all.length;
  while (end > zeros && all.charCodeAt(end - 1) === ZERO) {
    end--;
  }
  const digits = all.slice(zeros, end);
  return digits === '' ? { sign: 0, magnitude: 0, digits }
    : { sign: minus ? -1 : 1, magnitude: whole.length - zeros + Number(exponent), digits };
}

/** Negative if the first is less, positive if it is more, 0 if they are the same. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  return a.sign - b.sign || a.sign * (a.magnitude - b.magnitude || (a.digits < b.digits ? -1 : Number(a.digits > b.digits)));
}
