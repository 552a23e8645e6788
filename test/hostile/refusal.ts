import * as path from 'path';
import type { Tagged, Tree } from './tree';
import { isList, isObject } from './tree';

const SOURCE = path.join(__dirname, '..', '..', 'src');

/** What the CDK itself refuses, in its own words, of what is only passed on to it; each with the reason why that is enough. */
const OF_THE_CDK: ReadonlyArray<readonly [form: RegExp, reason: string]> = [
];

/** Words of a JavaScript engine: something went wrong that nobody had thought of, though an error of ours may quote it. */
const ACCIDENT = /Cannot (read|set|convert|destructure|access|create property|use 'in')|is not (a function|iterable|a constructor|an Object|defined)|undefined \(reading|null \(reading|Maximum call stack|Invalid (array|string) length|Reduce of empty|Class extends|circular structure|toString\(\) was asked|is not extensible|Method .* called on incompatible|object null prototype|BigInt|Symbol value|before initialization/;

/**
 * What is wrong with an error: it has to be a plain one that our own code has thrown and that says what it is about.
 *
 * @param about what it may name: a construct's path, or the factory that was called
 */
export function problemOf(error: unknown, about: readonly string[]): string | undefined {
  if (!isError(error)) {
    return `what was thrown is no error: ${String(error)}`;
  }
  const { message, stack = '' } = error;
  const allowed = OF_THE_CDK.find(([form]) => form.test(message));
  if (allowed) {
    return undefined;
  }
  if (ACCIDENT.test(message)) {
    return `an accident: ${summary(error)}`;
  }
  if (isValidation(error)) {
    return about.some((name) => message.includes(name)) ? undefined : `names none of ${about.join(', ')}: ${message}`;
  }
  const top = stack.slice(stack.indexOf('\n    at ')).split('\n').find((line) => line.startsWith('    at ')) ?? '';
  if (!top.includes(SOURCE)) {
    return `thrown elsewhere: ${summary(error)}`;
  }
  if (error.name !== 'Error') {
    return `a ${error.name} and not a plain Error: ${summary(error)}`;
  }
  if (error.cause !== undefined && problemOf(error.cause, ['']) !== undefined) {
    return `because of ${problemOf(error.cause, [''])}`;
  }
  if (/\.$|^\s*$/.test(message) || message.length > 2_000) {
    return `not in house style: ${message.slice(0, 300)}`;
  }
  return namesOne(message, about) ? undefined : `names none of ${about.join(', ')}: ${message}`;
}

/** Also in words: `a connect action` is of `connectActions`. */
function namesOne(message: string, about: readonly string[]): boolean {
  const letters = (text: string) => text.replace(/[^A-Za-z]/g, '').replace(/s$/, '').toLowerCase();
  return about.some((name) => message.includes(name) || (letters(name).length > 2 && letters(message).includes(letters(name))));
}

/** What the CDK has collected of `node.addValidation()`: our words, by the path of what they are about. */
function isValidation({ message }: Error): boolean {
  return message.startsWith('Validation failed with the following errors');
}

/** Not `instanceof`: an error of Node's own is of another realm in jest. */
function isError(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'stack' in error && 'message' in error;
}

function summary(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at ')).slice(0, 6).map((line) => line.trim().replace(/\/.*node_modules\//, '').replace(path.dirname(SOURCE), ''));
  return `${error.name}: ${error.message.slice(0, 400)}\n      ${frames.join('\n      ')}`;
}

/** What an error about the value that a call makes may name: the factory, its class, the Sid, or an argument's name. */
export function namesOf(made: Tagged | undefined): string[] {
  if (!made) {
    return [];
  }
  const name = String(made.name);
  const given = propertiesOf(made.args);
  const [, defaultSid = name] = /^McpGuardrail\.(.+)$/.exec(name) ?? [];
  return [name, ...WHAT_IT_IS, ...name.split(/[.#]/).slice(0, 1), defaultSid[0].toUpperCase() + defaultSid.slice(1), ...(OWN_SIDS[defaultSid] ?? []), ...given];
}

/** What a message may call the value, if not by an argument's name. */
const WHAT_IT_IS = ['Sid', 'McpServer', 'policy document', 'template', 'IAM condition operator', 'guardrail\'s statement', 'AWS has removed', 'access level', 'McpCondition.via()', 'set of actions is empty', 'no role', 'no user', 'no permission set'];

const OWN_SIDS: { [factory: string]: string[] } = { allowOnlyServers: ['DenyOtherMcpServers'] };

function propertiesOf(tree: Tree): string[] {
  return isList(tree) ? tree.flatMap(propertiesOf) : isObject(tree) ? Object.entries(tree).flatMap(([name, value]) => [name, ...(name === 'sid' && typeof value === 'string' ? [value] : [])]) : [];
}
