import { types } from 'util';
import type { Denials } from './deny-statements';
import { checkedOptions } from './option-validators';
import { ActionSet } from '../actions/action-set';
import { McpServer } from '../mcp/mcp-server';
import { Cache, numberOf } from '../private/cache';
import { isPlain } from '../private/format';
import { copied } from '../private/json';

/** By factory and options, for the roles of an app often have the same guardrails. */
const MADE = new Cache<Denials>();

/**
 * What a factory of guardrails makes of options, the same for options that mean the same.
 *
 * @throws if the options are malformed
 */
export function denialsOf<T extends object>(
  factory: string, options: T, make: (options: T) => Denials, needed: ReadonlyArray<string & keyof T>,
): Denials {
  const key = optionsKey(factory, options);
  // What others get, too, is made of a copy, which nobody else can change.
  return MADE.get(key, () => make(checkedOptions(factory, key === undefined ? options : copied(options) as T, ...needed)));
}

/**
 * The same string for options of a factory that mean the same; `undefined` if that can't be told, as of what has a token or is changed by others.
 *
 * @param options of which nothing is known yet
 */
function optionsKey(factory: string, options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null || !isPlain(options) || types.isProxy(options)) {
    return undefined;
  }
  let key = factory;
  for (const name of Reflect.ownKeys(options)) {
    const value = typeof name === 'string' ? keyOf((options as { [name: string]: unknown })[name]) : undefined;
    if (value === undefined) {
      return undefined;
    }
    key += ` ${JSON.stringify(name)}:${value}`;
  }
  return key;
}

function keyOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value.includes('Token[') || value.includes('e+289') ? undefined : JSON.stringify(value);
  }
  if (typeof value === 'boolean' || value === undefined) {
    return String(value);
  }
  if (Array.isArray(value)) {
    const keys = Array.from(value, keyOf);
    return keys.includes(undefined) ? undefined : `[${keys.join()}]`;
  }
  // Equal sets of actions are one object, as the servers that are known.
  return value instanceof ActionSet || value instanceof McpServer ? `#${numberOf(value)}` : undefined;
}
