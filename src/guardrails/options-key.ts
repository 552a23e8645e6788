import { types } from 'util';
import { ActionSet } from '../actions/action-set';
import { McpServer } from '../mcp/mcp-server';
import { numberOf } from '../private/cache';
import { isPlain } from '../private/format';

/**
 * The same string for options of a factory that mean the same; `undefined` if that can't be told, as of what has a token or is changed by others.
 *
 * @param options of which nothing is known yet
 */
export function optionsKey(factory: string, options: unknown): string | undefined {
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
