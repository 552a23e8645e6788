// A set of the five keys is a number: it is looked up for every request.
/* eslint-disable no-bitwise */
import { McpContextKey } from './mcp-context-key';
import { requestContexts } from './request-contexts';
import type { RequestOrigin } from './request-origin';
import { KMS_VIA_SERVICE, OF_FORWARD_ACCESS_SESSIONS, OF_SERVICES } from '../iam/known-keys';
import type { RequestContext } from '../iam/request-context';
import type { Outcome } from '../iam/three-valued';

const MCP_ACTION = McpContextKey.IS_MCP_SERVICE_ACTION.toLowerCase();
/** The keys in which the contexts of an origin differ. */
const VIA_SERVICE = McpContextKey.VIA_AWS_SERVICE.toLowerCase();
const ORIGIN_KEYS = [McpContextKey.VIA_AWS_MCP_SERVICE.toLowerCase(), McpContextKey.CALLED_VIA_AWS_MCP.toLowerCase(), VIA_SERVICE, MCP_ACTION,
  KMS_VIA_SERVICE];
/** Whether these are there hangs on whether a service calls. */
const HANG_ON_SERVICE = [...OF_FORWARD_ACCESS_SESSIONS, ...OF_SERVICES];

/** Which of the keys in which contexts differ are among the given ones, as bits. */
export function originKeysIn(keys: readonly string[]): number {
  return keys.reduce((bits, key) => {
    const told = HANG_ON_SERVICE.includes(key) ? [VIA_SERVICE, key] : [key];
    return told.filter((each) => ORIGIN_KEYS.includes(each)).reduce((all, each) => all | (1 << ORIGIN_KEYS.indexOf(each)), bits);
  }, 0);
}

/** Which keys change together: those of where a request comes from, and those of who makes it. */
export function relatedKeys(key: string): string {
  return ORIGIN_KEYS.includes(key) || HANG_ON_SERVICE.includes(key) ? 'origin' : /^aws:(principal(?!tag\/)|user(id|name)$)/.test(key) ? 'principal' : key;
}

/** The keys of either. */
export function joinOriginKeys(a: number, b: number): number {
  return a | b;
}

/** The contexts that requests of an origin can have, fewer where statements don't look at all keys. */
export class OriginContexts {
  /** @param own whether the action called is a server's own */
  public static of(origin: RequestOrigin, own: Outcome, known: { readonly [key: string]: readonly string[] } | undefined): OriginContexts {
    if (known && Object.keys(known).length > 0) {
      return new OriginContexts(requestContexts(origin, known), own);
    }
    let cached = this.cache.get(origin);
    if (!cached) {
      this.cache.set(origin, cached = new Map());
    }
    let contexts = cached.get(own);
    if (!contexts) {
      cached.set(own, contexts = new OriginContexts(requestContexts(origin, {}), own));
    }
    return contexts;
  }

  private static readonly cache = new WeakMap<RequestOrigin, Map<Outcome, OriginContexts>>();

  private readonly contexts: readonly RequestContext[];
  private readonly distinct = new Map<number, readonly RequestContext[]>();

  private constructor(contexts: readonly RequestContext[], own: Outcome) {
    // What the caller says of the key counts more.
    const agreeing = own === undefined ? contexts : contexts.filter((context) => (context.get(MCP_ACTION)?.[0] === 'true') === own);
    this.contexts = agreeing.length > 0 ? agreeing : contexts;
  }

  /** One context of each kind, as far as the keys tell them apart. */
  public differingIn(keys: number): readonly RequestContext[] {
    let found = this.distinct.get(keys);
    if (!found) {
      const bySignature = new Map<string, RequestContext>();
      for (const context of this.contexts) {
        const signature = JSON.stringify(ORIGIN_KEYS.map((key, i) => (keys & (1 << i) ? context.get(key) ?? null : undefined)));
        bySignature.set(signature, bySignature.get(signature) ?? context);
      }
      this.distinct.set(keys, found = [...bySignature.values()]);
    }
    return found;
  }
}
