import { formatValue, isConstruct } from './format';
import { isToken } from './tokens';

/** What a value has to be, where only the type checker of TypeScript makes sure of it. */
export interface Validator {
  readonly is: (value: unknown) => boolean;
  /** As an error says it, such as `a string`. */
  readonly expected: string;
  /** Of a list, what each of its items has to be. */
  readonly item?: (value: unknown) => boolean;
}

/** The validators of properties, by their names. */
export type Validators = { readonly [property: string]: Validator };

export const STRING: Validator = { is: (value) => typeof value === 'string', expected: 'a string' };
export const BOOLEAN: Validator = { is: (value) => typeof value === 'boolean', expected: 'true or false' };
export const OBJECT: Validator = { is: (value) => typeof value === 'object' && value !== null && !Array.isArray(value), expected: 'an object' };
/** Something that is no options at all has none of their properties, and would mean what is so without any. */
const OPTIONS: Validator = { is: (value) => OBJECT.is(value) && !isToken(value) && !isConstruct(value), expected: 'an object with properties' };
export const ACTION_SET: Validator = { is: has('_elements', 'function'), expected: 'an ActionSet, such as ActionSet.of(\'s3:Delete*\')' };
const STATEMENT: Validator = { is: has('toStatementJson', 'function'), expected: 'an iam.PolicyStatement' };
export const ORIGIN: Validator = { is: has('_contexts', 'function'), expected: 'a RequestOrigin, such as RequestOrigin.via(McpServer.AWS)' };
export const STRINGS = listOf(STRING.is, 'strings');
export const STATEMENTS = listOf(STATEMENT.is, 'iam.PolicyStatement');
export const SERVERS = listOf(has('servicePrincipal', 'string'), 'McpServer, such as [McpServer.AWS]');
export const GUARDRAILS = listOf(has('statements', 'function'), 'McpGuardrail, such as [McpGuardrail.baseline()]');

/** A string of the pattern; one known only at deployment is not judged. */
export function stringLike(pattern: RegExp, expected: string): Validator {
  return { is: (value) => typeof value === 'string' && (isToken(value) || pattern.test(value)), expected };
}

/** At most `max`, or as many as one likes. */
export function wholeNumber(min: number, max?: number): Validator {
  const expected = max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
  return { is: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= (max ?? Infinity), expected };
}

export function listOf(item: (value: unknown) => boolean, what: string): Validator {
  return { is: Array.isArray, expected: `a list of ${what}`, item };
}

/** One of the values of an enum, which is asked for late. */
export function oneOf(type: string, values: () => { readonly [name: string]: string }): Validator {
  return {
    is: (value) => Object.values(values()).includes(value as string),
    get expected() {
      return `one of ${type}: ${Object.values(values()).join(', ')}`;
    },
  };
}

/** A list of values of an enum. */
export function listOfEnum(type: string, values: () => { readonly [name: string]: string }): Validator {
  const one = oneOf(type, values);
  return {
    is: Array.isArray,
    item: one.is,
    get expected() {
      return one.expected.replace('one of', 'a list of');
    },
  };
}

/** Not `instanceof`, which fails for a class that was loaded twice. A getter of it is not asked. */
export function has(member: string, type?: 'string' | 'function' | 'object'): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && member in value
    && (type === undefined || typeof (value as { [name: string]: unknown })[member] === type);
}

/**
 * The value, which the validator takes.
 *
 * @throws if it does not; `where` begins the error.
 */
export function checked<T>(where: string, name: string, value: T, validator: Validator): T {
  if (!validator.is(value)) {
    throw new Error(`${where}: ${name} is ${formatValue(value)}: expected ${validator.expected}`);
  }
  const { item } = validator;
  if (item) {
    // Not findIndex() of the list, which may lack items or hide its own.
    const wrong = Array.from(value as unknown[]).findIndex((each) => !item(each));
    if (wrong !== -1) {
      throw new Error(`${where}: ${name} has ${formatValue((value as unknown[])[wrong])}: expected ${validator.expected}`);
    }
  }
  return value;
}

/**
 * The options, of which the validators take each that is given or needed. Of properties without a validator nothing is said.
 *
 * @throws if one is not; `where` begins the error.
 */
export function checkedProperties<T extends object>(where: string, options: T, validators: Validators, needed: readonly string[] = []): T {
  checked(where, 'what is passed', options, OPTIONS);
  for (const name in validators) {
    const value = (options as { [property: string]: unknown })[name];
    if (value !== undefined || needed.includes(name)) {
      checked(where, name, value, validators[name]);
    }
  }
  return options;
}
