import type { Json } from '../../iam/value';
import { isIntrinsic, isObject, itemsOf } from '../../iam/value';

const OWN_TYPE = /^AWS::Serverless::/;

/**
 * The properties of a resource of AWS SAM, with those that `Globals` has for all of its type: objects are merged, lists are put one behind the other.
 *
 * @param ignored the properties of `Globals` that the resource does not take, `*` for all
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
 */
export function withGlobals(type: string, properties: Json, globals: unknown, ignored: unknown): Json {
  const given: unknown = isObject(globals) && OWN_TYPE.test(type) && ignored !== '*' ? globals[type.replace(OWN_TYPE, '')] : undefined;
  if (!isObject(given)) {
    return properties;
  }
  const taken = Object.entries(given).filter(([name]) => !itemsOf(ignored).includes(name));
  return merged(Object.fromEntries(taken), properties) as Json;
}

function merged(given: unknown, own: unknown): unknown {
  if (Array.isArray(given) && Array.isArray(own)) {
    return [...given, ...own];
  }
  if (!isObject(given) || !isObject(own) || isIntrinsic(given) || isIntrinsic(own)) {
    return own === undefined ? given : own;
  }
  const names = [...new Set([...Object.keys(given), ...Object.keys(own)])];
  return Object.fromEntries(names.map((name) => [name, Object.hasOwn(own, name) && Object.hasOwn(given, name) ? merged(given[name], own[name])
    : Object.hasOwn(own, name) ? own[name] : given[name]]));
}
