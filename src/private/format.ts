import { isToken } from './tokens';

const LONGEST = 120;
const TOKENS = /[#$]\{Token\[[^\]]*\]\}/g;

/** Not a literal, whose classes of characters V8 would look up as often as it reads the file. */
let unseen: RegExp | undefined;

/** A value for an error message, whatever it is: as JSON, but for a token, which says nothing to anybody, and what has a name of its own. */
export function formatValue(value: unknown): string {
  return typeof value === 'string' ? formatted(value, []) : cut(formatted(value, []));
}

function formatted(value: unknown, within: readonly unknown[]): string {
  if (typeof value === 'string' ? value.replace(TOKENS, '') === '' && value !== '' : isToken(value) && !isConstruct(value)) {
    return 'a value known only at deployment';
  }
  if (typeof value === 'string') {
    return cut(visible(JSON.stringify(value.replace(TOKENS, '<known at deployment>'))), `… (${value.length} characters)`);
  }
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (within.includes(value) || within.length > 4) {
    return '…';
  }
  const each = (item: unknown) => formatted(item, [...within, value]);
  if (Array.isArray(value)) {
    return `[${Array.from(value, each).join(',')}]`;
  }
  return isPlain(value) ? `{${Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${each(item)}`).join(',')}}` : named(value);
}

/**
 * A string that comes from files, for a person to read: what would move the cursor, turn the direction of writing, or not be seen, is shown
 * as its code.
 */
export function visible(text: string): string {
  if (/^[ -~]*$/.test(text)) {
    return text;
  }
  unseen ??= new RegExp('[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]', 'gu');
  return text.replace(unseen, (character) =>
    character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}

/** Whether it is an object of no class, of whatever realm. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** As `Construct.isConstruct()` tells, without the CDK. */
export function isConstruct(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Symbol.for('constructs.Construct') in value;
}

/** What an object of a class calls itself, if it says more than that. */
function named(value: object): string {
  try {
    const name = String(value);
    return /^\[object |Token\[/.test(name) ? `an object of the class ${value.constructor.name}` : name;
  } catch {
    return 'an object';
  }
}

function cut(string: string, rest = '…'): string {
  return string.length > LONGEST ? string.slice(0, LONGEST) + rest : string;
}
