/**
 * What a request carries: the values of each context key by its lower-case name. An empty list says that the key is absent;
 * `undefined`, that it may be absent or hold any value.
 */
export interface RequestContext {
  get(key: string): readonly string[] | undefined;
}

/** Of which nothing is known. */
export const NO_CONTEXT: RequestContext = { get: () => undefined };
