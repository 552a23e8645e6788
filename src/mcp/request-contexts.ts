import type { RequestOrigin } from './request-origin';
import type { RequestContext } from '../iam/request-context';
import { textOf } from '../iam/value';

/**
 * Every context that requests of the origin have, as far as they agree with what the caller knows of the request.
 *
 * @throws if none does, or a key is there twice, in another case
 */
export function requestContexts(origin: RequestOrigin, known: { readonly [key: string]: readonly string[] }): RequestContext[] {
  const given = Object.entries(known).map(([key, values]) => [key.toLowerCase(), values.map((value) => textOf(value) ?? value)] as const);
  const twice = given.findIndex(([key], i) => given.findIndex(([other]) => other === key) < i);
  if (twice !== -1) {
    throw new Error(`the context has ${given[twice][0]} twice: condition keys are case-insensitive, so give all its values under one`);
  }
  const agreeing = origin._contexts().filter((request) => given.every(([key, values]) => {
    const fixed = request.get(key);
    return fixed === undefined || (fixed.length === values.length && fixed.every((value) => values.includes(value)));
  }));
  if (agreeing.length === 0) {
    throw new Error(`no request of the origin "${origin.description}" has the context ${JSON.stringify(known)}`);
  }
  return given.length === 0 ? agreeing : agreeing.map((request) => new Map([...request, ...given]));
}
