import { shown } from './format';
import { isToken } from './tokens';

/** What a value has to be, where only the type checker of TypeScript makes sure of it. */
export interface Form {
  readonly is: (value: unknown) => boolean;
  /** As an error says it, such as `a text`. */
  readonly expected: string;
  /** Of a list, what each of its items has to be. */
  readonly item?: (value: unknown) => boolean;
}

/** The forms of properties, by their names. */
export type Forms = { readonly [property: string]: Form };

export const TEXT: Form = { is: (value) => typeof value === 'string', expected: 'a text' };
export const FLAG: Form = { is: (value) => typeof value === 'boolean', expected: 'true or false' };
export const OBJECT: Form = { is: (value) => typeof value === 'object' && value !== null && !Array.isArray(value), expected: 'an object' };
/** As `Construct.isConstruct()` tells, without the CDK. */
const isConstruct = (value: unknown) => typeof value === 'object' && value !== null && Symbol.for('constructs.Construct') in value;
/** Something that is no options at all has none of their properties, and would mean what is so without any. */
const OPTIONS: Form = { is: (value) => OBJECT.is(value) && !isToken(value) && !isConstruct(value), expected: 'an object with properties' };
export const CONSTRUCT: Form = { is: (value) => isConstruct(value), expected: 'a construct' };
export const ACTION_SET: Form = { is: has('_elements', 'function'), expected: 'an ActionSet, such as ActionSet.of(\'s3:Delete*\')' };
export const STATEMENT: Form = { is: has('toStatementJson', 'function'), expected: 'an iam.PolicyStatement' };
export const ORIGIN: Form = { is: has('_contexts', 'function'), expected: 'a RequestOrigin, such as RequestOrigin.via(McpServer.AWS)' };
export const TEXTS = listOf(TEXT.is, 'texts');
export const STATEMENTS = listOf(STATEMENT.is, 'iam.PolicyStatement');
export const SERVERS = listOf(has('servicePrincipal', 'string'), 'McpServer, such as [McpServer.AWS]');
export const GUARDRAILS = listOf(has('statements', 'function'), 'McpGuardrail, such as [McpGuardrail.baseline()]');

/** A text of the form; one known only at deployment is not judged. */
export function textLike(form: RegExp, expected: string): Form {
  return { is: (value) => typeof value === 'string' && (isToken(value) || form.test(value)), expected };
}

export function listOf(item: (value: unknown) => boolean, what: string): Form {
  return { is: Array.isArray, expected: `a list of ${what}`, item };
}

/** One of the values of an enum. */
export function oneOf(type: string, values: { readonly [name: string]: string }): Form {
  return { is: (value) => Object.values(values).includes(value as string), expected: `one of ${type}: ${Object.values(values).join(', ')}` };
}

/** Not `instanceof`, which fails for a class that was loaded twice. A getter of it is not asked. */
export function has(member: string, type?: 'string' | 'function' | 'object'): (value: unknown) => boolean {
  return (value) => typeof value === 'object' && value !== null && member in value
    && (type === undefined || typeof (value as { [name: string]: unknown })[member] === type);
}

/**
 * The value, which is of the form.
 *
 * @throws if it is not; `where` begins the error.
 */
export function checked<T>(where: string, name: string, value: T, form: Form): T {
  if (!form.is(value)) {
    throw new Error(`${where}: ${name} is ${shown(value)}: expected ${form.expected}`);
  }
  const { item } = form;
  if (item) {
    // Not findIndex() of the list, which may lack items or hide its own.
    const wrong = Array.from(value as unknown[]).findIndex((each) => !item(each));
    if (wrong !== -1) {
      throw new Error(`${where}: ${name} has ${shown((value as unknown[])[wrong])}: expected ${form.expected}`);
    }
  }
  return value;
}

/**
 * The options, of which each that is given or needed is of its form. Of properties without a form nothing is said.
 *
 * @throws if one is not; `where` begins the error.
 */
export function checkedForms<T extends object>(where: string, options: T, forms: Forms, needed: readonly string[] = []): T {
  checked(where, 'what is passed', options, OPTIONS);
  for (const [name, form] of Object.entries(forms)) {
    const value = (options as { [property: string]: unknown })[name];
    if (value !== undefined || needed.includes(name)) {
      checked(where, name, value, form);
    }
  }
  return options;
}
