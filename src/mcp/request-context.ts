import type { RequestOrigin } from './request-origin';

/**
 * What a request carries: the values of each context key by its lower-case name. An empty list says that the key is absent;
 * `undefined`, that it may be absent or hold any value.
 */
export interface RequestContext {
  get(key: string): readonly string[] | undefined;
}

/**
 * Every context that requests of the origin have, as far as they agree with what the caller knows of the request.
 *
 * @throws if none does
 */
export function requestContexts(origin: RequestOrigin, known: { [key: string]: string[] }): RequestContext[] {
  const given = Object.entries(known).map(([key, values]) => [key.toLowerCase(), values] as const);
  const agreeing = origin._contexts().filter((request) => given.every(([key, values]) => {
    const fixed = request.get(key);
    return fixed === undefined || (fixed.length === values.length && fixed.every((value) => values.includes(value)));
  }));
  if (agreeing.length === 0) {
    throw new Error(`no request of the origin "${origin.description}" has the context ${JSON.stringify(known)}`);
  }
  return given.length === 0 ? agreeing : agreeing.map((request) => new Map([...request, ...given]));
}
