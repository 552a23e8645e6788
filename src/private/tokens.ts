/** A string or a number that stands for a token of the CDK, as part of another. */
const STRING_TOKEN = /\$\{Token\[[a-zA-Z0-9:._-]+\]\}|-1\.\d{10,16}e\+289/;
const EACH_STRING_TOKEN = new RegExp(STRING_TOKEN.source, 'g');
const LIST_TOKEN = /#\{Token\[[a-zA-Z0-9:._-]+\]\}/;
/** The first 16 bits of a number that stands for a token. */
const NUMBER_TOKEN = 0xfbff;

/**
 * Whether a value is a token of the CDK, or a string or list that holds one: what it is will be known only at deployment.
 *
 * As `Token.isUnresolved()` says, without the CDK: reading policies does not need it. A test compares the two.
 */
export function isToken(value: unknown): boolean {
  if (typeof value === 'string') {
    return STRING_TOKEN.test(value);
  }
  if (typeof value === 'number') {
    return new DataView(Float64Array.of(value).buffer).getUint16(6, true) === NUMBER_TOKEN;
  }
  if (Array.isArray(value)) {
    return value.length === 1 && typeof value[0] === 'string' && LIST_TOKEN.test(value[0]);
  }
  return typeof value === 'object' && value !== null && typeof (value as { resolve?: unknown }).resolve === 'function';
}

/** The string with what `replacement` makes of each token in it; the same token is the same text wherever it stands. */
export function replaceTokens(text: string, replacement: (token: string) => string): string {
  return text.includes('Token[') || text.includes('e+289') ? text.replace(EACH_STRING_TOKEN, (token) => replacement(token)) : text;
}

/** Whether a value, or anything in it, is known only at deployment. */
export function hasToken(value: unknown): boolean {
  return isToken(value) || (typeof value === 'object' && value !== null
    && (Array.isArray(value) ? value.some(hasToken) : Object.entries(value).some(([name, item]) => isToken(name) || hasToken(item))));
}

/** Whether an object in a value stands for what is known only later: in JSON, those can't be told apart. */
export function hasTokenObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
    && (typeof (value as { resolve?: unknown }).resolve === 'function' || Object.values(value).some(hasTokenObject));
}
