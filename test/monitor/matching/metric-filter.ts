import { Cache } from '../../../src/private/cache';

/**
 * Whether an event matches a filter pattern for JSON, of the syntax that AWS documents. Written of the documentation alone: it knows nothing of what
 * the library makes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matchesFilter(pattern: string, event: unknown): boolean {
  if (pattern.length > 1024) {
    throw new Error(`${pattern.length} characters`);
  }
  const tokens = TOKENS.get(pattern, () => tokenize(pattern));
  let at = 0;
  const next = (...expected: string[]) => {
    const token = tokens[at++];
    if (token === undefined || (expected.length > 0 && !expected.includes(token))) {
      throw new Error(`${pattern}: expected ${expected.join(' or ')}, found ${token}`);
    }
    return token;
  };
  // Both sides are always read: () before && before ||.
  const or = (): boolean => {
    let value = and();
    while (tokens[at] === '||') {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = term();
    while (tokens[at] === '&&') {
      at++;
      value = term() && value;
    }
    return value;
  };
  const term = (): boolean => {
    if (tokens[at] === '(') {
      next('(');
      const value = or();
      next(')');
      return value;
    }
    const values = select(next(), event);
    const operator = next('=', '!=', '<', '>', '<=', '>=', 'IS', 'NOT');
    if (operator === 'NOT') {
      next('EXISTS');
      return values.length === 0;
    }
    const operand = next();
    if (operator === 'IS') {
      const wanted = { NULL: null, TRUE: true, FALSE: false }[operand];
      return values.some((value) => value === wanted);
    }
    // If a property selector points to an array or object, the filter pattern won't match.
    return values.filter((value) => typeof value === 'string' || typeof value === 'number').some((value) => compares(operator, value as string | number, operand));
  };
  next('{');
  const result = or();
  next('}');
  if (at !== tokens.length) {
    throw new Error(`${pattern}: something is left at ${tokens.slice(at).join(' ')}`);
  }
  return result;
}

// Many events are held against each pattern.
const TOKENS = new Cache<string[]>();
const STEPS = new Cache<string[]>();
const WILDCARDS = new Cache<RegExp>();
const TOKEN = /\s*(?:(\$(?:\.(?:[\w-]+|\*|\['[^']*'\])|\[(?:\d+|\*)\])+)|("(?:[^"\\]|\\.)*")|(%(?:[^%])*%)|(&&|\|\||!=|<=|>=|[={}()<>])|([\w*.+-]+))/y;

function tokenize(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(pattern);
    if (!match) {
      throw new Error(`${pattern}: no token at ${start}: ${pattern.slice(start, start + 20)}`);
    }
    tokens.push(match[0].trim());
  }
  return tokens;
}

/** The values that a property selector points at; none if there is no such field. */
function select(selector: string, event: unknown): unknown[] {
  const steps = STEPS.get(selector, () =>
    [...selector.matchAll(/\.\['([^']*)'\]|\.([\w-]+|\*)|\[(\d+|\*)\]/g)].map(([, quoted, name, index]) => quoted ?? name ?? index));
  return steps.reduce<unknown[]>((values, step) => values.flatMap((value) => {
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    return step === '*' ? Object.values(value) : Object.hasOwn(value, step) ? [(value as any)[step]] : [];
  }), [event]);
}

function compares(operator: string, value: string | number, operand: string): boolean {
  if (/^[<>]/.test(operator)) {
    const [left, right] = [Number(value), Number(operand)];
    return { '<': left < right, '>': left > right, '<=': left <= right, '>=': left >= right }[operator]!;
  }
  const equal = operand.startsWith('%') ? new RegExp(operand.slice(1, -1)).test(String(value))
    : typeof value === 'number' && operand !== '' && !Number.isNaN(Number(operand)) ? value === Number(operand)
      : wildcard(operand.startsWith('"') ? JSON.parse(operand) : operand).test(String(value));
  return operator === '=' ? equal : !equal;
}

function wildcard(text: string): RegExp {
  return WILDCARDS.get(text, () => new RegExp(`^${text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's'));
}
